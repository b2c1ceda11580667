"""Full pages: every field of everything that each caller can find, and of what that leads to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from tests.federation.pool import Pool
from tests.federation.queries import Asked

FIRST = "(first: 5)"
ARGUMENTS = {
    "Maker.profile": '(country: "US")',
    "Query.listingSearch": '(country: "US", first: 5)',
    "Maker.pressReleases": "(first: 2)",
    "Query.pressReleases": "(first: 2)",
    # What nobody has taken is due sooner, and has nobody to tell of.
    "Query.pressReleaseWork": "(first: 2, waitingForWhom: [ASSIGNEE])",
    "Viewer.pressReleases": "(first: 2)",
    "PressRelease.comments": "(first: 2)",
}
# What a page leaves out of things that it has in full elsewhere, and that would be too much.
SHORT = {
    "PressRelease.drafts": " { number }",
    "PressRelease.copiedFrom": " { id }",
    "PlannedPressRelease.pressRelease": " { id }",
    "PlannedPressRelease.clashes": " { id }",
}
# Colours that the mug has, then one that it does not, so that prices and problems are there.
CHOICES = [
    [{"customization": "Colour", "option": colour}] for colour in ("Oatmeal", "Celadon", "Crimson")
]


def pages(schema: GraphQLSchema, pool: Pool, callers: tuple[str, ...]) -> Iterator[Asked]:
    """The same for the same pool: each root field as each caller, for each id that they found."""
    writer = _Pages(schema)
    for caller in callers:
        for name, root in schema.query_type.fields.items():
            behind = get_named_type(root.type)
            selection = writer.selection(behind, 1)
            if name == "listingConfigure":
                for id_ in pool.ids[caller, "Listing"]:
                    for choices in CHOICES:
                        yield Asked(
                            "query($id: ID!, $choices: [ChoiceInput!]) "
                            f"{{ {name}(id: $id, choices: $choices) {selection} }}",
                            {"id": id_, "choices": choices},
                            caller,
                            "",
                        )
            elif "id" in root.args:
                for id_ in pool.ids[caller, behind.name]:
                    document = f"query($id: ID!) {{ {name}(id: $id) {selection} }}"
                    yield Asked(document, {"id": id_}, caller, "")
            elif "link" in root.args:
                for link in pool.links:
                    document = f"query($link: String!) {{ {name}(link: $link) {selection} }}"
                    yield Asked(document, {"link": link}, caller, "")
            elif "secret" in root.args:
                for secret in pool.secrets:
                    document = f"query($secret: String!) {{ {name}(secret: $secret) {selection} }}"
                    yield Asked(document, {"secret": secret}, caller, "")
            elif name == "pressReleaseLetterPreview":
                for id_ in pool.ids[caller, "PressRelease"]:
                    document = (
                        "query($id: ID!) "
                        f"{{ {name}(pressRelease: $id, kind: CHANGES) {selection} }}"
                    )
                    yield Asked(document, {"id": id_}, caller, "")
            elif name == "pressReleaseCalendar":
                days = "($from: Date!, $until: Date!)"
                document = f"query{days} {{ {name}(from: $from, until: $until) {selection} }}"
                yield Asked(document, a_quarter(), caller, "")
            else:
                document = f"{{ {name}{writer.arguments('Query', name, root)} {selection} }}"
                yield Asked(document, {}, caller, "")


def a_quarter() -> dict[str, str]:
    """From today on, as long as the calendar of press releases may be."""
    today = datetime.now(UTC).date()
    return {"from": today.isoformat(), "until": (today + timedelta(days=92)).isoformat()}


def answered(type_: GraphQLObjectType, data: Any) -> Iterator[str]:
    """Each field, by its type, that says something in an answer without aliases."""
    for name, value in data.items():
        if name == "__typename":
            continue
        behind = get_named_type(type_.fields[name].type)
        found = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        if found:
            yield f"{type_.name}.{name}"
        if not is_leaf_type(behind):
            for one in found:
                yield from answered(behind, one)


class _Pages:
    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema

    def selection(self, type_: GraphQLObjectType, steps: int) -> str:
        """All fields of a type, with those of the things that it leads to in so many steps."""
        parts = []
        for name, one in type_.fields.items():
            behind = get_named_type(one.type)
            parts.append(
                name
                + self.arguments(type_.name, name, one)
                + SHORT.get(f"{type_.name}.{name}", self._below(behind, name, steps))
            )
        return "{ " + " ".join(parts) + " }"

    def arguments(self, type_name: str, name: str, field: GraphQLField) -> str:
        return ARGUMENTS.get(f"{type_name}.{name}", FIRST if "first" in field.args else "")

    def _below(self, type_: Any, name: str, steps: int) -> str:
        if is_leaf_type(type_):
            return ""
        if name == "nodes":  # which are those of `edges`
            return " { id }" if "id" in type_.fields else " { __typename }"
        if "id" not in type_.fields or type_.name == "Actor":
            return " " + self.selection(type_, steps)
        return " " + (self.selection(type_, steps - 1) if steps else "{ id }")
