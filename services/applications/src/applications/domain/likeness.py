"""What makes two applications look like one applicant's, whatever the letters are written like."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qsl, urlencode, urlsplit

from applications.domain.photo import Photo

_PLAIN = "0" * 16
# What links carry to tell where a visitor came from, whatever shop they lead to.
_TRACKING = frozenset(
    {"fbclid", "gbraid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid", "ref", "wbraid"}
)


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


def shop_key(url: str) -> str:
    """The shop that a link leads to: its host, path and query, without what may vary.

    Many shops differ in the query alone, which tells the same in any order.
    """
    try:
        parts = urlsplit(unicodedata.normalize("NFC", url.strip()).casefold())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return ""
    if not host:
        return ""
    query = sorted({it for it in parse_qsl(parts.query, True) if not _is_tracking(it[0])})
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{urlencode(query)}"


def is_shop(key: str, marketplaces: Collection[str]) -> bool:
    """Whether a key is of somebody's shop, and not of a whole marketplace with many shops.

    A marketplace is known by what its host begins with, whatever country follows.
    """
    return "/" in key or "?" in key or key.partition(".")[0] not in marketplaces


def _is_tracking(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKING


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
