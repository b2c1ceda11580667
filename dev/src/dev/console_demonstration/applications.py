"""Applications as a week leaves them: new, taken, asked about, signed once, alike, declined."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from dev.console_demonstration.applicants import (
    ARJUN,
    HANA,
    INES,
    LENA,
    LENA_AGAIN,
    MARTA,
    SOFIA,
    YUSUF,
    ZOE,
    Applicant,
)
from dev.console_demonstration.people import People


async def leave(people: People) -> None:
    """Leaves each applicant's, unless there is one of theirs already."""
    await _declined(people)
    await _much_like_the_declined(people)
    await _answered(people)
    await _signed_once(people)
    await _waiting_for_the_applicant(people)
    await _taken(people)
    for new in (SOFIA, ZOE, HANA):
        await _handed_in(people, new)


async def started(people: People, applicant: Applicant) -> Any:
    """Their application: a draft that is complete, or whatever has become of it meanwhile."""
    graph = people.maker(applicant.subject, applicant.name)
    found = (await graph.read("mine"))["viewer"]["applications"]["nodes"]
    if found and found[0]["state"] != "DRAFT":
        return found[0]
    draft = found[0] if found else None
    draft = draft or await graph.do("application_start", questionnaire=applicant.answers)
    for photo in applicant.photos[len(draft.get("photos", ())) :]:
        await graph.upload(
            "application_add_photo",
            (photo.name, await asyncio.to_thread(photo.drawn, photo.seed)),
            id=draft["id"],
            kind=photo.kind,
        )
    return draft


async def _handed_in(people: People, applicant: Applicant) -> str | None:
    """The id of an application that was handed in now; None if an earlier try did."""
    application = await started(people, applicant)
    if application["state"] != "DRAFT":
        return None
    await people.maker(applicant.subject, applicant.name).do(
        "application_submit", id=application["id"]
    )
    return str(application["id"])


async def _taken(people: People) -> None:
    if name := await _handed_in(people, MARTA):
        await people.reviewer.do("application_take", id=name)
        await people.reviewer.do(
            "application_add_note",
            id=name,
            text="Forty pieces a month fit what the photos show. I mean to approve this one.",
        )


async def _waiting_for_the_applicant(people: People) -> None:
    if name := await _handed_in(people, YUSUF):
        await people.reviewer.do("application_take", id=name)
        await people.reviewer.do(
            "application_ask_for_information",
            id=name,
            questions=[
                "Which of the cushion covers begin as bought cloth, and who embroiders them?",
                "Could you show us the ground loom with a rug on it? A photo from a phone will do.",
            ],
            dueAt=(datetime.now(UTC) + timedelta(days=6)).isoformat(),
        )


async def _answered(people: People) -> None:
    if name := await _handed_in(people, INES):
        await people.reviewer.do("application_take", id=name)
        asked = await people.reviewer.do(
            "application_ask_for_information",
            id=name,
            questions=["Who of the twenty-six polishes and fires, and who only gathers clay?"],
        )
        question = asked["informationRequests"][0]["questions"][0]["id"]
        await people.maker(INES.subject, INES.name).do(
            "application_answer",
            id=name,
            answers=[
                {
                    "question": question,
                    "text": "Todas y todos pulen y queman. El barro lo recogen cada mes otros "
                    "cuatro, por turno.",
                }
            ],
        )


async def _signed_once(people: People) -> None:
    """A kind of group that no list has is judged by two."""
    if name := await _handed_in(people, ARJUN):
        await people.second_reviewer.do("application_take", id=name)
        await people.second_reviewer.do(
            "application_add_note",
            id=name,
            text="Called them: eleven people, one kiln, and nobody sells what others made. I sign; "
            "please look at the shared recipe book with fresh eyes.",
        )
        await people.second_reviewer.do("application_approve", id=name)


async def _declined(people: People) -> None:
    if name := await _handed_in(people, LENA):
        await people.second_reviewer.do("application_take", id=name)
        await people.second_reviewer.do(
            "application_decline",
            id=name,
            reason="NOT_ENOUGH_SHOWN",
            text="Wir sehen auf den Fotos nicht, was Sie selbst herstellen. Bewerben Sie sich gern "
            "wieder, mit Fotos der Arbeit am Brett.",
        )


async def _much_like_the_declined(people: People) -> None:
    await _handed_in(people, LENA_AGAIN)
