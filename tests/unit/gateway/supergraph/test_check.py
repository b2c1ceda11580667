"""Subgraphs that do not fit together are refused, by name."""

from enum import Enum

import pytest
import strawberry
from strawberry.federation.schema_directives import (
    Context,
    FromContext,
    InterfaceObject,
    Key,
    Override,
)
from strawberry.schema.config import StrawberryConfig

from gateway.supergraph import CompositionError
from tests.unit.gateway.supergraph.toys import ID, compose, federation, query, subgraph


def typed(name, fields, *, keys=(), shareable=False, external=(), own=None, **options):
    """A federation type with fields of these types."""
    body = {"__annotations__": dict(fields), **(own or {})}
    for one in external:
        body[one] = federation.field(external=True)
    return federation.type(type(name, (), body), keys=list(keys), shareable=shareable, **options)


def part(*types):
    return subgraph(types=list(types))


def refusals(**parts):
    with pytest.raises(CompositionError) as caught:
        compose(parts)
    return caught.value.problems


def test_everything_wrong_is_said_at_once():
    one = part(typed("A", {"x": int}, shareable=True), typed("B", {"x": int}, shareable=True))
    two = part(typed("A", {"x": str}, shareable=True), typed("B", {"x": str}, shareable=True))

    assert refusals(one=one, two=two) == [
        "[one, two] A.x: has different types: Int!, String!",
        "[one, two] B.x: has different types: Int!, String!",
    ]


def test_a_field_defined_twice_must_be_shareable():
    same = {"id": ID, "name": str}

    said = refusals(a=part(typed("T", same, keys=["id"])), b=part(typed("T", same, keys=["id"])))

    assert said == ["[a, b] T.name: is defined twice but not shareable"]


def test_shared_fields_need_the_same_arguments():
    def having(default):
        def f(self, n: int = default) -> int:
            return n

        own = {"f": federation.field(resolver=f)}
        return part(typed("T", {}, shareable=True, own=own))

    assert refusals(a=having(1), b=having(2)) == ["[a, b] T.f: has different arguments"]


def test_value_types_must_have_the_same_fields():
    one = part(typed("T", {"x": int, "y": int}, shareable=True))
    two = part(typed("T", {"x": int}, shareable=True))

    assert refusals(a=one, b=two) == ["[b] T.y: is missing in a shared value type"]


def test_a_name_is_of_one_kind():
    one = part(typed("T", {"x": int}))
    two = part(strawberry.input(type("T", (), {"__annotations__": {"x": int}})))

    assert refusals(a=one, b=two) == ["[a, b] T: is of different kinds"]


def test_enums_are_one_python_enum():
    def having():
        colour = strawberry.enum(Enum("Colour", "RED BLUE"))
        return subgraph(query(**{f"colour{id(colour)}": (colour, None)}))

    assert refusals(a=having(), b=having()) == [
        "[a, b] Colour: must be one Python Enum that the subgraphs share"
    ]


def test_inputs_must_not_differ():
    def having(kind):
        input_ = strawberry.input(type("Size", (), {"__annotations__": {"width": kind}}))

        def f(size: input_) -> int:
            return 1

        body = {f"f{kind.__name__}": strawberry.field(resolver=f)}
        return subgraph(strawberry.type(type("Query", (), body)))

    assert refusals(a=having(int), b=having(str)) == [
        "[a, b] Size: is an input whose fields differ"
    ]


def test_scalars_must_be_one_definition():
    def having(name):
        scalar = strawberry.scalar(name="Odd", serialize=str, parse_value=str)
        kind = type("Odd", (str,), {})
        config = StrawberryConfig(scalar_map={kind: scalar})
        return subgraph(query(**{name: (kind, "")}), config=config)

    assert refusals(a=having("x"), b=having("y")) == [
        "[a, b] Odd: must be one scalar definition that the subgraphs share"
    ]


def test_entities_need_a_common_key():
    one = part(typed("T", {"id": ID, "name": str}, keys=["id"]))
    two = part(typed("T", {"serial": ID, "stars": int}, keys=["serial"]))

    said = refusals(a=one, b=two)

    assert "[a, b] T.stars: cannot be reached: the subgraphs have no common resolvable key" in said
    assert "[b, a] T.name: cannot be reached: the subgraphs have no common resolvable key" in said


def test_an_external_field_is_no_key_to_read():
    own = {"price": federation.field(resolver=lambda: 1, requires=["serial"], graphql_type=int)}
    one = part(typed("T", {"id": ID, "serial": str}, keys=["id"], external=["serial"], own=own))
    two = part(typed("T", {"serial": str, "name": str}, keys=["serial"]))

    said = refusals(a=one, b=two)

    assert "[a, b] T.name: cannot be reached: the subgraphs have no common resolvable key" in said


def test_a_key_that_is_not_resolvable_leads_nowhere():
    unresolvable = federation.type(
        type("T", (), {"__annotations__": {"id": ID, "stars": int}}),
        directives=[Key(fields="id", resolvable=False)],
    )

    said = refusals(a=part(typed("T", {"id": ID, "name": str}, keys=["id"])), b=part(unresolvable))

    assert said == [
        "[a, b] T.stars: cannot be reached: the subgraphs have no common resolvable key"
    ]


def test_an_external_field_needs_an_owner():
    one = part(typed("T", {"id": ID, "name": str}, keys=["id"], external=["name"]))

    assert "[a] T.name: is external everywhere" in refusals(a=one)


def test_a_required_field_must_be_external():
    own = {"price": federation.field(resolver=lambda: 1, requires=["weight"], graphql_type=int)}
    one = part(typed("T", {"id": ID, "weight": int}, keys=["id"], own=own))

    assert refusals(a=one) == ["[a] T.price: requires weight, which is not @external here"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("nothing", "there is no field T.nothing in this subgraph"),
        ("id { x }", "T.id has no fields of its own"),
        ("owner", "T.owner needs fields of its own"),
        ("any { id }", "T.any is no object, so its fields cannot be named here"),
        ("sized", "T.sized needs arguments"),
    ],
)
def test_a_field_set_must_exist(fields, why):
    owner = typed("Owner", {"x": int})

    @federation.interface(name="Any")
    class Any_:
        id: ID

    def sized(self, n: int) -> int:
        return n

    own = {"sized": strawberry.field(resolver=sized)}
    one = part(typed("T", {"id": ID, "owner": owner, "any": Any_}, keys=[fields], own=own))

    assert refusals(a=one) == [f"[a] T: {why}"]


@pytest.mark.parametrize("fields", ["... on T { id }", "other: id", "id(n: 1)", "id }"])
def test_a_field_set_has_only_names(fields):
    [said] = refusals(a=part(typed("T", {"id": ID}, keys=[fields])))

    assert said.startswith("[a] T: `")


def test_an_override_names_another_subgraph():
    own = {"name": federation.field(resolver=lambda: "", graphql_type=str, override="typo")}
    one = part(typed("T", {"id": ID}, keys=["id"], own=own))

    assert refusals(a=one) == ["[a] T.name: overrides 'typo', which is no other subgraph"]


def test_progressive_override_is_refused():
    moved = Override(override_from="b", label="percent(5)")
    own = {"name": federation.field(resolver=lambda: "", graphql_type=str, directives=[moved])}
    one = part(typed("T", {"id": ID}, keys=["id"], own=own))

    assert refusals(a=one) == ["[a] T.name: @override with a label is not supported"]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"authenticated": True}, "authenticated"),
        ({"requires_scopes": [["x"]]}, "requiresScopes"),
        ({"policy": [["x"]]}, "policy"),
    ],
)
def test_directives_that_would_protect_nothing_are_refused(options, name):
    one = part(typed("T", {"id": ID}, keys=["id"], **options))

    assert refusals(a=one) == [f"[a] T: @{name} is not supported"]


def test_interface_objects_and_contexts_are_refused():
    def f(self, n: strawberry.ID = "1") -> int:
        return 1

    supplied = {"f": federation.field(resolver=f, directives=[FromContext(field="$c id")])}
    one = part(
        typed("A", {"id": ID}, keys=["id"], directives=[InterfaceObject()]),
        typed("B", {"id": ID}, keys=["id"], directives=[Context(name="c")]),
        typed("C", {"id": ID}, keys=["id"], own=supplied),
    )

    assert sorted(refusals(a=one)) == [
        "[a] A: @interfaceObject is not supported",
        "[a] B: @context is not supported",
        "[a] C.f: @fromContext is not supported",
    ]


def test_a_key_on_an_interface_is_refused():
    @federation.interface(keys=["id"])
    class Node:
        id: ID

    @federation.type
    class Thing(Node):
        pass

    assert refusals(a=part(Thing)) == ["[a] Node: @key on an interface is not supported"]


def test_what_clients_see_needs_nothing_hidden():
    hidden = typed("Hidden", {"x": int}, inaccessible=True)
    one = part(typed("T", {"id": ID, "hidden": hidden}, keys=["id"]))

    assert refusals(a=one) == ["[a] T.hidden: shows the inaccessible type Hidden"]
