"""Examines the picture on standard input in a process of its own, which may be ended any time.

Imports Pillow and of ours only this package, so it is small and holds no secrets.
"""

import json
import os
import resource
import sys
from typing import Any, BinaryIO

from PIL import Image

from chassis.images import findings, reading, writing
from chassis.images.findings import Finding, Limits, NotAccepted

_OWN_MEMORY = 192 * 1024 * 1024
# Decoding WebP takes the most: its reader keeps the picture twice, Pillow twice more.
_MEMORY_OF_A_PIXEL = 18

# Else Pillow would import its readers at the first picture, which is here every picture: each is
# read in a fork of a process that has imported this module and no more.
Image.preinit()


def main() -> None:
    """Prints one line of JSON, then the bytes of the clean picture and of the thumbnail."""
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits)
    # Libraries in C print what they like; the last line there has to be ours.
    said = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        answer = examined(sys.stdin.buffer, limits)
    except Exception as error:
        os.write(said, type(error).__name__.encode())
        sys.exit(1)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def examined(file: BinaryIO, limits: Limits) -> bytes:
    """The answer on a file, whether it is accepted or not."""
    file.seek(0)
    try:
        read = reading.read(file, limits)
        clean = writing.clean(read.image, read.kind, limits.bytes_max)
        small = writing.thumbnail(read.image, limits.thumbnail_side)
        thumbnail = writing.shown(small)
    except NotAccepted as refused:
        return _line({"refused": _told(refused.findings)})
    except MemoryError:
        return _line({"refused": _told([findings.unreadable()])})
    told = {
        "content_type": read.kind.content_type,
        "look": writing.look(small),
        "warnings": _told(read.warnings),
        "clean": _described(clean),
        "thumbnail": _described(thumbnail),
    }
    return _line(told) + clean.content + thumbnail.content


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode() + b"\n"


def _told(found: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule.value, finding.message) for finding in found]


def _described(written: writing.Written) -> dict[str, Any]:
    return {
        "content_type": written.kind.content_type,
        "width": written.width,
        "height": written.height,
        "size": len(written.content),
    }


def _confine(limits: Limits) -> None:
    if sys.platform == "linux":
        memory = _OWN_MEMORY + _MEMORY_OF_A_PIXEL * limits.pixels_max
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
