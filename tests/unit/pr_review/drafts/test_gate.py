"""What the gate lets through, and what it says of other kinds of files."""

import io

import docx
import pytest

from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import Refusal, sentence
from tests.support.documents import (
    DOCUMENT,
    STORED,
    a_document,
    a_zip,
    an_ole2_entry,
    an_ole2_file,
    content_types,
    parts,
    relations,
)
from tests.unit.pr_review.drafts.answers import refusal_of


def many(count):
    return a_zip(parts() | {f"word/media/{number}.png": b"" for number in range(count)})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(a_document(), id="as python-docx writes it"),
        pytest.param(a_zip(parts()), id="the least there can be"),
        pytest.param(a_zip(parts(), STORED), id="not compressed"),
        pytest.param(a_document() + b"\0" * 16, id="16 zeros behind it"),
        pytest.param(
            a_zip(parts(relations=relations("/word/document.xml"))), id="target from the root"
        ),
        pytest.param(
            a_zip(parts(relations=relations("./word/../word/document.xml"))), id="target with steps"
        ),
        pytest.param(
            a_zip(parts(types=content_types(f"{DOCUMENT}; charset=utf-8"))),
            id="type with a charset",
        ),
        pytest.param(
            a_zip(parts(types=content_types(part="/Word/Document.XML"))), id="another case"
        ),
        pytest.param(many(997), id="1,000 members"),
        pytest.param(a_zip(parts() | {"word/media/": b""}), id="a folder"),
        pytest.param(a_zip(parts() | {"word/média.png": b""}), id="a name beyond ASCII"),
    ],
)
def test_word_documents_are_let_through(data):
    assert refusal_of(data) == (None, "")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        pytest.param(b"", Refusal.EMPTY, id="nothing"),
        pytest.param(b"%PDF-1.7\n...", Refusal.NOT_DOCX, id="a PDF renamed"),
        pytest.param(b"{\\rtf1 Hello}", Refusal.NOT_DOCX, id="an RTF renamed"),
        pytest.param(b"<!DOCTYPE html><html>", Refusal.NOT_DOCX, id="a web page renamed"),
        pytest.param(b"Dog mugs!", Refusal.NOT_DOCX, id="a text renamed"),
        pytest.param(b"PK", Refusal.NOT_DOCX, id="two letters"),
        pytest.param(a_zip({}), Refusal.NOT_DOCX, id="an empty zip"),
        pytest.param(a_zip({"a.txt": b"a"}), Refusal.NOT_DOCX, id="any other zip"),
        pytest.param(
            a_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}, STORED),
            Refusal.NOT_DOCX,
            id="an OpenDocument text",
        ),
        pytest.param(b"GARBAGE\x00" + a_document(), Refusal.BAD_MAGIC, id="bytes before the zip"),
        pytest.param(an_ole2_file("WordDocument"), Refusal.LEGACY_DOC, id="Word 97"),
        pytest.param(
            an_ole2_file("WordDocument") + a_document(),
            Refusal.LEGACY_DOC,
            id="Word 97, zip inside",
        ),
        pytest.param(
            an_ole2_file("WordDocument") + b"x" + "EncryptedPackage".encode("utf-16-le"),
            Refusal.LEGACY_DOC,
            id="Word 97 that speaks of encryption",
        ),
        pytest.param(
            an_ole2_file("WordDocument") + b"x" + an_ole2_entry("EncryptedPackage"),
            Refusal.LEGACY_DOC,
            id="Word 97 with the words of a directory in its text",
        ),
        pytest.param(
            an_ole2_file("EncryptionInfo", "EncryptedPackage"), Refusal.ENCRYPTED, id="a password"
        ),
    ],
)
def test_other_kinds_of_files_are_refused(data, refusal):
    assert refusal_of(data)[0] == refusal


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1}", "an RTF text"),
        (b"  <HTML>", "a web page"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"MZ\x90\0", "a program"),
        (b"\x1f\x8b\x08", "an archive"),
        (b"<?xml version='1.0'?>", "an XML file"),
        ("Liebe Hunde, schöne Tassen".encode(), "a plain text"),
        (b"\x00\x01\x02", "something else"),
        (a_zip({"a": b""}), "an archive"),
        (a_zip({"mimetype": b"a"}), "an OpenDocument file"),
        (a_zip({"mimetype": b"a", "META-INF/container.xml": b"<a/>"}), "an EPUB book"),
    ],
)
def test_the_maker_is_told_what_the_file_is_instead(data, what):
    refusal, named = refusal_of(data)

    assert (refusal, named) == (Refusal.NOT_DOCX, what)
    assert f"This is {what}, not a Word document." in sentence(refusal, what)


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_a_sentence_with_a_cure(refusal):
    said = sentence(refusal, "a PDF")

    assert said.endswith(".")
    assert "{" not in said
    assert any(cure in said.lower() for cure in ("save", "upload", "copy"))


def test_what_is_let_through_other_readers_open():
    document = a_document("Dog mugs")

    ensure_word_document(document)

    assert docx.Document(io.BytesIO(document)).paragraphs[1].text == "Dog mugs"
