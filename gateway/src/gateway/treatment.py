"""Where errors are changed before the client gets them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension


class TreatsErrors(SchemaExtension, ABC):
    """Changes the errors of whatever is answered: of an operation, and of each event."""

    def on_operation(self) -> Iterator[None]:
        """Treats the errors of a finished operation."""
        yield
        self._treat(self.execution_context.result)

    def on_stream_result(self, result: Any) -> Iterator[None]:
        """Treats the errors of one event of a subscription."""
        self._treat(result)
        yield

    @abstractmethod
    def treated(self, errors: list[GraphQLError], data: Any) -> list[GraphQLError]:
        """Returns the errors that the client gets with these data."""

    def _treat(self, result: Any) -> None:
        if getattr(result, "errors", None):
            result.errors = self.treated(result.errors, result.data) or None
