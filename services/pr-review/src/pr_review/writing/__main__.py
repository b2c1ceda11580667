"""Reads and writes drafts in a process of its own, which can be ended.

The files are bundled on standard input. `annotate` gets notes and a draft, and answers with a line
about them and the document; `prove` gets two drafts and their redline. What is made passes the
gate as a draft does, or is not offered.
"""

import resource
import sys
from io import BytesIO

from pr_review.drafts.gate import ensure_word_document
from pr_review.reading.blocks import Reading
from pr_review.reading.walk import read
from pr_review.writing import codec
from pr_review.writing.annotate import annotated
from pr_review.writing.bundle import unbundled
from pr_review.writing.proof import proof_of, warnings_of

# What the largest draft takes as a tree while its copy is read back, beside the interpreter.
_MEMORY = 768 * 1024 * 1024


def main() -> None:
    """Does the task that the argument names."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    files = unbundled(sys.stdin.buffer)
    sys.stdout.buffer.write(_TASKS[sys.argv[1]](files))
    sys.stdout.buffer.flush()


def _annotate(files: list[bytes]) -> bytes:
    notes, draft = files
    made = annotated(draft, codec.read_notes(notes), _read)
    ensure_word_document(made.content)
    return codec.written_annotated(made)


def _prove(files: list[bytes]) -> bytes:
    ensure_word_document(files[-1])
    old, new, redline = map(_read, files)
    return codec.written_proof(proof_of(redline, old, new), warnings_of(old, new))


def _read(document: bytes) -> Reading:
    return read(BytesIO(document))


_TASKS = {"annotate": _annotate, "prove": _prove}


if __name__ == "__main__":
    main()
