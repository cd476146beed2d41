"""What is refused about passwords, keyrings and recovery keys."""

from desktop.domain.errors import NotOurFile, Refusal


class NeedsPassword(Refusal, says="{path} 设了密码。请用您的姓名和密码打开，或用恢复密钥打开。"):
    path: str


class WrongPassword(Refusal, says="姓名或密码不对，没有打开。密码区分大小写，空格也算。"):
    pass


class KeyringMissing(
    NotOurFile,
    says="打不开 {path}。如果它设过密码，是旁边的钥匙文件（{path}.钥匙）不见了：请把钥匙文件放回原处，"
    "或用恢复密钥打开。如果没有设过密码，它不是圆桌议事的数据文件，或已损坏，可从备份恢复。",
):
    pass


class BadKeyring(
    Refusal,
    says="钥匙文件 {path}.钥匙 已损坏，密码用不上了。请用恢复密钥打开；也可以从备份里取回同名的钥匙文件。",
):
    path: str


class BadRecoveryGroup(
    Refusal, says="恢复密钥的第 {number} 组“{group}”有误，请对照纸面再看一遍这一组。"
):
    number: int
    group: str


class BadRecoveryLength(
    Refusal, says="恢复密钥应有 {wanted} 组，每组 5 个字母或数字；现在是 {found} 个字符。"
):
    wanted: int
    found: int


class WrongRecoveryKey(
    Refusal, says="这份恢复密钥不是 {path} 的，或者文件已损坏。请核对纸上的文件名和日期。"
):
    path: str


class PasswordTooShort(Refusal, says="密码至少要 {least} 个字符。"):
    least: int


class PasswordTooCommon(Refusal, says="这个密码太常见，很容易被猜中。请换一个。"):
    pass


class PasswordsDiffer(Refusal, says="两次填写的密码不一样，请再填一次。"):
    pass


class NotUnderstood(Refusal, says="请先勾选“我明白”，再设置密码。"):
    pass


class LastPerson(
    Refusal, says="{name} 是最后一个有密码的人，不能移除。要停用密码，请用“取消密码…”。"
):
    name: str


class NoPasswordSet(Refusal, says="{path} 没有设密码。"):
    path: str


class PasswordAlreadySet(Refusal, says="{path} 已经设了密码。"):
    path: str


class TargetLocked(
    Refusal, says="{path} 设了别的密码，打不开，不能用备份替换它。请恢复成另一个文件名。"
):
    path: str


class RecodedDiffers(
    Refusal, says="新写的文件和原来的核对不上（{table}），没有换，原文件没有变。请先做“校验”。"
):
    table: str
