"""What somebody typed is told without what the page put into its form."""

import pytest

from console.typed import in_words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"dueAt": [""], "dueAtZone": ["Europe/Berlin"], "text": ["Hi"]}, {"text": ["Hi"]}),
        (
            {"dueAt": ["2030-03-04T09:30"], "dueAtZone": ["Europe/Berlin"]},
            {"dueAt": ["4 March 2030, 09:30 (Europe/Berlin)"]},
        ),
        (
            {"startsAt": ["2030-03-04"], "startsAtZone": ["Asia/Tokyo"]},
            {"startsAt": ["4 March 2030 (Asia/Tokyo)"]},
        ),
        ({"dueAt": ["soon"], "dueAtZone": ["UTC"]}, {"dueAt": ["soon"]}),
        ({"reason": ["NOT_HANDMADE"]}, {"reason": ["Not handmade"]}),
        # Words stay as they were typed, also where they are all capitals.
        ({"text": ["NOT_HANDMADE"], "note": ["  "]}, {"text": ["NOT_HANDMADE"]}),
        ({"text": [" two\nlines "]}, {"text": [" two\nlines "]}),
        # What a decision is bound to is the page's own.
        (
            {
                "sha256": ["ab" * 32],
                "releaseOn": ["2030-03-04"],
                "timeZone": ["UTC"],
                "words": ["Hi"],
            },
            {"words": ["Hi"]},
        ),
    ],
)
def test_what_was_typed_is_told_in_words(typed, told):
    assert in_words(typed) == told
