import json
import subprocess
import sys

import pytest

from chassis import request_id


def lines_of(*statements):
    """What a process of its own prints, since logging is configured once for a whole process."""
    program = [
        "import logging, structlog",
        "from chassis import logs",
        "logs.configure('catalog')",
        "log = structlog.get_logger()",
        *statements,
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_is_one_object_with_who_and_when():
    (line,) = lines_of(
        "structlog.contextvars.bind_contextvars(request_id='r1')",
        "log.info('listing published', listing='listings/1')",
    )

    assert line.pop("timestamp")
    assert line == {
        "event": "listing published",
        "level": "info",
        "listing": "listings/1",
        "process": "catalog",
        "request_id": "r1",
    }


def test_what_must_not_be_logged_is_withheld():
    keys = ["token", "secret", "text", "body", "authorization", "password"]

    lines = lines_of(*(f"log.info('something', {key}='canary')" for key in keys))

    assert [line[key] for line, key in zip(lines, keys, strict=True)] == ["[withheld]"] * 6


def test_an_exception_stays_on_its_line():
    (line,) = lines_of(
        "try: 1 / 0", "except ZeroDivisionError as error: log.error('failed', exc_info=error)"
    )

    assert "ZeroDivisionError" in line["exception"]


def test_libraries_log_in_the_same_form():
    (line,) = lines_of("logging.getLogger('grpc').warning('odd: %s', 'thing')")

    assert (line["event"], line["level"], line["process"]) == ("odd: thing", "warning", "catalog")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abcd-1234", True),
        ("short", False),
        ("x" * 65, False),
        ("a\nforged line", False),
        ("", False),
    ],
)
def test_only_a_plain_request_id_is_taken_over(given, kept):
    assert (request_id.adopt(given) == given) is kept
