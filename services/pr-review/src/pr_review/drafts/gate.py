"""The gate: whether a file is a Word document we take. Knows bytes only, keeps nothing.

Of several faults the earliest step's is named; what comes later may rely on what came before.
"""

import mmap
import re
from typing import TypeAlias

from pr_review.drafts import directory, package, references, stowaways
from pr_review.drafts.contents import Contents
from pr_review.drafts.instructions import Effect
from pr_review.drafts.parts import all_parts
from pr_review.drafts.refusals import Caution, NotAccepted, Refusal, caution
from pr_review.drafts.relations import all_relations
from pr_review.drafts.targets import is_unsafe
from pr_review.drafts.types import TABLE, Types

Bytes: TypeAlias = bytes | mmap.mmap
Warnings: TypeAlias = tuple[tuple[str, str], ...]

MOST_WARNINGS = 50

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


def ensure_word_document(data: Bytes) -> Warnings:
    """Refuses with `NotAccepted`, and with nothing else, what is not a Word document (.docx).

    What other readers disagree about is refused too: somebody could get one text approved and
    show another. Of an accepted document it says what its maker and its readers should know.
    """
    _ensure_begins_like_one(data)
    contents = Contents(data, directory.directory(data))
    if TABLE not in contents.members:
        raise NotAccepted(Refusal.NOT_DOCX, _kind_of(contents))
    contents.ensure_laid_out()
    contents.ensure_whole()
    types = Types(contents)
    parts = all_parts(contents, types)
    relations = all_relations(contents)
    main = package.main_relation(relations, contents, types)
    followed, warnings = references.followed(relations, contents, types)
    if parts.has_whole_document:
        raise NotAccepted(Refusal.ALTCHUNK)
    if parts.has_linked_picture:
        raise NotAccepted(Refusal.EXTERNAL_IMAGE)
    # Readers parse what a relation says is text, whatever its name and declared type.
    for relation in relations:
        if relation.is_to_text:
            parts.take(relation.part, contents.read(relation.part))
    package.ensure_document(main, types, parts.roots[main.part])
    stowaways.ensure_none(contents, types, followed, parts.is_drawing)
    for field in parts.fields:
        _ensure_harmless(field)
    warnings += [
        caution(Caution.UNSAFE_LINK, field.link) for field in parts.fields if is_unsafe(field.link)
    ]
    return tuple(dict.fromkeys(warnings))[:MOST_WARNINGS]


def _ensure_harmless(field: Effect) -> None:
    if field.starts_program:
        raise NotAccepted(Refusal.DDE_FIELD)
    if field.fetches:
        raise NotAccepted(Refusal.EXTERNAL_FIELD, field.fetches)


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


def _kind_of(contents: Contents) -> str:
    """What an archive is that is no Word document."""
    if "mimetype" not in contents.members:
        return "an archive"
    # Both begin with their type; only a book has this table of where it begins.
    is_book = "meta-inf/container.xml" in contents.members
    return "an EPUB book" if is_book else "an OpenDocument file"
