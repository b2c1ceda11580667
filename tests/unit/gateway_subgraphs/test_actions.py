"""What subscriptions say has happened: the events of the services, and no others."""

import inspect
import re

import pytest

from applications.domain.application import Action
from applications.service import application as applications
from gateway.feeds import action_of
from gateway.subgraphs.applications.enums import ApplicationAction
from gateway.subgraphs.pr_review.enums import PressReleaseAction


def literals(module, call):
    """What a service calls the events that it names itself."""
    return set(re.findall(call, inspect.getsource(module)))


def test_every_event_of_an_application_has_an_action():
    named = literals(applications, r'_saved\("(\w+)"')

    assert named, "events are written in another way: look for them there"
    assert {one.name for one in ApplicationAction} == {
        *(one.upper() for one in named),
        *(one.value.upper() for one in Action),
    }


@pytest.mark.parametrize(
    ("type_", "action"),
    [
        ("press_release.draft_uploaded", PressReleaseAction.DRAFT_UPLOADED),
        ("press_release.printed", None),
    ],
)
def test_an_event_that_is_newer_than_the_graph_has_no_action(type_, action):
    assert action_of(PressReleaseAction, type_) is action
