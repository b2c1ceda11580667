"""The directory of a zip file, read by hand, before any library may trust it."""

import mmap
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pr_review.drafts.refusals import NotAccepted, Refusal

Bytes: TypeAlias = bytes | mmap.mmap

MOST_MEMBERS = 1000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_UNPACKED_MEMBER = 60 * 1024 * 1024
TOLERATED_ZEROS = 16

_END = b"PK\x05\x06"
_END_SIZE = 22
_ENTRY = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_IN_ZIP64 = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:]|^/|//|(^|/)\.{1,2}(/|$)")


@dataclass(frozen=True)
class Member:
    """A member as the directory declares it."""

    name: str
    raw_name: bytes
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    limit: int


@dataclass(frozen=True)
class _End:
    position: int
    disk: int
    first_disk: int
    count_here: int
    count: int
    size: int
    offset: int


def members(data: Bytes) -> dict[str, Member]:
    """The members by their name in lower case. Fails with `NotAccepted`."""
    end = _end(data)
    found: dict[str, Member] = {}
    total = 0
    for member in _entries(data, end):
        key = member.name.casefold()
        if key in found:
            raise NotAccepted(Refusal.DUPLICATE_MEMBER)
        found[key] = member
        total += member.size
        if member.size > MOST_UNPACKED_MEMBER or total > MOST_UNPACKED:
            raise NotAccepted(Refusal.ZIP_BOMB)
    return found


def has_end(data: Bytes) -> bool:
    """Whether the file ends like a zip file."""
    return _end_position(data) is not None


def unpacked(data: Bytes, member: Member, most: int) -> bytes:
    """A member's bytes. Fails with `NotAccepted` beyond `most`, whatever the directory says."""
    local = data[member.offset : member.offset + _LOCAL.size]
    if len(local) < _LOCAL.size:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    signature, _, flags, method, *_, name_length, extra_length = _LOCAL.unpack(local)
    begins = member.offset + _LOCAL.size + name_length + extra_length
    name = data[member.offset + _LOCAL.size : member.offset + _LOCAL.size + name_length]
    if signature != b"PK\x03\x04" or method != member.method or name != member.raw_name:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    if flags & _ENCRYPTED:
        raise NotAccepted(Refusal.ZIP_ENCRYPTED)
    if begins + member.packed > member.limit:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    if member.size > most:
        raise NotAccepted(Refusal.XML_TOO_LARGE)
    packed = data[begins : begins + member.packed]
    content = packed if method == _STORED else _inflated(packed, most)
    if len(content) > most:
        raise NotAccepted(Refusal.XML_TOO_LARGE)
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    return content


def _inflated(packed: bytes, most: int) -> bytes:
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflating.decompress(packed, most + 1)
    except zlib.error as error:
        raise NotAccepted(Refusal.ZIP_CORRUPT) from error
    if len(content) <= most and (not inflating.eof or inflating.unused_data):
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    return content


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
    if flags & _ENCRYPTED:
        raise NotAccepted(Refusal.ZIP_ENCRYPTED)
    if method not in (_STORED, _DEFLATED):
        raise NotAccepted(Refusal.ZIP_METHOD)
    if _IN_ZIP64 in (packed, size, offset) or disk > 0 or offset + packed > end.offset:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
    if stat.S_ISLNK(attributes >> 16):
        raise NotAccepted(Refusal.BAD_MEMBER_NAME)
    name = _name(raw_name, is_utf8=bool(flags & _UTF8))
    member = Member(name, raw_name, method, crc, packed, size, offset, end.offset)
    return member, begins + name_length + extra_length + comment_length


def _name(raw: bytes, *, is_utf8: bool) -> str:
    try:
        name = raw.decode("utf-8" if is_utf8 else "cp437")
    except UnicodeDecodeError as error:
        raise NotAccepted(Refusal.BAD_MEMBER_NAME) from error
    if not name or _BAD_NAME.search(name):
        raise NotAccepted(Refusal.BAD_MEMBER_NAME)
    return name
