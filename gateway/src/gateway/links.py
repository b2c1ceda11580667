"""Signed links to files: nothing stored; whoever has one has the file, for 15 minutes at most."""

import json
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from chassis.signing import Signer

LIFE = timedelta(minutes=15)


@dataclass(frozen=True)
class Link:
    """What a link leads to, for whom, and what the file is."""

    domain: str
    resource_name: str
    subject: str
    file_name: str
    content_type: str
    sha256: str


@dataclass(frozen=True)
class Opened:
    """A link that was followed in time, and how much of that is left."""

    link: Link
    left: timedelta


class Links:
    """Makes and reads links to `/files/{signed}`."""

    def __init__(self, secret: str, base_url: str, now: Callable[[], datetime]) -> None:
        self._signer = Signer(secret, "gateway:files")
        self._base = base_url.rstrip("/")
        self._now = now

    def make(self, link: Link) -> tuple[str, datetime]:
        """Returns the URL and when it ends."""
        # Whole minutes: what is read twice in one has the same URL, which a browser's cache knows.
        expires = (self._now() + LIFE).replace(second=0, microsecond=0)
        word = self._signer.sign(json.dumps([int(expires.timestamp()), *astuple(link)]))
        return f"{self._base}/files/{word}", expires

    def read(self, word: str) -> Opened | None:
        """Returns what the link leads to; None when it is altered or over."""
        text = self._signer.read(word)
        if text is None:
            return None
        seconds, *about = json.loads(text)
        left = datetime.fromtimestamp(seconds, UTC) - self._now()
        return Opened(Link(*about), left) if left > timedelta() else None
