"""Every way to store colours, brought to one: eight bits of sRGB, with alpha where it is needed."""

import io
import math

from PIL import Image, ImageCms

_WIDE = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N", "F"})
_SPACES = {"L": "GRAY", "RGB": "RGB", "RGBA": "RGB", "CMYK": "CMYK"}


def in_srgb(image: Image.Image) -> Image.Image:
    """The same picture in L, RGB or RGBA, the last only if a pixel is transparent."""
    profile = image.info.get("icc_profile")
    plain = _plain(image)
    # From here on nothing the file said is left, except its pixels.
    plain.info = {}
    converted = _converted(plain, profile) if profile else None
    if converted is None:
        converted = plain.convert("RGB") if plain.mode == "CMYK" else plain
    return _without_needless_alpha(converted)


def flattened(image: Image.Image) -> Image.Image:
    """On white, for kinds without transparency."""
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _plain(image: Image.Image) -> Image.Image:
    """In L, RGB, RGBA or CMYK; a copy, unless it is already."""
    if image.mode in _WIDE:
        return _narrowed(image)
    if image.mode == "LAB":
        return _from_lab(image)
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in _SPACES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _narrowed(image: Image.Image) -> Image.Image:
    """More than 256 greys in 256: of 16 bits the upper eight, else from darkest to lightest."""
    wide = image if image.mode == "F" else image.convert("I").convert("F")
    low, high = _extrema(wide)
    if image.mode != "F" and low >= 0 and high < 1 << 16:
        low, high = 0, (1 << 16) - 1
    scale = 255 / (high - low) if high > low else 0
    return wide.point(lambda grey: grey * scale - low * scale).convert("L")


def _extrema(image: Image.Image) -> tuple[float, float]:
    low, high = image.getextrema()
    if not (isinstance(low, float) and isinstance(high, float)) or not math.isfinite(high - low):
        raise ValueError("the greys have no bounds")
    return low, high


def _from_lab(image: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(lab, srgb, "LAB", "RGB")
    return _applied(transform, image)


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """From the file's colours to sRGB, or nothing if the profile is damaged or of another space."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES[image.mode]:
            return None
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        transform = ImageCms.buildTransform(
            source, ImageCms.createProfile("sRGB"), image.mode, target
        )
        return _applied(transform, image)
    # A picture without its profile is a little off in colour; that is no reason to refuse it.
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _applied(transform: ImageCms.ImageCmsTransform, image: Image.Image) -> Image.Image:
    converted = ImageCms.applyTransform(image, transform)
    if converted is None:
        raise ValueError("no picture came back")
    converted.info = {}
    return converted


def _without_needless_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image
