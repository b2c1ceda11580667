"""What one subgraph says of itself: its types, its keys and its federation directives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar

import strawberry
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)
from strawberry.federation.schema_directives import (
    External,
    FederationDirective,
    Inaccessible,
    Key,
    Override,
    Requires,
)

MACHINERY = {"_Any", "_Entity", "_FieldSet", "_Service", "_entities", "_service"}
PREFIXES = ("__", "federation__", "link__")
ROOTS = ("Query", "Mutation", "Subscription")

Wanted = TypeVar("Wanted", bound=FederationDirective)
FieldSet = tuple[tuple[str, Any], ...]
"""Field names, each with the field set inside it: `id owner { id }`."""


@cache
def parse_field_set(text: str) -> FieldSet:
    """Reads a field set. Raises `ValueError` for what a supergraph here does not support."""
    try:
        [operation] = parse(f"{{ {text} }}", no_location=True).definitions
    except (GraphQLError, ValueError) as error:
        raise ValueError(f"`{text}` is not a field set") from error
    if not isinstance(operation, OperationDefinitionNode):
        raise ValueError(f"`{text}` is not a field set")

    def read(selection: SelectionSetNode | None) -> Iterator[tuple[str, FieldSet]]:
        for node in selection.selections if selection else ():
            if not isinstance(node, FieldNode) or node.arguments or node.alias or node.directives:
                raise ValueError(f"`{text}` has more than field names")
            yield node.name.value, tuple(read(node.selection_set))

    return tuple(read(operation.selection_set))


def definition(element: Any) -> Any:
    """Returns Strawberry's definition behind an element of a GraphQL schema, if there is one."""
    return (element.extensions or {}).get("strawberry-definition")


def directives(element: Any) -> list[FederationDirective]:
    """Returns the federation directives applied to an element of a subgraph's schema."""
    applied = getattr(definition(element), "directives", None) or ()
    return [one for one in applied if isinstance(one, FederationDirective)]


def applied(element: Any, wanted: type[Wanted]) -> list[Wanted]:
    """Returns the directives of one kind applied to an element of a subgraph's schema."""
    return [one for one in directives(element) if isinstance(one, wanted)]


@dataclass(frozen=True, eq=False)
class Subgraph:
    """A named schema, seen without the machinery that federation adds to it."""

    name: str
    schema: strawberry.federation.Schema

    @cached_property
    def types(self) -> dict[str, GraphQLNamedType]:
        """The subgraph's own types by name, without introspection and federation's own."""
        own = self.schema._schema.type_map
        return {n: t for n, t in own.items() if n not in MACHINERY and not n.startswith(PREFIXES)}

    def fields(self, type_name: str) -> dict[str, GraphQLField]:
        """Returns the fields the subgraph names on an object or interface type."""
        type_ = self.types.get(type_name)
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            return {}
        return {name: field for name, field in type_.fields.items() if name not in MACHINERY}

    def own_field(self, type_name: str, field_name: str) -> GraphQLField:
        """Returns the subgraph's own definition of a field; asked for each entity, so quick."""
        fields: dict[str, GraphQLField] = self.schema._schema.type_map[type_name].fields  # type: ignore[attr-defined]
        return fields[field_name]

    def keys(self, type_name: str, *, resolvable: bool = False) -> list[str]:
        """Returns the type's keys as written; with `resolvable`, only those it can be found by."""
        type_ = self.types.get(type_name)
        keys = applied(type_, Key) if type_ else []
        return [str(k.fields) for k in keys if not resolvable or k.resolvable is not False]

    @cached_property
    def classes(self) -> frozenset[type]:
        """The Python classes this subgraph declares, by which its objects are known."""
        origins = (getattr(definition(type_), "origin", None) for type_ in self.types.values())
        return frozenset(origin for origin in origins if origin is not None)

    def is_external(self, type_name: str, field_name: str) -> bool:
        """Tells whether the subgraph only mentions a field that another one resolves."""
        field = self.fields(type_name)[field_name]
        return bool(applied(field, External) or applied(self.types[type_name], External))

    def requires(self, type_name: str, field_name: str) -> FieldSet:
        """Returns what a field requires of other subgraphs."""
        found = applied(self.fields(type_name)[field_name], Requires)
        return parse_field_set(str(found[0].fields)) if found else ()

    def can_read(self, type_name: str, fields: FieldSet) -> bool:
        """Tells whether the subgraph's own objects hold every field of a field set."""
        keyed = {name for key in self.keys(type_name) for name, _ in parse_field_set(key)}
        own = self.fields(type_name)
        return all(
            name in own and (name in keyed or not self.is_external(type_name, name))
            for name, _ in fields
        )


def owners(subgraphs: Iterable[Subgraph], type_name: str, field_name: str) -> list[Subgraph]:
    """Returns the subgraphs that resolve a field: neither external nor overridden."""
    naming = [s for s in subgraphs if field_name in s.fields(type_name)]
    resolving = [s for s in naming if not s.is_external(type_name, field_name)]
    overridden = {
        override.override_from
        for s in resolving
        for override in applied(s.fields(type_name)[field_name], Override)
    }
    return [s for s in resolving if s.name not in overridden]


def hidden(elements: Iterable[Any]) -> bool:
    """Tells whether any subgraph marks an element as inaccessible to clients."""
    return any(applied(element, Inaccessible) for element in elements)
