"""Work through the graph: the interface that all domains share, and what a page of it costs."""

from collections import Counter
from datetime import timedelta

import pytest

from applications.domain.application import Flag
from chassis.actors import Actor
from chassis.caller import Role
from chassis.telemetry import CALLS
from gateway.ids import to_id
from tests.integration.applications.work.conftest import NOW
from tests.support.plans import record, recorded
from tests.support.queue import occasion, submitted, taken

DAY = timedelta(days=1)
WORK = """
query($regions: [String!], $overdue: Boolean! = false, $first: Int! = 25, $after: String) {
  applicationWork(regions: $regions, overdue: $overdue, first: $first, after: $after) {
    nodes {
      __typename
      ... on WorkItem {
        object title assignee { id } waitingFor openSince waitingSince
        dueAt answerDueAt nextDueAt isOverdue
      }
      flags
      application { id maker { id } timeline { action } }
    }
    pageInfo { hasNextPage endCursor }
    counts { all mine unassigned waitingForColleague waitingForMaker overdue }
  }
}
"""


async def test_an_item_is_a_work_item_of_the_shape_that_all_domains_have(queue, ask):
    asking = taken(NOW - DAY, "rita", region="EU").ask(
        ["Which kiln?"], NOW + DAY, occasion("rita", NOW - DAY / 4)
    )
    [name, other] = await queue(
        submitted(NOW - 6 * DAY, flags=[Flag.LARGE_GROUP]),
        asking,
    )

    answer = await ask("rita", ["reviewer"], WORK)

    first, second = answer["data"]["applicationWork"]["nodes"]
    assert first["application"]["id"] == to_id("Application", name)
    assert first["object"] == first["application"]["id"]
    assert first["title"].startswith("Pottery")
    assert {key: first[key] for key in ("__typename", "assignee", "waitingFor", "isOverdue")} == {
        "__typename": "ApplicationWorkItem",
        "assignee": None,
        "waitingFor": "TAKER",
        "isOverdue": True,
    }
    assert first["flags"] == ["LARGE_GROUP"]
    assert second["application"]["id"] == to_id("Application", other)
    assert second["waitingFor"] == "MAKER"
    # Its age is that of the application; what it waits for began later.
    assert second["openSince"] == "2026-11-17T12:00:00.000Z"
    assert second["waitingSince"] == "2026-11-18T06:00:00.000Z"
    assert second["assignee"] == {"id": "rita"}
    assert second["dueAt"] == second["nextDueAt"] == "2026-11-19T12:00:00.000Z"
    assert second["answerDueAt"] is None
    assert answer["data"]["applicationWork"]["counts"] == {
        "all": 2,
        "mine": 1,
        "unassigned": 1,
        "waitingForColleague": 0,
        "waitingForMaker": 1,
        "overdue": 1,
    }


async def test_pages_go_on_behind_a_cursor(queue, ask):
    await queue(*(submitted(NOW - number * DAY) for number in range(3)))

    first = (await ask("rita", ["reviewer"], WORK, first=2))["data"]["applicationWork"]
    cursor = first["pageInfo"]["endCursor"]
    rest = (await ask("rita", ["reviewer"], WORK, first=2, after=cursor))["data"]["applicationWork"]

    assert first["pageInfo"]["hasNextPage"]
    assert not rest["pageInfo"]["hasNextPage"]
    assert len({it["application"]["id"] for it in first["nodes"] + rest["nodes"]}) == 3


async def test_a_page_of_work_with_makers_is_three_calls_and_four_commands(queue, stored, ask):
    await queue(*(taken(NOW - number * DAY, "rita") for number in range(20)))
    # Who was seen a moment ago is not written down again.
    await ask("rita", ["reviewer"], WORK)
    before = _calls()
    await record(stored)

    answer = await ask("rita", ["reviewer"], WORK)

    assert len(answer["data"]["applicationWork"]["nodes"]) == 20
    assert _calls() - before == {
        "ListApplicationWork": 1,
        "CountApplicationWork": 1,
        "LookupMakersByName": 1,
    }
    # Effects and sweeps look meanwhile for what is theirs, and for nothing that waits for a taker.
    asked_for = await recorded(stored, "applications")
    plans = [it for it in asked_for if it.collection == "makers" or "'TAKER'" in it.command]
    # The page, what is counted of everybody's and of the asker's own, and the makers.
    assert sorted(it.collection for it in plans) == [*["applications"] * 3, "makers"]


@pytest.mark.parametrize(
    "field",
    [
        "applicationWork { nodes { title } }",
        "applicationActivity { nodes { action } }",
        "applicationFigures { submitted }",
        "applicationReviewers { openItems }",
    ],
)
@pytest.mark.parametrize(
    ("roles", "code"),
    [(["maker"], "FORBIDDEN"), (["partner"], "FORBIDDEN"), ([], "UNAUTHENTICATED")],
)
async def test_who_is_not_of_the_staff_is_refused(ask, field, roles, code):
    answer = await ask("somebody" if roles else "", roles, f"{{ {field} }}")

    [error] = answer["errors"]
    assert error["extensions"]["code"] == code
    assert set(answer["data"].values()) == {None}


async def test_a_region_that_there_is_not_is_named_as_the_graph_calls_it(ask):
    answer = await ask("rita", ["reviewer"], WORK, regions=["NA", "XX"])

    [error] = answer["errors"]
    assert error["extensions"]["violations"][0]["path"] == ["regions", "1"]


ACTIVITY = """
query($actor: ID, $object: ID, $from: DateTime, $to: DateTime) {
  applicationActivity(actor: $actor, object: $object, from: $from, to: $to) {
    nodes { actor { displayName } object action fromState toState reason ruleVersion region }
    edges { cursor node { id } }
  }
}
"""


async def test_activity_is_told_of_persons_and_of_objects(ask, did, queue):
    [pottery, weaving] = await queue(submitted(NOW), submitted(NOW))
    rita = Actor("rita", "Rita", Role.REVIEWER)
    await did("application.submitted", pottery, NOW - 2 * DAY, "SUBMITTED")
    await did(
        "application.taken", pottery, NOW - DAY, "IN_REVIEW", rita, region="NA", rule_version="1"
    )
    await did("application.expired", weaving, NOW, "EXPIRED")
    id = to_id("Application", pottery)

    of_rita = await ask("rita", ["reviewer"], ACTIVITY, actor="rita")
    of_pottery = await ask("rita", ["reviewer"], ACTIVITY, object=id)
    lately = await ask("rita", ["support"], ACTIVITY, **{"from": NOW.isoformat()})

    assert of_rita["data"]["applicationActivity"]["nodes"] == [
        {
            "actor": {"displayName": "Rita"},
            "object": id,
            "action": "application.taken",
            "fromState": "SUBMITTED",
            "toState": "IN_REVIEW",
            "reason": None,
            "ruleVersion": "1",
            "region": "NA",
        }
    ]
    assert len(of_pottery["data"]["applicationActivity"]["nodes"]) == 2
    [expired] = lately["data"]["applicationActivity"]["nodes"]
    assert (expired["action"], expired["actor"]) == ("application.expired", None)


async def test_an_object_of_another_kind_has_no_activity_here(ask):
    answer = await ask(
        "rita", ["reviewer"], ACTIVITY, object=to_id("Listing", f"listings/{'0' * 8}")
    )

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize("weeks", [0, 105])
async def test_how_many_weeks_are_told_is_at_least_one(ask, weeks):
    answer = await ask("rita", ["reviewer"], f"{{ applicationFigures(weeks: {weeks}) {{ week }} }}")

    [error] = answer["errors"]
    assert [it["path"] for it in error["extensions"]["violations"]] == [["weeks"]]
    assert answer["data"] == {"applicationFigures": None}


async def test_figures_and_reviewers_are_told(ask, did, queue, a_desk):
    await did("application.submitted", "applications/1", NOW, "SUBMITTED", region="EU")
    await queue(taken(NOW, "wanda"))
    await a_desk("wanda").work()

    answer = await ask(
        "wanda",
        ["reviewer"],
        """{
          applicationFigures(weeks: 2, region: "EU") {
            week submitted medianDecisionSeconds medianFirstAnswerSeconds decidedInTime
          }
          applicationReviewers { who { id displayName } lastSeenAt openItems }
        }""",
    )

    before, week = answer["data"]["applicationFigures"]
    assert (before["week"], before["submitted"]) == ("2026-11-09", 0)
    assert week == {
        "week": "2026-11-16",
        "submitted": 1,
        "medianDecisionSeconds": None,
        "medianFirstAnswerSeconds": None,
        "decidedInTime": 0,
    }
    [wanda] = [it for it in answer["data"]["applicationReviewers"] if it["who"]["id"] == "wanda"]
    assert wanda["openItems"] == 1


def _calls():
    """How often each method of the service was answered, as the metrics tell."""
    counted = Counter()
    for family in CALLS.collect():
        for sample in family.samples:
            path = sample.labels.get("method", "")
            if "handmade.applications" in path and sample.name.endswith("_total"):
                counted[path.rpartition("/")[2]] += int(sample.value)
    return counted
