"""The questionnaire as a page shows it: each question with its answer and what is remarkable."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console import filters
from console.words import label

# Which answer each flag is about; the others are about no answer.
ABOUT = {
    "LARGE_GROUP": "headCount",
    "PRODUCTION_PARTNERS": "productionPartners",
    "CASE_BY_CASE": "artisanType",
}
_LINKS = frozenset({"organisationUrl", "shopUrls"})
# Enums, by their fields, for values that no choice of the form names.
_KINDS = {
    "artisanType": "ArtisanType",
    "headCount": "HeadCount",
    "productionMethod": "ProductionMethod",
    "goods": "Goods",
    "sellerPlan": "SellerPlan",
    "statements": "ProgrammeStatement",
}
_LINE = "products"
_PHOTOS = "photos."


@dataclass(frozen=True)
class Said:
    """One answer. It is of one kind, and the others are empty."""

    question: str
    field: str
    texts: Sequence[str] = ()
    """What was written or chosen; several where several can be."""
    links: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    """Product lines, whose columns are questions of their own."""
    photos: int | None = None
    is_list: bool = False
    flags: Sequence[str] = ()
    wrongs: Sequence[str] = ()
    """Sentences of rules that the answer breaks."""

    @property
    def is_given(self) -> bool:
        """Whether there is an answer at all."""
        return bool(self.texts or self.links or self.rows or self.photos)


@dataclass
class Sheet:
    """All answers, in the order of the questions, and what breaks a rule and is none of them."""

    answers: list[Said] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)


def sheet(
    application: Mapping[str, Any],
    form: Mapping[str, Any] | None,
    countries: Sequence[Mapping[str, Any]] | None,
) -> Sheet:
    """Returns the answers by the questions of `form`; without it, by the names of the answers."""
    return _Reading(application, form, countries or ()).sheet()


class _Reading:
    def __init__(
        self,
        application: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        countries: Sequence[Mapping[str, Any]],
    ) -> None:
        self._it = application
        self._answers: Mapping[str, Any] = application["questionnaire"]
        self._questions = form["questions"] if form else _bare(self._answers)
        self._choices = {
            question["field"]: {choice["value"]: choice for choice in question["choices"]}
            for question in self._questions
        }
        self._countries = {country["code"]: country["name"] for country in countries}
        self._wrongs: dict[str, list[str]] = defaultdict(list)
        for problem in application["problems"]:
            self._wrongs[_field_of(problem["subject"])].append(problem["message"])

    def sheet(self) -> Sheet:
        """Every answer of the form."""
        found = Sheet()
        for question in self._questions:
            name = question["field"]
            if not name.startswith(f"{_LINE}."):
                found.answers.append(self._said(name, question["text"]))
        known = {said.field for said in found.answers}
        found.wrongs = [
            said
            for name, messages in self._wrongs.items()
            if name.split(".")[0] not in known and name not in known
            for said in messages
        ]
        return found

    def _said(self, name: str, question: str) -> Said:
        about: dict[str, Any] = {
            "flags": [flag for flag in self._it["flags"] if ABOUT.get(flag) == name],
            "wrongs": list(self._broken(name)),
        }
        if name.startswith(_PHOTOS):
            kind = name.removeprefix(_PHOTOS).upper()
            many = sum(photo["kind"] == kind for photo in self._it["photos"])
            return Said(question, name, photos=many, **about)
        if name == "attested":
            attested = self._answers["attestedAt"]
            texts = [f"Confirmed on {filters.moment(attested)}"] if attested else []
            return Said(question, name, texts, **about)
        given = self._answers.get(name)
        if name == _LINE:
            return self._lines(question, given or [], about)
        if name in _LINKS:
            links = given if isinstance(given, list) else [given] if given else []
            return Said(question, name, links=links, is_list=isinstance(given, list), **about)
        if isinstance(given, list):
            texts = [self._worded(name, value) for value in given]
            return Said(question, name, texts, is_list=True, **about)
        texts = [self._worded(name, given)] if given else []
        return Said(question, name, texts, **about)

    def _lines(self, question: str, lines: Sequence[Any], about: Mapping[str, Any]) -> Said:
        columns = [each for each in self._questions if each["field"].startswith(f"{_LINE}.")]
        rows = []
        for line in lines:
            names = [each["field"].removeprefix(f"{_LINE}.") for each in columns] or list(line)
            rows.append(
                [
                    self._worded(f"{_LINE}.{name}", line[name]) if line[name] else ""
                    for name in names
                ]
            )
        heads = [each["text"] for each in columns]
        if not heads and lines:
            heads = [label(_snake(name)) for name in lines[0]]
        return Said(question, _LINE, columns=heads, rows=rows, **about)

    def _broken(self, name: str) -> Iterable[str]:
        for at, messages in self._wrongs.items():
            if at == name or at.startswith(f"{name}."):
                yield from messages
        for at, value in self._values(name):
            choice = self._choices.get(at, {}).get(value)
            if choice and not choice["isAccepted"]:
                yield choice["text"]

    def _values(self, name: str) -> Iterable[tuple[str, Any]]:
        given = self._answers.get(name)
        for each in given if isinstance(given, list) else [given]:
            if isinstance(each, Mapping):
                yield from ((f"{name}.{part}", value) for part, value in each.items())
            else:
                yield name, each

    def _worded(self, name: str, value: str) -> str:
        """What a value is called: a short word of ours, else the choice's own text."""
        last = name.rpartition(".")[2]
        if last == "country":
            return str(self._countries.get(value, value))
        if last in _KINDS and last != "statements":
            return label(value, _KINDS[last])
        choice = self._choices.get(name, {}).get(value)
        if choice:
            return str(choice["text"])
        return label(value, _KINDS[last]) if last in _KINDS else str(value)


def _bare(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Questions made of the answers' names, for when their wording cannot be had."""
    return [
        {"field": name, "text": label(_snake(name)), "choices": []}
        for name, given in answers.items()
        if given and name != "attestedAt"
    ]


def _field_of(subject: str | None) -> str:
    """Returns `products.goods` for `questionnaire.products.0.goods`."""
    steps = [step for step in (subject or "").split(".") if not step.isdigit()]
    return ".".join(steps[1:] if steps[:1] == ["questionnaire"] else steps)


def _snake(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()
