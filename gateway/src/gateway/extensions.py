"""What surrounds every operation: limits, caches, time, coded errors."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode
from strawberry.extensions import (
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)
from strawberry.types.graphql import OperationType

from chassis import deadline
from gateway.errors import CodesErrors, Failure
from gateway.hidden import HiddenIsNull
from gateway.limits import Limits, checked

# One of as many tokens as may be takes a megabyte.
CACHED_DOCUMENTS = 100


class LimitedValidation(ValidationCache):
    """Measures a query before it is validated, so that no hostile one reaches validation."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(maxsize=CACHED_DOCUMENTS)
        self._limits = limits
        self._cost: int | None = None
        self._most = limits.cost

    def on_validate(self) -> Iterator[None]:
        """Checks the limits, then validates as usual."""
        operation = self.execution_context
        if operation.graphql_document is None:
            yield
            return
        try:
            ensure_chosen(operation.graphql_document, operation._provided_operation_name)
            self._cost = checked(
                operation.schema._schema,
                operation.graphql_document,
                operation.variables or {},
                self._limits,
                operation.operation_name,
            )
        except GraphQLError as refusal:
            operation.pre_execution_errors = [refusal]
            yield
            return
        operation.context.cost = self._cost
        if operation.operation_type is OperationType.SUBSCRIPTION:
            self._most = self._limits.of_events().cost
        found = self.cached_validate_document(
            operation.schema._schema, operation.graphql_document, operation.validation_rules
        )
        operation.pre_execution_errors = found[: self._limits.errors]
        yield

    def get_results(self) -> dict[str, Any]:
        """Reports the cost to the client, of a subscription with the first payload."""
        cost, self._cost = self._cost, None
        if cost is None:
            return {}
        return {"cost": {"requested": cost, "maximum": self._most}}


def ensure_chosen(document: DocumentNode, name: str | None) -> None:
    """Raises where nobody said which of several operations to run.

    The library would run the first one, be it a mutation.
    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) > 1 and name is None:
        raise Failure(
            "GRAPHQL_VALIDATION_FAILED",
            "The document has several operations. Say which to run in `operationName`.",
        )


class OperationChosen(SchemaExtension):
    """Refuses to guess which of several operations is meant."""

    def on_validate(self) -> Iterator[None]:
        """Checks before anything runs."""
        operation = self.execution_context
        if operation.graphql_document is not None:
            try:
                ensure_chosen(operation.graphql_document, operation._provided_operation_name)
            except GraphQLError as refusal:
                operation.pre_execution_errors = [refusal]
        yield


class CachedParsing(ParserCache):
    """Parses each text once, and leaves one that cannot be parsed to the schema to report.

    The texts are kept: the transports refuse those that are long for their few tokens.
    """

    def __init__(self) -> None:
        super().__init__(maxsize=CACHED_DOCUMENTS)

    def on_parse(self) -> Iterator[None]:
        """Looks the text up."""
        operation = self.execution_context
        with suppress(GraphQLError):
            operation.graphql_document = self.cached_parse_document(
                operation.query, **operation.parse_options
            )
        yield


class TimeLimit(SchemaExtension):
    """Ends what takes too long, and everything that is called on its behalf."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Runs the operation within its time; a subscription may last."""
        if self.execution_context.operation_type is OperationType.SUBSCRIPTION:
            yield
            return
        seconds: float = self.execution_context.context.seconds
        with deadline.within(seconds):
            async with asyncio.timeout(seconds):
                yield


class FreshMemory(SchemaExtension):
    """Starts each operation without what another one on the same connection has read."""

    def on_operation(self) -> Iterator[None]:
        """Gives the operation a memory of its own."""
        operation = self.execution_context
        operation.context = operation.context.afresh()
        yield


SUBGRAPH_EXTENSIONS: tuple[Callable[[], SchemaExtension], ...] = (
    FreshMemory,
    OperationChosen,
    TimeLimit,
)
"""What surrounds an operation that a router sends to one subgraph; it has limits of its own."""


def extensions(limits: Limits) -> list[Callable[[], SchemaExtension]]:
    """Returns the extensions of the composed schema, as factories."""
    return [
        CodesErrors,
        HiddenIsNull,
        FreshMemory,
        lambda: MaxTokensLimiter(limits.tokens),
        CachedParsing,
        lambda: LimitedValidation(limits),
        TimeLimit,
    ]
