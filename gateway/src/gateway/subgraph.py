"""Builds a domain's subgraph, with what all subgraphs share: scalars, errors, the version."""

from collections.abc import Iterable

import strawberry
from strawberry.schema.config import StrawberryConfig

from gateway.errors import USER_ERRORS
from gateway.executor import Eventwise
from gateway.extensions import SUBGRAPH_EXTENSIONS
from gateway.scalars import SCALARS


def subgraph(
    *,
    query: type | None = None,
    mutation: type | None = None,
    subscription: type | None = None,
    types: Iterable[type] = (),
) -> strawberry.federation.Schema:
    """Builds a subgraph. Name in `types` each entity that no field of its own roots leads to."""
    return strawberry.federation.Schema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=[*types, *(USER_ERRORS if mutation else ())],
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=SUBGRAPH_EXTENSIONS,
        execution_context_class=Eventwise,
        # 2.11 is the default, but a library that proves our subgraphs knows only up to 2.9.
        federation_version="2.9",
    )
