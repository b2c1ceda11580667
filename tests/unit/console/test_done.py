"""That a page says what was done only to whoever just did it there."""

from datetime import UTC, datetime, timedelta

import pytest

from console.done import Done

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)
PATH = "/console/applications/QQ%3D%3D"
SECRET = "a secret of at least thirty-two characters"


@pytest.fixture
def done():
    return Done(SECRET)


def test_what_was_done_is_told_to_whoever_did_it(done):
    mark = done.mark("ask-for-information", PATH, "rosa", NOW)

    assert done.read(mark, PATH, "rosa", NOW) == "ask-for-information"
    # Whoever serves the page knows its path without the quoting.
    assert done.read(mark, "/console/applications/QQ==", "rosa", NOW) == "ask-for-information"


@pytest.mark.parametrize(
    ("path", "subject", "later"),
    [
        pytest.param("/console/applications/Qg==", "rosa", 0, id="of something else"),
        pytest.param(PATH, "paul", 0, id="to somebody else"),
        pytest.param(PATH, "rosa", 600, id="later"),
    ],
)
def test_what_was_done_is_not_told(done, path, subject, later):
    mark = done.mark("approve", PATH, "rosa", NOW)

    assert done.read(mark, path, subject, NOW + timedelta(seconds=later)) == ""


@pytest.mark.parametrize("change", [("approve", "decline"), (".19", ".99")])
def test_a_mark_that_was_changed_says_nothing(done, change):
    mark = done.mark("approve", PATH, "rosa", NOW).replace(*change)

    assert done.read(mark, PATH, "rosa", NOW) == ""


@pytest.mark.parametrize("mark", ["", "approve", "approve.9999999999.", "approve.9.é", "a" * 9000])
def test_what_is_no_mark_says_nothing(done, mark):
    assert done.read(mark, PATH, "rosa", NOW) == ""


def test_a_mark_of_another_server_says_nothing(done):
    other = Done("another secret of at least thirty-two").mark("approve", PATH, "rosa", NOW)

    assert done.read(other, PATH, "rosa", NOW) == ""
