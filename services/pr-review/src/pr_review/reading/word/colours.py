"""Colours as words have them in the end: plain ones, and those of the document's theme."""

from lxml import etree

from pr_review.reading.word.names import DRAWING, VALUE, child, is_on, w
from pr_review.reading.word.package import Package

PAPER = "FFFFFF"
UNKNOWN = "?"
"""A colour that somebody chose in a way we do not follow."""

_SCHEME = {"dk1": "000000", "lt1": PAPER}
_NAMES = {"dark": "dk", "light": "lt", "hyperlink": "hlink", "followedHyperlink": "folHlink"}
_MAPPED = {
    "text1": "t1",
    "text2": "t2",
    "background1": "bg1",
    "background2": "bg2",
    "tx1": "t1",
    "tx2": "t2",
}
_MAPPING = {"t1": "dark1", "t2": "dark2", "bg1": "light1", "bg2": "light2"}
HIGHLIGHTS = {
    "black": "000000",
    "white": PAPER,
    "yellow": "ffff00",
    "green": "00ff00",
    "cyan": "00ffff",
    "magenta": "ff00ff",
    "blue": "0000ff",
    "red": "ff0000",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "c0c0c0",
}


class Colours:
    """What the names of colours stand for in a document, and what it is printed on."""

    def __init__(self, package: Package, main: str) -> None:
        self._scheme = dict(_SCHEME)
        self._mapping = dict(_MAPPING)
        self.paper_is_shown = False
        for part in package.parts("theme", main)[:1]:
            root = package.xml(part)
            for scheme in () if root is None else root.iter(f"{{{DRAWING}}}clrScheme"):
                for each in scheme:
                    self._scheme[str(each.tag).rpartition("}")[2]] = _plain(each)
        for part in package.parts("settings", main)[:1]:
            root = package.xml(part)
            mapped = child(root, w("clrSchemeMapping"))
            if mapped is not None:
                for key, value in mapped.items():
                    self._mapping[str(key).rpartition("}")[2]] = str(value)
            shown = child(root, w("displayBackgroundShape"))
            self.paper_is_shown = shown is not None and is_on(shown.get(VALUE))

    def of(self, element: etree._Element, plain: str, theme: str) -> str:
        """The colour in the attribute `plain`, unless one of the theme is in `theme`: it wins."""
        named = element.get(w(theme))
        if not named or named == "none":
            return element.get(w(plain)) or ""
        kind = theme.removesuffix("Color")
        return self.named(
            named, _share(element.get(w(f"{kind}Tint"))), _share(element.get(w(f"{kind}Shade")))
        )

    def named(self, name: str, tint: float = 1, shade: float = 1) -> str:
        """A colour of the theme, made lighter or darker."""
        name = self._mapping.get(_MAPPED.get(name, name), name)
        for long, short in _NAMES.items():
            name = name.replace(long, short) if name.startswith(long) else name
        colour = rgb(self._scheme.get(name, UNKNOWN))
        if colour is None:
            return UNKNOWN
        changed = (round((255 - (255 - each) * tint) * shade) for each in colour)
        return "".join(f"{each:02X}" for each in changed)


def rgb(colour: str) -> tuple[int, int, int] | None:
    """Red, green and blue, from 0 to 255; nothing for what is not six hexadecimal digits."""
    try:
        number = int(colour, 16) if len(colour) == 6 else -1
    except ValueError:
        return None
    return (number >> 16, number >> 8 & 0xFF, number & 0xFF) if number >= 0 else None


def _plain(element: etree._Element) -> str:
    for each in element:
        return each.get("lastClr") or each.get("val") or UNKNOWN
    return UNKNOWN


def _share(value: str | None) -> float:
    try:
        return int(value or "FF", 16) % 256 / 255
    except ValueError:
        return 1.0
