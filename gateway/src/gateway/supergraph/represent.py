"""Writes an object's fields as a router would send them, to look the object up elsewhere."""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLResolveInfo,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from gateway.supergraph.subgraph import FieldSet

ResolveInfo = GraphQLResolveInfo[Any]
Fields = Callable[[str, str], GraphQLField]


class _NullInside(Exception):
    """A field that may not be null was null, so there is nothing to look an entity up by."""


def represent(
    type_name: str, fields: FieldSet, source: Any, info: ResolveInfo, known: Fields
) -> Any:
    """Returns an object's fields, or None if one is null that may not be.

    Returns an awaitable of that only if a field has to be waited for: keys seldom have to be,
    and a task for each entity would cost more than all the rest.
    """
    found: dict[str, Any] = {}
    for name, inner in fields:
        field = known(type_name, name)
        value = call(field, source, info._replace(field_name=name, return_type=field.type), {})
        if inner or isawaitable(value):
            return _represent(type_name, fields, source, info, known, {name: value})
        try:
            found[name] = leaves(field.type, value)
        except _NullInside:
            return None
    return found


def call(field: GraphQLField, source: Any, info: ResolveInfo, arguments: dict[str, Any]) -> Any:
    """Calls a subgraph's own resolver."""
    if field.resolve is None:
        return getattr(source, info.field_name)
    return field.resolve(source, info, **arguments)


def leaves(type_: Any, value: Any) -> Any:
    """Returns a leaf, or lists of leaves, as JSON."""
    if is_non_null_type(type_):
        if value is None:
            raise _NullInside
        return leaves(type_.of_type, value)
    if value is None:
        return None
    if is_list_type(type_):
        return [leaves(type_.of_type, item) for item in value]
    return type_.coerce_output_value(value)


async def _represent(
    type_name: str,
    fields: FieldSet,
    source: Any,
    info: ResolveInfo,
    known: Fields,
    begun: dict[str, Any],
) -> dict[str, Any] | None:
    """Does the same with fields that have fields of their own, or have to be waited for."""

    async def read(
        parent: str, chosen: FieldSet, value: Any, have: dict[str, Any]
    ) -> dict[str, Any]:
        found = {}
        for name, inner in chosen:
            field = known(parent, name)
            at = info._replace(field_name=name, return_type=field.type)
            result = have[name] if name in have else call(field, value, at, {})
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
        if is_leaf_type(type_):
            return type_.coerce_output_value(value)
        if is_list_type(type_):
            return [await to_json(type_.of_type, inner, item) for item in value]
        return await read(type_.name, inner, value, {})

    try:
        return await read(type_name, fields, source, begun)
    except _NullInside:
        return None
