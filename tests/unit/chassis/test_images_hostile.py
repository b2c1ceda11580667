"""What pictures may carry, and files that only say they are pictures."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from chassis.images.__main__ import examined
from tests.support.pictures import (
    LIMITS,
    MANY,
    Answer,
    a_gif_saying,
    a_jpeg_saying,
    a_picture,
    a_png,
    a_scene,
    a_tiff,
    a_webp_saying,
    chunk,
    frames,
    judged,
    opened,
    saved,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XML = b'<?xml version="1.0"?>\n'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def a_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("run.sh", "echo run")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"#!/bin/sh\nrm -rf /\n", "This is a script."),
        (b"<?php system($_GET['c']); ?>", "This is a script."),
        (SVG, "This is an SVG drawing."),
        (XML + b"<!-- drawn -->\n" + SVG, "This is an SVG drawing."),
        (b"\xef\xbb\xbf" + SVG, "This is an SVG drawing."),
        (HTML, "This is a web page."),
        (b"\n  <script>alert(1)</script>", "This is a web page."),
        (XML + b"<note/>", "This is an XML file."),
        (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF."),
        (a_zip(), "This is a zip file, as office documents are."),
        (b"\x1f\x8b\x08\x00", "This is an archive."),
        (b"MZ\x90\x00\x03", "This is a program."),
        (b"\x00\x00\x00\x20ftypheic\0\0\0\0", "This is a HEIC picture, as phones make them."),
        (b"\x00\x00\x00\x20ftypavif\0\0\0\0", "This is an AVIF picture."),
        (b"\x00\x00\x00\x20ftypisom\0\0\0\0", "This is a film."),
        (a_picture("BMP", (600, 400)), "This is a BMP picture."),
        (a_picture("JPEG2000", (600, 400)), "This is no picture that we know."),
        (b"a vase, thrown and glazed", "This is a plain text."),
        (b"\0" + a_picture(), "This is no picture that we know."),
    ],
)
def test_what_is_no_picture_is_refused_and_told_what_it_is(data, what):
    answer = judged(data)

    assert answer.rules == ["PICTURE_KIND_UNKNOWN"]
    assert answer.message.startswith(what)
    assert "Send a JPEG, PNG, WebP, TIFF or still GIF picture" in answer.message
    assert answer.clean == b""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(a_png(MANY, MANY, b"\0"), id="PNG"),
        pytest.param(a_png(MANY, MANY, zlib.compress(bytes(100))), id="PNG with some data"),
        pytest.param(a_png(2**31 - 1, 2**31 - 1, b"\0"), id="the largest PNG"),
        pytest.param(a_jpeg_saying(MANY, MANY), id="JPEG"),
        pytest.param(a_gif_saying(MANY, MANY), id="GIF"),
        pytest.param(a_webp_saying(MANY, MANY), id="WebP"),
        pytest.param(a_webp_saying(1 << 24, 200), id="the widest WebP"),
        pytest.param(a_tiff(MANY, MANY), id="TIFF"),
        pytest.param(a_png(10_000, 5_001, b"\0"), id="too many together"),
    ],
)
def test_a_bomb_is_refused_by_its_header(data):
    assert judged(data).rules == ["PICTURE_TOO_LARGE"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(frames("GIF"), "a GIF picture", id="GIF"),
        pytest.param(frames("WEBP"), "a WebP picture", id="WebP"),
        pytest.param(frames("PNG"), "a PNG picture", id="PNG"),
        pytest.param(frames("TIFF"), "a TIFF picture", id="TIFF"),
        pytest.param(frames("GIF", 40), "a GIF picture", id="long GIF"),
    ],
)
def test_what_moves_or_has_pages_is_refused(data, what):
    answer = judged(data)

    assert answer.rules == ["PICTURE_ANIMATED"]
    assert answer.message.startswith(f"This is {what} with more than one picture.")


def test_everything_the_header_says_is_told_at_once():
    assert judged(frames("GIF", size=(400, 400))).rules == ["PICTURE_ANIMATED", "PICTURE_TOO_SMALL"]


def test_further_pictures_in_a_jpeg_are_left_out():
    scene = a_scene()
    answer = judged(saved(scene, "MPO", save_all=True, append_images=[scene.convert("L")]))

    assert (answer.rules, answer.size) == ([], (1200, 800))
    assert answer.clean.count(b"\xff\xd8\xff") == 1
    assert getattr(opened(answer.clean), "n_frames", 1) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_what_was_cut_off_is_refused(kind, part):
    data = saved(Image.effect_noise((600, 600), 60).convert("RGB"), kind)

    assert judged(data[: int(len(data) * part)]).rules == ["PICTURE_BROKEN"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xd8\xff", id="a signature only"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="PNG: a signature only"),
        pytest.param(b"GIF89a", id="GIF: a signature only"),
        pytest.param(b"II*\0\x08\0\0\0", id="TIFF: a signature only"),
        pytest.param(b"RIFF\x04\0\0\0WEBP", id="WebP: a signature only"),
        pytest.param(b"\xff\xd8\xff\xe0" + HTML, id="a page behind a signature"),
        pytest.param(a_png(600, 600, b"\0"), id="PNG without pixels"),
        pytest.param(a_tiff(600, 600), id="TIFF without pixels"),
        pytest.param(a_png(0, 600, zlib.compress(b"")), id="no width"),
        pytest.param(a_picture("PNG").replace(b"IDAT", b"IDAU", 1), id="a wrong checksum"),
    ],
)
def test_what_is_damaged_is_refused(data):
    answer = judged(data)

    assert answer.rules == ["PICTURE_BROKEN"]
    assert "a JPEG, PNG, WebP, TIFF or still GIF picture" in answer.message


def test_one_bit_in_the_pixels_of_a_png_is_noticed():
    data = bytearray(a_picture("PNG"))
    data[data.index(b"IDAT") + 400] ^= 1

    assert judged(bytes(data)).rules == ["PICTURE_BROKEN"]


def test_a_checksum_of_a_png_that_is_wrong_is_noticed_though_its_pixels_are_whole():
    whole = a_picture("PNG")
    # The file ends with the checksum of the pixels and the twelve bytes of the last chunk.
    data = whole[:-16] + bytes(4) + whole[-12:]

    assert judged(data).rules == ["PICTURE_BROKEN"]


def secretive():
    exif = Image.Exif()
    exif[0x010F] = "SECRET camera"
    exif[0x9286] = "SECRET words"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return exif


def secret_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + b"SECRET profile"


def with_segment(jpeg, marker, data):
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + jpeg[2:]


XMP = b"<x:xmpmeta>SECRET</x:xmpmeta>"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            a_picture(exif=secretive(), xmp=XMP, comment=b"SECRET", icc_profile=secret_profile()),
            id="JPEG",
        ),
        pytest.param(
            with_segment(a_picture(), 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0SECRET"), id="IPTC"
        ),
        pytest.param(with_segment(a_picture(), 0xEB, b"SECRET"), id="a segment of its own"),
        pytest.param(
            a_png(
                600,
                600,
                zlib.compress(bytes(601 * 600)),
                chunk(b"tEXt", b"Comment\0SECRET"),
                chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"SECRET")),
                chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET"),
                chunk(b"prVt", b"SECRET"),
            ),
            id="PNG",
        ),
        pytest.param(a_picture("PNG", exif=secretive(), dpi=(72, 72)), id="PNG with EXIF"),
        pytest.param(a_picture("WEBP", exif=secretive(), xmp=XMP), id="WebP"),
        pytest.param(a_picture("GIF", comment=b"SECRET"), id="GIF"),
        pytest.param(a_picture("TIFF", exif=secretive(), description="SECRET"), id="TIFF"),
        pytest.param(a_picture() + b"SECRET <script>alert(1)</script>", id="a script appended"),
        pytest.param(a_picture() + b"SECRET" + a_zip(), id="a zip appended"),
        pytest.param(a_picture("PNG") + b"SECRET" + a_zip(), id="a zip behind a PNG"),
        pytest.param(a_picture("GIF") + b"SECRET" + a_zip(), id="a zip behind a GIF"),
    ],
)
def test_nothing_but_the_pixels_comes_out(data):
    answer = judged(data)

    assert answer.rules == []
    for made in (answer.clean, answer.thumbnail):
        image = opened(made)
        assert b"SECRET" not in made
        assert b"PK\x03\x04" not in made
        assert not image.getexif()
        assert not image.info.keys() & {"exif", "xmp", "comment", "icc_profile", "dpi", "Comment"}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_turned_upright(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    # As the camera saw it: the sky in the upper left corner of what it stored.
    stored = Image.new("RGB", (1200, 800), (200, 40, 40))
    stored.paste((40, 40, 200), (0, 0, 300, 200))

    answer = judged(saved(stored, kind, exif=exif))

    corners = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}
    width, height = (800, 1200) if orientation >= 5 else (1200, 800)
    places = [(20, 20), (width - 20, 20), (width - 20, height - 20), (20, height - 20)]
    clean = opened(answer.clean)
    blue = [place for place in places if clean.getpixel(place)[2] > 150]
    assert (answer.size, clean.size) == ((width, height), (width, height))
    assert blue == [places[corners[orientation]]]


def test_colours_are_brought_to_srgb():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # What is called red there is green, and the other way round.
    swapped = srgb.replace(b"rXYZ", b"_", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"_", b"gXYZ", 1)
    red = Image.new("RGB", (1000, 1000), (250, 0, 0))

    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        clean = opened(judged(saved(red, kind, icc_profile=swapped)).clean)

        first, second, _ = clean.getpixel((500, 500))
        assert (first < 60, second > 200) == (True, True)


def test_a_profile_that_can_not_be_meant_is_left_out():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    plain = judged(a_picture("PNG"))

    assert judged(a_picture("PNG", icc_profile=lab)).clean == plain.clean
    assert judged(a_picture("PNG", icc_profile=b"no profile")).clean == plain.clean


def test_what_exif_says_wrongly_is_no_reason_to_refuse():
    assert judged(a_picture(exif=b"Exif\0\0II*\0\xff\xff\xff\xff")).rules == []
    assert judged(a_picture(exif=b"Exif\0\0" + b"\xff" * 60)).rules == []


def test_too_little_memory_is_told_as_such():
    class Exhausted(io.BytesIO):
        def read(self, *_):
            raise MemoryError

    assert Answer(examined(Exhausted(), LIMITS)).rules == ["PICTURE_UNREADABLE"]


VARIED = (
    ("JPEG", "RGB", {"exif": secretive(), "icc_profile": secret_profile()}),
    ("JPEG", "CMYK", {"progressive": True}),
    ("PNG", "P", {}),
    ("PNG", "RGBA", {"exif": secretive()}),
    ("WEBP", "RGB", {"exif": secretive(), "xmp": XMP}),
    ("WEBP", "RGB", {"lossless": True}),
    ("GIF", "RGB", {}),
    ("TIFF", "RGB", {"compression": "tiff_lzw"}),
    ("TIFF", "RGB", {"compression": "jpeg"}),
    ("TIFF", "F", {}),
)
NOISE = Image.effect_noise((520, 24), 40)
SEEDS = (
    *(saved(NOISE.convert(mode), kind, **options) for kind, mode, options in VARIED),
    *(frames(kind, size=(520, 8)) for kind in ("GIF", "PNG", "WEBP")),
)

seeds = st.sampled_from(SEEDS)
places = st.floats(0, 1, exclude_max=True)


@st.composite
def mutated(draw):
    data = bytearray(draw(seeds))
    for _ in range(draw(st.integers(1, 8))):
        # Headers decide most, so half of the places are near the beginning.
        reach = min(len(data), draw(st.sampled_from([80, 600, len(data)])))
        at = int(draw(places) * reach)
        match draw(st.sampled_from(["flip", "put", "cut", "insert", "copy"])):
            case "flip" if data:
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "put":
                value = draw(st.sampled_from([b"\xff" * 4, b"\x7f\xff", bytes(4)]) | st.binary())
                data[at : at + len(value)] = value
            case "cut":
                del data[at : at + draw(st.integers(1, 2000))]
            case "insert":
                data[at:at] = draw(st.binary(min_size=1, max_size=40))
            case _:
                other = draw(seeds)
                begin = int(draw(places) * len(other))
                data[at:at] = other[begin : begin + draw(st.integers(1, 400))]
    return bytes(data)


@pytest.mark.fuzz
@given(mutated() | st.binary(max_size=500))
def test_no_file_gets_anything_but_an_answer(data):
    # What is left to the child's limits in earnest has to stay small here.
    answer = judged(data, pixels_max=1_000_000)

    assert bool(answer.rules) != bool(answer.clean)
    if answer.clean:
        assert opened(answer.clean).size == answer.size
