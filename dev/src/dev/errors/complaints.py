"""What is wrong with the error reference: something missing, something that is sent no more."""

from collections.abc import Mapping, Sequence, Set
from itertools import groupby

from chassis import errors
from dev.errors.found import Reason
from dev.errors.texts import Code, Codes

TABLE = "dev/src/dev/errors/codes.toml"
CARRYING = (errors.Invalid, errors.Refused)


def complaints(
    reasons: Sequence[Reason],
    words: Mapping[str, Set[str]],
    enumerated: Set[str],
    codes: Codes,
) -> list[str]:
    """A line for everything that a reader of the reference would miss, or look for in vain."""
    return [
        *_unsaid(reasons, codes),
        *_put_together(words),
        *_missing(reasons, words, enumerated, codes),
        *_idle(words, codes),
        *_strange_carriers(reasons, codes),
        *_two_kinds(reasons),
    ]


def _unsaid(reasons: Sequence[Reason], codes: Codes) -> list[str]:
    return [
        f"{each.place}: the docstring's first paragraph says what it means, its second what to do"
        for each in reasons
        if not each.means or not each.do
    ] + [
        f"{TABLE}: {each.code} needs `means` and `do`"
        for each in codes.all
        if not each.means or not each.do
    ]


def _put_together(words: Mapping[str, Set[str]]) -> list[str]:
    return [
        f"{_where(packages)}: `{word}` is put together; write codes out, so that they can be found"
        for word, packages in sorted(words.items())
        if "{}" in word
    ]


def _missing(
    reasons: Sequence[Reason],
    words: Mapping[str, Set[str]],
    enumerated: Set[str],
    codes: Codes,
) -> list[str]:
    known = {each.reason for each in reasons} | {each.code for each in codes.all} | set(enumerated)
    return [
        f"{_where(packages)}: {word} is not explained; say in {TABLE} what it means and what to do,"
        " or name it in OTHER_WORDS of dev.errors.found if no client gets it"
        for word, packages in sorted(words.items())
        if word not in known and "{}" not in word
    ]


def _idle(words: Mapping[str, Set[str]], codes: Codes) -> list[str]:
    def idle(found: Sequence[Code], package: str = "") -> list[str]:
        return [
            f"{TABLE}: {each.code} is sent by nobody any more"
            for each in found
            if not any(package in ("", sender) for sender in words.get(each.code, ()))
        ]

    return [
        *idle(codes.violations),
        *idle((*codes.token, *codes.frame), "chassis"),
        *idle(codes.gateway, "gateway"),
    ]


def _strange_carriers(reasons: Sequence[Reason], codes: Codes) -> list[str]:
    carrying = {each.reason for each in reasons if issubclass(each.kind, CARRYING)}
    return [
        f"{TABLE}: {each.code} is said to come with {carrier}, which carries no violations"
        for each in codes.violations
        for carrier in each.carriers
        if carrier not in carrying
    ]


def _two_kinds(reasons: Sequence[Reason]) -> list[str]:
    # Clients know the reason alone, so it must stand for one kind wherever it comes from.
    same = groupby(sorted(reasons, key=lambda each: each.reason), key=lambda each: each.reason)
    return [
        f"{reason} is of several kinds: {', '.join(kinds)}"
        for reason, found in same
        if len(kinds := sorted({each.kind.__name__ for each in found})) > 1
    ]


def _where(packages: Set[str]) -> str:
    return ", ".join(sorted(packages))
