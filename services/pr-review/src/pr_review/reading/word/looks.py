"""How words look, as far as it decides whether they are seen."""

from typing import NamedTuple

from lxml import etree

from pr_review.reading.word.names import VALUE, WORD_2010, child, is_on, w, whole

PAPER = "FFFFFF"
UNKNOWN = "?"
"""A colour that somebody chose in a way we do not follow."""

_HALF_POINTS_UNREADABLE = 4
_NEAR = 0x18
_LIGHT = frozenset({"background1", "light1"})
_AUTOMATIC = frozenset({"auto", ""})


class Look(NamedTuple):
    """What a set of properties says; `None` where it says nothing."""

    hidden: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None
    fill: str | None = None
    half_points: int | None = None

    def over(self, other: "Look") -> "Look":
        """This where it says something, else the other."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return other._replace(**said) if said else other


PLAIN = Look()

_SHADED = w("shd")
_SWITCHES = {w("vanish"): "hidden", w("b"): "bold", w("i"): "italic"}
_COLOUR, _SIZE, _HIGHLIGHT = w("color"), w("sz"), w("highlight")
_FILLED = f"{{{WORD_2010}}}textFill"
_UNFILLED = f"{{{WORD_2010}}}noFill"


def look_of(properties: etree._Element | None) -> Look:
    """What the properties of a run say (`w:rPr`)."""
    if properties is None or not len(properties):
        return PLAIN
    found: dict[str, str | bool | int | None] = {}
    for each in properties:
        tag = each.tag
        if tag in _SWITCHES:
            found[_SWITCHES[tag]] = is_on(each.get(VALUE))
        elif tag == _COLOUR:
            found["colour"] = _colour(each)
        elif tag == _SHADED:
            found.setdefault("fill", fill_of(each))
        elif tag == _HIGHLIGHT:
            found["fill"] = PAPER if each.get(VALUE) == "white" else UNKNOWN
        elif tag == _SIZE:
            found["half_points"] = whole(each.get(VALUE), 24)
        elif tag == _FILLED and each.find(_UNFILLED) is not None:
            found["hidden"] = True
    return Look(**found) if found else PLAIN  # type: ignore[arg-type]


def fill_of(shading: etree._Element | None) -> str | None:
    """The colour that a shading (`w:shd`) puts behind words, if any."""
    if shading is None:
        return None
    colour = shading.get(w("color" if shading.get(VALUE) == "solid" else "fill"), "")
    return None if colour in _AUTOMATIC else colour


def shading_in(properties: etree._Element | None) -> str | None:
    """The colour that a paragraph's or a cell's properties put behind words, if any."""
    return fill_of(child(properties, _SHADED))


def is_unseen(look: Look) -> bool:
    """Whether the words are hidden, or too small for anybody."""
    small = look.half_points is not None and look.half_points <= _HALF_POINTS_UNREADABLE
    return bool(look.hidden) or small


def is_lost(colour: str | None, fill: str) -> bool:
    """Whether words of a colour can't be told from what is behind them."""
    ours, its = _rgb(colour or ""), _rgb(fill)
    if ours is None or its is None:
        return False
    return all(abs(one - other) <= _NEAR for one, other in zip(ours, its, strict=True))


def _colour(element: etree._Element) -> str:
    if element.get(w("themeColor")) in _LIGHT and not element.get(w("themeShade")):
        return PAPER
    # Chosen by Word so that it can be read.
    return element.get(VALUE, "auto")


def _rgb(colour: str) -> tuple[int, int, int] | None:
    try:
        number = int(colour, 16) if len(colour) == 6 else -1
    except ValueError:
        return None
    return (number >> 16, number >> 8 & 0xFF, number & 0xFF) if number >= 0 else None
