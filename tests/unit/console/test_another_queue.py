"""A kind of work that there is not yet: a description, its documents, and what its rows say."""

import re

import pytest

from console import documents, templating
from console.graph import Answer
from console.pages.work.kinds import QUEUES
from console.pages.work.queue import Count, Filter, Queue, Strand, Thing
from tests.support.fake_console import FakeConsole, asks, links

ROSA, SAM = ({"id": who.lower(), "displayName": who, "role": "AUDITOR"} for who in ("Rosa", "Sam"))
ROW = '<p class="sub">{{ row.queue.label }} in {{ item.audit.town }}</p>'
AUDITS = Queue(
    kind="audits",
    label="Audit",
    plural="Audits",
    noun="audit",
    colleague="auditor",
    document="work_audits",
    holder="holder_of_audit",
    colleagues="colleagues_audits",
    activity="activity_audits",
    live="audit",
    row=templating.environment().from_string(ROW),
    roles=frozenset({"auditor", "admin", "guest"}),
    takers=frozenset({"auditor"}),
    overseers=frozenset({"admin"}),
    historians=frozenset({"auditor", "admin"}),
    waiting="AuditWaitingFor",
    waits=("TAKER", "ASSIGNEE", "VISIT"),
    own_waits=frozenset({"VISIT"}),
    strands=(
        Strand("mine", frozenset({"auditor"}), frozenset({"ASSIGNEE"})),
        Strand("free", frozenset({"auditor"}), frozenset({"TAKER"})),
    ),
    filters=(Filter("town", "Town", "towns"),),
    things={
        "audit": Thing("Audit", "AuditState", "AuditAction", "audits", "audit(id: $id) { shop }")
    },
    counts=(Count("to be visited", "visits", {"waiting": "VISIT"}),),
    asked_only=frozenset({"guest"}),
)
DOCUMENTS = {
    "work_audits": "query WorkAudits { a }",
    "holder_of_audit": "query HolderOfAudit { a }",
    "colleagues_audits": "query ColleaguesAudits { a }",
    "activity_audits": "query ActivityAudits { a }",
}
EMPTY = {"edges": [], "pageInfo": {"hasNextPage": False}}


def document(name):
    return DOCUMENTS.get(name) or documents.document(name)


def an_audit(title, assignee=None):
    return {
        "object": f"ID of {title}",
        "title": title,
        "assignee": assignee,
        "waitingFor": "ASSIGNEE" if assignee else "TAKER",
        "openSince": "2030-05-30T12:00:00Z",
        "dueAt": None,
        "answerDueAt": None,
        "nextDueAt": "2030-06-03T12:00:00Z",
        "audit": {"town": "Lyon"},
    }


def waiting(*audits):
    edges = [{"cursor": each["title"], "node": each} for each in audits]
    own = {"counts": {"all": 2, "mine": 1}, "own": {"visits": 7}}

    def answer(variables):
        asked = [strand for strand in ("mine", "free", "all") if variables[strand]]
        data = dict.fromkeys(asked, EMPTY) | {"counted": own}
        return Answer(data | {asked[0]: {**EMPTY, "edges": edges}})

    return answer


@pytest.fixture
def auditor():
    return a_console("auditor")


def a_console(*roles):
    console = FakeConsole(*roles, queues=[*QUEUES, AUDITS], document=document)
    counted = {"counted": {"counts": {"all": 3}}}
    nothing = Answer(counted | dict.fromkeys(("mine", "free", "all"), EMPTY))
    console.graph.told = {
        "WorkApplications": nothing,
        "WorkPressReleases": nothing,
        "WorkAudits": waiting(an_audit("Kiln & Co"), an_audit("Wool", ROSA)),
        "ColleaguesAudits": Answer({"colleagues": [{"who": SAM, "openItems": 2}]}),
        "ActivityAudits": Answer({"activity": EMPTY}),
    }
    return console


async def test_its_list_is_there_for_those_whose_it_is(auditor):
    page = (await auditor.get("/console")).text

    assert auditor.graph.names() == ["ColleaguesAudits", "WorkAudits"]
    assert links(page, "Kiln &amp; Co") == ["/console/audits/ID%20of%20Kiln%20%26%20Co"]
    assert "Audit in Lyon" in page
    assert 'data-live="/console/live/audit"' in page
    buttons = set(re.findall(r'action="/console/([a-z-]+)"', page)) - {"sign-out"}
    assert buttons == {"take", "hand-over", "release"}
    assert 'name="auditor"' in page
    assert links(page, "Nobody")
    assert 'name="town"' in page


async def test_what_only_it_counts_leads_to_what_was_counted(auditor):
    page = (await auditor.get("/console")).text

    (visits,) = links(page, "7 to be visited")
    assert asks(visits) == {"kind": "audits", "assigned": "ALL", "waiting": "VISIT"}
    auditor.graph.asked.clear()
    await auditor.get(visits)
    assert auditor.graph.variables("WorkAudits")["waitingForWhom"] == ["VISIT"]


async def test_its_buttons_are_its_mutations(auditor):
    auditor.graph.told["auditTake"] = Answer({"auditTake": {"userErrors": []}})

    sent = await auditor.send("/console/take", object="audits:QQ==")

    assert sent.status_code == 303
    assert auditor.graph.variables("auditTake")["id"] == "QQ=="
    assert "You have taken it." in (await auditor.get(sent.headers["location"])).text


async def test_whoever_sees_all_work_sees_it_among_the_others():
    page = (await a_console("admin").get("/console")).text

    assert links(page, "Wool")
    assert re.search(r'Everything <span class="count">8</span>', page)
    assert '<option value="audits">Audits</option>' in page


async def test_whoever_is_only_asked_has_nothing_but_that():
    page = (await a_console("guest").get("/console")).text

    assert links(page, "Wool")
    assert links(page, "For me")
    for other in ("Mine", "Nobody", "to be visited"):
        assert not links(page, other)
    assert 'name="assigned"' not in page


async def test_what_was_done_to_it_is_told(auditor):
    entry = {
        "id": "1",
        "createdAt": "2030-06-01T10:00:00Z",
        "actor": SAM,
        "object": "QQ==",
        "action": "audit.visited",
        "fromState": None,
        "toState": None,
        "reason": None,
    }
    edges = [{"cursor": "1", "node": entry}]
    auditor.graph.told["ActivityAudits"] = Answer({"activity": {**EMPTY, "edges": edges}})
    auditor.graph.told["Titles"] = Answer({"o0": {"shop": "Wool & Co"}})

    page = (await auditor.get("/console/activity")).text

    assert "Visited" in page
    assert links(page, "Wool &amp; Co")[0] == "/console/audits/QQ%3D%3D"
