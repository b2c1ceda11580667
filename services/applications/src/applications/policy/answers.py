"""What an answer may be, in a draft too: docs/rules.md#applying."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from enum import Enum
from urllib.parse import urlsplit

from applications.domain.form import Form
from applications.domain.photo import Photo
from applications.domain.questionnaire import Questionnaire
from applications.policy.numbers import Policy
from chassis.errors import Violation
from chassis.text import control_in, named, too_long

_LINES = "products[]."
_NAMES = ("contact_name", "business_name", "seller_account")
_TOO_LONG = {
    "contact_name": "CONTACT_NAME_TOO_LONG",
    "business_name": "BUSINESS_NAME_TOO_LONG",
    "organisation_url": "ORGANISATION_URL_TOO_LONG",
    "group_description": "GROUP_DESCRIPTION_TOO_LONG",
    "process_description": "PROCESS_DESCRIPTION_TOO_LONG",
    "tools": "TOOLS_TOO_LONG",
    "production_partners": "PRODUCTION_PARTNERS_TOO_LONG",
    "seller_account": "SELLER_ACCOUNT_TOO_LONG",
}
_TOO_MANY = {"shop_urls": "TOO_MANY_SHOP_URLS", "products": "TOO_MANY_PRODUCTS"}
_UNKNOWN = {
    "categories": "CATEGORY_UNKNOWN",
    "products[].category": "CATEGORY_UNKNOWN",
    "language": "LANGUAGE_UNKNOWN",
}
_TEXTS = ("group_description", "process_description", "tools", "production_partners")


@dataclass(frozen=True)
class Sheet:
    """What an applicant handed in, and what was asked."""

    answers: Questionnaire
    form: Form
    numbers: Policy
    photos: tuple[Photo, ...] = ()


Rule = Callable[[Sheet], Iterable[Violation]]


def about(field: str, rule: str, message: str) -> Violation:
    """A violation about an answer."""
    path = field if field.startswith("photos.") else f"questionnaire.{field}"
    return Violation(rule, message, path)


def given(sheet: Sheet, field: str) -> list[tuple[str, object]]:
    """What was answered to a question, each with its own path; one for every line of products."""
    if field.startswith(_LINES):
        part = field.removeprefix(_LINES)
        return [
            (f"products[{place}].{part}", getattr(line, part))
            for place, line in enumerate(sheet.answers.products)
        ]
    return [(field, _answer(sheet, field))]


def chosen(sheet: Sheet, field: str) -> list[tuple[str, str]]:
    """The choices among the answers to a question, as the form spells them, each with its path."""
    found: list[tuple[str, str]] = []
    for path, answer in given(sheet, field):
        if isinstance(answer, tuple):
            found += [(f"{path}[{place}]", _spelled(each)) for place, each in enumerate(answer)]
        elif answer:
            found.append((path, _spelled(answer)))
    return found


def only_what_is_asked(sheet: Sheet) -> Iterable[Violation]:
    """What another version asks is not taken for an answer to this one."""
    for answer in fields(sheet.answers):
        # When the statements were confirmed follows from them where they are asked one by one.
        is_asked = answer.name == "attested" or sheet.form.question(answer.name) is not None
        if not is_asked and getattr(sheet.answers, answer.name):
            version = sheet.form.version
            yield about(
                answer.name, "NOT_ASKED", f"Version {version} of the questionnaire does not ask it."
            )


def texts_fit(sheet: Sheet) -> Iterable[Violation]:
    """Every text and link has its longest form."""
    for question in sheet.form.questions:
        answer = None if question.choices else _answer(sheet, question.field)
        if question.most and isinstance(answer, str):
            rule = _TOO_LONG.get(question.field, "TEXT_TOO_LONG")
            yield from too_long(f"questionnaire.{question.field}", answer, question.most, rule)
    for place, url in enumerate(sheet.answers.shop_urls):
        yield from too_long(
            f"questionnaire.shop_urls[{place}]", url, sheet.numbers.url_max, "SHOP_URL_TOO_LONG"
        )


def texts_are_plain(sheet: Sheet) -> Iterable[Violation]:
    """Names are one line with nothing invisible, and no text has control characters or turns the
    direction of writing around: they end up in mails and before reviewers."""
    for name in _NAMES:
        if control := control_in(getattr(sheet.answers, name)):
            message = f"Must be one line of plain text, without {named(control)}."
            yield about(name, "CONTROL_CHARACTER", message)
    for name in _TEXTS:
        if control := control_in(getattr(sheet.answers, name), lines=True):
            message = f"Must be plain text, without {named(control)}."
            yield about(name, "CONTROL_CHARACTER", message)


def links_are_https(sheet: Sheet) -> Iterable[Violation]:
    """What a reviewer is to open is a whole `https` link."""
    organisation = sheet.answers.organisation_url
    named = [("organisation_url", "ORGANISATION_URL_MALFORMED", organisation)] * bool(organisation)
    named += [
        (f"shop_urls[{place}]", "SHOP_URL_MALFORMED", url)
        for place, url in enumerate(sheet.answers.shop_urls)
    ]
    for name, rule, url in named:
        if len(url) <= sheet.numbers.url_max and not _is_https(url):
            yield about(
                name, rule, "Must be a whole link that begins with `https://`, without spaces."
            )


def lists_are_short(sheet: Sheet) -> Iterable[Violation]:
    """A reviewer can look at a handful."""
    for question in sheet.form.questions:
        answer = _answer(sheet, question.field) if "." not in question.field else None
        if question.most and isinstance(answer, tuple) and len(answer) > question.most:
            rule = _TOO_MANY.get(question.field, "TOO_MANY_ITEMS")
            yield about(question.field, rule, f"At most {question.most:,}.")


def choices_are_known(sheet: Sheet) -> Iterable[Violation]:
    """Where there is a choice, the answer is one of those there are."""
    for question in sheet.form.questions:
        if not question.choices:
            continue
        for path, value in chosen(sheet, question.field):
            if question.choice(value) is None:
                known = ", ".join(sorted(choice.value for choice in question.choices))
                rule = _UNKNOWN.get(question.field, "CHOICE_UNKNOWN")
                yield about(path, rule, f"Must be one of: {known}.")


def nothing_is_said_twice(sheet: Sheet) -> Iterable[Violation]:
    """Categories, statements and lines of products are named once."""
    for name in ("categories", "statements", "products"):
        items: tuple[object, ...] = getattr(sheet.answers, name)
        for place, item in enumerate(items):
            if item in items[:place]:
                yield about(f"{name}[{place}]", "DUPLICATE", "Is named twice.")


FORM: tuple[Rule, ...] = (
    only_what_is_asked,
    texts_fit,
    texts_are_plain,
    links_are_https,
    lists_are_short,
    choices_are_known,
    nothing_is_said_twice,
)
"""What holds for a draft too."""


def _answer(sheet: Sheet, field: str) -> object:
    if field.startswith("photos."):
        kind = field.removeprefix("photos.").upper()
        return tuple(photo for photo in sheet.photos if photo.kind.value == kind)
    return getattr(sheet.answers, "attested" if field == "attest_time" else field)


def _spelled(answer: object) -> str:
    return str(answer.value if isinstance(answer, Enum) else answer)


def _is_https(url: str) -> bool:
    if control_in(url) or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host and not host.startswith(".")
