"""What an Office file says it is."""

import zlib

import pytest

from pr_review.drafts import types
from pr_review.drafts.refusals import Refusal
from tests.support.documents import (
    STORED,
    WORD,
    a_zip,
    content_types,
    entries,
    parts,
    patched,
    relations,
)
from tests.unit.pr_review.drafts.answers import refusal_of

STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOTM = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"

DTD = b'<!DOCTYPE Types [<!ENTITY a "b">]>'
SECOND_MAIN = relations().split(b"?>")[1].split(b">", 1)[1].split(b"</")[0].replace(b'"a"', b'"b"')


def a_large_table(claimed=None):
    """A table of contents that unpacks to more than it says."""
    more = "<!--" + "a" * (types.MOST_TABLE + 1) + "-->"
    file = a_zip(parts(types=content_types(more=more)))
    if claimed:
        file = patched(patched(file, entries(file)[0] + 24, "I", claimed), 22, "I", claimed)
    return file


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        pytest.param(a_zip(parts(relations=None)), Refusal.NO_MAIN_PART, id="no relations"),
        pytest.param(a_zip(parts(main=None)), Refusal.NO_MAIN_PART, id="no document"),
        pytest.param(
            a_zip(parts(relations=relations(type="http://example.test/other"))),
            Refusal.NO_MAIN_PART,
            id="no relation to a document",
        ),
        pytest.param(
            a_zip(parts(relations=relations(more=SECOND_MAIN.decode()))),
            Refusal.NO_MAIN_PART,
            id="two documents",
        ),
        pytest.param(
            a_zip(parts(types=content_types("application/octet-stream"))),
            Refusal.NO_MAIN_PART,
            id="a document of no type we know",
        ),
        pytest.param(
            a_zip(
                parts(
                    types=content_types(
                        more=f'<Override PartName="/WORD/document.xml" ContentType="{SHEET}"/>'
                    )
                )
            ),
            Refusal.NO_MAIN_PART,
            id="a document of two types",
        ),
        pytest.param(
            a_zip(parts(relations=relations("../document.xml"))),
            Refusal.BAD_REL_TARGET,
            id="a document outside",
        ),
        pytest.param(
            a_zip(parts(relations=relations("http://example.test/a", mode="External"))),
            Refusal.BAD_REL_TARGET,
            id="a document on the web",
        ),
        pytest.param(a_zip(parts(types=content_types(DOCM))), Refusal.MACROS, id=".docm"),
        pytest.param(a_zip(parts(types=content_types(DOTM))), Refusal.MACROS, id=".dotm"),
        pytest.param(
            a_zip(parts(types=content_types(f"{WORD}.template.main+xml"))),
            Refusal.TEMPLATE_NOT_DOCUMENT,
            id=".dotx",
        ),
        pytest.param(
            a_zip(parts(types=content_types(SHEET))), Refusal.WRONG_OOXML_KIND, id=".xlsx"
        ),
        pytest.param(
            a_zip(parts(types=content_types(SLIDES))), Refusal.WRONG_OOXML_KIND, id=".pptx"
        ),
        pytest.param(
            a_zip(parts(relations=relations(type=STRICT))), Refusal.STRICT_OOXML, id="strict"
        ),
        pytest.param(
            a_zip(parts(types=content_types().replace(b"<Types", DTD + b"<Types"))),
            Refusal.XML_DTD,
            id="an entity",
        ),
        pytest.param(
            a_zip(
                parts(
                    types=content_types()
                    .replace(b"<Types", DTD + b"<Types")
                    .decode()
                    .encode("utf-16")
                )
            ),
            Refusal.XML_DTD,
            id="an entity in UTF-16",
        ),
        pytest.param(a_large_table(), Refusal.XML_TOO_LARGE, id="a table of two megabytes"),
        pytest.param(a_large_table(claimed=500), Refusal.ZIP_CORRUPT, id="which says it is small"),
        pytest.param(a_zip(parts(types=b"<Types>")), Refusal.XML_MALFORMED, id="half an element"),
        pytest.param(a_zip(parts(types=b"")), Refusal.XML_MALFORMED, id="no XML at all"),
        pytest.param(
            a_zip(parts(types=b'<?xml version="1.0" encoding="klingon"?><Types/>')),
            Refusal.XML_MALFORMED,
            id="an unknown encoding",
        ),
        pytest.param(
            a_zip(parts(types=b'<?xml version="1.0" encoding="shift_jis"?><Types/>')),
            Refusal.XML_MALFORMED,
            id="an encoding of several bytes",
        ),
    ],
)
def test_everything_but_a_word_document_is_refused(data, refusal):
    assert refusal_of(data)[0] == refusal


def test_a_workbook_is_named_as_one():
    assert refusal_of(a_zip(parts(types=content_types(SHEET))))[1] == "a workbook"


def test_a_part_that_unpacks_to_a_gigabyte_is_not_unpacked():
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packing.compress(bytes(2**20)) for _ in range(256)) + packing.flush()
    file = a_zip(parts(types=packed), STORED)
    # Says that it is deflated and small.
    file = patched(file, entries(file)[0] + 10, "H", 8)
    file = patched(file, entries(file)[0] + 24, "I", 100)
    file = patched(patched(file, 8, "H", 8), 22, "I", 100)

    assert refusal_of(file)[0] == Refusal.ZIP_CORRUPT
