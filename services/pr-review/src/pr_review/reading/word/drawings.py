"""Drawings in a paragraph: pictures, shapes, WordArt, diagrams, and what is said of them."""

import posixpath
import re

from pr_review.reading.blocks import AsideKind, Doubt
from pr_review.reading.word.colours import PAPER, UNKNOWN
from pr_review.reading.word.fields import Link
from pr_review.reading.word.inline import Element, Part, add_link, handles, walk
from pr_review.reading.word.names import (
    BLIP,
    CHART,
    DIAGRAM,
    DRAWING,
    EMBEDDED,
    GROUP,
    IMAGE_DATA,
    LINKED,
    OFFICE,
    PICTURE,
    PLACED,
    RELATION,
    SHAPE,
    TEXT_PATH,
    VML,
    VML_OFFICE,
    is_on,
    w,
)
from pr_review.reading.word.paragraph import HIDDEN, Around, Paragraph, Shape

_OWN_FILE_NAME = re.compile(r"image\d*\.\w+", re.IGNORECASE)
_FILE_NAME = re.compile(r".+\.\w{3,4}")
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_DESCRIBED = (f"{{{PLACED}}}docPr", f"{{{SHAPE}}}cNvPr")
_DRAWN_TEXT = f"{{{DRAWING}}}t"
_CACHED = f"{{{CHART}}}v"
_CHART_2014 = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_SVG = "image/svg+xml"
_UNWRITTEN = frozenset({"style", "script", "metadata"})
_VML_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "group")


def _named(*namespaces: str) -> list[str]:
    return [f"{{{namespace}}}cNvPr" for namespace in namespaces]


@handles(w("drawing"), w("pict"), w("object"))
def _drawing(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    before, paragraph.shape = paragraph.shape, Shape()
    if any(is_on(each.get("hidden", "0")) for each in element.iter(*_DESCRIBED)):
        around = _unseen(around)
    walk(part, element, paragraph, around)
    paragraph.shape = before


def _unseen(around: Around) -> Around:
    return around._replace(marks=around.marks | HIDDEN)


@handles(f"{{{PLACED}}}docPr")
def _placed(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    name = element.get("name", "")
    paragraph.shape = Shape(_described(element, paragraph), name)
    if _FILE_NAME.fullmatch(name):
        paragraph.add(AsideKind.FILE_NAME, name)
    walk(part, element, paragraph, around)


@handles(*_named(PICTURE, SHAPE, GROUP, DRAWING))
def _shape(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    alt = _described(element, paragraph) or paragraph.shape.alt
    paragraph.shape = Shape(alt, element.get("name", "") or paragraph.shape.name)
    if element.tag == f"{{{PICTURE}}}cNvPr":
        paragraph.add(AsideKind.FILE_NAME, element.get("name"))
    walk(part, element, paragraph, around)


@handles(f"{{{DRAWING}}}hlinkClick", f"{{{DRAWING}}}hlinkHover")
def _link(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    relation = part.related(element.get(RELATION))
    add_link(paragraph, Link(relation.target if relation else "", element.get("tooltip", "")))


@handles(BLIP)
def _picture(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    _add_picture(part, element.get(EMBEDDED) or element.get(LINKED), paragraph)
    walk(part, element, paragraph, around)


@handles(_SVG_BLIP)
def _svg(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    _add_picture(part, element.get(EMBEDDED), paragraph)


@handles(IMAGE_DATA)
def _old_picture(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    title = element.get(f"{{{VML_OFFICE}}}title", "")
    paragraph.add(AsideKind.FILE_NAME, title)
    paragraph.shape.name = title or paragraph.shape.name
    identity = element.get(RELATION) or element.get(f"{{{VML_OFFICE}}}relid")
    _add_picture(part, identity, paragraph)


@handles(f"{{{SHAPE}}}wsp")
def _filled(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    walk(part, element, paragraph, around._replace(fill=_fill(element)))


@handles(*(f"{{{VML}}}{name}" for name in _VML_SHAPES))
def _old_shape(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    alt = element.get("alt", "")
    paragraph.add(AsideKind.ALT_TEXT, alt)
    add_link(paragraph, Link(element.get("href", ""), element.get("title", "")))
    paragraph.shape = Shape(alt or paragraph.shape.alt, paragraph.shape.name)
    if _INVISIBLE.search(element.get("style", "")):
        around = _unseen(around)
    walk(part, element, paragraph, around._replace(fill=_old_fill(element)))


@handles(TEXT_PATH)
def _word_art(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    paragraph.add(AsideKind.WORD_ART, element.get("string"))


@handles(_DRAWN_TEXT)
def _drawn(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    paragraph.add(AsideKind.DRAWING, element.text)


@handles(f"{{{DIAGRAM}}}relIds")
def _diagram(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    _add_drawn(part, element.get(f"{{{OFFICE}}}dm"), paragraph)
    # What readers draw of it without working it out themselves.
    for name in part.package.parts("diagramDrawing", part.name):
        _add_drawn_part(part, name, paragraph)


@handles(f"{{{CHART}}}chart", f"{{{_CHART_2014}}}chart")
def _chart(part: Part, element: Element, paragraph: Paragraph, around: Around) -> None:
    _add_drawn(part, element.get(RELATION), paragraph)


def _described(element: Element, paragraph: Paragraph) -> str:
    """The alternative text of a drawing, which may have a title as well."""
    for name in ("title", "descr"):
        paragraph.add(AsideKind.ALT_TEXT, element.get(name))
    return element.get("descr") or element.get("title") or ""


def _add_picture(part: Part, identity: str | None, paragraph: Paragraph) -> None:
    relation = part.related(identity)
    if relation is None or relation.is_external:
        return
    file_name = posixpath.basename(relation.target)
    if not _OWN_FILE_NAME.fullmatch(file_name):
        paragraph.add(AsideKind.FILE_NAME, file_name)
    shape = paragraph.shape
    found = part.pictures.add(relation.target, shape.name or file_name, shape.alt)
    if found:
        paragraph.pictures[found] = None
    if found and part.pictures.kind(relation.target) == _SVG:
        part.doubts.add(Doubt.SVG_PICTURE)
        root = part.package.xml(relation.target)
        for each in () if root is None else root.iter("{*}*"):
            if str(each.tag).rpartition("}")[2] not in _UNWRITTEN:
                paragraph.add(AsideKind.DRAWING, " ".join((each.text or "").split()))


def _add_drawn(part: Part, identity: str | None, paragraph: Paragraph) -> None:
    """Words in a part of its own, which are said where it is first referred to."""
    relation = part.related(identity)
    if relation is not None and not relation.is_external:
        _add_drawn_part(part, relation.target, paragraph)


def _add_drawn_part(part: Part, name: str, paragraph: Paragraph) -> None:
    if name in part.drawn:
        return
    part.drawn.add(name)
    root = part.package.xml(name)
    for each in () if root is None else root.iter(_DRAWN_TEXT, _CACHED):
        paragraph.add(AsideKind.DRAWING, each.text)
    for shapes in part.package.parts("chartUserShapes", name):
        _add_drawn_part(part, shapes, paragraph)


def _fill(shape: Element) -> str:
    """The colour of a shape; unknown where it is a theme's or a picture."""
    properties = shape.find(f"{{{SHAPE}}}spPr")
    if properties is None or properties.find(f"{{{DRAWING}}}noFill") is not None:
        return PAPER
    solid = properties.find(f"{{{DRAWING}}}solidFill")
    if solid is not None:
        plain = solid.find(f"{{{DRAWING}}}srgbClr")
        themed = solid.find(f"{{{DRAWING}}}schemeClr")
        if plain is not None:
            return plain.get("val") or UNKNOWN
        is_light = themed is not None and themed.get("val") in ("bg1", "lt1")
        return PAPER if is_light else UNKNOWN
    is_filled = shape.find(f"{{{SHAPE}}}style") is not None or any(
        str(each.tag).endswith("Fill") for each in properties
    )
    return UNKNOWN if is_filled else PAPER


def _old_fill(shape: Element) -> str:
    if shape.get("filled") in ("f", "false"):
        return PAPER
    colour = shape.get("fillcolor", PAPER).partition(" ")[0].lstrip("#")
    return PAPER if colour in ("white", "window") else colour
