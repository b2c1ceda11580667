"""Ids and resource names: `listings/0190…`, a collection and a UUIDv7."""

import re
from collections.abc import Iterable

import uuid_utils

from chassis.errors import InvalidRequest, Violation

MOST_NAMES = 100
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def new_id() -> str:
    """A new UUIDv7 in its usual form."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Whether the text is a UUID in lower case."""
    return re.fullmatch(_UUID, text) is not None


def is_name(name: str, collection: str) -> bool:
    """Whether the name is `<collection>/<uuid>`."""
    return re.fullmatch(rf"{re.escape(collection)}/{_UUID}", name) is not None


def id_in(name: str, collection: str, field: str = "name") -> str:
    """The id in a resource name; `InvalidRequest` about `field` when it is no such name."""
    if not is_name(name, collection):
        raise InvalidRequest([malformed(field, collection)])
    return name.partition("/")[2]


def malformed(field: str, collection: str) -> Violation:
    """The violation for a resource name that is not of `collection`."""
    return Violation(
        "RESOURCE_NAME_MALFORMED", f"Must look like `{collection}/<id>`, the id a UUID.", field
    )


def ids_in(names: Iterable[str], collection: str, field: str = "names") -> list[str | None]:
    """The ids in several names for a lookup, in order; None for one that is no such name.

    Fails with `InvalidRequest` for more than a lookup serves at once.
    """
    names = list(names)
    if len(names) > MOST_NAMES:
        message = f"At most {MOST_NAMES} at once; these are {len(names)}."
        raise InvalidRequest([Violation("TOO_MANY", message, field)])
    return [name.partition("/")[2] if is_name(name, collection) else None for name in names]
