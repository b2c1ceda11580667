import pytest

from chassis.text import control_in, is_blank, too_long


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
        pytest.param("שלום\u200f!", "", id="a mark of direction"),
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
        pytest.param("a\n\u2028b", "U+2028", id="a line separator"),
        pytest.param("a\n\x1b[31m", "U+001B", id="colours of a terminal"),
    ],
)
def test_a_text_may_have_lines_and_no_other_control_characters(text, found):
    assert control_in(text, lines=True) == found


def test_a_text_too_long_says_by_how_much():
    assert list(too_long("title", "x" * 5, 5, "TITLE_TOO_LONG")) == []

    (found,) = too_long("title", "x" * 1001, 1000, "TITLE_TOO_LONG")

    assert found.message == "At most 1,000 characters; these are 1,001."
    assert (found.rule, found.subject) == ("TITLE_TOO_LONG", "title")
