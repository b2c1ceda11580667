"""From a file to its pixels: upright, in sRGB, without anything else the file carries.

Only Pillow reads the file, and of each kind only that kind's reader.
"""

import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, TiffImagePlugin, WebPImagePlugin
from PIL.ExifTags import Base

from chassis.images import colours, findings
from chassis.images.findings import Finding, Limits, NotAccepted
from chassis.images.kinds import HEAD_BYTES, Kind, kind_of, size_in_webp, what_instead

# Our own limit is asked before a pixel is decoded; Pillow's would only warn.
Image.MAX_IMAGE_PIXELS = None
# What Pillow knows from the start lacks these two; importing them registers them.
_REGISTERED = (TiffImagePlugin, WebPImagePlugin)

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Read:
    """A picture that is accepted: pixels in L, RGB or RGBA, the last only if any is transparent."""

    kind: Kind
    image: Image.Image
    warnings: tuple[Finding, ...]


def read(file: BinaryIO, limits: Limits) -> Read:
    """The picture in the file. Fails with `NotAccepted`, and with `MemoryError` if it needs too
    much."""
    head = file.read(HEAD_BYTES)
    kind = _accepted_kind(head)
    if kind is Kind.WEBP and (size := size_in_webp(head)):
        _ensure_possible(size, limits)
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = _decoded(file, kind, limits)
        except (NotAccepted, MemoryError):
            raise
        # Readers fail with whatever class comes to hand on bytes that nobody foresaw.
        except Exception as error:
            raise NotAccepted([findings.broken()]) from error
    longest = max(image.size)
    is_small = longest < limits.side_advised
    return Read(kind, image, (findings.small(longest, limits),) if is_small else ())


def _accepted_kind(head: bytes) -> Kind:
    if not head:
        raise NotAccepted([findings.empty()])
    kind = kind_of(head)
    if kind is None:
        raise NotAccepted([findings.kind_unknown(what_instead(head))])
    return kind


def _decoded(file: BinaryIO, kind: Kind, limits: Limits) -> Image.Image:
    if kind is Kind.PNG:
        _ensure_whole_png(file, limits)
    with Image.open(file, formats=[kind.name]) as image:
        _ensure_possible(image.size, limits)
        found = []
        # A JPEG may have further pictures, as phones add them for depth; the first is the photo.
        if kind is not Kind.JPEG and getattr(image, "is_animated", False):
            found.append(findings.animated(kind.title))
        if max(image.size) < limits.side_min:
            found.append(findings.too_small(max(image.size), limits))
        if found:
            raise NotAccepted(found)
        image.load()
        _ensure_possible(image.size, limits)
        orientation = _orientation(image)
        pixels = colours.in_srgb(image)
    return pixels.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else pixels


def _ensure_possible(size: tuple[int, int], limits: Limits) -> None:
    """What must be known before anything of that size is reserved."""
    if max(size) > limits.side_max:
        raise NotAccepted([findings.side_too_large(max(size), limits)])
    if size[0] * size[1] > limits.pixels_max:
        raise NotAccepted([findings.too_many_pixels(*size, limits)])


def _ensure_whole_png(file: BinaryIO, limits: Limits) -> None:
    """Compares the checksums, which reading alone does not; the pixels stay packed."""
    with Image.open(file, formats=["PNG"]) as image:
        _ensure_possible(image.size, limits)
        image.verify()
    file.seek(0)


def _orientation(image: Image.Image) -> int:
    """How the camera was held. What can't be read is no reason to refuse a picture."""
    try:
        return int(image.getexif().get(Base.Orientation, 1))
    except Exception:
        return 1
