import pytest

from chassis.text import (
    control_in,
    is_blank,
    named,
    on_one_line,
    scripts_mixed_in,
    too_long,
)


@pytest.mark.parametrize("text", ["a", "ü", "3", "!", "€", "カップ", "e\u0301", "❤\ufe0f"])
def test_what_shows_something_is_not_blank(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\u200b", "\u00ad", "\ufeff", "\u0301", "\u3164", "\u2800", "\u00a0"],
)
def test_what_shows_nothing_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("two words", "", id="plain"),
        pytest.param("👩‍🎨 coppa d'oro", "", id="joined emoji"),
        pytest.param("❤\ufe0f\u200d🔥 👍🏽", "", id="emoji of a chosen form"),
        pytest.param("می\u200cخواهم कि\u200d", "", id="joiners that scripts need"),
        pytest.param("שלום\u200f!", "U+200F", id="a mark of direction"),
        pytest.param("Kil\u200bn", "U+200B", id="a space of no width"),
        pytest.param("Kil\u200dn", "U+200D", id="a joiner among ASCII"),
        pytest.param("é\u200d\u200d", "U+200D", id="two joiners"),
        pytest.param("\ufe0fKiln", "U+FE0F", id="a form of nothing"),
        pytest.param("Kil\u034fn", "U+034F", id="a grapheme joiner"),
        pytest.param("Kil\u00adn", "U+00AD", id="a soft hyphen"),
        pytest.param("Kil\u3164n", "U+3164", id="a filler"),
        pytest.param("Kil\U000e0041n", "U+E0041", id="a tag"),
        pytest.param("a\nb", "U+000A", id="a line break"),
        pytest.param("a\x00b", "U+0000", id="NUL"),
        pytest.param("a\x85b", "U+0085", id="a control of ISO 8859"),
        pytest.param("a\u2028b", "U+2028", id="a line separator"),
        pytest.param("a\u2029b", "U+2029", id="a paragraph separator"),
        pytest.param("invoice\u202ecod.exe", "U+202E", id="an override of direction"),
        pytest.param("a\u2066b\u2069", "U+2066", id="an isolate"),
    ],
)
def test_a_line_has_no_control_characters(text, found):
    assert control_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a\nb\r\n\tc", "", id="lines and tabs"),
        pytest.param("a\rb", "U+000D", id="a lone carriage return"),
        pytest.param("שלום\u200f!\u200b", "", id="what is not seen"),
        pytest.param("a\n\u2028b", "U+2028", id="a line separator"),
        pytest.param("a\n\x1b[31m", "U+001B", id="colours of a terminal"),
    ],
)
def test_a_text_may_have_lines_and_no_other_control_characters(text, found):
    assert control_in(text, lines=True) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Kiln Ζωή Жук 陶器", "", id="a script for each word"),
        pytest.param("T-シャツ 5µm", "", id="letters that nobody mistakes"),
        pytest.param("My Κiln", "Κiln", id="a Greek capital"),
        pytest.param("Kilп", "Kilп", id="a Cyrillic letter"),
    ],
)
def test_alphabets_that_look_alike_are_not_mixed_in_a_word(text, found):
    assert scripts_mixed_in(text) == found


def test_a_text_too_long_says_by_how_much():
    assert list(too_long("title", "x" * 5, 5, "TITLE_TOO_LONG")) == []

    (found,) = too_long("title", "x" * 1001, 1000, "TITLE_TOO_LONG")

    assert found.message == "At most 1,000 characters; these are 1,001."
    assert (found.rule, found.subject) == ("TITLE_TOO_LONG", "title")


def test_a_character_that_is_refused_is_named():
    assert named(control_in("a\u202eb")) == "U+202E (RIGHT-TO-LEFT OVERRIDE)"
    assert named(control_in("a\x00b")) == "U+0000 (null)"
    assert named(control_in("a\nb")) == "U+000A (line break)"
    # Unicode has no name for it, nor has anybody else.
    assert named(control_in("a\x80b")) == "U+0080"


@pytest.mark.parametrize("around", ["\u200e", "\u200f", "\u061c", " \u00a0\u200f\n", ""])
def test_around_a_name_spaces_and_marks_of_direction_are_taken_off(around):
    assert on_one_line(f"{around}Ana\u200fReed{around}") == "Ana\u200fReed"
