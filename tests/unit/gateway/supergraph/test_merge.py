"""What clients see of the composed graph."""

from enum import Enum
from typing import Annotated

import strawberry
from graphql import build_schema

from tests.unit.gateway.supergraph.toys import (
    ID,
    Memory,
    answer,
    compose,
    federation,
    problems,
    query,
    subgraph,
)


def entity(type_name, /, interfaces=(), **fields):
    """An entity class with fields of these types."""
    bases = tuple(interfaces)
    body = {"__annotations__": {"id": ID, **fields}}
    return federation.type(type(type_name, bases, body), keys=["id"])


async def test_the_roots_of_all_subgraphs_are_one():
    def part(name):
        @strawberry.type
        class Mutation:
            do = strawberry.mutation(resolver=lambda: name, graphql_type=str, name=f"do{name}")

        @strawberry.type
        class Subscription:
            @strawberry.subscription(name=f"hear{name}")
            async def hear(self) -> str:
                yield name

        return subgraph(
            query(**{name.lower(): (str, name)}), mutation=Mutation, subscription=Subscription
        )

    graph = compose({"a": part("One"), "b": part("Two")})

    read = await answer(graph, "{ one two }")
    done = await answer(graph, "mutation { doOne doTwo }")
    heard = [
        event
        async for event in await graph.subscribe("subscription { hearTwo }", context_value=Memory())
    ]

    assert read == {"one": "One", "two": "Two"}
    assert done == {"doOne": "One", "doTwo": "Two"}
    assert [event.data for event in heard] == [{"hearTwo": "Two"}]


async def test_clients_see_no_federation():
    thing = entity("Thing", name=str)
    graph = compose({"a": subgraph(query(thing=(thing, lambda: thing(id="1", name="mug"))))})

    names = set(build_schema(str(graph)).type_map)

    assert "@" not in str(graph)
    assert not {name for name in names if name.startswith("_") and not name.startswith("__")}
    _, errors = await problems(graph, "{ _service { sdl } }")
    assert len(errors) == 1


async def test_what_is_inaccessible_is_hidden_and_still_serves_as_a_key():
    @federation.type(keys=["secret"])
    class Named:
        secret: ID = federation.field(inaccessible=True)
        name: str

    @federation.type(keys=["secret"])
    class Rated:
        secret: ID = federation.field(inaccessible=True)

        @federation.field(requires=["name"])
        def praise(self) -> str:
            return f"{self.name} {self.secret} is good"

        name: str = federation.field(external=True)

    @federation.enum
    class Colour(Enum):
        RED = "red"
        INTERNAL = federation.enum_value("internal", inaccessible=True)

    for cls in (Named, Rated):
        cls.__strawberry_definition__.name = "Thing"
    named = Named(secret=ID("1"), name="mug")

    @strawberry.type
    class Query:
        @strawberry.field
        def thing(self) -> Named:
            return named

        @federation.field(inaccessible=True)
        def hidden(self) -> int:
            return 1

        @strawberry.field
        def colour(self) -> Colour:
            return Colour.RED

    part = subgraph(Query)
    graph = compose({"a": part, "b": subgraph(types=[Rated])})

    data = await answer(graph, "{ thing { praise } colour }")

    assert data == {"thing": {"praise": "mug 1 is good"}, "colour": "RED"}
    for word in ("secret", "hidden", "INTERNAL"):
        assert word not in str(graph)
        assert word in part.as_str()


async def test_an_override_moves_a_field_to_another_subgraph():
    old = entity("Thing", name=str)

    @federation.type(keys=["id"])
    class Thing:
        id: ID

        @federation.field(override="old")
        def name(self) -> str:
            return "from the new"

    graph = compose(
        {
            "old": subgraph(query(thing=(old, lambda: old(id="1", name="from the old")))),
            "new": subgraph(types=[Thing]),
        }
    )

    assert await answer(graph, "{ thing { name } }") == {"thing": {"name": "from the new"}}


async def test_tags_and_provides_change_nothing():
    @federation.type(keys=["id"])
    class Named:
        id: ID
        name: str = federation.field(tags=["public"])

        @classmethod
        def resolve_reference(cls, id: str) -> "Named":
            return cls(id=ID(id), name="from the owner")

    @federation.type(keys=["id"])
    class Rated:
        id: ID
        name: str = federation.field(external=True)
        stars: int

    for cls in (Named, Rated):
        cls.__strawberry_definition__.name = "Thing"
    rated = Rated(id=ID("1"), name="provided", stars=5)

    @strawberry.type
    class Query:
        @federation.field(provides=["name"])
        def best(self) -> Rated:
            return rated

    graph = compose({"a": subgraph(types=[Named]), "b": subgraph(Query)})

    data = await answer(graph, "{ best { name stars } }")

    assert data == {"best": {"name": "from the owner", "stars": 5}}


async def test_a_shareable_value_is_resolved_by_its_own_class():
    def part(number):
        @federation.type(shareable=True)
        class Money:
            amount: int

            @strawberry.field
            def text(self) -> str:
                return f"{self.amount} by {number}"

        return subgraph(query(**{f"price{number}": (Money, lambda: Money(amount=number))}))

    graph = compose({"a": part(1), "b": part(2)})

    data = await answer(graph, "{ price1 { text } price2 { text } }")

    assert data == {"price1": {"text": "1 by 1"}, "price2": {"text": "2 by 2"}}


def nodes():
    """Two entities in two subgraphs that implement one interface, each also a stub elsewhere."""

    @federation.interface
    class Node:
        id: ID

    listing = entity("Listing", interfaces=[Node], title=str)
    maker_stub = entity("Maker", interfaces=[Node])
    maker = entity("Maker", interfaces=[Node], name=str)
    listing_stub = entity("Listing", interfaces=[Node])
    found = [listing(id="l", title="mug"), maker_stub(id="m")]

    def resolve_reference(cls, id: str):
        return cls(id=ID(id), **({"name": "Ada"} if cls is maker else {"title": "vase"}))

    maker.resolve_reference = listing.resolve_reference = classmethod(resolve_reference)
    catalog = subgraph(query(nodes=(list[Node], found)), types=[listing, maker_stub])
    members = subgraph(
        query(others=(list[Node], [maker(id="m2", name="Bo"), listing_stub(id="l2")])),
        types=[maker, listing_stub],
    )
    return compose({"catalog": catalog, "members": members})


async def test_an_interface_spans_subgraphs():
    parts = "{ __typename id ... on Listing { title } ... on Maker { name } }"

    data = await answer(nodes(), f"{{ nodes {parts} others {parts} }}")

    assert data["nodes"] == [
        {"__typename": "Listing", "id": "l", "title": "mug"},
        {"__typename": "Maker", "id": "m", "name": "Ada"},
    ]
    assert data["others"] == [
        {"__typename": "Maker", "id": "m2", "name": "Bo"},
        {"__typename": "Listing", "id": "l2", "title": "vase"},
    ]


async def test_a_union_has_the_members_of_all_subgraphs():
    listing = entity("Listing", title=str)
    maker = entity("Maker", name=str)
    maker_stub = entity("Maker")
    listing.resolve_reference = classmethod(lambda cls, id: cls(id=id, title="mug"))
    maker.resolve_reference = classmethod(lambda cls, id: cls(id=id, name="Ada"))
    one = Annotated[listing | maker_stub, strawberry.union("Found")]
    two = Annotated[maker | entity("Other", label=str), strawberry.union("Found")]
    graph = compose(
        {
            "a": subgraph(query(a=(list[one], [listing(id="l", title="mug"), maker_stub(id="m")]))),
            "b": subgraph(query(b=(list[two], [maker(id="m2", name="Bo")]))),
        }
    )

    data = await answer(
        graph, "{ a { __typename ... on Maker { name } } b { ... on Maker { name } } }"
    )

    assert data["a"] == [{"__typename": "Listing"}, {"__typename": "Maker", "name": "Ada"}]
    assert data["b"] == [{"name": "Bo"}]
    assert "union Found = Listing | Maker | Other" in str(graph)


def test_the_description_that_most_subgraphs_give_wins():
    def part(text):
        @federation.type(shareable=True, description=text)
        class Money:
            amount: int

        return subgraph(query(price=(Money, None)))

    graph = compose({"a": part("Rare."), "b": part("Common."), "c": part("Common.")})

    assert '"""Common."""\ntype Money' in str(graph)


def test_the_order_of_subgraphs_changes_nothing():
    one = subgraph(query(x=(int, 1), y=(int, 1)))
    two = subgraph(query(z=(int, 1)))

    assert str(compose({"a": one, "b": two})) == str(compose({"b": two, "a": one}))


async def test_inputs_and_arguments_come_through():
    @strawberry.input
    class Size:
        width: int
        height: int = 2

    def part(name):
        @strawberry.type
        class Query:
            @strawberry.field(name=f"area{name}")
            def area(self, size: Size, times: int = 3) -> int:
                return size.width * size.height * times

        return subgraph(Query)

    graph = compose({"a": part("A"), "b": part("B")})

    data = await answer(
        graph, "query($s: Size!) { areaA(size: $s) areaB(size: $s, times: 1) }", s={"width": 5}
    )

    assert data == {"areaA": 30, "areaB": 10}
