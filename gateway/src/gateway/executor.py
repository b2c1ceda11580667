"""How one event of a subscription is executed: with a memory and a time of its own."""

import asyncio
from typing import Any, Self

from graphql.pyutils import is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from chassis import deadline


class Eventwise(StrawberryGraphQLCoreExecutionContext):
    """Executes each event as an operation of its own.

    Nothing read for an earlier event is used for a later one. It waits for the caller's turn. An
    event that takes too long then ends the subscription, for whoever resumes gets it again.
    """

    is_event: bool = False
    # Mostly it only says where the feed stands, and the operation was paid for.
    is_first: bool = False
    _has_begun: bool = False

    def build_per_event_executor(self, payload: Any) -> Self:
        """Returns what executes one event."""
        event: Self = super().build_per_event_executor(payload)  # type: ignore[assignment]
        event.context_value = self.context_value.afresh()
        event.is_event, event.is_first = True, not self._has_begun
        self._has_begun = True
        return event

    def execute_operation(self, serially: bool | None = None) -> Any:
        """Executes an operation, or one event within its time."""
        return self._within(serially) if self.is_event else super().execute_operation(serially)

    async def _within(self, serially: bool | None) -> Any:
        seconds: float = self.context_value.seconds
        async with self.context_value.turn(is_paid=self.is_first), asyncio.timeout(seconds):
            with deadline.within(seconds):
                result = super().execute_operation(serially)
                return await result if is_awaitable(result) else result
