"""What the process that reads a draft tells the service: a line of JSON, then three pieces."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pr_review.reading.blocks import AsideKind, Place
from pr_review.reading.forms import Oddity
from pr_review.reading.mentions import Flag, Mention


@dataclass(frozen=True)
class Found:
    """What was read of a draft that was accepted.

    `reading` is for `codec.decoded`, `html` is the preview, `mentions` for `mentions_from`.
    `warnings` are the gate's codes and the reading's doubts, `words` and `text_sha256` those once
    all tracked changes are accepted, `blocks` those with words.
    """

    reading: bytes
    html: bytes
    mentions: bytes
    warnings: tuple[str, ...]
    words: int
    blocks: int
    text_sha256: str
    has_tracked_changes: bool
    mention_count: int


@dataclass(frozen=True)
class Refused:
    """Why a draft was not accepted, what it is instead if that is known.

    `error_class` is what our own reader died of; nothing of the draft's content.
    """

    refusal: str
    what: str = ""
    error_class: str = ""


def written(found: Found | Refused) -> bytes:
    """The answer as bytes."""
    if isinstance(found, Refused):
        return json.dumps({"refused": vars(found)}).encode()
    told = dict(vars(found))
    pieces = [told.pop(name) for name in ("reading", "html", "mentions")]
    told["sizes"] = [len(piece) for piece in pieces]
    return b"\n".join((json.dumps(told).encode(), b"".join(pieces)))


def understood(answer: bytes) -> Found | Refused:
    """The answer back from bytes."""
    line, _, rest = answer.partition(b"\n")
    told: dict[str, Any] = json.loads(line)
    if "refused" in told:
        return Refused(**told["refused"])
    pieces = []
    for size in told.pop("sizes"):
        pieces.append(rest[:size])
        rest = rest[size:]
    told["warnings"] = tuple(told["warnings"])
    reading, html, mentions = pieces
    return Found(reading=reading, html=html, mentions=mentions, **told)


def mentions_kept(mentions: Iterable[Mention]) -> bytes:
    """Mentions as they are kept."""
    return json.dumps(
        [
            {
                **vars(mention),
                "flags": sorted(mention.flags),
                "oddities": list(mention.oddities),
            }
            for mention in mentions
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def mentions_from(kept: bytes) -> tuple[Mention, ...]:
    """Mentions as they were kept."""
    return tuple(_mention(**each) for each in json.loads(kept))


def _mention(
    place: str, flags: list[str], aside: str | None, oddities: list[str], **plain: Any
) -> Mention:
    return Mention(
        **plain,
        place=Place(place),
        flags=frozenset(map(Flag, flags)),
        aside=None if aside is None else AsideKind(aside),
        oddities=tuple(map(Oddity, oddities)),
    )
