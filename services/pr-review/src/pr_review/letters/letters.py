"""Writes the letters: the same release, maker and words always give the same letter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.languages import language_for
from chassis.makers import Maker
from pr_review.domain.release import DeclineReason, LetterKind, PressRelease
from pr_review.letters.words import Words, words_in
from pr_review.policy.dates import local_date
from pr_review.policy.numbers import Policy

_FACT = re.compile(r"\{(\w+)\}")
APPROVALS = frozenset({LetterKind.APPROVAL, LetterKind.CONDITIONAL_APPROVAL})
_SHORT_DIGEST = 12
_SHORT_ID = 8


@dataclass(frozen=True)
class Letter:
    """A letter to a maker. Its subject tells nothing of what the press release says.

    The text is without a greeting and a signature, which the mail around it has.
    """

    subject: str
    text: str
    language: str
    kind: LetterKind


class Letters:
    """Writes what the press team says, around the representative's own words."""

    def __init__(self, numbers: Policy) -> None:
        self._numbers = numbers

    def write(
        self,
        kind: LetterKind,
        release: PressRelease,
        maker: Maker,
        words: str = "",
        reason: DeclineReason | None = None,
        conditions: Sequence[str] = (),
    ) -> Letter:
        """The letter about a release as it is before what the letter tells is done to it.

        An approval is a conditional one if there are conditions, whichever of the two is asked for.
        """
        if kind in APPROVALS:
            kind = LetterKind.CONDITIONAL_APPROVAL if conditions else LetterKind.APPROVAL
        it = words_in(language_of(maker, release.created))
        facts = {
            **self._facts(it, release),
            "words": words.strip(),
            "reason": it.decline_reason(reason) if reason else "",
            "conditions": "\n".join(
                f"{number}. {' '.join(each.split())}" for number, each in enumerate(conditions, 1)
            ),
        }
        text = "\n\n".join(_said(it.letters[kind].lines, facts))
        return Letter(it.subject(kind, facts), text, it.language, kind)

    def _facts(self, it: Words, release: PressRelease) -> Mapping[str, str]:
        form, draft, notice = release.form, release.draft, release.notice
        decision, is_last = release.decision, release.round >= self._numbers.max_rounds
        number = str(draft.number) if draft else ""
        is_mentioned = bool(draft and draft.mention_count)
        until = form.release_on + self._numbers.approval_kept if form.release_on else None
        return {
            **about(it, release),
            "draft": number,
            "draft_with_mentions": number if is_mentioned else "",
            "draft_without_mentions": "" if is_mentioned else number,
            "draft_with_edits": number if release.edited_copy else "",
            "draft_without_edits": "" if release.edited_copy else number,
            "sha256": draft.sha256 if draft else "",
            "digest": draft.sha256[:_SHORT_DIGEST] if draft else "",
            "until": it.day(until) if until else "",
            "earliest": it.day(notice.earliest) if notice else "",
            "round": "" if is_last else str(release.round),
            "last_round": str(release.round) if is_last else "",
            "rounds": str(self._numbers.max_rounds),
            "decided": it.day(local_date(decision.moment, form.time_zone)) if decision else "",
        }


def about(it: Words, release: PressRelease) -> dict[str, str]:
    """What every letter and mail may say of a press release: which it is, and when it goes out."""
    form = release.form
    return {
        "reference": reference(release.id),
        "title": form.title,
        "when": it.when(form.release_on, form.release_at, form.time_zone),
        "zone": form.time_zone,
    }


def reference(release_id: str) -> str:
    """By what a release is spoken of where its title must not be: the end of its id."""
    return release_id.replace("-", "")[-_SHORT_ID:].upper()


def language_of(maker: Maker, now: datetime) -> str:
    """The language to write to a maker in."""
    return language_for(maker.language, maker.country, now)


def _said(lines: Iterable[str], facts: Mapping[str, str]) -> Iterable[str]:
    return (
        line.format_map(facts) for line in lines if all(facts[name] for name in _FACT.findall(line))
    )
