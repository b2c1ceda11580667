"""Finds an entity's other slices: what another subgraph knows of the same object.

An entity's object comes from one subgraph and has that subgraph's fields. A field of another
subgraph is read from that subgraph's own slice, which its `resolve_reference` finds by the key
alone. A slice is kept in the request's memory, never on the object: an object that outlives its
request would show one user's data to another.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass
from inspect import isawaitable, signature
from typing import Any, Protocol

from graphql import GraphQLError, GraphQLField, is_non_null_type

from gateway.supergraph.represent import Fields, ResolveInfo, call, represent
from gateway.supergraph.subgraph import FieldSet, Subgraph, definition, parse_field_set

Resolver = Callable[..., Any]


class RequestMemory(Protocol):
    """What a composed schema asks of the request's context."""

    slices: dict[Hashable, Any]

    def forget(self) -> None:
        """Drops everything read so far, because it may have changed since."""


class EntityMissing(GraphQLError):
    """The subgraph that owns a non-null field knows no such entity, or hides it."""

    def __init__(self, type_name: str) -> None:
        super().__init__(f"There is no such {type_name}.", extensions={"code": "NOT_FOUND"})


@dataclass(frozen=True)
class Target:
    """Where a field is resolved: in which subgraph, how, and what it needs beside the key."""

    subgraph: Subgraph
    field: GraphQLField
    requires: FieldSet = ()


class Slices:
    """One subgraph's slices of an entity, and the keys that lead to them from other slices."""

    def __init__(self, name: str, subgraph: Subgraph, homes: Iterable[Subgraph]) -> None:
        self.name = name
        self._schema = subgraph.schema
        origin = definition(subgraph.types[name]).origin
        self._reference = getattr(origin, "resolve_reference", None)
        reference = self._reference
        self._wants_info = reference is not None and "info" in signature(reference).parameters
        self._keys = {home: key_between(name, home, subgraph) for home in homes}

    def key(self, home: Subgraph, source: Any, info: ResolveInfo) -> Any:
        """Returns the representation of an object by its key, or an awaitable of it."""
        fields = self._keys[home]
        if fields is None:
            raise TypeError(f"no key leads from {home.name} to the {self.name} of a subgraph")
        return represent(self.name, fields, source, info, home.own_field)

    def find(self, representation: dict[str, Any], field: GraphQLField, info: ResolveInfo) -> Any:
        """Asks the subgraph for a slice, as a router would; may return an awaitable."""
        about = self._schema.config.info_class(_raw_info=info, _field=definition(field))
        if self._reference is None:
            given = [{"__typename": self.name, **representation}]
            [found] = self._schema.entities_resolver(about, given)  # type: ignore[arg-type]
            if isinstance(found, Exception):
                raise found
            return found
        if self._wants_info:
            return self._reference(info=about, **representation)
        return self._reference(**representation)


class Entity:
    """A type with a key, that several subgraphs know."""

    def __init__(self, name: str, subgraphs: Iterable[Subgraph], fields: Fields) -> None:
        self.name = name
        self._fields = fields
        self._homes: dict[type, list[Subgraph]] = {}
        knowing = list(subgraphs)
        for s in knowing:
            self._homes.setdefault(definition(s.types[name]).origin, []).append(s)
        self._slices = {s: Slices(name, s, knowing) for s in knowing}

    def resolver(self, targets: list[Target]) -> Resolver:
        """Returns the resolver of a field that any of the targets can resolve."""
        plain = {t.subgraph: t.field for t in targets if not t.requires}
        direct: dict[type, tuple[Subgraph, GraphQLField | None]] = {}

        def place(cls: type) -> tuple[Subgraph, GraphQLField | None]:
            homes = next((self._homes[one] for one in cls.__mro__ if one in self._homes), None)
            if homes is None:
                raise TypeError(f"{cls.__name__} is no subgraph's class for {self.name}")
            own = [home for home in homes if home in plain]
            return (own[0], plain[own[0]]) if own else (homes[0], None)

        def resolve(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
            cls = type(source)
            if cls not in direct:
                direct[cls] = place(cls)
            home, field = direct[cls]
            if field is not None:
                return call(field, source, info, arguments)
            found = self._slice(home, targets[0], source, info)
            return then(found, lambda s: self._read(targets[0].field, s, info, arguments))

        return resolve

    def _read(
        self, field: GraphQLField, found: Any, info: ResolveInfo, arguments: dict[str, Any]
    ) -> Any:
        if found is not None:
            return call(field, found, info, arguments)
        if is_non_null_type(field.type):
            raise EntityMissing(self.name)
        return None

    def _slice(self, home: Subgraph, target: Target, source: Any, info: ResolveInfo) -> Any:
        def look_up(key: dict[str, Any] | None) -> Any:
            if key is None:
                return None
            memory: dict[Hashable, Any] = info.context.slices
            address = (self.name, target.subgraph.name, target.requires, json.dumps(key))
            if address not in memory:
                memory[address] = kept(self._find(target, key, source, info))
            found = memory[address]
            if not isinstance(found, asyncio.Future):
                return found
            # One field may be cancelled by its neighbour's failure while others still wait.
            return found.result() if found.done() else asyncio.shield(found)

        return then(self._slices[target.subgraph].key(home, source, info), look_up)

    def _find(self, target: Target, key: dict[str, Any], source: Any, info: ResolveInfo) -> Any:
        slices = self._slices[target.subgraph]
        if not target.requires:
            return slices.find(key, target.field, info)
        needed = represent(self.name, target.requires, source, info, self._fields)
        return then(needed, lambda more: more and slices.find(key | more, target.field, info))


def key_between(type_name: str, home: Subgraph, target: Subgraph) -> FieldSet | None:
    """Returns the first key that `home` can read off its objects and `target` finds by."""
    for key in target.keys(type_name, resolvable=True):
        fields = parse_field_set(key)
        if home.can_read(type_name, fields):
            return fields
    return None


def then(value: Any, step: Callable[[Any], Any]) -> Any:
    """Takes the next step with a value: at once, or once it is there."""
    return _later(value, step) if isawaitable(value) else step(value)


async def _later(value: Awaitable[Any], step: Callable[[Any], Any]) -> Any:
    result = step(await value)
    return await result if isawaitable(result) else result


def kept(found: Any) -> Any:
    """Returns what several fields may wait for."""
    if not isawaitable(found):
        return found
    finding = asyncio.ensure_future(found)
    finding.add_done_callback(_look)
    return finding


def _look(finding: asyncio.Future[Any]) -> None:
    """Looks at a failure that nobody may be waiting for any more, else asyncio complains."""
    if not finding.cancelled():
        finding.exception()
