"""Several files one behind the other, since a child gets one: lengths first, then the contents."""

import struct
import tempfile
from collections.abc import Sequence
from typing import IO, BinaryIO

_LENGTH = struct.Struct(">Q")
_PIECE = 1024 * 1024


def bundled(files: Sequence[BinaryIO]) -> IO[bytes]:
    """The files from their beginnings on, in a temporary file without a name, from its own."""
    bundle = tempfile.TemporaryFile()
    try:
        bundle.write(bytes([len(files)]) + bytes(_LENGTH.size * len(files)))
        lengths = [_copied(file, bundle) for file in files]
        bundle.seek(1)
        bundle.write(b"".join(map(_LENGTH.pack, lengths)))
        bundle.seek(0)
    except BaseException:
        bundle.close()
        raise
    return bundle


def unbundled(file: BinaryIO) -> list[bytes]:
    """The contents that were bundled."""
    count = file.read(1)[0]
    lengths = [_LENGTH.unpack(file.read(_LENGTH.size))[0] for _ in range(count)]
    return [file.read(length) for length in lengths]


def _copied(file: BinaryIO, into: IO[bytes]) -> int:
    file.seek(0)
    length = 0
    while piece := file.read(_PIECE):
        length += into.write(piece)
    return length
