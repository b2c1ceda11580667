"""The mails to the press team and to stakeholders. None says what a press release is about."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from chassis.dispatch import Effect
from chassis.events import Event
from chassis.mails.post import Post
from chassis.mails.writer import Fact, Typed
from pr_review.domain.release import (
    AWAITED,
    Action,
    PressRelease,
    Stakeholder,
    StakeholderState,
    State,
)
from pr_review.effects.makers import MakerMails, found_for, last_of
from pr_review.effects.people import People, Recipient, distinct
from pr_review.letters.letters import about
from pr_review.letters.words import Words
from pr_review.store.release import PressReleases


class StaffMails:
    """Who is asked, who is reminded, and what the lead is told of."""

    def __init__(
        self,
        releases: PressReleases,
        people: People,
        post: Post[Words],
        maker_mails: MakerMails,
        revive: timedelta,
    ) -> None:
        self._releases = releases
        self._people = people
        self._post = post
        self._maker_mails = maker_mails
        self._revive = revive

    def effects(self) -> dict[str, Effect]:
        """What follows which event."""
        return {
            "press_release.draft_uploaded": self.outdated,
            "press_release.stakeholder_asked": self.asked,
            "press_release.stakeholder_delegated": self.asked,
            "press_release.reminded": self.reminded,
            "press_release.escalated": self.escalated,
            "press_release.lapsed": self.lapsed,
        }

    async def asked(self, event: Event) -> None:
        """Says to somebody that their word is asked for."""
        release = await found_for(event, self._releases)
        action = Action(event.type.rpartition(".")[2])
        entry = last_of(release, event, action)
        who = entry.colleague if entry else None
        for it in release.stakeholders:
            if (
                entry is not None
                and who is not None
                and (it.who.subject, it.area.value) == (who.subject, entry.reason)
                and (it.state in AWAITED or it.state is StakeholderState.INFORMED)
            ):
                is_told = it.state is StakeholderState.INFORMED
                asker = entry.occasion.somebody
                facts: dict[str, Fact] = {"asker": Typed(asker.display_name)}
                mail = "staff_informed" if is_told else "staff_asked"
                await self._ask(event, mail, release, it, facts)

    async def outdated(self, event: Event) -> None:
        """Says to those whose word was of the draft before that it is asked for anew."""
        release = await found_for(event, self._releases)
        entry = last_of(release, event, Action.DRAFT_UPLOADED)
        if entry is None or not release.is_undecided:
            return
        for it in release.stakeholders:
            if it.state is StakeholderState.OUTDATED and it.outdated == entry.occasion.moment:
                await self._ask(event, "staff_word_outdated", release, it, {})

    async def reminded(self, event: Event) -> None:
        """Warns of a release date, or reminds a stakeholder."""
        release = await found_for(event, self._releases)
        if not release.is_undecided:
            return
        if asked := event.facts["stakeholder"]:
            for it in release.stakeholders:
                if it.id == asked and it.state in AWAITED:
                    await self._ask(event, "staff_word_due", release, it, {})
            return
        if release.lapses is None or release.lapses.isoformat() != event.facts["due"]:
            return  # it has another date by now, which has warnings of its own
        if release.state is State.CHANGES_REQUESTED:
            await self._maker_mails.awaited(event, release)
        await self._warn(event, release)

    async def escalated(self, event: Event) -> None:
        """Tells the lead what is overdue."""
        release = await found_for(event, self._releases)
        if release.state not in (State.SUBMITTED, State.IN_REVIEW):
            return
        dues = [it for it in (release.answer_due, release.acknowledge_due) if it is not None]
        due = next((it for it in dues if it.isoformat() == event.facts["due"]), None)
        if due is None:
            return  # it was answered by now, or is due at another time
        by = release.representative
        to = await self._people.leads(release)
        for words, recipient in self._each(to):
            facts: dict[str, Fact] = {
                "representative": Typed(by.display_name) if by else "",
                "answer_due": words.moment_in(due, release.form.time_zone),
            }
            await self._send(event, "staff_answer_overdue", release, recipient, facts)

    async def lapsed(self, event: Event) -> None:
        """Tells the team that a release date has passed without a decision of theirs."""
        release = await found_for(event, self._releases)
        if release.state is not State.LAPSED or release.lapsed is None:
            return
        by, until = release.representative, release.lapsed + self._revive
        for words, recipient in self._each(await self._team(release)):
            facts: dict[str, Fact] = {
                "representative": Typed(by.display_name) if by else "",
                "until": words.moment_in(until, release.form.time_zone),
            }
            await self._send(event, "staff_lapsed", release, recipient, facts)

    async def _team(self, release: PressRelease) -> list[Recipient]:
        """Who represents it, or stands in, and the leads."""
        return distinct(
            [*await self._people.representative(release), *await self._people.leads(release)]
        )

    async def _warn(self, event: Event, release: PressRelease) -> None:
        for _, recipient in self._each(await self._team(release)):
            facts: dict[str, Fact] = {"days": event.facts["days"]}
            await self._send(event, "staff_date_nears", release, recipient, facts)

    async def _ask(
        self,
        event: Event,
        mail: str,
        release: PressRelease,
        asked: Stakeholder,
        facts: dict[str, Fact],
    ) -> None:
        for words, recipient in self._each(await self._people.stakeholder(asked.who)):
            due = words.moment_in(asked.due, release.form.time_zone) if asked.due else ""
            await self._send(event, mail, release, recipient, {**facts, "due": due})

    def _each(self, recipients: Iterable[Recipient]) -> Iterator[tuple[Words, Recipient]]:
        return ((self._post.words(it.addressee), it) for it in recipients)

    async def _send(
        self,
        event: Event,
        mail: str,
        release: PressRelease,
        recipient: Recipient,
        facts: dict[str, Fact],
    ) -> None:
        words, zone = self._post.words(recipient.addressee), release.form.time_zone
        shown = about(words, release)
        known: dict[str, Fact] = {
            "reference": shown["reference"],
            "when": shown["when"],
            "waiting": words.waiting(release.waiting_for) if release.waiting_for else "",
            "lapses": words.moment_in(release.lapses, zone) if release.lapses else "",
            **facts,
        }
        await self._post.send(recipient.mail_id(event.id), mail, recipient.addressee, known)
