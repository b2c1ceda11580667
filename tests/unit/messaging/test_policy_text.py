"""What a message may consist of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidRequest
from messaging.policy.text import plain_text

LIMIT = 2000


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("  Two dogs, please.\n", "Two dogs, please.", id="blanks around"),
        pytest.param("a\tb\n\nc", "a\tb\n\nc", id="new lines and tabs inside"),
        pytest.param("a\r\nb", "a\nb", id="the new lines of forms"),
        pytest.param("👩‍👩‍👧 ❤️", "👩‍👩‍👧 ❤️", id="emoji of several parts"),
        pytest.param("שלום", "שלום", id="right to left"),
        pytest.param("Zoë café", "Zoë café", id="not normalised"),
        pytest.param('{"$ne": null}', '{"$ne": null}', id="what a database might obey"),
        pytest.param("<b>bold</b>", "<b>bold</b>", id="markup is only letters"),
        pytest.param("x" * LIMIT, "x" * LIMIT, id="as long as allowed"),
        pytest.param(" " + "x" * LIMIT + " ", "x" * LIMIT, id="blanks around do not count"),
        pytest.param("🐕" * LIMIT, "🐕" * LIMIT, id="characters count, not bytes"),
    ],
)
def test_a_text_is_kept_as_typed(text, kept):
    assert plain_text(text, LIMIT) == kept


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param(" \n\t ", ["TEXT_BLANK"], id="blanks"),
        pytest.param("\u200b\u2060\ufeff", ["TEXT_BLANK"], id="characters without width"),
        pytest.param("\u3164", ["TEXT_BLANK"], id="a filler shows nothing"),
        pytest.param("a\u202eb", ["TEXT_MALFORMED"], id="what turns a text around"),
        pytest.param("\u0301\u0301", ["TEXT_BLANK"], id="accents without letters"),
        pytest.param("x" * (LIMIT + 1), ["TEXT_TOO_LONG"], id="one too long"),
        pytest.param("a\x00b", ["TEXT_MALFORMED"], id="NUL"),
        pytest.param("a\x1b[31mb", ["TEXT_MALFORMED"], id="terminal colours"),
        pytest.param("a\rb", ["TEXT_MALFORMED"], id="a lone carriage return"),
        pytest.param("a\x85b", ["TEXT_MALFORMED"], id="a control of ISO 8859"),
        pytest.param(
            "\x07" * (LIMIT + 1),
            ["TEXT_BLANK", "TEXT_TOO_LONG", "TEXT_MALFORMED"],
            id="everything at once",
        ),
    ],
)
def test_every_broken_rule_is_named(text, rules):
    try:
        plain_text(text, LIMIT)
        broken = []
    except InvalidRequest as refused:
        broken = [violation.rule for violation in refused.violations]

    assert broken == rules


@given(st.text())
def test_what_was_kept_once_is_kept_again_unchanged(text):
    try:
        kept = plain_text(text, LIMIT)
    except InvalidRequest:
        return

    assert plain_text(kept, LIMIT) == kept
