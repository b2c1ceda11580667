"""What stands against an approval: docs/rules.md#approval-of-a-press-release."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from chassis.errors import Problem, Violation
from chassis.memberships import ENDED
from pr_review.domain.problems import MembershipEnded
from pr_review.domain.release import PressRelease
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
from pr_review.domain.release.parts import Draft, ExceptionRequest, Plan, Stakeholder
from pr_review.domain.release.refusals import (
    DraftChanged,
    ReleaseDateChanged,
    ReleaseDatePast,
)
from pr_review.domain.release.states import (
    PASSING,
    Action,
    ExceptionState,
    NoticeVerdict,
    StakeholderState,
    Verdict,
)
from pr_review.policy.numbers import Policy

OVERRIDABLE = frozenset({"REQUIRED_SIGNOFF_MISSING", "STAKEHOLDER_VETO", "OPEN_ISSUES"})
"""What a lead may pass over with a reason: what colleagues said, never what makers lack."""

_ALONE = {
    "REQUIRED_SIGNOFF_MISSING": RequiredSignoffMissing,
    "STAKEHOLDER_VETO": StakeholderVeto,
    "OPEN_ISSUES": OpenIssues,
    "EXCEPTION_NOT_GRANTED": ExceptionNotGranted,
    "AUTHORITY_MISSING": AuthorityMissing,
}


def ensure_member(states: Collection[str]) -> None:
    """Refuses a maker whose memberships have all ended; these are their states.

    A suspension keeps nobody from announcing something. Source:
    `docs/rules.md#what-a-membership-lets-happen`.
    """
    if states and ENDED.issuperset(states):
        raise MembershipEnded(states)


def approvable(
    release: PressRelease,
    *,
    sha256: str,
    open_issues: int,
    membership_states: Collection[str],
    now: datetime,
    plan: Plan | None = None,
) -> list[Violation]:
    """Everything that stands against an approval of the draft with this digest, on this plan, now.

    Without a plan whatever the maker has written is meant.
    """
    return [
        *_of_draft(release, sha256),
        *_of_plan(release, plan),
        *_of_date(release, now),
        *_of_maker(release, membership_states),
        *_of_exception(release),
        *_of_stakeholders(release),
        *_of_issues(open_issues),
    ]


def ensure_approvable(
    release: PressRelease,
    *,
    sha256: str,
    open_issues: int,
    membership_states: Collection[str],
    now: datetime,
    plan: Plan | None = None,
    overrides: bool = False,
) -> None:
    """Fails with everything that stands against it, but for what a lead's reason passes over.

    Where one thing does, the failure is its own; a draft or a date that was not read comes first,
    for with another all else may be different.
    """
    found = approvable(
        release,
        sha256=sha256,
        open_issues=open_issues,
        membership_states=membership_states,
        now=now,
        plan=plan,
    )
    broken = [it for it in found if not (overrides and it.rule in OVERRIDABLE)]
    if broken:
        raise _refusal(release, broken, membership_states)
    if overrides and not found:
        raise NothingToOverride


def _refusal(
    release: PressRelease, broken: list[Violation], membership_states: Collection[str]
) -> Problem:
    rules = {it.rule for it in broken}
    draft = release.draft
    if "DRAFT_CHANGED" in rules:
        return DraftChanged(
            draft.sha256 if draft else "", draft.number if draft else 0, tuple(broken)
        )
    if "RELEASE_DATE_CHANGED" in rules:
        plan = release.form.plan
        return ReleaseDateChanged(plan.release_on, plan.release_at, plan.time_zone, tuple(broken))
    if rules == {"RELEASE_DATE_PAST"}:
        return ReleaseDatePast(release.form.release_on)
    if rules == {"MEMBERSHIP_ENDED"}:
        return MembershipEnded(membership_states)
    alone = _ALONE.get(broken[0].rule) if len(rules) == 1 else None
    return (alone or ApprovalBlocked)(broken)


def _of_draft(release: PressRelease, sha256: str) -> Iterable[Violation]:
    if release.draft is None or release.draft.sha256 != sha256:
        yield Violation(
            "DRAFT_CHANGED", "Another document has been uploaded since you read it.", "draft"
        )


def _of_plan(release: PressRelease, plan: Plan | None) -> Iterable[Violation]:
    if plan is not None and plan != release.form.plan:
        yield Violation(
            "RELEASE_DATE_CHANGED",
            "The maker has moved the release since you read it.",
            "release_date",
        )


def _of_date(release: PressRelease, now: datetime) -> Iterable[Violation]:
    if release.lapses is not None and now >= release.lapses:
        yield Violation("RELEASE_DATE_PAST", "The release date is past.", "release_date")


def _of_maker(release: PressRelease, membership_states: Collection[str]) -> Iterable[Violation]:
    if membership_states and ENDED.issuperset(membership_states):
        yield Violation("MEMBERSHIP_ENDED", "The maker is not in the programme any more.", "maker")
    if release.intake.needs_authority:
        yield Violation(
            "AUTHORITY_MISSING", "The maker must say that the agency may act.", "authority"
        )


def _of_exception(release: PressRelease) -> Iterable[Violation]:
    notice, asked = release.notice, release.exception
    if notice is None or notice.is_on_time:
        return
    if asked is None or asked.state is not ExceptionState.GRANTED:
        yield Violation(
            "EXCEPTION_NOT_GRANTED",
            f"The time is short, and {_excepted(asked)}.",
            "exceptions" if asked is None else f"exceptions.{asked.id}",
        )


def _excepted(asked: ExceptionRequest | None) -> str:
    """Why there is no exception, and whose turn it is."""
    if asked is None:
        return "no exception is asked for: the maker moves the date"
    if asked.state is ExceptionState.REFUSED:
        return "the exception was refused: the maker moves the date"
    if asked.verdict is NoticeVerdict.VERY_SHORT_NOTICE:
        return "a lead who does not represent it decides on the exception first"
    return "its representative or a lead decides on the exception first"


def _of_stakeholders(release: PressRelease) -> Iterable[Violation]:
    for it in release.stakeholders:
        about = f"stakeholders.{it.id}"
        if it.vetoes:
            yield Violation(
                "STAKEHOLDER_VETO", f"{it.who.display_name} says that it must not go out.", about
            )
        elif it.is_required and not _passes(it):
            yield Violation(
                "REQUIRED_SIGNOFF_MISSING",
                f"{it.who.display_name} {_lacks(it, release.drafts_uploaded)}.",
                about,
            )


def _passes(stakeholder: Stakeholder) -> bool:
    return stakeholder.state is StakeholderState.ANSWERED and stakeholder.verdict in PASSING


def _lacks(stakeholder: Stakeholder, present: int) -> str:
    match stakeholder.state:
        case StakeholderState.OUTDATED:
            has_agreed = stakeholder.verdict in PASSING
            said, of = ("agreed", "to") if has_agreed else ("spoke", "of")
            return (
                f"{said} {of} draft {stakeholder.draft_number}, not {of} draft {present}; "
                "wait for their word on it, or waive it"
            )
        case StakeholderState.DECLINED:
            return "declined to say anything"
        case StakeholderState.ANSWERED:
            return "wants changes"
        case _:
            return "has not answered"


def _of_issues(open_issues: int) -> Iterable[Violation]:
    if open_issues:
        said = "1 issue is open." if open_issues == 1 else f"{open_issues:,} issues are open."
        yield Violation("OPEN_ISSUES", said, "comments")


def with_conditions_of_stakeholders(release: PressRelease, given: Iterable[str]) -> tuple[str, ...]:
    """The conditions of an approval: those given, and what stakeholders whose yes still holds made
    it depend on, each once.
    """
    theirs = [
        condition
        for it in release.stakeholders
        if it.state is StakeholderState.ANSWERED and it.verdict is Verdict.OK_WITH_CONDITIONS
        for condition in it.conditions
    ]
    return tuple(dict.fromkeys((*given, *theirs)))


def compared(draft: Draft, similarity: float | None, numbers: Policy) -> Draft:
    """The draft with what its similarity to the one before says of it."""
    if similarity is None:
        return draft
    return replace(
        draft,
        similarity=similarity,
        is_new_text=similarity < numbers.new_text_similarity,
    )


def little_changed(similarities: Mapping[int, float], numbers: Policy) -> frozenset[int]:
    """The drafts of which the new one, so similar to each, is a small change."""
    least = numbers.small_change_similarity
    return frozenset(number for number, similarity in similarities.items() if similarity >= least)


def ensure_room_for_undo(release: PressRelease, numbers: Policy) -> None:
    """Fails with `TooManySteps` once one was undone although the timeline was full."""
    beyond = release.timeline[numbers.timeline_max :]
    if any(it.action is Action.WITHDRAWAL_UNDONE for it in beyond):
        raise TooManySteps(numbers.timeline_max)


def ensure_room_for_draft(release: PressRelease, numbers: Policy) -> None:
    """Fails with `TooManyDrafts` once there are as many as may be."""
    if release.drafts_uploaded >= numbers.drafts_max:
        raise TooManyDrafts(numbers.drafts_max)


def ensure_room_for_stakeholder(release: PressRelease, numbers: Policy) -> None:
    """Fails with `TooManyStakeholders` once as many were asked as may be."""
    if len(release.stakeholders) >= numbers.stakeholders_max:
        raise TooManyStakeholders(numbers.stakeholders_max)


def ensure_room(release: PressRelease, numbers: Policy) -> None:
    """Fails with `TooManySteps` once the timeline is full; decisions are never asked for that."""
    if len(release.timeline) >= numbers.timeline_max:
        raise TooManySteps(numbers.timeline_max)
