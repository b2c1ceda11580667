"""Whatever the bytes, the gate answers with its own refusal or lets them through, and soon."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import NotAccepted
from tests.support.documents import a_document, a_zip, an_ole2_file, content_types, parts, relations

SOON = 5.0
SEEDS = (
    a_document(),
    a_zip(parts()),
    a_zip(parts(), 0),
    a_zip(parts(types=content_types(more="<Default/>"), relations=relations(mode="External"))),
    an_ole2_file("EncryptedPackage"),
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

seeds = st.sampled_from(SEEDS)
places = st.floats(0, 1, exclude_max=True)


@st.composite
def mutated(draw):
    data = bytearray(draw(seeds))
    for _ in range(draw(st.integers(1, 12))):
        at = int(draw(places) * len(data)) if data else 0
        match draw(st.sampled_from(["flip", "put", "cut", "insert", "copy", "tail"])):
            case "flip" if data:
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "put":
                value = draw(st.sampled_from(SIGNATURES) | st.binary(min_size=1, max_size=8))
                data[at : at + len(value)] = value
            case "cut":
                del data[at : at + draw(st.integers(1, 2000))]
            case "insert":
                data[at:at] = draw(st.binary(min_size=1, max_size=40))
            case "copy":
                other = draw(seeds)
                begin = int(draw(places) * len(other))
                data[at:at] = other[begin : begin + draw(st.integers(1, 400))]
            case _ if len(data) > 30:
                # The directory and the end record are where a reader is led astray.
                near = len(data) - 1 - int(draw(places) * min(len(data) - 1, 600))
                data[near] = draw(st.integers(0, 255))
    return bytes(data)


@pytest.mark.fuzz
@given(mutated() | st.binary(max_size=2000))
def test_no_file_gets_anything_but_an_answer_out_of_the_gate(data):
    begun = time.monotonic()

    try:
        ensure_word_document(data)
    except NotAccepted as refused:
        assert refused.refusal  # noqa: PT017

    assert time.monotonic() - begun < SOON


@pytest.mark.fuzz
@given(
    types=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    relations=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
)
def test_no_part_gets_anything_but_an_answer_out_of_the_gate(types, relations):
    data = a_zip(parts(types=types, relations=relations))

    try:
        ensure_word_document(data)
    except NotAccepted as refused:
        assert refused.refusal  # noqa: PT017
