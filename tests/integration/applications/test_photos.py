"""Photos of applications: what is kept, what is refused, and who sees them."""

import asyncio
import hashlib
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from applications.store.application import Applications
from applications.store.application_document import to_document
from chassis.errors import NotFound
from dev.samples import a_photo
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import request_id
from tests.integration.applications.photographs import (
    add_photo,
    downloaded,
    remove_photo,
)
from tests.support.pictures import MANY, a_picture, a_png, opened
from tests.support.refusals import refused

ABSENT = "applications/0198a000-0000-7000-8000-000000000000"
SCRIPT = b"<script>alert(document.cookie)</script>" * 20


async def test_a_photo_is_kept_without_what_it_carries_along(maker, reviewer):
    with_place = Image.Exif()
    with_place[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    content = a_picture(size=(1200, 800), exif=with_place)
    draft = await maker.start()

    photo = (await add_photo(maker, draft.name, content, file_name="vase 花瓶.jpg")).photos[0]

    stored = await downloaded(maker, draft.name, photo.id)
    small = await downloaded(maker, draft.name, photo.id, "THUMBNAIL")
    assert (photo.width, photo.height, photo.content_type) == (1200, 800, "image/jpeg")
    assert (photo.size, photo.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    assert photo.file_name == "vase 花瓶.jpg"
    assert not photo.warnings
    assert not opened(stored).getexif()
    assert opened(small).size == (480, 320)


async def test_a_small_photo_is_accepted_and_says_so(maker):
    draft = await maker.start()

    application = await add_photo(maker, draft.name, a_picture(size=(600, 400)))

    assert list(application.photos[0].warnings) == [pb.ApplicationPhoto.SMALL]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(SCRIPT, "PICTURE_KIND_UNKNOWN", id="a script"),
        pytest.param(a_picture(size=(499, 300)), "PICTURE_TOO_SMALL", id="499 pixels"),
        pytest.param(
            a_png(MANY, MANY, zlib.compress(bytes(1000))), "PICTURE_TOO_LARGE", id="a bomb"
        ),
        pytest.param(a_picture()[:4000], "PICTURE_BROKEN", id="cut off"),
    ],
)
async def test_what_is_no_good_photo_is_refused_and_nothing_is_kept(maker, stored, content, rule):
    draft = await maker.start()
    before = await stored["photos.files"].count_documents({})

    with refused() as refusal:
        await add_photo(maker, draft.name, content, file_name="mug.jpg")

    assert (refusal.code, refusal.rules[0]) == ("INVALID_ARGUMENT", rule)
    assert set(refusal.subjects) == {"file"}
    assert await stored["photos.files"].count_documents({}) == before
    assert await maker.application(draft.name) == draft


@pytest.mark.parametrize(
    "file_name", ["../../etc/passwd", "a\x00b.jpg", "   ", "x" * 201, "‮gpj.exe"]
)
async def test_a_file_name_that_misleads_is_refused(maker, file_name):
    draft = await maker.start()

    with refused() as refusal:
        await add_photo(maker, draft.name, file_name=file_name)

    assert refusal.code == "INVALID_ARGUMENT"
    assert set(refusal.rules) <= {"FILE_NAME_MALFORMED", "REQUIRED"}


async def test_an_upload_without_a_header_or_out_of_order_is_refused(maker):
    draft = await maker.start()
    header = pb.AddApplicationPhotoRequest.Header(
        name=draft.name,
        kind=pb.ApplicationPhoto.PRODUCT,
        file_name="mug.jpg",
        request_id=request_id(),
    )

    async def no_header():
        yield pb.AddApplicationPhotoRequest(chunk=b"bytes")

    async def two_headers():
        yield pb.AddApplicationPhotoRequest(header=header)
        yield pb.AddApplicationPhotoRequest(header=header)

    for messages, rule in ((no_header(), "HEADER_EXPECTED"), (two_headers(), "CHUNK_EXPECTED")):
        with refused() as refusal:
            await maker.applications.AddApplicationPhoto(messages)
        assert refusal.rules == [rule]


async def test_the_same_upload_twice_is_one_photo(maker, stored):
    draft, content, key = await maker.start(), a_photo(), request_id()

    def add(content, key):
        return add_photo(maker, draft.name, content, key=key, file_name="one vase.jpg")

    first = await add(content, key)
    again = await add(content, key)
    another_request = await add(content, request_id())

    assert first == again
    assert [photo.id for photo in another_request.photos] == [first.photos[0].id]
    with refused() as refusal:
        await add(a_photo(), key)
    assert refusal.reason == "REQUEST_ID_REUSED"
    assert await stored["photos.files"].count_documents({"filename": "one vase.jpg"}) == 2


async def test_of_many_at_once_only_so_many_get_in(maker, stored):
    draft = await maker.start()

    def add():
        return add_photo(maker, draft.name, kind="WORKSPACE", file_name="shed.jpg")

    for _ in range(4):
        await add()

    # As many as an account may upload at once.
    done = await asyncio.gather(add(), add(), add(), return_exceptions=True)

    application = await maker.application(draft.name)
    assert len(application.photos) == 5
    assert len([each for each in done if isinstance(each, Exception)]) == 2
    with refused() as refusal:
        await add()
    assert refusal.reason == "TOO_MANY_PHOTOS"
    assert await stored["photos.files"].count_documents({"filename": "shed.jpg"}) == 2 * 5


async def test_a_removed_photo_is_gone(maker):
    draft = await maker.start()
    photo = (await add_photo(maker, draft.name)).photos[0]

    without = await remove_photo(maker, draft.name, photo.id)

    assert not without.photos
    with refused() as refusal:
        await downloaded(maker, draft.name, photo.id)
    assert refusal.code == "NOT_FOUND"
    with pytest.raises(NotFound, match="no such photo"):
        await remove_photo(maker, draft.name, photo.id)


async def test_photos_added_and_removed_again_and_again_pile_up_nowhere(maker, stored):
    draft = await maker.start()
    kept = (await add_photo(maker, draft.name, file_name="pile.jpg")).photos[0]

    for _ in range(3):
        added = await add_photo(maker, draft.name, file_name="pile.jpg")
        await remove_photo(maker, draft.name, added.photos[-1].id)

    files = await stored["photos.files"].distinct("_id", {"filename": "pile.jpg"})
    document = await stored["applications"].find_one({"_id": draft.name.partition("/")[2]})
    assert set(files) == set(document["photo_files"])
    assert opened(await downloaded(maker, draft.name, kept.id))


async def test_what_nothing_refers_to_goes_with_the_sweep(maker, service, stored, later):
    draft = await maker.start()
    for _ in range(2):
        draft = await add_photo(maker, draft.name, file_name="swept.jpg")
    _, kept = draft.photos
    # As if the service had been killed between the removal of the photo and that of its files.
    applications, files = Applications(service.frame.database), service.frame.files("photos")
    application_id = draft.name.partition("/")[2]
    application = await applications.find(application_id)
    [lost] = (it for it in application.photos if it.id != kept.id)
    photos = tuple(it for it in application.photos if it != lost)
    await stored["applications"].replace_one(
        {"_id": application_id}, to_document(replace(application, photos=photos))
    )

    await files.sweep(applications.refers_to)
    in_time = await stored["photos.files"].count_documents({"filename": "swept.jpg"})
    later(hours=25)
    await files.sweep(applications.refers_to)

    assert in_time == 4
    assert await stored["photos.files"].count_documents({"filename": "swept.jpg"}) == 2
    assert opened(await downloaded(maker, draft.name, kept.id, "THUMBNAIL"))
    assert not await stored["photos.chunks"].count_documents({"files_id": lost.file_id})


async def test_photos_are_for_drafts_and_evidence_for_what_was_asked(maker, reviewer):
    draft = await maker.start()
    with refused() as evidence:
        await add_photo(maker, draft.name, kind="EVIDENCE")
    for kind in ("PRODUCT", "WORKSPACE"):
        await add_photo(maker, draft.name, kind=kind)
    await maker.submit(draft.name)
    await reviewer.take(draft.name)
    with refused() as product:
        await add_photo(maker, draft.name)

    await reviewer.applications.AskForInformation(
        pb.AskForInformationRequest(
            name=draft.name, questions=["Show us the kiln."], request_id=request_id()
        )
    )
    asked = await add_photo(maker, draft.name, kind="EVIDENCE")

    assert evidence.reason == "INFORMATION_NOT_ASKED"
    assert product.reason == "APPLICATION_NOT_DRAFT"
    assert [pb.ApplicationPhoto.Kind.Name(photo.kind) for photo in asked.photos] == [
        "PRODUCT",
        "WORKSPACE",
        "EVIDENCE",
    ]


async def test_only_who_sees_an_application_sees_its_photos(maker, reviewer, a_person):
    draft = await maker.start()
    photo = (await add_photo(maker, draft.name)).photos[0]
    await add_photo(maker, draft.name, kind="WORKSPACE")
    stranger, partner = a_person("maker"), a_person("partner")

    for somebody in (stranger, partner, reviewer):
        with refused() as foreign:
            await downloaded(somebody, draft.name, photo.id)
        with refused() as absent:
            await downloaded(
                somebody, "applications/0198a000-0000-7000-8000-000000000000", photo.id
            )
        assert (foreign.code, foreign.message) == (absent.code, absent.message)
    with refused() as adding:
        await add_photo(stranger, draft.name)
    assert adding.code == "NOT_FOUND"

    await maker.submit(draft.name)

    assert opened(await downloaded(reviewer, draft.name, photo.id, "THUMBNAIL"))


async def test_a_partner_with_the_grant_adds_photos(maker, a_person):
    draft, partner = await maker.start(), a_person("partner")
    await maker.grant(partner.subject, "applications:write")

    application = await add_photo(partner, draft.name)

    assert len(application.photos) == 1
