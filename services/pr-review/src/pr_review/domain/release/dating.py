"""Another release date: recomputed from when it was received, and never taken silently."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from pr_review.domain.release.exceptions import Excepting
from pr_review.domain.release.parts import DateChange, Form, Terms
from pr_review.domain.release.refusals import (
    LapsedTooLong,
    ReleaseDateFixed,
    ReleaseDateUnchanged,
)
from pr_review.domain.release.states import UNDECIDED, Action, Occasion, State

_MOVABLE = UNDECIDED | {State.APPROVED, State.LAPSED}


class Dating(Excepting):
    """The maker's verb for another date."""

    def ensure_date_can_change(self, moment: datetime, revivable_until: datetime | None) -> None:
        """Fails unless it can have another date now."""
        if self.state not in _MOVABLE:
            raise ReleaseDateFixed(self.state)
        is_late = revivable_until is not None and moment > revivable_until
        if self.state is State.LAPSED and is_late and revivable_until is not None:
            raise LapsedTooLong(revivable_until)

    def counts_from(self, moment: datetime) -> datetime:
        """From when the two weeks of another date are counted: once its time is past, from that
        moment, whether it lapsed or was approved and has not gone out.
        """
        if self.received is None or self._starts_anew(moment):
            return moment
        return self.received

    def _starts_anew(self, moment: datetime) -> bool:
        return self.state is State.LAPSED or (self.lapses is not None and moment >= self.lapses)

    def change_date(
        self,
        form: Form,
        terms: Terms,
        occasion: Occasion,
        *,
        revivable_until: datetime | None = None,
    ) -> Self:
        """Moves it to the date, time and zone of the form, which is else the one it has.

        The exception for the former date is dropped, and asked for anew with the form's reason if
        the day needs one; another hour of the same day keeps it, and its reason. An approval falls,
        for it names day, hour and zone. A release whose time is past goes on, its clocks counted
        from now.
        """
        self.ensure_date_can_change(occasion.moment, revivable_until)
        was, starts_anew = self.form, self._starts_anew(occasion.moment)
        is_same_day = self._names_same_day(form) and not starts_anew
        if is_same_day and form.release_at == was.release_at:
            raise ReleaseDateUnchanged
        if is_same_day:
            form = replace(form, exception_reason=was.exception_reason)
        else:
            self._ensure_time_or_reason(form, terms.notice)
        if form.release_on is None:
            raise ValueError("a date is moved to another date")
        change = DateChange(
            form.release_on,
            form.release_at,
            form.time_zone,
            occasion.moment,
            occasion.somebody,
            terms.notice,
        )
        moved = self._moved(
            self._reviewed if self.state is State.LAPSED else self.state,
            Action.DATE_CHANGED,
            occasion,
            reason=terms.notice.verdict.value,
            form=form,
            notice=terms.notice,
            received=terms.notice.received,
            dates=(*self.dates, change),
            lapses=terms.lapses,
            **self._clocks(terms),
        )
        if not is_same_day:
            if self.waits_for_date:
                moved = moved._resumed(terms.answer_due)
            moved = moved._dropping(occasion)._asking(form.exception_reason, occasion)
        return moved._void(occasion, terms.answer_due) if self.state is State.APPROVED else moved

    def _names_same_day(self, form: Form) -> bool:
        was = self.form
        return (form.release_on, form.time_zone) == (was.release_on, was.time_zone)

    def _clocks(self, terms: Terms) -> dict[str, Any]:
        """What a date does to our targets: earlier hurries us, later gives no leave."""
        if self.state is State.LAPSED:
            acknowledge = None if self.acknowledged else terms.acknowledge_due
            return {
                "acknowledge_due": acknowledge,
                "answer_due": terms.answer_due,
                "lapsed": None,
                "ended": None,
            }
        if self.answer_due is None:
            return {}
        return {"answer_due": min(self.answer_due, terms.answer_due)}
