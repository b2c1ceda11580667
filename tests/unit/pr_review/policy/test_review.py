"""What stands against an approval, alone and together."""

from dataclasses import replace
from datetime import date, time
from itertools import combinations

import pytest

from chassis.errors import Refused, Stale
from pr_review.domain.problems import MembershipEnded
from pr_review.domain.release.bounds import TooManyDrafts, TooManyStakeholders, TooManySteps
from pr_review.domain.release.obstacles import (
    ApprovalBlocked,
    AuthorityMissing,
    ExceptionNotGranted,
    NothingToOverride,
    OpenIssues,
    RequiredSignoffMissing,
    StakeholderVeto,
)
from pr_review.domain.release.refusals import DraftChanged, ReleaseDateChanged, ReleaseDatePast
from pr_review.domain.release.states import Area, Need, StakeholderState, Verdict
from pr_review.policy import review
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.builders import (
    BEA,
    LEO,
    NUMBERS,
    SHA,
    WHY,
    Story,
    a_draft,
    in_review,
    through_agency,
)


def found(story, **given):
    asked = {
        "sha256": story.release.draft.sha256,
        "open_issues": 0,
        "membership_states": ("ACTIVE",),
        "now": story.now,
    }
    return [it.rule for it in review.approvable(story.release, **(asked | given))]


def short_notice():
    return Story("2027-02-18T20:00Z").handed_in(WHY).take()


# Each breaks one rule: what it does to the story, or to how the approval is asked for.
BREAKINGS = {
    "DRAFT_CHANGED": (None, {"sha256": "b" * 64}, DraftChanged),
    "RELEASE_DATE_PAST": ("late", {}, ReleaseDatePast),
    "MEMBERSHIP_ENDED": (None, {"membership_states": ("LEFT", "REMOVED")}, MembershipEnded),
    "AUTHORITY_MISSING": ("agency", {}, AuthorityMissing),
    "EXCEPTION_NOT_GRANTED": ("short", {}, ExceptionNotGranted),
    "STAKEHOLDER_VETO": ("veto", {}, StakeholderVeto),
    "REQUIRED_SIGNOFF_MISSING": ("asked", {}, RequiredSignoffMissing),
    "OPEN_ISSUES": (None, {"open_issues": 2}, OpenIssues),
}


def broken(rules):
    """A story and how its approval is asked for, with all of the rules broken."""
    done = {BREAKINGS[rule][0] for rule in rules}
    story = short_notice() if "short" in done else in_review()
    if "veto" in done:
        story.ask(BEA, Area.BRAND, Need.OPTIONAL).say(Verdict.VETO, BEA)
    if "asked" in done:
        story.ask(LEO)
    if "agency" in done:
        story.release = replace(story.release, intake=through_agency())
    given = {"now": story.release.lapses} if "late" in done else {}
    for rule in rules:
        given |= BREAKINGS[rule][1]
    return story, given


@pytest.mark.parametrize("rule", BREAKINGS)
def test_what_stands_alone_against_an_approval_is_a_failure_of_its_own(rule):
    story, given = broken([rule])
    kind = BREAKINGS[rule][2]
    asked = {
        "sha256": SHA,
        "open_issues": 0,
        "membership_states": ("ACTIVE",),
        "now": story.now,
    }

    with pytest.raises((Refused, Stale)) as refused:
        review.ensure_approvable(story.release, **(asked | given))

    assert type(refused.value) is kind
    assert refused.value.reason == rule


@pytest.mark.parametrize(
    "rules", [*combinations(BREAKINGS, 2), *combinations(BREAKINGS, 3), tuple(BREAKINGS)]
)
def test_everything_that_stands_against_an_approval_is_named_at_once(rules):
    story, given = broken(rules)

    assert sorted(found(story, **given)) == sorted(rules)


def test_several_things_are_one_failure_with_all_of_them():
    story, given = broken(["STAKEHOLDER_VETO", "REQUIRED_SIGNOFF_MISSING", "OPEN_ISSUES"])
    story.open_issues = given["open_issues"]

    with pytest.raises(ApprovalBlocked) as refused:
        story.ensure_approvable()

    assert [(it.rule, it.subject) for it in refused.value.violations] == [
        ("STAKEHOLDER_VETO", "stakeholders.1"),
        ("REQUIRED_SIGNOFF_MISSING", "stakeholders.2"),
        ("OPEN_ISSUES", "comments"),
    ]


def test_a_draft_that_was_not_read_comes_first_with_all_else():
    story, given = broken(["DRAFT_CHANGED", "REQUIRED_SIGNOFF_MISSING"])

    with pytest.raises(DraftChanged) as refused:
        story.ensure_approvable(sha256=given["sha256"])

    assert refused.value.facts == {"sha256": SHA, "draft": "1"}
    assert len(refused.value.violations) == 2


@pytest.mark.parametrize("rule", BREAKINGS)
def test_a_leads_reason_passes_over_what_colleagues_said_and_nothing_else(rule):
    story, given = broken([rule])
    asked = {"sha256": SHA, "open_issues": 0, "membership_states": ("ACTIVE",), "now": story.now}

    try:
        review.ensure_approvable(story.release, **(asked | given), overrides=True)
        passed_over = True
    except (Refused, Stale):
        passed_over = False

    assert passed_over == (rule in review.OVERRIDABLE)


@pytest.mark.parametrize("states", [(), ("ACTIVE",), ("SUSPENDED",), ("LEFT", "ACTIVE")])
def test_only_a_maker_who_is_in_it_nowhere_any_more_is_in_the_way(states):
    assert found(in_review(), membership_states=states) == []


@pytest.mark.parametrize(
    ("need", "verdict", "rule"),
    [
        (Need.REQUIRED, None, "REQUIRED_SIGNOFF_MISSING"),
        (Need.REQUIRED, Verdict.OK, None),
        (Need.REQUIRED, Verdict.OK_WITH_CONDITIONS, None),
        (Need.REQUIRED, Verdict.NOT_RELEVANT, None),
        (Need.REQUIRED, Verdict.CHANGES, "REQUIRED_SIGNOFF_MISSING"),
        (Need.REQUIRED, Verdict.VETO, "STAKEHOLDER_VETO"),
        (Need.OPTIONAL, None, None),
        (Need.OPTIONAL, Verdict.CHANGES, None),
        (Need.OPTIONAL, Verdict.VETO, "STAKEHOLDER_VETO"),
        (Need.FOR_INFORMATION, None, None),
    ],
)
def test_the_worst_that_stakeholders_say_limits_the_representative(need, verdict, rule):
    story = in_review().ask(need=need)
    if verdict is not None:
        story.say(verdict)

    assert found(story) == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("verdict", "keeps", "draft", "state"),
    [
        (Verdict.OK, False, {}, StakeholderState.OUTDATED),
        (Verdict.OK, True, {}, StakeholderState.OUTDATED),
        (Verdict.OK, True, {"little_changed": {1}}, StakeholderState.ANSWERED),
        (Verdict.OK, False, {"little_changed": {1}}, StakeholderState.OUTDATED),
        (Verdict.OK, False, {"text_sha256": "text-1"}, StakeholderState.ANSWERED),
        (Verdict.CHANGES, False, {}, StakeholderState.OUTDATED),
        (Verdict.VETO, False, {}, StakeholderState.ANSWERED),
    ],
)
def test_what_was_said_of_another_draft_is_outdated_but_for_vetoes(verdict, keeps, draft, state):
    story = in_review().ask().say(verdict, keeps_for_small_changes=keeps)

    story.upload(**draft)

    assert story.release.stakeholders[0].state is state


def test_a_veto_falls_when_who_said_it_says_otherwise():
    story = in_review().ask().say(Verdict.VETO).upload()
    assert found(story) == ["STAKEHOLDER_VETO"]

    story.say(Verdict.OK)

    assert found(story) == []


def test_a_refused_exception_stands_against_an_approval_until_the_date_is_moved():
    story = short_notice().except_(granted=False)
    assert found(story) == ["EXCEPTION_NOT_GRANTED"]

    story.move(story.release.notice.earliest.isoformat())

    assert found(story) == []


@pytest.mark.parametrize(
    ("similarity", "is_new"), [(None, False), (0.399, True), (0.4, False), (0.9, False)]
)
def test_how_like_the_draft_before_it_a_draft_is(similarity, is_new):
    assert review.compared(a_draft(2), similarity, NUMBERS).is_new_text is is_new


def test_a_kept_word_is_measured_by_the_draft_it_was_said_of():
    story = in_review().ask().say(keeps_for_small_changes=True)
    assert review.little_changed({1: 0.9, 2: 0.899}, NUMBERS) == {1}

    story.upload(little_changed={1})
    kept = story.release.stakeholders[0].state
    story.upload(little_changed={2})

    assert kept is StakeholderState.ANSWERED
    assert story.release.stakeholders[0].state is StakeholderState.OUTDATED


@pytest.mark.parametrize(
    "move",
    [
        {"release_on": date(2027, 3, 9)},
        {"release_at": time(9)},
        {"time_zone": "America/Vancouver"},
    ],
)
def test_another_plan_than_was_read_stands_against_an_approval(move):
    story = in_review()
    read = replace(story.release.form.plan, **move)

    with pytest.raises(ReleaseDateChanged) as refused:
        story.ensure_approvable(plan=read)
    story.ensure_approvable()

    assert refused.value.facts["release_date"] == "2027-03-02"
    assert refused.value.facts["release_time"] == ""


def test_a_lead_overrides_only_what_stands_against_it():
    story = in_review()

    with pytest.raises(NothingToOverride):
        story.ensure_approvable(overrides=True)
    story.ask()

    story.ensure_approvable(overrides=True)


def test_a_withdrawal_is_undone_even_with_a_full_timeline_but_not_for_ever():
    few, story = Policy(timeline_max=3), in_review()

    story.withdraw()
    review.ensure_room_for_undo(story.release, few)
    story.undo().withdraw()

    with pytest.raises(TooManySteps):
        review.ensure_room_for_undo(story.release, few)


def test_there_is_an_end_to_drafts_questions_and_steps():
    few = Policy(drafts_max=1, stakeholders_max=1, timeline_max=3)
    story = in_review().ask()

    for ensure, kind in (
        (review.ensure_room_for_draft, TooManyDrafts),
        (review.ensure_room_for_stakeholder, TooManyStakeholders),
        (review.ensure_room, TooManySteps),
    ):
        ensure(story.release, NUMBERS)
        with pytest.raises(kind):
            ensure(story.release, few)
