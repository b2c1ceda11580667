"""A way of asking the graph."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.ids import to_id
from tests.rights.calls.way import Fields
from tests.rights.things import Make, Thing
from tests.rights.world import World

TYPES = {
    "applications": "Application",
    "invitations": "Invitation",
    "regionExtensions": "RegionExtension",
    "makers": "Maker",
    "listings": "Listing",
    "makerProfiles": "MakerProfile",
    "threads": "Thread",
    "customOrderRequests": "CustomOrderRequest",
    "orders": "Order",
    "pressReleases": "PressRelease",
}


def gid(name: str) -> str:
    """The global id of what has this resource name."""
    return str(to_id(TYPES[name.partition("/")[0]], name))


@dataclass(frozen=True)
class Ask:
    """One way of asking a root field.

    `row` is of the method behind it, so both doors are held to one statement. `shown` is what an
    answer has in it that shows the thing. A `quiet` field is null to whom the method refuses it.
    """

    root: str
    row: str
    thing: str
    variables: Callable[[Thing], Fields]
    shown: Callable[[Thing], str] = lambda thing: gid(thing.name)
    fresh: Callable[[World], Make] | None = None
    quiet: bool = False
    about_nothing: bool = False
    by_somebody_new: bool = False
    # Both doors lead to the same look at the request, so one of them is enough for broken ones.
    broken: tuple[()] = ()
    like: str = ""

    @property
    def title(self) -> str:
        return f"{self.root} as {self.row}"

    @property
    def changes(self) -> bool:
        return self.root.startswith("Mutation.")

    @property
    def is_patient(self) -> bool:
        return any(
            word in self.root for word in ("Start", "Create", "profilePublish", "customOrderA")
        )


def id_of(thing: Thing) -> Fields:
    return {"id": gid(thing.name)}


def of_maker(thing: Thing) -> str:
    return gid(thing.maker)


def anything(thing: Thing) -> str:
    return ""


def query(root: str, row: str, thing: str) -> Ask:
    return Ask(f"Query.{root}", row, thing, id_of, quiet=True)


def do(root: str, row: str, thing: str, fields: Callable[[Thing], Fields], **more: Any) -> Ask:
    def variables(it: Thing) -> Fields:
        return {"input": fields(it)}

    return Ask(f"Mutation.{root}", row, thing, variables, anything, **more)
