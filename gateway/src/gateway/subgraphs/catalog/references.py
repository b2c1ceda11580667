"""Entities of other domains that the catalog only points at."""

from typing import Self

import strawberry
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from gateway.ids import Node, to_id


@strawberry.federation.type(
    keys=[Key(fields=FieldSet("id"), resolvable=False)],
    description="A buyer's wish for something made to order.",
)
class CustomOrderRequest(Node):
    @classmethod
    def stub(cls, name: str) -> Self | None:
        """Points at a custom-order request; None for no name."""
        return cls(id=to_id("CustomOrderRequest", name)) if name else None
