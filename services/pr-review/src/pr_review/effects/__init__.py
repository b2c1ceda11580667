"""What follows committed events: mails, at least once each, under the event's own id, and plans of
when to remind.

A letter is sent whatever happened since, for it stands with the press release: what takes it back
follows with a letter of its own, and in its order. Any other mail is about its event's moment, and
is not sent once that has passed.
"""

from collections.abc import Mapping
from functools import partial

from chassis.dispatch import Effect
from chassis.events import Event

PLANS = frozenset(
    {
        "press_release.answered",
        "press_release.date_changed",
        "press_release.draft_uploaded",
        "press_release.reopened",
        "press_release.stakeholder_asked",
        "press_release.stakeholder_delegated",
        "press_release.submitted",
        "press_release.withdrawal_undone",
    }
)
"""The types of the events that may bring something to remind of."""

MAILS = frozenset(
    {
        "press_release.approved",
        "press_release.changes_requested",
        "press_release.date_changed",
        "press_release.declined",
        "press_release.draft_uploaded",
        "press_release.escalated",
        "press_release.exception_granted",
        "press_release.exception_refused",
        "press_release.lapsed",
        "press_release.not_needed",
        "press_release.reminded",
        "press_release.reopened",
        "press_release.stakeholder_asked",
        "press_release.stakeholder_delegated",
        "press_release.submitted",
        "press_release.withdrawn",
    }
)
"""The types of the events that somebody gets a mail about."""

EFFECTS = PLANS | MAILS
"""The types of the events that something follows."""


def in_turn(*effects: Mapping[str, Effect]) -> dict[str, Effect]:
    """The effects of all of them; where several follow one event, one after the other.

    When one fails, all are carried out again.
    """
    return {
        event_type: partial(_all, [them[event_type] for them in effects if event_type in them])
        for event_type in frozenset().union(*effects)
    }


async def _all(effects: list[Effect], event: Event) -> None:
    for effect in effects:
        await effect(event)
