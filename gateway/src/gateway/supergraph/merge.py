"""Merges the subgraphs' types into one set of GraphQL types, each field with its resolver."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    specified_scalar_types,
)
from strawberry.schema.schema_converter import CustomGraphQLEnumType

from gateway.supergraph import resolve
from gateway.supergraph.hydrate import Entity, Target
from gateway.supergraph.subgraph import Subgraph, definition, hidden, owners


class Merger:
    """Holds the merged types: `types` all of them, `visible` those that clients may see."""

    def __init__(self, subgraphs: Iterable[Subgraph]) -> None:
        # In the order of their names, as other composition libraries do, so that all agree.
        self._subgraphs = sorted(subgraphs, key=lambda s: s.name)
        self._fields: dict[str, dict[str, GraphQLField]] = {}
        names = dict.fromkeys(name for s in self._subgraphs for name in s.types)
        self.types = {name: self._merge(name) for name in names}
        self.visible = {n: t for n, t in self.types.items() if not hidden(self._parts(n).values())}

    def fields(self, name: str) -> dict[str, GraphQLField]:
        """Returns all merged fields of a type, also those that clients may not see."""
        if name not in self._fields:
            knowing = [s for s in self._subgraphs if name in s.types]
            names = dict.fromkeys(field for s in knowing for field in s.fields(name))
            entity = (
                Entity(name, knowing, self._known)
                if len(knowing) > 1 and any(s.keys(name) for s in knowing)
                else None
            )
            self._fields[name] = {field: self._field(name, field, entity) for field in names}
        return self._fields[name]

    def _known(self, type_name: str, field_name: str) -> GraphQLField:
        return self.fields(type_name)[field_name]

    def _parts(self, name: str) -> dict[Subgraph, Any]:
        return {s: s.types[name] for s in self._subgraphs if name in s.types}

    def _merge(self, name: str) -> GraphQLNamedType:
        parts = self._parts(name)
        first: GraphQLNamedType = next(iter(parts.values()))
        rebuild: Any = type(first)
        kwargs: dict[str, Any] = {**first.to_kwargs()} | {
            "description": description(parts.values())
        }
        match first:
            case GraphQLObjectType():
                kwargs["fields"] = lambda: self._visible_fields(name)
                kwargs["interfaces"] = lambda: self._named(name, "interfaces")
                kwargs["is_type_of"] = resolve.accepts(parts.values())
            case GraphQLInterfaceType():
                kwargs["fields"] = lambda: self._visible_fields(name)
                kwargs["interfaces"] = lambda: self._named(name, "interfaces")
                kwargs["resolve_type"] = resolve.type_of(parts)
            case GraphQLUnionType():
                kwargs["types"] = lambda: self._named(name, "types")
                kwargs["resolve_type"] = resolve.type_of(parts)
            case GraphQLInputObjectType():
                kwargs["fields"] = lambda: self._inputs(first)
            case GraphQLEnumType():
                return visible_values(first)
            case _:
                return first
        merged: GraphQLNamedType = rebuild(**kwargs)
        return merged

    def _at(self, type_: Any) -> Any:
        """Returns the merged type in place of a subgraph's."""
        match type_:
            case GraphQLNonNull():
                return GraphQLNonNull(self._at(type_.of_type))
            case GraphQLList():
                return GraphQLList(self._at(type_.of_type))
        return specified_scalar_types.get(type_.name) or self.types[type_.name]

    def _visible_fields(self, name: str) -> dict[str, GraphQLField]:
        return {
            field: merged
            for field, merged in self.fields(name).items()
            if not hidden(s.fields(name)[field] for s in self._subgraphs if field in s.fields(name))
        }

    def _field(self, name: str, field: str, entity: Entity | None) -> GraphQLField:
        naming = [s for s in self._subgraphs if field in s.fields(name)]
        resolving = {s: s.fields(name)[field] for s in owners(naming, name, field) or naming}
        first = next(iter(resolving.values()))
        if name in ("Mutation", "Subscription"):
            resolver = resolve.afresh(first.resolve)
        elif entity is not None:
            targets = [Target(s, own, s.requires(name, field)) for s, own in resolving.items()]
            resolver = entity.resolver(targets)
        else:
            resolver = resolve.by_class(name, resolving)
        return GraphQLField(
            self._at(first.type),
            args={
                n: GraphQLArgument(**argument.to_kwargs() | {"type_": self._at(argument.type)})
                for n, argument in first.args.items()
                if not hidden([argument])
            },
            resolve=resolver,
            subscribe=first.subscribe,
            description=description(s.fields(name)[field] for s in naming),
            deprecation_reason=first.deprecation_reason,
            extensions=first.extensions,
        )

    def _inputs(self, input_: GraphQLInputObjectType) -> dict[str, GraphQLInputField]:
        return {
            name: GraphQLInputField(**field.to_kwargs() | {"type_": self._at(field.type)})
            for name, field in input_.fields.items()
            if not hidden([field])
        }

    def _named(self, name: str, attribute: str) -> list[Any]:
        """Returns what any part of a type names: its interfaces, or a union's members."""
        parts = self._parts(name).values()
        names = dict.fromkeys(one.name for part in parts for one in getattr(part, attribute))
        return [self.types[one] for one in names if one in self.visible]


def description(elements: Iterable[Any]) -> str | None:
    """Returns the description that most subgraphs give, as other composition libraries do."""
    given = Counter(one.description for one in elements if one.description is not None)
    return given.most_common(1)[0][0] if given else None


def visible_values(enum: GraphQLEnumType) -> GraphQLEnumType:
    """Returns the enum without the values that clients may not see."""
    values = {name: value for name, value in enum.values.items() if not hidden([value])}
    if len(values) == len(enum.values):
        return enum
    kwargs = enum.to_kwargs() | {"values": values}
    return CustomGraphQLEnumType(enum=definition(enum), **kwargs)
