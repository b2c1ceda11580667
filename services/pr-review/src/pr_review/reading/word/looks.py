"""How words look, as far as it decides whether they are seen."""

from typing import NamedTuple

from lxml import etree

from pr_review.reading.word.characters import has_signs
from pr_review.reading.word.colours import HIGHLIGHTS, UNKNOWN, Colours, rgb
from pr_review.reading.word.names import VALUE, WORD_2010, child, is_on, w, whole

_HALF_POINTS_UNREADABLE = 5
_PERCENT_WIDE = 10
_TWIPS_WIDE = 40
_TWIPS_APART = -120
_HALF_POINTS_OFF = 200
_TWIPS_HIGH = 60
_TWIPS_LEFT, _TWIPS_RIGHT = -5_000, 15_000
_TRANSPARENT = 90_000
_NEAR = 0x18
_AUTOMATIC = frozenset({"auto", ""})


class Look(NamedTuple):
    """What a set of properties says; `None` where it says nothing.

    `narrow`, `tight` and `off` are words that are squeezed to nothing or put where no line is. The
    last four say of each alphabet whether its font has signs in the place of letters.
    """

    hidden: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    struck_twice: bool | None = None
    colour: str | None = None
    fill: str | None = None
    half_points: int | None = None
    narrow: bool | None = None
    tight: bool | None = None
    off: bool | None = None
    clear: bool | None = None
    ascii_signs: bool | None = None
    other_signs: bool | None = None
    east_signs: bool | None = None
    complex_signs: bool | None = None

    def over(self, other: "Look") -> "Look":
        """This where it says something, else the other."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return other._replace(**said) if said else other


PLAIN = Look()

_SHADED = w("shd")
_SWITCHES = {
    w("vanish"): "hidden",
    w("b"): "bold",
    w("i"): "italic",
    w("strike"): "struck",
    w("dstrike"): "struck_twice",
}
_COLOUR, _SIZE, _HIGHLIGHT = w("color"), w("sz"), w("highlight")
_WIDE, _FITTED, _APART, _OFF = w("w"), w("fitText"), w("spacing"), w("position")
_FILLED = f"{{{WORD_2010}}}textFill"
_UNFILLED = f"{{{WORD_2010}}}noFill"
_PLAIN_FILL = f"{{{WORD_2010}}}solidFill"
_ALPHA = f"{{{WORD_2010}}}alpha"
_ITS_VALUE = f"{{{WORD_2010}}}val"
_INDENTED = w("ind")
_FONTS = w("rFonts")
# The attribute for a font, the one for a font of the theme, which wins, and the field of a look.
_ALPHABETS = (
    (w("ascii"), w("asciiTheme"), "ascii_signs"),
    (w("hAnsi"), w("hAnsiTheme"), "other_signs"),
    (w("eastAsia"), w("eastAsiaTheme"), "east_signs"),
    (w("cs"), w("cstheme"), "complex_signs"),
)


def look_of(properties: etree._Element | None, colours: Colours) -> Look:
    """What the properties of a run say (`w:rPr`)."""
    if properties is None or not len(properties):
        return PLAIN
    found: dict[str, str | bool | int | None] = {}
    for each in properties:
        tag = each.tag
        if tag in _SWITCHES:
            found[_SWITCHES[tag]] = is_on(each.get(VALUE))
        elif tag == _COLOUR:
            # What is automatic was chosen by Word so that it can be read.
            found.setdefault("colour", colours.of(each, "val", "themeColor") or "auto")
        elif tag == _SHADED:
            found.setdefault("fill", fill_of(each, colours))
        elif tag == _HIGHLIGHT:
            if (name := each.get(VALUE, "")) != "none":
                found["fill"] = HIGHLIGHTS.get(name, UNKNOWN)
        elif tag == _SIZE:
            found["half_points"] = whole(each.get(VALUE), 24)
        elif tag == _WIDE:
            found.setdefault("narrow", whole(each.get(VALUE), 100) <= _PERCENT_WIDE)
        elif tag == _FITTED:
            found["narrow"] = whole(each.get(VALUE), 1_000) <= _TWIPS_WIDE
        elif tag == _APART:
            found["tight"] = whole(each.get(VALUE)) <= _TWIPS_APART
        elif tag == _OFF:
            found["off"] = abs(whole(each.get(VALUE))) >= _HALF_POINTS_OFF
        elif tag == _FONTS:
            for plain, theme, name in _ALPHABETS:
                if (font := each.get(theme) or each.get(plain)) is not None:
                    found[name] = theme not in each.attrib and has_signs(font)
        elif tag == _FILLED:
            _filled(each, found, colours)
    return Look(**found) if found else PLAIN  # type: ignore[arg-type]


def _filled(
    element: etree._Element, found: dict[str, str | bool | int | None], colours: Colours
) -> None:
    """A fill of Word 2010, which wins over the colour."""
    found["clear"] = element.find(_UNFILLED) is not None
    for each in element.iterfind(f"{_PLAIN_FILL}/*"):
        name = each.get(_ITS_VALUE, "")
        is_plain = str(each.tag).endswith("}srgbClr")
        found["colour"] = name if is_plain else colours.named(name)
        alpha = each.find(_ALPHA)
        if alpha is not None and whole(alpha.get(_ITS_VALUE)) >= _TRANSPARENT:
            found["clear"] = True


def fill_of(shading: etree._Element | None, colours: Colours) -> str | None:
    """The colour that a shading (`w:shd`) puts behind words, if any."""
    if shading is None:
        return None
    is_solid = shading.get(VALUE) == "solid"
    given = ("color", "themeColor") if is_solid else ("fill", "themeFill")
    colour = colours.of(shading, *given)
    return None if colour in _AUTOMATIC else colour


def shading_in(properties: etree._Element | None, colours: Colours) -> str | None:
    """The colour that a paragraph's or a cell's properties put behind words, if any."""
    return fill_of(child(properties, _SHADED), colours)


def is_out_of_sight(properties: etree._Element | None) -> bool | None:
    """Whether a paragraph's lines have no height, or begin beside the paper; nothing if unsaid."""
    if properties is None:
        return None
    apart, indented = child(properties, _APART), child(properties, _INDENTED)
    if apart is None and indented is None:
        return None
    if (
        apart is not None
        and apart.get(w("lineRule")) == "exact"
        and abs(whole(apart.get(w("line")), 240)) <= _TWIPS_HIGH
    ):
        return True
    sides = ("left", "start", "right", "end", "firstLine")
    far = (whole(indented.get(w(side))) for side in sides) if indented is not None else ()
    return any(not _TWIPS_LEFT < each < _TWIPS_RIGHT for each in far)


def is_unseen(look: Look) -> bool:
    """Whether the words are hidden, too small for anybody, or where nobody sees them."""
    small = look.half_points is not None and look.half_points <= _HALF_POINTS_UNREADABLE
    return bool(look.hidden or look.narrow or look.tight or look.off or look.clear) or small


def is_in_signs(look: Look) -> bool:
    """Whether the words, of whichever alphabet, are in a font that has signs for letters."""
    return bool(look.ascii_signs or look.other_signs or look.east_signs or look.complex_signs)


def is_lost(colour: str | None, fill: str) -> bool:
    """Whether words of a colour can't be told from what is behind them."""
    ours, its = rgb(colour or ""), rgb(fill)
    if ours is None or its is None:
        return False
    return all(abs(one - other) <= _NEAR for one, other in zip(ours, its, strict=True))
