"""Global ids: opaque to clients, a type and a resource name to us."""

import re
from collections.abc import Iterable

import strawberry
from strawberry.relay import GlobalID, GlobalIDValueError

from chassis import caller
from chassis.errors import invalid

_NAME = re.compile(r"([a-zA-Z-]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(/[a-zA-Z-]+/[\w-]+)*")


@strawberry.federation.interface(description="A thing with an id of its own.")
class Node:
    """What everything with a resource name implements."""

    id: strawberry.ID = strawberry.field(
        description="The id, unique among all types. Opaque: never take it apart."
    )


def to_id(type_name: str, name: str) -> strawberry.ID:
    """Returns the global id of a resource: `to_id("Listing", "listings/0190…")`."""
    return strawberry.ID(str(GlobalID(type_name, name)))


def from_id(id: str, type_name: str, path: str = "id") -> str:
    """Returns the resource name in a global id, if it is of the type.

    Fails with `InvalidRequest` about `path` for anything but an id of this type.
    """
    return from_id_of(id, [type_name], path)


def from_id_of(id: str, type_names: Iterable[str], path: str = "id") -> str:
    """Returns the resource name in a global id of one of these types. Fails as `from_id` does."""
    try:
        known = GlobalID.from_id(id)
    except GlobalIDValueError:
        known = GlobalID("", "")
    accepted = list(type_names)
    if known.type_name not in accepted or not _NAME.fullmatch(known.node_id):
        names = " or ".join(map(_with_article, accepted))
        message = f"This is not the id of {names}."
        raise invalid(path, "ID_MALFORMED", message)
    return known.node_id


def _with_article(type_name: str) -> str:
    return f"{'an' if type_name[0].lower() in 'aeio' else 'a'} {type_name}"


def viewer_id() -> strawberry.ID:
    """Returns the id of the `Viewer`: whoever is asking, and never somebody else."""
    return to_id("Viewer", caller.current().subject)
