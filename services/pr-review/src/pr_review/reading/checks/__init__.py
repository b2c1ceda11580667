"""Advice for who reviews a press release: what usually has to be looked at, and why.

Nothing here decides: a finding never refuses a draft and its absence never approves one.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from pr_review.reading.checks.finding import Check, Code, Draft, Facts, Numbers, Severity
from pr_review.reading.manuscript import Manuscript
from pr_review.reading.mentions import Mention

__all__ = ["MOST", "RULES", "Check", "Code", "Draft", "Facts", "Numbers", "Rule", "Severity"]

MOST = 50
"""Findings of one code that are listed of one draft."""

Rule = Callable[[Draft], Iterator[Check]]

RULES: tuple[Rule, ...] = ()


def checks_of(
    manuscript: Manuscript, mentions: tuple[Mention, ...], facts: Facts, numbers: Numbers
) -> tuple[Check, ...]:
    """All findings, rule by rule; of each code at most `MOST`."""
    draft = Draft(manuscript, mentions, facts, numbers)
    found: list[Check] = []
    listed: Counter[Code] = Counter()
    for rule in RULES:
        for check in rule(draft):
            listed[check.code] += 1
            if listed[check.code] <= MOST:
                found.append(check)
    return tuple(found)
