"""The names of Word's XML as lxml has them."""

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
VML = "urn:schemas-microsoft-com:vml"
VML_OFFICE = "urn:schemas-microsoft-com:office:office"

STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATHS.encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        PLACED.encode(),
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
"""What a file in the strict dialect calls the same things."""


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{WORD}}}{name}"


VALUE = w("val")
PARAGRAPH = w("p")
TEXT = w("t")
DELETED_TEXT = w("delText")
RUN_LOOK = w("rPr")
PARAGRAPH_LOOK = w("pPr")
PARAGRAPH_ID = f"{{{WORD_2010}}}paraId"
RELATION = f"{{{OFFICE}}}id"
EMBEDDED = f"{{{OFFICE}}}embed"
LINKED = f"{{{OFFICE}}}link"
BLIP = f"{{{DRAWING}}}blip"
IMAGE_DATA = f"{{{VML}}}imagedata"
TEXT_PATH = f"{{{VML}}}textpath"
ALTERNATIVE = f"{{{ALTERNATIVES}}}AlternateContent"
BRANCHES = (f"{{{ALTERNATIVES}}}Choice", f"{{{ALTERNATIVES}}}Fallback")


def is_on(value: str | None) -> bool:
    """Whether a switch with this value is on; without a value it is."""
    return value not in ("0", "false", "off", "none")


def whole(value: str | None, otherwise: int = 0) -> int:
    """A number as Word writes them, or another where there is none."""
    try:
        return int(value or "")
    except ValueError:
        return otherwise


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name. Much faster than `find`, which reads the name as a path."""
    return None if element is None else next(element.iterchildren(name), None)
