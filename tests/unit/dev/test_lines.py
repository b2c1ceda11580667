import json
from datetime import UTC, datetime

import pytest

from dev.lines import readable

NOW = datetime(2030, 1, 1, 12, 0, 0, tzinfo=UTC)


def shown(raw, name="catalog"):
    return readable(name, raw if isinstance(raw, str) else json.dumps(raw), now=NOW)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        pytest.param(
            {
                "event": "listing published",
                "level": "info",
                "timestamp": "2030-01-01T11:59:58Z",
                "listing": "listings/1",
            },
            "11:59:58 catalog       listing published listing=listings/1",
            id="an event with a field",
        ),
        pytest.param(
            {"event": "retry", "level": "warning", "why": "too slow", "empty": ""},
            "12:00:00 catalog       WARNING retry why='too slow' empty=''",
            id="a level that matters is said, and odd values are quoted",
        ),
        pytest.param(
            {"event": "call", "facts": {"a": [1]}},
            '12:00:00 catalog       call facts={"a": [1]}',
            id="nested values stay JSON",
        ),
        pytest.param("plain words", "12:00:00 catalog       plain words", id="not JSON"),
        pytest.param("{half", "12:00:00 catalog       {half", id="broken JSON"),
        pytest.param(
            {"event": "call", "timestamp": "soon"},
            "12:00:00 catalog       call",
            id="a time that is none",
        ),
    ],
)
def test_a_line_reads_like_a_sentence(raw, line):
    assert shown(raw) == line


def test_a_trace_follows_its_event_indented():
    line = shown({"event": "failed", "level": "error", "exception": "Trace\n  here"})

    assert line.splitlines()[1:] == ["    Trace", "      here"]


def test_mongodb_is_heard_only_when_something_is_wrong():
    fine = {"t": {"$date": "x"}, "s": "I", "c": "NETWORK", "msg": "Connection accepted"}
    wrong = {"t": {"$date": "x"}, "s": "F", "msg": "Disk full", "attr": {"path": "/data"}}

    assert shown(fine, name="mongod") is None
    assert 'ERROR Disk full attr={"path": "/data"}' in shown(wrong, name="mongod")
