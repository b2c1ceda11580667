"""Applications: somebody's wish to sell in the programme, in one region."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.applications.duplicate import ApplicationDuplicate
from gateway.subgraphs.applications.enums import (
    ApplicationDeclineReason,
    ApplicationFlag,
    ApplicationState,
)
from gateway.subgraphs.applications.form import ApplicationProblem
from gateway.subgraphs.applications.information import InformationRequest
from gateway.subgraphs.applications.invitation import Invitation
from gateway.subgraphs.applications.maker import Maker
from gateway.subgraphs.applications.photo import ApplicationPhoto
from gateway.subgraphs.applications.questionnaire import Questionnaire
from gateway.subgraphs.applications.timeline import (
    ApplicationNote,
    ApplicationTimelineEntry,
    state_of,
)
from gateway.values import Actor, moment, moment_if_set
from handmade.applications.v1 import application_pb2 as pb


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
        description="Who approved it first where two must; null until then, but for staff, and "
        "again once the applicant has answered further questions."
    )
    decline_reason: ApplicationDeclineReason | None = strawberry.field(
        description="Why it was declined, if it was."
    )
    decline_text: str | None = strawberry.field(
        description="What the applicant was told when it was declined, if it was."
    )
    problems: list[ApplicationProblem] = strawberry.field(
        description="What would be refused if it were submitted as it is; empty but for drafts."
    )
    timeline: list[ApplicationTimelineEntry] = strawberry.field(
        description="Everything that happened to it, oldest first; to the applicant, without what "
        "only staff hears."
    )
    information_requests: list[InformationRequest] = strawberry.field(
        description="What was asked of the applicant besides, oldest first; the last one is open "
        "while the state is `NEEDS_INFO`."
    )
    notes: list[ApplicationNote] = strawberry.field(
        description="What reviewers noted, oldest first; empty but for staff."
    )
    created_at: datetime = strawberry.field(description="When it was started.")
    updated_at: datetime = strawberry.field(
        description="When it last changed in what the applicant sees: by neither a note nor a "
        "first signature."
    )
    submitted_at: datetime | None = strawberry.field(
        description="When it was submitted, if it was."
    )
    answer_due_at: datetime | None = strawberry.field(
        description="Until when the programme means to answer; null while it waits for the "
        "applicant, and once it is over."
    )
    ended_at: datetime | None = strawberry.field(
        description="When it was decided on, withdrawn, or expired; null until then."
    )
    reapply_at: datetime | None = strawberry.field(
        description="From when another application for the region may follow; null but after a "
        "decline."
    )
    reopen_until: datetime | None = strawberry.field(
        description="Until when the applicant can reopen it; null where that can't be."
    )
    etag: str = strawberry.field(
        description="Changes with every change that the viewer can see; send it back to change "
        "only what you have read."
    )
    photos: list[ApplicationPhoto] = strawberry.field(description="The photos, oldest first.")
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

    @strawberry.field(
        description="Others with the same e-mail address, shop or photo, newest first, 20 at most: "
        "a hint, never a verdict; null but for staff."
    )
    async def duplicates(self, info: Info) -> list[ApplicationDuplicate] | None:
        return await ApplicationDuplicate.of(info, from_id(self.id, "Application"))

    @classmethod
    def from_proto(cls, application: pb.Application) -> Self:
        """Reads an application."""
        reason = application.decline_reason
        return cls(
            id=to_id("Application", application.name),
            questionnaire=Questionnaire.from_proto(application.questionnaire),
            questionnaire_version=application.questionnaire_version,
            region=application.region,
            state=state_of(application.state),
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
            problems=[ApplicationProblem.from_proto(found) for found in application.problems],
            timeline=[ApplicationTimelineEntry.from_proto(entry) for entry in application.timeline],
            information_requests=[
                InformationRequest.from_proto(asked) for asked in application.information_requests
            ],
            notes=[ApplicationNote.from_proto(note) for note in application.notes],
            created_at=moment(application.create_time),
            updated_at=moment(application.update_time),
            submitted_at=moment_if_set(application, "submit_time"),
            answer_due_at=moment_if_set(application, "answer_due_time"),
            ended_at=moment_if_set(application, "end_time"),
            reapply_at=moment_if_set(application, "reapply_time"),
            reopen_until=moment_if_set(application, "reopen_until_time"),
            etag=application.etag,
            photos=[
                ApplicationPhoto.from_proto(photo, application.name) for photo in application.photos
            ],
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


def _applications(info: Info) -> DataLoader[str, pb.Application | None]:
    async def load(names: list[str]) -> list[pb.Application | None]:
        request = pb.LookupApplicationsByNameRequest(names=names)
        answer = await info.context.applications.LookupApplicationsByName(request)
        return [
            found.application if found.HasField("application") else None for found in answer.results
        ]

    return info.context.loader("applications", load)
