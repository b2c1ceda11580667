"""The words of each language for what the press team speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from chassis.languages import language_for
from chassis.mails.words import Tables, Wording, tables_of
from chassis.mails.words import Words as SharedWords
from pr_review.domain.release import DeclineReason, LetterKind, NoticeVerdict, WaitingFor


@dataclass(frozen=True)
class Template:
    """What a letter of one kind says, still with its facts in braces."""

    subject: str
    lines: tuple[str, ...]


class Words(SharedWords):
    """One language. What brings a letter is a mail under the name of the letter's kind."""

    def __init__(self, language: str, tables: Tables) -> None:
        super().__init__(language, tables)
        letters = tables["letters"]
        self.letters: Mapping[LetterKind, Template] = {
            kind: Template(it["subject"], tuple(letters[it.get("lines_of", kind.value)]["lines"]))
            for kind, it in ((kind, letters[kind.value]) for kind in LetterKind)
        }
        for kind in LetterKind:
            it = letters[kind.value]
            self.mails[kind.value] = Wording(
                "{subject}", it["heading"], it["preview"], tuple(tables["around"]["letter"])
            )

    def decline_reason(self, reason: DeclineReason) -> str:
        """Why a press release was declined; nothing where only the letter's own words say it."""
        return self._name("decline_reasons", reason.value, "")

    def notice(self, verdict: NoticeVerdict) -> str:
        """What the time there is comes to."""
        return self._name("notices", verdict.value, "")

    def waiting(self, waiting_for: WaitingFor) -> str:
        """For whom a press release waits."""
        return self._name("waiting", waiting_for.value, "")

    def subject(self, kind: LetterKind, facts: Mapping[str, str]) -> str:
        """What a letter's mail says before it is opened."""
        return self.letters[kind].subject.format_map(facts)

    def when(self, day: date | None, at: time | None, zone: str) -> str:
        """A day, and a time of it if there is one, in a zone."""
        if day is None:
            return ""
        pattern = self._name("plan", "time" if at else "day", "")
        return pattern.format(day=self.day(day), time=f"{at:%H:%M}" if at else "", zone=zone)


def words_for(chosen: str, country_code: str, now: datetime) -> Words:
    """The words to write in to somebody who chose a language, or else is in a country."""
    return words_in(language_for(chosen, country_code, now))


@cache
def words_in(language: str) -> Words:
    """One of the languages that there are letters in."""
    return Words(language, tables_of("pr_review.letters", language))
