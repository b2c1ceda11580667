"""When the press team, stakeholders and makers are reminded, and when the lead is told:
docs/rules.md#letters-and-reminders.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from pr_review.domain.release import AWAITED, Need, PressRelease, State
from pr_review.policy import dates
from pr_review.policy.numbers import Policy

_OURS = frozenset({State.SUBMITTED, State.IN_REVIEW})


class ReminderKind(Enum):
    """What somebody is reminded of."""

    DATE_NEARS = "DATE_NEARS"
    ANSWER_OVERDUE = "ANSWER_OVERDUE"
    WORD_DUE = "WORD_DUE"


@dataclass(frozen=True)
class Reminder:
    """Something to be told at a moment, once. Another date or due makes another `key`.

    `days` are the working days left, `stakeholder` the id of the question, `due` what was meant.
    """

    key: str
    kind: ReminderKind
    moment: datetime
    due: datetime
    days: int = 0
    stakeholder: str = ""


def reminders(release: PressRelease, numbers: Policy) -> list[Reminder]:
    """All that is to be told of a release as it stands, the earliest first."""
    if not release.is_undecided:
        return []
    all_of_them = (
        *_date_nears(release, numbers),
        *_answer_overdue(release),
        *_words_due(release),
    )
    return sorted(all_of_them, key=lambda it: it.moment)


def _date_nears(release: PressRelease, numbers: Policy) -> Iterator[Reminder]:
    """So many working days before it goes out. One for when it is over where days begin first has
    nothing to warn of.
    """
    form, lapses = release.form, release.lapses
    if form.release_on is None or lapses is None:
        return
    moments = dates.warnings(form, numbers)
    for days, moment in zip(numbers.warnings, moments, strict=True):
        if moment < lapses:
            key = f"date/{lapses:%Y%m%dT%H%M%S}/{days}"
            yield Reminder(key, ReminderKind.DATE_NEARS, moment, lapses, days=days)


def _answer_overdue(release: PressRelease) -> Iterator[Reminder]:
    """When our first word is overdue, and when our decision is."""
    if release.state not in _OURS:
        return
    dues = {it for it in (release.acknowledge_due, release.answer_due) if it is not None}
    for due in dues:
        key = f"answer/{due:%Y%m%dT%H%M%S}"
        yield Reminder(key, ReminderKind.ANSWER_OVERDUE, due, due)


def _words_due(release: PressRelease) -> Iterator[Reminder]:
    """When a stakeholder's word is due that has not come."""
    for it in release.stakeholders if release.state in _OURS else ():
        if it.state in AWAITED and it.need is not Need.FOR_INFORMATION and it.due is not None:
            key = f"word/{it.id}/{it.who.subject}/{it.due:%Y%m%dT%H%M%S}"
            yield Reminder(key, ReminderKind.WORD_DUE, it.due, it.due, stakeholder=it.id)
