"""What is refused about proofs: anchors that cannot be read, keys that cannot be had."""

from desktop.domain.errors import Refusal


class NotAnAnchor(
    Refusal,
    says="“{text}”不是存证码。存证码印在定稿的纪要和表决结果公告上，样子是 128-7K3M-9QXA-…，也可以扫它旁边的二维码。",
):
    text: str


class NoAnchorsYet(
    Refusal, says="还没有存证点。表决截止、公布计票、纪要定稿后会自动生成，到时再存到U盘。"
):
    pass


class NotAnchorsFile(
    Refusal, says="“{name}”不是存证码文件，或已损坏。请选择当时存到U盘的那个文件。"
):
    name: str
