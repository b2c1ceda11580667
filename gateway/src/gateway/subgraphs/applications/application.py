"""Applications: somebody's wish to sell in the programme, in one region."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.applications.enums import (
    ApplicationDeclineReason,
    ApplicationFlag,
    ApplicationState,
)
from gateway.subgraphs.applications.invitation import Invitation
from gateway.subgraphs.applications.maker import Maker
from gateway.subgraphs.applications.questionnaire import Questionnaire
from gateway.values import Actor, moment
from handmade.applications.v1 import application_pb2 as pb


@strawberry.type(description="Something that happened to an application.")
class ApplicationTimelineEntry:
    created_at: datetime = strawberry.field(description="When it happened.")
    actor: Actor | None = strawberry.field(description="Who did it; null where a timer did.")
    action: str = strawberry.field(description="What happened, such as `submitted`.")
    state: ApplicationState = strawberry.field(description="The state it led to.")
    rule_version: str = strawberry.field(
        description="The version of the rules it was decided under."
    )
    reason: str | None = strawberry.field(
        description="Why, as a code such as `NOT_HANDMADE`, where a reason was given."
    )

    @classmethod
    def from_proto(cls, entry: pb.TimelineEntry) -> Self:
        """Reads an entry."""
        return cls(
            created_at=moment(entry.create_time),
            actor=Actor.from_proto(entry.actor),
            action=entry.action,
            state=_state(entry.state),
            rule_version=entry.rule_version,
            reason=entry.reason or None,
        )


@strawberry.federation.type(
    keys=["id"], description="Somebody's wish to sell in the programme, in one region."
)
class Application(Node):
    questionnaire: Questionnaire = strawberry.field(description="What the applicant answered.")
    questionnaire_version: str = strawberry.field(
        description="The version of the questionnaire it was made under, such as `v1`."
    )
    region: str = strawberry.field(
        description="The region it is for, which the country fixes, such as `NA`."
    )
    state: ApplicationState = strawberry.field(description="Where it is in its life.")
    email: str = strawberry.field(
        description="The account's verified e-mail address, letter for letter."
    )
    flags: list[ApplicationFlag] = strawberry.field(
        description="What a reviewer should look at; empty but for staff."
    )
    reviewer: Actor | None = strawberry.field(
        description="Who reviews it; null until somebody does."
    )
    first_signature: Actor | None = strawberry.field(
        description="Who approved it first where two must; null until then, and but for staff."
    )
    decline_reason: ApplicationDeclineReason | None = strawberry.field(
        description="Why it was declined, if it was."
    )
    decline_text: str | None = strawberry.field(
        description="What the applicant was told when it was declined, if it was."
    )
    timeline: list[ApplicationTimelineEntry] = strawberry.field(
        description="Everything that happened to it, oldest first."
    )
    created_at: datetime = strawberry.field(description="When it was started.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    submitted_at: datetime | None = strawberry.field(
        description="When it was submitted, if it was."
    )
    etag: str = strawberry.field(
        description="Changes with every change; send it back to change only what you have read."
    )
    maker_name: strawberry.Private[str]
    invitation_name: strawberry.Private[str]

    @strawberry.field(description="The maker who applies.")
    async def maker(self, info: Info) -> Maker | None:
        return await Maker.named(info, self.maker_name)

    @strawberry.field(description="The invitation that followed; null until it is approved.")
    async def invitation(self, info: Info) -> Invitation | None:
        if not self.invitation_name:
            return None
        return await Invitation.named(info, self.invitation_name)

    @classmethod
    def from_proto(cls, application: pb.Application) -> Self:
        """Reads an application."""
        reason = application.decline_reason
        submitted = application.HasField("submit_time")
        return cls(
            id=to_id("Application", application.name),
            questionnaire=Questionnaire.from_proto(application.questionnaire),
            questionnaire_version=application.questionnaire_version,
            region=application.region,
            state=_state(application.state),
            email=application.email,
            flags=[ApplicationFlag[pb.Application.Flag.Name(flag)] for flag in application.flags],
            reviewer=Actor.from_proto(application.reviewer),
            first_signature=Actor.from_proto(application.first_signature),
            decline_reason=(
                ApplicationDeclineReason[pb.Application.DeclineReason.Name(reason)]
                if reason
                else None
            ),
            decline_text=application.decline_text or None,
            timeline=[ApplicationTimelineEntry.from_proto(entry) for entry in application.timeline],
            created_at=moment(application.create_time),
            updated_at=moment(application.update_time),
            submitted_at=moment(application.submit_time) if submitted else None,
            etag=application.etag,
            maker_name=application.maker,
            invitation_name=application.invitation,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds an application by its resource name."""
        found = await _applications(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds an application for another subgraph."""
        return await cls.named(info, from_id(id, "Application"))


def _state(state: pb.Application.State.ValueType) -> ApplicationState:
    return ApplicationState[pb.Application.State.Name(state)]


def _applications(info: Info) -> DataLoader[str, pb.Application | None]:
    async def load(names: list[str]) -> list[pb.Application | None]:
        request = pb.LookupApplicationsByNameRequest(names=names)
        answer = await info.context.applications.LookupApplicationsByName(request)
        return [
            found.application if found.HasField("application") else None for found in answer.results
        ]

    return info.context.loader("applications", load)
