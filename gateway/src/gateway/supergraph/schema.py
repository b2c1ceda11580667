"""The composed schema, which runs like any other Strawberry schema."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import strawberry
from graphql import (
    Executor,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    print_schema,
    validate_schema,
)
from strawberry.extensions import SchemaExtension
from strawberry.federation import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types import ExecutionContext

from gateway.supergraph.check import CompositionError, ensure_composable
from gateway.supergraph.merge import Merger
from gateway.supergraph.subgraph import Subgraph

Extensions = Iterable[type[SchemaExtension] | Callable[[], SchemaExtension]]


@strawberry.type
class _Placeholder:
    """Stands in while Strawberry sets a schema up; clients never see it."""

    placeholder: bool = True


class Supergraph(strawberry.Schema):
    """One schema made of several subgraphs.

    Extensions of the subgraphs do not run in it; those given here do. Everything in this class
    beyond the constructor's arguments is Strawberry's private surface, pinned by a unit test.
    """

    def __init__(
        self,
        subgraphs: Mapping[str, FederationSchema],
        extensions: Extensions = (),
        config: StrawberryConfig | None = None,
        executor: type[Executor[Any]] | None = None,
    ) -> None:
        super().__init__(
            query=_Placeholder,
            extensions=extensions,
            config=config,
            execution_context_class=executor,
        )
        parts = [Subgraph(name, schema) for name, schema in subgraphs.items()]
        ensure_composable(parts)
        merger = Merger(parts)
        placeholder = self._schema
        self._schema = GraphQLSchema(
            query=_root(merger, "Query"),
            mutation=_root(merger, "Mutation"),
            subscription=_root(merger, "Subscription"),
            types=list(merger.visible.values()),
            # The placeholder's directives hold `@defer` and `@stream` where those are switched on.
            directives=placeholder.directives,
            extensions={GraphQLCoreConverter.DEFINITION_BACKREF: self},
        )
        self._schema._strawberry_schema = self  # type: ignore[attr-defined]
        self._adopt_definitions(parts, merger)
        if errors := validate_schema(self._schema):
            raise CompositionError([error.message for error in errors])

    def as_str(self) -> str:
        """Returns the schema that clients see, without federation's directives."""
        return print_schema(self._schema)

    __str__ = as_str

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Leaves the logging of errors to an extension, which knows what is worth it."""

    def _adopt_definitions(self, parts: Iterable[Subgraph], merger: Merger) -> None:
        """Makes Strawberry find the merged types and every scalar by name or class."""
        own = self.schema_converter
        own.type_map.clear()
        for part in parts:
            theirs = part.schema.schema_converter
            own.scalar_registry = {**theirs.scalar_registry, **own.scalar_registry}
            for name, known in theirs.type_map.items():
                if name in merger.visible:
                    merged = merger.visible[name]
                    own.type_map.setdefault(name, replace(known, implementation=merged))


def compose(
    subgraphs: Mapping[str, FederationSchema],
    extensions: Extensions = (),
    config: StrawberryConfig | None = None,
    executor: type[Executor[Any]] | None = None,
) -> Supergraph:
    """Composes named subgraphs into one schema. Raises `CompositionError` where they disagree."""
    return Supergraph(subgraphs, extensions, config, executor)


def _root(merger: Merger, name: str) -> GraphQLObjectType | None:
    root = merger.visible.get(name)
    return root if isinstance(root, GraphQLObjectType) and root.fields else None
