"""What waits has one shape in every domain: in one subgraph, and in several that are composed."""

from datetime import UTC, datetime

import strawberry

from gateway.subgraph import subgraph
from gateway.supergraph import compose
from gateway.work import ActivityConnection, WaitingFor, WorkCounts, WorkItem
from tests.unit.gateway.supergraph.toys import answer, query

MOMENT = datetime(2026, 11, 18, 12, tzinfo=UTC)


def a_domain(name):
    """A subgraph in which two things wait; they know besides who draws them."""
    kind = type(f"{name.capitalize()}WorkItem", (WorkItem,), {"__annotations__": {name: str}})
    strawberry.type(kind)
    items = [
        kind(
            object=strawberry.ID(f"{name}-{number}"),
            title=f"{name} {number}",
            assignee=None,
            waiting_for=WaitingFor.TAKER,
            open_since=MOMENT,
            waiting_since=MOMENT,
            due_at=None,
            answer_due_at=MOMENT,
            next_due_at=MOMENT,
            is_overdue=False,
            **{name: "Ada"},
        )
        for number in (1, 2)
    ]
    counts = WorkCounts(
        all=2, mine=0, unassigned=2, waiting_for_colleague=0, waiting_for_maker=0, overdue=0
    )
    return subgraph(
        query=query(
            **{
                f"{name}Work": (list[kind], items),
                f"{name}Any": (list[WorkItem], items),
                f"{name}Counts": (WorkCounts, counts),
                f"{name}Activity": (ActivityConnection | None, None),
            }
        )
    )


ITEM = "__typename object title waitingFor openSince nextDueAt isOverdue"


async def test_one_domain_shows_its_items_as_what_waits_anywhere():
    graph = compose({"pots": a_domain("pots")})

    data = await answer(graph, f"{{ potsWork {{ ... on WorkItem {{ {ITEM} }} pots }} }}")

    assert [item["title"] for item in data["potsWork"]] == ["pots 1", "pots 2"]
    assert data["potsWork"][0]["pots"] == "Ada"
    assert data["potsWork"][0]["object"] == "pots-1"
    assert data["potsWork"][0]["waitingFor"] == "TAKER"


async def test_several_domains_share_the_interface_and_its_values():
    graph = compose({"pots": a_domain("pots"), "rugs": a_domain("rugs")})

    data = await answer(
        graph,
        f"{{ potsAny {{ {ITEM} ... on PotsWorkItem {{ pots }} }} rugsAny {{ {ITEM} }} "
        "potsCounts { all } rugsCounts { all unassigned } rugsActivity { nodes { action } } }",
    )

    assert [item["__typename"] for item in data["potsAny"]] == ["PotsWorkItem"] * 2
    assert [item["__typename"] for item in data["rugsAny"]] == ["RugsWorkItem"] * 2
    assert data["potsAny"][0]["pots"] == "Ada"
    assert data["rugsCounts"] == {"all": 2, "unassigned": 2}
    assert data["rugsActivity"] is None
    assert "type RugsWorkItem implements WorkItem" in graph.as_str()
