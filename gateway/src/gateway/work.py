"""Work that waits, who did what, and who works: what all domains show alike.

A root field belongs to one domain, so each has its own (`applicationWork`); what they give is one
interface and these values, each one shareable Python class. docs/decisions/0013 says why.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Self

import strawberry

from gateway.connections import Connection, PageInfo
from gateway.values import Actor, moment


@strawberry.enum(description="For whom something waits.")
class WaitingFor(Enum):
    TAKER = strawberry.enum_value("TAKER", description="For somebody of the staff to take it.")
    ASSIGNEE = strawberry.enum_value("ASSIGNEE", description="For whoever has taken it.")
    COLLEAGUE = strawberry.enum_value(
        "COLLEAGUE", description="For another one of the staff, such as a second signature."
    )
    MAKER = strawberry.enum_value("MAKER", description="For the maker, or who acts for the maker.")


@strawberry.enum(description="Who has taken something.")
class Assigned(Enum):
    MINE = strawberry.enum_value("MINE", description="The viewer.")
    NOBODY = strawberry.enum_value("NOBODY", description="Nobody.")
    OTHERS = strawberry.enum_value("OTHERS", description="Somebody else.")


@strawberry.federation.interface(description="Something that waits for somebody.")
class WorkItem:
    """What waits in any domain. A domain's own type adds the thing itself."""

    object: strawberry.ID = strawberry.field(description="The id of what waits.")
    title: str = strawberry.field(description="What it is about, for a list.")
    assignee: Actor | None = strawberry.field(
        description="Who has taken it; null until somebody does."
    )
    waiting_for: WaitingFor = strawberry.field(description="For whom it waits.")
    open_since: datetime = strawberry.field(
        description="Since when it is work at all, such as an application's submission; no later "
        "step changes it."
    )
    waiting_since: datetime = strawberry.field(
        description="Since when it waits for them; a step that lets it wait for others starts it "
        "again."
    )
    due_at: datetime | None = strawberry.field(
        description="When something happens by itself unless they act before, such as an expiry; "
        "null where nothing does."
    )
    answer_due_at: datetime | None = strawberry.field(
        description="Until when whoever it waits for is meant to act. It is a target: nothing "
        "happens by itself then. Null where there is none."
    )
    next_due_at: datetime | None = strawberry.field(
        description="The earlier of the two; null where there is neither."
    )
    is_overdue: bool = strawberry.field(description="Whether that is past.")


@strawberry.federation.type(
    shareable=True,
    description="How many wait, each of them a part of `all`; of those due next, 10,000 at most.",
)
class WorkCounts:
    all: int = strawberry.field(description="All that the filter lets through.")
    mine: int = strawberry.field(description="Those that the viewer has taken.")
    unassigned: int = strawberry.field(description="Those that nobody has taken.")
    waiting_for_colleague: int = strawberry.field(
        description="Those that wait for another one of the staff; of applications, those that the "
        "viewer can sign."
    )
    waiting_for_maker: int = strawberry.field(description="Those that wait for makers.")
    overdue: int = strawberry.field(description="Those that are overdue.")


@strawberry.federation.type(
    shareable=True, description="Something that somebody, or a timer, did to a thing."
)
class ActivityEntry:
    id: strawberry.ID = strawberry.field(description="What identifies the entry.")
    created_at: datetime = strawberry.field(description="When it happened.")
    actor: Actor | None = strawberry.field(description="Who did it; null where a timer did.")
    object: strawberry.ID = strawberry.field(description="The id of what it was done to.")
    action: str = strawberry.field(description="What was done, such as `application.taken`.")
    region: str | None = strawberry.field(
        description="The region it was about, such as `NA`, if one."
    )
    from_state: str | None = strawberry.field(
        description="The state before; null where no state changed, or there was none."
    )
    to_state: str | None = strawberry.field(
        description="The state after; null where no state changed."
    )
    reason: str | None = strawberry.field(
        description="Why, as a code or in words, where a reason was given."
    )
    rule_version: str = strawberry.field(description="The version of the rules it was done under.")

    @classmethod
    def of(cls, entry: Any, id_of: strawberry.ID, region: str = "") -> Self:
        """Reads a line of any domain's activity; `id_of` is the id of what it was done to."""
        return cls(
            id=strawberry.ID(entry.id),
            created_at=moment(entry.create_time),
            actor=Actor.from_proto(entry.actor),
            object=id_of,
            action=entry.action,
            region=region or None,
            from_state=entry.from_state or None,
            to_state=entry.to_state or None,
            reason=entry.reason or None,
            rule_version=entry.rule_version,
        )


@strawberry.federation.type(shareable=True, description="An entry of a list, and its place.")
class ActivityEdge:
    cursor: str = strawberry.field(description="The entry's place; give it as `after`.")
    node: ActivityEntry = strawberry.field(description="The entry.")


@strawberry.federation.type(shareable=True, description="One page of what was done.")
class ActivityConnection:
    edges: list[ActivityEdge] = strawberry.field(description="The entries with their places.")
    nodes: list[ActivityEntry] = strawberry.field(description="The entries alone.")
    page_info: PageInfo = strawberry.field(description="Where the page ends.")

    @classmethod
    def of(
        cls, nodes: Sequence[ActivityEntry], cursors: Sequence[str], next_page_token: str
    ) -> Self:
        """Makes the connection of a gRPC list response."""
        found = Connection[ActivityEntry].of(nodes, cursors, next_page_token)
        return cls(
            edges=[ActivityEdge(cursor=edge.cursor, node=edge.node) for edge in found.edges],
            nodes=found.nodes,
            page_info=found.page_info,
        )


@strawberry.federation.type(
    shareable=True, description="One of the staff who works here, known from visits."
)
class Reviewer:
    who: Actor = strawberry.field(description="Who it is.")
    last_seen_at: datetime = strawberry.field(description="When they were last seen.")
    open_items: int = strawberry.field(
        description="How much they have taken that still waits for them."
    )
