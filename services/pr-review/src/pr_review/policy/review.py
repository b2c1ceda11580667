"""Submitting, taking, approving: docs/rules.md#approval-of-a-press-release."""

from collections.abc import Collection
from datetime import datetime

from chassis.actors import Actor
from chassis.errors import Violation
from chassis.memberships import ENDED
from pr_review.domain.press_release import Approval, PressRelease
from pr_review.domain.problems import (
    DraftChanged,
    MembershipEnded,
    OwnPressRelease,
    PressReleaseIncomplete,
    ReleaseDatePast,
)
from pr_review.policy.dates import approval_expires, date_problem, is_over, local_date
from pr_review.policy.numbers import Policy


def ensure_member(states: Collection[str]) -> None:
    """Refuses a maker whose memberships have all ended; these are their states.

    A suspension keeps nobody from announcing something. Source:
    `docs/rules.md#what-a-membership-lets-happen`.
    """
    if states and ENDED.issuperset(states):
        raise MembershipEnded(states)


def missing(release: PressRelease) -> list[Violation]:
    """What a review needs and the press release does not have yet."""
    form = release.form
    plan = form.distribution_plan
    needed: tuple[tuple[str, str, object, str], ...] = (
        (
            "RELEASE_DATE_MISSING",
            "release_date",
            form.release_on,
            "Say on which day it is to go out.",
        ),
        ("TIME_ZONE_MISSING", "time_zone", form.time_zone, "Say in which zone the day is meant."),
        (
            "DISTRIBUTION_PLAN_MISSING",
            "distribution_plan",
            plan,
            "Say where and how it is to go out.",
        ),
        ("CONTACT_MISSING", "contact", form.contact, "Say whom the press team may ask."),
        ("DRAFT_MISSING", "draft", release.draft, "Upload the text as a Word document."),
    )
    return [Violation(rule, message, field) for rule, field, value, message in needed if not value]


def ensure_submittable(release: PressRelease, received: datetime, numbers: Policy) -> None:
    """Refuses with everything that is missing, and with what is wrong with the date."""
    absent, form, problem = missing(release), release.form, None
    if form.release_on and form.time_zone:
        submitted = local_date(received, form.time_zone)
        problem = date_problem(form.release_on, submitted, numbers)
    if absent and problem:
        raise PressReleaseIncomplete([*absent, *problem.violations], **problem.facts)
    if absent:
        raise PressReleaseIncomplete(absent)
    if problem:
        raise problem


def ensure_impartial(representative: Actor, release: PressRelease, maker_subject: str) -> None:
    """Refuses a representative who is the maker, or handed the release in for the maker."""
    involved = {
        entry.actor.subject
        for entry in release.timeline
        if entry.actor and entry.actor.acted_for_maker
    }
    if representative.subject in involved | {maker_subject}:
        raise OwnPressRelease


def approval_of(
    release: PressRelease,
    sha256: str,
    representative: Actor,
    now: datetime,
    numbers: Policy,
) -> Approval:
    """The approval of these bytes for the release's day and zone.

    Refuses anybody but its representative, another document, and a day that is over.
    """
    release.ensure_reviewed_by(representative.subject)
    draft, form = release.draft, release.form
    if draft is None or draft.sha256 != sha256:
        raise DraftChanged(draft.sha256 if draft else "")
    if form.release_on is None or is_over(form.release_on, form.time_zone, now):
        raise ReleaseDatePast(form.release_on or now.date())
    return Approval(
        file_id=draft.file_id,
        file_name=draft.file_name,
        sha256=draft.sha256,
        release_on=form.release_on,
        time_zone=form.time_zone,
        representative=representative,
        created=now,
        expires=approval_expires(form.release_on, form.time_zone, numbers),
    )
