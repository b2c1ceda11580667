"""Press releases in every state that somebody at the console has to do with."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dev.console_demonstration.announcements import (
    BASKETS,
    GLASS,
    GLASS_CLAIM,
    GLASS_OPENING,
    LANTERNS,
    LEATHER,
    LINEN,
    LOOM,
    SPOONS,
    Announcement,
)
from dev.console_demonstration.makers import Programme
from dev.console_demonstration.people import People
from dev.graph import Graph

ALL = (LOOM, GLASS, SPOONS, LANTERNS, BASKETS, LEATHER, LINEN)


@dataclass(frozen=True)
class _Filed:
    """A press release that was just handed in, and its newest draft."""

    id: str
    sha256: str


async def leave(people: People, programme: Programme) -> None:
    """Leaves each maker's, unless there is one of theirs already."""
    async with asyncio.TaskGroup() as together:
        for number, what in enumerate(ALL):
            together.create_task(programme.admit(what, 100 + 10 * number))
    await _approved(people)
    await _drafted_again(people)
    await _sent_back(people)
    await _in_review(people)
    await _on_short_notice(people)
    for new in (LANTERNS, LOOM):
        await _handed_in(people, new)


async def _handed_in(people: People, what: Announcement) -> _Filed | None:
    """A press release that was handed in now; None if an earlier try did."""
    maker = people.maker(what.subject, what.name)
    found = (await maker.read("mine"))["viewer"]["pressReleases"]["nodes"]
    if found and found[0]["state"] != "DRAFT":
        return None
    day = datetime.now(UTC).date() + timedelta(days=what.days_ahead)
    # The press team's service hears of a new maker a moment later.
    started = (
        found[0]
        if found
        else await maker.do_soon(
            "press_release_start",
            title=what.title,
            releaseOn=day.isoformat(),
            timeZone=what.time_zone,
            **what.fields,
        )
    )
    name = str(started["id"])
    sha256 = await _uploaded(maker, name, f"{what.subject}.docx", what.drafts[0](day))
    await maker.do("press_release_submit", id=name)
    return _Filed(name, sha256)


async def _uploaded(maker: Graph, name: str, file_name: str, content: bytes) -> str:
    drafted = await maker.upload("press_release_upload_draft", (file_name, content), id=name)
    return str(drafted["draft"]["file"]["sha256"])


async def _in_review(people: People) -> None:
    """Commented, with one stakeholder who has spoken and one who is asked."""
    filed = await _handed_in(people, GLASS)
    if filed is None:
        return
    pr, name, sha256 = people.pr, filed.id, filed.sha256
    await pr.do("press_release_take", id=name)
    await pr.do(
        "press_release_add_stakeholder",
        id=name,
        who="stakeholder",
        area="BRAND",
        need="REQUIRED",
        question="Is “most successful” something that we can let them say of themselves?",
    )
    asked = await pr.do(
        "press_release_add_stakeholder",
        id=name,
        who="leo",
        area="LEGAL",
        need="OPTIONAL",
        question="May they tell what share of their sales is ours?",
    )
    legal = asked["stakeholders"][-1]["id"]
    await people.leo.do(
        "press_release_answer_as_stakeholder",
        id=name,
        stakeholder=legal,
        sha256=sha256,
        verdict="OK_WITH_CONDITIONS",
        text="Not with a figure. “Rose” alone is theirs to say.",
        conditions=["The percentage goes out of the second paragraph."],
    )
    start = GLASS_OPENING.replace("**", "").index(GLASS_CLAIM)
    await pr.do(
        "press_comment_add",
        id=name,
        sha256=sha256,
        block="b1",
        start=start,
        end=start + len(GLASS_CLAIM),
        text="Please say what you do instead of how you compare; nobody can prove this.",
        visibility="MAKER",
        isIssue=True,
    )
    await pr.do(
        "press_comment_add",
        id=name,
        sha256=sha256,
        block="b2",
        text="Legal looks at the figure. I would take it out either way.",
        isIssue=True,
    )
    await pr.do(
        "press_comment_add",
        id=name,
        sha256=sha256,
        block="b3",
        text="What a good line. Let us ask for a photo to go with it.",
    )


async def _on_short_notice(people: People) -> None:
    """Taken by somebody who has to say whether it may come this late."""
    if filed := await _handed_in(people, SPOONS):
        await people.second_pr.do("press_release_take", id=filed.id)


async def _sent_back(people: People) -> None:
    if filed := await _handed_in(people, BASKETS):
        await people.second_pr.do("press_release_take", id=filed.id)
        await people.second_pr.do(
            "press_comment_add",
            id=filed.id,
            sha256=filed.sha256,
            block="b1",
            text="There is no partnership, and the figure is missing. Please rewrite this.",
            visibility="MAKER",
            isIssue=True,
        )
        await people.second_pr.do(
            "press_release_request_changes",
            id=filed.id,
            sha256=filed.sha256,
            words="The willow and the February cut are a story of their own. Please begin there, "
            "and leave out who is best and whose partner you are.",
        )


async def _drafted_again(people: People) -> None:
    """Sent back once, and here again: two drafts to compare."""
    filed = await _handed_in(people, LEATHER)
    if filed is None:
        return
    await people.pr.do("press_release_take", id=filed.id)
    await people.pr.do(
        "press_comment_add",
        id=filed.id,
        sha256=filed.sha256,
        block="b1",
        text="Others sell leather here too. Please leave out “the only genuine”.",
        visibility="MAKER",
        isIssue=True,
    )
    await people.pr.do(
        "press_release_request_changes",
        id=filed.id,
        sha256=filed.sha256,
        words="We would gladly see this go out. Please look at the first sentence, and say who "
        "repairs: it must not read as if the marketplace did.",
    )
    maker = people.maker(LEATHER.subject, LEATHER.name)
    day = datetime.now(UTC).date() + timedelta(days=LEATHER.days_ahead)
    sha256 = await _uploaded(maker, filed.id, "jose-munoz-2.docx", LEATHER.drafts[1](day))
    await maker.do(
        "press_release_answer",
        id=filed.id,
        sha256=sha256,
        kind="ACCEPT_EDITS",
        text="Gracias. Mi hija ha contado los días otra vez: son doce.",
    )


async def _approved(people: People) -> None:
    filed = await _handed_in(people, LINEN)
    if filed is None:
        return
    taken = await people.pr.do("press_release_take", id=filed.id)
    await people.pr.do(
        "press_release_approve",
        id=filed.id,
        sha256=filed.sha256,
        releaseOn=taken["releaseOn"],
        releaseAt=taken["releaseAt"],
        timeZone=taken["timeZone"],
        conditions=["No logo of the marketplace beside the text."],
        words="A lovely text. We look forward to reading it in the papers.",
    )
