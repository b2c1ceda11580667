"""A second wall around what a draft's HTML is: only what our own walk makes of one comes through.

The service writes that HTML element by element. This does not trust it to have: whatever else was
in it, a page would show nothing of it. Offsets stay as they are, since no text is touched.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

import nh3

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_TAGS = {
    *_HEADINGS,
    *("article", "section", "div", "p", "span", "b", "i", "s", "ins", "del", "br", "ul", "li"),
    *("table", "tbody", "tr", "td", "figure", "figcaption", "img"),
    *("details", "summary", "dl", "dt", "dd"),
}
_PLACES = {"body", "cell", "text-box", "header", "footer", "footnote", "endnote", "comment"}
_CLASSES = {
    *_PLACES,
    *("draft", "part", "properties", "label", "value", "item", "wordless", "asides"),
    *("picture", "placeholder", "box", "note", "moved", "hidden", "white"),
    *("link", "web", "inside", "unsafe", "end-inserted", "end-deleted"),
    *("alt-text", "link-target", "tooltip", "bookmark", "file-name", "word-art", "ruby"),
    *("drawing", "field", "comparison", "same", "changed", "inserted", "deleted", "near", "far"),
    *("heading", "list-item", "pictures", "looks-changed", "beside-changed"),
    *(f"depth-{depth}" for depth in range(9)),
    *(f"level-{level}" for level in range(1, 10)),
}
_BLOCKS = {*_HEADINGS, "p", "div"}
_ATTRIBUTES: Mapping[str, set[str]] = {
    **{tag: {"id", "data-pid"} for tag in _HEADINGS},
    "p": {"id", "data-pid", "data-old", "data-new", "dir"},
    "div": {"id", "data-pid", "data-block"},
    "ul": {"data-block"},
    "span": {"data-label"},
    "section": {"data-places"},
    "td": {"colspan"},
    "figure": {"data-picture"},
    "img": {"src", "alt", "width", "height"},
}
_BLOCK = re.compile(r"b[0-9]{1,7}")
# No value of these can end an attribute or an element, so that what comes out may be read by
# expressions; `alt` is no block's.
_VALUES: Mapping[str, re.Pattern[str]] = {
    "id": _BLOCK,
    "data-block": _BLOCK,
    "data-old": _BLOCK,
    "data-new": _BLOCK,
    "data-pid": re.compile(r"[0-9A-Za-z]{1,32}"),
    "data-picture": re.compile(r"p[0-9]{1,7}"),
    "data-label": re.compile(r"[A-Za-z, ]{1,80}"),
    "data-places": re.compile(r"[a-z -]{1,80}"),
    "dir": re.compile(r"auto"),
    "colspan": re.compile(r"[0-9]{1,3}"),
    "width": re.compile(r"[0-9]{1,6}"),
    "height": re.compile(r"[0-9]{1,6}"),
    "src": re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}"),
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "template", "iframe", "object", "noscript", "title"},
    attributes=dict(_ATTRIBUTES),
    allowed_classes=dict.fromkeys(_TAGS, _CLASSES),
    attribute_filter=lambda tag, name, value: _kept(name, value),
    url_schemes={"data"},
    link_rel=None,
)

# What comes out has its attributes in any order, and `"` only around their values.
_OPENED = re.compile(r'<(p|h[1-6]|div)(?= )([^>]*? id="(b[0-9]+)"|[^>]*)[^>]*>')
_WORDS = re.compile(r'<(p|h[1-6])(?: [^>]*?)? id="(b[0-9]+)"[^>]*>(.*?)</\1>', re.DOTALL)
_NOTHING = re.compile(r'<div(?: [^>]*?)? id="(b[0-9]+)"[^>]*>\s*</div>')
_TAG = re.compile(r"<[^>]*>")


def sanitised(html: str) -> str:
    """The HTML of a reading or of a comparison, and nothing else that might be in it."""
    return _CLEANER.clean(html)


def marked(html: str, before: Callable[[str], str]) -> str:
    """Sanitised HTML with what `before` gives for each block's id in front of its element."""

    def put(found: re.Match[str]) -> str:
        return before(found[3]) + found[0] if found[3] else found[0]

    return _OPENED.sub(put, html)


def blocks(html: str) -> Iterator[tuple[str, str]]:
    """Id and text of each block that has words, of sanitised HTML."""
    for found in _WORDS.finditer(html):
        yield found[2], unescape(_TAG.sub("", found[3]))


def empty(html: str) -> set[str]:
    """The blocks of sanitised HTML in which nothing stands, such as a header's only one."""
    without_words = {name for name, text in blocks(html) if not text.strip()}
    return without_words | set(_NOTHING.findall(html))


def text_of(html: str, block: str) -> str | None:
    """The text of a block, of sanitised HTML; None if there is no such block with words."""
    return next((text for name, text in blocks(html) if name == block), None)


def _kept(name: str, value: str) -> str | None:
    wanted = _VALUES.get(name)
    return value if wanted is None or wanted.fullmatch(value) else None
