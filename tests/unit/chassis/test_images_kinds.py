"""Pictures of every kind that is accepted, and what is made of them."""

import zlib

import pytest
from PIL import Image

from tests.support.pictures import a_picture, a_png, a_scene, judged, opened, saved

TRANSPARENT = Image.new("RGBA", (1000, 600), (200, 30, 30, 128))


@pytest.mark.parametrize(
    ("data", "content_type", "kept_as"),
    [
        pytest.param(a_picture("JPEG"), "image/jpeg", "image/jpeg", id="JPEG"),
        pytest.param(a_picture("JPEG", progressive=True), "image/jpeg", "image/jpeg", id="gradual"),
        pytest.param(a_picture("JPEG", mode="L"), "image/jpeg", "image/jpeg", id="grey JPEG"),
        pytest.param(a_picture("JPEG", mode="CMYK"), "image/jpeg", "image/jpeg", id="CMYK JPEG"),
        pytest.param(a_picture("PNG"), "image/png", "image/png", id="PNG"),
        pytest.param(a_picture("PNG", mode="P"), "image/png", "image/png", id="PNG with palette"),
        pytest.param(a_picture("PNG", mode="1"), "image/png", "image/png", id="black and white"),
        pytest.param(a_picture("PNG", mode="LA"), "image/png", "image/png", id="grey with alpha"),
        pytest.param(saved(TRANSPARENT, "PNG"), "image/png", "image/png", id="transparent PNG"),
        pytest.param(a_picture("WEBP"), "image/webp", "image/webp", id="WebP"),
        pytest.param(a_picture("WEBP", lossless=True), "image/webp", "image/webp", id="exact WebP"),
        pytest.param(saved(TRANSPARENT, "WEBP"), "image/webp", "image/webp", id="clear WebP"),
        pytest.param(a_picture("GIF"), "image/gif", "image/png", id="GIF"),
        pytest.param(a_picture("TIFF"), "image/tiff", "image/jpeg", id="TIFF"),
        pytest.param(
            a_picture("TIFF", compression="tiff_lzw"), "image/tiff", "image/jpeg", id="LZW"
        ),
        pytest.param(
            a_picture("TIFF", compression="jpeg"), "image/tiff", "image/jpeg", id="JPEG in TIFF"
        ),
        pytest.param(a_picture("TIFF", mode="CMYK"), "image/tiff", "image/jpeg", id="CMYK TIFF"),
        pytest.param(a_picture("TIFF", mode="LAB"), "image/tiff", "image/jpeg", id="Lab TIFF"),
        pytest.param(a_picture("TIFF", mode="F"), "image/tiff", "image/jpeg", id="float TIFF"),
        pytest.param(a_picture("TIFF", big_tiff=True), "image/tiff", "image/jpeg", id="BigTIFF"),
        pytest.param(saved(TRANSPARENT, "TIFF"), "image/tiff", "image/png", id="clear TIFF"),
    ],
)
def test_a_picture_is_known_by_its_content(data, content_type, kept_as):
    answer = judged(data)

    assert (answer.rules, answer.told.get("content_type")) == ([], content_type)
    assert answer.kept_as == kept_as
    assert opened(answer.clean).size == answer.size == opened(data).size
    assert Image.MIME[opened(answer.clean).format] == kept_as
    assert opened(answer.thumbnail).format == "JPEG"
    assert max(opened(answer.thumbnail).size) == 480


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *((kind, "RGB") for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF")),
        *(("JPEG", "CMYK"), ("TIFF", "CMYK"), ("TIFF", "YCbCr"), ("PNG", "P"), ("PNG", "LA")),
    ],
)
def test_the_clean_picture_shows_what_the_file_showed(kind, mode):
    data = a_picture(kind, mode=mode)

    shown = opened(judged(data).clean).convert("RGB").resize((60, 40))
    original = opened(data).convert("RGB").resize((60, 40))
    far = [abs(a - b) for a, b in zip(shown.tobytes(), original.tobytes(), strict=True)]
    assert sum(far) / len(far) < 3


def test_what_is_transparent_stays_so_and_is_white_in_the_thumbnail():
    image = Image.new("RGBA", (1000, 600), (0, 0, 0, 0))
    image.paste((10, 20, 200, 255), (0, 0, 500, 600))

    answer = judged(saved(image, "PNG"))

    clean = opened(answer.clean)
    assert (clean.getpixel((100, 300)), clean.getpixel((900, 300))[3]) == ((10, 20, 200, 255), 0)
    assert min(opened(answer.thumbnail).getpixel((450, 100))) > 250


def test_a_palette_with_a_transparent_colour_keeps_it():
    image = Image.new("P", (1000, 1000), 1)
    image.putpalette([0, 0, 0, 250, 0, 0])
    image.paste(0, (0, 0, 500, 1000))

    for kind in ("PNG", "GIF"):
        clean = opened(judged(saved(image, kind, transparency=0)).clean)

        assert clean.getpixel((100, 100))[3] == 0
        assert clean.getpixel((900, 100)) == (250, 0, 0, 255)


def test_alpha_that_hides_nothing_is_left_out():
    assert opened(judged(a_picture("PNG", mode="RGBA")).clean).mode == "RGB"


def test_sixteen_bits_become_eight_without_growing_darker():
    deep = Image.new("I;16", (1000, 1000), 0x8000)
    deep.paste(0xFFFF, (0, 0, 500, 1000))

    for kind in ("PNG", "TIFF"):
        clean = opened(judged(saved(deep, kind)).clean).convert("L")

        assert (clean.getpixel((900, 10)), clean.getpixel((10, 10))) == (127, 255)


@pytest.mark.parametrize(
    ("side", "rules", "warnings"),
    [
        (1, ["PICTURE_TOO_SMALL"], []),
        (499, ["PICTURE_TOO_SMALL"], []),
        (500, [], ["PICTURE_SMALL"]),
        (999, [], ["PICTURE_SMALL"]),
        (1000, [], []),
        (10_000, [], []),
        (10_001, ["PICTURE_TOO_LARGE"], []),
    ],
)
def test_the_longest_side_decides(side, rules, warnings):
    for size in ((side, 1), (1, side)):
        answer = judged(saved(Image.new("L", size, 90), "PNG"))

        assert (answer.rules, answer.warnings) == (rules, warnings)


def test_the_thumbnail_of_a_line_is_a_line():
    assert opened(judged(saved(Image.new("L", (9000, 1)), "PNG")).thumbnail).size == (480, 1)


def test_a_refusal_says_what_would_be_accepted():
    assert "must have 500 at least" in judged(a_picture(size=(400, 300))).message
    assert "may have 10,000 at most" in judged(a_picture("PNG", size=(10_001, 1))).message
    assert "1.2 megapixels together; it may have 1 megapixels at most" in (
        judged(a_picture(size=(1200, 1000)), pixels_max=1_000_000).message
    )


def test_pixels_together_have_a_limit_of_their_own():
    square = a_picture("PNG", (1000, 1000))

    assert judged(square, pixels_max=1_000_000).rules == []
    assert judged(square, pixels_max=999_999).rules == ["PICTURE_TOO_LARGE"]


def test_what_grows_by_being_written_again_is_saved_with_less():
    noise = Image.effect_noise((1000, 1000), 80)
    file = saved(noise, quality=60)

    kept = judged(saved(noise, "PNG"), bytes_max=len(file))
    refused = judged(file, bytes_max=len(file) // 4)

    assert (kept.kept_as, len(kept.clean) <= len(file)) == ("image/jpeg", True)
    assert refused.rules == ["PICTURE_TOO_HEAVY"]
    assert refused.message.startswith("Without what it carries along, the picture takes more than")


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(saved(a_scene(), quality=40), id="saved again"),
        pytest.param(saved(a_scene().resize((900, 600))), id="smaller"),
        pytest.param(saved(a_scene().convert("L")), id="grey"),
        pytest.param(saved(a_scene(), "WEBP", quality=60), id="as WebP"),
        pytest.param(saved(a_scene(), "PNG"), id="as PNG"),
    ],
)
def test_a_copy_looks_like_its_original(copy):
    look, other = (int(judged(data).told["look"], 16) for data in (a_picture(quality=92), copy))

    assert (look ^ other).bit_count() <= 6


def test_another_picture_looks_different():
    other = a_scene().transpose(Image.Transpose.ROTATE_180)

    look, turned = (int(judged(saved(image)).told["look"], 16) for image in (a_scene(), other))

    assert (look ^ turned).bit_count() > 16


def test_pixels_without_an_end_are_not_unpacked():
    bomb = a_png(1000, 1000, zlib.compress(bytes(200_000_000), 9))

    answer = judged(bomb)

    assert len(bomb) < 300_000
    assert answer.rules in ([], ["PICTURE_BROKEN"])
