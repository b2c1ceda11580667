"""Addresses, writes and sends the mails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from chassis.mail import Mailer
from chassis.mails.words import Words
from chassis.mails.writer import Fact, Typed, Writer

W = TypeVar("W", bound=Words)


class RecordMissing(Exception):
    """An event names something that is not stored, which a transaction makes impossible."""


@dataclass(frozen=True)
class Addressee:
    """To whom a mail goes, and how that person is written to. The `name` may not be known."""

    name: str
    business: str
    email: str
    country: str
    language: str


class Post(Generic[W]):
    """Sends mails, each with its event's id, so that a repeat is seen to be one.

    `words` gives a service's words for a chosen language, else for a country, at a moment.
    """

    def __init__(
        self, mailer: Mailer, words: Callable[[str, str, datetime], W], now: Callable[[], datetime]
    ) -> None:
        self._mailer = mailer
        self._words = words
        self._writer = Writer()
        self.now = now

    def words(self, to: Addressee) -> W:
        """The language to write in."""
        return self._words(to.language, to.country, self.now())

    async def send(
        self, event_id: str, mail: str, to: Addressee, facts: Mapping[str, Fact]
    ) -> None:
        """Sends the mail of that name. What was typed by somebody comes as `Typed`."""
        known: dict[str, Fact] = {
            "name": Typed(to.name),
            "business": Typed(to.business or to.name),
            "email": to.email,
        }
        written = self._writer.write(self.words(to), mail, {**known, **facts})
        await self._mailer.send(event_id, to.email, written.subject, written.text, written.html)
