"""Setting a document on pages: lines where they stand, rules of tables, exact heights."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from desktop.documents import style
from desktop.documents.codes import code128, qr
from desktop.documents.fonts import Fonts
from desktop.documents.model import (
    Align,
    Big,
    Blank,
    Block,
    Chart,
    Code,
    Document,
    Face,
    Grid,
    Head,
    Heading,
    Labelled,
    NewPage,
    Paragraph,
    Photos,
    Picture,
    Rich,
    Title,
    kept,
)
from desktop.documents.paragraph import Run, SetLine, Text, set_lines, width

HEADING_FACES = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its baseline from the page's bottom, its runs, and the spacing between glyphs."""

    y: float
    size: float
    track: float
    runs: tuple[Run, ...]
    red: bool = False
    white: bool = False  # on a dark shade

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Page:
    lines: list[Line] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)  # x, y, w, h
    red: list[tuple[float, float, float, float]] = field(default_factory=list)  # red fills
    shades: list[tuple[tuple[float, float, float], float, float, float, float]] = field(
        default_factory=list
    )  # colour, x, y, w, h: below everything else
    photos: list[tuple[bytes, float, float, float, float]] = field(default_factory=list)
    headings: list[tuple[str, int]] = field(default_factory=list)  # text, level; 0 is a title


def text_of(block: Block, fonts: Fonts) -> Text:
    """How a block other than a table is set."""
    indent = 2 * style.CHARACTER
    match block:
        case Title(text):
            return Text(((text, Face.TITLE),), style.TITLE_SIZE, 0.0, align=Align.CENTER)
        case Heading(text, level):
            return Text(((text, HEADING_FACES[level]),), first=indent)
        case Paragraph(text, indented, align, right):
            first = indent if indented and align is Align.JUSTIFY else 0.0
            return Text(
                ((text, Face.FANG),), first=first, right=right * style.CHARACTER, align=align
            )
        case Labelled(label, text, plain):
            face = Face.FANG if plain else Face.HEI
            hang = indent + width(label, face, style.SIZE, style.TRACK, fonts)
            return Text(((label, face), (text, Face.FANG)), first=indent, hang=hang)
        case Rich(pieces, mark):
            faces = [(words, Face.HEI if bold else Face.FANG) for words, bold in pieces]
            hang = indent + width(mark, Face.FANG, style.SIZE, style.TRACK, fonts) if mark else 0.0
            return Text(((mark, Face.FANG), *faces), first=indent, hang=hang)
        case Blank():
            return Text((("", Face.FANG),))
        case Big(text, size):
            room = style.TEXT_WIDTH - 2 * style.CELL_SIDE
            wide = width(text, Face.HEI, float(size), 0.0, fonts)
            fitted = size if wide <= room else int(size * room / wide)
            return Text(((text, Face.HEI),), float(fitted), 0.0, align=Align.CENTER)
        case Grid() | Code() | NewPage() | Head() | Chart() | Photos():
            raise TypeError("a table, a code, a new page, a letterhead, a picture are not one text")
        case _:
            assert_never(block)


def head_texts(head: Head, fonts: Fonts) -> tuple[Text, Text]:
    """The issuer in large type, smaller where it is long, and the number of the paper."""
    wide = width(head.issuer, Face.TITLE, style.HEAD_SIZE, 0.0, fonts)
    size = min(style.HEAD_SIZE, int(style.HEAD_SIZE * (style.TEXT_WIDTH - style.SIZE) / wide))
    return (
        Text(((head.issuer, Face.TITLE),), float(size), 0.0, align=Align.CENTER),
        Text(((head.number, Face.FANG),), align=Align.CENTER),
    )


def pages(document: Document, fonts: Fonts) -> list[Page]:
    """Set the whole document. Headings and signatures never stand alone."""
    setter = _Setter(fonts)
    blocks = document.blocks
    together = kept(blocks)
    for number, block in enumerate(blocks):
        if number in together and number - 1 not in together:
            setter.room(_height(blocks, number, together, fonts))
        match block:
            case Grid():
                setter.grid(block, keep=number in together)
            case Code():
                setter.code(block)
            case Big():
                setter.big(text_of(block, fonts))
            case NewPage():
                setter.new_page()
            case Head():
                setter.head(*head_texts(block, fonts))
            case Chart() | Photos():
                setter.figure(block)
            case _:
                setter.text(block)
    return setter.pages


def _height(blocks: Sequence[Block], first: int, together: frozenset[int], fonts: Fonts) -> float:
    """How high the blocks are that begin here and stay together, with one line of what follows."""
    high, place = 0.0, first
    while place in together:
        high += _own_height(blocks[place], fonts)
        place += 1
    following = blocks[place]
    if isinstance(following, Grid):
        if following.whole:
            return high + whole_height(following, fonts)
        columns = grid_columns(following)
        for number, row in enumerate((following.header, *following.rows[:1])):
            high += row_lines(row, following, columns, fonts, header=number == 0)[1]
        return high
    if isinstance(following, (Chart, Photos)):
        return high + _own_height(following, fonts)
    return high + min(_own_height(following, fonts), style.PITCH)


def whole_height(grid: Grid, fonts: Fonts) -> float:
    """The height of a table that wants to be on one page; of its first rows where it is too high."""
    columns = grid_columns(grid)
    heights = [
        row_lines(row, grid, columns, fonts, header=n == 0)[1]
        for n, row in enumerate((grid.header, *grid.rows))
    ]
    high = sum(heights)
    return high if high <= style.TEXT_HEIGHT else sum(heights[:2])


def _own_height(block: Block, fonts: Fonts) -> float:
    """The height of a block that is set as one; a table is asked only for its last row."""
    match block:
        case Grid():
            columns = grid_columns(block)
            row = (*block.rows, block.header)[len(block.rows) - 1 if block.rows else 0]
            return row_lines(row, block, columns, fonts, header=not block.rows)[1]
        case Code():
            return style.CODE_LINES * style.PITCH
        case NewPage() | Head():
            return 0.0
        case Big():
            return text_of(block, fonts).size * style.BIG_PITCH
        case Chart(drawing):
            return chart_height(drawing.height)
        case Photos(lines=lines):
            return (lines + 1) * style.PITCH
        case _:
            return len(set_lines(text_of(block, fonts), style.TEXT_WIDTH, fonts)) * style.PITCH


class _Setter:
    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.pages = [Page()]
        self.used = 0.0  # of the present page's text height

    def room(self, height: float) -> None:
        """Begin a new page unless this much fits on the present one."""
        if self.used + height > style.TEXT_HEIGHT and self.used > 0:
            self.pages.append(Page())
            self.used = 0.0

    def text(self, block: Block) -> None:
        """A block that is one text; on which page a heading stands is remembered."""
        self.paragraph(text_of(block, self.fonts))
        if isinstance(block, Title | Heading):
            level = block.level if isinstance(block, Heading) else 0
            self.pages[-1].headings.append((block.text, level))

    def paragraph(self, text: Text) -> None:
        for line in set_lines(text, style.TEXT_WIDTH, self.fonts):
            self.room(style.PITCH)
            self._put(line, text.size, style.LEFT, self.used, style.PITCH)
            self.used += style.PITCH

    def _put(
        self,
        line: SetLine,
        size: float,
        left: float,
        down: float,
        pitch: float,
        *,
        red: bool = False,
    ) -> None:
        if not line.text:
            return
        # the baseline stands so that 仿宋's box is centred in the pitch
        y = style.PAGE_HEIGHT - style.TOP - down - pitch / 2 - size * 0.36
        self.pages[-1].lines.append(Line(y, size, line.track, tuple(line.runs(left)), red))

    def head(self, issuer: Text, number: Text) -> None:
        """The letterhead: the issuer in red, the number, the red rule, and a blank line."""
        for text, lines, red in (
            (issuer, style.HEAD_LINES, True),
            (number, style.NUMBER_LINES, False),
        ):
            high = lines * style.PITCH
            for line in set_lines(text, style.TEXT_WIDTH, self.fonts)[:1]:
                self._put(line, text.size, style.LEFT, self.used, high, red=red)
            self.used += high
        y = style.PAGE_HEIGHT - style.TOP - self.used
        self.pages[-1].red.append((style.LEFT, y, style.TEXT_WIDTH, style.RED_RULE))
        self.used += style.PITCH

    def big(self, text: Text) -> None:
        height = text.size * style.BIG_PITCH
        self.room(height)
        for line in set_lines(text, style.TEXT_WIDTH, self.fonts)[:1]:
            self._put(line, text.size, style.LEFT, self.used, height)
        self.used += height

    def new_page(self) -> None:
        if self.used > 0:
            self.pages.append(Page())
            self.used = 0.0

    def code(self, code: Code) -> None:
        """A QR code at the right edge, in the middle of its lines."""
        height = style.CODE_LINES * style.PITCH
        self.room(height)
        x = style.LEFT + style.TEXT_WIDTH - style.CODE_SIDE
        top = style.PAGE_HEIGHT - style.TOP - self.used
        y = top - (height + style.CODE_SIDE) / 2
        self.pages[-1].fills += qr(code.text, x, y, style.CODE_SIDE)
        if code.bars:
            wide, high = style.BARS_WIDE, style.BARS_HIGH
            low = y + (style.CODE_SIDE - high) / 2
            self.pages[-1].fills += code128(code.text, x - wide - style.SIZE, low, wide, high)
        self.used += height

    def figure(self, block: Chart | Photos) -> None:
        self._chart(block) if isinstance(block, Chart) else self._photos(block)

    def _chart(self, chart: Chart) -> None:
        """A drawing in the middle of as many whole lines as it needs."""
        from desktop.documents.drawn import put

        height = chart_height(chart.drawing.height)
        self.room(height)
        self.used += height
        x = style.LEFT + (style.TEXT_WIDTH - chart.drawing.width) / 2
        y = style.PAGE_HEIGHT - style.TOP - self.used + (height - chart.drawing.height) / 2
        put(self.pages[-1], chart.drawing, x, y, self.fonts)

    def _photos(self, block: Photos) -> None:
        """Photos side by side, each as large as fits, its caption in the line below."""
        height = block.lines * style.PITCH
        self.room(height + style.PITCH)
        column = style.TEXT_WIDTH / max(1, len(block.pictures))
        for place, (picture, words) in enumerate(block.pictures):
            wide, high = fitted(picture, column - 2 * style.CELL_SIDE, height - style.CELL_SIDE)
            x = style.LEFT + place * column + (column - wide) / 2
            y = style.PAGE_HEIGHT - style.TOP - self.used - (height + high) / 2
            self.pages[-1].photos.append((picture.data, x, y, wide, high))
            caption = Text(((words, Face.FANG),), style.TABLE_SIZE, 0.0, align=Align.CENTER)
            for line in set_lines(caption, column, self.fonts)[:1]:
                left = style.LEFT + place * column
                self._put(line, style.TABLE_SIZE, left, self.used + height, style.PITCH)
        self.used += height + style.PITCH

    def grid(self, grid: Grid, *, keep: bool) -> None:
        """A table; with ``keep`` its last row goes along with what follows it."""
        columns = grid_columns(grid)
        rows = [
            (row, *row_lines(row, grid, columns, self.fonts, header=n == 0))
            for n, row in enumerate((grid.header, *grid.rows))
        ]
        # the heading of a table never stands alone at a page's end
        whole = whole_height(grid, self.fonts) if grid.whole else 0.0
        self.room(max(whole, sum(height for _, _, height in rows[:2])))
        top = self.used
        head = rows[0]
        for number, (row, cells, height) in enumerate(rows):
            last = number == len(rows) - 1 and number > 1
            more = style.PITCH if keep and last else 0.0
            if self.used + height + more > style.TEXT_HEIGHT and self.used > 0:
                self._verticals(columns, top)
                self.pages.append(Page())
                self.used = top = 0.0
                if number:
                    self._row(columns, head[1], head[2])
            if number:
                self._codes(grid, columns, row, height)
            self._row(columns, cells, height)
        self._verticals(columns, top)

    def _codes(
        self, grid: Grid, columns: Sequence[float], row: Sequence[str], height: float
    ) -> None:
        """QR codes in the middle of their cells."""
        side = style.CELL_CODE - 4 * style.CELL_ENDS
        low = style.PAGE_HEIGHT - style.TOP - self.used - (height + side) / 2
        for place in grid.codes:
            if row[place]:
                x = style.LEFT + sum(columns[:place]) + (columns[place] - side) / 2
                self.pages[-1].fills += qr(row[place], x, low, side)

    def _row(self, columns: Sequence[float], cells: Sequence[list[SetLine]], height: float) -> None:
        page = self.pages[-1]
        top = style.PAGE_HEIGHT - style.TOP - self.used
        right = style.LEFT + sum(columns)
        page.rules.append((style.LEFT, top, right, top))
        page.rules.append((style.LEFT, top - height, right, top - height))
        x = style.LEFT
        for width_, lines in zip(columns, cells, strict=True):
            down = self.used + (height - len(lines) * style.TABLE_PITCH) / 2
            for line in lines:
                self._put(line, style.TABLE_SIZE, x + style.CELL_SIDE, down, style.TABLE_PITCH)
                down += style.TABLE_PITCH
            x += width_
        self.used += height

    def _verticals(self, columns: Sequence[float], top: float) -> None:
        if self.used <= top:
            return
        high = style.PAGE_HEIGHT - style.TOP - top
        low = style.PAGE_HEIGHT - style.TOP - self.used
        x = style.LEFT
        self.pages[-1].rules.append((x, high, x, low))
        for width_ in columns:
            x += width_
            self.pages[-1].rules.append((x, high, x, low))


def chart_height(points: float) -> float:
    """The height of the whole lines that a drawing takes."""
    return -(-points // style.PITCH) * style.PITCH


def fitted(picture: Picture, wide: float, high: float) -> tuple[float, float]:
    """How large a photo is printed in this room, in points."""
    scale = min(wide / picture.width, high / picture.height)
    return picture.width * scale, picture.height * scale


def grid_columns(grid: Grid) -> list[float]:
    """Column widths in points, in whole twentieths so that Word has the same."""
    whole = sum(grid.widths)
    twentieths = [int(style.TEXT_WIDTH * 20 * share / whole) for share in grid.widths]
    return [each / 20 for each in twentieths]


def row_lines(
    row: Sequence[str], grid: Grid, columns: Sequence[float], fonts: Fonts, *, header: bool
) -> tuple[list[list[SetLine]], float]:
    """The lines of each cell of a row, and the row's height in whole twentieths of a point."""
    cells: list[list[SetLine]] = []
    for number, (text, column) in enumerate(zip(row, columns, strict=True)):
        if number in grid.codes and not header:
            cells.append([])
            continue
        room = column - 2 * style.CELL_SIDE
        align = Align.LEFT if number in grid.left and not header else Align.CENTER
        face = Face.HEI if header else Face.FANG
        parts = [
            set_lines(Text(((part, face),), style.TABLE_SIZE, 0.0, align=align), room, fonts)
            for part in (text.split("\n") or [""])
        ]
        cells.append([line for part in parts for line in part])
    high = max(len(lines) for lines in cells) * style.TABLE_PITCH + 2 * style.CELL_ENDS
    coded = not header and any(row[place] for place in grid.codes)
    least = style.CELL_CODE if coded else 26.0
    return cells, max(high, least, 0.0 if header else float(grid.row_height))
