"""A zip file as readers see it that go from one member to the next and never to the directory."""

import struct
import zlib

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_DESCRIPTORS = (0, 12, 16, 20, 24)


def streamed(file: bytes) -> dict[str, bytes]:
    """The members' bytes by name."""
    found, position = {}, 0
    while file[position : position + 4] == b"PK\x03\x04":
        header = _LOCAL.unpack_from(file, position)
        flags, method, size, name_length, extra_length = (
            header[2],
            header[3],
            *header[7:8],
            *header[9:],
        )
        begins = position + _LOCAL.size + name_length + extra_length
        name = file[position + _LOCAL.size :][:name_length]
        if method == 8:
            inflating = zlib.decompressobj(-15)
            content = inflating.decompress(file[begins:])
            ends = len(file) - len(inflating.unused_data)
        else:
            ends = begins + size
            content = file[begins:ends]
        found[name.decode("utf-8" if flags & 0x800 else "cp437")] = content
        position = next(
            (
                ends + more
                for more in (_DESCRIPTORS if flags & 8 else (0,))
                if file[ends + more :][:2] == b"PK" and file[ends + more + 2 :][:1] in b"\1\3"
            ),
            len(file),
        )
    return found
