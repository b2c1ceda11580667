"""What goes out as Word documents: comments as notes, names of files, proofs in words."""

from collections.abc import Sequence
from pathlib import PurePath

from pr_review.domain.comment import Comment, Reply, Status
from pr_review.domain.release import Draft
from pr_review.domain.word_file import Proven
from pr_review.reading.blocks import Reading
from pr_review.store.word_file import Made
from pr_review.wire.warnings import OUTDATED_LEFT_OUT
from pr_review.writing import notes
from pr_review.writing.notes import Annotated, Difference, Note, Redline


def notes_of(
    comments: Sequence[Comment], draft: Draft, reading: Reading, *, for_maker: bool
) -> tuple[list[Note], int]:
    """The comments that stand in a draft, as Word shows them, and how many are outdated in it."""
    blocks = {block.id: block for block in reading.blocks}
    notes: list[Note] = []
    outdated = 0
    for comment in comments:
        anchor = comment.in_draft(draft.number)
        block = blocks.get(anchor.block) if anchor else None
        if anchor is None or block is None:
            outdated += comment.anchor.draft_number <= draft.number
            continue
        replies = [it for it in comment.replies if not for_maker or it.is_seen_by_maker]
        notes.append(
            Note(
                id=comment.id,
                part=block.part,
                element=block.element,
                start=anchor.start,
                end=anchor.end,
                quote=block.shown if anchor.is_whole_block else anchor.quote,
                author=comment.author.display_name,
                initials=_initials(comment.author.display_name),
                text=comment.text,
                created=comment.created,
                replies=tuple(map(_reply, replies)),
                resolved=comment.status in (Status.FIXED, Status.DROPPED),
            )
        )
    return notes, outdated


def annotated(draft: Draft, made: Annotated, count: int, outdated: int) -> Made:
    """A draft with so many comments, and so many left out."""
    moved = len({*made.widened, *made.moved})
    return Made(
        _name(draft, f"v{draft.number} with comments"),
        made.content,
        Proven(exact=count - moved, moved=moved),
        (OUTDATED_LEFT_OUT,) if outdated else (),
    )


def redlined(old: Draft, new: Draft, made: Redline) -> Made:
    """What leads from one draft to the other."""
    proof = made.proof
    differs = proof.accept_difference or proof.reject_difference
    return Made(
        _name(new, f"v{old.number} to v{new.number}"),
        made.content,
        Proven(
            accept_equals_new=proof.accept_equals_new,
            reject_equals_old=proof.reject_equals_old,
            difference=_said(differs) if differs else "",
        ),
        tuple(it.value for it in made.warnings),
    )


def _reply(reply: Reply) -> notes.Reply:
    name = reply.author.display_name
    return notes.Reply(name, reply.text, reply.created, _initials(name))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:3]).upper()


def _name(draft: Draft, what: str) -> str:
    return f"{PurePath(draft.file_name).stem[:120]} ({what}).docx"


def _said(difference: Difference) -> str:
    place = difference.place.value.lower().replace("_", " ")
    return f"In the {place}: expected “{difference.expected[:200]}”, is “{difference.found[:200]}”."
