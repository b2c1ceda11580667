"""What the present moment makes of press releases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from pr_review.domain.release import (
    Form,
    PressRelease,
    State,
    Terms,
)
from pr_review.policy import dates
from pr_review.policy.numbers import Policy
from pr_review.service.earlier import brought_up


class Clock:
    """The rules of time, at the present moment."""

    def __init__(self, numbers: Policy, now: Callable[[], datetime]) -> None:
        self._numbers = numbers
        self._now = now

    @property
    def max_rounds(self) -> int:
        """How often changes are asked for."""
        return self._numbers.max_rounds

    def standing(self, release: PressRelease, maker_subject: str = "") -> PressRelease:
        """The press release as it stands now: lapsed, if its time passed undecided.

        One that an earlier release stored gets what that did not know.
        """
        if maker_subject and not release.maker_subject:
            release = replace(release, maker_subject=maker_subject)
        return self.brought_up(release).at(self._now())

    def brought_up(self, release: PressRelease) -> PressRelease:
        """One that an earlier release stored, with what that did not know."""
        return brought_up(release, self._numbers)

    def terms(self, form: Form, received: datetime | None = None) -> Terms:
        """What follows from a date, if it was received then; now if not said."""
        now = self._now()
        return dates.terms(form, received or now, now, self._numbers)

    def answer_due(self, release: PressRelease) -> datetime:
        """Until when we mean to decide on what waits for us from now on."""
        return dates.answer_due(release.form, self._now(), self._numbers)

    def stakeholder_due(self, release: PressRelease) -> datetime:
        """Until when somebody asked now is meant to say something."""
        return dates.stakeholder_due(release.form, self._now(), self._numbers)

    def earliest(self, release: PressRelease) -> date | None:
        """Of a draft, the earliest date that would be accepted if it were submitted now."""
        if release.state is not State.DRAFT:
            return None
        return dates.earliest_for(release.form, self._now(), self._numbers)

    def revivable_until(self, release: PressRelease) -> datetime | None:
        """Until when a new date brings back what has lapsed."""
        return release.lapsed + self._numbers.revive if release.lapsed else None

    def undo_expires(self, release: PressRelease) -> datetime | None:
        """Until when its maker can bring it back, if that is possible at all."""
        if release.state is State.WITHDRAWN and release.withdrawal:
            return release.withdrawal.until
        return self.revivable_until(release) if release.state is State.LAPSED else None
