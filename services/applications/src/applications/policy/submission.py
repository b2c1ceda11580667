"""What an application must say to be handed in: docs/rules.md#applying and #goods."""

from collections.abc import Iterable

from applications.domain.questionnaire import ArtisanType, SellerPlan
from applications.policy.answers import FORM, Rule, Sheet, about, chosen, given
from chassis.errors import Violation
from chassis.text import is_blank, is_invisible

_LINKED_TYPES = frozenset(
    {
        ArtisanType.COOPERATIVE,
        ArtisanType.NON_PROFIT,
        ArtisanType.NON_GOVERNMENTAL,
        ArtisanType.SOCIAL_ENTERPRISE,
    }
)
# Confirmed or not: a rule of their own says so.
_CONFIRMED = frozenset({"attest_time", "statements"})
_TOO_SHORT = {"process_description": "PROCESS_DESCRIPTION_TOO_SHORT"}
_UNCONFIRMED = {
    "MADE_BY_US": "MADE_BY_US_UNCONFIRMED",
    "OWN_OR_LICENSED_DESIGNS": "OWN_OR_LICENSED_DESIGNS_UNCONFIRMED",
    "NO_RESELLING": "NO_RESELLING_UNCONFIRMED",
    "NO_DROP_SHIPPING": "NO_DROP_SHIPPING_UNCONFIRMED",
}


def questions_are_answered(sheet: Sheet) -> Iterable[Violation]:
    """What must be answered is: who applies, what is made how, and what it looks like."""
    for question in sheet.form.questions:
        if not question.required or question.least or question.field in _CONFIRMED:
            continue
        for path, answer in given(sheet, question.field):
            if isinstance(answer, str) and not is_blank(answer):
                continue
            if isinstance(answer, str) or not answer:
                yield _unanswered(path)


def enough_is_shown(sheet: Sheet) -> Iterable[Violation]:
    """A reviewer needs enough words and photos to see that products are made by hand."""
    for question in sheet.form.questions:
        for path, answer in given(sheet, question.field) if question.least else ():
            if isinstance(answer, str) and _written(answer) < question.least:
                yield about(
                    path,
                    _TOO_SHORT.get(question.field, "TEXT_TOO_SHORT"),
                    f"At least {question.least:,} characters; these are {_written(answer):,}.",
                )
            elif isinstance(answer, tuple) and len(answer) < question.least:
                fewest = "one" if question.least == 1 else f"{question.least:,}"
                rule = "PHOTO_REQUIRED" if path.startswith("photos.") else "TOO_FEW_ITEMS"
                yield about(path, rule, f"Add at least {fewest}. {question.help}")


def photos_are_few(sheet: Sheet) -> Iterable[Violation]:
    """A reviewer can look at a handful."""
    for question in sheet.form.questions:
        if question.field.startswith("photos.") and question.most:
            [(path, answer)] = given(sheet, question.field)
            if isinstance(answer, tuple) and len(answer) > question.most:
                yield about(path, "TOO_MANY_PHOTOS", f"At most {question.most:,}.")


def organisation_is_linked(sheet: Sheet) -> Iterable[Violation]:
    """A collaborative group shows online documents about itself."""
    answers = sheet.answers
    if answers.artisan_type in _LINKED_TYPES and not answers.organisation_url.strip():
        yield about(
            "organisation_url",
            "ORGANISATION_URL_REQUIRED",
            "This kind of group must link to online documents about the organisation.",
        )


def other_group_is_described(sheet: Sheet) -> Iterable[Violation]:
    """A group that is not listed is judged case by case, so it must say what it is."""
    answers = sheet.answers
    if answers.artisan_type is ArtisanType.OTHER and is_blank(answers.group_description):
        yield about(
            "group_description", "GROUP_DESCRIPTION_REQUIRED", "Describe what kind of group it is."
        )


def goods_are_taken(sheet: Sheet) -> Iterable[Violation]:
    """What the programme does not take is said with why, and with the exceptions there are."""
    for question in sheet.form.questions:
        for path, value in chosen(sheet, question.field) if question.choices else ():
            choice = question.choice(value)
            if choice is not None and not choice.accepted:
                yield about(path, "GOODS_NOT_TAKEN", choice.text)


def statements_are_confirmed(sheet: Sheet) -> Iterable[Violation]:
    """The applicant makes the products and owns the designs, and neither resells nor drop-ships.

    Every statement that is not confirmed is named, with the practice that is not allowed.
    """
    question = sheet.form.question("statements")
    if question is None:
        if sheet.answers.attested is None:
            yield about(
                "attest_time", "ATTESTATION_REQUIRED", "Confirm the programme's statements."
            )
        return
    confirmed = {statement.value for statement in sheet.answers.statements}
    for choice in question.choices:
        if choice.value not in confirmed:
            rule = _UNCONFIRMED.get(choice.value, "ATTESTATION_REQUIRED")
            yield about("statements", rule, f"Confirm: “{choice.text}”")


def account_goes_with_a_plan(sheet: Sheet) -> Iterable[Violation]:
    """Only who has a selling account has a number of it."""
    answers = sheet.answers
    if answers.seller_account and answers.seller_plan in (None, SellerPlan.NO_ACCOUNT):
        yield about(
            "seller_account",
            "SELLER_ACCOUNT_UNEXPECTED",
            "Say which plan the account has, or leave its number out.",
        )


RULES: tuple[Rule, ...] = (
    *FORM,
    questions_are_answered,
    organisation_is_linked,
    other_group_is_described,
    goods_are_taken,
    enough_is_shown,
    photos_are_few,
    account_goes_with_a_plan,
    statements_are_confirmed,
)
"""What holds for an application that is handed in. What a version does not ask breaks no rule."""


def findings(sheet: Sheet) -> tuple[Violation, ...]:
    """All that stands against handing it in as it is."""
    return tuple(violation for rule in RULES for violation in rule(sheet))


def _unanswered(path: str) -> Violation:
    return about(path, "REQUIRED", "Must be answered.")


def _written(text: str) -> int:
    """How many characters there are to read."""
    return len("".join(char for char in text if not is_invisible(char)).strip())
