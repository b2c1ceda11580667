"""The error reference cannot lack anything unnoticed."""

from dataclasses import replace

import pytest

from chassis import errors
from dev.errors import found
from dev.errors.complaints import complaints
from dev.errors.found import Reason
from dev.errors.page import page
from dev.errors.texts import Codes, read

KILN_COLD = Reason(
    "KILN_COLD", errors.Refused, "catalog", "catalog.kilns.KilnCold", "It is cold.", "Heat it."
)
INVALID_REQUEST = Reason(
    "INVALID_REQUEST", errors.Invalid, "chassis", "chassis.errors.InvalidRequest", "Wrong.", "Mend."
)
TEXTS = """
[violations.CLAY_WET]
means = "The clay is wet."
do = "Dry it."

[violations.NO_WOOD]
in = ["KILN_COLD"]
means = "There is no wood."
do = "Fetch some."

[frame.KILN_BURNT]
grpc = "INTERNAL"
means = "The kiln burnt down."
do = "Build one."
"""
WORDS = {"CLAY_WET": {"catalog"}, "NO_WOOD": {"catalog"}, "KILN_BURNT": {"chassis"}}


def complained(reasons=(KILN_COLD, INVALID_REQUEST), words=WORDS, enumerated=(), texts=TEXTS):
    return complaints(list(reasons), words, set(enumerated), read(texts))


def test_nothing_is_wrong_when_everything_is_explained():
    assert complained() == []


@pytest.mark.parametrize("silent", [{"means": ""}, {"do": ""}])
def test_a_class_that_does_not_say_what_to_do_is_a_complaint(silent):
    (complaint,) = complained([replace(KILN_COLD, **silent), INVALID_REQUEST])

    assert complaint.startswith("catalog.kilns.KilnCold: ")


def test_a_code_without_words_is_a_complaint():
    (complaint,) = complained(texts=TEXTS.replace('do = "Dry it."', ""))

    assert complaint.endswith("CLAY_WET needs `means` and `do`")


def test_a_code_in_the_code_that_nobody_explains_is_a_complaint():
    (complaint,) = complained(words=WORDS | {"GLAZE_CRACKED": {"catalog", "gateway"}})

    assert complaint.startswith("catalog, gateway: GLAZE_CRACKED is not explained")


def test_the_value_of_an_enumeration_needs_no_explanation():
    assert complained(words=WORDS | {"FIRED": {"catalog"}}, enumerated=["FIRED"]) == []


def test_a_code_that_is_put_together_is_a_complaint():
    (complaint,) = complained(words=WORDS | {"{}_TOO_LONG": {"catalog"}})

    assert "`{}_TOO_LONG` is put together" in complaint


def test_a_code_that_nobody_sends_is_a_complaint():
    kept = {word: senders for word, senders in WORDS.items() if word != "NO_WOOD"}

    (complaint,) = complained(words=kept)

    assert complaint.endswith("NO_WOOD is sent by nobody any more")


def test_a_code_of_the_frame_must_stand_in_the_frame():
    (complaint,) = complained(words=WORDS | {"KILN_BURNT": {"gateway"}})

    assert complaint.endswith("KILN_BURNT is sent by nobody any more")


def test_a_code_must_come_with_a_reason_that_carries_some():
    (complaint,) = complained([replace(KILN_COLD, kind=errors.Stale), INVALID_REQUEST])

    assert "NO_WOOD is said to come with KILN_COLD" in complaint


def test_one_reason_is_of_one_kind_wherever_it_comes_from():
    other = replace(KILN_COLD, kind=errors.Invalid, package="messaging")

    (complaint,) = complained([KILN_COLD, other, INVALID_REQUEST])

    assert complaint == "KILN_COLD is of several kinds: Invalid, Refused"


def test_words_are_found_wherever_they_stand_as_texts(tmp_path):
    (tmp_path / "kilns.py").write_text(
        '"""KILN_DOC is not one, nor is NAMED below."""\n'
        'NAMED = ("KILN_COLD", {"NO_WOOD": 1})\n'
        'def said(field: str) -> str:\n    return f"{field.upper()}_TOO_LONG" if field else "no"\n'
    )

    words = found.words({"catalog": tmp_path})

    assert words == {name: {"catalog"} for name in ("KILN_COLD", "NO_WOOD", "{}_TOO_LONG")}


def test_the_page_has_a_place_for_every_reason_and_code():
    text = page([INVALID_REQUEST, KILN_COLD], WORDS, read(TEXTS))

    assert "### KILN_COLD\n\nRefused · `FAILED_PRECONDITION` · `PolicyError` · from catalog" in text
    assert "It is cold. **What to do:** Heat it." in text
    assert (
        "### NO_WOOD\n\nIn [KILN_COLD](#reason-kiln-cold) (`FAILED_PRECONDITION`, `PolicyError`)"
        in text
    )
    assert "| `KILN_BURNT` | `INTERNAL` | The kiln burnt down. | Build one. |" in text


def test_a_word_that_is_a_reason_and_a_code_has_two_places():
    texts = TEXTS.replace("CLAY_WET", "KILN_COLD")

    text = page([INVALID_REQUEST, KILN_COLD], WORDS | {"KILN_COLD": {"catalog"}}, read(texts))

    assert text.count('<a id="reason-kiln-cold"></a>') == 1
    assert text.count('<a id="code-kiln-cold"></a>') == 1


def test_two_services_may_say_different_things_under_one_reason():
    other = replace(KILN_COLD, package="messaging", means="It never was warm.")

    text = page([INVALID_REQUEST, KILN_COLD, other], WORDS, read(TEXTS))

    assert text.count("### KILN_COLD") == 1
    assert "In catalog: It is cold." in text
    assert "In messaging: It never was warm." in text


def test_a_table_may_be_empty():
    assert read("") == Codes((), (), (), ())
