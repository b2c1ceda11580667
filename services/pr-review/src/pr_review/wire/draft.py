"""What stands in drafts, and what is made of them, as messages."""

from collections.abc import Iterable, Mapping

from chassis.moments import to_timestamp
from handmade.pr_review.v1 import press_draft_pb2 as pb
from pr_review.domain.release import Draft, PressRelease
from pr_review.domain.word_file import WordFile, WordFileState
from pr_review.reading.blocks import Kind, Reading
from pr_review.reading.checks import Check
from pr_review.reading.compare import Comparison
from pr_review.reading.compare_words import Change
from pr_review.reading.mentions import Mention
from pr_review.wire.warnings import to_warning


def to_reading(
    release: PressRelease,
    draft: Draft,
    reading: Reading,
    html: bytes,
    mentions: Iterable[Mention],
    checks: Iterable[Check],
) -> pb.DraftReading:
    """All that stands in a draft."""
    standing: dict[str, list[str]] = {}
    for block in reading.blocks:
        for picture in block.pictures:
            standing.setdefault(picture, []).append(block.id)
    return pb.DraftReading(
        press_release=release.name,
        draft_number=draft.number,
        sha256=draft.sha256,
        html=html.decode(),
        blocks=[
            pb.DraftReading.Block(
                id=it.id,
                place=pb.DraftReading.Place.Value(it.place.value),
                text=it.shown,
                heading_level=it.level if it.kind is Kind.HEADING else 0,
            )
            for it in reading.blocks
        ],
        mentions=map(_to_mention, mentions),
        checks=map(_to_check, checks),
        pictures=_to_pictures(reading, standing),
        comments=[
            pb.DraftReading.WordComment(author=it.author, text=it.text, block=it.block)
            for it in reading.comments
        ],
        properties=[
            pb.DraftReading.Property(key=key, value=value)
            for key, value in sorted(reading.properties.items())
        ],
        word_count=draft.words or reading.words,
        has_tracked_changes=reading.has_tracked_changes,
    )


def _to_mention(mention: Mention) -> pb.DraftReading.Mention:
    beside = mention.aside.value if mention.aside else "BESIDE_UNSPECIFIED"
    return pb.DraftReading.Mention(
        mark=mention.mark,
        block=mention.block,
        start=mention.start,
        end=mention.end,
        quote=mention.aside_text or mention.quote if mention.aside else mention.quote,
        place=pb.DraftReading.Place.Value(mention.place.value),
        beside=pb.DraftReading.Beside.Value(beside),
        flags=[pb.DraftReading.Mention.Flag.Value(it.value) for it in sorted(mention.flags)],
    )


def _to_check(check: Check) -> pb.DraftReading.Check:
    return pb.DraftReading.Check(
        code=check.code.value,
        severity=pb.DraftReading.Check.Severity.Value(check.severity.value),
        text=check.message,
        block=check.block,
        start=check.start,
        end=check.end,
        quote=check.quote,
    )


def _to_pictures(
    reading: Reading, standing: Mapping[str, list[str]]
) -> Iterable[pb.DraftReading.Picture]:
    for it in reading.pictures:
        yield pb.DraftReading.Picture(
            id=it.id,
            name=it.name,
            alt=it.alt,
            content_type=it.content_type,
            width=it.width,
            height=it.height,
            size_bytes=it.size,
            blocks=standing.get(it.id, []),
        )


def to_comparison(
    old: Draft, new: Draft, found: Comparison, html: str, warnings: Iterable[str]
) -> pb.DraftComparison:
    """What changed from one draft to another."""
    return pb.DraftComparison(
        from_number=old.number,
        to_number=new.number,
        html=html,
        same_text=found.is_same_text,
        similarity=found.similarity,
        changed_blocks=found.count(Change.CHANGED),
        inserted_blocks=found.count(Change.INSERTED),
        deleted_blocks=found.count(Change.DELETED),
        warnings=map(to_warning, warnings),
    )


def to_word_file(file: WordFile) -> pb.WordFile:
    """A document that is made, or was."""
    message = pb.WordFile(
        id=file.id,
        state=pb.WordFile.State.Value(file.state.value),
        file_name=file.file_name,
        size_bytes=file.size,
        sha256=file.sha256,
        warnings=map(to_warning, file.warnings),
        failure=file.failure,
    )
    if file.state is WordFileState.READY:
        message.expire_time.CopyFrom(to_timestamp(file.expires))
    if file.proof is not None:
        message.proof.CopyFrom(
            pb.WordFile.Proof(
                verified=file.proof.is_whole,
                accept_equals_new=file.proof.accept_equals_new,
                reject_equals_old=file.proof.reject_equals_old,
                exact_comments=file.proof.exact,
                moved_comments=file.proof.moved,
                difference=file.proof.difference,
            )
        )
    return message
