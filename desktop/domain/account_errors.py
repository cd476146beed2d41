"""What is refused about accounts: signing in, passwords, rights."""

from desktop.domain.errors import Refusal


class NotAllowed(
    Refusal, says="{name}（{role}）没有“{right}”的权限。请换有权限的人登录，或请管理员调整。"
):
    name: str
    role: str
    right: str


class NotYourCompound(Refusal, says="{name} 没有这个小区的权限。请管理员在“设置—人员”里加上。"):
    name: str


class SignInNeeded(Refusal, says="这个数据文件已经设了人员和密码，请输入姓名和密码登录。"):
    pass


class SignInRefused(Refusal, says="姓名或密码不对。再错 {left} 次，要等一会儿才能再试。"):
    left: int


class SignedOut(Refusal, says="{name} 的账号已停用，请换人登录。"):
    name: str


class AccountsNow(SignedOut, says="这个数据文件刚刚设了人员和密码，请登录以后再做。"):
    """Accounts were made while this window was open without one."""


class LockedOut(
    Refusal, says="密码错的次数太多，请 {minutes} 分钟后再试。着急时请管理员重设密码。"
):
    minutes: int


class NameTaken(Refusal, says="已经有一位“{name}”。同名的人请加上岗位，例如“{name}（网格）”。"):
    name: str


class LastAdmin(
    Refusal, says="这是最后一位管理员，不能停用或改成别的角色。请先让另一位成为管理员。"
):
    pass


class FirstIsAdmin(Refusal, says="第一个人要是管理员，否则没有人能再加人。"):
    pass


class AdminEverywhere(
    Refusal,
    says="社区书记、管理员管全部小区，不能只给一部分。请不选小区，或换成“会议秘书”等角色。",
):
    pass


class SecondPersonNeeded(
    Refusal, says="本单位规定截止表决要两个人。请另一位（监票人、会议秘书或管理员）输入姓名和密码。"
):
    pass


class SameSecondPerson(Refusal, says="第二个人不能是 {name} 自己。"):
    name: str
