"""Who is signed in, kept in the browser alone: an encrypted cookie in as many parts as it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from console.cookies import Jar

_NAME = "handmade-session-{}"
# Browsers keep cookies of 4096 bytes, name and attributes included.
_PART = 3800
# The longest token, subject, name and address there may be, encrypted, take four.
_PARTS = 4
_NAME_LENGTH, _EMAIL_LENGTH = 200, 320


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in, until their token expires."""

    subject: str
    name: str
    email: str
    roles: frozenset[str]
    token: str
    expires: datetime


class Sessions:
    """Reads and writes the session of a browser. The server keeps none of them."""

    def __init__(self, secret: str, *, is_secure: bool, now: Callable[[], datetime]) -> None:
        self._jar = Jar(secret, "session", is_secure=is_secure)
        self._now = now

    def read(self, request: Request) -> Session | None:
        """Returns who is signed in; None if nobody is, or not any more."""
        parts: list[str] = []
        for number in range(_PARTS):
            part = request.cookies.get(self._jar.named(_NAME.format(number)))
            if not part:
                break
            parts.append(part)
        content = self._jar.open("".join(parts)) if parts else None
        if content is None:
            return None
        try:
            session = Session(
                subject=content["subject"],
                name=content["name"],
                email=content["email"],
                roles=frozenset(content["roles"]),
                token=content["token"],
                expires=datetime.fromtimestamp(content["expires"], UTC),
            )
        except KeyError:
            # Written by another version of ours.
            return None
        return session if session.expires > self._now() else None

    def write(self, response: Response, session: Session) -> None:
        """Signs somebody in, and whoever was before them out."""
        word = self._jar.seal(
            {
                "subject": session.subject,
                "name": session.name[:_NAME_LENGTH],
                "email": session.email[:_EMAIL_LENGTH],
                "roles": sorted(session.roles),
                "token": session.token,
                "expires": session.expires.timestamp(),
            }
        )
        seconds = (session.expires - self._now()).total_seconds()
        for number in range(_PARTS):
            part = word[number * _PART : (number + 1) * _PART]
            if part:
                self._jar.put(response, _NAME.format(number), part, seconds)
            else:
                # A longer session of before would be read on with this one.
                self._jar.drop(response, _NAME.format(number))

    def clear(self, response: Response) -> None:
        """Signs out whoever is signed in."""
        for number in range(_PARTS):
            self._jar.drop(response, _NAME.format(number))
