"""Words of a draft as HTML: each escaped, in tags and with attributes of our own only."""

import re
from base64 import b64encode
from html import escape

from pr_review.reading.blocks import Aside, AsideKind, Block, Mark, Picture, Span

_LIVE = re.compile(r"(https?://|mailto:|tel:)[^\s\\]+", re.IGNORECASE)
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})
_LABELS = {
    AsideKind.ALT_TEXT: "Alternative text",
    AsideKind.LINK_TARGET: "Link",
    AsideKind.TOOLTIP: "Tooltip",
    AsideKind.BOOKMARK: "Bookmark",
    AsideKind.FILE_NAME: "File name",
    AsideKind.WORD_ART: "WordArt",
    AsideKind.RUBY: "Above the words",
    AsideKind.LABEL: "List label",
    AsideKind.DRAWING: "In a drawing",
    AsideKind.FIELD: "Field",
}
_UNSEEN = {
    Mark.WHITE: "as pale as the paper",
    Mark.HIDDEN: "hidden, nobody sees it in Word",
}


def words(block: Block) -> str:
    """All words of a block, with what is special about them."""
    return "".join(map(_span, block.spans))


def label(text: str) -> str:
    """Words of ours, which are not in the draft."""
    return f'<span class="label">{escape(text)}</span>'


def link_class(target: str) -> str:
    """`web` for what a browser would open, `inside` for a place in the draft, else `unsafe`."""
    if _LIVE.fullmatch(target):
        return "web"
    return "inside" if target.startswith("#") else "unsafe"


def aside(found: Aside) -> str:
    """What stands beside the words, as a list's item."""
    kind = found.kind.lower().replace("_", "-")
    named = _LABELS[found.kind]
    if found.kind is AsideKind.LINK_TARGET:
        target = link_class(found.text)
        kind += f" {target}"
        named = "Unsafe link" if target == "unsafe" else named
    return f'<li class="{kind}">{label(named)} <span class="value">{escape(found.text)}</span></li>'


def picture(found: Picture, *, is_again: bool) -> str:
    """A picture, or a place for one that is too large, of another kind or shown before."""
    described = label("Picture") + " " + escape(_measured(found))
    described += f' <span class="alt-text">{escape(found.alt)}</span>' if found.alt else ""
    caption = f"<figcaption>{described}</figcaption>"
    number = int(found.id.removeprefix("p"))
    if not found.data or found.content_type not in _SHOWN or is_again:
        return f'<figure class="picture placeholder" data-picture="p{number}">{caption}</figure>'
    source = f"data:{found.content_type};base64,{b64encode(found.data).decode()}"
    image = (
        f'<img src="{source}" alt="{escape(found.alt)}" '
        f'width="{int(found.width)}" height="{int(found.height)}">'
    )
    return f'<figure class="picture" data-picture="p{number}">{image}{caption}</figure>'


def _span(span: Span) -> str:
    # The newline is for who reads the text content: the `br` alone has none.
    shown = escape(span.text).replace("\n", "<br>\n")
    marks = span.marks
    if Mark.ITALIC in marks:
        shown = f"<i>{shown}</i>"
    if Mark.BOLD in marks:
        shown = f"<b>{shown}</b>"
    if Mark.STRUCK in marks:
        shown = f"<s>{shown}</s>"
    if span.link:
        shown = f'<span class="link {link_class(span.link)}">{shown}</span>'
    for mark, said in _UNSEEN.items():
        if mark in marks:
            shown = f'<span class="{mark.lower()}" data-label="{said}">{shown}</span>'
    moved = ' class="moved"' if Mark.MOVED in marks else ""
    if Mark.INSERTED in marks:
        shown = f"<ins{moved}>{shown}</ins>"
    if Mark.DELETED in marks:
        shown = f"<del{moved}>{shown}</del>"
    return shown


def _measured(found: Picture) -> str:
    pixels = f"{found.width} × {found.height} pixels" if found.width and found.height else ""
    size = f"{max(found.size // 1024, 1):,} KiB"
    return ", ".join(filter(None, (found.name, found.content_type, pixels, size)))
