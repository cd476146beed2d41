"""What the disk or the server refuses: the cause, what became of the last step, what to do."""

from typing import Final

from desktop.domain.errors import Refusal

# What became of the step that ran into it; each refusal says one of these.
KEPT: Final = "刚才这一步已经保存，不用再做。"
NOT_KEPT: Final = "刚才这一步没有保存。"
UNSURE: Final = "不能确定刚才这一步保存了没有：恢复以后请先看一看，没有再重做。"
NOTHING_DONE: Final = "数据没有变。"
NOT_MADE: Final = "没有做成备份，数据没有变。"
NOT_RESTORED: Final = "没有恢复成，原来的文件没有变。"
NOT_CREATED: Final = "没有建成新文件。"
NOT_RECODED: Final = "密码没有变，原来的文件没有变。"
NOT_UPGRADED: Final = "没有升级，原来的文件没有变。"


class NoRoomLeft(
    Refusal,
    says="磁盘满了：{path} 所在的磁盘只剩 {free_mb} MB，至少还差 {missing_mb} MB。{outcome}"
    "请清空回收站、移走不用的文件，腾出空间再试。",
):
    path: str
    free_mb: int
    missing_mb: int
    outcome: str


class DiskTrouble(
    Refusal,
    says="读写 {path} 时磁盘出错，可能是U盘松动、被拔出，或硬盘有坏道。{outcome}"
    "请插好U盘或重启电脑再试；再出现，请把最近的备份复制到另一块盘，不要再用这块盘。",
):
    path: str
    outcome: str


class FileReadOnly(
    Refusal,
    says="不能写入 {path}：文件是只读的，或被杀毒软件、U盘写保护挡住了。{outcome}"
    "请去掉文件的只读属性，在杀毒软件里放行本程序，再试一次。",
):
    path: str
    outcome: str


class FileOutOfReach(
    Refusal,
    says="打不开 {path}：U盘被拔出，文件夹被改名、移走，或者文件正被杀毒软件占用。{outcome}"
    "请插好U盘、把文件放回原处，稍等再试。",
):
    path: str
    outcome: str


class FileDamaged(
    Refusal,
    says="{path} 有损坏的地方。{outcome}请不要再录入，到“设置”里用最近的备份恢复，原来的文件会留着。",
):
    path: str
    outcome: str


class ServerLost(
    Refusal,
    says="与数据库服务器的连接断了。{outcome}请检查网线或无线网络，稍等再试；还不行请联系管理员。",
):
    outcome: str


class ServerFull(Refusal, says="数据库服务器的磁盘满了。{outcome}请联系管理员腾出空间，然后再试。"):
    outcome: str


class ServerReadOnly(
    Refusal, says="数据库服务器现在只能读，不能写。{outcome}请联系管理员，恢复以后再试。"
):
    outcome: str


class ServerTrouble(
    Refusal, says="数据库服务器出错（代码 {code}）。{outcome}请把代码告诉管理员，修好以后再试。"
):
    code: str
    outcome: str
