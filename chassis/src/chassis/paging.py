"""Pages of a list: sizes, and tokens that are signed and bound to their query and caller."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from google.protobuf.message import Message

from chassis import caller
from chassis.errors import InvalidRequest, Violation
from chassis.signing import Signer

DEFAULT_SIZE = 25
MAX_SIZE = 100

Key = tuple[str | int | datetime, ...]
"""The sort key of an item: what the next page starts after."""

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One page that was asked for. Read `size + 1` items after `after`, then `cut` them."""

    size: int
    after: Key | None
    _signer: Signer
    _query: str

    def cut(self, found: Sequence[T]) -> tuple[list[T], bool]:
        """The items to show, and whether there are more."""
        return list(found[: self.size]), len(found) > self.size

    def token(self, key: Key) -> str:
        """The page token behind the item with this key."""
        marked = [{"t": part.isoformat()} if isinstance(part, datetime) else part for part in key]
        return self._signer.sign(json.dumps([self._query, marked], separators=(",", ":")))


class Pages:
    """Opens pages for one service."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "page")

    def open(self, request: Message) -> Page:
        """The page that a list request asks for.

        Fails with `InvalidRequest` for a negative size, and for a token that was altered or
        belongs to another query or another caller. Too large a size is lowered.
        """
        size: int = getattr(request, "page_size")  # noqa: B009  (every list request has it)
        token: str = getattr(request, "page_token")  # noqa: B009
        if size < 0:
            raise InvalidRequest(
                [Violation("PAGE_SIZE_NEGATIVE", "Must be 0 (the default) to 100.", "page_size")]
            )
        query = _query_digest(request)
        after = self._after(token, query) if token else None
        return Page(min(size or DEFAULT_SIZE, MAX_SIZE), after, self._signer, query)

    def _after(self, token: str, query: str) -> Key:
        text = self._signer.read(token)
        made_for, key = json.loads(text) if text is not None else (None, [])
        if made_for != query:
            raise InvalidRequest(
                [
                    Violation(
                        "PAGE_TOKEN_INVALID",
                        "Use a token of this very query and caller, unchanged, "
                        "or none for the first page.",
                        "page_token",
                    )
                ]
            )
        return tuple(
            datetime.fromisoformat(part["t"]) if isinstance(part, dict) else part for part in key
        )


def _query_digest(request: Message) -> str:
    query = type(request)()
    query.CopyFrom(request)
    query.ClearField("page_size")
    query.ClearField("page_token")
    content = query.SerializeToString(deterministic=True)
    who = caller.current().subject
    named = f"{request.DESCRIPTOR.full_name}\x00{who}\x00".encode() + content
    return hashlib.sha256(named).hexdigest()[:24]


def behind(field: str, key: Sequence[Any], *, newest_first: bool = True) -> dict[str, Any]:
    """The condition for what stands behind the key `(moment, _id)` in a list by a field and `_id`.

    The first part bounds the index, the second tells those of one moment apart. Said as an
    alternative it could be read by two indexes, and be sorted.
    """
    moment, one = key
    bound, there = ("$lte", "$gte") if newest_first else ("$gte", "$lte")
    return {field: {bound: moment}, "$nor": [{field: moment, "_id": {there: one}}]}
