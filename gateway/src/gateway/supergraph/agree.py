"""Refuses what several subgraphs define, but not alike."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
)

from gateway.supergraph.subgraph import ROOTS, Subgraph, definition

Subgraphs = Sequence[Subgraph]
Problems = Iterator[str]


def problem(subgraphs: Iterable[Subgraph], where: str, what: str) -> str:
    """Words one reason."""
    return f"[{', '.join(s.name for s in subgraphs)}] {where}: {what}"


def shared_types(subgraphs: Subgraphs) -> Iterator[tuple[str, dict[Subgraph, Any]]]:
    """Gives each type that several subgraphs define, with each one's part of it."""
    for name in dict.fromkeys(name for s in subgraphs for name in s.types):
        parts = {s: s.types[name] for s in subgraphs if name in s.types}
        if len(parts) > 1:
            yield name, parts


def composite_fields(subgraphs: Subgraphs) -> Iterator[tuple[str, str, dict[Subgraph, Any]]]:
    """Gives each field of an object or interface, with each subgraph's definition of it."""
    for name in dict.fromkeys(name for s in subgraphs for name in s.types):
        for field in dict.fromkeys(field for s in subgraphs for field in s.fields(name)):
            naming = [s for s in subgraphs if field in s.fields(name)]
            yield name, field, {s: s.fields(name)[field] for s in naming}


def elements(subgraph: Subgraph) -> Iterator[tuple[str, Any]]:
    """Gives everything a directive can stand on, with its place in the schema."""
    for name, type_ in subgraph.types.items():
        yield name, type_
        inner = getattr(type_, "fields", None) or getattr(type_, "values", {})
        for child, element in inner.items():
            yield f"{name}.{child}", element
            for argument, found in getattr(element, "args", {}).items():
                yield f"{name}.{child}({argument}:)", found


def kinds_agree(subgraphs: Subgraphs) -> Problems:
    for name, parts in shared_types(subgraphs):
        if len({type(part) for part in parts.values()}) > 1:
            yield problem(parts, name, "is of different kinds")


def enums_are_one_python_enum(subgraphs: Subgraphs) -> Problems:
    for name, parts in shared_types(subgraphs):
        enums = [part for part in parts.values() if isinstance(part, GraphQLEnumType)]
        if len({definition(enum).wrapped_cls for enum in enums}) > 1:
            yield problem(parts, name, "must be one Python Enum that the subgraphs share")


def scalars_agree(subgraphs: Subgraphs) -> Problems:
    for name, parts in shared_types(subgraphs):
        scalars = [part for part in parts.values() if isinstance(part, GraphQLScalarType)]
        known = {id(definition(s) or s) for s in scalars}
        if len(known) > 1:
            yield problem(parts, name, "must be one scalar definition that the subgraphs share")


def inputs_agree(subgraphs: Subgraphs) -> Problems:
    for name, parts in shared_types(subgraphs):
        inputs = [part for part in parts.values() if isinstance(part, GraphQLInputObjectType)]
        if len({signature(input_.fields) for input_ in inputs}) > 1:
            yield problem(parts, name, "is an input whose fields differ")


def signature(arguments: dict[str, Any]) -> tuple[str, ...]:
    """Returns what makes two lists of arguments, or two inputs, the same to a client."""
    return tuple(sorted(f"{n}: {a.type} = {a.default_value!r}" for n, a in arguments.items()))


def fields_agree(subgraphs: Subgraphs) -> Problems:
    for name, field, parts in composite_fields(subgraphs):
        if len({str(part.type) for part in parts.values()}) > 1:
            types = ", ".join(sorted({str(part.type) for part in parts.values()}))
            yield problem(parts, f"{name}.{field}", f"has different types: {types}")
        if len({signature(part.args) for part in parts.values()}) > 1:
            yield problem(parts, f"{name}.{field}", "has different arguments")


def value_types_agree(subgraphs: Subgraphs) -> Problems:
    for name, parts in shared_types(subgraphs):
        composite = isinstance(next(iter(parts.values())), GraphQLObjectType | GraphQLInterfaceType)
        if not composite or name in ROOTS or any(s.keys(name) for s in parts):
            continue
        for field in dict.fromkeys(field for s in parts for field in s.fields(name)):
            if missing := [s for s in parts if field not in s.fields(name)]:
                yield problem(missing, f"{name}.{field}", "is missing in a shared value type")
