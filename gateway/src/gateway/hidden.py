"""Makes null what an entity's owner hides, without an error."""

from typing import Any

from graphql import GraphQLError

from gateway.supergraph import EntityMissing
from gateway.treatment import TreatsErrors


class HiddenIsNull(TreatsErrors):
    """Lets an entity that its owner hides be null without an error, as if there were none.

    The error stays where the null cost more than the entity: in a list, or in a field that must
    not be null. So does every error of a service that failed.
    """

    def treated(self, errors: list[GraphQLError], data: Any) -> list[GraphQLError]:
        """Returns the errors but for those of hidden entities."""
        return [error for error in errors if not _nulls_its_entity(error, data)]


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
