"""What is in the members of a zip file: where it lies, and its bytes, unpacked within limits."""

import struct
import zlib
from collections.abc import Iterator

from pr_review.drafts.directory import Bytes, Directory, Member, ensure_no_other_name
from pr_review.drafts.refusals import NotAccepted, Refusal

MOST_UNPACKED = 150 * 1024 * 1024
MOST_UNPACKED_MEMBER = 60 * 1024 * 1024
# An honest text that repeats itself gets so much smaller; what is small unpacked may even more.
MOST_RATIO = 300
ANY_RATIO_BELOW = 5 * 1024 * 1024

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DESCRIBED_BEHIND = 0x8
_NOTHING: tuple[int, ...] = (0,)
_DESCRIPTOR_SIZES = (0, 12, 16, 20, 24)
_TOLD_TWICE = 0x8 | 0x800
_PIECE = 1024 * 1024
_KEPT = 24 * 1024 * 1024


class Contents:
    """The members' bytes. So many of them are kept; the others are unpacked again when wanted."""

    def __init__(self, data: Bytes, directory: Directory) -> None:
        self.members = directory.members
        self._data = data
        self._directory_begins = directory.begins
        self._begins: dict[str, int] = {}
        self._kept: dict[str, bytes] = {}

    def ensure_laid_out(self) -> None:
        """Refuses what is not one member behind the other, each as the directory has it.

        Some readers go by the directory and some from member to member; both have to see the same.
        """
        expected, between = 0, _NOTHING
        for key, member in sorted(self.members.items(), key=lambda item: item[1].offset):
            self._begins[key] = self._content_begins(member)
            if expected == 0 and member.offset > 0:
                raise NotAccepted(Refusal.BAD_MAGIC)
            _ensure_between(expected, member.offset, between)
            expected = self._begins[key] + member.packed
            is_described = bool(member.flags & _DESCRIBED_BEHIND)
            between = _DESCRIPTOR_SIZES if is_described else _NOTHING
        _ensure_between(expected, self._directory_begins, between)

    def ensure_whole(self) -> None:
        """Unpacks everything once, and refuses what is too much or not what the directory says."""
        sizes = [member.size for member in self.members.values()]
        if sum(sizes) > MOST_UNPACKED or max(sizes, default=0) > MOST_UNPACKED_MEMBER:
            raise NotAccepted(Refusal.ZIP_BOMB)
        for member in self.members.values():
            if member.size > max(ANY_RATIO_BELOW, MOST_RATIO * member.packed):
                raise NotAccepted(Refusal.ZIP_BOMB)
        room = _KEPT
        for key, member in self.members.items():
            if member.size <= room:
                self._kept[key] = b"".join(self._pieces(key, member))
                room -= member.size
            else:
                for _ in self._pieces(key, member):
                    pass

    def read(self, key: str) -> bytes:
        """A member's bytes, which `ensure_whole` has unpacked before."""
        if (kept := self._kept.get(key)) is not None:
            return kept
        return b"".join(self._pieces(key, self.members[key]))

    def _content_begins(self, member: Member) -> int:
        local = self._data[member.offset : member.offset + _LOCAL.size]
        if len(local) < _LOCAL.size:
            raise NotAccepted(Refusal.ZIP_CORRUPT)
        signature, _, flags, method, _, _, *told, name_length, extra_length = _LOCAL.unpack(local)
        name_begins = member.offset + _LOCAL.size
        name_ends = name_begins + int(name_length)
        if (flags | member.flags) & _ENCRYPTED:
            raise NotAccepted(Refusal.ZIP_ENCRYPTED)
        if member.method not in (_STORED, _DEFLATED):
            raise NotAccepted(Refusal.ZIP_METHOD)
        is_same = (
            signature == b"PK\x03\x04"
            and method == member.method
            and flags & _TOLD_TWICE == member.flags & _TOLD_TWICE
            and self._data[name_begins:name_ends] == member.raw_name
        )
        sizes = [member.crc, member.packed, member.size]
        is_told_behind = bool(flags & _DESCRIBED_BEHIND)
        if not is_same or not (told == sizes or (is_told_behind and told == [0, 0, 0])):
            raise NotAccepted(Refusal.ZIP_CORRUPT)
        ensure_no_other_name(self._data[name_ends : name_ends + extra_length], member.raw_name)
        return name_ends + int(extra_length)

    def _pieces(self, key: str, member: Member) -> Iterator[bytes]:
        begins = self._begins[key]
        packed = self._data[begins : begins + member.packed]
        crc, size = 0, 0
        for piece in _inflated(packed) if member.method == _DEFLATED else (packed,):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            if size > member.size:
                raise NotAccepted(Refusal.ZIP_CORRUPT)
            yield piece
        if (crc, size) != (member.crc, member.size):
            raise NotAccepted(Refusal.ZIP_CORRUPT)


def _ensure_between(ends: int, begins: int, sizes: tuple[int, ...]) -> None:
    """Between two members nothing is but, if the first says so, a repetition of its sizes."""
    if begins < ends:
        raise NotAccepted(Refusal.ZIP_OVERLAP)
    if begins - ends not in sizes:
        raise NotAccepted(Refusal.ZIP_CORRUPT)


def _inflated(packed: bytes) -> Iterator[bytes]:
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = packed
    try:
        while not inflating.eof:
            piece = inflating.decompress(rest, _PIECE)
            rest = inflating.unconsumed_tail
            if not piece and not rest and not inflating.eof:
                raise NotAccepted(Refusal.ZIP_CORRUPT)
            yield piece
    except zlib.error as error:
        raise NotAccepted(Refusal.ZIP_CORRUPT) from error
    if inflating.unused_data:
        raise NotAccepted(Refusal.ZIP_CORRUPT)
