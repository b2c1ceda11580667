"""The rules of press review, as functions. In plain words: docs/rules.md#press-releases."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from chassis.errors import InvalidRequest, Refused, Violation, invalid
from pr_review.domain.press_release import Actor, Approval, Form, PressRelease
from pr_review.domain.problems import (
    DraftChanged,
    LeadTimeTooShort,
    OwnPressRelease,
    PressReleaseIncomplete,
    ReleaseDatePast,
    TooFarAhead,
)

_REGIONS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

TITLE_MOST = 200
CONTACT_MOST = 200
PLAN_MOST = 2000
FILE_NAME_MOST = 200


# Days, docs/rules.md#two-weeks-before-a-press-release


def local_date(moment: datetime, zone: str) -> date:
    """The day it is in the zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def earliest_release(submitted: date, lead: timedelta) -> date:
    """The first day a release submitted on a day may go out: calendar days, whole ones."""
    return submitted + lead


def day_ends(day: date, zone: str) -> datetime:
    """The moment the day is over in the zone."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return midnight.astimezone(UTC)


def is_over(day: date, zone: str, now: datetime) -> bool:
    """Whether the day has passed in the zone."""
    return local_date(now, zone) > day


def date_problem(
    release_on: date, submitted: date, *, lead: timedelta, furthest: timedelta
) -> Refused | None:
    """What is wrong with a release date for something submitted on a day, both in its zone."""
    if release_on < submitted:
        return ReleaseDatePast(release_on)
    if release_on > submitted + furthest:
        return TooFarAhead(release_on, submitted + furthest)
    earliest = earliest_release(submitted, lead)
    if release_on < earliest:
        return LeadTimeTooShort(submitted, earliest)
    return None


def approval_expires(release_on: date, zone: str, kept: timedelta) -> datetime:
    """Until when an approval holds: the end of a day some time after the release."""
    return day_ends(release_on + kept, zone)


@cache
def _zones() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in _REGIONS)


def is_time_zone(name: str) -> bool:
    """Whether it is a `Region/City` name. Others can't follow the clock changes of a place."""
    return name in _zones()


# The form, docs/rules.md#what-a-press-release-needs


def title_is_given(form: Form) -> Iterator[Violation]:
    """A press release has a title from the start."""
    if not form.title:
        yield Violation("REQUIRED", "Must be given.", "title")


def texts_are_short_enough(form: Form) -> Iterator[Violation]:
    """Texts keep to their lengths."""
    for field, text, most in (
        ("title", form.title, TITLE_MOST),
        ("distribution_plan", form.distribution_plan, PLAN_MOST),
        ("contact", form.contact, CONTACT_MOST),
    ):
        if len(text) > most:
            yield Violation("TOO_LONG", f"Must have {most:,} characters at most.", field)


def texts_have_no_control_characters(form: Form) -> Iterator[Violation]:
    """Texts are what people can read; only the plan may have several lines."""
    for field, text, forbidden in (
        ("title", form.title, _CONTROL),
        ("distribution_plan", form.distribution_plan, _CONTROL_BUT_LINES),
        ("contact", form.contact, _CONTROL),
    ):
        if forbidden.search(text):
            yield Violation("CONTROL_CHARACTER", "Must not have control characters.", field)


def time_zone_is_a_place(form: Form) -> Iterator[Violation]:
    """A zone is an IANA `Region/City`, so that it follows the clock changes there."""
    if form.time_zone and not is_time_zone(form.time_zone):
        yield Violation(
            "INVALID_TIME_ZONE",
            "Must be an IANA name of a region and city, such as `America/New_York`; "
            "abbreviations and fixed offsets can't follow the clock changes.",
            "time_zone",
        )


FormRule = Callable[[Form], Iterable[Violation]]
FORM_RULES: tuple[FormRule, ...] = (
    title_is_given,
    texts_are_short_enough,
    texts_have_no_control_characters,
    time_zone_is_a_place,
)


def ensure_form(form: Form, already_broken: Iterable[Violation] = ()) -> None:
    """Refuses a form with every rule it breaks."""
    broken = [*already_broken, *(found for rule in FORM_RULES for found in rule(form))]
    if broken:
        raise InvalidRequest(
            Violation(found.rule, found.message, f"press_release.{found.subject}")
            for found in broken
        )


def ensure_file_name(name: str) -> None:
    """Refuses a file's name that is no Word document's, or could mislead whoever saves it."""
    is_bad = _CONTROL.search(name) or re.search(r"[/\\]", name) or len(name) > FILE_NAME_MOST
    if is_bad or not name.casefold().endswith(".docx"):
        raise invalid(
            "file_name",
            "FILE_NAME_MALFORMED",
            f"Must be a name without a path, {FILE_NAME_MOST} characters at most, "
            "ending in `.docx`.",
        )


# Submission


def missing(release: PressRelease) -> list[Violation]:
    """What a review needs and the press release does not have yet."""
    form = release.form
    needed: tuple[tuple[str, object, str], ...] = (
        ("release_date", form.release_on, "Say on which day it is to go out."),
        ("time_zone", form.time_zone, "Say in which zone the day is meant."),
        ("distribution_plan", form.distribution_plan, "Say where and how it is to go out."),
        ("contact", form.contact, "Say whom the press team may ask."),
        ("draft", release.draft, "Upload the text as a Word document."),
    )
    return [
        Violation(f"{field.upper()}_MISSING", message, field)
        for field, value, message in needed
        if not value
    ]


def ensure_submittable(
    release: PressRelease, received: datetime, *, lead: timedelta, furthest: timedelta
) -> None:
    """Refuses with everything that is missing, and with what is wrong with the date."""
    absent, form, problem = missing(release), release.form, None
    if form.release_on and form.time_zone:
        submitted = local_date(received, form.time_zone)
        problem = date_problem(form.release_on, submitted, lead=lead, furthest=furthest)
    if absent and problem:
        raise PressReleaseIncomplete([*absent, *problem.violations], **problem.facts)
    if absent:
        raise PressReleaseIncomplete(absent)
    if problem:
        raise problem


# Approval, docs/rules.md#approval-of-a-press-release


def ensure_impartial(representative: Actor, release: PressRelease, maker_subject: str) -> None:
    """Refuses a representative who is the maker, or handed the release in for the maker."""
    involved = {
        entry.actor.subject
        for entry in release.timeline
        if entry.actor and entry.actor.role in ("MAKER", "PARTNER")
    }
    if representative.subject in involved | {maker_subject}:
        raise OwnPressRelease


def approval_of(
    release: PressRelease,
    sha256: str,
    representative: Actor,
    now: datetime,
    *,
    kept: timedelta,
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
        expires=approval_expires(form.release_on, form.time_zone, kept),
    )


def ensure_sha256(digest: str) -> None:
    """Refuses what can't be a SHA-256."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise invalid("sha256", "SHA256_MALFORMED", "Must be 64 hexadecimal digits in lower case.")
