"""What of press releases can be heard."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Self

import strawberry

from gateway.context import Info
from gateway.feeds import ACTION, CREATED, EVENT, RESUME, ResumeAfter, action_of, follow, said
from gateway.ids import from_id
from gateway.subgraphs.pr_review.enums import PressReleaseAction
from gateway.subgraphs.pr_review.press_release import PressRelease
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(description="A change of a press release, or only where the subscription stands.")
class PressReleaseChangedPayload:
    press_release: PressRelease | None = strawberry.field(
        description="The press release as it was after the change; null where this only says "
        "where the subscription stands."
    )
    action: PressReleaseAction | None = strawberry.field(description=ACTION)
    event_id: strawberry.ID | None = strawberry.field(description=EVENT)
    created_at: datetime | None = strawberry.field(description=CREATED)
    resume_token: str = strawberry.field(description=RESUME)

    @classmethod
    def from_proto(cls, news: pb.WatchPressReleasesResponse) -> Self:
        """Reads what a feed said."""
        is_event = bool(news.event_id)
        return cls(
            press_release=PressRelease.from_proto(news.press_release) if is_event else None,
            action=action_of(PressReleaseAction, news.type) if is_event else None,
            **said(news),
        )


@strawberry.type(description="What can be heard.")
class Subscription:
    @strawberry.subscription(
        description="Tells of every change of the press releases that the viewer may see: the "
        "press team of all that were submitted, a maker of their own, a stakeholder of those asked "
        "about. The first payload comes at once and says from where on."
    )
    async def press_release_changed(
        self,
        info: Info,
        press_release: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only this press release; none for all."),
        ] = None,
        after: ResumeAfter = None,
    ) -> AsyncGenerator[PressReleaseChangedPayload, None]:
        request = pb.WatchPressReleasesRequest()
        if press_release is not None:
            request.press_release = from_id(press_release, "PressRelease", "pressRelease")
        watch = info.context.pr_review.WatchPressReleases
        async with aclosing(follow(watch, request, after)) as feed:
            async for news in feed:
                yield PressReleaseChangedPayload.from_proto(news)
