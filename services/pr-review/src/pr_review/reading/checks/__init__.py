"""Advice for who reviews a press release: what usually has to be looked at, and why.

Nothing here decides: a finding never refuses a draft and its absence never approves one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from pr_review.reading.blocks import Reading
from pr_review.reading.checks import claims, leftovers, links, names, release_line, structure
from pr_review.reading.checks.finding import (
    Check,
    Code,
    Draft,
    Facts,
    Numbers,
    Severity,
)
from pr_review.reading.mentions import Mention

__all__ = [
    "MOST",
    "RULES",
    "Check",
    "Code",
    "Draft",
    "Facts",
    "Numbers",
    "Rule",
    "Severity",
    "checks_of",
]

MOST = 50
"""Findings of one code that are listed of one draft."""

MOST_OF_A_RULE = 1_000
"""Findings after which a rule is not asked for more."""

Rule = Callable[[Draft], Iterator[Check]]

RULES: tuple[Rule, ...] = (
    structure.is_checked_whole,
    names.there_is_something_to_review,
    claims.nobody_at_the_marketplace_is_quoted,
    release_line.release_line_is_clear,
    release_line.embargo_is_the_release_date,
    release_line.dateline_is_the_release_date,
    release_line.dates_are_clear,
    leftovers.nothing_is_left_to_fill_in,
    claims.claims_stand_aside,
    claims.figures_are_public,
    names.names_are_written_as_names,
    names.has_a_trademark_line,
    names.pictures_are_looked_at,
    links.links_are_safe,
    structure.has_a_headline,
    structure.has_an_about_paragraph,
    structure.has_the_descriptor,
    structure.has_a_contact,
    structure.has_an_end_mark,
    structure.is_of_a_usual_length,
    leftovers.nothing_is_hidden,
    leftovers.nothing_is_turned_round,
    leftovers.nothing_of_the_work_is_left,
    leftovers.properties_tell_nothing,
)


def checks_of(
    reading: Reading, mentions: tuple[Mention, ...], facts: Facts, numbers: Numbers
) -> tuple[Check, ...]:
    """All findings, rule by rule; of each code at most `MOST`.

    The effort is bounded: by the length of what is checked, and by how much a rule finds.
    """
    draft = Draft(reading, mentions, facts, numbers)
    found: list[Check] = []
    listed: Counter[Code] = Counter()
    for rule in RULES:
        its = list(islice(rule(draft), MOST_OF_A_RULE))
        if len(its) == MOST_OF_A_RULE:
            its.append(
                Check(
                    Code.CHECKED_IN_PART, Severity.INFO,
                    f"After the first {MOST_OF_A_RULE:,} places of {its[-1].code} and its kin no "
                    "more were looked for.",
                )
            )  # fmt: skip
        for check in its:
            listed[check.code] += 1
            if listed[check.code] <= MOST:
                found.append(check)
    return tuple(found)
