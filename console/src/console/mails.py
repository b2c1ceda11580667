"""What development's mail sink got: files of a folder, whose names sort by arrival."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

MOST = 200
# Of all that the sink has, so many are looked through for a recipient's.
MOST_SEARCHED = 2000
_NAME = re.compile(r"[\w-]{1,200}\.eml", re.ASCII)
UNREADABLE = "This could not be read."
# What the standard library raises while it reads mails that were not written as mails are.
_ODD = (AttributeError, LookupError, MessageError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Mail:
    """A mail, and the name of its file."""

    name: str
    message: EmailMessage

    def head(self, name: str) -> str:
        """Returns a line of its head; empty for none."""
        return _read(lambda: _whole(str(self.message[name] or "")), UNREADABLE)

    @property
    def subject(self) -> str:
        """What it is called, even if it says nothing."""
        return self.head("Subject") or "Without a subject"

    @property
    def sent(self) -> datetime | None:
        """When it was sent; None where its head does not say so in a way that can be read."""
        return _read(lambda: getattr(self.message["Date"], "datetime", None), None)

    @property
    def text(self) -> str:
        """What a reader without HTML shows."""
        return _read(lambda: self._body("plain", "html") or "", UNREADABLE)

    @property
    def html(self) -> str | None:
        """What a reader with HTML shows; None if it has none."""
        return _read(lambda: self._body("html"), None)

    @property
    def attachments(self) -> Sequence[tuple[str, str, int]]:
        """Name, type and size of each."""
        return _read(self._attachments, [(UNREADABLE, "", 0)])

    def _body(self, *kinds: str) -> str | None:
        body = self.message.get_body(kinds)
        return _whole(str(body.get_content())) if body else None

    def _attachments(self) -> Sequence[tuple[str, str, int]]:
        return [
            (
                _whole(part.get_filename() or "Without a name"),
                _whole(part.get_content_type()),
                len(part.get_payload(decode=True) or b""),
            )
            for part in self.message.iter_attachments()
        ]


def newest(folder: Path, recipient: str = "") -> Sequence[Mail]:
    """Returns the newest mails, or of those the newest whose recipients have this in them."""
    wanted = recipient.strip().casefold()
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)
    found: list[Mail] = []
    for name in names[: MOST_SEARCHED if wanted else MOST]:
        mail = Mail(name, parsed((folder / name).read_bytes()))
        if wanted in f"{mail.head('To')} {mail.head('Cc')}".casefold():
            found.append(mail)
        if len(found) == MOST:
            break
    return found


def named(folder: Path, name: str) -> Mail | None:
    """Returns a mail; None if there is none of that name, or it is no mail's."""
    path = folder / name
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    return Mail(name, parsed(path.read_bytes()))


def parsed(raw: bytes) -> EmailMessage:
    """Reads a mail."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes nothing else")
    return message


def _read(read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except _ODD:
        return otherwise


def _whole(text: str) -> str:
    """Returns the text without halves of characters, which no page can have."""
    return text.encode(errors="replace").decode()
