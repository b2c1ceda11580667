"""Who calls: one caller of each kind, by what they are to the maker whose things are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

GRANTABLE = ("applications:write", "catalog:write", "messages:write", "press:write", "events:read")


@dataclass(frozen=True)
class Kind:
    """A kind of caller. `grants` are what the owner of the things has granted it."""

    roles: tuple[str, ...]
    what: str
    grants: tuple[str, ...] = ()
    token_scopes: tuple[str, ...] = ()


KINDS = {
    "nobody": Kind((), "without a token"),
    "buyer": Kind(("buyer",), "the buyer of the order, who asked for it"),
    "other_buyer": Kind(("buyer",), "another buyer"),
    "maker": Kind(("maker",), "the maker whose it is"),
    "other_maker": Kind(("maker",), "another active maker"),
    "applicant": Kind(("maker",), "somebody who has not applied yet"),
    "reviewer": Kind(("reviewer",), "a reviewer"),
    "support": Kind(("support",), "support"),
    "pr": Kind(("pr",), "a PR representative"),
    "pr_lead": Kind(("pr_lead",), "the lead of the PR team"),
    "stakeholder": Kind(("stakeholder",), "a stakeholder"),
    "admin": Kind(("admin",), "an administrator"),
    "service": Kind(("service",), "another service"),
    "applications": Kind(("partner",), "a partner granted `applications:write`", GRANTABLE[:1]),
    "catalog": Kind(("partner",), "a partner granted `catalog:write`", GRANTABLE[1:2]),
    "messages": Kind(("partner",), "a partner granted `messages:write`", GRANTABLE[2:3]),
    "press": Kind(("partner",), "a partner granted `press:write`", GRANTABLE[3:4]),
    "events": Kind(("partner",), "a partner granted `events:read`", GRANTABLE[4:]),
    "ungranted": Kind(
        ("partner",), "a partner with all scopes in its token and none granted", (), GRANTABLE
    ),
    "elsewhere": Kind(("partner",), "a partner granted everything by another maker"),
    "revoked": Kind(("partner",), "a partner granted everything, until it was revoked"),
    "lapsed": Kind((), "granted everything, with a token that has no role", GRANTABLE),
    "orders": Kind(("partner",), "the order system: `orders:write`", (), ("orders:write",)),
    "accounts": Kind(("partner",), "selling accounts: `accounts:write`", (), ("accounts:write",)),
    "several": Kind(
        ("buyer", "maker", "reviewer", "pr"),
        "a buyer, maker, reviewer and PR representative",
    ),
}

GROUPS = {
    "all": tuple(KINDS),
    "signed_in": tuple(kind for kind in KINDS if kind != "nobody"),
    "makers": ("maker", "other_maker", "applicant", "several"),
    "partners": tuple(name for name, kind in KINDS.items() if kind.roles == ("partner",)),
    "granted": tuple(name for name, kind in KINDS.items() if kind.roles and kind.grants),
}


def named(words: str) -> Iterator[str]:
    """The kinds that a text names one by one or as a group."""
    for word in words.split():
        if word not in KINDS and word not in GROUPS:
            raise LookupError(f"There is no caller {word!r}: see KINDS and GROUPS.")
        yield from GROUPS.get(word, (word,))
