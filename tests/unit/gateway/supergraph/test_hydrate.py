"""An entity's fields come from several subgraphs, each found by its key."""

import asyncio
import gc
import weakref
from contextlib import contextmanager
from enum import Enum

import pytest
import strawberry
from strawberry.dataloader import DataLoader

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


def shop(names=("mug", "vase")):
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        name: str

    return subgraph(query(things=(list[Thing], lambda: [Thing(id=ID(n), name=n) for n in names])))


def reviews(stars=5):
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        stars: int | None

        @classmethod
        async def resolve_reference(cls, info: strawberry.Info, id: str) -> "Thing":
            memory = info.context

            async def load(ids: list[str]) -> list[int]:
                memory.diary.append(sorted(ids))
                return [stars for _ in ids]

            memory.loader = getattr(memory, "loader", None) or DataLoader(load)
            return cls(id=ID(id), stars=await memory.loader.load(id))

    return subgraph(query(best=(Thing, lambda: Thing(id=ID("mug"), stars=9))))


async def test_fields_of_other_subgraphs_are_found_by_the_key_in_one_batch():
    graph, memory = compose({"shop": shop(), "reviews": reviews()}), Memory()

    data = await answer(graph, "{ things { id name stars } }", memory)

    assert data["things"] == [
        {"id": "mug", "name": "mug", "stars": 5},
        {"id": "vase", "name": "vase", "stars": 5},
    ]
    assert memory.diary == [["mug", "vase"]]


async def test_an_object_is_asked_for_its_own_fields_without_hydration():
    graph, memory = compose({"shop": shop(), "reviews": reviews()}), Memory()

    data = await answer(graph, "{ best { id stars } }", memory)

    assert data == {"best": {"id": "mug", "stars": 9}}
    assert memory.diary == []


async def test_several_fields_and_places_share_one_slice():
    graph, memory = compose({"shop": shop(), "reviews": reviews()}), Memory()

    await answer(graph, "{ a: things { stars again: stars } b: things { stars } }", memory)

    assert memory.diary == [["mug", "vase"]]


async def test_one_request_never_sees_what_another_has_read():
    answers = iter([1, 2])

    @federation.type(keys=["id"])
    class Thing:
        id: ID

        @strawberry.field
        def stars(self) -> int:
            return self.found

        @classmethod
        def resolve_reference(cls, id: str) -> "Thing":
            thing = cls(id=ID(id))
            thing.found = next(answers)
            return thing

    @federation.type(keys=["id"])
    class Shared:
        id: ID

    Shared.__strawberry_definition__.name = "Thing"
    immortal = Shared(id=ID("mug"))
    graph = compose(
        {
            "a": subgraph(query(thing=(Shared, lambda: immortal))),
            "b": subgraph(types=[Thing]),
        }
    )

    first = await answer(graph, "{ thing { stars } }")
    second = await answer(graph, "{ thing { stars } }")

    assert (first["thing"]["stars"], second["thing"]["stars"]) == (1, 2)
    assert list(vars(immortal)) == ["id"]


async def test_slices_end_with_the_request():
    graph, memory = compose({"shop": shop(), "reviews": reviews()}), Memory()
    await answer(graph, "{ things { stars } }", memory)
    slices = [weakref.ref(future.result()) for future in memory.slices.values()]

    del memory
    gc.collect()

    assert [found() for found in slices] == [None, None]


async def test_a_subgraph_without_resolve_reference_is_given_the_key():
    @federation.type(keys=["id"])
    class Thing:
        id: ID

        @strawberry.field
        def shout(self) -> str:
            return f"{self.id}!"

    graph = compose({"shop": shop(), "loud": subgraph(types=[Thing])})

    data = await answer(graph, "{ things { shout } }")

    assert [thing["shout"] for thing in data["things"]] == ["mug!", "vase!"]


@strawberry.enum
class Size(Enum):
    SMALL = 1
    LARGE = 2


def parcels(received):
    """A subgraph that needs the weight and size of what it sends."""

    @federation.type(keys=["id"])
    class Thing:
        id: ID
        weight: str | None = federation.field(external=True)
        size: Size = federation.field(external=True)

        @federation.field(requires=["weight size"])
        def postage(self) -> str:
            return f"{self.weight} for {self.size}"

        @classmethod
        def resolve_reference(cls, **representation) -> "Thing":
            received.append(representation)
            return cls(**representation)

    return subgraph(types=[Thing])


def scales(weight):
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        size: Size

        @strawberry.field
        async def weight(self) -> str | None:
            await asyncio.sleep(0)
            return weight

    return subgraph(
        query(thing=(Thing | None, lambda: Thing(id=ID("mug"), size=Size.LARGE))),
    )


async def test_a_required_field_is_sent_as_a_router_would_send_it():
    received = []
    graph = compose({"scales": scales("12 g"), "parcels": parcels(received)})

    data = await answer(graph, "{ thing { postage } }")

    assert received == [{"id": "mug", "weight": "12 g", "size": "LARGE"}]
    assert data == {"thing": {"postage": "12 g for LARGE"}}


async def test_a_nullable_required_field_may_be_null():
    received = []
    graph = compose({"scales": scales(None), "parcels": parcels(received)})

    await answer(graph, "{ thing { postage } }")

    assert received[0]["weight"] is None


async def test_a_null_in_a_key_that_may_not_be_null_makes_the_entity_null():
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        name: str

    graph = compose(
        {
            "shop": subgraph(query(thing=(Thing | None, lambda: Thing(id=None, name="mug")))),
            "reviews": reviews(),
        }
    )

    data, errors = await problems(graph, "{ thing { name stars } }")

    assert data == {"thing": {"name": "mug", "stars": None}}
    assert errors == []


async def test_an_unknown_entity_nulls_the_parent_of_a_field_that_may_not_be_null():
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        stars: int

        @classmethod
        def resolve_reference(cls, id: str) -> "Thing | None":
            return None

    @federation.type(keys=["id"])
    class Stub:
        id: ID

    Stub.__strawberry_definition__.name = "Thing"
    graph = compose(
        {
            "shop": subgraph(query(thing=(Stub | None, lambda: Stub(id=ID("mug"))))),
            "reviews": subgraph(types=[Thing]),
        }
    )

    result = await graph.execute("{ thing { stars } }", context_value=Memory())

    assert result.data == {"thing": None}
    assert [error.extensions["code"] for error in result.errors] == ["NOT_FOUND"]


async def test_a_failing_subgraph_costs_its_fields_alone():
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        stars: int | None

        @classmethod
        async def resolve_reference(cls, id: str) -> "Thing":
            raise RuntimeError("away")

    graph = compose({"shop": shop(), "reviews": subgraph(types=[Thing])})

    data, errors = await problems(graph, "{ things { name stars } }")

    assert [thing["name"] for thing in data["things"]] == ["mug", "vase"]
    assert [thing["stars"] for thing in data["things"]] == [None, None]
    assert errors == ["away", "away"]


async def test_the_first_key_that_both_know_is_used():
    @federation.type(keys=["id", "serial"])
    class Owned:
        id: ID
        serial: str
        name: str

    @federation.type(keys=["serial"])
    class Insured:
        serial: str

        @strawberry.field
        def worth(self) -> str:
            return f"worth of {self.serial}"

    for cls in (Owned, Insured):
        cls.__strawberry_definition__.name = "Thing"
    thing = Owned(id=ID("1"), serial="s-1", name="mug")
    graph = compose(
        {"shop": subgraph(query(thing=(Owned, thing))), "cover": subgraph(types=[Insured])}
    )

    data = await answer(graph, "{ thing { id worth } }")

    assert data == {"thing": {"id": "1", "worth": "worth of s-1"}}


async def test_a_key_may_be_nested():
    received = []

    def parts(extra):
        @federation.type(shareable=True)
        class Maker:
            code: str

        body = {"__annotations__": {"maker": Maker, "number": int, **extra}}
        return Maker, type("Thing", (), body)

    maker, cls = parts({"name": str})
    named = federation.type(cls, keys=["maker { code } number"])
    _, cls = parts({"stars": int | None})

    def resolve_reference(cls, **representation):
        received.append(representation)
        return cls(**representation | {"stars": 3})

    cls.resolve_reference = classmethod(resolve_reference)
    rated = federation.type(cls, keys=["maker { code } number"])
    thing = named(maker=maker(code="m"), number=7, name="mug")
    graph = compose(
        {"shop": subgraph(query(thing=(named, thing))), "reviews": subgraph(types=[rated])}
    )

    data = await answer(graph, "{ thing { name stars maker { code } } }")

    assert received == [{"maker": {"code": "m"}, "number": 7}]
    assert data["thing"] == {"name": "mug", "stars": 3, "maker": {"code": "m"}}


async def test_an_object_of_no_subgraphs_class_is_an_error_and_not_a_guess():
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        name: str

    class Impostor:
        id, name = "mug", "mug"

    graph = compose({"shop": subgraph(query(thing=(Thing | None, Impostor))), "reviews": reviews()})

    data, errors = await problems(graph, "{ thing { stars } }")

    assert data["thing"] in (None, {"stars": None})
    assert errors == ["Impostor is no subgraph's class for Thing"]


def slow_reviews(outcome, late=lambda: asyncio.sleep(0.02)):
    """Reviews that are found late, of things that fail meanwhile."""

    @federation.type(keys=["id"])
    class Thing:
        id: ID
        stars: int | None

        @classmethod
        async def resolve_reference(cls, id: str) -> "Thing":
            await late()
            return outcome(cls)

    return subgraph(types=[Thing])


def failing_shop():
    @federation.type(keys=["id"])
    class Thing:
        id: ID

        @strawberry.field
        async def fails(self) -> int:
            await asyncio.sleep(0.01)
            raise RuntimeError("broken")

    return subgraph(query(thing=(Thing | None, lambda: Thing(id=ID("mug")))))


async def test_a_waiting_field_survives_its_neighbours_failure():
    found = slow_reviews(lambda cls: cls(id=ID("mug"), stars=5))
    graph = compose({"shop": failing_shop(), "reviews": found})

    data, errors = await problems(graph, "{ a: thing { stars fails } b: thing { stars } }")

    assert data == {"a": None, "b": {"stars": 5}}
    assert errors == ["broken"]


async def test_a_failure_that_nobody_waits_for_any_more_disturbs_nobody():
    complaints, is_answered = [], asyncio.Event()

    def fail(_):
        raise RuntimeError("away")

    graph = compose({"shop": failing_shop(), "reviews": slow_reviews(fail, is_answered.wait)})

    with complaining(complaints):
        data, errors = await problems(graph, "{ thing { stars fails } }")
        is_answered.set()
        await asyncio.sleep(0.05)
        gc.collect()

    assert (data, errors) == ({"thing": None}, ["broken"])
    assert complaints == []


@contextmanager
def complaining(complaints):
    """Meanwhile the loop's complaints are kept here, none of what was left before among them."""
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    gc.collect()
    loop.set_exception_handler(lambda _, what: complaints.append(what))
    try:
        yield
    finally:
        loop.set_exception_handler(before)


@pytest.mark.parametrize("times", [1, 3])
async def test_a_mutation_forgets_what_was_read_before_it(times):
    @federation.type(keys=["id"])
    class Thing:
        id: ID
        name: str

    @strawberry.type
    class Mutation:
        @strawberry.mutation
        def rename(self) -> Thing:
            return Thing(id=ID("mug"), name="cup")

    @strawberry.type
    class Query:
        @strawberry.field
        def thing(self) -> Thing | None:
            return None

    graph = compose({"shop": subgraph(Query, mutation=Mutation), "reviews": reviews()})
    memory = Memory()
    text = " ".join(f"m{n}: rename {{ stars }}" for n in range(times))

    await answer(graph, f"mutation {{ {text} }}", memory)

    assert memory.forgotten == times
