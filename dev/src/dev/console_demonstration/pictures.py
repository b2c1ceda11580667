"""Drawn photos: no two applicants' are alike, or reviewers would be told that they are."""

import io
import random

from PIL import Image, ImageDraw, ImageOps

SIZE = (1600, 1200)
_PALETTES = (
    ("#d8c3a5", "#8e6f4e", "#e85a4f"),
    ("#c9d6df", "#52616b", "#f0a500"),
    ("#dcd6f7", "#5e548e", "#9d4edd"),
    ("#d4e2d4", "#4e6e58", "#bb6b00"),
    ("#f2d0c4", "#7d4f50", "#2a9d8f"),
    ("#e8e4d9", "#3d405b", "#81b29a"),
)


def a_pot(seed: int) -> bytes:
    """A vessel on a table."""
    scene, draw, pen = _a_room(seed)
    table, clay, glaze = _PALETTES[seed % len(_PALETTES)]
    draw.rectangle((0, 860, *SIZE), fill=table)
    middle, half, top = 800, pen.randint(230, 380), pen.randint(260, 430)
    draw.ellipse((middle - half - 40, 905, middle + half + 40, 1010), fill="#0000002e")
    draw.rounded_rectangle((middle - half, top, middle + half, 960), pen.randint(60, 200), clay)
    band = pen.randint(top + 90, 700)
    draw.rectangle((middle - half, band, middle + half, band + pen.randint(40, 150)), fill=glaze)
    draw.ellipse((middle - half, top - 55, middle + half, top + 75), fill=table, outline=clay)
    return _photo(scene)


def a_cloth(seed: int) -> bytes:
    """Something woven."""
    scene, draw, pen = _a_room(seed)
    colours = _PALETTES[seed % len(_PALETTES)]
    at = 60
    while at < SIZE[0] - 60:
        width = pen.randint(18, 130)
        draw.rectangle((at, 80, at + width, 1120), fill=pen.choice(colours))
        at += width
    for line in range(80, 1120, 14):
        draw.line((60, line, SIZE[0] - 60, line), fill="#00000026", width=4)
    return _photo(scene)


def a_workspace(seed: int) -> bytes:
    """A window, shelves and what stands on them."""
    scene, draw, pen = _a_room(seed)
    wall, wood, accent = _PALETTES[seed % len(_PALETTES)]
    left = pen.randint(60, 900)
    draw.rectangle((left, 90, left + 520, 520), fill="#eef6fb", outline=wood, width=18)
    draw.line((left + 260, 90, left + 260, 520), fill=wood, width=12)
    for shelf in (680, 900, 1120):
        draw.rectangle((80, shelf, 1520, shelf + 26), fill=wood)
        at = 110
        while at < 1400:
            width, height = pen.randint(50, 130), pen.randint(50, 165)
            colour = pen.choice((wall, accent, "#f7f3ea"))
            draw.rounded_rectangle((at, shelf - height, at + width, shelf), 22, colour, wood, 4)
            at += width + pen.randint(20, 120)
    return _photo(scene)


def _a_room(seed: int) -> tuple[Image.Image, ImageDraw.ImageDraw, random.Random]:
    pen = random.Random(seed)  # noqa: S311 – the same picture at each try
    light = Image.frombytes("L", (9, 8), bytes(pen.randrange(90, 256) for _ in range(72)))
    _, shade, _ = _PALETTES[seed % len(_PALETTES)]
    scene = ImageOps.colorize(light, shade, "#fffdf8").resize(SIZE, Image.Resampling.BICUBIC)
    return scene, ImageDraw.Draw(scene, "RGBA"), pen


def _photo(scene: Image.Image) -> bytes:
    written = io.BytesIO()
    scene.save(written, "JPEG", quality=82)
    return written.getvalue()
