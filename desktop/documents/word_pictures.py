"""A picture in a line of a Word file, as its XML wants it."""

from xml.sax.saxutils import quoteattr

EMU = 12_700  # a point in the units of drawings
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def inline(number: int, wide: float, tall: float, says: str) -> str:
    """Picture ``number`` of the file (rIdPicture1 …), so many points large; ``says``: its words for
    who cannot see it."""
    across, down = round(wide * EMU), round(tall * EMU)
    said = quoteattr(says)
    shape = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" '
        f"name={said}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
        f'r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr={said}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">{shape}'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
