"""The private surface of Strawberry that the composed schema stands on."""

from dataclasses import fields, is_dataclass
from inspect import signature

import strawberry
from graphql import GraphQLSchema, specified_directives
from strawberry.fastapi import GraphQLRouter
from strawberry.federation import Schema
from strawberry.http.base import BaseView
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import (
    CustomGraphQLEnumType,
    GraphQLCoreConverter,
)
from strawberry.schema.types.concrete_type import ConcreteType

from tests.unit.gateway.supergraph.toys import answer, compose, federation, query, subgraph


def test_the_private_surface_is_what_it_was():
    schema = subgraph(query(x=(int, 1)))

    assert isinstance(schema._schema, GraphQLSchema)
    assert schema._schema._strawberry_schema is schema
    assert schema._schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF] is schema
    assert GraphQLCoreConverter.DEFINITION_BACKREF == "strawberry-definition"
    assert isinstance(schema.schema_converter.type_map, dict)
    assert isinstance(schema.schema_converter.scalar_registry, dict)
    assert is_dataclass(ConcreteType)
    assert [field.name for field in fields(ConcreteType)] == ["definition", "implementation"]
    assert list(signature(Schema.entities_resolver).parameters) == [
        "self",
        "info",
        "representations",
    ]
    assert {"_raw_info", "_field"} <= {field.name for field in fields(strawberry.Info)}
    assert next(iter(signature(CustomGraphQLEnumType).parameters)) == "enum"
    assert list(signature(strawberry.Schema.process_errors).parameters) == [
        "self",
        "errors",
        "execution_context",
    ]
    assert "stream_transport_classes_by_protocol" in vars(BaseView)
    assert {"run", "parse_multipart", "execute_operation", "process_result"} <= set(
        dir(GraphQLRouter)
    )


def test_types_are_found_by_name_with_their_merged_form():
    @federation.type(shareable=True)
    class Money:
        amount: int

    graph = compose(
        {
            "a": subgraph(query(a=(Money, None))),
            "b": subgraph(query(b=(Money, None))),
        }
    )

    known = graph.schema_converter.type_map["Money"]

    assert known.implementation is graph._schema.type_map["Money"]
    assert graph.get_type_by_name("Money").origin is Money
    assert graph.get_type_by_name("_Service") is None
    assert not {name for name in graph.schema_converter.type_map if name.startswith("_")}


def test_a_composed_schema_keeps_its_own_directives():
    graph = compose({"a": subgraph(query(x=(int, 1)))})

    assert {d.name for d in graph._schema.directives} == {d.name for d in specified_directives}


async def test_only_the_composed_schemas_extensions_run():
    ran = []

    def extension(name):
        class Diary(strawberry.extensions.SchemaExtension):
            def on_operation(self):
                ran.append(name)
                yield

        return Diary

    part = subgraph(query(x=(int, 1)), extensions=[extension("subgraph")])
    graph = compose({"a": part}, extensions=[extension("supergraph")])

    await answer(graph, "{ x }")

    assert ran == ["supergraph"]


async def test_suggestions_can_be_switched_off():
    config = StrawberryConfig(disable_field_suggestions=True)
    graph = compose({"a": subgraph(query(secret=(int, 1)))}, config=config)

    result = await graph.execute("{ secre }")

    assert [error.message for error in result.errors] == [
        "Cannot query field 'secre' on type 'Query'."
    ]


async def test_introspection_tells_the_composed_graph():
    graph = compose({"a": subgraph(query(x=(int, 1))), "b": subgraph(query(y=(int, 1)))})

    data = await answer(graph, "{ __schema { queryType { fields { name } } } }")

    assert [f["name"] for f in data["__schema"]["queryType"]["fields"]] == ["x", "y"]
