"""The page itself: what is read for it, and what it is told."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from starlette.responses import Response

from console import live
from console.actions import Attempt
from console.addresses import address
from console.filters import relative, urlid
from console.graph import Answer, Problem
from console.pages.press_release import binding, options
from console.pages.press_release.acts import ACTIONS
from console.pages.press_release.letters import Preview
from console.pages.press_release.next_step import ISSUES, step
from console.pages.press_release.offers import Offers, Person
from console.visit import Visit
from console.words import label, told

# Where what stands against an approval is cured, by its code; of stakeholders, by whose word it is.
_CURES = {
    "OPEN_ISSUES": ISSUES,
    "EXCEPTION_NOT_GRANTED": "#exceptions",
    "AUTHORITY_MISSING": "#intake",
    "RELEASE_DATE_PAST": "#facts",
    "MEMBERSHIP_ENDED": "#facts",
}
# Codes of what is refused because somebody did something meanwhile.
_OVERTAKEN = frozenset(
    {
        "AUTHORITY_GIVEN",
        "DRAFT_CHANGED",
        "EXCEPTION_NOT_ASKED",
        "FIRST_CONTACT_ACCEPTED",
        "PRESS_RELEASE_NOT_DECIDED",
        "PRESS_RELEASE_NOT_IN_REVIEW",
        "PRESS_RELEASE_NOT_SUBMITTED",
        "PRESS_RELEASE_TAKEN",
        "PUBLICATION_REPORTED",
        "RELEASE_DATE_CHANGED",
        "REPRESENTATIVE_UNCHANGED",
        "STAKEHOLDER_NOT_ASKED",
        "STAKEHOLDER_OF_ANOTHER",
    }
)
_NOT_TYPED = {*binding.PLAN, "stakeholder", "exception", "who", "representative"}
# Entries of a timeline that are shown at once; older ones are folded.
RECENT = 12


async def page(
    visit: Visit, which: str, attempt: Attempt | None = None, preview: Preview | None = None
) -> Response:
    """Shows a press release, with what was tried on it and the letter that was asked for."""
    person = Person(visit.me.subject, frozenset(visit.me.roles))
    answer, people = await asyncio.gather(
        visit.ask("press_release", id=which), _people(visit, person)
    )
    here = address("press-releases", which)
    release = visit.found(answer, "pressRelease")
    if isinstance(release, Problem):
        typed = _typed(attempt) if attempt else {}
        return visit.away(release, "Press release", here, attempt, typed)
    offers = Offers(release, person, visit.now)
    entries = timeline(release)
    return visit.render(
        "press_release.html",
        attempt=_overtaken(attempt, release, visit.now),
        actions=ACTIONS,
        release=release,
        maker_problem=answer.problem("pressRelease.maker"),
        people=people,
        person=person,
        offers=offers,
        step=step(release, person, offers),
        obstacles=[(one, _cure(one, here)) for one in release["approvalObstacles"]],
        bound=partial(binding.bound, release, attempt),
        plan=binding.PLAN,
        preview=preview,
        correspondence=correspondence(release),
        recent=entries[:RECENT],
        older=entries[RECENT:],
        kept=_kept(attempt, offers),
        options_of=options.options_of,
        areas=[(one, label(one)) for one in options.AREAS],
        needs=list(options.NEEDS.items()),
        verdicts=list(options.VERDICTS.items()),
        numbers_of=options.numbers_of,
        reasons=options.reasons_of(release),
        called=options.called,
        here=here,
        tab="review",
        live=live.address("press_release", thing=which),
    )


async def _people(visit: Visit, person: Person) -> Answer:
    """Who might be asked or given it, for those who ask and give."""
    if person.is_team or "stakeholder" in person.roles:
        return await visit.ask("press_release_people", isTeam=person.is_team)
    return Answer()


def timeline(release: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What happened, newest first, with codes in words."""
    return [
        {
            **entry,
            "action": entry["action"].upper(),
            "reason": told(entry["reason"]),
        }
        for entry in reversed(release["timeline"])
    ]


def correspondence(release: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Our letters and the maker's answers, newest first."""
    said = [
        *({**letter, "answers": False} for letter in release["letters"]),
        *({**answer, "answers": True} for answer in release["answers"]),
    ]
    return sorted(said, key=lambda one: str(one["createdAt"]), reverse=True)


def _cure(obstacle: Mapping[str, Any], here: str) -> str:
    subject = obstacle["subject"] or ""
    if subject.startswith("stakeholders."):
        return f"#stakeholder-{urlid(subject.partition('.')[2])}"
    cure = _CURES.get(obstacle["code"], "#facts")
    return cure if cure.startswith("#") else here + cure


def _overtaken(
    attempt: Attempt | None, release: Mapping[str, Any], now: datetime
) -> Attempt | None:
    """Returns the attempt with what happened last, if that is what it was too late for."""
    if attempt is None or not release["timeline"]:
        return attempt
    if not any(wrong.code in _OVERTAKEN for wrong in attempt.wrongs):
        return attempt
    entry = release["timeline"][-1]
    who = entry["actor"]["displayName"] if entry["actor"] else "A timer"
    what = label(entry["action"].upper(), "PressReleaseAction").lower()
    number = f" (draft {entry['draftNumber']})" if entry["draftNumber"] else ""
    when = relative(entry["createdAt"], now)
    when = "just now" if when == "now" else when
    return attempt.after(f"{who}, {when}: {what}{number}. This page shows how it is now.")


def _kept(attempt: Attempt | None, offers: Offers) -> dict[str, list[str]]:
    """What was typed into a form that is not on the page any more."""
    return {} if attempt is None or attempt.action in offers else _typed(attempt)


def _typed(attempt: Attempt) -> dict[str, list[str]]:
    """What a person wrote or chose, in words; no account, and nothing that the page put there."""
    return {
        name: [told(value) or "" for value in values]
        for name, values in attempt.typed.items()
        if name not in _NOT_TYPED
        and not name.endswith("Zone")
        and any(value.strip() for value in values)
    }
