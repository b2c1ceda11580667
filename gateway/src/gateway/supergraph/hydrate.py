"""Finds an entity's other slices: what another subgraph knows of the same object.

An entity's object comes from one subgraph and has that subgraph's fields. A field of another
subgraph is read from that subgraph's own slice, which its `resolve_reference` finds by the key
alone. A slice is kept in the request's memory, never on the object: an object that outlives its
request would show one user's data to another.
"""

import asyncio
import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Protocol

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLResolveInfo,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from gateway.supergraph.subgraph import FieldSet, Subgraph, definition, parse_field_set

Resolver = Callable[..., Any]
ResolveInfo = GraphQLResolveInfo[Any]
Fields = Callable[[str, str], GraphQLField]


class RequestMemory(Protocol):
    """What a composed schema asks of the request's context."""

    slices: dict[Hashable, asyncio.Future[Any]]

    def forget(self) -> None:
        """Drops everything read so far, because it may have changed since."""


class EntityMissing(GraphQLError):
    """The subgraph that owns a non-null field knows no such entity, or hides it."""

    def __init__(self, type_name: str) -> None:
        super().__init__(f"There is no such {type_name}.", extensions={"code": "NOT_FOUND"})


class _NullInside(Exception):
    """A field that may not be null was null, so there is nothing to look an entity up by."""


@dataclass(frozen=True)
class Target:
    """Where a field is resolved: in which subgraph, how, and what it needs beside the key."""

    subgraph: Subgraph
    field: GraphQLField
    requires: FieldSet = ()

    def resolve(self, source: Any, info: ResolveInfo, arguments: dict[str, Any]) -> Any:
        """Calls the subgraph's own resolver."""
        return _call(self.field, source, info, arguments)


class Entity:
    """A type with a key, that several subgraphs know."""

    def __init__(self, name: str, subgraphs: Iterable[Subgraph], fields: Fields) -> None:
        self.name = name
        self._subgraphs = [s for s in subgraphs if name in s.types]
        self._fields = fields
        self._homes: dict[type, list[Subgraph]] = {}
        for s in self._subgraphs:
            self._homes.setdefault(definition(s.types[name]).origin, []).append(s)
        self._keys = {
            (home.name, target.name): key_between(name, home, target)
            for home in self._subgraphs
            for target in self._subgraphs
        }

    def resolver(self, targets: list[Target]) -> Resolver:
        """Returns the resolver of a field that any of the targets can resolve."""
        direct = {t.subgraph.name: t for t in targets if not t.requires}

        def resolve(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
            homes = self._homes_of(source)
            for home in homes:
                if home.name in direct:
                    return direct[home.name].resolve(source, info, arguments)
            return self._resolve_elsewhere(homes[0], targets[0], source, info, arguments)

        return resolve

    def _homes_of(self, source: Any) -> list[Subgraph]:
        for cls in type(source).__mro__:
            if cls in self._homes:
                return self._homes[cls]
        raise TypeError(f"{type(source).__name__} is no subgraph's class for {self.name}")

    async def _resolve_elsewhere(
        self,
        home: Subgraph,
        target: Target,
        source: Any,
        info: ResolveInfo,
        arguments: dict[str, Any],
    ) -> Any:
        found = await self._slice(home, target, source, info)
        if found is None:
            if is_non_null_type(target.field.type):
                raise EntityMissing(self.name)
            return None
        value = target.resolve(found, info, arguments)
        return await value if isawaitable(value) else value

    async def _slice(self, home: Subgraph, target: Target, source: Any, info: ResolveInfo) -> Any:
        fields = self._keys[home.name, target.subgraph.name]
        if fields is None:
            raise TypeError(f"no key leads from {home.name} to {target.subgraph.name}")
        key = await _represent(self.name, fields, source, info, _own_fields(home))
        if key is None:
            return None
        address = (self.name, target.subgraph.name, target.requires, json.dumps(key))
        slices: dict[Hashable, asyncio.Future[Any]] = info.context.slices
        finding = slices.get(address)
        if finding is None:
            finding = asyncio.ensure_future(self._find(target, key, source, info))
            finding.add_done_callback(_look)
            slices[address] = finding
        # One field may be cancelled by its neighbour's failure while others still wait.
        return await asyncio.shield(finding)

    async def _find(
        self, target: Target, key: dict[str, Any], source: Any, info: ResolveInfo
    ) -> Any:
        needed = await _represent(self.name, target.requires, source, info, self._fields)
        if needed is None:
            return None
        schema = target.subgraph.schema
        about = schema.config.info_class(_raw_info=info, _field=definition(target.field))
        representation = {"__typename": self.name, **key, **needed}
        [found] = schema.entities_resolver(about, [representation])  # type: ignore[list-item]
        if isinstance(found, Exception):
            raise found
        return await found if isawaitable(found) else found


def key_between(type_name: str, home: Subgraph, target: Subgraph) -> FieldSet | None:
    """Returns the first key that `home` can read off its objects and `target` finds by."""
    for key in target.keys(type_name, resolvable=True):
        fields = parse_field_set(key)
        if home.can_read(type_name, fields):
            return fields
    return None


def _call(field: GraphQLField, source: Any, info: ResolveInfo, arguments: dict[str, Any]) -> Any:
    if field.resolve is None:
        return getattr(source, info.field_name)
    return field.resolve(source, info, **arguments)


def _own_fields(home: Subgraph) -> Fields:
    return lambda type_name, field_name: home.fields(type_name)[field_name]


def _look(finding: asyncio.Future[Any]) -> None:
    """Looks at a failure that nobody may be waiting for any more, else asyncio complains."""
    if not finding.cancelled():
        finding.exception()


async def _represent(
    type_name: str, fields: FieldSet, source: Any, info: ResolveInfo, known: Fields
) -> dict[str, Any] | None:
    """Returns an object's fields as a router would send them, or None if one may not be null."""

    async def read(parent: str, chosen: FieldSet, value: Any) -> dict[str, Any]:
        found = {}
        for name, inner in chosen:
            field = known(parent, name)
            at = info._replace(field_name=name, return_type=field.type)
            result = _call(field, value, at, {})
            result = await result if isawaitable(result) else result
            found[name] = await to_json(field.type, inner, result)
        return found

    async def to_json(type_: Any, inner: FieldSet, value: Any) -> Any:
        if is_non_null_type(type_):
            if value is None:
                raise _NullInside
            return await to_json(type_.of_type, inner, value)
        if value is None:
            return None
        if is_list_type(type_):
            return [await to_json(type_.of_type, inner, item) for item in value]
        if is_leaf_type(type_):
            return type_.coerce_output_value(value)
        return await read(type_.name, inner, value)

    try:
        return await read(type_name, fields, source)
    except _NullInside:
        return None
