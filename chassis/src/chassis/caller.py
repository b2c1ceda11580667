"""Who is calling: the verified facts of a token, and what they permit in general."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from chassis.errors import Unauthenticated


class Role(StrEnum):
    """What somebody is to the marketplace. Being an *active* maker is membership, not a role."""

    BUYER = "buyer"
    MAKER = "maker"
    REVIEWER = "reviewer"
    SUPPORT = "support"
    PR = "pr"
    PR_LEAD = "pr_lead"
    STAKEHOLDER = "stakeholder"
    PARTNER = "partner"
    ADMIN = "admin"
    SERVICE = "service"


@dataclass(frozen=True)
class Caller:
    """Somebody who calls. Everything here was verified with the token's signature."""

    subject: str = ""
    email: str = ""
    email_verified: bool = False
    name: str = ""
    locale: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    expires: float | None = field(default=None, compare=False)
    """Until when the token is accepted, in seconds since 1970; whatever lasts ends then."""

    @property
    def is_anonymous(self) -> bool:
        """Whether no token was given."""
        return not self.subject

    def has(self, *roles: Role) -> bool:
        """Whether the caller has at least one of the roles."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Caller()


class SignInRequired(Unauthenticated):
    """No token came with a call that needs one.

    Send `authorization: Bearer <token>`.
    """

    def __init__(self) -> None:
        super().__init__("Sign in first: send a bearer token in the `authorization` header.")


_current: ContextVar[Caller] = ContextVar("caller", default=ANONYMOUS)
_token: ContextVar[str] = ContextVar("token", default="")


def current() -> Caller:
    """Whoever the running call is for."""
    return _current.get()


def current_token() -> str:
    """The bearer token of the running call, to forward; empty when there is none."""
    return _token.get()


@contextmanager
def calling_as(caller: Caller, token: str = "") -> Iterator[None]:
    """Makes `caller` the current caller inside the block."""
    before, token_before = _current.set(caller), _token.set(token)
    try:
        yield
    finally:
        _current.reset(before)
        _token.reset(token_before)


def adopt(caller: Caller, token: str = "") -> None:
    """Makes `caller` the current caller for the rest of this task."""
    _current.set(caller)
    _token.set(token)
