"""What the console is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request

from chassis.settings import Settings
from chassis.tokens import Verifier
from console import documents
from console.graph import Graph
from console.oidc import Provider
from console.security import Csrf
from console.session import Session, Sessions
from console.settings import ConsoleSettings


@dataclass(frozen=True)
class Place:
    """Where the navigation can lead."""

    label: str
    path: str
    roles: frozenset[str] = frozenset()
    """To whom it is offered; empty for everybody."""


@dataclass(frozen=True)
class Link:
    """A place in the navigation, as seen from a page."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Parts:
    """What pages need; a test passes its own."""

    settings: Settings
    console: ConsoleSettings
    base_url: str
    """What the addresses of the gateway start with."""
    graph: Graph
    provider: Provider
    verifier: Verifier
    sessions: Sessions
    csrf: Csrf
    now: Callable[[], datetime]
    places: Sequence[Place]
    mail_folder: Path | None = None
    """Where development's mail sink keeps what it got."""
    document: Callable[[str], str] = field(default=documents.document)
    """A query by its name."""

    def around(self, request: Request, me: Session | None) -> dict[str, Any]:
        """Returns what every page has around it, for whoever is signed in, if anybody is."""
        return {
            "me": me,
            "nav": self.nav(request.url.path, me) if me else (),
            "csrf": self.csrf.token(request, me.subject) if me else "",
            "now": self.now(),
        }

    def nav(self, path: str, session: Session) -> list[Link]:
        """Returns the navigation as seen from a path."""
        places = [it for it in self.places if not it.roles or it.roles & session.roles]
        found = (it.path for it in places if path == it.path or path.startswith(f"{it.path}/"))
        here = max(found, key=len, default="")
        return [Link(it.label, it.path, it.path == here) for it in places]
