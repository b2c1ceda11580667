"""Makes null what an entity's owner hides, without an error."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from gateway.supergraph import EntityMissing


class HiddenIsNull(SchemaExtension):
    """Lets an entity that its owner hides be null without an error, as if there were none.

    The error stays where the null cost more than the entity: in a list, or in a field that must
    not be null. So does every error of a service that failed.
    """

    def on_operation(self) -> Iterator[None]:
        """Treats the errors of a finished operation."""
        yield
        self._treat(self.execution_context.result)

    def on_stream_result(self, result: Any) -> Iterator[None]:
        """Treats the errors of one event of a subscription."""
        self._treat(result)
        yield

    def _treat(self, result: Any) -> None:
        if getattr(result, "errors", None):
            kept = [error for error in result.errors if not _nulls_its_entity(error, result.data)]
            result.errors = kept or None


def _nulls_its_entity(error: GraphQLError, data: Any) -> bool:
    cause = error.original_error or error
    if not isinstance(cause, EntityMissing) or not error.path:
        return False
    *above, entity, _field = error.path
    for step in above:
        if data is None:
            return False
        data = data[step]
    return data is not None and data[entity] is None
