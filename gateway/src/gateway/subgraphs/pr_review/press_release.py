"""Press releases, their documents and what was decided."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from google.type.date_pb2 import Date
from strawberry.dataloader import DataLoader

from gateway.connections import Connection
from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.pr_review.enums import PressReleaseState
from gateway.values import Actor, File, moment
from handmade.pr_review.v1 import press_release_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.pr_review.maker import Maker

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@strawberry.type(description="The Word document of a press release.")
class PressReleaseDraft:
    number: int = strawberry.field(description="Counts the documents uploaded, from 1.")
    uploaded_at: datetime = strawberry.field(description="When its last byte was received.")
    release_name: strawberry.Private[str]
    document: strawberry.Private[pb.PressRelease.Draft]

    @strawberry.field(description="The document itself, bytes unchanged.")
    def file(self, info: Info) -> File:
        return info.context.file(
            "pr_review",
            self.release_name,
            name=self.document.file_name,
            content_type=DOCX,
            size=self.document.size_bytes,
            sha256=self.document.sha256,
        )

    @classmethod
    def from_proto(cls, release: pb.PressRelease) -> Self | None:
        """Reads the present document of a press release; None while there is none."""
        if not release.HasField("draft"):
            return None
        return cls(
            number=release.draft.number,
            uploaded_at=moment(release.draft.upload_time),
            release_name=release.name,
            document=release.draft,
        )


@strawberry.type(description="What exactly was approved.")
class PressReleaseApproval:
    sha256: str = strawberry.field(
        description="The SHA-256 of the approved document, in hexadecimal digits."
    )
    release_on: date = strawberry.field(description="The approved day.")
    time_zone: str = strawberry.field(description="The approved zone.")
    representative: Actor | None = strawberry.field(description="Who approved it.")
    created_at: datetime = strawberry.field(description="When it was approved.")
    expires_at: datetime = strawberry.field(description="Until when the approval holds.")

    @classmethod
    def from_proto(cls, release: pb.PressRelease) -> Self | None:
        """Reads the approval of a press release; None until there is one."""
        if not release.HasField("approval"):
            return None
        approval = release.approval
        return cls(
            sha256=approval.sha256,
            release_on=_day(approval.release_date),
            time_zone=approval.time_zone,
            representative=Actor.from_proto(approval.representative),
            created_at=moment(approval.create_time),
            expires_at=moment(approval.expire_time),
        )


@strawberry.type(description="Something that happened to a press release.")
class PressReleaseTimelineEntry:
    created_at: datetime = strawberry.field(description="When it happened.")
    actor: Actor | None = strawberry.field(description="Who did it; null where a timer did.")
    action: str = strawberry.field(description="What happened, such as `submitted`.")
    state: PressReleaseState = strawberry.field(description="The state it led to.")
    rule_version: str = strawberry.field(
        description="The version of the rules it was decided under."
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
        )


@strawberry.federation.type(
    keys=["id"], description="An announcement by a maker that mentions the marketplace."
)
class PressRelease(Node):
    title: str = strawberry.field(description="What it is called.")
    release_on: date | None = strawberry.field(
        description="The day it is to go out, in its zone; null until one is given."
    )
    time_zone: str | None = strawberry.field(
        description="The zone the day is meant in, as an IANA name; null until there is one."
    )
    earliest_release_on: date | None = strawberry.field(
        description="The earliest day that would be accepted if it were submitted now, in its "
        "zone; null once it is submitted."
    )
    distribution_plan: str | None = strawberry.field(
        description="Where and how it is to go out; null until given."
    )
    contact: str | None = strawberry.field(
        description="Whom the press team may ask; null until given."
    )
    state: PressReleaseState = strawberry.field(description="Where it is in its life.")
    draft: PressReleaseDraft | None = strawberry.field(
        description="The present Word document; null until one is uploaded."
    )
    representative: Actor | None = strawberry.field(
        description="Who reviews it; null until somebody does."
    )
    approval: PressReleaseApproval | None = strawberry.field(
        description="The approval; null until there is one."
    )
    timeline: list[PressReleaseTimelineEntry] = strawberry.field(
        description="Everything that happened to it, oldest first."
    )
    created_at: datetime = strawberry.field(description="When it was started.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    submitted_at: datetime | None = strawberry.field(
        description="When it was received, complete; null until submitted."
    )
    etag: str = strawberry.field(
        description="Changes with every change; send it back to change only what you have read."
    )
    maker_name: strawberry.Private[str]

    @strawberry.field(description="The maker who announces it.")
    def maker(
        self,
    ) -> Annotated["Maker", strawberry.lazy("gateway.subgraphs.pr_review.maker")] | None:
        from gateway.subgraphs.pr_review.maker import Maker

        return Maker(id=to_id("Maker", self.maker_name))

    @classmethod
    def from_proto(cls, release: pb.PressRelease) -> Self:
        """Reads a press release."""
        return cls(
            id=to_id("PressRelease", release.name),
            title=release.title,
            release_on=_day(release.release_date) if release.HasField("release_date") else None,
            time_zone=release.time_zone or None,
            earliest_release_on=(
                _day(release.earliest_release_date)
                if release.HasField("earliest_release_date")
                else None
            ),
            distribution_plan=release.distribution_plan or None,
            contact=release.contact or None,
            state=_state(release.state),
            draft=PressReleaseDraft.from_proto(release),
            representative=Actor.from_proto(release.representative),
            approval=PressReleaseApproval.from_proto(release),
            timeline=[PressReleaseTimelineEntry.from_proto(entry) for entry in release.timeline],
            created_at=moment(release.create_time),
            updated_at=moment(release.update_time),
            submitted_at=moment(release.submit_time) if release.HasField("submit_time") else None,
            etag=release.etag,
            maker_name=release.maker,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds a press release by its resource name."""
        found = await _releases(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a press release for another subgraph."""
        return await cls.named(info, from_id(id, "PressRelease"))


def connection(answer: pb.ListPressReleasesResponse) -> Connection[PressRelease]:
    """Returns a page of press releases."""
    return Connection[PressRelease].of(
        map(PressRelease.from_proto, answer.press_releases),
        answer.cursors,
        answer.next_page_token,
    )


def _releases(info: Info) -> DataLoader[str, pb.PressRelease | None]:
    async def load(names: list[str]) -> list[pb.PressRelease | None]:
        request = pb.LookupPressReleasesByNameRequest(names=names)
        answer = await info.context.pr_review.LookupPressReleasesByName(request)
        return [
            found.press_release if found.HasField("press_release") else None
            for found in answer.results
        ]

    return info.context.loader("press releases", load)


def _state(state: "pb.PressRelease.State.ValueType") -> PressReleaseState:
    return PressReleaseState[pb.PressRelease.State.Name(state)]


def _day(day: Date) -> date:
    return date(day.year, day.month, day.day)
