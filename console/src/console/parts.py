"""What the console is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chassis.settings import Settings
from chassis.tokens import Verifier
from console.graph import Graph
from console.oidc import Provider
from console.security import Csrf
from console.session import Session, Sessions
from console.settings import ConsoleSettings


@dataclass(frozen=True)
class Link:
    """A place in the navigation."""

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
    places: Sequence[tuple[str, str]]
    """Label and path of each place in the navigation."""
    mail_folder: Path | None = None
    """Where development's mail sink keeps what it got."""

    def nav(self, path: str, session: Session) -> list[Link]:
        """Returns the navigation as seen from a path."""
        found = (place for _, place in self.places if path == place or path.startswith(f"{place}/"))
        here = max(found, key=len, default="")
        return [Link(label, place, place == here) for label, place in self.places]
