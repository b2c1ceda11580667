"""Colleagues who are asked about a press release."""

import pytest

from pr_review.domain.release.refusals import (
    DraftChanged,
    LeadNeeded,
    StakeholderAskedBefore,
    StakeholderNotAsked,
    StakeholderOfAnother,
    StakeholderUnknown,
    VetoStands,
)
from pr_review.domain.release.states import (
    Area,
    Need,
    StakeholderState,
    State,
    Verdict,
)
from tests.unit.pr_review.builders import (
    BEA,
    LEADS,
    LENA,
    LEO,
    RITA,
)
from tests.unit.pr_review.stories import reviewed


def test_a_stakeholder_speaks_of_the_present_draft():
    story = reviewed().ask().upload()

    with pytest.raises(DraftChanged) as refused:
        story.say(sha256="a" * 64)
    assert refused.value.facts["draft"] == "2"


def test_a_question_is_asked_once_for_an_area_and_answered_by_who_is_asked():
    story = reviewed().ask().ask(area=Area.PRIVACY)

    with pytest.raises(StakeholderAskedBefore) as refused:
        story.ask()
    assert refused.value.facts["stakeholder"] == "1"
    with pytest.raises(StakeholderOfAnother):
        story.say(who=BEA)
    with pytest.raises(StakeholderUnknown):
        story.say(number="3")


def test_a_question_is_passed_on_with_what_was_asked_and_without_what_was_said():
    story = reviewed().ask().say(Verdict.CHANGES)

    story.release = story.release.delegate("1", BEA, "Yours rather.", story.on(LEO))

    asked = story.release.stakeholders[0]
    assert (asked.who, asked.delegated_from) == (BEA, LEO)
    assert (asked.state, asked.verdict) == (StakeholderState.OPEN, None)
    assert story.release.asked == {"leo", "bea"}
    with pytest.raises(StakeholderOfAnother):
        story.say()
    assert story.say(who=BEA).release.stakeholders[0].verdict is Verdict.OK


def test_a_veto_is_neither_passed_on_nor_declined_nor_waived_by_the_representative():
    story = reviewed().ask(need=Need.OPTIONAL).say(Verdict.VETO)

    with pytest.raises(VetoStands):
        story.release.delegate("1", BEA, "", story.on(LEO))
    with pytest.raises(VetoStands):
        story.release.decline_part("1", "No time.", story.on(LEO))
    with pytest.raises(LeadNeeded):
        story.release.waive("1", "He is wrong.", story.on(RITA))


def test_of_a_required_stakeholder_only_a_lead_goes_on_without_a_word():
    story = reviewed().ask()
    story.release = story.release.decline_part("1", "No time.", story.on(LEO))
    assert story.release.stakeholders[0].is_required
    with pytest.raises(StakeholderNotAsked):
        story.say()
    with pytest.raises(LeadNeeded):
        story.release.waive("1", "At sea.", story.on(RITA))

    story.release = story.release.waive("1", "At sea.", story.on(LENA), LEADS)

    assert not story.release.stakeholders[0].is_required
    assert story.approve().release.state is State.APPROVED
