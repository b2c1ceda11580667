"""What somebody just did, in the address of the page that says so."""

import hmac
import re
from datetime import datetime, timedelta
from urllib.parse import unquote

from chassis.signing import Signer

# For a browser that was sent to a page to be there.
_LIFE = timedelta(minutes=2)
_MARK = re.compile(r"([a-z0-9-]+)\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})", re.ASCII)


class Done:
    """Marks of what was done. A link that somebody else made says nothing of the kind."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "console done")

    def mark(self, name: str, path: str, subject: str, now: datetime) -> str:
        """Returns what the page at a path understands, shown to this person and soon."""
        until = str(int((now + _LIFE).timestamp()))
        return f"{name}.{until}.{self._sealed(name, until, path, subject)}"

    def read(self, mark: str, path: str, subject: str, now: datetime) -> str:
        """Returns the name of the action that was done; empty if nothing was."""
        found = _MARK.fullmatch(mark)
        if found is None:
            return ""
        name, until, seal = found.groups()
        is_ours = hmac.compare_digest(seal, self._sealed(name, until, path, subject))
        return name if is_ours and int(until) > now.timestamp() else ""

    def _sealed(self, name: str, until: str, path: str, subject: str) -> str:
        # One page has several spellings: quoted or not, and the first one with a slash or without.
        return self._signer.secret(name, until, unquote(path).rstrip("/"), subject)
