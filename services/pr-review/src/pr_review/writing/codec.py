"""What the service and the child tell each other, as bytes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pr_review.reading.blocks import Place
from pr_review.writing.notes import Annotated, Caution, Difference, Note, Proof, Reply


def written_notes(notes: Iterable[Note]) -> bytes:
    """Notes, whatever characters they have."""
    return json.dumps([asdict(note) for note in notes], default=datetime.isoformat).encode()


def read_notes(told: bytes) -> list[Note]:
    """The notes that were written."""
    return [_note(**fields) for fields in json.loads(told)]


def written_annotated(annotated: Annotated) -> bytes:
    """One line about the notes, then the document."""
    told = {"widened": annotated.widened, "moved": annotated.moved}
    return json.dumps(told).encode() + b"\n" + annotated.content


def read_annotated(told: bytes) -> Annotated:
    """What was written."""
    line, _, content = told.partition(b"\n")
    about = json.loads(line)
    return Annotated(content, tuple(about["widened"]), tuple(about["moved"]))


def written_proof(proof: Proof, warnings: Sequence[Caution]) -> bytes:
    """A proof and the warnings that came up with it."""
    return json.dumps({"proof": asdict(proof), "warnings": warnings}).encode()


def read_proof(told: bytes) -> tuple[Proof, tuple[Caution, ...]]:
    """What was written."""
    found = json.loads(told)
    proof = {name: _difference(difference) for name, difference in found["proof"].items()}
    return Proof(**proof), tuple(map(Caution, found["warnings"]))


def _note(*, created: str, replies: list[dict[str, Any]], **fields: Any) -> Note:
    return Note(
        created=_moment(created), replies=tuple(_reply(**each) for each in replies), **fields
    )


def _reply(*, created: str, **fields: Any) -> Reply:
    return Reply(created=_moment(created), **fields)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _difference(fields: dict[str, str] | None) -> Difference | None:
    if fields is None:
        return None
    return Difference(Place(fields["place"]), fields["expected"], fields["found"])
