"""Every event is named alike: a resource, and in the past tense what happened to it."""

import ast
import re
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[2] / "services"
IRREGULAR = {"held", "left", "sent", "taken"}
TELLS = re.compile(r"of_\w+|_saved?|_tell|_publish")
WORDS = r"[a-z]+(_[a-z]+)*"


def texts_of(call):
    """The texts that a call gives as an event's type, or as what happened."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    named = [word.value for word in call.keywords if word.arg == "type"] if name == "Event" else []
    for node in named or (call.args if TELLS.fullmatch(name) else []):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


TOLD = sorted(
    {
        (path.relative_to(SERVICES).parts[0], text)
        for path in SERVICES.glob("*/src/**/*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        for text in texts_of(call)
    }
)


def test_events_are_found_in_every_service():
    assert {service for service, _ in TOLD} == {"applications", "catalog", "messaging", "pr-review"}


@pytest.mark.parametrize(("service", "text"), TOLD)
def test_an_event_says_what_happened_to_what(service, text):
    verb = text.rpartition(".")[2].rpartition("_")[2]

    assert re.fullmatch(rf"({WORDS}\.)?{WORDS}", text)
    assert verb.endswith("ed") or verb in IRREGULAR
