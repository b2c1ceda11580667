"""What can be read of applications and makers."""

from datetime import UTC, date, datetime
from typing import Annotated

import strawberry

from chassis.countries import countries
from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import Node, from_id, viewer_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.country import ProgrammeCountry
from gateway.subgraphs.applications.enums import ApplicationState
from gateway.subgraphs.applications.form import QuestionnaireForm
from gateway.subgraphs.applications.invitation import InvitationLink
from gateway.subgraphs.applications.maker import Maker
from gateway.subgraphs.applications.region_extension import RegionExtension, listed
from gateway.subgraphs.applications.work import WorkQuery
from handmade.applications.v1 import (
    application_pb2,
    invitation_pb2,
    maker_pb2,
    region_extension_pb2,
)


async def _list(
    info: Info, request: application_pb2.ListApplicationsRequest
) -> Connection[Application]:
    answer = await info.context.applications.ListApplications(request)
    return Connection[Application].of(
        map(Application.from_proto, answer.applications), answer.cursors, answer.next_page_token
    )


@strawberry.federation.type(keys=["id"], description="Whoever is asking.")
class Viewer(Node):
    email: str | None = strawberry.field(
        description="The account's e-mail address; null where the token names none."
    )
    display_name: str | None = strawberry.field(
        description="The account's name; null where the token names none."
    )
    roles: list[str] = strawberry.field(
        description="What the viewer is to the marketplace, such as `MAKER`."
    )

    @strawberry.field(description="The viewer as a maker; null until the first application.")
    async def maker(self, info: Info) -> Maker | None:
        found = await if_visible(
            info.context.applications.GetOwnMaker(maker_pb2.GetOwnMakerRequest())
        )
        return Maker.from_proto(found) if found else None

    @strawberry.field(description="The viewer's own applications, newest first.")
    async def applications(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[Application] | None:
        request = application_pb2.ListApplicationsRequest(mine=True, **page(first, after))
        return await _list(info, request)

    @strawberry.field(
        description="The ways of the viewer's membership into other regions, newest first."
    )
    async def region_extensions(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[RegionExtension] | None:
        request = region_extension_pb2.ListRegionExtensionsRequest(mine=True, **page(first, after))
        return await listed(info, request)

    @classmethod
    def of(cls, info: Info) -> "Viewer | None":
        """Returns whoever is asking; None for somebody without a token."""
        caller = info.context.caller
        if caller.is_anonymous:
            return None
        return cls(
            id=viewer_id(),
            email=caller.email or None,
            display_name=caller.name or None,
            roles=sorted(role.value.upper() for role in caller.roles),
        )

    @classmethod
    def resolve_reference(cls, info: Info, id: str) -> "Viewer | None":
        """Finds the viewer for another subgraph; nobody else's account is to be had."""
        return cls.of(info) if id == viewer_id() else None


@strawberry.type(description="What can be read.")
class Query(WorkQuery):
    @strawberry.field(description="Whoever is asking; null without a token.")
    def viewer(self, info: Info) -> Viewer | None:
        return Viewer.of(info)

    @strawberry.field(description="A maker; null if there is none the viewer may see.")
    async def maker(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The maker's id.")],
    ) -> Maker | None:
        return await Maker.named(info, from_id(id, "Maker"))

    @strawberry.field(description="An application; null if there is none the viewer may see.")
    async def application(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The application's id.")],
    ) -> Application | None:
        return await if_visible(Application.named(info, from_id(id, "Application")))

    @strawberry.field(
        description="The viewer's own applications, and for staff all that were submitted, "
        "newest first."
    )
    async def applications(
        self,
        info: Info,
        first: First = 25,
        after: After = None,
        states: Annotated[
            list[ApplicationState] | None,
            strawberry.argument(description="Only those in one of these states."),
        ] = None,
        region: Annotated[
            str | None, strawberry.argument(description="Only those for this region, such as `NA`.")
        ] = None,
        email: Annotated[
            str | None,
            strawberry.argument(
                description="Only those of this whole e-mail address, letter case aside; for staff "
                "only."
            ),
        ] = None,
        maker: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only those of this maker; a partner must name it."),
        ] = None,
    ) -> Connection[Application] | None:
        request = application_pb2.ListApplicationsRequest(
            states=[application_pb2.Application.State.Value(s.name) for s in states or ()],
            region=region or "",
            email=email or "",
            maker=from_id(maker, "Maker", "maker") if maker is not None else "",
            **page(first, after),
        )
        return await _list(info, request)

    @strawberry.field(
        description="The way of a maker's membership into another region; null if there is none "
        "the viewer may see."
    )
    async def region_extension(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The extension's id.")],
    ) -> RegionExtension | None:
        return await if_visible(RegionExtension.named(info, from_id(id, "RegionExtension")))

    @strawberry.field(
        description="The ways of a maker's memberships into other regions, newest first; of the "
        "viewer's own where no maker is named, and for staff of all."
    )
    async def region_extensions(
        self,
        info: Info,
        first: First = 25,
        after: After = None,
        maker: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those of this maker.")
        ] = None,
    ) -> Connection[RegionExtension] | None:
        request = region_extension_pb2.ListRegionExtensionsRequest(
            maker=from_id(maker, "Maker", "maker") if maker is not None else "",
            **page(first, after),
        )
        return await if_visible(listed(info, request))

    @strawberry.field(description="The countries of the programme, by region.")
    def programme_countries(
        self,
        on: Annotated[
            date | None,
            strawberry.argument(description="As of this day, in UTC; today if none is given."),
        ] = None,
    ) -> list[ProgrammeCountry]:
        known = countries(on or datetime.now(UTC).date()).values()
        return [
            ProgrammeCountry.of(entry)
            for entry in sorted(known, key=lambda it: (it.region, it.name))
        ]

    @strawberry.field(
        description="What applicants are asked, also without a token; null for a version that "
        "there never was."
    )
    async def questionnaire_form(
        self,
        info: Info,
        version: Annotated[
            str | None,
            strawberry.argument(description="The version, such as `v1`; the present one if none."),
        ] = None,
    ) -> QuestionnaireForm | None:
        request = application_pb2.GetQuestionnaireFormRequest(version=version or "")
        found = await if_visible(info.context.applications.GetQuestionnaireForm(request))
        return QuestionnaireForm.from_proto(found) if found else None

    @strawberry.field(
        description="What the link of an invitation mail leads to, also without a token; opening "
        "it uses nothing up. Null for a link that was never mailed."
    )
    async def invitation_link(
        self,
        info: Info,
        secret: Annotated[
            str, strawberry.argument(description="The mailed link, or all behind its `#`.")
        ],
    ) -> InvitationLink | None:
        request = invitation_pb2.CheckInvitationLinkRequest(secret=secret)
        found = await if_visible(info.context.applications.CheckInvitationLink(request))
        return InvitationLink.from_proto(found) if found else None
