"""Who did what, newest first, and the letters that a decision would send."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.caller import Role
from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release.states import Verdict
from tests.integration.pr_review.work.made import a_draft, a_story, somebody, waiting
from tests.unit.pr_review.builders import NOW

HOUR = timedelta(hours=1)
RITA, OTTO = somebody("rita"), somebody("otto")
MUGS, BOWLS = "pressReleases/mugs", "pressReleases/bowls"
Kind = pb.PressRelease.Letter.Kind


def actions(page):
    return [entry.action.partition(".")[2] for entry in page.entries]


@pytest.fixture
async def past(did):
    """What was done to two press releases."""
    await did("started", MUGS, NOW - 9 * HOUR, "DRAFT", for_staff=False)
    await did("submitted", MUGS, NOW - 8 * HOUR, "SUBMITTED")
    await did("submitted", BOWLS, NOW - 7 * HOUR, "SUBMITTED", parties={"otto"})
    await did("taken", MUGS, NOW - 6 * HOUR, "IN_REVIEW", RITA)
    await did("declined", MUGS, NOW - 5 * HOUR, "DECLINED", RITA, reason="TOO_LATE")
    await did("lapsed", BOWLS, NOW - 4 * HOUR, "LAPSED")


async def test_all_that_was_done_is_told_newest_first(past, rita):
    page = await rita.ask("ListPressActivity")

    assert actions(page) == ["lapsed", "declined", "taken", "submitted", "submitted"]
    lapsed, declined, *_ = page.entries
    assert not lapsed.HasField("actor")
    assert declined.actor.display_name == "Rita"
    assert (declined.from_state, declined.to_state) == ("IN_REVIEW", "DECLINED")
    assert declined.reason == "TOO_LATE"


async def test_it_is_narrowed_down_and_turned_page_by_page(past, rita):
    first = await rita.ask("ListPressActivity", page_size=2)
    second = await rita.ask("ListPressActivity", page_size=2, page_token=first.next_page_token)

    assert actions(second) == ["taken", "submitted"]
    assert actions(await rita.ask("ListPressActivity", actor="rita")) == ["declined", "taken"]
    assert actions(await rita.ask("ListPressActivity", resource=BOWLS)) == ["lapsed", "submitted"]
    between = {"start_time": NOW - 7 * HOUR, "end_time": NOW - 5 * HOUR}
    assert actions(await rita.ask("ListPressActivity", **between)) == ["taken", "submitted"]


async def test_nobody_is_told_of_what_they_have_a_part_in(past, a_desk):
    otto = a_desk("otto")

    assert actions(await otto.ask("ListPressActivity")) == ["declined", "taken", "submitted"]
    assert actions(await otto.ask("ListPressActivity", resource=BOWLS)) == []


@pytest.fixture
async def handed_in(stored, queue, a_maker):
    """The name of a press release that Otto has, of a German maker."""
    story = a_story(title="Mugs for the moon").take(OTTO)
    await queue(story.release)
    maker = await a_maker(country="DE")
    await stored["press_releases"].update_one({"_id": story.release.id}, {"$set": {"maker": maker}})
    return story.release.name


async def test_a_letter_is_shown_in_the_makers_language_and_sent_to_nobody(stored, handed_in, rita):
    before = await stored["press_releases"].find_one()
    letter = await rita.ask(
        "PreviewPressLetter",
        press_release=handed_in,
        kind=Kind.DECLINE,
        words="Leider nein.",
        reason=pb.PressRelease.TOO_LATE,
    )

    assert letter.language_code == "de"
    assert "Leider nein." in letter.text
    assert "moon" not in letter.subject
    assert await stored["press_releases"].find_one() == before
    assert await stored["activity"].count_documents({}) == 0


async def test_an_approval_is_shown_with_the_conditions_of_stakeholders(queue, a_maker, rita):
    leo = somebody("leo", Role.STAKEHOLDER)
    story = a_story().take(OTTO).ask(leo, actor=OTTO)
    story.release = story.release.say(
        "1",
        Verdict.OK_WITH_CONDITIONS,
        "",
        ("Only in the US.",),
        story.release.draft.sha256,
        story.on(leo),
    )
    [name] = await queue(replace(story.release, maker=await a_maker()))

    letter = await rita.ask("PreviewPressLetter", press_release=name, kind=Kind.APPROVAL)

    assert "1. Only in the US." in letter.text


async def test_an_approval_with_conditions_names_them(handed_in, rita):
    letter = await rita.ask(
        "PreviewPressLetter",
        press_release=handed_in,
        kind=Kind.APPROVAL,
        conditions=["Ohne unser Logo.", "Nur in Deutschland."],
    )

    assert "1. Ohne unser Logo." in letter.text
    assert "2. Nur in Deutschland." in letter.text


async def test_what_a_letter_cannot_say_is_refused(handed_in, rita):
    for fields, subject in (
        ({"kind": Kind.DECLINE, "words": "x" * 5001}, "words"),
        ({"kind": Kind.APPROVAL, "conditions": ["Yes.", " "]}, "conditions[1]"),
        ({}, "kind"),
    ):
        with pytest.raises(Invalid) as refusal:
            await rita.ask("PreviewPressLetter", press_release=handed_in, **fields)

        assert [it.subject for it in refusal.value.violations] == [subject]


async def test_letters_are_the_press_teams(stored, handed_in, queue, a_maker, rita, a_desk):
    asked = {"press_release": handed_in, "kind": Kind.CHANGES}
    for role in ("support", "admin", "stakeholder", "maker"):
        with pytest.raises(Forbidden):
            await a_desk("max", role).ask("PreviewPressLetter", **asked)

    own, draft = waiting(by="rita", role=Role.PARTNER), a_draft()
    await queue(own, draft)
    maker = await a_maker("eve")
    await stored["press_releases"].update_many({}, {"$set": {"maker": maker}})
    with pytest.raises(Refused):
        await rita.ask("PreviewPressLetter", press_release=own.name, kind=Kind.CHANGES)
    with pytest.raises(NotFound):
        await rita.ask("PreviewPressLetter", press_release=draft.name, kind=Kind.CHANGES)
