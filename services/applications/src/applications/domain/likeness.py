"""What makes two applications look like one applicant's, whatever the letters are written like."""

import unicodedata
from urllib.parse import urlsplit


def folded(email: str) -> str:
    """An e-mail address such that those that differ in letter case or in spelling are one.

    A host in another alphabet is the one that it stands for in ASCII.
    """
    plain = unicodedata.normalize("NFC", email).casefold()
    local, at, host = plain.rpartition("@")
    if not host or host.isascii():
        return plain
    try:
        return f"{local}{at}{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return plain


def shop_key(url: str) -> str:
    """The shop that a link leads to: its host and path, without `www.` and what may vary."""
    try:
        parts = urlsplit(unicodedata.normalize("NFC", url.strip()).casefold())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return ""
    return f"{host}{parts.path.rstrip('/')}" if host else ""
