"""What makes two applications look like one applicant's, whatever the letters are written like."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from applications.domain.photo import Photo

_PLAIN = "0" * 16


class Likeness(Enum):
    """What two applications may have in common."""

    EMAIL = "EMAIL"
    SHOP_URL = "SHOP_URL"
    PHOTO = "PHOTO"


@dataclass(frozen=True)
class Duplicate:
    """Another application, and what it has in common with one."""

    application_id: str
    kinds: tuple[Likeness, ...]


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


def photo_marks(photos: Iterable[Photo]) -> frozenset[str]:
    """What photos are known again by: the digest of the file, and the look of the picture.

    A picture without contours has the look of every other one, so it is known by its file alone.
    """
    return frozenset(
        mark
        for photo in photos
        for mark in (photo.original_sha256, photo.look)
        if mark and mark != _PLAIN
    )
