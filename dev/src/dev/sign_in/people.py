"""Who can be chosen: the subjects of the tokens that `make run` prints, and a few beside them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dev.issuer import ROLES, default_name

# A process signs in by its own file, never by a browser.
CHOOSABLE_ROLES = tuple(role for role in ROLES if role != "service")
LONGEST_NAME = 100
# An address at example.com is made of it.
SUBJECT = r"[A-Za-z0-9][A-Za-z0-9._\-]{0,62}"


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as."""

    subject: str
    roles: tuple[str, ...]
    does: str = ""
    """What they are here to try, in a few words."""
    name: str | None = None

    @property
    def shown_name(self) -> str:
        return self.name or default_name(self.subject)


@dataclass(frozen=True)
class Group:
    """People whose work is of one kind."""

    title: str
    people: tuple[Person, ...]


GROUPS = (
    Group(
        "Applications",
        (
            Person("reviewer", ("reviewer",), "takes applications and decides them"),
            Person("reviewer-2", ("reviewer",), "gives the second signature"),
            Person("support", ("support",), "reads everything and helps makers along"),
        ),
    ),
    Group(
        "Press releases",
        (
            Person("pr", ("pr",), "takes press releases and answers their makers"),
            Person("pr-2", ("pr",), "a second representative, to hand over to"),
            Person("pr_lead", ("pr_lead",), "decides exceptions and what stands open"),
            Person("stakeholder", ("stakeholder",), "says what another team thinks of it"),
        ),
    ),
    Group(
        "In the story of the seeded shop",
        (
            Person("rosa", ("reviewer",), "the reviewer of the first maker"),
            Person("paul", ("pr",), "the representative of the first press release"),
            Person("leo", ("stakeholder",), "the stakeholder who asked for a change"),
        ),
    ),
    Group(
        "Others",
        (
            Person("admin", ("admin",), "may do what a lead may"),
            Person("maker", ("maker",), "has the seeded shop; the console is not for makers"),
            Person("buyer", ("buyer",), "buys; the console is not for buyers"),
        ),
    ),
)

_BY_SUBJECT = {person.subject: person for group in GROUPS for person in group.people}


def known(subject: str) -> Person | None:
    """The person of a button."""
    return _BY_SUBJECT.get(subject)


def described(given: Mapping[str, str], roles: Sequence[str]) -> Person | list[str]:
    """Somebody that a form describes, or what is wrong with the form, one sentence each."""
    subject, name = given.get("subject", "").strip(), given.get("name", "").strip()
    wrong = []
    if not re.fullmatch(SUBJECT, subject, re.ASCII):
        wrong.append(
            "Subject: up to 63 letters, digits, dots, hyphens and low lines, the first of them"
            " a letter or digit."
        )
    if len(name) > LONGEST_NAME or not name.isprintable():
        wrong.append(f"Name: up to {LONGEST_NAME} characters, all of them to be seen.")
    if not roles:
        wrong.append("Roles: at least one.")
    elif not set(roles) <= set(CHOOSABLE_ROLES):
        wrong.append(f"Roles: none but {', '.join(CHOOSABLE_ROLES)}.")
    return wrong or Person(subject, tuple(dict.fromkeys(roles)), name=name or None)
