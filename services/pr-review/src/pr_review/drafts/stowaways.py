"""The parts that are not XML: what of them belongs to a document, and what was hidden in it."""

import re
from collections.abc import Callable

from pr_review.drafts import pictures
from pr_review.drafts.contents import Contents
from pr_review.drafts.drawings import ensure_still
from pr_review.drafts.refusals import NotAccepted, Refusal
from pr_review.drafts.types import Types

_STRANGERS = (
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"#!", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of another program"),
    (b"PK\x03\x04", "an archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"%PDF-", "a PDF"),
)
_DRAWING = re.compile(rb"<(\w+:)?svg[\s>]")
_HEAD = 4096
MOST_DRAWN = 4 * 1024 * 1024


def ensure_none(
    contents: Contents, types: Types, followed: set[str], is_drawing: Callable[[str], bool]
) -> None:
    """Refuses what nothing of the document leads to, and pictures that nobody should open."""
    drawn = 0
    for part, member in contents.members.items():
        if member.size == 0 or (types.is_xml(part) and not is_drawing(part)):
            continue
        content = contents.read(part)
        for signature, what in _STRANGERS:
            if content.startswith(signature):
                raise NotAccepted(Refusal.UNEXPECTED_PART, what)
        if part not in followed and not types.is_xml(part):
            raise NotAccepted(Refusal.UNEXPECTED_PART)
        if types.is_svg(part) or is_drawing(part) or _DRAWING.search(content, 0, _HEAD):
            drawn += len(content)
            if drawn > MOST_DRAWN:
                raise NotAccepted(Refusal.IMAGE_TOO_LARGE, f"a drawing of {len(content):,} bytes")
            ensure_still(content)
        _ensure_not_huge(content)


def _ensure_not_huge(content: bytes) -> None:
    size = pictures.size_of(content)
    if size is not None and pictures.is_too_large(size):
        raise NotAccepted(Refusal.IMAGE_TOO_LARGE, f"{size[0]:,} × {size[1]:,} pixels")
