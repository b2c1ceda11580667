"""Who of the press team has a press release."""

import pytest

from chassis.errors import Refused
from handmade.pr_review.v1 import press_release_pb2 as pb

State = pb.PressRelease.State


async def test_it_goes_to_whoever_has_the_fewest_and_is_there(press):
    maker, lena = await press.a_maker(), await press.knows("lena-assigns", "pr_lead")
    busy, away = await press.knows("busy", "pr"), await press.knows("away", "pr")
    free = await press.knows("free", "pr", name="Free")
    await press.is_away("away", "busy")
    for _ in range(2):
        await busy.take((await maker.submitted()).name)
        await lena.take((await maker.submitted()).name)
    await free.take((await maker.submitted()).name)
    waiting = await maker.submitted()

    assigned = await lena.call("AssignPressRelease", name=waiting.name)

    assert away is not None
    assert (assigned.state, assigned.representative.subject) == (State.IN_REVIEW, "free")
    entry = assigned.timeline[-1]
    assert (entry.action, entry.colleague.subject) == ("assigned", "free")
    assert "assigned" not in [it.action for it in (await maker.get(waiting.name)).timeline]


async def test_it_is_given_to_nobody_who_had_a_part_in_it(press):
    maker, otto = await press.a_maker(subject="mia"), press.as_("otto-alone", "pr")
    await press.knows("mia", "pr")
    waiting = await maker.submitted()
    await press.is_away("otto-alone", "mia")

    with pytest.raises(Refused) as nobody:
        await otto.call("AssignPressRelease", name=waiting.name)
    with pytest.raises(Refused) as theirs:
        await otto.call("AssignPressRelease", name=waiting.name, representative="mia")
    with pytest.raises(Refused) as unknown:
        await otto.call("AssignPressRelease", name=waiting.name, representative="nobody")

    assert nobody.value.reason == "NOBODY_TO_ASSIGN"
    assert theirs.value.reason == "REPRESENTATIVE_HAS_PART"
    assert unknown.value.reason == "REPRESENTATIVE_UNKNOWN"


async def test_what_somebody_has_is_handed_over_and_not_assigned(press):
    maker, rita = await press.a_maker(), await press.knows("rita", "pr")
    otto, lena = await press.knows("otto", "pr"), await press.knows("lena", "pr_lead")
    release = await rita.take((await maker.submitted()).name)
    given = {"name": release.name, "representative": "otto"}

    with pytest.raises(Refused) as taken:
        await lena.call("AssignPressRelease", **given)
    with pytest.raises(Refused) as not_theirs:
        await otto.call("HandOverPressRelease", **given)
    handed = await rita.call("HandOverPressRelease", note="Mind the second paragraph.", **given)
    back = await lena.call("HandOverPressRelease", name=release.name, representative="rita")

    assert {taken.value.reason, not_theirs.value.reason} == {"PRESS_RELEASE_TAKEN"}
    assert handed.representative.subject == "otto"
    assert back.representative.subject == "rita"
    to_maker = await maker.get(release.name)
    assert handed.timeline[-1].note == "Mind the second paragraph."
    assert "Mind the second paragraph" not in str(to_maker)
    assert [it.action for it in to_maker.timeline][-1] == "taken"


async def test_what_is_given_back_waits_for_another_and_our_clock_runs_on(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr", name="Rita")
    otto = press.as_("otto", "pr", name="Otto")
    release = await rita.take((await maker.submitted()).name)

    with pytest.raises(Refused) as not_theirs:
        await otto.call("ReleasePressRelease", name=release.name)
    released = await rita.call("ReleasePressRelease", name=release.name, note="Ill.")
    taken = await otto.take(release.name)

    assert not_theirs.value.reason == "PRESS_RELEASE_TAKEN"
    assert (released.state, released.HasField("representative")) == (State.SUBMITTED, False)
    assert released.answer_due_time == release.answer_due_time
    assert taken.representative.subject == "otto"
    assert (released.timeline[-1].note, released.timeline[-1].reason) == ("Ill.", "")
    assert "Ill." in str(taken)
    assert "Ill." not in str(await maker.get(release.name))
