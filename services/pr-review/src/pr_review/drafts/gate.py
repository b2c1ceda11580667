"""The gate: whether a file is a Word document we take. Knows bytes only, keeps nothing."""

import mmap
import re
from typing import TypeAlias

from pr_review.drafts import directory, package
from pr_review.drafts.refusals import NotAccepted, Refusal

Bytes: TypeAlias = bytes | mmap.mmap

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage"

_KINDS: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "a PDF"),
    (rb"\{\\rtf", "an RTF text"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF....WEBP", "a picture"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "an archive"),
    (rb"PK\x05\x06", "an empty archive"),
    (rb"MZ|\x7fELF", "a program"),
    (rb"(?i)(\xef\xbb\xbf)?\s*<(!doctype html|html)", "a web page"),
    (rb"(\xef\xbb\xbf)?\s*<\?xml", "an XML file"),
)


def ensure_word_document(data: Bytes) -> None:
    """Refuses with `NotAccepted`, and with nothing else, what is not a Word document (.docx).

    What other readers disagree about is refused too: somebody could get one text approved and
    show another.
    """
    _ensure_begins_like_one(data)
    members = directory.members(data)
    package.ensure_document(data, members)


def _ensure_begins_like_one(data: Bytes) -> None:
    if len(data) == 0:
        raise NotAccepted(Refusal.EMPTY)
    # A .doc written by newer versions of Word has a zip inside, so this comes first.
    if data[:8] == _OLE2:
        raise NotAccepted(Refusal.ENCRYPTED if _is_encrypted(data) else Refusal.LEGACY_DOC)
    if data[:4] == _ZIP:
        return
    what = _kind(data[:1024])
    if not what and directory.has_end(data):
        raise NotAccepted(Refusal.BAD_MAGIC)
    raise NotAccepted(Refusal.NOT_DOCX, what or _text_or_other(data[:1024]))


def _kind(head: bytes) -> str:
    return next((what for pattern, what in _KINDS if re.match(pattern, head, re.DOTALL)), "")


def _text_or_other(head: bytes) -> str:
    is_text = not re.search(rb"[\x00-\x08\x0e-\x1f]", head)
    return "a plain text" if is_text else "something else"


def _is_encrypted(data: Bytes) -> bool:
    """Whether the OLE2 directory names the stream that Word puts an encrypted document in.

    A directory entry begins with its name, padded to 64 bytes and followed by the length, and
    entries lie at multiples of 128; the same words in a text do not.
    """
    name = _ENCRYPTED_STREAM.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    position = data.find(entry)
    while position != -1:
        if position % 128 == 0:
            return True
        position = data.find(entry, position + 1)
    return False
