"""The characters that the elements of a run stand for."""

import re

from lxml import etree

from pr_review.reading.word.names import DELETED_TEXT, MATHS, TEXT, w

TEXTS = frozenset({TEXT, DELETED_TEXT, f"{{{MATHS}}}t"})
SYMBOL = w("sym")
CHARACTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\N{NON-BREAKING HYPHEN}",
    w("softHyphen"): "\N{SOFT HYPHEN}",
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANK = " \t\r\n"
_BLANKS = frozenset(_BLANK)
_NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]")
_PICTOGRAPHS = re.compile(
    r"symbol\b|wingdings|webdings|marlett|mt extra|(itc )?zapf ?dingbats|monotype sorts"
    r"|bookshelf symbol|ms reference",
    re.IGNORECASE,
)


def has_signs(font: str) -> bool:
    """Whether a font of this name has signs where others have letters."""
    return bool(_PICTOGRAPHS.match(font.strip()))


def written(element: etree._Element) -> str:
    """The characters that an element of a run stands for; none for what is not characters."""
    tag = element.tag
    if tag in TEXTS:
        text = element.text or ""
        if len(element):
            text = "".join(map(str, element.itertext()))
        is_edged = text[:1] in _BLANKS or text[-1:] in _BLANKS
        return text.strip(_BLANK) if text and is_edged and not _is_kept(element) else text
    if tag == SYMBOL:
        return _symbol(element.get(w("font"), ""), element.get(w("char"), ""))
    return CHARACTERS.get(tag, "")


def _is_kept(element: etree._Element) -> bool:
    """Whether blanks at the ends of a text are part of it, by itself or by what is around it."""
    said = element.get(_SPACE) or next(
        (each.get(_SPACE) for each in element.iterancestors() if each.get(_SPACE)), ""
    )
    return said == "preserve"


def _symbol(font: str, code: str) -> str:
    try:
        number = int(code, 16)
        character = chr(number)
    except (ValueError, OverflowError):
        return ""
    if 0xD800 <= number < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"
    # A symbol without a font, or in a font of signs, is a picture.
    if 0xF020 <= number <= 0xF0FF and font and not has_signs(font):
        # Any other font has there what it has 0xF000 before.
        return chr(number - 0xF000)
    return "" if _NOT_IN_XML.match(character) else character
