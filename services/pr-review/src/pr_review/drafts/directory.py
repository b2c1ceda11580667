"""The directory of a zip file, read by hand, before any library may trust it."""

import mmap
import re
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from pr_review.drafts.refusals import NotAccepted, Refusal

Bytes: TypeAlias = bytes | mmap.mmap

MOST_MEMBERS = 1000
TOLERATED_ZEROS = 16

_END = b"PK\x05\x06"
_END_SIZE = 22
_ENTRY = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_IN_ZIP64 = 0xFFFFFFFF
_UTF8 = 0x800
_UNICODE_NAME = 0x7075
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:]|^/|//|(^|/)\.{1,2}(/|$)")


@dataclass(frozen=True)
class Member:
    """A member as the directory declares it."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


@dataclass(frozen=True)
class Directory:
    """The members by `key_of` their name, and where the directory itself begins."""

    members: dict[str, Member]
    begins: int


@dataclass(frozen=True)
class _End:
    position: int
    disk: int
    first_disk: int
    count_here: int
    count: int
    size: int
    offset: int


def directory(data: Bytes) -> Directory:
    """What the file says is in it. Fails with `NotAccepted`."""
    end = _end(data)
    found: dict[str, Member] = {}
    for member in _entries(data, end):
        key = key_of(member.name)
        if key in found:
            raise NotAccepted(Refusal.DUPLICATE_MEMBER)
        found[key] = member
    return Directory(found, end.offset)


def key_of(name: str) -> str:
    """The same for names that a reader may take for one: case aside, escaped or not."""
    return unquote(name).casefold()


def has_end(data: Bytes) -> bool:
    """Whether the file ends like a zip file."""
    return _end_position(data) is not None


def _end(data: Bytes) -> _End:
    position = _end_position(data)
    if position is None:
        raise NotAccepted(_without_end(data))
    end = _end_at(data, position)
    if max(end.disk, end.first_disk) > 0 or end.count_here != end.count:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    if end.count > MOST_MEMBERS:
        raise NotAccepted(Refusal.TOO_MANY_MEMBERS)
    if _IN_ZIP64 in (end.size, end.offset) or end.offset + end.size != position:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    return end


def _end_position(data: Bytes) -> int | None:
    """Where the end record is, if only a few zeros follow it and it has no comment."""
    for zeros in range(TOLERATED_ZEROS + 1):
        position = len(data) - _END_SIZE - zeros
        if position < 0:
            return None
        if data[position : position + 4] == _END:
            # The last two bytes are the length of a comment.
            rest = data[position + _END_SIZE - 2 :]
            return position if not any(rest) else None
    return None


def _end_at(data: Bytes, position: int) -> _End:
    fields = struct.unpack("<HHHHII", data[position + 4 : position + 20])
    return _End(position, *fields)


def _without_end(data: Bytes) -> Refusal:
    """Tells a whole file with something behind it from one that was cut."""
    position = data.rfind(_END)
    if position == -1 or position + _END_SIZE > len(data):
        return Refusal.ZIP_CORRUPT
    end = _end_at(data, position)
    is_whole = end.offset + end.size == position
    return Refusal.TRAILING_DATA if is_whole else Refusal.ZIP_CORRUPT


def _entries(data: Bytes, end: _End) -> Iterator[Member]:
    position = end.offset
    for _ in range(end.count):
        if position + _ENTRY.size > end.position:
            raise NotAccepted(Refusal.ZIP_CORRUPT)
        member, position = _entry_at(data, position, end)
        yield member
    if position != end.position:
        raise NotAccepted(Refusal.ZIP_CORRUPT)


def _entry_at(data: Bytes, position: int, end: _End) -> tuple[Member, int]:
    (
        signature, _, _, _, flags, method, _, _, crc, packed, size,
        name_length, extra_length, comment_length, disk, _, attributes, offset,
    ) = _ENTRY.unpack(data[position : position + _ENTRY.size])  # fmt: skip
    begins = position + _ENTRY.size
    raw_name = data[begins : begins + name_length]
    if signature != b"PK\x01\x02" or len(raw_name) != name_length:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    if _IN_ZIP64 in (packed, size, offset) or disk > 0 or offset + packed > end.offset:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    if stat.S_ISLNK(attributes >> 16):
        raise NotAccepted(Refusal.BAD_MEMBER_NAME)
    name = _name(raw_name, is_utf8=bool(flags & _UTF8))
    extra_begins = begins + name_length
    ensure_no_other_name(data[extra_begins : extra_begins + extra_length], raw_name)
    member = Member(name, raw_name, flags, method, crc, packed, size, offset)
    return member, extra_begins + extra_length + comment_length


def ensure_no_other_name(extra: bytes, name: bytes) -> None:
    """Some readers prefer a second name, in a field of its own, to the one in the directory."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        # A version and a checksum come before the name.
        if kind == _UNICODE_NAME and extra[9 : 4 + length] != name:
            raise NotAccepted(Refusal.BAD_MEMBER_NAME)
        extra = extra[4 + length :]


def _name(raw: bytes, *, is_utf8: bool) -> str:
    try:
        name = raw.decode("utf-8" if is_utf8 else "cp437")
    except UnicodeDecodeError as error:
        raise NotAccepted(Refusal.BAD_MEMBER_NAME) from error
    if not name or _BAD_NAME.search(name):
        raise NotAccepted(Refusal.BAD_MEMBER_NAME)
    return name
