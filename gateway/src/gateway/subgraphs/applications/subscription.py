"""What of applications can be heard."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Self

import strawberry

from gateway.context import Info
from gateway.feeds import ACTION, CREATED, EVENT, RESUME, ResumeAfter, action_of, follow, said
from gateway.ids import from_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.enums import ApplicationAction
from handmade.applications.v1 import application_pb2 as pb


@strawberry.type(description="A change of an application, or only where the subscription stands.")
class ApplicationChangedPayload:
    application: Application | None = strawberry.field(
        description="The application as it was after the change; null where this only says where "
        "the subscription stands."
    )
    action: ApplicationAction | None = strawberry.field(description=ACTION)
    event_id: strawberry.ID | None = strawberry.field(description=EVENT)
    created_at: datetime | None = strawberry.field(description=CREATED)
    resume_token: str = strawberry.field(description=RESUME)

    @classmethod
    def from_proto(cls, news: pb.WatchApplicationsResponse) -> Self:
        """Reads what a feed said."""
        is_event = bool(news.event_id)
        return cls(
            application=Application.from_proto(news.application) if is_event else None,
            action=action_of(ApplicationAction, news.type) if is_event else None,
            **said(news),
        )


@strawberry.type(description="What can be heard.")
class Subscription:
    @strawberry.subscription(
        description="Tells of every change of the applications that the viewer may see: a "
        "reviewer of the queue, an applicant of their own. The first payload comes at once and "
        "says from where on."
    )
    async def application_changed(
        self,
        info: Info,
        application: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only this application; none for all."),
        ] = None,
        after: ResumeAfter = None,
    ) -> AsyncGenerator[ApplicationChangedPayload, None]:
        request = pb.WatchApplicationsRequest()
        if application is not None:
            request.application = from_id(application, "Application", "application")
        watch = info.context.applications.WatchApplications
        async with aclosing(follow(watch, request, after)) as feed:
            async for news in feed:
                yield ApplicationChangedPayload.from_proto(news)
