"""Drawings (SVG): a browser would run what is in them, so nothing may be that can run."""

import re

from pr_review.drafts import markup
from pr_review.drafts.refusals import NotAccepted, Refusal
from pr_review.drafts.targets import is_unsafe

_ACTIVE = {"script", "handler", "listener", "foreignobject", "iframe", "embed", "object"}
_REFERENCES = {"href", "src"}
_ANIMATED = {"from", "to", "by", "values"}
_WITHIN = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp)[;,]|$)")
_FETCHES = re.compile(r"@import|url\(\s*['\"]?(?!\s*(#|data:image/))", re.IGNORECASE)


def ensure_still(drawing: bytes) -> None:
    """Refuses with `NotAccepted` a drawing that runs, fetches or defines anything."""
    words: list[str] = []
    try:
        markup.visit(drawing, _ensure_passive, words.append, _ensure_known_type)
    except NotAccepted as error:
        raise NotAccepted(Refusal.UNSAFE_IMAGE) from error
    if _FETCHES.search("".join(words)):
        raise NotAccepted(Refusal.UNSAFE_IMAGE)


def _ensure_passive(name: str, attributes: dict[str, str]) -> None:
    is_passive = name.rpartition(" ")[2].casefold() not in _ACTIVE
    if not is_passive or not all(_is_passive(key, value) for key, value in attributes.items()):
        raise NotAccepted(Refusal.UNSAFE_IMAGE)


def _is_passive(attribute: str, value: str) -> bool:
    local = attribute.rpartition(" ")[2].casefold()
    return not (
        local.startswith("on")
        or (local in _REFERENCES and not _WITHIN.match(value))
        or (local in _ANIMATED and any(is_unsafe(each) for each in value.split(";")))
        or _FETCHES.search(value)
    )


def _ensure_known_type(name: str, system: str | None, public: str | None, has_own: bool) -> None:
    """Many programs name the type of what they draw; definitions of its own are another thing."""
    if has_own:
        raise NotAccepted(Refusal.UNSAFE_IMAGE)
