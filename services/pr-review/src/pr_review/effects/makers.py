"""The mails to makers and the agencies that act for them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chassis.dispatch import Effect
from chassis.events import Event
from chassis.mails.post import Post, RecordMissing
from chassis.mails.writer import Fact, Typed
from pr_review.domain.release import (
    Action,
    LetterKind,
    PressRelease,
    SentLetter,
    State,
    TimelineEntry,
)
from pr_review.effects.people import People
from pr_review.letters.letters import about
from pr_review.letters.words import Words
from pr_review.store.release import PressReleases

_LETTERS: Mapping[str, frozenset[LetterKind]] = {
    "press_release.approved": frozenset({LetterKind.APPROVAL, LetterKind.CONDITIONAL_APPROVAL}),
    "press_release.changes_requested": frozenset({LetterKind.CHANGES}),
    "press_release.declined": frozenset({LetterKind.DECLINE}),
    "press_release.exception_granted": frozenset({LetterKind.EXCEPTION_GRANT}),
    "press_release.exception_refused": frozenset({LetterKind.EXCEPTION_REFUSAL}),
    "press_release.not_needed": frozenset({LetterKind.NO_REVIEW_NEEDED}),
    "press_release.reopened": frozenset({LetterKind.REOPENING}),
}

Facts = Callable[[Words], dict[str, Fact]]


class MakerMails:
    """What the maker's side is told of its press releases. `revive` is how long one that lapsed can
    be given another date.
    """

    def __init__(
        self, releases: PressReleases, people: People, post: Post[Words], revive: timedelta
    ) -> None:
        self._releases = releases
        self._people = people
        self._post = post
        self._revive = revive

    def effects(self) -> dict[str, Effect]:
        """What follows which event."""
        return {
            **dict.fromkeys(_LETTERS, self.letter),
            "press_release.submitted": self.submitted,
            "press_release.date_changed": self.date_changed,
            "press_release.draft_uploaded": self.draft_uploaded,
            "press_release.withdrawn": self.withdrawn,
            "press_release.lapsed": self.lapsed,
        }

    async def letter(self, event: Event) -> None:
        """Sends the letter that stands with the press release, as it stands there."""
        release = await found_for(event, self._releases)
        letter = _letter_of(release, event)

        def facts(words: Words) -> dict[str, Fact]:
            subject = words.subject(letter.kind, about(words, release))
            return {"subject": subject, "letter": Typed(letter.text)}

        await self._send(event, letter.kind.value, release, facts, letter.language)

    async def submitted(self, event: Event) -> None:
        """Confirms that a press release has arrived, and says what happens next."""
        release = await found_for(event, self._releases)
        if release.is_undecided:
            await self._received(event, release)

    async def date_changed(self, event: Event) -> None:
        """Says that an approval has ended with its date, or that what had lapsed is back."""
        release = await found_for(event, self._releases)
        changed = last_of(release, event, Action.DATE_CHANGED)
        if changed is not None and release.received == changed.occasion.moment:
            if release.is_undecided:
                await self._received(event, release)
            return
        await self._approval_ended(event, release)

    async def draft_uploaded(self, event: Event) -> None:
        """Says that an approval has ended with its text."""
        await self._approval_ended(event, await found_for(event, self._releases))

    async def withdrawn(self, event: Event) -> None:
        """Confirms that a press release was withdrawn; a draft that nobody saw goes quietly."""
        release = await found_for(event, self._releases)
        withdrawal = release.withdrawal
        if release.state is not State.WITHDRAWN or withdrawal is None or not release.submitted:
            return
        await self._send(
            event,
            "withdrawn",
            release,
            lambda words: {"until": _moment(words, withdrawal.until, release)},
        )

    async def lapsed(self, event: Event) -> None:
        """Says that a press release has lapsed, and the way back."""
        release = await found_for(event, self._releases)
        if release.state is not State.LAPSED or release.lapsed is None:
            return
        until = release.lapsed + self._revive
        await self._send(
            event, "lapsed", release, lambda words: {"until": _moment(words, until, release)}
        )

    async def awaited(self, event: Event, release: PressRelease) -> None:
        """Reminds of changes that were asked for, when the date is near."""
        await self._send(
            event,
            "answer_awaited",
            release,
            lambda words: {"lapses": _moment(words, release.lapses, release)},
        )

    async def _received(self, event: Event, release: PressRelease) -> None:
        notice = release.notice
        if notice is None:
            raise RecordMissing(event.resource)
        # Whoever asks for an exception is promised no time.
        answer_due = release.answer_due if notice.is_on_time else None

        def facts(words: Words) -> dict[str, Fact]:
            return {
                "received": _moment(words, release.received, release),
                "notice": words.notice(notice.verdict),
                "answer_due": _moment(words, answer_due, release),
                "lapses": _moment(words, release.lapses, release),
            }

        await self._send(event, "received", release, facts)

    async def _approval_ended(self, event: Event, release: PressRelease) -> None:
        voided = last_of(release, event, Action.APPROVAL_VOIDED)
        done = last_of(release, event)
        if (
            voided is not None
            and done is not None
            and voided.occasion.moment == done.occasion.moment
            and release.is_undecided
        ):
            await self._send(event, "approval_ended", release, lambda _: {})

    async def _send(
        self, event: Event, mail: str, release: PressRelease, facts: Facts, language: str = ""
    ) -> None:
        for recipient in await self._people.makers_side(release, language):
            words = self._post.words(recipient.addressee)
            known: dict[str, Fact] = {**shown(words, release), **facts(words)}
            await self._post.send(recipient.mail_id(event.id), mail, recipient.addressee, known)


async def found_for(event: Event, releases: PressReleases) -> PressRelease:
    """The press release that an event is about."""
    found = await releases.find(event.resource.partition("/")[2])
    if found is None:
        raise RecordMissing(event.resource)
    return found


def shown(words: Words, release: PressRelease) -> dict[str, Fact]:
    """Which press release it is, to its maker's side."""
    facts = about(words, release)
    return {**facts, "title": Typed(facts["title"])}


def _letter_of(release: PressRelease, event: Event) -> SentLetter:
    kinds = _LETTERS[event.type]
    sent = [it for it in release.letters if it.kind in kinds and it.moment <= event.occurred]
    if not sent:
        raise RecordMissing(event.resource)
    return sent[-1]


def last_of(
    release: PressRelease, event: Event, action: Action | None = None
) -> TimelineEntry | None:
    """What happened last by the event, or what of an action did."""
    return next(
        (
            it
            for it in reversed(release.timeline)
            if it.occasion.moment <= event.occurred and action in (None, it.action)
        ),
        None,
    )


def _moment(words: Words, moment: datetime | None, release: PressRelease) -> str:
    return words.moment_in(moment, release.form.time_zone) if moment else ""
