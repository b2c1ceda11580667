"""Toy subgraphs: an inventory and reviews of things, in the shapes that composition knows."""

import asyncio

import strawberry
import strawberry.federation as federation

from gateway.supergraph import compose

ID = strawberry.ID
field = federation.field


class Memory:
    """What a request's context must have, and a diary of what was looked up."""

    def __init__(self):
        self.slices = {}
        self.diary = []
        self.forgotten = 0

    def forget(self):
        self.slices.clear()
        self.forgotten += 1


def subgraph(query=None, **roots):
    return federation.Schema(query=query, federation_version="2.9", **roots)


def query(**fields):
    """A `Query` whose fields have these annotations and answers."""
    body = {}
    for name, (kind, value) in fields.items():
        body[name] = federation.field(resolver=resolver_of(kind, value), shareable=True)
    return strawberry.type(type("Query", (), body))


def resolver_of(kind, value):
    def resolver():
        return value() if callable(value) else value

    resolver.__annotations__["return"] = kind
    return resolver


async def answer(schema, text, memory=None, **variables):
    """The data of a query that must not fail."""
    result = await schema.execute(text, variable_values=variables, context_value=memory or Memory())
    assert result.errors is None, result.errors
    return result.data


async def problems(schema, text, memory=None):
    """The data and the error messages of a query."""
    result = await schema.execute(text, context_value=memory or Memory())
    return result.data, [error.message for error in result.errors or []]


__all__ = [
    "ID",
    "Memory",
    "answer",
    "asyncio",
    "compose",
    "federation",
    "field",
    "problems",
    "query",
    "strawberry",
    "subgraph",
]
