"""表决票: one paper for each household — boxes to tick, the number in three writings, the stub.

Everything that is the same on all papers of a vote is set once; where each box stands is known, so
that a scanned paper can be read back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.documents import style
from desktop.documents.codes import code128, qr
from desktop.documents.fonts import Fonts, check_glyphs
from desktop.documents.layout import Line, Page
from desktop.documents.model import Align, Document, Face
from desktop.documents.paragraph import SetLine, Text, set_lines
from desktop.documents.pdf import Writer
from desktop.domain.area import shown
from desktop.domain.ballot import Number
from desktop.domain.errors import GlyphsMissing
from desktop.domain.meeting import day_words
from desktop.domain.poll import Matter
from desktop.domain.poll_errors import DoesNotFit
from desktop.domain.terms import MatterKind
from desktop.domain.ticks import Frame, Tick, Words, choices

MM = style.MM
LEFT, RIGHT = 20 * MM, style.PAGE_WIDTH - 20 * MM
TOP = style.PAGE_HEIGHT - 12 * MM
MARK = 4 * MM  # black squares at the corners, by which a scanned page is laid straight
ASIDE = 13 * MM  # from the page's edge: a page that lies askew keeps them
STUB = 58 * MM  # height of the part that is torn off
FLOOR = STUB + 8 * MM  # where the lower squares stand
BOX = 6 * MM
HEAD = 34 * MM  # number, door and QR code, on every page of a ballot
Stop = Callable[[int], bool]  # told how many are done; True: stop


@dataclass(frozen=True, slots=True)
class BallotForm:
    """What all papers of a vote have in common."""

    title: str
    compound: str
    convener: str
    opens_on: date
    closes_on: date
    matters: tuple[Matter, ...]
    rules: tuple[str, ...]
    by_area: bool
    secret: bool = False  # number and door on the stub alone
    voter: str = "业主"


@dataclass(frozen=True, slots=True)
class BallotFace:
    """What is different on each paper; ``area`` in units of 0.0001 m²."""

    number: Number
    door: str
    area: int


@dataclass
class _Sheet:
    """One page of the common part."""

    page: Page = field(default_factory=Page)
    ticks: list[Tick] = field(default_factory=list)


def ticks(form: BallotForm, fonts: Fonts) -> list[Tick]:
    """Where every box of a vote's papers stands."""
    return [tick for sheet in _Setter(form, fonts).sheets for tick in sheet.ticks]


def check_title(title: str, convener: str, fonts: Fonts) -> None:
    """Refuse the name of a vote that its papers could not print whole."""
    check_glyphs(title + convener, fonts)
    _fitted(title, Face.FANG, TITLE_SIZES, TITLE_ROOM, fonts)


def check_matter(matter: Matter, fonts: Fonts) -> None:
    """Refuse a question with a character that no face has: a name would be printed without it.

    Small pictures are left out of texts as on all papers, but a name is what tells two apart.
    """
    names = "".join(matter.options)
    if holes := fonts.missing(matter.title + matter.text + names) + fonts.pictures(names):
        raise GlyphsMissing(" ".join(dict.fromkeys(holes)))


def frame() -> Frame:
    """Where the corner squares and the QR code stand on every page."""
    side, high, low = 22 * MM, TOP - MARK / 2, FLOOR - MARK / 2
    left, right = ASIDE + MARK / 2, style.PAGE_WIDTH - ASIDE - MARK / 2
    return Frame(
        style.PAGE_WIDTH,
        style.PAGE_HEIGHT,
        MARK,
        ((left, high), (right, high), (right, low), (left, low)),
        (RIGHT - side, TOP - side - 3 * MM, side),
    )


def ballots(
    form: BallotForm,
    faces: Iterable[BallotFace],
    fonts: Fonts,
    made: datetime | None = None,
    stop: Stop = lambda _: False,
) -> bytes | None:
    """All papers as one PDF in the order given; ``None`` when it was stopped on the way.

    Raise ``GlyphsMissing`` when no face has a character of them, ``DoesNotFit`` when a name would
    have to be cut.
    """
    faces = list(faces)
    for matter in form.matters:
        check_matter(matter, fonts)
    common_text = form.title + form.compound + form.convener + "".join(form.rules)
    check_glyphs(common_text + "".join(face.door for face in faces), fonts)
    setter = _Setter(form, fonts)
    writer = Writer(Document(f"{form.title}表决票", ()), fonts, made, numbered=False)
    common = [(writer.code(sheet.page), sheet) for sheet in setter.sheets]
    for done, face in enumerate(faces, 1):
        for number, (code, _) in enumerate(common, 1):
            writer.add(setter.face(face, number), code)
        if stop(done):
            return None
    return writer.finish()


class _Setter:
    """Sets the common part page by page, and the changing part of each paper."""

    def __init__(self, form: BallotForm, fonts: Fonts) -> None:
        self.form, self.fonts = form, fonts
        self.sheets = [_Sheet()]
        self.y = 0.0
        self._begin()
        for number, matter in enumerate(form.matters):
            self._matter(number, matter)
        self._end()
        for number, sheet in enumerate(self.sheets, 1):
            self._frame(sheet.page, number)

    # -- the common part ---------------------------------------------------------------------------

    def _begin(self) -> None:
        self.y = TOP - HEAD
        if len(self.sheets) == 1:
            form = self.form
            until = f"{day_words(form.opens_on)}至{day_words(form.closes_on)}"
            self._text(f"表决期限：{until}。请在每项的一个方框内打“√”。", Face.KAI, 11)

    def _room(self, height: float) -> None:
        if self.y - height < FLOOR + MARK + 3 * MM:
            self.sheets.append(_Sheet())
            self._begin()

    def _text(self, text: str, face: Face, size: float, indent: float = 0.0) -> None:
        for line in self._lines(text, face, size, RIGHT - LEFT - indent):
            self._room(size * 1.5)
            self.y -= size * 1.5
            self._put(self.sheets[-1].page, line, size, LEFT + indent, self.y)

    def _matter(self, number: int, matter: Matter) -> None:
        lines = [self._lines(f"{number + 1}．{matter.title}", Face.HEI, 13, RIGHT - LEFT)]
        self._room(len(lines[0]) * 20 + BOX + 14 * MM)
        self.y -= 2 * MM
        self._text(f"{number + 1}．{matter.title}", Face.HEI, 13)
        most = f"（最多选 {matter.seats} 人）" if matter.kind is MatterKind.ELECTION else ""
        if matter.text or most:
            self._text(matter.text + most, Face.FANG, 11, indent=6 * MM)
        self._boxes(number, matter)

    def _boxes(self, number: int, matter: Matter) -> None:
        """Boxes side by side as many as fit; each with its words to the right."""
        told = choices(matter)
        widest = max(self._width(word, 13) for _, word in told) + BOX + 12 * MM
        columns = max(1, min(len(told), int((RIGHT - LEFT - 6 * MM) / widest)))
        step = (RIGHT - LEFT - 6 * MM) / columns
        set_words = [self._lines(word, Face.FANG, 13, step - BOX - 4 * MM) for _, word in told]
        more = 0.0  # what the words of a row need below its boxes
        for place, (choice, _) in enumerate(told):
            column = place % columns
            if column == 0:
                self.y -= more
                more = (max(map(len, set_words[place : place + columns])) - 1) * 17.0
                self._room(BOX + 5 * MM + more)
                self.y -= BOX + 4 * MM
            x = LEFT + 6 * MM + column * step
            sheet = self.sheets[-1]
            words = self._beside(told[place][1], set_words[place], x + BOX + 2.5 * MM)
            sheet.ticks.append(Tick(len(self.sheets), number, choice, x, self.y, BOX, words))
            _frame_of(sheet.page, x, self.y, BOX, BOX)
            for number_of_line, line in enumerate(set_words[place]):
                low = self.y + BOX / 2 - 13 * 0.36 - number_of_line * 17
                self._put(sheet.page, line, 13, x + BOX + 2.5 * MM, low)
        self.y -= more

    def _beside(self, word: str, lines: Sequence[SetLine], x: float) -> Words:
        """Where the words of the box that is set now stand, and their ink."""
        measures = self.fonts.measures(Face.FANG)
        ink = sum(measures[c][0].ink(c) for c in word) * 13 * 13
        low = self.y + BOX / 2 - 13 * 0.48 - (len(lines) - 1) * 17
        width = max(line.x + sum(line.widths) + sum(line.leads) for line in lines)
        return Words(x, low, width, 13 + (len(lines) - 1) * 17, ink)

    def _end(self) -> None:
        self.y -= 1 * MM
        for line in self.form.rules:
            self._text(line, Face.FANG, 9.5)
        self._room(14 * MM)
        self.y -= 9 * MM
        if self.form.secret:
            return  # nobody signs what nobody shall know
        text = f"{self.form.voter}（受托人）签名：＿＿＿＿＿＿＿＿＿＿　　　日期：＿＿＿＿年＿＿月＿＿日"
        signed = self._lines(text, Face.FANG, 11, RIGHT - LEFT)
        self._put(self.sheets[-1].page, signed[0], 11, LEFT, self.y)

    def _frame(self, page: Page, number: int) -> None:
        """Corner squares, title, and on the first page the stub."""
        high = TOP - MARK
        for x in (ASIDE, style.PAGE_WIDTH - ASIDE - MARK):
            page.fills += [(x, high, MARK, MARK), (x, FLOOR - MARK, MARK, MARK)]
        of = f"（第 {number} 页，共 {len(self.sheets)} 页）" if len(self.sheets) > 1 else ""
        head = f"{self.form.compound}表决票{of}"
        lines, size, _ = _fitted(head, Face.TITLE, HEAD_SIZES, TITLE_ROOM, self.fonts)
        self._put(page, lines[0], size, LEFT, TOP - 9 * MM)
        lines, size, step = _fitted(self.form.title, Face.FANG, TITLE_SIZES, TITLE_ROOM, self.fonts)
        for place, below in enumerate(lines):
            self._put(page, below, size, LEFT, TOP - 15 * MM - place * step)
        if number == 1:
            self._stub(page)

    def _stub(self, page: Page) -> None:
        dash = 2 * MM
        x = LEFT
        while x < RIGHT:
            page.rules.append((x, STUB, min(x + dash, RIGHT), STUB))
            x += 2 * dash
        head = self._lines("存　根（领票人签字后由经手人撕下留存）", Face.HEI, 12, RIGHT - LEFT)
        self._put(page, head[0], 12, LEFT, STUB - 8 * MM)
        blanks = (
            f"领票人签名：＿＿＿＿＿＿＿＿　　与{self.form.voter}关系：＿＿＿＿＿＿　　联系电话：＿＿＿＿＿＿＿＿＿＿",
            "送达方式：□当面　□领取　□信报箱　□邮寄　□其他＿＿　时间：＿＿月＿＿日＿＿时＿＿分",
            "经手人：＿＿＿＿＿＿＿＿　　见证人：＿＿＿＿＿＿＿＿",
        )
        for number, blank in enumerate(blanks):
            line = self._lines(blank, Face.FANG, 11, RIGHT - LEFT)[0]
            self._put(page, line, 11, LEFT, STUB - 30 * MM - number * 8 * MM)

    # -- the changing part ---------------------------------------------------------------------------

    def face(self, face: BallotFace, number: int) -> Page:
        """What one paper has for itself on one of its pages."""
        page = Page()
        code = face.number.code
        area = f"　专有部分面积：{shown(face.area)} ㎡" if self.form.by_area else ""
        told = f"房号：{face.door}{area}"
        if not self.form.secret:
            self._named(page, face, told)
        if number == 1:
            page.fills += code128(code, RIGHT - 52 * MM, STUB - 22 * MM, 52 * MM, 10 * MM)
            for place, text in enumerate((f"票号：{face.number.shown}", told)):
                self._one_line(
                    page,
                    text,
                    Face.FANG,
                    11,
                    RIGHT - LEFT - 54 * MM,
                    STUB - (15.5 + 6 * place) * MM,
                )
        return page

    def _named(self, page: Page, face: BallotFace, told: str) -> None:
        """Door, number and QR code, where nothing is secret."""
        side = 22 * MM
        page.fills += qr(face.number.code, RIGHT - side, TOP - side - 3 * MM, side)
        room = RIGHT - LEFT - 26 * MM
        self._one_line(page, told, Face.HEI, 13, room, TOP - 26 * MM)
        number = self._lines(f"票号：{face.number.shown}", Face.SONG, 11, room)[0]
        self._put(page, number, 11, LEFT, TOP - 31.5 * MM)
        wide = 52 * MM  # for scanners that read lines only
        page.fills += code128(
            face.number.code, RIGHT - side - 5 * MM - wide, TOP - 33.5 * MM, wide, 6 * MM
        )

    # -- setting ---------------------------------------------------------------------------------------

    def _lines(self, text: str, face: Face, size: float, room: float) -> list[SetLine]:
        return _set(text, face, size, room, self.fonts)

    def _one_line(
        self, page: Page, text: str, face: Face, size: float, room: float, y: float
    ) -> None:
        """A line that is set smaller rather than cut."""
        sizes = tuple((each, 1, 0.0) for each in (size, size - 2, size - 4, size - 5))
        lines, size, _ = _fitted(text, face, sizes, room, self.fonts)
        self._put(page, lines[0], size, LEFT, y)

    def _width(self, text: str, size: float) -> float:
        measures = self.fonts.measures(Face.FANG)
        return sum(measures[c][1] for c in text) * size / 1000

    def _put(self, page: Page, line: SetLine, size: float, x: float, y: float) -> None:
        page.lines.append(Line(y, size, line.track, tuple(line.runs(x))))


# Sizes that are tried one after the other: how large, how many lines, how far apart.
Sizes = tuple[tuple[float, int, float], ...]
TITLE_ROOM = RIGHT - LEFT - 30 * MM
TITLE_SIZES: Sizes = ((12, 2, 15), (9, 3, 9.5), (8, 3, 9))
HEAD_SIZES: Sizes = tuple((size, 1, 0.0) for size in (20, 17, 14, 12, 10, 8))


def _fitted(
    text: str, face: Face, sizes: Sizes, room: float, fonts: Fonts
) -> tuple[list[SetLine], float, float]:
    """The lines of a text in the largest size in which it fits: nothing on a ballot is cut."""
    for size, most, step in sizes:
        lines = _set(text, face, size, room, fonts)
        if len(lines) <= most:
            return lines, size, step
    raise DoesNotFit(text[:20], len(text))


def _set(text: str, face: Face, size: float, room: float, fonts: Fonts) -> list[SetLine]:
    plain = text
    for picture in fonts.pictures(text):
        plain = plain.replace(picture, "")
    return set_lines(Text(((plain, face),), size, 0.0, align=Align.LEFT), room, fonts)


def _frame_of(page: Page, x: float, y: float, width: float, height: float) -> None:
    """The four sides of a box."""
    page.rules += [
        (x, y, x + width, y), (x, y + height, x + width, y + height),
        (x, y, x, y + height), (x + width, y, x + width, y + height),
    ]  # fmt: skip
