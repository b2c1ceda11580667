"""Who did what: what is asked for, how it is told, and where it leads."""

import pytest
from graphql import build_schema, parse, validate

from console.graph import Answer, Problem
from console.pages import activity
from console.pages.work.kinds import QUEUES
from console.queues import SIZE
from dev.repository import ROOT
from tests.support.fake_console import AWAY, FakeConsole, asks, links

ROSA = {"id": "rosa", "displayName": "Rosa", "role": "REVIEWER"}
KINDS = ("Applications", "PressReleases")


def an_entry(action, at="2030-06-01T10:00:00Z", **more):
    return {
        "id": f"{action} {at}",
        "createdAt": at,
        "actor": ROSA,
        "object": f"ID of {action.partition('.')[0]}",
        "action": action,
        "region": None,
        "fromState": None,
        "toState": None,
        "reason": None,
        "ruleVersion": "1",
    } | more


def a_list(*entries, has_more=False):
    edges = [{"cursor": f"behind {entry['id']}", "node": entry} for entry in entries]
    page = {"hasNextPage": has_more, "endCursor": None}
    return Answer({"activity": {"edges": edges, "pageInfo": page}})


def failed(problem):
    return Answer({"activity": None}, {"activity": problem})


def a_console(*roles, applications=None, releases=None):
    console = FakeConsole(*roles)
    console.graph.told = {
        "ActivityApplications": applications or a_list(),
        "ActivityPressReleases": releases or a_list(),
        "Titles": lambda variables: Answer({name: {"title": "Dog mugs"} for name in variables}),
    }
    return console


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        (["reviewer"], ["ActivityApplications"]),
        (["pr"], ["ActivityPressReleases"]),
        (["pr_lead"], ["ActivityPressReleases"]),
        (["support"], ["ActivityApplications", "ActivityPressReleases"]),
        (["admin"], ["ActivityApplications", "ActivityPressReleases"]),
        (["stakeholder"], []),
        (["maker"], []),
    ],
)
async def test_everybody_sees_what_their_role_may(roles, asked):
    console = a_console(*roles)

    page = await console.get("/console/activity")

    assert console.graph.names() == asked
    assert ("Your role does not include" in page.text) is (not asked)


async def test_what_was_done_is_one_list_newest_first():
    console = a_console(
        "admin",
        applications=a_list(
            an_entry("application.taken", "2030-06-01T12:00:00Z"),
            an_entry("maker.created", "2030-06-01T09:00:00Z"),
        ),
        releases=a_list(an_entry("press_release.approved", "2030-06-01T10:00:00Z")),
    )

    page = (await console.get("/console/activity")).text

    assert page.index("Taken") < page.index("Approved") < page.index("Created")


async def test_everything_is_told_in_words():
    console = a_console(
        "reviewer",
        applications=a_list(
            an_entry(
                "application.asked", fromState="IN_REVIEW", toState="NEEDS_INFO", reason="RESOLD"
            ),
            an_entry("region_extension.linked", actor=None, reason="<b>Because</b> of it"),
        ),
    )

    page = (await console.get("/console/activity")).text

    for told in (
        "Asked for information",
        "In review → Waiting for information",
        "Resold",
        "Region extension",
        "a timer",
        "&lt;b&gt;Because&lt;/b&gt; of it",
    ):
        assert told in page, told
    for raw in ("NEEDS_INFO", "RESOLD", "region_extension", "application.asked"):
        assert raw not in page.replace("ID%20of%20region_extension", "").replace(
            "ID+of+region_extension", ""
        )


async def test_things_are_called_by_their_titles_and_lead_to_their_pages():
    console = a_console("admin", releases=a_list(an_entry("press_release.approved")))

    page = (await console.get("/console/activity")).text

    assert links(page, "Dog mugs")[0] == "/console/press-releases/ID%20of%20press_release"


async def test_without_its_title_a_thing_is_called_by_its_kind():
    console = a_console("admin", releases=a_list(an_entry("press_release.approved")))
    console.graph.told["Titles"] = Answer({"o0": None}, {"o0": AWAY})

    page = (await console.get("/console/activity")).text

    assert links(page, "Press release")[0] == "/console/press-releases/ID%20of%20press_release"


@pytest.mark.parametrize(
    ("query", "asked", "said"),
    [
        ("from=2030-06-02&to=2030-06-01", ("2030-06-02T00:00:00+00:00", None), "before the first"),
        ("from=then&to=2030-06-01", (None, "2030-06-02T00:00:00+00:00"), "Write a day"),
        ("from=2030-06-01&to=2030-06-01",
         ("2030-06-01T00:00:00+00:00", "2030-06-02T00:00:00+00:00"), None),
    ],
)  # fmt: skip
async def test_days_that_cannot_be_are_told_and_narrow_nothing(query, asked, said):
    console = a_console("reviewer")

    page = (await console.get(f"/console/activity?{query}")).text

    given = console.graph.variables("ActivityApplications")
    assert (given["from"], given["to"]) == asked
    assert ('class="error"' in page) is bool(said)
    assert said is None or said in page


async def test_the_titles_of_a_whole_page_are_asked_for_at_once():
    entries = [an_entry("press_release.taken", object=f"ID {number}") for number in range(SIZE)]
    console = a_console("pr", releases=a_list(*entries))

    await console.get("/console/activity")

    asked = [given for name, given in console.graph.asked if name == "Titles"]
    assert [len(given) for given in asked] == [15, 10]


def test_the_graph_knows_what_titles_are_asked_for():
    schema = build_schema((ROOT / "gateway" / "schema.graphql").read_text())
    things = [thing for queue in QUEUES for thing in queue.things.values()]
    fields = [thing.title for thing in things if thing.title]

    assert len(fields) == 2
    assert validate(schema, parse(activity.titles_document(fields))) == []


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("person=sam", {"actor": "sam"}),
        ("object=QQ==", {"object": "QQ=="}),
        (
            "from=2030-06-01&to=2030-06-02",
            {"from": "2030-06-01T00:00:00+00:00", "to": "2030-06-03T00:00:00+00:00"},
        ),
        ("from=&to=then", {"from": None, "to": None}),
        ("to=9999-12-31", {"to": None}),
        ("", {"actor": None, "object": None, "after": None, "first": SIZE}),
    ],
)
async def test_what_was_chosen_is_what_is_asked_for(query, given):
    console = a_console("reviewer")

    await console.get(f"/console/activity?{query}")

    asked = console.graph.variables("ActivityApplications")
    assert {name: asked[name] for name in given} == given


async def test_what_else_somebody_did_is_one_click_away():
    console = a_console("reviewer", applications=a_list(an_entry("application.taken")))

    page = (await console.get("/console/activity?from=2030-06-01")).text
    (of_person,) = links(page, "what else they did")
    (of_thing,) = links(page, "only this")
    narrowed = (await console.get(of_person)).text

    assert asks(of_person) == {"from": "2030-06-01", "person": "rosa"}
    assert asks(of_thing) == {"from": "2030-06-01", "object": "ID of application"}
    assert "what <b>Rosa</b> did" in narrowed
    assert links(narrowed, "Show everybody") == ["/console/activity?from=2030-06-01"]


async def test_pages_go_on_behind_what_was_shown_of_each_service():
    taken = [an_entry("application.taken", f"2030-06-01T10:{60 - at}:00Z") for at in range(1, 60)]
    console = a_console(
        "admin",
        applications=a_list(*taken[:SIZE], has_more=True),
        releases=a_list(an_entry("press_release.approved", "2030-01-01T00:00:00Z")),
    )

    page = (await console.get("/console/activity")).text
    (following,) = links(page, "Show the next")
    console.graph.asked.clear()
    await console.get(following)

    asked = {name: given["after"] for name, given in console.graph.asked if name != "Titles"}
    assert asked == {
        "ActivityApplications": f"behind {taken[SIZE - 1]['id']}",
        "ActivityPressReleases": None,
    }


async def test_a_service_that_is_away_takes_only_its_part_along():
    console = a_console(
        "admin", applications=failed(AWAY), releases=a_list(an_entry("press_release.approved"))
    )

    page = (await console.get("/console/activity?from=2030-06-01")).text

    assert "What was done to applications is not in this list: this part does not" in page
    assert links(page, "Try again") == ["/console/activity?from=2030-06-01"]
    assert "Approved" in page


async def test_a_thing_of_one_service_is_no_failure_of_the_other():
    unknown = Problem("INVALID", "There is no such application.")
    console = a_console(
        "admin", applications=failed(unknown), releases=a_list(an_entry("press_release.approved"))
    )

    page = (await console.get("/console/activity?object=QQ==")).text

    assert "not in this list" not in page
    assert "Approved" in page


async def test_a_thing_that_no_service_knows_is_said():
    unknown = Problem("INVALID", "There is no such thing.")
    console = a_console("admin", applications=failed(unknown), releases=failed(unknown))

    page = (await console.get("/console/activity?object=QQ==")).text

    assert page.count("there is no such thing.") == 2


@pytest.mark.parametrize(
    ("role", "is_offered"),
    [("reviewer", True), ("pr", True), ("admin", True), ("stakeholder", False)],
)
async def test_it_is_offered_to_those_who_may_see_it(role, is_offered):
    page = (await a_console(role).get("/console")).text

    assert bool(links(page, "Who did what")) is is_offered
    assert links(page, "My work")
