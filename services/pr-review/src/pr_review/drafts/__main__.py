"""Checks the file on standard input in a process of its own, which can be ended.

Imports nothing but the standard library and the gate, so it is small and holds no secrets.
"""

import codecs
import json
import mmap
import os
import resource
import sys

from pr_review.drafts.gate import Warnings, ensure_word_document
from pr_review.drafts.refusals import NotAccepted

# Many times what the largest file and the largest part of it take, beside the interpreter.
_MEMORY = 192 * 1024 * 1024

# Names in a zip are in it. Else it would be imported for every file, since each is read in a fork
# of a process that has imported this module and no more.
codecs.lookup("cp437")


def main() -> None:
    """Prints what was found: the warnings of an accepted file, else its refusal and what it is."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    found: dict[str, object] = {}
    try:
        found = {"warnings": _check(sys.stdin.fileno())}
    except NotAccepted as refused:
        found = {"refusal": refused.refusal.value, "what": refused.what}
    sys.stdout.write(json.dumps(found))


def _check(file: int) -> Warnings:
    if os.fstat(file).st_size == 0:
        return ensure_word_document(b"")
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as data:
        return ensure_word_document(data)


if __name__ == "__main__":
    main()
