"""Applications on their way into MongoDB and back, also those of an earlier release."""

from datetime import timedelta

import pytest

from applications.domain.application import Occasion, State, WaitingFor
from applications.domain.likeness import is_shop, shop_key
from applications.domain.photo import Photo, PhotoKind, PhotoWarning
from applications.store.application_document import from_document, to_document
from tests.unit.applications.builders import ANA, NOON, RITA, an_application, by, some_answers

DUE = NOON + timedelta(days=14)
NEWER = (
    "photos", "information_requests", "notes", "answer_due", "answer_left_ms", "first_answered",
    "ended", "reapply_from", "reopen_until", "reopened", "in_time", "waiting_for", "waiting_since",
    "due", "next_due", "shop_keys", "photo_marks", "photo_files", "applicants",
    "writers",
)  # fmt: skip


def an_asked_one():
    photo = Photo(
        id="p1", kind=PhotoKind.PRODUCT, file_name="mug.jpg", content_type="image/jpeg", size=9,
        sha256="ab", width=3, height=4, created=NOON, file_id="f1", thumbnail_id="f2",
        original_sha256="cd", look="0f" * 8, warnings=(PhotoWarning.SMALL,),
    )  # fmt: skip
    answers = some_answers(shop_urls=("https://www.Reed.example/Shop/", "https://b.example"))
    draft = an_application(questionnaire=answers, email="Ana@Bücher.example").start(by(ANA))
    submitted = draft.add_photo(photo, 9, by(ANA)).submit(
        "Ana@Bücher.example", (), by(ANA), NOON + timedelta(days=5)
    )
    noted = submitted.take(by(RITA)).note("Look at the glaze.", by(RITA))
    return noted.ask(["How?", "Where?"], DUE, by(RITA)).respond({"1-1": "So."}, by(ANA))


def test_all_of_an_application_survives_the_way_there_and_back():
    asked = an_asked_one()
    late = DUE + timedelta(days=1)
    expired = asked.expire(Occasion(None, late, "1"), late + timedelta(days=90))

    for application in (asked, expired, expired.reopen(late + timedelta(days=14), by(ANA, late))):
        assert from_document(to_document(application)) == application


def test_what_is_looked_for_stands_beside_it():
    document = to_document(an_asked_one())

    assert document["email_folded"] == "ana@xn--bcher-kva.example"
    assert document["shop_keys"] == ["b.example", "reed.example/shop"]
    assert (document["waiting_for"], document["due"]) == (WaitingFor.APPLICANT.value, DUE)
    assert document["next_due"] == DUE


def test_what_an_earlier_release_stored_is_still_read():
    submitted = an_application().start(by(ANA)).submit("ana@example.com", (), by(ANA))
    old = {key: value for key, value in to_document(submitted).items() if key not in NEWER}

    read = from_document(old)

    assert read == submitted
    assert read.state is State.SUBMITTED
    assert read.waiting_for is WaitingFor.TAKER


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.reed.example/", "reed.example"),
        ("HTTPS://Reed.example/Shop?ref=mail#top", "reed.example/shop"),
        ("https://reed.example:443/shop/", "reed.example/shop"),
        ("https://m.example/shop?seller=11", "m.example/shop?seller=11"),
        ("https://m.example/shop/?tab=&seller=11&seller=11", "m.example/shop?seller=11&tab="),
        ("https://m.example/?UTM_source=x&fbclid=y", "m.example"),
        ("https://m.example?id=a%26b", "m.example?id=a%26b"),
        ("https://[broken", ""),
        ("nonsense", ""),
    ],
)
def test_links_to_one_shop_have_one_key(url, key):
    assert shop_key(url) == key


def test_sellers_told_apart_by_the_query_have_shops_of_their_own():
    eleven, other = "https://m.example/shop?page=1&seller=11", "https://m.example/shop?seller=99"

    assert shop_key(eleven) == shop_key("https://m.example/shop?seller=11&ref=mail&page=1")
    assert shop_key(eleven) != shop_key(other)


@pytest.mark.parametrize(
    ("url", "is_somebodys"),
    [
        ("https://reed.example", True),
        ("https://www.market.example/?ref=mail", False),
        ("https://market.co.example", False),
        ("https://market.example/shop/reed", True),
        ("https://market.example/?seller=11", True),
        ("https://reed.market.example/", True),
        ("https://marketing.example/", True),
    ],
)
def test_a_marketplace_as_a_whole_is_nobodys_shop(url, is_somebodys):
    assert is_shop(shop_key(url), {"market"}) == is_somebodys
