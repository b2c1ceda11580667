"""Who did something: as it is kept, as the contract has it, and what others see of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chassis.caller import Caller, Role
from handmade.access.v1 import access_pb2

_SPOKEN = {Role.PR: "Press representative", Role.PR_LEAD: "Press lead"}


@dataclass(frozen=True)
class Actor:
    """Somebody who did something, in the role they did it in."""

    subject: str
    display_name: str
    role: Role

    @property
    def acted_for_maker(self) -> bool:
        """Whether it was the maker, or a partner in the maker's place."""
        return self.role in (Role.MAKER, Role.PARTNER)


def acting(who: Caller, role: Role) -> Actor:
    """The caller in a role. Somebody without a name is called by the role, never by the account."""
    return Actor(who.subject, who.name or _SPOKEN.get(role, role.value.capitalize()), role)


def to_actor(actor: Actor | None) -> access_pb2.Actor | None:
    """The actor as a message; None stays unset."""
    if actor is None:
        return None
    return access_pb2.Actor(
        subject=actor.subject,
        display_name=actor.display_name,
        role=access_pb2.Role.Value(actor.role.name),
    )


def hide_accounts(actors: Iterable[access_pb2.Actor], reader: str) -> None:
    """Takes the accounts of all but the reader away; names and roles stay.

    Whoever is not of the staff learns who acted, but nobody's account.
    """
    for actor in actors:
        if actor.subject != reader:
            actor.ClearField("subject")


def to_document(actor: Actor | None) -> dict[str, str] | None:
    """The actor as it is kept."""
    if actor is None:
        return None
    return {
        "subject": actor.subject,
        "display_name": actor.display_name,
        "role": actor.role.value,
    }


def from_document(document: Mapping[str, str]) -> Actor:
    """The actor in a document."""
    return Actor(document["subject"], document["display_name"], Role(document["role"]))
