"""What rules on texts have in common."""

import re
from collections.abc import Iterable, Iterator

from chassis.errors import Violation
from chassis.text import too_long

# What messaging calls a buyer towards a maker.
_ALIAS = re.compile(r"buyer-[0-9a-f]{10}")


def among(values: Iterable[str]) -> str:
    """The values as a sentence lists them."""
    return ", ".join(f"`{value}`" for value in values)


def broken_account(subject: str, account: str, most: int) -> Iterator[Violation]:
    """Why nobody can sign in with such an account; see `docs/rules.md#private-listings`."""
    if len(account) > most:
        yield from too_long(subject, account, most, "BUYER_TOO_LONG")
    elif not account.isprintable():
        yield Violation("BUYER_MALFORMED", "Must be the account of somebody who signs in.", subject)
    elif _ALIAS.fullmatch(account):
        yield Violation(
            "BUYER_IS_ALIAS",
            f"`{account}` is the name under which you know a buyer, not an account. "
            "To make it for the buyer of a custom order, bind it to the request instead.",
            subject,
        )
