"""What an application must say: well-formed answers always, complete ones when it is submitted.

The sources are in docs/rules.md#applying.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from applications.domain.application import Flag
from applications.domain.form import Form
from applications.domain.photo import PhotoKind
from applications.domain.questionnaire import ArtisanType, HeadCount, Questionnaire
from applications.policy.answers import FORM, Sheet, about
from applications.policy.numbers import Policy
from applications.policy.submission import findings
from chassis.errors import InvalidRequest, Refused, Violation, invalid
from chassis.text import control_in

# The two sides of an address as RFC 5322 and RFC 6531 have them, less comments and line breaks:
# words between dots or a text in quotes, and a host.
_BEYOND_ASCII = r"[^\x00-\x7f\s]"
_WORD = rf"(?:[A-Za-z0-9_!#$%&'*+/=?^`{{|}}~-]|{_BEYOND_ASCII})+"
_LOCAL = re.compile(rf'{_WORD}(?:\.{_WORD})*|"(?:[ !#-\[\]-~]|\\[ -~]|{_BEYOND_ASCII})+"')
_LETTER = rf"(?:[A-Za-z0-9]|{_BEYOND_ASCII})"
_LABEL = rf"{_LETTER}(?:(?:{_LETTER}|-)*{_LETTER})?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


class EmailUnverified(Refused):
    """We write to the account's e-mail address, which is not known to work.

    Verify the address with the identity provider, get a new token, and try again.
    """

    def __init__(self) -> None:
        super().__init__(
            "Your account's e-mail address is not verified. Verify it where you sign in, sign in "
            "once more, which gets you a new token, and try again."
        )


class ApplicationIncomplete(Refused):
    """Answers are missing or not acceptable; the violations name each of them.

    Mend every answer that is named with `UpdateApplication`, then submit again.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("The application is not complete.", violations=violations)


def ensure_well_formed(sheet: Sheet, regions: Mapping[str, str]) -> None:
    """Fails with `InvalidRequest` naming every answer that no application may have.

    `regions` are those of the day, by country code.
    """
    broken = [violation for rule in FORM for violation in rule(sheet)]
    if sheet.answers.country not in regions:
        accepted = ", ".join(sorted(regions))
        # The one code that people know and ISO 3166-1 does not have.
        is_meant = sheet.answers.country.upper() == "UK" and "GB" in regions
        hint = " For the United Kingdom use GB." if is_meant else ""
        broken.insert(0, about("country", "COUNTRY_UNKNOWN", f"We accept: {accepted}.{hint}"))
    if broken:
        raise InvalidRequest(broken)


def ensure_submittable(sheet: Sheet) -> None:
    """Fails with `ApplicationIncomplete` naming every answer that is missing or not acceptable."""
    broken = findings(sheet)
    if broken:
        raise ApplicationIncomplete(broken)


def confirmed(answers: Questionnaire, form: Form, moment: datetime) -> Questionnaire:
    """The answers with when the statements were confirmed, where that follows from them.

    They count as confirmed, at the moment at which the last one was, while all of them are.
    """
    question = form.question("statements")
    if question is None:
        return answers
    asked = {choice.value for choice in question.choices}
    is_all = asked <= {statement.value for statement in answers.statements}
    return replace(answers, attested=(answers.attested or moment) if is_all else None)


def most_photos(form: Form, kind: PhotoKind, numbers: Policy) -> int:
    """How many photos of a kind an application may have; 0 where its version asks for none."""
    if kind is PhotoKind.EVIDENCE:
        return numbers.evidence_photos_max
    question = form.question(f"photos.{kind.value.lower()}")
    return question.most if question else 0


def flags(answers: Questionnaire) -> tuple[Flag, ...]:
    """What a reviewer should look at. None of these is a reason to refuse by itself.

    That groups have no more than 20 members is a preference of the programme, not a bar.
    """
    raised = (
        (Flag.LARGE_GROUP, answers.head_count is HeadCount.OVER_TWENTY),
        (Flag.PRODUCTION_PARTNERS, bool(answers.production_partners.strip())),
        (Flag.CASE_BY_CASE, answers.artisan_type is ArtisanType.OTHER),
    )
    return tuple(flag for flag, is_up in raised if is_up)


def ensure_region(region: str, regions: Mapping[str, str], field: str) -> None:
    """Fails with `InvalidRequest` about `field` for a region that does not exist."""
    known = sorted(set(regions.values()))
    if region not in known:
        raise invalid(field, "REGION_UNKNOWN", f"Must be one of: {', '.join(known)}.")


def ensure_regions(given: Sequence[str], regions: Mapping[str, str], field: str) -> None:
    """Fails with `InvalidRequest` about each region that does not exist."""
    known = sorted(set(regions.values()))
    unknown = [
        Violation("REGION_UNKNOWN", f"Must be one of: {', '.join(known)}.", f"{field}[{index}]")
        for index, region in enumerate(given)
        if region not in known
    ]
    if unknown:
        raise InvalidRequest(unknown)


def ensure_reachable(email: str, verified: bool) -> None:
    """Fails with `EmailUnverified` unless there is one verified address to write to."""
    if not verified or not is_one_address(email):
        raise EmailUnverified


def ensure_address(email: str, field: str) -> None:
    """Fails with `InvalidRequest` about `field` for what is no whole address."""
    if not is_one_address(email):
        raise invalid(field, "EMAIL_MALFORMED", "Must be a whole e-mail address.")


def is_one_address(email: str) -> bool:
    """Whether it is one whole address, as mail servers take it."""
    # How long an address can be is no policy of ours but what mail servers take: RFC 5321, 4.5.3.1.
    local, _, domain = email.rpartition("@")
    if control_in(email) or len(local.encode()) > 64 or len(email.encode()) > 254:
        return False
    return bool(_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain))
