"""Examining pictures as services do: in a process of its own that may die."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image
from pydantic import ValidationError

from chassis.errors import InvalidRequest, Refused
from chassis.images.inspection import Pictures, TooManyPictures
from chassis.images.numbers import PictureNumbers
from tests.support.children import a_fork, needs_linux
from tests.support.pictures import MANY, a_picture, a_png, a_scene, a_tiff, opened, saved
from tests.support.watchers import until

MIB = 1024 * 1024
CHILD = "chassis.images"


def pictures(**changes):
    return Pictures(PictureNumbers(**changes))


def large():
    """Takes the child long enough to do something to it meanwhile."""
    return saved(Image.linear_gradient("L").resize((5000, 5000)).convert("RGB"), "PNG")


async def rules(examining):
    with pytest.raises(InvalidRequest) as refused:
        await examining
    return [(violation.rule, violation.subject) for violation in refused.value.violations]


async def test_a_picture_is_described_and_made_again():
    data = a_picture("TIFF", (900, 600))

    examined = await pictures().examine(data, field="photos[2]", most=MIB * 5)

    picture = examined.picture
    assert (picture.content_type, picture.width, picture.height) == ("image/tiff", 900, 600)
    assert (picture.size, picture.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert [(each.rule, each.subject) for each in picture.warnings] == [
        ("PICTURE_SMALL", "photos[2]")
    ]
    clean, thumbnail = examined.clean, examined.thumbnail
    assert (clean.content_type, clean.width, clean.height) == ("image/jpeg", 900, 600)
    assert opened(clean.content).size == (900, 600)
    assert (thumbnail.content_type, thumbnail.width, thumbnail.height) == ("image/jpeg", 480, 320)
    assert opened(thumbnail.content).size == (480, 320)


async def test_a_file_on_disk_is_the_same_as_its_bytes():
    data = a_picture()
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()

        from_file = await pictures().examine(file, field="photo", most=len(data))

    assert from_file == await pictures().examine(data, field="photo", most=len(data))


async def test_a_refusal_names_the_field_and_the_cure():
    with pytest.raises(InvalidRequest) as refused:
        await pictures().examine(b"#!/bin/sh\n", field="photo", most=MIB)

    (violation,) = refused.value.violations
    assert (violation.rule, violation.subject) == ("PICTURE_KIND_UNKNOWN", "photo")
    assert violation.message.startswith("This is a script. Send a JPEG, PNG, WebP, TIFF or still")


async def test_a_bomb_is_refused():
    bomb = a_png(MANY, MANY, b"\0")

    assert await rules(pictures().examine(bomb, field="photo", most=MIB)) == [
        ("PICTURE_TOO_LARGE", "photo")
    ]


async def test_a_file_that_is_too_heavy_is_refused_unread():
    data = a_picture()
    most = len(data) - 1

    assert await rules(pictures().examine(data, field="photo", most=most)) == [
        ("PICTURE_TOO_HEAVY", "photo")
    ]


async def test_numbers_can_be_configured():
    numbers = {"picture_side_min": 100, "picture_side_advised": 200, "picture_thumbnail_side": 50}

    examined = await pictures(**numbers).examine(a_picture(size=(210, 90)), field="f", most=MIB)

    assert (examined.picture.warnings, examined.thumbnail.width) == ((), 50)


def test_numbers_that_contradict_each_other_are_refused():
    with pytest.raises(ValidationError, match="must not fall"):
        PictureNumbers(picture_side_min=2000)


async def test_copies_look_alike_and_others_do_not():
    examiner, looks = pictures(), []
    for image in (a_scene(), a_scene((700, 467)), a_scene().transpose(Image.Transpose.ROTATE_180)):
        examined = await examiner.examine(saved(image, quality=70), field="photo", most=MIB)
        looks.append(examined.picture.look)

    assert [len(look) for look in looks] == [16, 16, 16]
    scene, scaled, turned = (int(look, 16) for look in looks)
    assert (scene ^ scaled).bit_count() <= 6
    assert (scene ^ turned).bit_count() > 16


async def test_a_picture_that_takes_too_much_of_the_processor_is_refused():
    # A second of it is the least there is. Noise takes long to pack, and is not packed yet.
    examiner = pictures(picture_seconds=1.0)
    noise = Image.effect_noise((6000, 6000), 90).convert("RGB")
    dear = saved(noise, "PNG", compress_level=0)

    examining = examiner.examine(dear, field="photo", most=200 * MIB)

    assert await rules(examining) == [("PICTURE_UNREADABLE", "photo")]


async def test_a_machine_too_busy_to_read_a_picture_is_no_fault_of_the_picture():
    examiner = pictures(picture_wall_seconds=0.001)

    with pytest.raises(TooManyPictures):
        await examiner.examine(a_picture(), field="photo", most=MIB)


async def test_the_pictures_of_one_keep_nobody_else_waiting():
    # Hers wait for each other, on a busy machine longer than anybody should.
    examiner = pictures(pictures_at_once=2, picture_waiting_seconds=600.0)
    many = [
        asyncio.create_task(examiner.examine(large(), field="photo", most=20 * MIB, whose="mia"))
        for _ in range(4)
    ]
    await asyncio.sleep(0)

    await examiner.examine(a_picture(), field="photo", most=MIB, whose="ola")

    assert sum(each.done() for each in many) <= 2
    await asyncio.gather(*many)


@needs_linux
async def test_a_child_that_dies_is_a_refusal_and_the_next_picture_is_read():
    examiner = pictures(pictures_at_once=1)
    call = asyncio.create_task(examiner.examine(large(), field="photo", most=20 * MIB))

    os.kill(await a_fork(CHILD), signal.SIGKILL)

    assert await rules(call) == [("PICTURE_UNREADABLE", "photo")]
    assert await examiner.examine(a_picture(), field="photo", most=MIB)


@needs_linux
async def test_a_child_has_no_more_memory_than_its_pictures_may_need():
    call = asyncio.create_task(pictures().examine(large(), field="photo", most=20 * MIB))
    child = Path(f"/proc/{await a_fork(CHILD)}")

    limits = lambda: (child / "limits").read_text()  # noqa: E731
    await until(lambda: str(192 * MIB + 18 * 50_000_000) in limits())

    assert any(line.split()[:4] == ["Max", "file", "size", "0"] for line in limits().splitlines())
    await call


@needs_linux
async def test_memory_that_is_not_enough_is_a_refusal_and_the_next_picture_is_read():
    # For so few pixels the child gets 210 MiB, and this file's profile alone is larger.
    examiner = pictures(picture_pixels_max=1_000_000)
    with tempfile.TemporaryFile() as file:
        file.write(a_tiff(600, 600, (34675, 250 * MIB)))
        file.truncate(260 * MIB)

        examining = examiner.examine(file, field="photo", most=300 * MIB)

        assert await rules(examining) == [("PICTURE_UNREADABLE", "photo")]
    assert await examiner.examine(a_picture(), field="photo", most=MIB)


async def test_whose_turn_does_not_come_is_told():
    examiner = pictures(pictures_at_once=1, picture_waiting_seconds=0.001)
    calls = [examiner.examine(large(), field="photo", most=20 * MIB) for _ in range(2)]

    answers = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(answer) for answer in answers].count(TooManyPictures) == 1
    assert issubclass(TooManyPictures, Refused)


async def test_the_service_does_other_things_meanwhile():
    call = asyncio.create_task(pictures().examine(large(), field="photo", most=20 * MIB))
    turns = 0

    while not call.done():
        turns += 1
        await asyncio.sleep(0.001)

    assert (await call).picture.width == 5000
    assert turns > 100


def test_services_do_not_load_the_library():
    loaded = "import sys, chassis.images.inspection; print('PIL' in sys.modules)"
    child = "import sys, chassis.images.__main__; print({'grpc', 'pydantic'} & {*sys.modules})"

    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
        for code in (loaded, child)
    ]

    assert said == [["False"], ["set()"]]
