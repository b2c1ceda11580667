"""What stands in a draft: everything that any reader of it could see."""

from typing import Self

import strawberry

from gateway.subgraphs.pr_review.draft_enums import (
    DraftBeside,
    DraftCheckSeverity,
    DraftMentionFlag,
    DraftPlace,
)
from gateway.subgraphs.pr_review.wire import chosen, chosen_if_any
from handmade.pr_review.v1 import press_draft_pb2 as pb

_START = "Where in the block it begins, in code points of all that is shown of the block"


@strawberry.type(description="A paragraph of a draft.")
class DraftBlock:
    id: strawberry.ID = strawberry.field(
        description="What identifies it within the draft, such as `b17`; the HTML has it as its "
        "`id`."
    )
    place: DraftPlace = strawberry.field(description="Where it stands.")
    text: str = strawberry.field(
        description="All that is shown of it, tracked insertions and deletions both. Offsets count "
        "its code points."
    )
    heading_level: int | None = strawberry.field(
        description="The level of a heading, 1 to 9; null for all else."
    )

    @classmethod
    def from_proto(cls, block: pb.DraftReading.Block) -> Self:
        """Reads a block."""
        return cls(
            id=strawberry.ID(block.id),
            place=_place(block.place),
            text=block.text,
            heading_level=block.heading_level or None,
        )


@strawberry.type(description="A mention of the marketplace in a draft.")
class DraftMention:
    mark: str = strawberry.field(description="Which of its names, such as `Amazon Handmade`.")
    block: strawberry.ID = strawberry.field(description="The block it stands in.")
    start: int = strawberry.field(description=f"{_START}; 0 where it stands beside the text.")
    end: int = strawberry.field(description="Where it ends; 0 where it stands beside the text.")
    quote: str = strawberry.field(description="How it is written.")
    place: DraftPlace = strawberry.field(description="Where the block stands.")
    beside: DraftBeside | None = strawberry.field(
        description="Where beside the text it stands; null where it stands in it."
    )
    flags: list[DraftMentionFlag] = strawberry.field(description="What is special about it.")

    @classmethod
    def from_proto(cls, mention: pb.DraftReading.Mention) -> Self:
        """Reads a mention."""
        flags = pb.DraftReading.Mention.Flag
        return cls(
            mark=mention.mark,
            block=strawberry.ID(mention.block),
            start=mention.start,
            end=mention.end,
            quote=mention.quote,
            place=_place(mention.place),
            beside=chosen_if_any(DraftBeside, pb.DraftReading.Beside, mention.beside),
            flags=[chosen(DraftMentionFlag, flags, flag) for flag in mention.flags],
        )


@strawberry.type(description="Advice to the reviewer of a draft; it decides nothing.")
class DraftCheck:
    code: str = strawberry.field(
        description="What was found, in capitals, such as `EMBARGO_DATE_MISMATCH`."
    )
    severity: DraftCheckSeverity = strawberry.field(description="How much it matters.")
    text: str = strawberry.field(description="What was found, and why it matters.")
    block: strawberry.ID | None = strawberry.field(
        description="The block it is about; null where about the whole."
    )
    start: int = strawberry.field(description=f"{_START}.")
    end: int = strawberry.field(description="Where it ends.")
    quote: str | None = strawberry.field(
        description="The words it is about; null where about none in particular."
    )

    @classmethod
    def from_proto(cls, check: pb.DraftReading.Check) -> Self:
        """Reads what was found."""
        severities = pb.DraftReading.Check.Severity
        return cls(
            code=check.code,
            severity=chosen(DraftCheckSeverity, severities, check.severity),
            text=check.text,
            block=strawberry.ID(check.block) if check.block else None,
            start=check.start,
            end=check.end,
            quote=check.quote or None,
        )


@strawberry.type(description="A picture in a draft.")
class DraftPicture:
    id: strawberry.ID = strawberry.field(description="What identifies it within the draft.")
    name: str = strawberry.field(description="Its file name inside the document.")
    alt: str | None = strawberry.field(
        description="What it says for those who do not see it; null if nothing."
    )
    content_type: str = strawberry.field(description="The media type.")
    width: int = strawberry.field(description="The width in pixels.")
    height: int = strawberry.field(description="The height in pixels.")
    size: int = strawberry.field(description="The size in bytes.")
    blocks: list[strawberry.ID] = strawberry.field(description="The blocks it stands in.")

    @classmethod
    def from_proto(cls, picture: pb.DraftReading.Picture) -> Self:
        """Reads a picture."""
        return cls(
            id=strawberry.ID(picture.id),
            name=picture.name,
            alt=picture.alt or None,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            size=picture.size_bytes,
            blocks=[strawberry.ID(block) for block in picture.blocks],
        )


@strawberry.type(description="A Word comment that was in a draft when it came.")
class DraftWordComment:
    author: str | None = strawberry.field(
        description="Who wrote it, as the draft says; null if it does not."
    )
    text: str = strawberry.field(description="What it says.")
    block: strawberry.ID | None = strawberry.field(
        description="The block it belongs to; null where to none."
    )

    @classmethod
    def from_proto(cls, comment: pb.DraftReading.WordComment) -> Self:
        """Reads a comment."""
        return cls(
            author=comment.author or None,
            text=comment.text,
            block=strawberry.ID(comment.block) if comment.block else None,
        )


@strawberry.type(description="Something that a document says about itself; it goes out with it.")
class DraftProperty:
    key: str = strawberry.field(description="Which property, such as `author`.")
    value: str = strawberry.field(description="What it says.")

    @classmethod
    def from_proto(cls, property_: pb.DraftReading.Property) -> Self:
        """Reads a property."""
        return cls(key=property_.key, value=property_.value)


@strawberry.type(
    description="What stands in a draft: everything that any reader of it could see. Nothing of it "
    "is ever run, followed or fetched."
)
class DraftReading:
    html: str = strawberry.field(
        description="The draft as safe HTML: no script, no style, nothing that loads. Each block "
        "is the element with its id, whose `textContent` is the block's `text`, letter by letter; "
        "one of class `wordless` has none, and holds its pictures. What is ours is of class "
        "`label`, or in `data-label`."
    )
    blocks: list[DraftBlock] = strawberry.field(description="Its blocks, in order.")
    mentions: list[DraftMention] = strawberry.field(
        description="Where it mentions the marketplace, in order."
    )
    checks: list[DraftCheck] = strawberry.field(
        description="What a reviewer should look at; empty but for staff."
    )
    pictures: list[DraftPicture] = strawberry.field(
        description="Its pictures, each to be looked at: no program sees a logo in them."
    )
    comments: list[DraftWordComment] = strawberry.field(
        description="The comments that were left in it."
    )
    properties: list[DraftProperty] = strawberry.field(
        description="What the document says about itself."
    )
    word_count: int = strawberry.field(
        description="How many words it has once its tracked changes are accepted."
    )
    has_tracked_changes: bool = strawberry.field(description="Whether it has tracked changes.")

    @classmethod
    def from_proto(cls, reading: pb.DraftReading) -> Self:
        """Reads what stands in a draft."""
        return cls(
            html=reading.html,
            blocks=[DraftBlock.from_proto(block) for block in reading.blocks],
            mentions=[DraftMention.from_proto(mention) for mention in reading.mentions],
            checks=[DraftCheck.from_proto(check) for check in reading.checks],
            pictures=[DraftPicture.from_proto(picture) for picture in reading.pictures],
            comments=[DraftWordComment.from_proto(comment) for comment in reading.comments],
            properties=[DraftProperty.from_proto(one) for one in reading.properties],
            word_count=reading.word_count,
            has_tracked_changes=reading.has_tracked_changes,
        )


def _place(place: pb.DraftReading.Place.ValueType) -> DraftPlace:
    return chosen(DraftPlace, pb.DraftReading.Place, place)
