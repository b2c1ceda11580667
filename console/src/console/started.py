"""Sign-ins under way: what has to be remembered until the issuer sends somebody back."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from console.cookies import Jar

_NAME = "handmade-sign-in-"
_SECONDS = 600
# Tabs in which somebody may be signing in at once; the oldest gives way.
_MOST = 4


@dataclass(frozen=True)
class Started:
    """One sign-in that was begun in this browser."""

    state: str
    nonce: str
    verifier: str
    """What the code is exchanged with, of which the issuer has seen the hash (PKCE)."""
    then: str
    """Where whoever signs in wanted to go."""
    at: float = 0


def fresh(then: str) -> Started:
    """Returns a sign-in whose secrets nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Started(state, nonce, verifier, then)


class SignIns:
    """Keeps each sign-in in an encrypted cookie of its own, for ten minutes and one use."""

    def __init__(self, secret: str, *, is_secure: bool, now: Callable[[], datetime]) -> None:
        self._jar = Jar(secret, "sign-in", is_secure=is_secure)
        self._now = now

    def keep(self, request: Request, response: Response, started: Started) -> None:
        """Remembers a sign-in beside the others of this browser."""
        others = sorted((self._age(request.cookies[name]), name) for name in self._names(request))
        for _, name in others[_MOST - 1 :]:
            self._drop(response, name)
        content = asdict(replace(started, at=self._now().timestamp()))
        self._jar.put(response, _name(started.state), self._jar.seal(content), _SECONDS)

    def take(self, response: Response, state: str) -> None:
        """Forgets a sign-in: its answer has come."""
        self._jar.drop(response, _name(state))

    def find(self, request: Request, state: str) -> Started | None:
        """Returns the sign-in of this state; None if it is not of this browser, used or too old."""
        word = request.cookies.get(self._jar.named(_name(state)), "")
        content = self._jar.open(word)
        if content is None or content["state"] != state or self._age(word) > _SECONDS:
            return None
        return Started(**content)

    def clear(self, request: Request, response: Response) -> None:
        """Forgets all sign-ins of this browser."""
        for name in self._names(request):
            self._drop(response, name)

    def _names(self, request: Request) -> list[str]:
        return [name for name in request.cookies if name.startswith(self._jar.named(_NAME))]

    def _drop(self, response: Response, name: str) -> None:
        self._jar.drop(response, name.removeprefix(self._jar.named("")))

    def _age(self, word: str) -> float:
        content = self._jar.open(word)
        return self._now().timestamp() - content["at"] if content else float("inf")


def _name(state: str) -> str:
    return _NAME + hashlib.sha256(state.encode(errors="replace")).hexdigest()[:16]
