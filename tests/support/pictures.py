"""Pictures made for tests, whole and hostile, and what the reading process answers on them."""

import io
import json
import struct
import zlib

from PIL import Image

from chassis.images.__main__ import examined
from chassis.images.findings import Limits

LIMITS = Limits(
    side_min=500,
    side_advised=1000,
    side_max=10_000,
    pixels_max=50_000_000,
    bytes_max=20 * 1024 * 1024,
    thumbnail_side=480,
)
MANY = 30_000


def a_scene(size=(1200, 800), mode="RGB"):
    """Something with light and dark places, as photos have."""
    grey = Image.linear_gradient("L").resize((64, 48))
    grey.paste(40, (8, 8, 28, 30))
    grey.paste(230, (36, 20, 60, 44))
    colour = Image.merge("RGB", (grey, grey.rotate(180), grey.transpose(0)))
    scene = colour.resize(size, Image.Resampling.BICUBIC)
    return scene if mode == "RGB" else scene.convert(mode)


def saved(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def a_picture(kind="JPEG", size=(1200, 800), mode="RGB", **options):
    return saved(a_scene(size, mode), kind, **options)


def frames(kind, count=2, size=(600, 600), **options):
    images = [Image.new("RGB", size, (40 * number, 80, 120)) for number in range(count)]
    return saved(images[0], kind, save_all=True, append_images=images[1:], **options)


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def a_png(width, height, packed, *more):
    """A PNG by hand: greys, with any data for its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = b"".join([chunk(b"IHDR", header), *more, chunk(b"IDAT", packed), chunk(b"IEND", b"")])
    return b"\x89PNG\r\n\x1a\n" + body


def a_tiff(width, height, profile=(0, 0)):
    """A TIFF that has a header only, and perhaps the tag and the length of what comes behind it."""
    tags = ((256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (279, 1))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    tag, length = profile
    if tag:
        entries += struct.pack("<HHII", tag, 7, length, 1000)
    return b"II*\0" + struct.pack("<IH", 8, len(entries) // 12) + entries + bytes(4)


def a_jpeg_saying(width, height):
    """A JPEG whose header claims another size than it has."""
    data = a_picture(size=(600, 400))
    claim = struct.pack(">HH", 400, 600)
    return data.replace(claim, struct.pack(">HH", height, width), 1)


def a_webp_saying(width, height):
    """A WebP whose canvas is said to be larger than its picture."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + sides
    body = b"WEBP" + canvas + a_picture("WEBP", (600, 400))[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def a_gif_saying(width, height):
    data = bytearray(a_picture("GIF", (600, 400)))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


class Answer:
    """What the reading process says of a file."""

    def __init__(self, answer):
        line, _, content = answer.partition(b"\n")
        self.told = json.loads(line)
        self.rules = [rule for rule, _ in self.told.get("refused", [])]
        self.message = " ".join(message for _, message in self.told.get("refused", []))
        self.warnings = [rule for rule, _ in self.told.get("warnings", [])]
        clean = self.told.get("clean", {"size": 0})
        self.size = (clean.get("width"), clean.get("height"))
        self.kept_as = clean.get("content_type")
        self.clean = content[: clean["size"]]
        self.thumbnail = content[clean["size"] :]


def judged(data, **changes):
    limits = Limits(**(vars(LIMITS) | changes))
    return Answer(examined(io.BytesIO(data), limits))
