"""Where an address leads: to the web, to somebody's computer, or where no reader should go."""

import re

_HARMLESS = {"http", "https", "mailto", "tel", "sms"}
# Browsers take out what is in an address by mistake, so `java\tscript:` is a script to them.
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):")
_DRIVE = re.compile(r"[a-z]:|[a-z]\|")


def is_unsafe(target: str) -> bool:
    """Whether a link leads to a script, to data, or into a file system or a local network."""
    address = _OVERLOOKED.sub("", target).casefold().replace("\\", "/")
    if address.startswith("//"):
        return True
    scheme = _SCHEME.match(address)
    return scheme is not None and scheme[1] not in _HARMLESS


def is_local(target: str) -> bool:
    """Whether a file is one of the computer's own, not fetched over a network."""
    address = _OVERLOOKED.sub("", target).casefold().replace("\\", "/")
    if address.startswith("file:"):
        path = address.removeprefix("file:").removeprefix("//localhost")
        slashes = len(path) - len(path.lstrip("/"))
        # file:/a, file:///a and file:///c:/a; two slashes come before a server, and so do more.
        return bool(_DRIVE.match(path.lstrip("/"))) or slashes in (0, 1, 3)
    if _DRIVE.match(address):
        return True
    return not address.startswith("//") and not _SCHEME.match(address)
