"""Reads every field of everything as everybody.

Whoever sees a thing sees all of its fields alike, except for those with a row here.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from tests.rights.asks.way import gid
from tests.rights.graph import SCHEMA, is_busy
from tests.rights.people import KINDS
from tests.rights.private import FIELDS, FieldRow
from tests.rights.things import Thing
from tests.rights.wire import PAUSES
from tests.rights.world import World

AT_ONCE = 12
ARGUMENTS = {"Maker.profile": '(country: "US")'}
# Noted once a minute, also while others read: that it is there is the same for all, and no more.
MOVES_ON = {"Reviewer.lastSeenAt", "PressRepresentative.lastSeenAt"}
# Read on the way to what they hold, or made for one answer only.
APART = ("Connection", "Edge", "Payload", "Error", "PageInfo", "Query", "Mutation", "Subscription")
ANSWERS = {
    "ListingConfiguration",
    "Choice",
    "ListingProblem",
    "CustomOrderPermission",
    "CustomOrderRefusal",
    "InvitationLink",
    "PlannedPressRelease",
    "PressLetterPreview",
    "WordFile",
    "WordFileProof",
    # Nobody's draft has one here.
    "DraftPicture",
}


@dataclass(frozen=True)
class Place:
    """Where a type's fields are read: a root field, the way from there, and of which thing."""

    type: str
    root: str
    thing: str
    way: tuple[str, ...] = ()

    def id_of(self, thing: Thing) -> str:
        return gid(thing.maker if self.type == "Maker" else thing.name)


PLACES = [
    Place("Maker", "maker", "application"),
    Place("Application", "application", "application"),
    Place("Application", "application", "submitted_application"),
    Place("Invitation", "application", "application", ("invitation",)),
    Place("ApplicationPhoto", "application", "application", ("photos",)),
    Place("InformationRequest", "application", "asked_application", ("informationRequests",)),
    Place(
        "InformationQuestion",
        "application",
        "asked_application",
        ("informationRequests", "questions"),
    ),
    Place("RegionExtension", "regionExtension", "extension"),
    Place("ApplicationWorkItem", "applicationWork", "", ("nodes",)),
    Place("WorkCounts", "applicationWork", "", ("counts",)),
    Place("ActivityEntry", "applicationActivity", "", ("nodes",)),
    Place("ApplicationWeek", "applicationFigures", ""),
    Place("Reviewer", "applicationReviewers", ""),
    Place("ProgrammeCountry", "programmeCountries", ""),
    Place("QuestionnaireForm", "questionnaireForm", ""),
    Place("MakerProfile", "profile", "profile"),
    Place("Listing", "listing", "listing"),
    Place("Listing", "listing", "for_request"),
    Place("Listing", "listing", "for_buyer"),
    Place("Thread", "thread", "thread"),
    Place("Message", "thread", "bought_thread", ("messages", "nodes")),
    Place("CustomOrderRequest", "customOrderRequest", "bought"),
    Place("Order", "order", "order"),
    Place("PressRelease", "pressRelease", "release"),
    Place("DraftBlock", "pressRelease", "discussed_release", ("draft", "reading", "blocks")),
    Place("PressComment", "pressRelease", "discussed_release", ("comments", "nodes")),
    Place("PressReleaseException", "pressRelease", "hurried_release", ("exceptions",)),
    Place("PressReleaseStakeholder", "pressRelease", "asked_release", ("stakeholders",)),
    Place("PressReleaseWorkItem", "pressReleaseWork", "", ("nodes",)),
    Place("PressReleaseWorkCounts", "pressReleaseWork", "", ("pressCounts",)),
    Place("PressReleaseWeek", "pressReleaseFigures", ""),
    Place("PressRepresentative", "pressReleaseRepresentatives", ""),
    Place("Viewer", "viewer", ""),
]


def type_named(name: str) -> GraphQLObjectType:
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found


def paths_in(type_: GraphQLObjectType) -> Iterator[str]:
    """The path of every field of the type, of the values in it, and of the ids they lead to."""
    for name, defined in type_.fields.items():
        inner = get_named_type(defined.type)
        if is_leaf_type(inner):
            yield name
        elif is_value(inner):
            yield from (f"{name}.{path}" for path in paths_in(inner))
        else:
            yield f"{name}.{'nodes' if 'nodes' in inner.fields else 'id'}"


def selection_of(type_: GraphQLObjectType) -> str:
    """What reads all of that."""
    asked = []
    for name, defined in type_.fields.items():
        inner = get_named_type(defined.type)
        below = ""
        if not is_leaf_type(inner):
            ends = "nodes { id }" if "nodes" in inner.fields else "id"
            below = f" {{ {selection_of(inner) if is_value(inner) else ends} }}"
        asked.append(name + ARGUMENTS.get(f"{type_.name}.{name}", "") + below)
    return " ".join(asked)


def is_value(type_: Any) -> bool:
    """Whether it is read with what holds it, and is no thing of its own."""
    return type_.name == "Actor" or not {"id", "nodes"} & set(type_.fields)


def own_types() -> set[str]:
    """The types of the graph whose fields say something about a thing."""
    return {
        name
        for name, type_ in SCHEMA.type_map.items()
        if isinstance(type_, GraphQLObjectType)
        and not name.startswith("__")
        and not name.endswith(APART)
    } - ANSWERS


def types_read() -> set[str]:
    """The types whose fields are read at one of the places."""

    def within(type_: GraphQLObjectType) -> Iterator[str]:
        yield type_.name
        for defined in type_.fields.values():
            inner = get_named_type(defined.type)
            if not is_leaf_type(inner) and is_value(inner):
                yield from within(inner)

    return {name for place in PLACES for name in within(type_named(place.type))}


def document_for(place: Place) -> str:
    """Reads every field at a place."""
    selection = selection_of(type_named(place.type))
    for step in reversed(place.way):
        selection = f"{step} {{ {selection} }}"
    if not place.thing:
        return f"{{ {place.root} {{ {selection} }} }}"
    return f"query($id: ID!) {{ {place.root}(id: $id) {{ {selection} }} }}"


def at(path: str, value: Any) -> list[Any]:
    """What is at a path, through lists; nothing where there is null or nothing on the way."""
    if value is None or value == []:
        return []
    if isinstance(value, list):
        return [found for each in value for found in at(path, each)]
    if not path:
        return [value]
    step, _, rest = path.partition(".")
    return at(rest, value[step])


@dataclass
class Seen:
    """What was read at one place, by kind; nothing of those who do not see the thing at all."""

    place: Place
    things: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def wrong(self, path: str) -> dict[str, str]:
        """Those who see another part of a field than its row says, or than all others do."""
        row = FIELDS.get(f"{self.place.type}.{path}")
        seen = {kind: at(path, thing) for kind, thing in self.things.items()}
        if f"{self.place.type}.{path}" in MOVES_ON:
            seen = {kind: [bool(it) for it in found] for kind, found in seen.items()}
        if row is None:
            usual = next(iter(seen.values()), [])
            return {kind: f"{it}, not {usual}" for kind, it in seen.items() if it != usual}
        whole = next((it for kind, it in seen.items() if kind in row.may and it), [])
        return {
            kind: f"{it} of {whole}"
            for kind, it in seen.items()
            if not _is_right(it, whole, kind, row)
        }

    def shows(self, path: str) -> bool:
        """Whether anybody sees something there, so that hiding it from others means something."""
        return any(at(path, thing) for thing in self.things.values())


def _is_right(seen: list[Any], whole: list[Any], kind: str, row: FieldRow) -> bool:
    if kind in row.may:
        return bool(seen) == bool(whole) and (row.varies or seen == whole)
    if kind in row.partly:
        return all(each in whole for each in seen) or row.varies
    return not seen


async def read_everything(world: World, client: httpx.AsyncClient) -> list[Seen]:
    """Reads at every place as everybody."""
    gate, seen = asyncio.Semaphore(AT_ONCE), [Seen(place) for place in PLACES]

    async def read(one: Seen, kind: str) -> None:
        place = one.place
        variables = {"id": place.id_of(world.things[place.thing])} if place.thing else {}
        token = world.token(kind)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        async with gate:
            for pause in (*PAUSES, None):
                body = {"query": document_for(place), "variables": variables}
                answer = (await client.post("/graphql", json=body, headers=headers)).json()
                if pause is None or not is_busy(answer):
                    break
                await asyncio.sleep(pause)
        errors = answer.get("errors", [])
        # Who may not have any of it is told so, and sees nothing.
        is_refused = [error["path"] for error in errors] == [[place.root]] and all(
            error["extensions"]["code"] in ("FORBIDDEN", "UNAUTHENTICATED") for error in errors
        )
        if errors and not is_refused:
            one.errors[kind] = json.dumps(errors)
        found = (answer.get("data") or {}).get(place.root)
        if place.way:
            found = at(".".join(place.way), found)
        if found:
            one.things[kind] = found

    await asyncio.gather(*(read(one, kind) for one in seen for kind in KINDS))
    return seen
