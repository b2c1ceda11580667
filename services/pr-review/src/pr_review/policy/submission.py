"""Handing a press release in: docs/rules.md#what-a-press-release-needs."""

from datetime import datetime, timedelta

from chassis.errors import Violation
from pr_review.domain.problems import PressReleaseIncomplete
from pr_review.domain.release import PressRelease
from pr_review.domain.release.parts import Form, Terms
from pr_review.domain.release.refusals import LeadTimeTooShort
from pr_review.policy import dates
from pr_review.policy.numbers import Policy


def missing(release: PressRelease, numbers: Policy) -> list[Violation]:
    """What a review needs and the press release does not have yet."""
    form = release.form
    needed = (
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
            form.distribution_plan,
            "Say where and how it is to go out.",
        ),
        ("CONTACT_MISSING", "contact", form.contact, "Say whom the press team may ask."),
        ("DRAFT_MISSING", "draft", release.draft, "Upload the text as a Word document."),
        (
            "AUTHORITY_MISSING",
            "authority",
            numbers.authority_may_follow or not release.intake.needs_authority,
            "The maker must say that the agency may act.",
        ),
    )
    return [Violation(rule, message, field) for rule, field, value, message in needed if not value]


def ensure_submittable(release: PressRelease, now: datetime, numbers: Policy) -> Terms:
    """The terms it is handed in under.

    Fails with everything that is missing, and with what is wrong with the date.
    """
    absent, form = missing(release, numbers), release.form
    has_date = form.release_on is not None and bool(form.time_zone)
    problem = dates.date_problem(form, now, numbers) if has_date else None
    if problem is None and has_date:
        problem = too_short(form, now, numbers)
    if absent and problem is not None:
        raise PressReleaseIncomplete([*absent, *problem.violations], **problem.facts)
    if absent:
        raise PressReleaseIncomplete(absent)
    if problem is not None:
        raise problem
    return dates.terms(form, now, now, numbers)


def too_short(form: Form, received: datetime, numbers: Policy) -> LeadTimeTooShort | None:
    """Why it can't be taken without an exception; None if there is time, or one is asked for."""
    notice = dates.notice(form, received, numbers)
    if notice.is_on_time or form.exception_reason or form.release_on is None:
        return None
    came = form.release_on - timedelta(days=notice.days)
    return LeadTimeTooShort(came, notice.earliest, form.zones, notice.verdict)
