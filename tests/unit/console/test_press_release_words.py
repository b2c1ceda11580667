"""What the page of a press release says, in words that mean one thing."""

import re

import pytest

from console.graph import Answer
from tests.support.fake_console import FakeConsole
from tests.support.press_pages import (
    ADA,
    PAUL,
    SECOND,
    actor,
    entry,
    exception,
    release,
    stakeholder,
)

HERE = "/console/press-releases/UFI6MQ%3D%3D"
APPROVAL = {
    "sha256": SECOND,
    "releaseOn": "2026-12-27",
    "releaseAt": None,
    "timeZone": "America/New_York",
    "conditions": ["The fair opens."],
    "representative": PAUL,
    "createdAt": "2026-11-21T09:00:00Z",
    "expiresAt": "2026-12-28T05:00:00Z",
    "endedAt": None,
}


async def text_of(shown, *roles, subject="paul"):
    console = FakeConsole(*(roles or ("pr",)), subject=subject)
    console.graph.told["PressRelease"] = Answer({"pressRelease": shown})
    page = (await console.get(HERE)).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ([], "Approved "),
        (["One."], "Approved, with 1 condition "),
        (["One.", "Two."], "Approved, with 2 conditions "),
    ],
)
async def test_an_approval_with_conditions_does_not_read_as_one_without(conditions, said):
    approval = APPROVAL | {"conditions": conditions}

    assert said in await text_of(release("APPROVED", approval=approval))


async def test_an_approval_that_ended_with_its_state_says_nothing_of_conditions():
    assert "with 1 condition" not in await text_of(release("IN_REVIEW", approval=APPROVAL))


async def test_a_notice_is_told_apart_from_the_time_that_is_left():
    assert "On time, 35 days’ notice" in await text_of(release())


async def test_a_maker_without_a_shop_is_told_by_who_sent_the_draft():
    assert f"{ADA['displayName']} Maker no shop yet" in await text_of(release(maker=None))


async def test_an_exception_that_is_asked_for_says_so_once():
    said = await text_of(release(exceptions=[exception("VERY_SHORT_NOTICE")]))

    assert "Very short notice asked for by Ada" in said


async def test_an_answer_is_called_the_same_wherever_it_is_told():
    timeline = [entry("ANSWERED", ADA, reason="ACCEPT_EDITS")]

    assert "The maker accepted our edits" in await text_of(release(timeline=timeline))


async def test_somebody_who_is_asked_reads_the_question_once():
    asked = stakeholder(who="Leo", question="May they say so, and here?")
    shown = release(stakeholders=[asked])

    to_leo = await text_of(shown, "stakeholder", subject=actor("Leo")["id"])
    to_paul = await text_of(shown)

    assert to_leo.count(asked["question"]) == to_paul.count(asked["question"]) == 1
