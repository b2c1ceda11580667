"""What a maker may write and upload: docs/rules.md#what-a-press-release-needs."""

import re
from collections.abc import Callable, Iterable, Iterator

from chassis.errors import InvalidRequest, Violation, invalid
from chassis.text import control_in, is_blank
from pr_review.domain.release.parts import Form
from pr_review.policy.dates import local_time
from pr_review.policy.numbers import Policy
from pr_review.policy.zones import is_country, is_time_zone


def title_is_given(form: Form, _numbers: Policy) -> Iterator[Violation]:
    """A press release has a title from the start."""
    if is_blank(form.title):
        yield Violation("REQUIRED", "Must be given.", "title")


def texts_say_something(form: Form, _numbers: Policy) -> Iterator[Violation]:
    """What is given can be seen: fillers and marks that stand alone are nothing."""
    for field, text in (
        ("distribution_plan", form.distribution_plan),
        ("contact", form.contact),
        ("exception_reason", form.exception_reason),
    ):
        if text and is_blank(text):
            yield Violation("REQUIRED", "Must say something, or be left out.", field)


def texts_are_short_enough(form: Form, numbers: Policy) -> Iterator[Violation]:
    """Texts keep to their lengths."""
    plan, plan_max = form.distribution_plan, numbers.distribution_plan_max
    for rule, field, text, most in (
        ("TITLE_TOO_LONG", "title", form.title, numbers.title_max),
        ("DISTRIBUTION_PLAN_TOO_LONG", "distribution_plan", plan, plan_max),
        ("CONTACT_TOO_LONG", "contact", form.contact, numbers.contact_max),
        (
            "EXCEPTION_REASON_TOO_LONG",
            "exception_reason",
            form.exception_reason,
            numbers.exception_reason_max,
        ),
    ):
        if len(text) > most:
            yield Violation(rule, f"Must have {most:,} characters at most.", field)


def texts_have_no_control_characters(form: Form, _numbers: Policy) -> Iterator[Violation]:
    """Texts are what people can read; only the plan and the reason may have several lines."""
    for field, text, lines in (
        ("title", form.title, False),
        ("distribution_plan", form.distribution_plan, True),
        ("contact", form.contact, False),
        ("exception_reason", form.exception_reason, True),
    ):
        if control_in(text, lines=lines):
            yield Violation(
                "CONTROL_CHARACTER", "Must not have control or invisible characters.", field
            )


def time_zone_is_a_place(form: Form, _numbers: Policy) -> Iterator[Violation]:
    """A zone is an IANA `Region/City`, so that it follows the clock changes there."""
    if form.time_zone and not is_time_zone(form.time_zone):
        yield Violation(
            "INVALID_TIME_ZONE",
            "Must be an IANA name of a region and city, such as `America/New_York`; "
            "abbreviations and fixed offsets can't follow the clock changes.",
            "time_zone",
        )


def release_time_exists(form: Form, _numbers: Policy) -> Iterator[Violation]:
    """A time is one that the clocks there show on that day."""
    said = local_time(form) if is_time_zone(form.time_zone) else None
    if said is not None and said.is_skipped:
        following = said.next_shown
        yield Violation(
            "INVALID_LOCAL_TIME",
            f"Does not exist in {said.zone} on {said.day.isoformat()}, where the clocks go "
            f"forward; the next time there is is {following.at:%H:%M}.",
            "release_time",
        )


def markets_are_countries(form: Form, numbers: Policy) -> Iterator[Violation]:
    """Markets are countries, each once, each with the zone in which its day is meant."""
    if len(form.markets) > numbers.markets_max:
        yield Violation("TOO_MANY_MARKETS", f"{numbers.markets_max} at most.", "markets")
        return
    seen = set[str]()
    for place, market in enumerate(form.markets):
        about = f"markets[{place}]"
        if not is_country(market.country):
            yield Violation(
                "COUNTRY_MALFORMED",
                "Must be a country's code, such as `US`.",
                f"{about}.country_code",
            )
        elif market.country in seen:
            yield Violation("MARKET_REPEATED", "Is named before.", f"{about}.country_code")
        seen.add(market.country)
        if not market.time_zone:
            yield Violation(
                "MARKET_ZONE_MISSING",
                "Say in which zone its day is meant; this is no country of the programme.",
                f"{about}.time_zone",
            )
        elif not is_time_zone(market.time_zone):
            yield Violation(
                "INVALID_TIME_ZONE",
                "Must be an IANA name of a region and city.",
                f"{about}.time_zone",
            )


FormRule = Callable[[Form, Policy], Iterable[Violation]]
FORM_RULES: tuple[FormRule, ...] = (
    title_is_given,
    texts_say_something,
    texts_are_short_enough,
    texts_have_no_control_characters,
    time_zone_is_a_place,
    release_time_exists,
    markets_are_countries,
)


def ensure_form(form: Form, numbers: Policy, already_broken: Iterable[Violation] = ()) -> None:
    """Refuses a form with every rule it breaks."""
    broken = [*already_broken, *(found for rule in FORM_RULES for found in rule(form, numbers))]
    if broken:
        raise InvalidRequest(
            Violation(found.rule, found.message, f"press_release.{found.subject}")
            for found in broken
        )


PLAN_RULES: tuple[FormRule, ...] = (
    texts_say_something,
    texts_are_short_enough,
    texts_have_no_control_characters,
    time_zone_is_a_place,
    release_time_exists,
)


def ensure_plan(form: Form, numbers: Policy) -> None:
    """Refuses another time for a release with every rule it breaks."""
    broken = [found for rule in PLAN_RULES for found in rule(form, numbers)]
    if broken:
        raise InvalidRequest(broken)


def ensure_file_name(name: str, numbers: Policy) -> None:
    """Refuses a file's name that is no Word document's, or could mislead whoever saves it."""
    is_bad = control_in(name) or re.search(r"[/\\]", name) or len(name) > numbers.file_name_max
    if is_bad or not name.casefold().endswith(".docx"):
        raise invalid(
            "file_name",
            "FILE_NAME_MALFORMED",
            f"Must be a name without a path, {numbers.file_name_max} characters at most, "
            "without anything invisible, ending in `.docx`.",
        )


def ensure_sha256(digest: str) -> None:
    """Refuses what can't be a SHA-256."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise invalid("sha256", "SHA256_MALFORMED", "Must be 64 hexadecimal digits in lower case.")
