"""What every Word file of ours begins with: made once in a process through python-docx."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.documents import style
from desktop.documents.linebreak import NO_END, NO_START
from desktop.documents.model import Face, Sheet

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
PAGE_NUMBER = "— 0123456789"  # the characters of the footer, set in 宋体

_RELATIONS = "word/_rels/document.xml.rels"
_WRITTEN_LATER = ("word/document.xml", "word/fontTable.xml", "docProps/core.xml", _RELATIONS)
_NOT_OURS = ("/thumbnail", "/stylesWithEffects")
_OBFUSCATED = (
    '<Default Extension="odttf" '
    'ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/>'
)
_IMAGES = {
    ending: f'<Default Extension="{ending}" ContentType="image/{ending}"/>'
    for ending in ("png", "jpeg")
}


@dataclass(frozen=True, slots=True)
class Template:
    """``package``: a ZIP with every part that is the same in all files; add the others to it."""

    package: bytes
    section: str
    relations: str

    def relating(self, pictures: Sequence[str]) -> str:
        """The relations of the main part, with these pictures in ``media``: rIdPicture1 …"""
        told = "".join(
            f'<Relationship Id="rIdPicture{n}" Type="{R}/image" Target="media/{name}"/>'
            for n, name in enumerate(pictures, 1)
        )
        return self.relations.replace("</Relationships>", f"{told}</Relationships>")

    def document(self, body: str) -> str:
        """The main part: these blocks (WordprocessingML) on our page."""
        return f"{XML}<w:document {NAMESPACES}><w:body>{body}{self.section}</w:body></w:document>"


@cache
def template(sheet: Sheet = Sheet.A4) -> Template:
    """Page, footers, settings and styles. python-docx is loaded here, for the first file only."""
    from docx import Document as new_file
    from docx.oxml import parse_xml

    file = new_file()
    body = file.element.body
    body.getparent().replace(
        body, parse_xml(f"<w:body {NAMESPACES}>{_section(sheet.scale)}</w:body>")
    )
    section = file.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _fill(footer._element, [parse_xml(_number(align, sheet.scale))])  # noqa: SLF001 - it has no fields
    _fill(file.settings.element, list(parse_xml(_SETTINGS)))
    for each in STYLES:
        file.styles.element.append(parse_xml(_style(each, sheet.scale)))
    # a picture of python-docx's own empty page, and a second set of styles for Word 2007
    for rels in (file.part.package.rels, file.part.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(_NOT_OURS)]:
            rels.pop(key)
    return _kept(file)


def by_key(key: str) -> "Style":
    """A style of ours: what its paragraphs need not say again."""
    return next(each for each in STYLES if each.key == key)


def _fill(element: Any, children: list[Any]) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(children)


def _kept(file: Any) -> Template:
    """The parts as ``file`` would be saved, without those that differ from paper to paper."""
    whole, kept = io.BytesIO(), io.BytesIO()
    file.save(whole)
    with ZipFile(whole) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                known = _OBFUSCATED + "".join(
                    told for ending, told in _IMAGES.items() if f'"{ending}"'.encode() not in data
                )
                data = data.replace(b"<Default ", known.encode() + b"<Default ", 1)
            if name == "docProps/app.xml":
                data = _MADE_BY.encode()
            if name not in _WRITTEN_LATER:
                new.writestr(ZipInfo(name), data, ZIP_DEFLATED)
        main = old.read("word/document.xml").decode()
        relations = old.read(_RELATIONS).decode()
    start, end = main.index("<w:sectPr"), main.index("</w:sectPr>") + len("</w:sectPr>")
    return Template(kept.getvalue(), main[start:end], relations)


@cache
def face_of(face: Face) -> str:
    """The run property that sets all scripts in one face."""
    name = quoteattr(face.value)
    return (
        f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'
    )


@dataclass(frozen=True, slots=True)
class Style:
    """A style of ours, by the name an office finds it under in WPS and Word."""

    key: str
    name: str
    face: Face
    size: float
    align: str = "both"
    first: float = 0.0  # indent of the first line, points
    level: int = 0  # in the navigation pane; 0: none
    pitch: float = style.PITCH
    track: float = style.TRACK


WIDOWS = '<w:widowControl w:val="0"/>'  # then borders, then the rest: Word wants this order
RULES = (
    # LibreOffice reads overflowPunct the other way round: 1 is what keeps its edge straight.
    '<w:kinsoku/><w:wordWrap/><w:overflowPunct w:val="1"/>'
    '<w:autoSpaceDE/><w:autoSpaceDN/><w:snapToGrid w:val="0"/>'
)
STYLES = (
    Style("GWTitle", "公文标题", Face.TITLE, style.TITLE_SIZE, "center", track=0.0),
    Style("GWText", "公文正文", Face.FANG, style.SIZE, first=2 * style.CHARACTER),
    Style("GWHeading1", "公文一级标题", Face.HEI, style.SIZE, first=2 * style.CHARACTER, level=1),
    Style("GWHeading2", "公文二级标题", Face.KAI, style.SIZE, first=2 * style.CHARACTER, level=2),
    Style("GWHeading3", "公文三级标题", Face.FANG, style.SIZE, first=2 * style.CHARACTER, level=3),
    Style("GWLabel", "公文标签段", Face.FANG, style.SIZE),
    Style(
        "GWTable",
        "公文表格",
        Face.FANG,
        style.TABLE_SIZE,
        "center",
        pitch=style.TABLE_PITCH,
        track=0.0,
    ),
)


def _style(told: Style, scale: float) -> str:
    """A paragraph style with everything that is the same in all its paragraphs."""
    outline = f'<w:outlineLvl w:val="{told.level - 1}"/>' if told.level else ""
    keep = "<w:keepNext/>" if told.level else ""
    track = f'<w:spacing w:val="{_twentieths(told.track * scale)}"/>' if told.track else ""
    high = round(told.size * 2 * scale)
    return (
        f'<w:style {NAMESPACES} w:type="paragraph" w:customStyle="1" w:styleId="{told.key}">'
        f"<w:name w:val={quoteattr(told.name)}/><w:qFormat/><w:pPr>{keep}{WIDOWS}{RULES}"
        f'<w:spacing w:before="0" w:after="0" '
        f'w:line="{_twentieths(told.pitch * scale)}" w:lineRule="exact"/>'
        f'<w:ind w:firstLine="{_twentieths(told.first * scale)}"/><w:jc w:val="{told.align}"/>'
        f"{outline}</w:pPr><w:rPr>{face_of(told.face)}{track}"
        f'<w:sz w:val="{high}"/><w:szCs w:val="{high}"/></w:rPr></w:style>'
    )


def _number(align: str, scale: float) -> str:
    """— 1 — in 4号宋, one blank from the outer edge."""
    look = (
        f'<w:rPr>{face_of(Face.SONG)}<w:sz w:val="{round(style.NUMBER_SIZE * 2 * scale)}"/></w:rPr>'
    )
    side = round(style.NUMBER_SIZE * 20 * scale)
    preserved = '<w:t xml:space="preserve">'
    parts = (
        f"{preserved}— </w:t>",
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        f"{preserved} —</w:t>",
    )
    return (
        f'<w:p {NAMESPACES}><w:pPr><w:spacing w:before="0" w:after="0" w:line="{round(360 * scale)}" '
        f'w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/><w:jc w:val="{align}"/>'
        f"</w:pPr>{''.join(f'<w:r>{look}{part}</w:r>' for part in parts)}</w:p>"
    )


_MADE_BY = (
    f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>圆桌议事</Application></Properties>'
)


def _twentieths(points: float) -> int:
    return round(points * 20)


def _section(scale: float) -> str:
    """The page: 版心 156 × 225 mm on A4, and as much larger or smaller as the sheet is."""
    wide, high = round(11906 * scale), round(16838 * scale)
    left, text = (
        _twentieths(style.LEFT * scale),
        _twentieths((style.TEXT_WIDTH + style.WORD_SLACK) * scale),
    )
    return (
        f'<w:sectPr><w:pgSz w:w="{wide}" w:h="{high}"/>'
        f'<w:pgMar w:top="{_twentieths(style.TOP * scale)}" w:right="{wide - left - text}" '
        f'w:bottom="{_twentieths(style.BOTTOM * scale)}" w:left="{left}" '
        f'w:header="{round(850 * scale)}" w:footer="{round(1360 * scale)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{_twentieths(style.PITCH * scale)}"/></w:sectPr>'
    )


_SETTINGS = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:embedTrueTypeFonts/><w:saveSubsetFonts/>'
    '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr("".join(sorted(NO_END)))}/>'
    f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr("".join(sorted(NO_START)))}/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
