"""The review of a press release, by the graph alone: from a refused file to the day it went out."""

import io
import uuid
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import docx
import pytest
from docx.oxml.ns import qn

from dev import press
from dev.applying import a_complete_draft
from dev.graph import Graph, Refusal, soon
from dev.journey import text_of
from dev.samples import Cast, a_questionnaire
from tests.support.documents import an_ole2_file
from tests.support.listening import over_sse
from tests.support.mutations import done, told

TITLE = "Dog mugs reach Europe"
OPENING = "Ada’s Kiln, the best pottery of all, now draws your dogs on its mugs."
MENDED = "Ada’s Kiln, a small pottery, now draws your dogs on its mugs."
REST = ("They are on sale in the Amazon Handmade store.", "Contact: press@example.com")

# A redline may take 30 seconds of a processor that others use as well.
MAKING = 90.0

STATE = "pressRelease { id state }"
NEWS = (
    "subscription($id: ID!) { pressReleaseChanged(pressRelease: $id) { action eventId resumeToken "
    "pressRelease { state stakeholders { id } openIssues comments(first: 5) { nodes { text } } "
    "representative { id } } } }"
)
WORK = "{ pressReleaseWork { nodes { object waitingForWhom questions } } }"
ACTIVITY = (
    "query($object: ID!) { pressReleaseActivity(object: $object, first: 100) "
    "{ nodes { action actor { id } } } }"
)
FIGURES = (
    "{ pressReleaseFigures(weeks: 2) { submitted approved decided decidedInTime averageRounds } }"
)
DRAFTS = "drafts { number similarity file { sha256 url } }"


def a_draft(*paragraphs):
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for text in paragraphs:
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class Press:
    """A maker and the people who deal with its press releases."""

    def __init__(self, stack):
        self.mark = uuid.uuid4().hex[:8]
        # Once: a test may run over midnight.
        self._today = datetime.now(UTC).date()
        self.email = f"ada-{self.mark}@example.com"
        self._stack = stack

    def as_(self, name, *roles):
        """The graph for somebody of these roles."""
        return Graph(self._stack.gateway_url, self.token(name, *roles))

    def token(self, name, *roles):
        return self._stack.issuer.token(f"{name}-{self.mark}", *roles, name=name.title())

    def on(self, days):
        """A plan to go out in so many days, as it is sent and was read."""
        day = self._today + timedelta(days=days)
        return {"releaseOn": day.isoformat(), "timeZone": "America/New_York"}

    def hear(self, id, name, *roles):
        """What somebody hears of a press release."""
        return over_sse(self._stack.gateway_url, self.token(name, *roles), NEWS, id=id)

    async def joins(self, ada):
        """Ada applies, in German, so that she may have press releases reviewed."""
        cast = Cast(f"ada-{self.mark}", "", f"Kiln {self.mark}")
        started = await a_complete_draft(ada, a_questionnaire(cast) | {"language": "de"})
        await ada.do("application_submit", id=started["id"])

    async def mails(self, to, count):
        """The mails about press releases to somebody, once there are so many."""

        async def found():
            mails = [
                message_from_bytes(path.read_bytes(), policy=policy.default)
                for path in sorted(self._stack.mail_folder.glob("*.eml"))
            ]
            ours = [it for it in mails if it["to"] == to and "ressemitteilung" in it["subject"]]
            return ours if len(ours) >= count else None

        return await soon(found, f"{count} mails to {to}")


async def started(ada, plan):
    given = plan | {
        "title": TITLE,
        "distributionPlan": "Local papers and our newsletter.",
        "contact": "Ada, press@example.com",
    }

    async def known():
        found, errors = await told(ada, "pressReleaseStart", STATE, **given)
        return found if not errors else None

    # The service may not know her for a moment.
    return (await soon(known, "a press release"))["id"]


async def uploaded(ada, id, name, content):
    answer = await ada.upload("press_release_upload_draft", (name, content), id=id)
    return answer["draft"]["file"]["sha256"]


async def read(graph, id, selection):
    query = f"query($id: ID!) {{ pressRelease(id: $id) {{ {selection} }} }}"
    answer = await graph.answer(query, {"id": id})
    assert "errors" not in answer, answer
    return answer["data"]["pressRelease"]


async def refused(graph, mutation, selection=STATE, **given):
    _, errors = await told(graph, mutation, selection, **given)
    return {error["code"] for error in errors}


async def word_file(graph, mutation, **given):
    """A Word document of ours, once it is made, and its bytes by its link alone."""
    selection = (
        "wordFile { state failure proof { verified acceptEqualsNew rejectEqualsOld } "
        "file { name url } }"
    )

    async def made():
        file = await done(graph, mutation, selection, **given)
        return file if file["state"] != "PREPARING" else None

    file = await soon(made, mutation, MAKING)
    assert file["state"] == "READY", file
    return file, await download(file["file"]["url"])


async def download(url):
    async with Graph(url) as nobody:
        response = await nobody._client.get(url)
    assert response.status_code == 200, response.text
    return response.content


def tracked(document):
    """What a Word document says was deleted and inserted."""
    body = docx.Document(io.BytesIO(document)).element.body
    deleted = "".join(it.text or "" for it in body.iter(qn("w:delText")))
    inserted = "".join(
        it.text or "" for mark in body.iter(qn("w:ins")) for it in mark.iter(qn("w:t"))
    )
    return deleted, inserted


async def up_to(heard, action):
    """The events up to one."""
    events = []
    while not events or events[-1]["action"] != action:
        events.append(await heard.event())
    return events


async def known(ada):
    """Whether the service knows the maker."""
    _, errors = await told(ada, "pressReleaseStart", STATE, title="A first line")
    return not errors


async def test_a_press_release_is_read_mended_and_let_out(stack):
    people = Press(stack)
    async with (
        people.as_("ada", "maker") as ada,
        people.as_("paul", "pr") as paul,
        people.as_("leo", "stakeholder") as leo,
        people.as_("sue", "support") as sue,
        people.as_("eve", "maker") as eve,
    ):
        await people.joins(ada)
        plan = people.on(30)
        id = await started(ada, plan)
        with pytest.raises(Refusal) as old_word:
            await uploaded(ada, id, "dogs.docx", an_ole2_file("WordDocument"))
        contents = [a_draft(OPENING, *REST), a_draft(MENDED, *REST)]
        first = await uploaded(ada, id, "dogs.docx", contents[0])
        async with people.hear(id, "ada", "maker") as told_maker:
            await told_maker.news()
            await done(ada, "pressReleaseSubmit", STATE, id=id)
            await done(paul, "pressReleaseTake", STATE, id=id)

            # Somebody of another team is asked, who looked at the queue before.
            idle = await leo.answer(WORK)
            unasked = await read(leo, id, "state")
            asked = await done(
                paul, "pressReleaseAddStakeholder", "pressRelease { stakeholders { id state } }",
                id=id, who=f"leo-{people.mark}", area="LEGAL", need="REQUIRED", question="Is it?",
            )  # fmt: skip
            [question] = asked["stakeholders"]
            busy = await leo.answer(WORK)
            reading = await read(
                leo, id, "draft { reading { blocks { id text } mentions { mark block } } }"
            )
            blocks = {it["text"]: it["id"] for it in reading["draft"]["reading"]["blocks"]}
            verdict = {"id": id, "stakeholder": question["id"], "verdict": "OK"}
            await done(leo, "pressReleaseAnswerAsStakeholder", STATE, **verdict, sha256=first)

            # A comment on a few words of a paragraph, and one that stays among colleagues.
            start = OPENING.index("the best")
            comment = await done(
                paul, "pressCommentAdd", "comment { id quote }",
                id=id, sha256=first, block=blocks[OPENING], text="Says who?",
                start=start, end=start + len("the best pottery of all"),
                visibility="MAKER", isIssue=True,
            )  # fmt: skip
            await done(
                paul, "pressCommentAdd", "comment { id }",
                id=id, sha256=first, block=blocks[REST[0]], text="Bold, for a kiln.",
            )  # fmt: skip
            before = await read(ada, id, "comments { nodes { text } } letters { text }")
            early = await refused(paul, "pressReleaseApprove", id=id, sha256=first, **plan)
            await done(
                paul, "pressReleaseRequestChanges", STATE,
                id=id, sha256=first, words="Please leave out who is best.",
            )  # fmt: skip

            # The maker reads letter and comments, and sends a draft without the claim.
            seen = await read(
                ada, id,
                "state letters { kind text } "
                "comments { nodes { text quote author { id displayName } } } stakeholders { id }",
            )  # fmt: skip
            second = await uploaded(ada, id, "dogs-2.docx", contents[1])
            stale = await refused(
                ada, "pressReleaseAnswer", id=id, sha256=first, kind="ACCEPT_EDITS"
            )
            await done(ada, "pressReleaseAnswer", STATE, id=id, sha256=second, kind="ACCEPT_EDITS")

            # Who reviews it compares, takes the changes home, and asks again whom the text changed.
            compared = await read(
                paul, id,
                "round drafts { number similarity comparison { html changedBlocks sameText } } "
                "comments { nodes { text anchors { draftNumber block isOutdated } } } "
                "stakeholders { state }",
            )  # fmt: skip
            redline, marked = await word_file(paul, "pressReleaseMakeRedline", id=id)
            _, annotated = await word_file(
                ada, "pressReleaseMakeAnnotatedDraft", id=id, draftNumber=1
            )
            await done(
                paul, "pressCommentResolve", "comment { issue }", id=comment["id"], issue="FIXED"
            )
            waits = await refused(paul, "pressReleaseApprove", id=id, sha256=second, **plan)
            await done(leo, "pressReleaseAnswerAsStakeholder", STATE, **verdict, sha256=second)
            outdated = await refused(paul, "pressReleaseApprove", id=id, sha256=first, **plan)
            approved = await done(
                paul, "pressReleaseApprove",
                "pressRelease { state approval { sha256 releaseOn conditions } }",
                id=id, sha256=second, **plan, conditions=["Not before the shop opens."],
            )  # fmt: skip
            too_early = await refused(ada, "pressReleaseReportPublished", id=id)
            published = await done(
                sue, "pressReleaseReportPublished", STATE,
                id=id, url="https://paper.example/dogs", withoutApproval=True,
            )  # fmt: skip
            heard = await up_to(told_maker, "PUBLISHED_WITHOUT_APPROVAL")
        activity = await sue.answer(ACTIVITY, {"object": id})
        figures = await sue.answer(FIGURES)
        whole = await read(ada, id, f"title timeline {{ action }} {DRAFTS}")
        again = [await download(draft["file"]["url"]) for draft in whole["drafts"]]
        foreign = await read(eve, id, "state")
    mails = await people.mails(people.email, 3)

    assert old_word.value.codes == ["LEGACY_DOC"]
    assert ".docx" in old_word.value.errors[0]["message"]
    assert (unasked, foreign) == (None, None)
    assert idle["data"]["pressReleaseWork"]["nodes"] == []
    [item] = busy["data"]["pressReleaseWork"]["nodes"]
    assert (item["object"], item["questions"]) == (id, [question["id"]])
    assert {it["mark"] for it in reading["draft"]["reading"]["mentions"]} == {"Amazon Handmade"}
    assert comment["quote"] == "the best pottery of all"
    assert before == {"comments": {"nodes": []}, "letters": []}
    assert early == {"OPEN_ISSUES"}
    assert seen["state"] == "CHANGES_REQUESTED"
    [letter] = seen["letters"]
    assert "Please leave out who is best." in letter["text"]
    assert "Wir haben" in letter["text"]
    [shown] = seen["comments"]["nodes"]
    assert (shown["text"], shown["quote"]) == ("Says who?", "the best pottery of all")
    assert (shown["author"]["id"], seen["stakeholders"]) == (None, [])
    assert stale == {"DRAFT_CHANGED"}
    assert compared["round"] == 2
    comparison = compared["drafts"][1]["comparison"]
    assert (comparison["sameText"], comparison["changedBlocks"]) == (False, 1)
    assert "<del" in comparison["html"]
    assert [it["state"] for it in compared["stakeholders"]] == ["OUTDATED"]
    assert redline["proof"] == {
        "verified": True,
        "acceptEqualsNew": True,
        "rejectEqualsOld": True,
    }
    deleted, inserted = tracked(marked)
    assert "best" in deleted
    assert "small" in inserted
    comments = [it.text for it in docx.Document(io.BytesIO(annotated)).comments]
    assert comments == ["Says who?"]
    assert waits == {"REQUIRED_SIGNOFF_MISSING"}
    assert outdated == {"DRAFT_CHANGED"}
    assert approved["state"] == "APPROVED"
    assert approved["approval"]["sha256"] == second
    assert approved["approval"]["conditions"] == ["Not before the shop opens."]
    # Its day is weeks away.
    assert too_early == {"PUBLICATION_NOT_APPROVED"}
    assert published["state"] == "PUBLISHED_WITHOUT_APPROVAL"
    told_in_order = [
        "SUBMITTED", "TAKEN", "CHANGES_REQUESTED", "DRAFT_UPLOADED", "ANSWERED", "APPROVED",
        "PUBLISHED_WITHOUT_APPROVAL",
    ]  # fmt: skip
    assert [it["action"] for it in heard if it["action"] in told_in_order] == told_in_order
    for event in heard:
        shown = event["pressRelease"]
        assert "STAKEHOLDER" not in event["action"]
        assert (shown["stakeholders"], shown["openIssues"]) == ([], 0)
        assert not shown["representative"] or shown["representative"]["id"] is None
        assert "Bold, for a kiln." not in str(shown)
    actions = [entry["action"] for entry in whole["timeline"]]
    assert not [it for it in actions if "STAKEHOLDER" in it]
    assert again == contents
    assert not [mail for mail in mails if TITLE in mail["subject"]]
    assert any("Please leave out who is best." in text_of(mail) for mail in mails)
    assert any("Not before the shop opens." in text_of(mail) for mail in mails)
    told = [it["action"] for it in reversed(activity["data"]["pressReleaseActivity"]["nodes"])]
    by_name = [it.partition(".")[2] for it in told]
    assert [it.upper() for it in by_name if it.upper() in told_in_order] == told_in_order
    assert {"stakeholder_asked", "stakeholder_answered", "word_file_downloaded"} <= set(by_name)
    weeks = figures["data"]["pressReleaseFigures"]
    assert sum(week["submitted"] for week in weeks) >= 1
    assert sum(week["approved"] for week in weeks) >= 1


async def test_at_very_short_notice_the_lead_lets_it_be_reviewed(stack):
    people = Press(stack)
    exceptions = "pressRelease { id exceptions { id state verdict answer } notice { verdict } }"
    async with (
        people.as_("ada", "maker") as ada,
        people.as_("paul", "pr") as paul,
        people.as_("lena", "pr_lead") as lena,
    ):
        await people.joins(ada)
        # Not three: while it is still the day before in New York, these may be working days enough.
        plan = people.on(2)
        id = await started(ada, plan)
        sha256 = await uploaded(ada, id, "dogs.docx", a_draft(OPENING, *REST))
        too_short = await refused(ada, "pressReleaseSubmit", id=id)
        await done(
            ada, "pressReleaseUpdate", STATE, id=id, exceptionReason="The fair was brought forward."
        )
        asked = await done(ada, "pressReleaseSubmit", exceptions, id=id)
        [exception] = asked["exceptions"]
        decision = {"id": id, "exception": exception["id"], "granted": True}
        await done(paul, "pressReleaseTake", STATE, id=id)
        early = await refused(paul, "pressReleaseApprove", id=id, sha256=sha256, **plan)
        not_his = await refused(paul, "pressReleaseDecideException", **decision)
        granted = await done(
            lena, "pressReleaseDecideException", exceptions, **decision, words="This once."
        )
        approved = await done(paul, "pressReleaseApprove", STATE, id=id, sha256=sha256, **plan)
    mails = await people.mails(people.email, 3)

    assert too_short == {"LEAD_TIME_TOO_SHORT"}
    assert asked["notice"]["verdict"] == "VERY_SHORT_NOTICE"
    assert exception["state"] == "ASKED"
    assert early == {"EXCEPTION_NOT_GRANTED"}
    assert not_his
    assert granted["exceptions"][0]["state"] == "GRANTED"
    assert approved["state"] == "APPROVED"
    assert any("This once." in text_of(mail) for mail in mails)


async def test_a_fresh_marketplace_shows_press_releases_on_their_way(stack):
    people = Press(stack)
    waiting = (
        "{ pressReleases { nodes { id title state round lapsesAt openIssues "
        "drafts { number mentionCount } stakeholders { state } comments { nodes { text } } } } }"
    )
    async with (
        people.as_("ada", "maker") as ada,
        people.as_("paul", "pr") as paul,
        people.as_("leo", "stakeholder") as leo,
    ):
        await people.joins(ada)
        await soon(lambda: known(ada), "that the maker is known")
        await press.in_review(ada, paul, leo, who=f"leo-{people.mark}")
        await press.about_to_lapse(ada)
        own = (await ada.answer(waiting))["data"]["pressReleases"]["nodes"]
        shown = (await paul.answer(waiting))["data"]["pressReleases"]["nodes"]

    by_title = {it["title"]: it for it in shown if it["id"] in {each["id"] for each in own}}
    in_review, lapsing = by_title[press.TITLE], by_title["A sale, tonight"]
    assert (in_review["state"], in_review["round"]) == ("IN_REVIEW", 2)
    assert [draft["mentionCount"] > 0 for draft in in_review["drafts"]] == [True, True]
    assert [it["state"] for it in in_review["stakeholders"]] == ["OUTDATED"]
    assert len(in_review["comments"]["nodes"]) == 2
    assert in_review["openIssues"] == 1
    assert lapsing["state"] in ("SUBMITTED", "LAPSED")
