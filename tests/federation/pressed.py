"""A press release that everything happened to, and another that waits for the lead."""

from datetime import UTC, date, datetime, timedelta

from dev.graph import Graph
from dev.issuer import Issuer
from dev.samples import a_draft
from tests.support.documents import a_document
from tests.support.mutations import done

RELEASE = "pressRelease { id }"
READ = "pressRelease { id draft { file { sha256 } } }"


async def under_review(ada: Graph, gateway_url: str, tokens: Issuer) -> None:
    """Asked about, commented on, returned, answered, withdrawn for a moment, and approved."""
    async with (
        Graph(gateway_url, tokens.token("paul", "pr")) as paul,
        Graph(gateway_url, tokens.token("pia", "pr_lead")) as pia,
        Graph(gateway_url, tokens.token("lea", "stakeholder")) as lea,
        Graph(gateway_url, tokens.token("sam", "support")) as sam,
    ):
        release = await _submitted(ada, "A kiln for two", weeks=6)
        await sam_notes(sam, release)
        await done(pia, "pressReleaseAcceptFirstContact", RELEASE, id=release, reason="Seen.")
        await done(ada, "pressReleaseAuthorise", RELEASE, id=release, agency="Loud & Clear")
        taken = await done(paul, "pressReleaseTake", READ, id=release)
        sha256 = taken["draft"]["file"]["sha256"]
        await lea.answer("{ pressReleaseWork { nodes { object } } }", {})
        asked = await done(
            paul, "pressReleaseAddStakeholder", "pressRelease { id stakeholders { id } }",
            id=release, who="lea", area="LEGAL", need="REQUIRED", question="May they?",
        )  # fmt: skip
        [question] = asked["stakeholders"]
        await done(
            lea, "pressReleaseAnswerAsStakeholder", RELEASE,
            id=release, stakeholder=question["id"], sha256=sha256,
            verdict="OK_WITH_CONDITIONS", text="Fine.", conditions=["Without the picture."],
        )  # fmt: skip
        comment = await done(
            paul, "pressCommentAdd", "comment { id }",
            id=release, sha256=sha256, block="b1", start=0, end=3, text="Who says so?",
            visibility="MAKER", isIssue=True,
        )  # fmt: skip
        edits = ("edits.docx", a_document("Two kilns, edited."))
        await paul.upload("press_release_upload_edits", edits, id=release, sha256=sha256)
        await done(
            paul, "pressReleaseRequestChanges", RELEASE,
            id=release, sha256=sha256, words="One thing is unclear.",
        )  # fmt: skip
        await done(ada, "pressCommentReply", "comment { id }", id=comment["id"], text="We do.")
        await done(paul, "pressCommentResolve", "comment { id }", id=comment["id"], issue="FIXED")
        second = ("two.docx", a_document("Two kilns by hand."))
        await ada.upload("press_release_upload_draft", second, id=release)
        present = await ada.answer(
            "query($id: ID!) { pressRelease(id: $id) { draft { file { sha256 } } } }",
            {"id": release},
        )
        again = present["data"]["pressRelease"]["draft"]["file"]["sha256"]
        await done(
            ada, "pressReleaseAnswer", RELEASE,
            id=release, kind="COUNTER_EDITS", sha256=again, text="Here it is.",
        )  # fmt: skip
        await done(
            lea, "pressReleaseAnswerAsStakeholder", RELEASE,
            id=release, stakeholder=question["id"], sha256=again, verdict="OK", text="Fine.",
        )  # fmt: skip
        await done(
            paul, "pressReleaseHandOver", RELEASE, id=release, representative="pia", note="Yours.",
        )  # fmt: skip
        read = {
            "sha256": again,
            "releaseOn": a_day(6),
            "releaseAt": "09:30",
            "timeZone": "America/New_York",
        }
        await done(
            pia, "pressReleaseApprove", RELEASE,
            id=release, **read, conditions=["Not before the fair."],
            words="Good luck.",
        )  # fmt: skip
        await done(pia, "pressReleaseReopen", RELEASE, id=release, reason="A word is wrong.")
        await done(
            pia, "pressReleaseApprove", RELEASE,
            id=release, **read, conditions=["Not before the fair."],
        )  # fmt: skip
        hurried = await _submitted(ada, "A kiln in a hurry", weeks=1)
        await done(paul, "pressReleaseTake", RELEASE, id=hurried)
        asked = await ada.answer(
            "query($id: ID!) { pressRelease(id: $id) { exceptions { id } } }", {"id": hurried}
        )
        [exception] = asked["data"]["pressRelease"]["exceptions"]
        await done(
            pia, "pressReleaseDecideException", RELEASE,
            id=hurried, exception=exception["id"], granted=True, words="Gladly.",
        )  # fmt: skip
        copied = await done(
            ada, "pressReleaseStart", RELEASE, title="The same again", copyFrom=release
        )
        await done(ada, "pressReleaseUpdate", RELEASE, id=copied["id"], exceptionReason=None)
        out = await _submitted(ada, "A kiln that is out", weeks=7)
        await done(
            paul, "pressReleaseReportPublished", RELEASE,
            id=out, url="https://news.example/kiln", note="By chance.", withoutApproval=True,
        )  # fmt: skip
        withdrawn = await _submitted(ada, "A kiln to forget", weeks=8)
        await done(ada, "pressReleaseWithdraw", RELEASE, id=withdrawn, reason="Not now.")


async def sam_notes(sam: Graph, release: str) -> None:
    """Support knows when the maker wrote first."""
    await done(
        sam, "pressReleaseRecordFirstContact", RELEASE,
        id=release, firstContactAt=f"{a_day(-8)}T12:00:00Z", reference="T-17",
    )  # fmt: skip


async def _submitted(ada: Graph, title: str, *, weeks: int) -> str:
    started = await ada.do(
        "press_release_start",
        title=title,
        type="BLOG_POST",
        releaseOn=a_day(weeks),
        releaseAt="09:30",
        timeZone="America/New_York",
        markets=[{"country": "US", "timeZone": "America/Chicago"}],
        distributionPlan="Garden magazines.",
        contact="Ada, press@example.com",
        exceptionReason="The fair may be moved.",
    )
    await ada.upload("press_release_upload_draft", ("kiln.docx", a_draft()), id=started["id"])
    await ada.do("press_release_submit", id=started["id"])
    return str(started["id"])


def a_day(weeks: int) -> str:
    """The day in so many weeks."""
    day: date = datetime.now(UTC).date() + timedelta(weeks=weeks)
    return day.isoformat()
