"""Checks the file on standard input in a process of its own, which can be ended.

Imports nothing but the standard library and the gate, so it starts quickly and holds no secrets.
"""

import json
import mmap
import os
import sys

from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import NotAccepted


def main() -> None:
    """Prints what was found: `{}` for an accepted file, else the code and what it is instead."""
    found = {}
    try:
        _check(sys.stdin.fileno())
    except NotAccepted as refused:
        found = {"refusal": refused.refusal.value, "what": refused.what}
    sys.stdout.write(json.dumps(found))


def _check(file: int) -> None:
    if os.fstat(file).st_size == 0:
        ensure_word_document(b"")
        return
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as data:
        ensure_word_document(data)


if __name__ == "__main__":
    main()
