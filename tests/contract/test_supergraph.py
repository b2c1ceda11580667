"""The graph as clients know it: committed, described, and shaped by the style guide."""

import re

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from dev.repository import ROOT
from gateway import app
from gateway.schema import sdl
from gateway.subgraphs import SUBGRAPHS
from gateway.supergraph.subgraph import Subgraph

# Two objects in the same order as `edges` and `nodes` promise nothing that needs a page.
PAGED = ("Connection",)


@pytest.fixture(scope="module")
def graph():
    return app.schema(SUBGRAPHS)._schema


def own_types(graph):
    return [
        type_
        for type_ in graph.type_map.values()
        if not is_introspection_type(type_) and not is_specified_scalar_type(type_)
    ]


def described(type_):
    """Gives everything in a type that has a description, with its place."""
    yield type_.name, type_
    if isinstance(type_, GraphQLEnumType):
        for name, value in type_.values.items():
            yield f"{type_.name}.{name}", value
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        for name, field in type_.fields.items():
            yield f"{type_.name}.{name}", field
            for argument, found in getattr(field, "args", {}).items():
                yield f"{type_.name}.{name}({argument}:)", found


def test_the_committed_schema_is_the_one_that_is_served():
    committed = (ROOT / "gateway" / "schema.graphql").read_text()

    assert committed == sdl(), "run `make schema` and review what changed"


def test_all_four_domains_are_in_the_graph():
    assert set(SUBGRAPHS) == {"applications", "catalog", "messaging", "pr_review"}


def test_every_element_is_described_in_sentences(graph):
    places = [place for type_ in own_types(graph) for place in described(type_)]

    undescribed = [
        place for place, element in places if not (element.description or "").endswith(".")
    ]

    assert undescribed == []


def test_every_mutation_has_one_input_and_a_payload_with_user_errors(graph):
    odd = []
    for name, field in graph.mutation_type.fields.items():
        payload = get_named_type(field.type)
        stem = name[0].upper() + name[1:]
        arguments = {key: str(argument.type) for key, argument in field.args.items()}
        if (
            arguments != {"input": f"{stem}Input!"}
            or str(field.type) != f"{stem}Payload!"
            or str(payload.fields["userErrors"].type) != "[UserError!]!"
            or any(
                str(one.type).endswith("!")
                for key, one in payload.fields.items()
                if key != "userErrors"
            )
        ):
            odd.append(name)

    assert odd == []


def test_mutations_are_named_noun_first(graph):
    verbs = re.compile(r"^(create|update|delete|get|set|add|remove|submit|publish|send)[A-Z]")

    assert [name for name in graph.mutation_type.fields if verbs.match(name)] == []


def test_what_can_grow_is_paged_forward(graph):
    odd = []
    for type_ in own_types(graph):
        for name, field in getattr(type_, "fields", {}).items():
            if get_named_type(field.type).name.endswith(PAGED):
                first, after = field.args.get("first"), field.args.get("after")
                if first is None or after is None or first.default_value != 25:
                    odd.append(f"{type_.name}.{name}")

    assert odd == []


def test_lists_hold_no_nulls(graph):
    odd = [
        f"{type_.name}.{name}"
        for type_ in own_types(graph)
        for name, field in getattr(type_, "fields", {}).items()
        if re.search(r"\[\w+\]", str(field.type))
    ]

    assert odd == []


def test_the_graph_speaks_the_domain(graph):
    foreign = re.compile(
        r"Service$|Response$|Request$|^fetch|Grpc|Proto|Unspecified", re.IGNORECASE
    )
    names = [type_.name for type_ in own_types(graph)]
    names += [
        f"{type_.name}.{value}"
        for type_ in own_types(graph)
        if isinstance(type_, GraphQLEnumType)
        for value in type_.values
    ]

    # The domain itself knows requests: for custom orders, for information.
    domains = {"CustomOrderRequest", "InformationRequest"}
    assert [n for n in names if foreign.search(n) and n not in domains] == []


@pytest.mark.parametrize("name", ["Maker", "Listing", "MakerProfile", "PressRelease"])
def test_entities_are_nodes(graph, name):
    assert "Node" in {interface.name for interface in graph.type_map[name].interfaces}


# Who owns an entity: the service without which there is no such thing. Whoever asks is known from
# the token, and the root is there always: what hangs on them must not take them along.
OWNERS = {
    "Query": "nobody",
    "Viewer": "the token",
    "Maker": "applications",
    "Application": "applications",
    "Invitation": "applications",
    "RegionExtension": "applications",
    "Listing": "catalog",
    "MakerProfile": "catalog",
    "CustomOrderRequest": "messaging",
    "Thread": "messaging",
    "Order": "messaging",
    "PressRelease": "pr_review",
}
IN_THE_TOKEN = {"Viewer.email", "Viewer.displayName", "Viewer.roles"}
# The gateway has the dated values of the programme itself.
WITHOUT_A_SERVICE = IN_THE_TOKEN | {"Query.programmeCountries"}


def links():
    """Gives each field that needs another service than the one its object comes from."""
    for domain, schema in SUBGRAPHS.items():
        part = Subgraph(domain, schema)
        for type_name in part.types:
            owner = OWNERS.get(type_name)
            for name, field in part.fields(type_name).items():
                place = f"{type_name}.{name}"
                # A payload is there always, for it has the reasons why nothing was done.
                if name == "id" or type_name == "Mutation" or place in WITHOUT_A_SERVICE:
                    continue
                if part.is_external(type_name, name):
                    continue
                behind = OWNERS.get(get_named_type(field.type).name, domain)
                if owner not in (None, domain) or behind != domain:
                    yield place, field


def test_entities_have_owners():
    keyed = {
        name
        for domain, schema in SUBGRAPHS.items()
        for name in Subgraph(domain, schema).types
        if Subgraph(domain, schema).keys(name)
    }

    assert keyed == set(OWNERS) - {"Query"}


def test_a_dead_service_costs_a_field_and_not_the_page():
    assert [place for place, field in links() if str(field.type).endswith("!")] == []


def test_an_objects_own_lists_are_there_whenever_it_is():
    linked = {place for place, _ in links()}
    own = {
        f"{type_name}.{name}": str(field.type)
        for domain, schema in SUBGRAPHS.items()
        for type_name in Subgraph(domain, schema).types
        for name, field in Subgraph(domain, schema).fields(type_name).items()
        if get_named_type(field.type).name.endswith("Connection")
    }

    assert own["Thread.messages"] == "MessageConnection!"
    assert [place for place in own if place not in linked and not own[place].endswith("!")] == []
