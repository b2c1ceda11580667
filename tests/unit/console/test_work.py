"""My work: who is asked what, what the list shows, and what its buttons do."""

import re
from datetime import timedelta

import pytest

from console import documents
from console.graph import Answer, Problem
from console.queues import END, SIZE
from tests.support.fake_console import AWAY, NOW, FakeConsole, asks, links

ROSA, SAM = ({"id": who.lower(), "displayName": who, "role": "REVIEWER"} for who in ("Rosa", "Sam"))
COUNTS = dict.fromkeys(
    ("all", "mine", "unassigned", "waitingForColleague", "waitingForMaker", "overdue"), 3
)
PRESS_COUNTS = dict.fromkeys(("stakeholder", "lead", "shortNotice", "lapsing"), 2)
STRANDS = ("mine", "free", "sign", "lead", "all")


def an_item(title, due="2030-06-03T12:00:00Z", **more):
    return {
        "object": f"ID of {title}",
        "title": title,
        "assignee": None,
        "waitingFor": "TAKER",
        "openSince": "2030-05-30T12:00:00Z",
        "dueAt": None,
        "answerDueAt": due,
        "nextDueAt": due,
    } | more


def an_application(title, due="2030-06-03T12:00:00Z", **more):
    application = {"region": "NA", "firstSignature": None}
    return an_item(title, due, flags=[], application=application) | more


def a_release(title, due="2030-06-03T12:00:00Z", substitute=None, **more):
    release = {
        "type": None,
        "releaseOn": "2030-07-01",
        "notice": {"verdict": "ON_TIME"},
        "substitute": substitute,
    }
    whom = more.get("waitingFor", "TAKER")
    return an_item(title, due, pressRelease=release, questions=[], waitingForWhom=whom) | more


def a_queue(*items, has_more=False, **counts):
    """Answers the strands that are asked for: the first of them has it all."""

    def answer(variables):
        asked = [strand for strand in STRANDS if variables.get(strand)]
        edges = [{"cursor": f"behind {it['title']}", "node": it} for it in items]
        data = {strand: connection([]) for strand in asked[1:]}
        data |= {strand: connection(edges, has_more) for strand in asked[:1]}
        return Answer(data | {"counted": {"counts": COUNTS, **counts}})

    return answer


def connection(edges, has_more=False):
    return {"edges": edges, "pageInfo": {"hasNextPage": has_more}}


def away(variables):
    names = [*(strand for strand in STRANDS if variables.get(strand)), "counted"]
    return Answer(dict.fromkeys(names), dict.fromkeys(names, AWAY))


def a_console(*roles, applications=None, releases=None):
    console = FakeConsole(*roles)
    console.graph.told = {
        "WorkApplications": applications or a_queue(),
        "WorkPressReleases": releases or a_queue(own=PRESS_COUNTS),
        "ColleaguesApplications": colleagues(ROSA, SAM),
        "ColleaguesPress": colleagues(ROSA, SAM),
    }
    return console


def colleagues(*people):
    return Answer({"colleagues": [{"who": who, "openItems": 2} for who in people]})


def titles(page):
    return re.findall(r'data-label="What".*?<a [^>]*>(.*?)</a>', page.text, re.DOTALL)


# Who is asked what


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        (["reviewer"], {"WorkApplications": ["mine", "free", "sign"]}),
        (["pr"], {"WorkPressReleases": ["mine", "free"]}),
        (["pr_lead"], {"WorkPressReleases": ["mine", "free", "lead"]}),
        (["stakeholder"], {"WorkPressReleases": ["all"]}),
        (["support"], {"WorkApplications": ["all"], "WorkPressReleases": ["all"]}),
        (["admin"], {"WorkApplications": ["all"], "WorkPressReleases": ["all"]}),
        (["maker"], {}),
        (
            ["reviewer", "pr"],
            {
                "WorkApplications": ["mine", "free", "sign"],
                "WorkPressReleases": ["mine", "free"],
            },
        ),
        # What only can be looked at does not wait for them.
        (
            ["reviewer", "support"],
            {"WorkApplications": ["mine", "free", "sign"], "WorkPressReleases": []},
        ),
        (
            ["reviewer", "stakeholder"],
            {"WorkApplications": ["mine", "free", "sign"], "WorkPressReleases": ["all"]},
        ),
        (["pr", "stakeholder"], {"WorkPressReleases": ["mine", "free"]}),
    ],
    ids=lambda it: " and ".join(it) if isinstance(it, list) else "",
)
async def test_everybody_sees_first_what_waits_for_them(roles, asked):
    console = a_console(*roles)

    page = await console.get("/console")

    found = {
        name: [strand for strand in STRANDS if given.get(strand)]
        for name, given in console.graph.asked
    }
    assert found == asked
    assert page.status_code == 200
    assert ("for your role" in page.text) is (not asked)


async def test_everything_is_one_click_away():
    console = a_console("reviewer")

    (everything,) = links((await console.get("/console")).text, "Everything")
    console.graph.asked.clear()
    await console.get(everything)

    given = console.graph.variables("WorkApplications")
    assert [strand for strand in STRANDS if given.get(strand)] == ["all"]
    assert given["assigned"] is None


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("assigned=MINE", {"assigned": "MINE", "all": True}),
        ("assigned=OTHERS&waiting=MAKER", {"assigned": "OTHERS", "waitingFor": ["MAKER"]}),
        ("waiting=STAKEHOLDER&assigned=ALL", {"waitingForWhom": ["STAKEHOLDER"]}),
        ("waiting=TAKER", {"free": True, "mine": False, "lead": False, "all": False}),
        ("waiting=LEAD", {"lead": True, "mine": False, "free": False}),
        ("overdue=1", {"overdue": True}),
        ("notice=VERY_SHORT_NOTICE", {"verdicts": ["VERY_SHORT_NOTICE"]}),
        ("notice=SHORT", {"verdicts": ("SHORT_NOTICE", "VERY_SHORT_NOTICE")}),
        ("type=EVENT&country=fr", {"types": ["EVENT"], "countries": ["FR"]}),
        ("lapsing=1", {"lapsingBefore": "2030-06-04T12:00:00+00:00"}),
        ("lapsing=1&at=2030-05-01T00:00:00", {"lapsingBefore": "2030-05-04T00:00:00+00:00"}),
        # What means nothing narrows nothing.
        (
            "notice=SOON&type=&country=&assigned=me&waiting=x&at=then&kind=orders",
            {"verdicts": None, "types": None, "countries": None, "free": True},
        ),
    ],
)
async def test_what_was_chosen_is_what_is_asked_for(query, given):
    console = a_console("pr_lead")

    page = await console.get(f"/console?{query}")

    asked = console.graph.variables("WorkPressReleases")
    assert {name: asked[name] for name in given} == given
    assert page.status_code == 200


async def test_what_only_one_kind_can_wait_for_is_asked_of_that_kind():
    console = a_console("admin")

    await console.get("/console?kind=press-releases&waiting=LEAD")

    assert console.graph.names() == ["WorkPressReleases"]


# The list


async def test_the_queues_are_one_list_by_what_is_due_next():
    console = a_console(
        "reviewer",
        "pr",
        applications=a_queue(
            an_application("Second", "2030-06-02T12:00:00.500Z"), an_application("Last", None)
        ),
        releases=a_queue(
            a_release("First", "2030-06-02T12:00:00Z"), a_release("Third", "2030-06-03T12:00:00Z")
        ),
    )

    page = await console.get("/console")

    assert titles(page) == ["First", "Second", "Third", "Last"]
    assert links(page.text, "Second") == ["/console/applications/ID%20of%20Second"]
    assert 'data-live="/console/live/application,press_release"' in page.text


async def test_the_next_page_begins_behind_what_was_shown_of_each_queue():
    many = [an_application(f"A{number}", "2030-06-02T12:00:00Z") for number in range(SIZE - 1)]
    late = [a_release(f"P{number}", "2030-06-09T12:00:00Z") for number in range(3)]
    console = a_console(
        "reviewer", "pr", applications=a_queue(*many), releases=a_queue(*late, has_more=True)
    )

    page = await console.get("/console?overdue=1&done=take")
    (following,) = links(page.text, "Show the next")
    console.graph.asked.clear()
    console.graph.told["WorkPressReleases"] = a_queue(*late[1:])
    second = await console.get(following)

    assert titles(page)[-1] == "P0"
    assert asks(following) == {
        "overdue": "1",
        "after.applications.mine": END,
        "after.applications.free": END,
        "after.applications.sign": END,
        "after.press-releases.mine": "behind P0",
        "after.press-releases.free": END,
    }
    given = console.graph.variables("WorkPressReleases")
    assert (given["mineAfter"], given["mine"], given["free"]) == ("behind P0", True, False)
    assert titles(second) == ["P1", "P2"]
    assert links(second.text, "Back to the first") == ["/console?overdue=1"]
    assert not links(second.text, "Show the next")


async def test_what_lapses_soon_is_counted_from_the_same_moment_on_every_page():
    console = a_console("pr", releases=a_queue(a_release("A"), has_more=True))

    (following,) = links((await console.get("/console?lapsing=1")).text, "Show the next")

    assert asks(following)["at"] == NOW.isoformat()


async def test_a_service_that_is_away_takes_only_its_part_along():
    console = a_console(
        "reviewer", "pr", applications=a_queue(an_application("There")), releases=away
    )

    page = await console.get("/console?overdue=1")

    assert page.status_code == 200
    assert titles(page) == ["There"]
    assert (
        "Press releases are not in this list, nor in the counts: this part does not answer"
        in page.text
    )
    assert links(page.text, "Try again") == ["/console?overdue=1"]


async def test_a_page_of_somebody_elses_list_leads_back_to_the_first():
    refused = Answer(dict.fromkeys(STRANDS), {"": Problem("INVALID", "Use a token of yours.")})
    console = a_console("reviewer", applications=refused)

    page = await console.get("/console?overdue=1&after.applications.mine=sams")

    assert "this page is of another list, or of another person" in page.text
    assert links(page.text, "Try again") == ["/console?overdue=1"]


@pytest.mark.parametrize(
    ("typed", "asked"), [("F1", [None]), ("Fr ance", [None]), ("ZZ", [["ZZ"], None])]
)
async def test_what_is_wrong_with_a_filter_is_said_at_it_and_the_list_is_there(typed, asked):
    there = a_queue(a_release("Mugs"), own=PRESS_COUNTS)
    refused = Answer(dict.fromkeys(STRANDS), {"mine": Problem("INVALID", "Must be a country.")})
    console = a_console(
        "pr", releases=lambda given: refused if given["countries"] == ["ZZ"] else there(given)
    )

    page = await console.get(f"/console?country={typed}")

    assert 'id="country-error" role="alert"' in page.text
    assert "There is no such country. Write two letters, such as FR." in page.text
    assert f'value="{typed}"' in page.text
    assert titles(page) == ["Mugs"]
    assert "lapse within three days" in page.text
    assert "could not be read" not in page.text
    assert [given["countries"] for _, given in console.graph.asked] == asked


async def test_a_service_that_is_away_is_not_blamed_on_a_filter():
    page = await a_console("pr", releases=away).get("/console?country=FR")

    assert "no such country" not in page.text
    assert AWAY.message[1:] in page.text


async def test_counts_are_within_what_lapses_soon():
    document = " ".join(documents.document("work_press_releases").split())

    counted = re.search(r"counted: pressReleaseWork\((.*?)\)", document)[1]

    for argument in ("verdicts", "types", "countries", "lapsingBefore"):
        assert f"{argument}: ${argument}" in counted


async def test_what_waits_for_somebody_is_counted_where_all_of_it_is_shown():
    mine = [an_application("A", **MINE), an_application("B")]

    whole = await a_console("reviewer", applications=a_queue(*mine)).get("/console")
    part = await a_console("reviewer", applications=a_queue(*mine, has_more=True)).get("/console")

    assert re.search(r'aria-current="page">For me <span class="count">2</span>', whole.text)
    assert re.search(r'aria-current="page">For me</a>', part.text)
    assert "With you" in whole.text


async def test_clocks_have_their_day():
    page = await a_console("reviewer", applications=a_queue(an_application("A"))).get("/console")

    assert "data-day>3 June 2030</time>" in page.text


@pytest.mark.parametrize(
    ("roles", "called"),
    [
        (["reviewer"], "For a second signature"),
        (["pr"], "For stakeholders and the lead"),
        (["reviewer", "pr"], "For a colleague"),
    ],
)
async def test_what_waits_for_other_staff_is_called_by_who_they_are(roles, called):
    assert links((await a_console(*roles).get("/console")).text, called)


async def test_a_stakeholder_has_no_filters_that_mean_nothing_to_them():
    page = (await a_console("stakeholder").get("/console")).text

    assert 'name="assigned"' not in page
    assert "with stakeholders" not in page
    assert re.search(r'aria-current="page">For me <span class="count">3</span>', page)


async def test_all_services_away_is_said():
    page = await a_console("reviewer", "pr", applications=away, releases=away).get("/console")

    assert len(links(page.text, "Try again")) == 2
    assert "Nothing of your work can be shown at the moment" in page.text
    assert "Nothing waits" not in page.text


async def test_counts_lead_to_what_was_counted():
    console = a_console("reviewer", "pr", releases=a_queue(own=PRESS_COUNTS))

    page = await console.get("/console?kind=press-releases&country=FR&overdue=1")

    tabs = re.search(r'<nav class="tabs".*?</nav>', page.text, re.DOTALL)[0]
    (mine,) = links(tabs, "Mine")
    assert asks(mine) == {"kind": "press-releases", "country": "FR", "assigned": "MINE"}
    (lapsing,) = links(page.text, "lapse within three days")
    assert asks(lapsing) == {
        "kind": "press-releases", "country": "FR", "assigned": "ALL", "lapsing": "1",
    }  # fmt: skip


async def test_counts_of_all_kinds_are_added_up():
    page = await a_console("reviewer", "pr").get("/console")

    assert re.search(r'Overdue <span class="count">6</span>', page.text)


async def test_what_somebody_else_wrote_is_text():
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    console = a_console("reviewer", applications=a_queue(an_application(hostile)))

    page = await console.get("/console")

    assert titles(page) == ["&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}"]


# Its buttons

MINE = {"assignee": ROSA, "waitingFor": "ASSIGNEE"}
SAMS = {"assignee": SAM, "waitingFor": "ASSIGNEE"}


@pytest.mark.parametrize(
    ("roles", "item", "buttons"),
    [
        (["reviewer"], an_application("A"), {"take"}),
        (["reviewer"], an_application("A", **MINE), {"hand-over", "release"}),
        (["reviewer"], an_application("A", **MINE | {"waitingFor": "MAKER"}), {"hand-over"}),
        (["reviewer"], an_application("A", **SAMS), set()),
        (["admin"], an_application("A"), set()),
        (["admin"], an_application("A", **SAMS), {"hand-over", "release"}),
        (["support"], an_application("A", **MINE), set()),
        (["pr"], a_release("A"), {"take"}),
        (["pr"], a_release("A", **SAMS), set()),
        (["pr"], a_release("A", substitute=ROSA, **SAMS), {"hand-over", "release"}),
        (["pr_lead"], a_release("A", **SAMS), {"hand-over", "release"}),
        (["stakeholder"], a_release("A", **SAMS), set()),
    ],
)
async def test_everybody_has_the_buttons_that_they_may_press(roles, item, buttons):
    queue = a_queue(item)
    own = {"applications": queue} if "application" in item else {"releases": queue}
    console = a_console(*roles, **own)

    page = await console.get("/console?assigned=ALL")

    forms = re.findall(r'action="/console/([a-z-]+)\?assigned=ALL"', page.text)
    assert set(forms) == buttons
    asked_for = [name for name in console.graph.names() if name.startswith("Colleagues")]
    assert bool(asked_for) is ("hand-over" in buttons)


async def test_whoever_has_it_is_no_choice_to_hand_it_to():
    console = a_console("reviewer", applications=a_queue(an_application("A", **MINE)))

    page = await console.get("/console")

    assert '<option value="sam">Sam (2 open)</option>' in page.text
    assert '<option value="rosa">' not in page.text


async def test_what_was_done_leads_back_to_the_same_list():
    console = a_console("reviewer")
    console.graph.told["applicationTake"] = Answer({"applicationTake": {"userErrors": []}})

    sent = await console.send(
        "/console/take?assigned=NOBODY&after.applications.all=here", object="applications:QQ=="
    )

    assert sent.status_code == 303
    assert sent.headers["location"].startswith(
        "/console?assigned=NOBODY&after.applications.all=here&done=take."
    )
    assert console.graph.variables("applicationTake")["id"] == "QQ=="
    assert "You have taken it." in (await console.get(sent.headers["location"])).text


async def test_a_link_that_claims_that_something_was_done_is_not_believed():
    console = a_console("reviewer")

    assert "You have taken it." not in (await console.get("/console?done=take")).text


async def test_a_lost_race_says_who_has_it():
    console = a_console("reviewer")
    taken = {"__typename": "StateError", "code": "ALREADY_TAKEN", "message": "It was taken."}
    console.graph.told["applicationTake"] = Answer({"applicationTake": {"userErrors": [taken]}})
    held = {"state": "IN_REVIEW", "holder": SAM}
    console.graph.told["HolderOfApplication"] = Answer({"held": held})

    page = await console.send("/console/take", object="applications:QQ==", form="take-QQ==")

    assert page.status_code == 409
    assert "Sam has it now. Its state: In review." in page.text
    assert "It was taken." in page.text


async def test_what_was_typed_stays_where_it_was_refused():
    console = a_console("reviewer", applications=a_queue(an_application("A", **MINE)))
    unknown = {
        "__typename": "InvalidFieldError", "code": "UNKNOWN", "message": "Nobody.",
        "path": ["reviewer"],
    }  # fmt: skip
    console.graph.told["applicationHandOver"] = Answer(
        {"applicationHandOver": {"userErrors": [unknown]}}
    )

    page = await console.send(
        "/console/hand-over",
        object="applications:ID of A",
        form="hand-over-ID of A",
        reviewer="sam",
        note="Ask <her> about the kiln.",
    )

    assert page.status_code == 422
    assert "Ask &lt;her&gt; about the kiln.</textarea>" in page.text
    assert '<option value="sam" selected>' in page.text
    assert console.graph.variables("applicationHandOver")["note"] == "Ask <her> about the kiln."


@pytest.mark.parametrize("named", ["", "orders:1", "press-releases:1"])
async def test_only_what_the_role_sees_can_be_acted_on(named):
    console = a_console("reviewer")

    assert (await console.send("/console/take", object=named)).status_code == 404
    assert console.graph.asked == []


# Ten thousand


def a_long_queue(size):
    """Gives what is asked for of so many that nobody has, each a minute later than the last."""

    def at(place):
        return an_application(f"A{place:05}", (NOW + timedelta(minutes=place)).isoformat())

    def answer(variables):
        counted = {"counted": {"counts": COUNTS | {"unassigned": size, "all": size}}}
        data = {each: connection([]) for each in STRANDS if variables.get(each)}
        if variables.get("free"):
            start = int(variables["freeAfter"] or 0)
            end = min(start + variables["first"], size)
            edges = [{"cursor": f"{it + 1}", "node": at(it)} for it in range(start, end)]
            data["free"] = connection(edges, end < size)
        return Answer(data | counted)

    return answer


async def test_a_queue_of_ten_thousand_is_read_page_by_page():
    console = a_console("reviewer", applications=a_long_queue(10_000))

    pages = [await console.get("/console")]
    for _ in range(3):
        (following,) = links(pages[-1].text, "Show the next")
        pages.append(await console.get(following))
    last = await console.get(f"/console?after.applications.free={10_000 - 7}")

    found = [title for page in pages for title in titles(page)]
    assert found == [f"A{place:05}" for place in range(4 * SIZE)]
    assert titles(last) == [f"A{place:05}" for place in range(10_000 - 7, 10_000)]
    assert not links(last.text, "Show the next")
    assert {given["first"] for _, given in console.graph.asked} == {SIZE}
    assert re.search(r'Everything <span class="count">10,?000</span>', pages[0].text)
    assert len(pages[0].content) < 100_000
