"""The tricks that can be played with the directory of a zip file."""

import struct
import zipfile

import pytest

from pr_review.drafts import directory
from pr_review.drafts.refusals import NotAccepted, Refusal
from tests.support.documents import (
    TYPES,
    a_document,
    a_symlink,
    a_zip,
    end,
    entries,
    parts,
    patched,
)
from tests.unit.pr_review.drafts.answers import refusal_of


def a_damaged(name=TYPES, position=0, format="I", value=0, **changes):
    """A sound document with other values in the directory entry of one member."""
    file = a_zip(parts(**changes))
    at = entries(file)[list(parts(**changes)).index(name)]
    return patched(file, at + position, format, value)


def with_other_end(position, format, *values):
    file = a_zip(parts())
    return patched(file, end(file) + position, format, *values)


def with_other_content(file):
    """The first member's bytes changed after its checksum was made."""
    begins = 30 + len(TYPES)
    return patched(file, begins + 5, "B", file[begins + 5] ^ 0xFF)


def with_other_local_name():
    file = a_zip(parts())
    return patched(file, 30, "1s", b"<")


def encrypted_in_its_own_header():
    file = a_zip(parts())
    return patched(file, 6, "H", 1)


def many(count):
    return a_zip(parts() | {f"word/media/{number}.png": b"" for number in range(count)})


def a_bomb(total, member):
    """Claims sizes in the directory that it does not have."""
    names = {f"word/{number}.xml": b"x" for number in range(total // member)}
    file = a_zip(parts() | names)
    for at in entries(file)[3:]:
        file = patched(file, at + 24, "I", member)
        (local,) = struct.unpack_from("<I", file, at + 42)
        file = patched(file, local + 22, "I", member)
    return file


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        pytest.param(
            a_damaged(position=8, format="H", value=1), Refusal.ZIP_ENCRYPTED, id="zip password"
        ),
        pytest.param(
            encrypted_in_its_own_header(), Refusal.ZIP_ENCRYPTED, id="hidden zip password"
        ),
        pytest.param(a_zip(parts(), zipfile.ZIP_BZIP2), Refusal.ZIP_METHOD, id="bzip2"),
        pytest.param(a_zip(parts(), zipfile.ZIP_LZMA), Refusal.ZIP_METHOD, id="lzma"),
        pytest.param(many(998), Refusal.TOO_MANY_MEMBERS, id="1,001 members"),
        pytest.param(
            with_other_end(8, "HH", 65535, 65535), Refusal.TOO_MANY_MEMBERS, id="zip64 count"
        ),
        pytest.param(with_other_end(12, "I", 0xFFFFFFFF), Refusal.ZIP_CORRUPT, id="zip64 size"),
        pytest.param(with_other_end(16, "I", 0xFFFFFFFF), Refusal.ZIP_CORRUPT, id="zip64 offset"),
        pytest.param(with_other_end(4, "H", 1), Refusal.ZIP_CORRUPT, id="second disk"),
        pytest.param(with_other_end(8, "H", 2), Refusal.ZIP_CORRUPT, id="members on another disk"),
        pytest.param(with_other_end(8, "HH", 2, 2), Refusal.ZIP_CORRUPT, id="one member too few"),
        pytest.param(with_other_end(8, "HH", 4, 4), Refusal.ZIP_CORRUPT, id="one member too many"),
        pytest.param(with_other_end(16, "I", 0), Refusal.ZIP_CORRUPT, id="directory elsewhere"),
        pytest.param(a_damaged(format="I", value=7), Refusal.ZIP_CORRUPT, id="no directory entry"),
        pytest.param(
            a_damaged(position=34, format="H", value=1),
            Refusal.ZIP_CORRUPT,
            id="entry on a second disk",
        ),
        pytest.param(
            a_damaged(position=42, value=0xFFFFFFFF), Refusal.ZIP_CORRUPT, id="zip64 entry"
        ),
        pytest.param(
            a_damaged(position=42, value=1), Refusal.ZIP_CORRUPT, id="entry to the wrong place"
        ),
        pytest.param(a_damaged(position=16, value=1), Refusal.ZIP_CORRUPT, id="wrong checksum"),
        pytest.param(
            a_damaged(position=24, value=10), Refusal.ZIP_CORRUPT, id="smaller than it is"
        ),
        pytest.param(
            a_damaged(position=28, format="H", value=60000),
            Refusal.ZIP_CORRUPT,
            id="name beyond the end",
        ),
        pytest.param(with_other_content(a_zip(parts())), Refusal.ZIP_CORRUPT, id="changed bytes"),
        pytest.param(with_other_local_name(), Refusal.ZIP_CORRUPT, id="two names"),
        pytest.param(a_document()[:-1], Refusal.ZIP_CORRUPT, id="one byte cut off"),
        pytest.param(a_document()[:9000], Refusal.ZIP_CORRUPT, id="the end cut off"),
        pytest.param(a_document() + b"\0" * 17, Refusal.TRAILING_DATA, id="17 zeros behind it"),
        pytest.param(a_document() + b"x", Refusal.TRAILING_DATA, id="a byte behind it"),
        pytest.param(
            a_document() + b"\0" * 8 + b"x", Refusal.TRAILING_DATA, id="a byte behind zeros"
        ),
        pytest.param(with_other_end(20, "H", 5) + b"hello", Refusal.TRAILING_DATA, id="a comment"),
        pytest.param(a_bomb(200 * 2**20, 50 * 2**20), Refusal.ZIP_BOMB, id="150 MiB in all"),
        pytest.param(a_bomb(61 * 2**20, 61 * 2**20), Refusal.ZIP_BOMB, id="60 MiB in one"),
        pytest.param(a_zip(parts() | {"../evil": b""}), Refusal.BAD_MEMBER_NAME, id="up"),
        pytest.param(a_zip(parts() | {"word/../x": b""}), Refusal.BAD_MEMBER_NAME, id="up inside"),
        pytest.param(a_zip(parts() | {"/etc/passwd": b""}), Refusal.BAD_MEMBER_NAME, id="absolute"),
        pytest.param(a_zip(parts() | {"word\\x": b""}), Refusal.BAD_MEMBER_NAME, id="backslash"),
        pytest.param(a_zip(parts() | {"C:x": b""}), Refusal.BAD_MEMBER_NAME, id="drive"),
        pytest.param(a_zip(parts() | {"word//x": b""}), Refusal.BAD_MEMBER_NAME, id="two slashes"),
        pytest.param(a_zip(parts() | {"word/\x07": b""}), Refusal.BAD_MEMBER_NAME, id="a bell"),
        pytest.param(
            a_zip([*parts().items(), (a_symlink("word/x"), b"/etc/passwd")]),
            Refusal.BAD_MEMBER_NAME,
            id="a symbolic link",
        ),
        pytest.param(
            a_zip([*parts().items(), ("word/Document.xml", b"other")]),
            Refusal.DUPLICATE_MEMBER,
            id="the same part in another case",
        ),
        pytest.param(
            a_zip(parts() | {"WORD/DOCUMENT.XML": b"other"}),
            Refusal.DUPLICATE_MEMBER,
            id="the same part in capitals",
        ),
    ],
)
def test_a_lying_or_damaged_directory_is_refused(data, refusal):
    assert refusal_of(data)[0] == refusal


def test_seventy_thousand_entries_cost_nothing():
    # Counted from the end record alone, before one of them is read.
    file = with_other_end(8, "HH", 60000, 60000)

    with pytest.raises(NotAccepted) as refused:
        directory.directory(file)

    assert refused.value.refusal is Refusal.TOO_MANY_MEMBERS
