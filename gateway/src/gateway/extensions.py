"""What surrounds every operation: limits, caches, time, coded errors."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import (
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)
from strawberry.types.graphql import OperationType

from chassis import deadline
from gateway.errors import CodesErrors
from gateway.limits import Limits, checked

CACHED_DOCUMENTS = 500


class LimitedValidation(ValidationCache):
    """Measures a query before it is validated, so that no hostile one reaches validation."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(maxsize=CACHED_DOCUMENTS)
        self._limits = limits
        self._cost: int | None = None

    def on_validate(self) -> Iterator[None]:
        """Checks the limits, then validates as usual."""
        operation = self.execution_context
        if operation.graphql_document is None:
            yield
            return
        try:
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
        found = self.cached_validate_document(
            operation.schema._schema, operation.graphql_document, operation.validation_rules
        )
        operation.pre_execution_errors = found[: self._limits.errors]
        yield

    def get_results(self) -> dict[str, Any]:
        """Reports the cost to the client."""
        if self._cost is None:
            return {}
        return {"cost": {"requested": self._cost, "maximum": self._limits.cost}}


class CachedParsing(ParserCache):
    """Parses each text once, and leaves one that cannot be parsed to the schema to report."""

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
        """Forgets, then runs."""
        self.execution_context.context.forget()
        yield


def extensions(limits: Limits) -> list[Callable[[], SchemaExtension]]:
    """Returns the extensions of the composed schema, as factories."""
    return [
        CodesErrors,
        FreshMemory,
        lambda: MaxTokensLimiter(limits.tokens),
        CachedParsing,
        lambda: LimitedValidation(limits),
        TimeLimit,
    ]
