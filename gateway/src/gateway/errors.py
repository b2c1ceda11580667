"""What went wrong, in GraphQL's terms: user errors in payloads, coded errors at the top.

The only module that knows both the five kinds of problems and GraphQL's errors.
"""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import grpc
import strawberry
import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.extensions import FieldExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

from chassis import request_id, status
from chassis.errors import Forbidden, Invalid, NotFound, Problem, Refused, Stale, Unauthenticated
from gateway import idempotency
from gateway.names import NO_NAMES, input_path, subject_of
from gateway.treatment import TreatsErrors

T = TypeVar("T")

log = structlog.get_logger()

CODE = "What is wrong, in capitals. It stays the same, so programs may rely on it."
MESSAGE = "What is wrong, in a sentence for people."


@strawberry.federation.interface(description="A reason why a mutation did nothing.")
class UserError:
    code: str = strawberry.field(description=CODE)
    message: str = strawberry.field(description=MESSAGE)


@strawberry.federation.type(shareable=True, description="A field of the input is wrong.")
class InvalidFieldError(UserError):
    path: list[str] = strawberry.field(
        description="The names that lead from the input to the field; empty for the whole input."
    )


@strawberry.federation.type(shareable=True, description="A rule of the marketplace is broken.")
class PolicyError(UserError):
    subject: str | None = strawberry.field(
        description="A field's path, such as `privateAccess.buyer`, or a label; null for the whole."
    )


@strawberry.federation.type(shareable=True, description="The present state does not allow it.")
class StateError(UserError):
    opens_at: datetime | None = strawberry.field(
        description="From when it is allowed, if time is the reason."
    )
    closes_at: datetime | None = strawberry.field(
        description="Until when it is allowed, if time is the reason."
    )


@strawberry.federation.type(
    shareable=True, description="What the input names does not exist, or is not for the viewer."
)
class NotFoundError(UserError):
    pass


@strawberry.federation.type(
    shareable=True, description="Somebody else changed it first; read it again and repeat."
)
class StaleError(UserError):
    pass


def request_id_field() -> Any:
    """Defines the `requestId` that every mutation's input may have."""
    return strawberry.field(
        default=None,
        description="A UUIDv4 that makes repeating the mutation harmless; one is made if absent.",
    )


USER_ERRORS = (InvalidFieldError, PolicyError, StateError, NotFoundError, StaleError)


@strawberry.type
class Payload:
    """What every mutation's payload has; its other fields are nullable."""

    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="Every reason why nothing was done; empty if it was."
    )


def user_errors(problem: Problem, names: Mapping[str, str] = NO_NAMES) -> list[UserError]:
    """Returns a problem as the errors of a payload, one for every broken rule."""
    code, message, facts = problem.reason, problem.message, problem.facts
    match problem:
        case Invalid():
            return [
                InvalidFieldError(code=v.rule, message=v.message, path=input_path(v.subject, names))
                for v in problem.violations
            ] or [InvalidFieldError(code=code, message=message, path=[])]
        case NotFound():
            return [NotFoundError(code=code, message=message)]
        case Refused() if problem.violations:
            return [
                PolicyError(code=v.rule, message=v.message, subject=subject_of(v.subject, names))
                for v in problem.violations
            ]
        case Refused():
            opens, closes = _moment(facts.get("opens_at")), _moment(facts.get("closes_at"))
            return [StateError(code=code, message=message, opens_at=opens, closes_at=closes)]
        case Stale():
            return [StaleError(code=code, message=message)]
    raise problem


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class ReportsUserErrors(FieldExtension):
    """Turns a mutation's problems into its payload's `userErrors`.

    The payload then has nulls beside them. Calls that the mutation makes carry its input's
    `request_id`, or one made for it. `names` are for an input whose fields are called otherwise
    than the contract's, and are empty for a level it does not have.
    """

    def __init__(self, names: Mapping[str, str] = NO_NAMES) -> None:
        self._names = names

    def apply(self, field: StrawberryField) -> None:
        """Describes the one argument that every mutation has."""
        for argument in field.arguments:
            if argument.python_name == "input" and argument.description is None:
                argument.description = "What to do, and with what."

    async def resolve_async(
        self, next_: Any, source: Any, info: strawberry.Info, **kwargs: Any
    ) -> Any:
        """Runs the mutation."""
        given = getattr(kwargs.get("input"), "request_id", None)
        try:
            with idempotency.repeating(given):
                return await next_(source, info, **kwargs)
        except (Invalid, NotFound, Refused, Stale) as problem:
            return _refused(info, user_errors(problem, self._names))
        except grpc.aio.AioRpcError as error:
            # Streams and uploads raise the call's own error, with the problem inside.
            found = status.from_error(error)
            if isinstance(found, Invalid | NotFound | Refused | Stale):
                return _refused(info, user_errors(found, self._names))
            raise


def _refused(info: strawberry.Info, errors: list[UserError]) -> Any:
    payload: Any = info.return_type
    fields = get_object_definition(payload, strict=True).fields
    # What has a resolver is no argument of the constructor; it finds the nulls by itself.
    names = {field.python_name for field in fields if field.base_resolver is None}
    return payload(**dict.fromkeys(names) | {"user_errors": errors})


async def if_visible(answer: Awaitable[T]) -> T | None:
    """Awaits what only some may see: None for the others, which in a graph is no error."""
    try:
        return await answer
    except (NotFound, Forbidden, Unauthenticated):
        return None


class Failure(GraphQLError):
    """An error that is ours to tell: a code, a message, and facts."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message, extensions={"code": code, **facts})


_KINDS: tuple[tuple[type[Problem], str], ...] = (
    (Unauthenticated, "UNAUTHENTICATED"),
    (Forbidden, "FORBIDDEN"),
    (NotFound, "NOT_FOUND"),
    (Invalid, "INVALID"),
    (Refused, "REFUSED"),
    (Stale, "STALE"),
)
_AWAY = {
    grpc.StatusCode.UNAVAILABLE: ("UNAVAILABLE", "This is not available now. Try again soon."),
    grpc.StatusCode.DEADLINE_EXCEEDED: ("DEADLINE_EXCEEDED", "This took too long. Try again."),
    grpc.StatusCode.RESOURCE_EXHAUSTED: ("OVERLOADED", "There is too much to do. Try again soon."),
}
_INTERNAL = ("INTERNAL", "Something went wrong on our side.")
# A service knows no transport but its own.
_SIGN_IN_REQUIRED = "SIGN_IN_REQUIRED"
_SIGN_IN = (
    "Sign in first: send `Bearer <token>` in the `authorization` header, or over a WebSocket as "
    "`authorization` in the first message's payload."
)


def to_failure(error: GraphQLError) -> tuple[str, str, dict[str, Any]]:
    """Returns the code, message and facts that a client gets for an error."""
    cause = _root(error)
    if isinstance(cause, grpc.aio.AioRpcError):
        cause = status.from_error(cause) or cause
    match cause:
        case Problem():
            code = next((code for kind, code in _KINDS if isinstance(cause, kind)), "INTERNAL")
            return code, *_told(cause)
        case grpc.aio.AioRpcError():
            return *_AWAY.get(cause.code(), _INTERNAL), {}
        case TimeoutError():
            return *_AWAY[grpc.StatusCode.DEADLINE_EXCEEDED], {}
        case CannotGetOperationTypeError():
            return "GRAPHQL_VALIDATION_FAILED", cause.as_http_error_reason(), {}
        case GraphQLSyntaxError():
            return "GRAPHQL_PARSE_FAILED", error.message, {}
        case StrawberryInputCoercionError():
            return "BAD_USER_INPUT", error.message, {}
        case GraphQLError():
            code = "BAD_USER_INPUT" if error.path else "GRAPHQL_VALIDATION_FAILED"
            return (error.extensions or {}).get("code", code), error.message, {}
    return *_INTERNAL, {}


def _told(problem: Problem) -> tuple[str, dict[str, Any]]:
    """Returns what a problem at the top says: what every violation says, which is the way out."""
    facts: dict[str, Any] = {"reason": problem.reason, **problem.facts}
    if problem.reason == _SIGN_IN_REQUIRED:
        return _SIGN_IN, facts
    if not problem.violations:
        return problem.message, facts
    facts["violations"] = [
        {"code": v.rule, "message": v.message, "path": input_path(v.subject)}
        for v in problem.violations
    ]
    told = (
        f"{'.'.join(found['path'])}: {found['message']}" if found["path"] else found["message"]
        for found in facts["violations"]
    )
    return " ".join(told), facts


def _root(error: Exception) -> Exception:
    """Returns what was raised first, under the errors that GraphQL wrapped around it."""
    while isinstance(error, GraphQLError) and error.original_error is not None:
        error = error.original_error
    return error


class CodesErrors(TreatsErrors):
    """Gives every error a code and the request's id, and masks what failed on our side."""

    def treated(self, errors: list[GraphQLError], data: Any) -> list[GraphQLError]:
        """Returns each error with a code."""
        return [coded(error) for error in errors]


def answer(code: str, message: str, **facts: object) -> dict[str, object]:
    """Returns the whole answer to a request that was not executed."""
    extensions = {"code": code, **facts, "requestId": request_id.current()}
    return {"data": None, "errors": [{"message": message, "extensions": extensions}]}


def coded(error: GraphQLError) -> GraphQLError:
    """Returns the error as clients get it."""
    if "requestId" in (error.extensions or {}):
        return error
    code, message, facts = to_failure(error)
    if code == _INTERNAL[0]:
        log.error("resolver failed", path=error.path, exc_info=_root(error))
    elif code in {away[0] for away in _AWAY.values()}:
        log.warning("service away", path=error.path, code=code)
    extensions = {**(error.extensions or {}), **facts, "code": code}
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions | {"requestId": request_id.current()},
    )
