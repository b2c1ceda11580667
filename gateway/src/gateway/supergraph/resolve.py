"""The resolvers of merged types that need no other slice of an object."""

from collections.abc import Callable, Iterable, Mapping
from inspect import isawaitable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
)
from strawberry.exceptions import StrawberryException

from gateway.supergraph.hydrate import Resolver
from gateway.supergraph.represent import ResolveInfo
from gateway.supergraph.subgraph import Subgraph, definition

TypeCheck = Callable[[Any, ResolveInfo], Any]
Abstract = GraphQLInterfaceType | GraphQLUnionType


def afresh(resolver: Resolver | None) -> Resolver | None:
    """Forgets what the request has read before something changes it, or news of it arrives."""
    if resolver is None:
        return None

    def resolve(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        info.context.forget()
        return resolver(source, info, **arguments)

    return resolve


def by_class(name: str, resolving: Mapping[Subgraph, GraphQLField]) -> Resolver | None:
    """Resolves a value type's field by the resolver of the class that the value has."""
    first = next(iter(resolving.values())).resolve
    if len(resolving) == 1:
        return first
    resolvers = {definition(s.types[name]).origin: own.resolve for s, own in resolving.items()}

    def resolve(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        resolver = resolvers.get(type(source)) or first
        return resolver(source, info, **arguments) if resolver else None

    return first if len(resolvers) == 1 else resolve


def accepts(parts: Iterable[GraphQLObjectType]) -> TypeCheck | None:
    """Returns the `is_type_of` that accepts the objects of every subgraph's part of a type."""
    own = list(parts)
    checks = [part.is_type_of for part in own if part.is_type_of is not None]
    if len(own) == 1 or not checks:
        return own[0].is_type_of
    classes = tuple(definition(part).origin for part in own)

    def is_type_of(value: Any, info: ResolveInfo) -> bool:
        return isinstance(value, classes) or any(check(value, info) for check in checks)

    return is_type_of


def type_of(parts: Mapping[Subgraph, Abstract]) -> Callable[..., Any]:
    """Returns the `resolve_type` of an interface or union that several subgraphs may know.

    A subgraph's own answer closes over its own types, so it is asked about those. The one that
    declares the value's class is asked first: another may claim the value for a shared interface.
    """

    def resolve_type(value: Any, info: ResolveInfo, _merged: Any) -> Any:
        refusal: StrawberryException | None = None
        for s in sorted(parts, key=lambda s: type(value) not in s.classes):
            own = parts[s]
            if own.resolve_type is None:
                continue
            try:
                name = own.resolve_type(value, info._replace(schema=s.schema._schema), own)
            except StrawberryException as error:
                refusal = error
                continue
            if name or isawaitable(name):
                return name
        if refusal is not None:
            raise refusal
        return None

    return resolve_type
