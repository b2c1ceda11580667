"""Whatever the bytes, the gate answers with its own refusal or lets them through, and soon.

What it lets through every reader sees alike.
"""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import NotAccepted, Refusal, sentence
from tests.support.documents import a_document, a_zip, an_ole2_file, content_types, parts, relations
from tests.support.hostile import HOSTILE
from tests.support.packages import a_field, a_main, a_package, with_part
from tests.support.streamed_zip import streamed

SOON = 5.0
MAIN = "word/document.xml"
SMALL = 50_000
SOUND = (
    a_document(),
    a_zip(parts()),
    a_zip(parts(), 0),
    a_package(f"<w:p>{a_field('HYPERLINK &quot;https://a.test&quot;', result='a')}</w:p>"),
    with_part("header1.xml", "header", a_main(element="hdr")),
)
SEEDS = (
    *SOUND,
    a_zip(parts(types=content_types(more="<Default/>"), relations=relations(mode="External"))),
    an_ole2_file("EncryptedPackage"),
    *(
        file
        for code in ("ZIP_OVERLAP", "ZIP_CORRUPT", "BAD_MAGIC", "DUPLICATE_MEMBER", "DDE_FIELD")
        for make in HOSTILE[code].values()
        if len(file := make()) < SMALL
    ),
)
# Where a single byte decides most: signatures, sizes, counts.
SIGNATURES = (
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"PK\x06\x06",
    b"PK\x06\x07",
    b"\xff" * 8,
)
# What decides most inside of the parts.
WORDS = (
    b"<!DOCTYPE a>",
    b"<!-- ",
    b" -->",
    b"<![CDATA[",
    b"]]>",
    b"<?a b?>",
    b"&#68;",
    b"/>",
    b">",
    b"</w:p>",
    b"<w:p>",
    b'xmlns:w="urn:x"',
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'TargetMode="External"',
    b"/vbaProject",
    b"../",
    b"#",
    b"<w:fldChar w:fldCharType='end'/>",
    b"<w:instrText>DDE",
    b"<w:ins>",
    b"</w:ins>",
    b"\0",
)

places = st.floats(0, 1, exclude_max=True)


def mutated(seeds, words):
    """Bytes of a seed, with a dozen things done to them at most."""

    @st.composite
    def drawn(draw):
        data = bytearray(draw(seeds))
        for _ in range(draw(st.integers(1, 12))):
            at = int(draw(places) * len(data)) if data else 0
            match draw(st.sampled_from(["flip", "put", "cut", "insert", "copy", "tail"])):
                case "flip" if data:
                    data[at] ^= 1 << draw(st.integers(0, 7))
                case "put":
                    value = draw(st.sampled_from(words) | st.binary(min_size=1, max_size=8))
                    data[at : at + len(value)] = value
                case "cut":
                    del data[at : at + draw(st.integers(1, 2000))]
                case "insert":
                    data[at:at] = draw(st.sampled_from(words) | st.binary(min_size=1, max_size=40))
                case "copy":
                    other = draw(seeds)
                    begin = int(draw(places) * len(other))
                    data[at:at] = other[begin : begin + draw(st.integers(1, 400))]
                case _ if len(data) > 30:
                    # The directory and the end record are where a reader is led astray.
                    near = len(data) - 1 - int(draw(places) * min(len(data) - 1, 600))
                    data[near] = draw(st.integers(0, 255))
        return bytes(data)

    return drawn()


@st.composite
def mutated_parts(draw):
    """A sound file, of which one or two members are mutated inside and packed anew."""
    with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(SOUND)))) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    for name in draw(st.lists(st.sampled_from(sorted(members)), min_size=1, max_size=2)):
        members[name] = draw(mutated(st.just(members[name]), WORDS))
    return a_zip(members, draw(st.sampled_from([0, 8])))


def ensure_answered(data):
    # Its own time: how long a busy machine leaves it waiting says nothing about the gate.
    begun = time.thread_time()

    try:
        warnings = ensure_word_document(data)
    except NotAccepted as refused:
        assert sentence(refused.refusal, refused.what)  # noqa: PT017
        assert refused.refusal is not Refusal.READER_FAILED  # noqa: PT017
    else:
        assert all(code and text for code, text in warnings)
        ensure_seen_alike(data)
    assert time.thread_time() - begun < SOON


def ensure_seen_alike(data):
    """By the directory and from member to member; and an XML reader reads what the gate did."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        by_directory = {info.filename: package.read(info) for info in package.infolist()}
    assert streamed(data) == by_directory
    for name, content in by_directory.items():
        if name.endswith((".xml", ".rels")) and not name.lower().startswith("customxml/"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            assert not etree.fromstring(content, parser).getroottree().docinfo.doctype


@pytest.mark.fuzz
@given(mutated(st.sampled_from(SEEDS), SIGNATURES) | st.binary(max_size=2000))
def test_no_file_gets_anything_but_an_answer_out_of_the_gate(data):
    ensure_answered(data)


@pytest.mark.fuzz
@given(mutated_parts())
def test_no_member_gets_anything_but_an_answer_out_of_the_gate(data):
    ensure_answered(data)


@pytest.mark.fuzz
@given(
    types=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    relations=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
)
def test_no_part_gets_anything_but_an_answer_out_of_the_gate(types, relations):
    ensure_answered(a_zip(parts(types=types, relations=relations)))


@pytest.mark.parametrize("data", SOUND)
def test_what_the_fuzzing_begins_with_is_seen_alike(data):
    ensure_word_document(data)

    ensure_seen_alike(data)
