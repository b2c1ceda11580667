"""The page of an application: what its applicant said, what became of it, and what is next."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console import actions, filters, live, roles
from console.actions import Action, Attempt, Wrong
from console.addresses import address
from console.form import Form, Unreadable, lines, needed, said
from console.graph import Answer, Problem
from console.moments import moment
from console.pages.application.answers import sheet
from console.pages.application.standing import newest, standing
from console.pages.holding import holding
from console.typed import in_words
from console.visit import Acting, Visit, Visiting

REASONS = (
    "NOT_HANDMADE",
    "OUTSOURCED",
    "RESOLD",
    "PROHIBITED_GOODS",
    "NOT_ENOUGH_SHOWN",
    "OTHER_REASON",
)


def questions(form: Form, name: str) -> list[str]:
    """What the applicant is asked: a question on each line."""
    found = lines(form, name)
    if not found:
        raise Unreadable("Write what the applicant is asked.")
    return found


ACTIONS = actions.among(
    *holding("application", "reviewer"),
    Action(
        "applicationAskForInformation",
        {"questions": questions, "dueAt": moment},
        "You have asked the applicant. It comes back to you with the answers.",
    ),
    Action(
        "applicationAddNote",
        {"text": said("Write the note.")},
        "Your note is there, for the staff only.",
    ),
    Action(
        "applicationApprove",
        done="You have approved it. The maker is invited.",
        selects="application { state }",
    ),
    Action(
        "applicationDecline",
        {
            "reason": needed("Choose a reason.", *REASONS),
            "text": said("Write what the applicant is told."),
        },
        "You have declined it. The applicant is told why.",
    ),
    Action(
        "invitationReissue",
        {"identityCheck": said("Write how you made sure that the applicant asks.")},
        "Another invitation is on its way. The link of the one before is dead.",
        name="reissue-invitation",
    ),
    Action(
        "invitationRevoke",
        {"reason": said("Write what the maker is told.")},
        "You have taken the invitation back. The maker is told why.",
        name="revoke-invitation",
    ),
    noun="application",
)
# What is said afterwards: approving is signing where two must sign and nobody has.
_DONE = {
    **ACTIONS,
    "sign": Action(
        "applicationApprove", done="You have signed it first. Another reviewer has to sign as well."
    ),
}
# Codes of what is refused because somebody did something meanwhile.
_OVERTAKEN = frozenset(
    {
        "APPLICATION_NOT_IN_REVIEW",
        "APPLICATION_NOT_SUBMITTED",
        "APPLICATION_TAKEN",
        "SECOND_SIGNATURE_MISSING",
    }
)

_ANOTHER = Wrong(
    "", "This application has another invitation now. Nothing was changed.", kind="StaleError"
)

router = APIRouter()


@router.get("/applications/{which}")
async def show(which: str, visit: Visiting) -> Response:
    """Shows an application."""
    return await page(visit, which)


@router.post("/applications/{which}/{name}")
async def act(which: str, name: str, visit: Acting) -> Response:
    """Does what a button of the page is for."""
    about = which
    if name.endswith("-invitation"):
        about = visit.form.one("invitation")
        if not await _is_its_invitation(visit, which, about):
            return await page(visit, which, Attempt(name, visit.form.typed, (_ANOTHER,)))
    attempt = await actions.attempt(visit, ACTIONS, name, {"id": about})
    if not attempt.is_done:
        return await page(visit, which, attempt)
    if name == "approve" and (attempt.payload["application"] or {}).get("state") == "IN_REVIEW":
        name = "sign"
    return visit.done(address("applications", which), name)


async def _is_its_invitation(visit: Visit, which: str, invitation: str) -> bool:
    """Whether an application has this very invitation, as far as that can be read."""
    found = (await visit.ask("application_invitation", id=which)).found("application")
    has = found["invitation"] if found else None
    return has is None or has["id"] == invitation


async def page(visit: Visit, which: str, attempt: Attempt | None = None) -> Response:
    """Returns the page; with what was typed and what was wrong with it, if it was refused."""
    answer, reviewers = await asyncio.gather(visit.ask("application", id=which), _reviewers(visit))
    here = address("applications", which)
    application = visit.found(answer, "application")
    if isinstance(application, Problem):
        typed = _typed(attempt) if attempt else {}
        return visit.away(application, "Application", here, attempt, typed)
    form = await _form(visit, application, answer)
    if attempt is not None:
        attempt = _numbered(attempt)
        if any(wrong.code in _OVERTAKEN for wrong in attempt.wrongs):
            attempt = attempt.after(newest(application, visit.me, visit.now))
    stands = standing(application, visit.me)
    return visit.render(
        "application.html",
        attempt=attempt,
        actions=_DONE,
        here=here,
        application=application,
        standing=stands,
        sheet=sheet(
            application, form.found("questionnaireForm"), answer.found("programmeCountries")
        ),
        form_problem=form.problem("questionnaireForm"),
        duplicates_problem=answer.problem("application.duplicates"),
        reviewers=_others(reviewers, application),
        reviewers_problem=reviewers.problem("colleagues") if reviewers else None,
        reasons=[(each, filters.words(each)) for each in REASONS],
        orphan=_orphan(attempt, stands.offered),
        live=live.address("application", thing=which),
    )


async def _reviewers(visit: Visit) -> Answer | None:
    return (
        await visit.ask("colleagues_applications") if visit.has_role(*roles.HANDING_OVER) else None
    )


async def _form(visit: Visit, application: Mapping[str, Any], answer: Answer) -> Answer:
    """The questions as they were put; mostly the ones of today, which were asked for already."""
    form, version = answer.found("questionnaireForm"), application["questionnaireVersion"]
    if form is None or form["version"] == version:
        return answer
    return await visit.ask("questionnaire", version=version)


def _others(answer: Answer | None, application: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Those it can be handed to, with how much each has to do."""
    found = (answer.found("colleagues") if answer else None) or ()
    holder = application["reviewer"]
    return [
        (
            one["who"]["id"],
            f"{one['who']['displayName']}, {filters.count(one['openItems'], 'item')}",
        )
        for one in found
        if holder is None or one["who"]["id"] != holder["id"]
    ]


def _numbered(attempt: Attempt) -> Attempt:
    """Says which of several questions something is about: all were typed into one field."""
    return replace(attempt, wrongs=tuple(map(_told, attempt.wrongs)))


def _told(wrong: Wrong) -> Wrong:
    name, _, place = wrong.path.partition(".")
    if name != "questions" or not place.isdigit():
        return wrong
    return replace(wrong, message=f"Question {int(place) + 1}: {wrong.message}")


def _orphan(attempt: Attempt | None, offered: frozenset[str]) -> Mapping[str, list[str]]:
    """What was typed into a form that is not on the page any more, so that it can be copied."""
    if attempt is None or attempt.is_done or attempt.action in offered:
        return {}
    return _typed(attempt)


def _typed(attempt: Attempt) -> Mapping[str, list[str]]:
    fields = ACTIONS[attempt.action].fields if attempt.action in ACTIONS else {}
    return in_words(
        {
            name: values
            for name, values in attempt.typed.items()
            if name.removesuffix("Zone") in fields
        }
    )
