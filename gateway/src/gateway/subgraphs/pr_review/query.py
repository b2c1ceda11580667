"""What can be read of press releases."""

from typing import Annotated, Self

import strawberry

from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import Node, from_id, viewer_id
from gateway.subgraphs.pr_review.enums import PressReleaseState
from gateway.subgraphs.pr_review.press_release import PressRelease, connection
from gateway.subgraphs.pr_review.team import TeamQuery
from gateway.subgraphs.pr_review.work import WorkQuery
from handmade.pr_review.v1 import press_release_pb2 as pb

States = Annotated[
    list[PressReleaseState] | None,
    strawberry.argument(description="Only those in one of these states; all if left out."),
]


@strawberry.federation.type(keys=["id"], description="Whoever is asking.")
class Viewer(Node):
    @strawberry.field(
        description="The viewer's own press releases, for the press team and support all that were "
        "submitted, and for a stakeholder those asked about, newest first."
    )
    async def press_releases(
        self, info: Info, first: First = 25, after: After = None, states: States = None
    ) -> Connection[PressRelease] | None:
        return await _list(info, first, after, states)

    @classmethod
    def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds the viewer for another subgraph; nobody else's account is to be had."""
        is_viewer = not info.context.caller.is_anonymous and id == viewer_id()
        return cls(id=viewer_id()) if is_viewer else None


@strawberry.type(description="What can be read.")
class Query(WorkQuery, TeamQuery):
    @strawberry.field(description="A press release; null if there is none the viewer may see.")
    async def press_release(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The press release's id.")],
    ) -> PressRelease | None:
        return await if_visible(PressRelease.named(info, from_id(id, "PressRelease")))

    @strawberry.field(
        description="The viewer's own press releases, for the press team and support all that were "
        "submitted, and for a stakeholder those asked about, newest first."
    )
    async def press_releases(
        self, info: Info, first: First = 25, after: After = None, states: States = None
    ) -> Connection[PressRelease] | None:
        return await _list(info, first, after, states)


async def _list(
    info: Info, first: int, after: str | None, states: list[PressReleaseState] | None
) -> Connection[PressRelease]:
    request = pb.ListPressReleasesRequest(
        states=[pb.PressRelease.State.Value(state.name) for state in states or ()],
        **page(first, after),
    )
    return connection(await info.context.pr_review.ListPressReleases(request))
