"""What the arguments of random queries are filled with: ids that exist, and some that do not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import GraphQLEnumType, GraphQLNamedType, get_named_type, get_nullable_type

from gateway.ids import to_id

ABSENT = "01900000-0000-7000-8000-000000000000"
COUNTRIES = ("US", "US", "US", "CA", "MX", "DE", "XX", "")
WORDS = ("", "mug", "Kiln", "bowl river", "Stoneware mug", "nothing like it")
OBJECTS = ("Application", "Invitation", "Maker", "RegionExtension")
DAYS = ("2015-01-01", "2026-11-01", "2100-01-01")
COLOURS = ("Oatmeal", "Celadon", "Cobalt", "Crimson")
# Whose id a field takes, where that is not what it leads to.
IDS_OF = {"Query.listingConfigure": "Listing"}
# What was done to which is asked, where that is not one of the objects above.
OBJECTS_OF = {"Query.pressReleaseActivity": ("PressRelease",)}


@dataclass
class Pool:
    """Values for arguments, in the order in which they were found."""

    # By who found them, and their type.
    ids: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    # By who found them, and where: a cursor is for its caller's own list.
    cursors: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    links: list[str] = field(default_factory=list)
    # Of links to register, which are mailed.
    secrets: list[str] = field(default_factory=list)

    def learn(self, caller: str, answer: object) -> None:
        """Keeps each id, cursor and link in an answer whose selections have `__typename`s."""
        for owner, name, value in _fields(answer):
            if name == "id" and isinstance(value, str):
                _add(self.ids[caller, owner], value)
            if name in ("url", "listingUrl") and isinstance(value, str) and "#" in value:
                _add(self.links, value)
            if isinstance(value, dict):
                for edge in value.get("edges", []):
                    _add(self.cursors[caller, f"{owner}.{name}"], edge["cursor"])

    def value(
        self, rng: Random, caller: str, place: str, name: str, behind: str, type_: Any
    ) -> Any:
        """Returns what an argument is given. `behind` is the type that its field leads to."""
        kind = get_named_type(type_)
        match name:
            case "id":
                return self._id(rng, caller, IDS_OF.get(place, behind))
            case "first":
                return rng.choice((1, 1, 2, 3, 5, 0)) if rng.random() < 0.5 else 3
            case "after":
                known = self.cursors[caller, place]
                if known and rng.random() < 0.6:
                    return rng.choice(known)
                return rng.choice((None, None, "", "never a cursor"))
            case "linkSecret":
                return rng.choice((*(link.partition("#")[2] for link in self.links), "guessed", ""))
            case "link":
                return rng.choice((*self.links, *self.links, "https://handmade.example/private/x"))
            case "country":
                return rng.choice(COUNTRIES)
            case "query":
                return rng.choice(WORDS)
            case "maker":
                return self._id(rng, caller, "Maker")
            case "secret":
                return rng.choice((*self.secrets, "guessed", ""))
            case "email":
                return rng.choice(("ada@example.com", "ADA@example.com", "nobody@example.com", ""))
            case "actor":
                return rng.choice(("rosa", "ada", "nobody"))
            case "object":
                return self._id(
                    rng,
                    caller,
                    rng.choice(OBJECTS_OF.get(place, OBJECTS)),
                )
            case "pressRelease":
                return self._id(rng, caller, "PressRelease")
            case "on" | "until":
                return rng.choice(DAYS)
            case "from" if kind.name == "Date":
                return rng.choice(DAYS)
            case "from" | "to" | "submittedBefore" | "lapsingBefore":
                return f"{rng.choice(DAYS)}T00:00:00Z"
            case "countries":
                return rng.sample(COUNTRIES, rng.randint(0, 2))
            case "with" | "number":
                return rng.choice((1, 1, 2, 0, 9))
            case "words":
                return rng.choice(("Thank you for asking first.", ""))
            case "conditions":
                return rng.sample(
                    ("After the fair.", "Without the picture.", ""), rng.randint(0, 2)
                )
            case "overdue":
                return rng.random() < 0.5
            case "regions":
                return rng.sample(("NA", "EU"), rng.randint(0, 2))
            case "version":
                return rng.choice(("v1", "v2", "v3", ""))
            case "weeks":
                return rng.choice((1, 2, 12, 0))
            case "region":
                return rng.choice(("NA", "NA", "EU", ""))
            case "quantity":
                return rng.choice((1, 2, 12, 999, 0))
            case "choices":
                picked = rng.choice(((), ("Colour",), ("Colour",), ("Colour", "Size")))
                return [{"customization": c, "option": rng.choice(COLOURS)} for c in picked]
        return _any_of(rng, place, kind, is_list=kind is not get_nullable_type(type_))

    def _id(self, rng: Random, caller: str, type_name: str) -> str:
        chance, own = rng.random(), self.ids[caller, type_name]
        if own and chance < 0.7:
            return rng.choice(own)
        anybodys = [one for (_, kind), ids in self.ids.items() if kind == type_name for one in ids]
        if anybodys and chance < 0.92:
            return rng.choice(anybodys)
        if chance < 0.95:
            return rng.choice([one for ids in self.ids.values() for one in ids])
        return rng.choice((str(to_id(type_name, f"things/{ABSENT}")), "no id", ""))


def _any_of(rng: Random, place: str, kind: GraphQLNamedType, *, is_list: bool) -> Any:
    if isinstance(kind, GraphQLEnumType) and is_list:
        return rng.sample(list(kind.values), rng.randint(0, min(3, len(kind.values))))
    if isinstance(kind, GraphQLEnumType):
        return rng.choice(list(kind.values))
    raise LookupError(f"nobody says what {place} may be given for a {kind}")


def _fields(answer: object) -> Iterator[tuple[str, str, Any]]:
    if isinstance(answer, list):
        for one in answer:
            yield from _fields(one)
    if isinstance(answer, dict):
        for name, value in answer.items():
            yield answer.get("__typename", "Query"), name, value
            yield from _fields(value)


def _add(known: list[str], value: str) -> None:
    if value and value not in known:
        known.append(value)
