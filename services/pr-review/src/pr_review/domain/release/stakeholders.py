"""Colleagues asked about a draft, in parallel: legal, brand, the category team and others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from chassis.actors import Actor
from pr_review.domain.release.parts import Stakeholder
from pr_review.domain.release.record import Record
from pr_review.domain.release.refusals import (
    LeadNeeded,
    StakeholderAskedBefore,
    StakeholderHasPart,
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


class Consulting(Record):
    """Asking stakeholders, and what they do."""

    def ask(
        self,
        who: Actor,
        area: Area,
        need: Need,
        question: str,
        due: datetime,
        occasion: Occasion,
        standing: Standing = NOBODY_ELSE,
    ) -> Self:
        """Asks somebody for an area. The same person can be asked for another as well."""
        self._ensure_held()
        self._ensure_held_by(occasion.somebody, standing, lead_may=True)
        self._ensure_can_be_asked(who, area)
        asked = Stakeholder(
            id=str(len(self.stakeholders) + 1),
            area=area,
            need=need,
            who=who,
            question=question,
            due=due,
            asked_by=occasion.somebody,
            asked=occasion.moment,
        )
        return self._moved(
            self.state,
            Action.STAKEHOLDER_ASKED,
            occasion,
            reason=area.value,
            colleague=who,
            stakeholders=(*self.stakeholders, asked),
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
        """A stakeholder's verdict on the present draft, which they may change while it is held."""
        asked = self._asked_of(number, occasion.somebody)
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
            state=StakeholderState.OPEN,
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

    def was_asked(self, subject: str) -> bool:
        """Whether the account is, or was, asked about it, so that it may read it."""
        return any(
            subject == it.who.subject
            or (it.delegated_from is not None and subject == it.delegated_from.subject)
            for it in self.stakeholders
        )

    def _asked_of(self, number: str, actor: Actor) -> Stakeholder:
        self._ensure_held()
        asked = self.stakeholder(number)
        if asked.who.subject != actor.subject:
            raise StakeholderOfAnother(asked.who)
        if not asked.is_asked:
            raise StakeholderNotAsked(asked.state)
        self._ensure_not_of(actor)
        return asked

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
