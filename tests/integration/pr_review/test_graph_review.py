"""What the press team, stakeholders and makers do by the graph while it is reviewed."""

import pytest

from gateway.ids import to_id
from tests.support.documents import a_document

ERRORS = "userErrors { __typename code message ... on InvalidFieldError { path } }"


def id_of(release):
    return str(to_id("PressRelease", release.name))


async def done(graph, name, selection, **input):
    """What a mutation gives, with its user errors."""
    type_ = f"{name[0].upper()}{name[1:]}Input"
    answer = await graph.ask(
        f"mutation($input: {type_}!) {{ {name}(input: $input) {{ {selection} {ERRORS} }} }}",
        input=input,
    )
    assert "errors" not in answer, answer["errors"]
    return answer["data"][name]


async def read(graph, id, selection):
    answer = await graph.ask(
        f"query($id: ID!) {{ pressRelease(id: $id) {{ {selection} }} }}", id=id
    )
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["pressRelease"]


@pytest.fixture
async def taken(press, graph):
    """The id of a press release that rita reviews, and its digest."""
    ada = await press.a_maker("ada")
    submitted = await ada.submitted()
    id = id_of(submitted)
    await graph("rita", "pr", name="Rita").do("pressReleaseTake", id=id)
    return id, submitted.draft.sha256


async def a_comment(graph, taken, **fields):
    id, sha256 = taken
    given = {"id": id, "sha256": sha256, "block": "b1", "text": "Who says so?"} | fields
    added = await done(graph, "pressCommentAdd", "comment { id visibility issue }", **given)
    assert added["userErrors"] == []
    return added["comment"]["id"]


async def test_changes_are_requested_and_answered_with_what_the_maker_may_see(press, graph, taken):
    id, sha256 = taken
    rita, ada = graph("rita", "pr", name="Rita"), graph("ada", "maker", name="Ada")
    await a_comment(rita, taken, text="Between us: legal will object.")
    for_maker = await a_comment(
        rita, taken, text="Please say who sells the mugs.", visibility="MAKER", isIssue=True
    )
    comments = "comments { nodes { text issue author { displayName } } } openIssues"

    before = await read(ada, id, comments)
    asked = await done(
        rita,
        "pressReleaseRequestChanges",
        "pressRelease { state answerDueAt letters { kind text } }",
        id=id,
        sha256=sha256,
        words="One thing is unclear.",
    )
    told = await read(ada, id, f"{comments} round letters {{ kind text language }}")
    replied = await done(
        ada, "pressCommentReply", "comment { replies { text } }", id=for_maker, text="We do."
    )
    again = (await ada.upload(id, a_document("We sell the mugs.")))["pressRelease"]
    answered = await done(
        ada,
        "pressReleaseAnswer",
        "pressRelease { state round answers { kind text draftNumber } }",
        id=id,
        kind="COUNTER_EDITS",
        sha256=again["draft"]["file"]["sha256"],
        text="Here it is.",
    )
    seen = await read(rita, id, comments)

    assert before == {"comments": {"nodes": []}, "openIssues": 0}
    assert asked["userErrors"] == []
    assert (asked["pressRelease"]["state"], asked["pressRelease"]["answerDueAt"]) == (
        "CHANGES_REQUESTED",
        None,
    )
    assert [it["text"] for it in told["comments"]["nodes"]] == ["Please say who sells the mugs."]
    assert "One thing is unclear." in told["letters"][0]["text"]
    assert replied["comment"]["replies"] == [{"text": "We do."}]
    assert answered["userErrors"] == []
    release = answered["pressRelease"]
    assert (release["state"], release["round"]) == ("IN_REVIEW", 2)
    assert release["answers"][0] == {
        "kind": "COUNTER_EDITS",
        "text": "Here it is.",
        "draftNumber": 2,
    }
    assert (len(seen["comments"]["nodes"]), seen["openIssues"]) == (2, 1)


async def test_a_comment_is_changed_settled_and_deleted(press, graph, taken):
    rita = graph("rita", "pr", name="Rita")
    comment = await a_comment(rita, taken, isIssue=True)

    changed = await done(
        rita,
        "pressCommentUpdate",
        "comment { text pressRelease { title } }",
        id=comment,
        text="Who claims so?",
    )
    settled = await done(
        rita, "pressCommentResolve", "comment { issue resolver { displayName } }",
        id=comment, issue="FIXED", note="They said it.",
    )  # fmt: skip
    other = await a_comment(rita, taken)
    deleted = await done(
        rita, "pressCommentDelete", "pressRelease { comments { nodes { text } } }", id=other
    )
    gone = await done(rita, "pressCommentReply", "comment { id }", id=other, text="But why?")

    assert changed["comment"] == {
        "text": "Who claims so?",
        "pressRelease": {"title": "Dog mugs"},
    }
    assert settled["comment"] == {"issue": "FIXED", "resolver": {"displayName": "Rita"}}
    left = deleted["pressRelease"]["comments"]["nodes"]
    assert left == [{"text": "Who claims so?"}]
    assert [error["__typename"] for error in gone["userErrors"]] == ["NotFoundError"]


async def test_a_stakeholder_is_asked_hears_and_answers(press, graph, taken):
    id, sha256 = taken
    await press.knows("lea", "stakeholder", name="Lea")
    rita, lea = graph("rita", "pr", name="Rita"), graph("lea", "stakeholder", name="Lea")
    listed = "{ pressReleases { nodes { id } } }"

    before = await lea.ask(listed)
    asked = await done(
        rita,
        "pressReleaseAddStakeholder",
        "pressRelease { stakeholders { id who { id } state dueAt } }",
        id=id,
        who="lea",
        area="LEGAL",
        need="REQUIRED",
        question="May they say that?",
    )
    after = await lea.ask(listed)
    facts = {"sha256": sha256, "releaseOn": "2027-03-02", "timeZone": "America/Los_Angeles"}
    refused = await rita.do("pressReleaseApprove", id=id, **facts)
    answered = await done(
        lea,
        "pressReleaseAnswerAsStakeholder",
        "pressRelease { stakeholders { state verdict conditions } }",
        id=id,
        stakeholder=asked["pressRelease"]["stakeholders"][0]["id"],
        sha256=sha256,
        verdict="OK_WITH_CONDITIONS",
        conditions=["Not before the fair."],
    )
    approved = await rita.do("pressReleaseApprove", id=id, **facts)
    hidden = await read(graph("ada", "maker"), id, "state stakeholders { id } substitute { id }")

    assert before["data"]["pressReleases"]["nodes"] == []
    assert asked["userErrors"] == []
    assert asked["pressRelease"]["stakeholders"][0]["who"] == {"id": "lea"}
    assert after["data"]["pressReleases"]["nodes"] == [{"id": id}]
    assert [error["code"] for error in refused["userErrors"]] == ["REQUIRED_SIGNOFF_MISSING"]
    assert answered["userErrors"] == []
    assert answered["pressRelease"]["stakeholders"] == [
        {
            "state": "ANSWERED",
            "verdict": "OK_WITH_CONDITIONS",
            "conditions": ["Not before the fair."],
        }
    ]
    assert approved["userErrors"] == []
    assert hidden == {"state": "APPROVED", "stakeholders": [], "substitute": None}


async def test_errors_name_the_fields_of_each_input(press, graph, taken):
    id, sha256 = taken
    rita, ada = graph("rita", "pr"), graph("ada", "maker")

    comment = await done(
        rita, "pressCommentAdd", "comment { id }", id=id, sha256=sha256, block="", text=""
    )
    day = await done(
        ada, "pressReleaseChangeDate", "pressRelease { id }",
        id=id, releaseOn="2027-04-01", timeZone="EST",
    )  # fmt: skip
    market = await done(
        ada, "pressReleaseStart", "pressRelease { id }",
        title="Mugs", markets=[{"country": "US"}, {"country": "usa"}],
    )  # fmt: skip
    contact = await done(
        graph("sue", "support"), "pressReleaseRecordFirstContact", "pressRelease { id }",
        id=id, firstContactAt="2100-01-01T00:00:00Z", reference="",
    )  # fmt: skip

    def paths(payload):
        return {".".join(error["path"]) for error in payload["userErrors"]}

    assert paths(comment) >= {"text"}
    assert paths(day) == {"timeZone"}
    assert {path.split(".")[0] for path in paths(market)} == {"markets"}
    assert paths(contact) >= {"reference"}


async def test_a_withdrawal_is_undone_and_a_date_is_changed_to_the_minute(press, graph, taken):
    id, _ = taken
    ada = graph("ada", "maker", name="Ada")

    withdrawn = await done(
        ada, "pressReleaseWithdraw", "pressRelease { state undoExpiresAt }", id=id, reason="Later."
    )
    back = await done(ada, "pressReleaseUndoWithdrawal", "pressRelease { state }", id=id)
    moved = await done(
        ada,
        "pressReleaseChangeDate",
        "pressRelease { releaseOn releaseAt notice { verdict days } "
        "schedules { releaseOn releaseAt } }",
        id=id,
        releaseOn="2027-04-01",
        releaseAt="09:30",
    )

    assert withdrawn["pressRelease"] == {
        "state": "WITHDRAWN",
        "undoExpiresAt": "2027-02-17T20:00:00.000Z",
    }
    assert back["pressRelease"] == {"state": "IN_REVIEW"}
    assert moved["userErrors"] == []
    release = moved["pressRelease"]
    assert (release["releaseOn"], release["releaseAt"]) == ("2027-04-01", "09:30")
    assert release["notice"] == {"verdict": "ON_TIME", "days": 44}
    assert [plan["releaseAt"] for plan in release["schedules"]] == [None, "09:30"]


async def test_short_notice_is_granted_by_whoever_reads_the_reason(press, graph):
    await press.a_maker("ada")
    ada, rita = graph("ada", "maker", name="Ada"), graph("rita", "pr", name="Rita")
    given = {
        "title": "Dog mugs",
        "type": "BLOG_POST",
        "releaseOn": "2027-02-25",
        "timeZone": "America/Los_Angeles",
        "markets": [{"country": "US"}, {"country": "DE", "timeZone": "Europe/Berlin"}],
        "distributionPlan": "Our own site",
        "contact": "Ada",
        "exceptionReason": "The fair was moved.",
    }
    started = (await ada.do("pressReleaseStart", **given))["pressRelease"]
    await ada.upload(started["id"], a_document())
    submitted = await done(
        ada,
        "pressReleaseSubmit",
        "pressRelease { type markets { country timeZone } notice { verdict } "
        "exceptions { id state reason } intake { channel } }",
        id=started["id"],
    )
    await rita.do("pressReleaseTake", id=started["id"])
    granted = await done(
        rita,
        "pressReleaseDecideException",
        "pressRelease { exceptions { state decider { displayName } } }",
        id=started["id"],
        exception=submitted["pressRelease"]["exceptions"][0]["id"],
        granted=True,
        words="Gladly.",
    )

    release = submitted["pressRelease"]
    assert release["type"] == "BLOG_POST"
    assert release["markets"][1] == {"country": "DE", "timeZone": "Europe/Berlin"}
    assert release["notice"] == {"verdict": "SHORT_NOTICE"}
    assert release["exceptions"][0]["reason"] == "The fair was moved."
    assert release["intake"] == {"channel": "FROM_MAKER"}
    assert granted["pressRelease"]["exceptions"] == [
        {"state": "GRANTED", "decider": {"displayName": "Rita"}}
    ]
