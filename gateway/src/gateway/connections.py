"""Lists that can grow: pages of a gRPC list as connections."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Generic, Self, TypedDict, TypeVar

import strawberry

from chassis.errors import invalid

T = TypeVar("T")

MAX_FIRST = 100

First = Annotated[int, strawberry.argument(description="How many items at most, up to 100.")]
After = Annotated[
    str | None,
    strawberry.argument(description="The cursor behind which to begin; none for the beginning."),
]


class PageOf(TypedDict):
    """The fields that every gRPC list request has."""

    page_size: int
    page_token: str


def page(first: int, after: str | None) -> PageOf:
    """Returns a list request's page fields: `pb.ListListingsRequest(**page(first, after))`."""
    if not 1 <= first <= MAX_FIRST:
        raise invalid("first", "PAGE_SIZE", f"Must be 1 to {MAX_FIRST}.")
    return {"page_size": first, "page_token": after or ""}


@strawberry.federation.type(shareable=True, description="Where a page of a list ends.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more items follow.")
    end_cursor: str | None = strawberry.field(description="The cursor of the page's last item.")


@strawberry.type(description="An item of a list, and its place.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="The item's place; give it as `after`.")
    node: T = strawberry.field(description="The item.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The items with their places.")
    nodes: list[T] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Where the page ends.")

    @classmethod
    def of(cls, nodes: Iterable[T], cursors: Sequence[str], next_page_token: str) -> Self:
        """Makes the connection of a gRPC list response."""
        found = list(nodes)
        return cls(
            edges=[Edge(cursor=c, node=node) for c, node in zip(cursors, found, strict=True)],
            nodes=found,
            page_info=PageInfo(
                has_next_page=bool(next_page_token), end_cursor=cursors[-1] if cursors else None
            ),
        )
