"""Several files one behind the other, since a child gets one: lengths first, then the contents."""

import struct
from collections.abc import Sequence
from typing import BinaryIO

_LENGTH = struct.Struct(">Q")
_PIECE = 1024 * 1024


def bundle(files: Sequence[BinaryIO], into: BinaryIO) -> None:
    """Writes the files from their beginnings on into an empty one, and goes to its beginning."""
    into.write(bytes([len(files)]) + bytes(_LENGTH.size * len(files)))
    lengths = [_copied(file, into) for file in files]
    into.seek(1)
    into.write(b"".join(map(_LENGTH.pack, lengths)))
    into.seek(0)


def unbundled(file: BinaryIO) -> list[bytes]:
    """The contents that were bundled."""
    count = file.read(1)[0]
    lengths = [_LENGTH.unpack(file.read(_LENGTH.size))[0] for _ in range(count)]
    return [file.read(length) for length in lengths]


def _copied(file: BinaryIO, into: BinaryIO) -> int:
    file.seek(0)
    length = 0
    while piece := file.read(_PIECE):
        length += into.write(piece)
    return length
