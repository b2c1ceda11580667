"""What an application must say: well-formed answers always, complete ones when it is submitted.

The sources are in docs/rules.md#applying.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from applications.domain.application import Flag
from applications.domain.questionnaire import ArtisanType, HeadCount, Questionnaire
from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest, Refused, Violation, invalid
from chassis.text import control_in

RULE_VERSION = "1"
QUESTIONNAIRE_VERSION = "v1"

CATEGORIES = frozenset(
    {
        "art",
        "baby",
        "beauty",
        "clothing-shoes-and-accessories",
        "electronics-accessories",
        "health-and-personal-care",
        "home-and-kitchen",
        "jewellery-and-watches",
        "pet-supplies",
        "sports-and-outdoors",
        "stationery-and-party",
        "toys-and-games",
    }
)

_LINKED_TYPES = frozenset(
    {
        ArtisanType.COOPERATIVE,
        ArtisanType.NON_PROFIT,
        ArtisanType.NON_GOVERNMENTAL,
        ArtisanType.SOCIAL_ENTERPRISE,
    }
)
_ONE_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\\\"@]+@[^\s,;:<>()\[\]\\\"@]+")

Rule = Callable[[Questionnaire, Policy], Iterable[Violation]]


class EmailUnverified(Refused):
    """The invitation goes to the account's e-mail address, which is not known to work.

    Verify the address with the identity provider, get a new token, and submit again.
    """

    def __init__(self) -> None:
        super().__init__("Verify your account's e-mail address first, then apply.")


class ApplicationIncomplete(Refused):
    """Answers are missing or not acceptable; the violations name each of them.

    Mend every answer that is named with `UpdateApplication`, then submit again.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("The application is not complete.", violations=violations)


def texts_fit(answers: Questionnaire, numbers: Policy) -> Iterable[Violation]:
    """Every text has its longest form."""
    limits = (
        ("CONTACT_NAME_TOO_LONG", "contact_name", numbers.name_max),
        ("BUSINESS_NAME_TOO_LONG", "business_name", numbers.name_max),
        ("ORGANISATION_URL_TOO_LONG", "organisation_url", numbers.url_max),
        ("GROUP_DESCRIPTION_TOO_LONG", "group_description", numbers.group_description_max),
        ("PROCESS_DESCRIPTION_TOO_LONG", "process_description", numbers.process_description_max),
        ("TOOLS_TOO_LONG", "tools", numbers.tools_max),
        ("PRODUCTION_PARTNERS_TOO_LONG", "production_partners", numbers.production_partners_max),
    )
    for rule, name, most in limits:
        text: str = getattr(answers, name)
        if len(text) > most:
            yield _about(name, rule, f"At most {most:,} characters; these are {len(text):,}.")


def texts_are_plain(answers: Questionnaire, _numbers: Policy) -> Iterable[Violation]:
    """Names are one line, and no text has control characters: they end up in mails."""
    for name in ("contact_name", "business_name"):
        if control_in(getattr(answers, name)):
            yield _about(name, "CONTROL_CHARACTER", "Must be one line of plain text.")
    for name in ("group_description", "process_description", "tools", "production_partners"):
        if control_in(getattr(answers, name), lines=True):
            yield _about(name, "CONTROL_CHARACTER", "Must be plain text.")


def links_are_https(answers: Questionnaire, numbers: Policy) -> Iterable[Violation]:
    """What a reviewer is to open is a whole `https` link."""
    named = [("organisation_url", "ORGANISATION_URL_MALFORMED", answers.organisation_url)]
    if not answers.organisation_url:
        named.clear()
    named += [
        (f"shop_urls[{place}]", "SHOP_URL_MALFORMED", url)
        for place, url in enumerate(answers.shop_urls)
    ]
    for name, rule, url in named:
        if len(url) <= numbers.url_max and not _is_https(url):
            yield _about(name, rule, "Must be a link that begins with `https://`.")


def shops_are_few(answers: Questionnaire, numbers: Policy) -> Iterable[Violation]:
    """A handful of shops is enough to look at, each with a link of sensible length."""
    if len(answers.shop_urls) > numbers.shop_urls_max:
        yield _about("shop_urls", "TOO_MANY_SHOP_URLS", f"At most {numbers.shop_urls_max} links.")
    for place, url in enumerate(answers.shop_urls):
        if len(url) > numbers.url_max:
            yield _about(
                f"shop_urls[{place}]",
                "SHOP_URL_TOO_LONG",
                f"At most {numbers.url_max:,} characters.",
            )


def categories_are_known(answers: Questionnaire, _numbers: Policy) -> Iterable[Violation]:
    """Products belong to the programme's categories, each named once."""
    for place, category in enumerate(answers.categories):
        if category not in CATEGORIES:
            known = ", ".join(sorted(CATEGORIES))
            yield _about(f"categories[{place}]", "CATEGORY_UNKNOWN", f"Must be one of: {known}.")
        elif category in answers.categories[:place]:
            yield _about(f"categories[{place}]", "DUPLICATE", "Is named twice.")


FORM: tuple[Rule, ...] = (
    texts_fit,
    texts_are_plain,
    links_are_https,
    shops_are_few,
    categories_are_known,
)
"""What holds for a draft too."""


def questions_are_answered(answers: Questionnaire, _numbers: Policy) -> Iterable[Violation]:
    """Who applies, and what is made how."""
    required = {
        "contact_name": answers.contact_name.strip(),
        "business_name": answers.business_name.strip(),
        "artisan_type": answers.artisan_type,
        "head_count": answers.head_count,
        "categories": answers.categories,
        "production_method": answers.production_method,
    }
    for name, answer in required.items():
        if not answer:
            yield _about(name, "REQUIRED", "Must be answered.")


def organisation_is_linked(answers: Questionnaire, _numbers: Policy) -> Iterable[Violation]:
    """A collaborative group shows online documents about itself."""
    if answers.artisan_type in _LINKED_TYPES and not answers.organisation_url.strip():
        yield _about(
            "organisation_url",
            "ORGANISATION_URL_REQUIRED",
            "This kind of group must link to online documents about the organisation.",
        )


def other_group_is_described(answers: Questionnaire, _numbers: Policy) -> Iterable[Violation]:
    """A group that is not listed is judged case by case, so it must say what it is."""
    if answers.artisan_type is ArtisanType.OTHER and not answers.group_description.strip():
        yield _about(
            "group_description", "GROUP_DESCRIPTION_REQUIRED", "Describe what kind of group it is."
        )


def process_is_described(answers: Questionnaire, numbers: Policy) -> Iterable[Violation]:
    """A reviewer needs enough words to see that products are made by hand."""
    written = len(answers.process_description.strip())
    if written < numbers.process_description_min:
        yield _about(
            "process_description",
            "PROCESS_DESCRIPTION_TOO_SHORT",
            f"At least {numbers.process_description_min:,} characters; these are {written:,}.",
        )


def statements_are_confirmed(answers: Questionnaire, _numbers: Policy) -> Iterable[Violation]:
    """The applicant makes the products and owns the designs, and neither resells nor drop-ships."""
    if answers.attested is None:
        yield _about("attest_time", "ATTESTATION_REQUIRED", "Confirm the programme's statements.")


RULES: tuple[Rule, ...] = (
    *FORM,
    questions_are_answered,
    organisation_is_linked,
    other_group_is_described,
    process_is_described,
    statements_are_confirmed,
)
"""What holds for an application that is handed in."""


def ensure_well_formed(answers: Questionnaire, regions: Mapping[str, str], numbers: Policy) -> None:
    """Fails with `InvalidRequest` naming every answer that no application may have.

    `regions` are those of the day, by country code.
    """
    broken = [violation for rule in FORM for violation in rule(answers, numbers)]
    if answers.country not in regions:
        accepted = ", ".join(sorted(regions))
        broken.insert(0, _about("country", "COUNTRY_UNKNOWN", f"We accept: {accepted}."))
    if broken:
        raise InvalidRequest(broken)


def ensure_submittable(answers: Questionnaire, numbers: Policy) -> None:
    """Fails with `ApplicationIncomplete` naming every answer that is missing or not acceptable."""
    broken = [violation for rule in RULES for violation in rule(answers, numbers)]
    if broken:
        raise ApplicationIncomplete(broken)


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


def ensure_reachable(email: str, verified: bool) -> None:
    """Fails with `EmailUnverified` unless there is one verified address to write to."""
    if not verified or not _ONE_ADDRESS.fullmatch(email):
        raise EmailUnverified


def ensure_explained(text: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless a decline comes with words for the applicant."""
    if not text.strip():
        raise invalid("text", "REQUIRED", "Tell the applicant why.")
    if len(text) > numbers.decline_text_max:
        raise invalid("text", "TEXT_TOO_LONG", f"At most {numbers.decline_text_max:,} characters.")


def _is_https(url: str) -> bool:
    if control_in(url) or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host and not host.startswith(".")


def _about(name: str, rule: str, message: str) -> Violation:
    return Violation(rule, message, f"questionnaire.{name}")
