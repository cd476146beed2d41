"""What is refused about a database server: its set-up, its people, an unencrypted way to it."""

from desktop.domain.errors import Refusal

# -- at the desk -----------------------------------------------------------------------------


class ServerRefused(
    Refusal,
    says="数据库服务器不允许这样做，刚才的内容没有保存：您的角色没有这项权限，或者这个小区没有分给您。"
    "请换有权限的人来做，或请管理员调整。",
):
    pass


class ServerNotReady(
    Refusal, says="数据库 {where} 里还没有圆桌议事的数据。请管理员先运行 server-setup 建好。"
):
    where: str


class ServerOutdated(
    Refusal,
    says="数据库 {where} 还是旧版本的，要由管理员升级：请管理员先备份，再运行 server-setup。"
    "升级之前，请用原来版本的程序。",
):
    where: str


class NoPlaceHere(
    Refusal,
    says="“{login}”还不是这个数据库的工作人员，或者还没有分到小区。"
    "请管理员用 server-user add 加上，用 server-user give 分给小区。",
):
    login: str


# -- the way to the server -------------------------------------------------------------------


class PlainWay(
    Refusal,
    says="数据库地址写了 sslmode={mode}，到 {host} 的连接可能不加密，密码和业主信息会被别人看到。"
    "请删去 sslmode，或写 sslmode=verify-full；确实只在隔离的网络里用，才写 sslmode=disable。",
):
    mode: str
    host: str


class ServerSpeaksPlain(
    Refusal,
    says="数据库服务器没有开启加密（TLS），没有连接。请管理员在服务器上装好证书；"
    "确实只在隔离的网络里用，可以在地址后面加 ?sslmode=disable。",
):
    pass


class NoRootCertificate(
    Refusal,
    says="这台电脑上没有单位的根证书，不能确认数据库服务器是真的。请向管理员要 root.crt，放到：{path}",
):
    path: str


class WrongCertificate(
    Refusal,
    says="数据库服务器的证书不对（{why}），没有连接：可能有人冒充服务器，也可能证书过期或换过。"
    "请联系管理员，不要改成不加密。",
):
    why: str


class WrongLogin(
    Refusal, says="数据库的用户名或密码不对，或者已经停用。请核对地址，或请管理员重设密码。"
):
    pass


# -- setting up ------------------------------------------------------------------------------


class NotAServer(Refusal, says="{where} 不是 postgresql://… 地址，这个命令只用于数据库服务器。"):
    where: str


class NotItsKeeper(
    Refusal,
    says="“{login}”在这台服务器上不能建角色或改表。请用数据库管理员的地址，例如 postgresql://postgres@…",
):
    login: str


class NotSetUp(Refusal, says="数据库 {where} 还没有建好。请先运行：main.py server-setup {where}"):
    where: str


class OldServer(
    Refusal, says="数据库服务器的版本是 {version}，太旧了，请先升级到 PostgreSQL 15 或更新。"
):
    version: str


class BadLoginName(
    Refusal,
    says="“{login}”不能作登录名。请用 1～20 个汉字、字母、数字或下划线，不以 pg_、roundtable 开头。",
):
    login: str


class KeepersLogin(
    Refusal, says="“{login}”是数据库管理员的账号，不能给工作人员用。请另起一个登录名。"
):
    login: str


class NoSuchLogin(Refusal, says="没有“{login}”这个登录名。有：{known}"):
    login: str
    known: str


class NotEmpty(Refusal, says="{where} 里已经有数据（{table}），不能移进去。请另建一个空的数据库。"):
    where: str
    table: str


class MovedDiffers(
    Refusal, says="移过去的数据和原来的不一样（{table} 第 {row} 行），没有移成，原文件没有变。"
):
    table: str
    row: int


class NotThisComputer(Refusal, says="只能把本机的数据文件移到 postgresql://…，不能移到 {where}。"):
    where: str
