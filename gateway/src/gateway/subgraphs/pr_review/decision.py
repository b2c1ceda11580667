"""What was asked, answered, decided and told, and that it went out."""

from datetime import date, datetime, time
from typing import Self

import strawberry

from gateway.subgraphs.pr_review.enums import (
    PressReleaseAnswerKind,
    PressReleaseDeclineReason,
    PressReleaseLetterKind,
)
from gateway.subgraphs.pr_review.wire import chosen, chosen_if_any, day, time_if_set
from gateway.values import Actor, moment, moment_if_set
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.type(description="What the press team asked, decided or told, with its letter.")
class PressReleaseLetter:
    kind: PressReleaseLetterKind = strawberry.field(description="What it is about.")
    text: str = strawberry.field(description="Its text, in the language of the maker.")
    language: str = strawberry.field(description="The language, such as `en`.")
    author: Actor | None = strawberry.field(description="Who wrote it.")
    created_at: datetime = strawberry.field(description="When it was sent.")
    draft_number: int | None = strawberry.field(
        description="Which draft it is about; null where about none."
    )
    decline_reason: PressReleaseDeclineReason | None = strawberry.field(
        description="Why it declines; null where it does not."
    )
    conditions: list[str] = strawberry.field(description="What the approval depends on.")
    override_reason: str | None = strawberry.field(
        description="Why the lead decided although something stood in the way; null where nothing "
        "did, and but for staff."
    )

    @classmethod
    def from_proto(cls, letter: pb.PressRelease.Letter) -> Self:
        """Reads a letter."""
        return cls(
            kind=chosen(PressReleaseLetterKind, pb.PressRelease.Letter.Kind, letter.kind),
            text=letter.text,
            language=letter.language_code,
            author=Actor.from_proto(letter.author),
            created_at=moment(letter.create_time),
            draft_number=letter.draft_number or None,
            decline_reason=chosen_if_any(
                PressReleaseDeclineReason, pb.PressRelease.DeclineReason, letter.decline_reason
            ),
            conditions=list(letter.conditions),
            override_reason=letter.override_reason or None,
        )


@strawberry.type(description="A maker's answer to requested changes.")
class PressReleaseAnswer:
    kind: PressReleaseAnswerKind = strawberry.field(description="What it says.")
    text: str | None = strawberry.field(description="In words; null where there are none.")
    draft_number: int = strawberry.field(description="With which draft.")
    author: Actor | None = strawberry.field(description="Who answered.")
    created_at: datetime = strawberry.field(description="When it was given.")

    @classmethod
    def from_proto(cls, answer: pb.PressRelease.Answer) -> Self:
        """Reads an answer."""
        return cls(
            kind=chosen(PressReleaseAnswerKind, pb.PressRelease.Answer.Kind, answer.kind),
            text=answer.text or None,
            draft_number=answer.draft_number,
            author=Actor.from_proto(answer.author),
            created_at=moment(answer.create_time),
        )


@strawberry.type(description="What exactly was approved.")
class PressReleaseApproval:
    sha256: str = strawberry.field(
        description="The SHA-256 of the approved document, in hexadecimal digits."
    )
    release_on: date = strawberry.field(description="The approved day.")
    release_at: time | None = strawberry.field(
        description="The approved time of the day; null for the whole day."
    )
    time_zone: str = strawberry.field(description="The approved zone.")
    conditions: list[str] = strawberry.field(description="What it depends on.")
    representative: Actor | None = strawberry.field(description="Who approved it.")
    created_at: datetime = strawberry.field(description="When it was approved.")
    expires_at: datetime = strawberry.field(description="Until when the approval holds.")
    ended_at: datetime | None = strawberry.field(
        description="When a new draft, another date or the press team ended it; null while it "
        "stands."
    )

    @classmethod
    def from_proto(cls, approval: pb.PressRelease.Approval) -> Self:
        """Reads an approval."""
        return cls(
            sha256=approval.sha256,
            release_on=day(approval.release_date),
            release_at=time_if_set(approval, "release_time"),
            time_zone=approval.time_zone,
            conditions=list(approval.conditions),
            representative=Actor.from_proto(approval.representative),
            created_at=moment(approval.create_time),
            expires_at=moment(approval.expire_time),
            ended_at=moment_if_set(approval, "end_time"),
        )


@strawberry.type(description="That a press release went out.")
class PressReleasePublication:
    published_at: datetime = strawberry.field(description="When it went out.")
    url: str | None = strawberry.field(
        description="Where, as a web address that nobody has checked; null where none was told."
    )
    note: str | None = strawberry.field(
        description="A note; null where there is none, and but for staff where staff wrote it."
    )
    recorder: Actor | None = strawberry.field(description="Who recorded it.")

    @classmethod
    def from_proto(cls, publication: pb.PressRelease.Publication) -> Self:
        """Reads that it went out."""
        return cls(
            published_at=moment(publication.publish_time),
            url=publication.uri or None,
            note=publication.note or None,
            recorder=Actor.from_proto(publication.recorder),
        )
