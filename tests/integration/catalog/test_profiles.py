"""Profiles: one for each country, a store name and a short URL for all."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused, Stale
from handmade.catalog.v1 import maker_profile_pb2
from tests.integration.catalog.workshop import CUSTOM_ORDERS, rules, word

NOTHING_SHARED = {"store_name": "", "short_url": ""}

State = maker_profile_pb2.MakerProfile.State


async def get(person, profile):
    return await person.profiles.GetMakerProfile(
        maker_profile_pb2.GetMakerProfileRequest(name=profile.name)
    )


async def lookup(person, *names):
    answer = await person.profiles.LookupMakerProfilesByName(
        maker_profile_pb2.LookupMakerProfilesByNameRequest(names=names)
    )
    return [found.maker_profile.name for found in answer.results]


async def batch(person, *makers):
    answer = await person.profiles.BatchGetMakerProfiles(
        maker_profile_pb2.BatchGetMakerProfilesRequest(makers=makers)
    )
    return [[profile.country for profile in found.profiles] for found in answer.results]


async def test_a_published_profile_is_everybodys(shop):
    maker = await shop.maker()

    profile = await maker.present(custom_orders=CUSTOM_ORDERS)

    assert await get(shop.nobody, profile) == profile
    assert profile.state == State.PUBLISHED
    assert profile.custom_orders == CUSTOM_ORDERS


async def test_the_second_publication_replaces_the_first(shop):
    maker = await shop.maker()
    first = await maker.present()

    second = await maker.present(
        store_name=first.store_name, short_url=first.short_url, about="New", etag=first.etag
    )

    assert second.name == first.name
    assert (second.about, second.create_time) == ("New", first.create_time)
    with pytest.raises(Stale):
        await maker.present(store_name=first.store_name, short_url=first.short_url, etag=first.etag)


async def test_store_name_and_short_url_change_in_all_countries(shop):
    maker = await shop.maker()
    american = await maker.present()
    same = {"store_name": american.store_name, "short_url": american.short_url}
    mexican = await maker.present(country="MX", language="es", about="Hago tazas.", **same)

    renamed = await maker.present(about="Different", store_name=f"New {word()}")

    followed = await get(maker, mexican)
    assert (followed.store_name, followed.short_url) == (renamed.store_name, renamed.short_url)
    assert (followed.about, followed.language) == ("Hago tazas.", "es")
    assert followed.etag != mexican.etag
    assert await batch(shop.nobody, maker.name) == [["MX", "US"]]


@pytest.mark.parametrize(
    ("country", "language", "foreign", "states", "extended"),
    [
        pytest.param("CA", "en", "es", {"NA": "ACTIVE"}, (), id="Canada in English"),
        pytest.param("CA", "fr", "de", {"NA": "ACTIVE"}, (), id="Canada in French"),
        pytest.param(
            "DE", "de", "en", {"NA": "ACTIVE", "EU": "ACTIVE"}, ("EU",), id="an extension's country"
        ),
    ],
)
async def test_names_are_copied_and_words_are_said_in_the_countrys_language(
    shop, country, language, foreign, states, extended
):
    maker = await shop.maker(ready=("US", country), extended=extended, **states)
    american = await maker.present()

    with pytest.raises(Refused) as refusal:
        await maker.present(
            country=country, language=foreign, about=" ", inspiration=" ", **NOTHING_SHARED
        )
    local = await maker.present(
        country=country, language=language, about="Ici.", inspiration="Là.", **NOTHING_SHARED
    )

    missing = ["INSPIRATION_MISSING"] if extended else []
    assert rules(refusal) == ["LANGUAGE_NOT_OFFICIAL", "ABOUT_MISSING", *missing]
    assert (local.store_name, local.short_url) == (american.store_name, american.short_url)
    assert (local.about, local.inspiration) == ("Ici.", "Là.")
    assert (await get(maker, american)).about == american.about


async def test_the_first_profile_says_its_names(shop):
    maker = await shop.maker()

    with pytest.raises(Refused) as refusal:
        await maker.present(**NOTHING_SHARED)

    assert rules(refusal) == ["STORE_NAME_MALFORMED", "SHORT_URL_MALFORMED"]


async def test_who_tells_no_inspiration_anywhere_needs_none_in_an_extended_country(shop):
    maker = await shop.maker(ready=("US", "DE"), NA="ACTIVE", EU="ACTIVE", extended=("EU",))
    await maker.present(inspiration="")

    german = await maker.present(country="DE", language="de", inspiration="", **NOTHING_SHARED)

    assert german.state == State.PUBLISHED


async def test_names_differing_in_case_and_spaces_are_one_name(shop):
    first, second, unique = await shop.maker(), await shop.maker(), word()
    await first.present(store_name=f"Ada's Kiln {unique}", short_url=f"s-{unique}")

    with pytest.raises(Refused) as refusal:
        await second.present(store_name=f"ADA'S  kiln {unique}", short_url=f"s-{unique}")

    assert rules(refusal) == ["STORE_NAME_TAKEN", "SHORT_URL_TAKEN"]


async def test_of_many_who_want_one_name_at_once_one_has_it(shop):
    makers, unique = [await shop.maker() for _ in range(6)], word()

    answers = await asyncio.gather(
        *(maker.present(store_name=f"Kiln {unique}", short_url=f"s-{unique}") for maker in makers),
        return_exceptions=True,
    )

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 5
    codes = {found.rule for refusal in refused for found in refusal.violations}
    assert codes <= {"STORE_NAME_TAKEN", "SHORT_URL_TAKEN"}


async def test_a_maker_gives_up_a_name_and_another_may_have_it(shop):
    first, second, unique = await shop.maker(), await shop.maker(), word()
    await first.present(store_name=f"Kiln {unique}", short_url=f"s-{unique}")

    await first.present()

    taken = await second.present(store_name=f"Kiln {unique}", short_url=f"s-{unique}")
    assert taken.store_name == f"Kiln {unique}"


async def test_two_first_publications_at_once_make_one_profile(shop):
    maker, unique = await shop.maker(), word()
    said = {"store_name": f"Kiln {unique}", "short_url": f"s-{unique}"}

    answers = await asyncio.gather(*(maker.present(about=f"{n}", **said) for n in range(4)))

    assert len({answer.name for answer in answers}) == 1


async def test_all_that_is_wrong_with_a_profile_is_said_at_once(shop):
    maker = await shop.maker(ready=["US"])

    with pytest.raises(Refused) as refusal:
        await maker.present(
            country="MX",
            store_name="x",
            short_url="Not Good",
            inspiration="x" * 1501,
            custom_orders={"types": "x" * 1001, "production_time": "soon"},
        )

    assert rules(refusal) == [
        "COUNTRY_NOT_READY",
        "STORE_NAME_MALFORMED",
        "SHORT_URL_MALFORMED",
        "LANGUAGE_NOT_OFFICIAL",
        "INSPIRATION_TOO_LONG",
        "CUSTOM_ORDERS_NOT_EXPLAINED",
    ]
    assert await batch(maker, maker.name) == [[]]


async def test_the_profile_of_a_suspended_maker_is_hidden_but_to_itself_and_staff(shop):
    maker, other = await shop.maker(), await shop.maker()
    profile = await maker.present()

    await shop.change(maker, states={"NA": "SUSPENDED"}, ready_countries=[])

    for stranger in (shop.nobody, other):
        with pytest.raises(NotFound):
            await get(stranger, profile)
        assert await lookup(stranger, profile.name) == [""]
        assert await batch(stranger, maker.name) == [[]]
    for insider in (maker, shop.person("sam", "support")):
        assert (await get(insider, profile)).state == State.HIDDEN
        assert await lookup(insider, "nonsense", profile.name) == ["", profile.name]
        assert await batch(insider, maker.name) == [["US"]]


async def test_a_maker_active_in_one_region_is_shown_there_only(shop):
    maker = await shop.maker(ready=["US", "DE"], NA="ACTIVE", EU="ACTIVE")
    american = await maker.present()
    await maker.present(
        country="DE",
        language="de",
        store_name=american.store_name,
        short_url=american.short_url,
    )

    await shop.change(maker, states={"NA": "ACTIVE", "EU": "SUSPENDED"})

    assert await batch(shop.nobody, maker.name) == [["US"]]
    assert await batch(maker, maker.name) == [["DE", "US"]]


async def test_only_a_partner_with_the_grant_publishes_for_a_maker(shop):
    maker = await shop.maker(grants={"good-agency": ["catalog:write"]})

    published = await shop.person("good-agency", "partner").present(maker=maker.name)

    assert published.maker == maker.name
    with pytest.raises(Forbidden):
        await shop.person("bad-agency", "partner").present(maker=maker.name)
    with pytest.raises(Invalid):
        await maker.present(maker='{"$ne": null}')
    with pytest.raises(Forbidden):
        await shop.person("bea", "buyer").present()
