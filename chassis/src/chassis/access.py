"""Who may call a method at all, as the contract's `access` option says."""

from collections.abc import Iterable
from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor

from chassis.caller import Caller, Role, SignInRequired
from chassis.errors import Forbidden
from handmade.access.v1 import access_pb2

MARKETPLACE_SCOPES = frozenset({"orders:write", "accounts:write"})


class RoleMissing(Forbidden):
    """None of the roles in the caller's token may ever call this method.

    Call with a token that has one of the roles in the fact `roles`, or ask somebody who has it.
    """

    def __init__(self, roles: Iterable[Role]) -> None:
        needed = ", ".join(sorted(roles))
        super().__init__(f"This needs one of the roles: {needed}.", roles=needed)


class ScopeMissing(Forbidden):
    """The partner's token lacks a scope of the marketplace's own.

    Ask the marketplace for a client whose tokens carry the scope in the fact `scope`; no maker can
    grant it.
    """

    def __init__(self, scope: str) -> None:
        super().__init__(f"A partner needs the scope `{scope}` for this.", scope=scope)


@dataclass(frozen=True)
class Rule:
    """The condition for calling one method."""

    anonymous: bool
    signed_in: bool
    roles: frozenset[Role]
    partner_scope: str

    def ensure(self, caller: Caller) -> None:
        """Fails with `SignInRequired`, `RoleMissing` or `ScopeMissing`."""
        if self.anonymous:
            return
        if caller.is_anonymous:
            raise SignInRequired
        held = caller.roles & self.roles
        if not held and not self.signed_in:
            raise RoleMissing(self.roles)
        needs_scope = self.partner_scope in MARKETPLACE_SCOPES and held == {Role.PARTNER}
        if needs_scope and self.partner_scope not in caller.scopes:
            raise ScopeMissing(self.partner_scope)


class AccessUndeclared(Exception):
    """A method says nothing of who may call it, so its service must not start."""


def rules_of(service: ServiceDescriptor) -> dict[str, Rule]:
    """The rule of every method of a service, by the method's path."""
    rules = {}
    for method in service.methods:
        declared = method.GetOptions().Extensions[access_pb2.access]
        if not (declared.anonymous or declared.signed_in or declared.roles):
            raise AccessUndeclared(f"{method.full_name} does not declare its access")
        rules[f"/{service.full_name}/{method.name}"] = Rule(
            declared.anonymous,
            declared.signed_in,
            frozenset(Role(access_pb2.Role.Name(role).lower()) for role in declared.roles),
            declared.partner_scope,
        )
    return rules
