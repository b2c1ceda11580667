"""Press releases on their way, as a day of the press team leaves them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from dev.graph import Graph
from dev.samples import a_draft

CLAIM = "Ada’s Kiln, the best pottery on Amazon Handmade, opens its studio in May."
MENDED = "Ada’s Kiln, a pottery that sells on Amazon Handmade, opens its studio in May."
REST = (
    "Visitors can throw a mug of their own, and see how forty of them are fired in one night.",
    "“I want people to see that each one takes two weeks,” says Ada Potter.",
)
TITLE = "An open studio in May"


async def in_review(maker: Graph, paul: Graph, colleague: Graph, *, who: str) -> None:
    """One that was sent back for a claim, came again, and waits for a stakeholder's word.

    `who` is the stakeholder's account.
    """
    release = await _filed(maker, TITLE, a_draft(TITLE, CLAIM, *REST), weeks=5)
    name, sha256 = release["id"], release["draft"]["file"]["sha256"]
    await maker.do("press_release_submit", id=name)
    await paul.do("press_release_take", id=name)
    # Who was here can be asked.
    await colleague.read("press_release_work")
    asked = await paul.do(
        "press_release_add_stakeholder",
        id=name,
        who=who,
        area="BRAND",
        need="REQUIRED",
        question="May they say that they sell with us?",
    )
    await colleague.do(
        "press_release_answer_as_stakeholder",
        id=name,
        stakeholder=asked["stakeholders"][0]["id"],
        sha256=sha256,
        verdict="CHANGES",
        text="Not as “the best”.",
    )
    await paul.do(
        "press_comment_add",
        id=name,
        sha256=sha256,
        block="b2",
        start=CLAIM.index("the best"),
        end=CLAIM.index(" on Amazon"),
        text="Please leave out who is best; nobody can prove it.",
        visibility="MAKER",
        isIssue=True,
    )
    await paul.do(
        "press_comment_add",
        id=name,
        sha256=sha256,
        block="b4",
        text="A good quotation. Ask her for a picture once it is out?",
    )
    await paul.do(
        "press_release_request_changes",
        id=name,
        sha256=sha256,
        words="We like it. Please see our comment on the first sentence.",
    )
    again = await _drafted(maker, name, a_draft(TITLE, MENDED, *REST))
    await maker.do(
        "press_release_answer",
        id=name,
        sha256=again["draft"]["file"]["sha256"],
        kind="ACCEPT_EDITS",
        text="Done.",
    )


async def about_to_lapse(maker: Graph) -> None:
    """One that was filed minutes before it was to go out: nobody decides, and so it lapses."""
    title = "A sale, tonight"
    soon = datetime.now(UTC) + timedelta(minutes=2)
    release = await _filed(
        maker,
        title,
        a_draft(title, "All mugs on Amazon Handmade are on sale tonight."),
        releaseOn=soon.date().isoformat(),
        releaseAt=f"{soon:%H:%M}",
        timeZone="Africa/Abidjan",
        exceptionReason="The kiln is full.",
    )
    await maker.do("press_release_submit", id=release["id"])


async def _filed(
    maker: Graph, title: str, content: bytes, *, weeks: int = 0, **fields: object
) -> Any:
    given = {
        "title": title,
        "releaseOn": (datetime.now(UTC).date() + timedelta(weeks=weeks)).isoformat(),
        "timeZone": "America/New_York",
        "distributionPlan": "Local papers and our newsletter.",
        "contact": "Ada, press@example.com",
    }
    started = await maker.do("press_release_start", **(given | fields))
    return await _drafted(maker, started["id"], content)


async def _drafted(maker: Graph, name: str, content: bytes) -> Any:
    return await maker.upload("press_release_upload_draft", ("release.docx", content), id=name)
