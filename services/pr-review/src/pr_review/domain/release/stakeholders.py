"""Colleagues asked about a draft, in parallel: legal, brand, the category team and others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from chassis.actors import Actor
from pr_review.domain.release.parts import Stakeholder
from pr_review.domain.release.refusals import (
    LeadNeeded,
    StakeholderAskedBefore,
    StakeholderHasPart,
    StakeholderInformed,
    StakeholderNotAsked,
    StakeholderOfAnother,
    StakeholderUnknown,
    VetoStands,
)
from pr_review.domain.release.states import (
    NOBODY_ELSE,
    Action,
    Area,
    Need,
    Occasion,
    StakeholderState,
    Standing,
    Verdict,
)
from pr_review.domain.release.steps import Steps


class Consulting(Steps):
    """Asking stakeholders, and what they do."""

    def ask(
        self,
        who: Actor,
        area: Area,
        need: Need,
        question: str,
        due: datetime | None,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Asks somebody for an area. The same person can be asked for another as well.

        Where a question for the area was refused, this one takes its place and number.
        """
        self._ensure_held()
        self._ensure_held_by(occasion.somebody, standing, lead_may=True)
        self._ensure_can_be_asked(who, area)
        refused = self._refused(who, area, need)
        asked = Stakeholder(
            id=str(len(self.stakeholders) + 1) if refused is None else refused.id,
            area=area,
            need=need,
            who=who,
            question=question,
            due=None if need is Need.FOR_INFORMATION else due,
            asked_by=occasion.somebody,
            asked=occasion.moment,
            state=_first_state(need),
        )
        return self._moved(
            self.state,
            Action.STAKEHOLDER_ASKED,
            occasion,
            reason=area.value,
            colleague=who,
            stakeholders=(
                (*self.stakeholders, asked)
                if refused is None
                else tuple(asked if it is refused else it for it in self.stakeholders)
            ),
        )

    def say(
        self,
        number: str,
        verdict: Verdict,
        words: str,
        conditions: Sequence[str],
        sha256: str,
        occasion: Occasion,
        *,
        keeps_for_small_changes: bool = False,
    ) -> Self:
        """A stakeholder's verdict on the present draft, which they may change while it is held.

        Who is asked for information is asked for no verdict; comments are theirs too.
        """
        asked = self._asked_of(number, occasion.somebody)
        if asked.need is Need.FOR_INFORMATION:
            raise StakeholderInformed
        draft = self.ensure_present(sha256)
        said = replace(
            asked,
            state=StakeholderState.ANSWERED,
            verdict=verdict,
            words=words,
            conditions=tuple(conditions),
            decided=occasion.moment,
            draft_number=draft.number,
            keeps_for_small_changes=keeps_for_small_changes,
        )
        return self._consulted(said, Action.STAKEHOLDER_ANSWERED, occasion, verdict.value)

    def decline_part(self, number: str, words: str, occasion: Occasion) -> Self:
        """A stakeholder says that they will say nothing. If they are required it still waits."""
        asked = self._asked_of(number, occasion.somebody)
        if asked.need is Need.FOR_INFORMATION:
            raise StakeholderInformed
        if asked.vetoes:
            raise VetoStands
        declined = replace(
            asked, state=StakeholderState.DECLINED, words=words, decided=occasion.moment
        )
        return self._consulted(declined, Action.STAKEHOLDER_DECLINED, occasion, asked.area.value)

    def delegate(self, number: str, to: Actor, note: str, occasion: Occasion) -> Self:
        """A stakeholder passes the question on; what they said before stays in the timeline."""
        asked = self._asked_of(number, occasion.somebody)
        if asked.vetoes:
            raise VetoStands
        self._ensure_can_be_asked(to, asked.area)
        passed = replace(
            asked,
            who=to,
            delegated_from=asked.who,
            state=_first_state(asked.need),
            verdict=None,
            words="",
            conditions=(),
            decided=None,
            draft_number=0,
        )
        return self._consulted(
            passed,
            Action.STAKEHOLDER_DELEGATED,
            occasion,
            asked.area.value,
            text=note,
            colleague=to,
        )

    def waive(
        self, number: str, reason: str, occasion: Occasion, standing: Standing = NOBODY_ELSE
    ) -> Self:
        """Goes on without a stakeholder, for a reason; of a required one, or against a veto, only a
        lead does.
        """
        self._ensure_held()
        self._ensure_held_by(occasion.somebody, standing, lead_may=True)
        asked = self.stakeholder(number)
        if asked.state is StakeholderState.WAIVED:
            raise StakeholderNotAsked(asked.state)
        if (asked.vetoes or asked.need is Need.REQUIRED) and not standing.leads:
            raise LeadNeeded
        waived = replace(asked, state=StakeholderState.WAIVED, waive_reason=reason)
        return self._consulted(
            waived, Action.STAKEHOLDER_WAIVED, occasion, asked.area.value, text=reason
        )

    def stakeholder(self, number: str) -> Stakeholder:
        """The one asked under a number. Fails with `StakeholderUnknown`."""
        found = next((it for it in self.stakeholders if it.id == number), None)
        if found is None:
            raise StakeholderUnknown
        return found

    def _asked_of(self, number: str, actor: Actor) -> Stakeholder:
        self._ensure_held()
        asked = self.stakeholder(number)
        if asked.who.subject != actor.subject:
            raise StakeholderOfAnother(asked.who)
        if not asked.is_asked:
            raise StakeholderNotAsked(asked.state)
        self._ensure_not_of(actor)
        return asked

    def _refused(self, who: Actor, area: Area, need: Need) -> Stakeholder | None:
        """The refused question that one to somebody replaces: their own first. What was required
        gives way to nothing less.
        """
        refused = [
            it
            for it in self.stakeholders
            if it.state is StakeholderState.DECLINED
            and it.area is area
            and (need is Need.REQUIRED or it.need is not Need.REQUIRED)
        ]
        own = (it for it in refused if it.who.subject == who.subject)
        return next(own, refused[0] if refused else None)

    @property
    def kept_words(self) -> frozenset[int]:
        """The drafts of which somebody's word is kept while little changes."""
        return frozenset(
            it.draft_number
            for it in self.stakeholders
            if it.keeps_for_small_changes and it.state is StakeholderState.ANSWERED
        )

    def _ensure_can_be_asked(self, who: Actor, area: Area) -> None:
        if self.has_part(who.subject):
            raise StakeholderHasPart(who)
        for it in self.stakeholders:
            if it.is_asked and it.area is area and it.who.subject == who.subject:
                raise StakeholderAskedBefore(who, it.id)

    def _consulted(
        self,
        changed: Stakeholder,
        action: Action,
        occasion: Occasion,
        reason: str,
        *,
        text: str = "",
        colleague: Actor | None = None,
    ) -> Self:
        stakeholders = tuple(changed if it.id == changed.id else it for it in self.stakeholders)
        return self._moved(
            self.state,
            action,
            occasion,
            reason=reason,
            text=text,
            colleague=colleague,
            stakeholders=stakeholders,
        )


def _first_state(need: Need) -> StakeholderState:
    """In which state a question begins: nothing waits where somebody is only informed."""
    is_told = need is Need.FOR_INFORMATION
    return StakeholderState.INFORMED if is_told else StakeholderState.OPEN
