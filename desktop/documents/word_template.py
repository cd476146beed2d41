"""What every Word file of ours begins with: made once in a process through python-docx."""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.documents import style
from desktop.documents.linebreak import NO_END, NO_START
from desktop.documents.model import Face

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
_PNG = '<Default Extension="png" ContentType="image/png"/>'


@dataclass(frozen=True, slots=True)
class Template:
    """``package``: a ZIP with every part that is the same in all files; add the others to it."""

    package: bytes
    section: str
    relations: str

    def relating(self, pictures: int) -> str:
        """The relations of the main part, with so many pictures: rIdPicture1 …"""
        told = "".join(
            f'<Relationship Id="rIdPicture{n}" Type="{R}/image" Target="media/code{n}.png"/>'
            for n in range(1, pictures + 1)
        )
        return self.relations.replace("</Relationships>", f"{told}</Relationships>")

    def document(self, body: str) -> str:
        """The main part: these blocks (WordprocessingML) on our page."""
        return f"{XML}<w:document {NAMESPACES}><w:body>{body}{self.section}</w:body></w:document>"


@cache
def template() -> Template:
    """Page, footers, settings and styles. python-docx is loaded here, for the first file only."""
    from docx import Document as new_file
    from docx.oxml import parse_xml

    file = new_file()
    body = file.element.body
    body.getparent().replace(body, parse_xml(f"<w:body {NAMESPACES}>{_SECTION}</w:body>"))
    section = file.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _fill(footer._element, [parse_xml(_number(align))])  # noqa: SLF001 - it has no fields
    _fill(file.settings.element, list(parse_xml(_SETTINGS)))
    # a picture of python-docx's own empty page, and a second set of styles for Word 2007
    for rels in (file.part.package.rels, file.part.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(_NOT_OURS)]:
            rels.pop(key)
    return _kept(file)


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
                known = _OBFUSCATED + ("" if b'"png"' in data else _PNG)
                data = data.replace(b"<Default ", known.encode() + b"<Default ", 1)
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


def _number(align: str) -> str:
    """— 1 — in 4号宋, one blank from the outer edge."""
    look = f'<w:rPr>{face_of(Face.SONG)}<w:sz w:val="{round(style.NUMBER_SIZE * 2)}"/></w:rPr>'
    side = round(style.NUMBER_SIZE * 20)
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
        f'<w:p {NAMESPACES}><w:pPr><w:spacing w:before="0" w:after="0" w:line="360" '
        f'w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/><w:jc w:val="{align}"/>'
        f"</w:pPr>{''.join(f'<w:r>{look}{part}</w:r>' for part in parts)}</w:p>"
    )


def _twentieths(points: float) -> int:
    return round(points * 20)


_SECTION = (
    f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{_twentieths(style.TOP)}" '
    f'w:right="{11906 - _twentieths(style.LEFT) - _twentieths(style.TEXT_WIDTH + style.WORD_SLACK)}" '
    f'w:bottom="{_twentieths(style.BOTTOM)}" w:left="{_twentieths(style.LEFT)}" '
    f'w:header="850" w:footer="1360" w:gutter="0"/>'
    f'<w:docGrid w:linePitch="{_twentieths(style.PITCH)}"/></w:sectPr>'
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
