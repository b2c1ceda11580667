"""What the service and its child tell each other arrives as it was."""

import io

from pr_review.reading.blocks import Place
from pr_review.writing import codec
from pr_review.writing.bundle import bundle, unbundled
from pr_review.writing.notes import Annotated, Caution, Difference, Note, Proof, Reply
from tests.support.word_drafts import NOON


def test_files_in_a_bundle_are_those_that_were_put_in():
    files = [io.BytesIO(content) for content in (b"", b"PK\x03\x04" * 700_000, b"\n")]
    files[1].seek(17)
    bundled = io.BytesIO()

    bundle(files, bundled)

    assert unbundled(bundled) == [file.getvalue() for file in files]


def test_notes_arrive_with_every_character_and_to_the_microsecond():
    moment = NOON.replace(microsecond=123456)
    reply = Reply("Bo", "\ud800\x00🐶", moment)
    note = Note(
        "1", "word/document.xml", 3, 4, 9, "\udc00 q", "Rita", "Why?", moment, "RJ", (reply,)
    )

    assert codec.read_notes(codec.written_notes([note])) == [note]


def test_a_document_arrives_with_what_is_said_of_its_notes():
    made = Annotated(b"PK\x03\x04\n\n{}\x00", ("1", "2"), ("3",))

    assert codec.read_annotated(codec.written_annotated(made)) == made


def test_a_proof_arrives_with_its_difference_and_cautions():
    proof = Proof(reject_difference=Difference(Place.FOOTER, "\ud800", "b"))
    cautions = (Caution.OLD_CHANGES_ACCEPTED,)

    assert codec.read_proof(codec.written_proof(proof, cautions)) == (proof, cautions)
