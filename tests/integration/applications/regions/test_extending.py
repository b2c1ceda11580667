"""What makers do to extend a membership, and who sees what of it."""

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.applications.v1 import region_extension_pb2
from tests.integration.applications.people import request_id

NOBODYS = "regionExtensions/01900000-0000-7000-8000-000000000000"


async def test_a_cancelled_extension_hears_nothing_and_another_may_be_started(
    maker, name, marketplace, seen, standing
):
    extension = await maker.extend()
    await maker.register(extension.name)

    cancelled = await maker.cancel(extension.name)
    await marketplace.report(maker, region="EU", linked=True)

    assert seen(cancelled) == ("CANCELLED", [])
    assert await standing(maker) == {"NA": "ACTIVE"}
    again = await maker.extend()
    assert seen(await maker.register(again.name)) == ("LINKED", [])


async def test_there_is_one_way_into_a_region_at_a_time(maker, name, linked, marketplace):
    extension = await maker.extend()
    with pytest.raises(Refused) as refused:
        await maker.extend()
    assert refused.value.reason == "REGION_EXTENSION_EXISTS"
    with pytest.raises(Refused) as refused:
        await maker.start(country="DE")
    assert refused.value.reason == "REGION_EXTENSION_EXISTS"

    await maker.cancel(extension.name)
    await maker.start(country="DE")

    with pytest.raises(Refused) as refused:
        await maker.extend()
    assert refused.value.reason == "REGION_APPLICATION_OPEN"


async def test_who_is_in_a_region_extends_to_others_only(maker, linked):
    await linked()

    for region, country in (("NA", "US"), ("EU", "DE")):
        with pytest.raises(Refused) as refused:
            await maker.extend(region, country)
        assert refused.value.reason == "ALREADY_ADMITTED"


async def test_only_an_active_membership_is_extended(maker, name, reviewer, a_person, invited):
    with pytest.raises(NotFound, match="Apply for a region first"):
        await a_person("maker").extend()
    applicant = a_person("maker")
    await invited(applicant)
    await reviewer.suspend(name)

    for somebody in (applicant, maker):
        with pytest.raises(Refused) as refused:
            await somebody.extend()
        assert refused.value.reason == "NOTHING_TO_EXTEND"


@pytest.mark.parametrize(
    ("region", "country", "subject"),
    [("EU", "US", "primary_country"), ("EU", "XX", "primary_country"), ("XX", "DE", "region")],
)
async def test_the_country_belongs_to_the_region(maker, region, country, subject):
    with pytest.raises(Invalid) as refused:
        await maker.extend(region, country)

    assert [it.subject for it in refused.value.violations] == [subject]


async def test_the_account_is_registered_with_the_home_accounts_address(maker, name, seen):
    extension = await maker.extend()

    for email, differs in ((maker.email.upper(), "true"), ("other@example.com", "false")):
        with pytest.raises(Refused) as refused:
            await maker.register(extension.name, email=email)
        assert [it.rule for it in refused.value.violations] == ["EMAIL_MISMATCH"]
        assert refused.value.facts["letter_case_differs"] == differs
    assert seen(await maker.extension(extension.name))[0] == "ACCOUNT_OPENING"


@pytest.mark.parametrize(
    ("country", "language", "subject"),
    [("DE", "en", "language"), ("DE", "xx", "language"), ("US", "en", "country"),
     ("SE", "sv", "country")],
)  # fmt: skip
async def test_a_country_is_opened_in_its_official_language(
    maker, linked, country, language, subject
):
    name = await linked()

    with pytest.raises(Invalid) as refused:
        await maker.open_country(name, country, language)

    assert [it.subject for it in refused.value.violations] == [subject]


async def test_a_country_is_opened_once_and_after_the_accounts_are_linked(maker, name):
    extension = await maker.extend()

    with pytest.raises(Refused) as refused:
        await maker.open_country(extension.name, "DE", "de")

    assert refused.value.reason == "REGION_EXTENSION_STATE"
    assert refused.value.facts["needed"] == "LINKED"


async def test_an_open_country_is_not_opened_again(maker, linked):
    name = await linked()
    await maker.open_country(name, "DE", "de")

    with pytest.raises(Refused) as refused:
        await maker.open_country(name, "DE", "de")

    assert refused.value.reason == "COUNTRY_OPEN"


async def test_canada_is_opened_in_french_only(a_person, admitted, marketplace):
    maker = a_person("maker")
    await admitted(maker, "EU")
    extension = await maker.extend("NA", "CA")
    await maker.register(extension.name)
    await marketplace.report(maker, region="NA", linked=True)

    opened = await maker.open_country(extension.name, "CA", "fr")

    assert {it.country: it.language for it in opened.countries} == {"US": "", "CA": "fr", "MX": ""}


async def test_an_extension_is_seen_by_its_maker_and_staff(maker, linked, reviewer, a_person):
    name = await linked()

    for who in (maker, reviewer, a_person("support"), a_person("admin")):
        assert (await who.extension(name)).name == name
    for stranger in (a_person("maker"), a_person("buyer"), a_person("partner")):
        with pytest.raises(NotFound) as hidden:
            await stranger.extension(name)
        with pytest.raises(NotFound) as absent:
            await stranger.extension(NOBODYS)
        assert str(hidden.value) == str(absent.value)
        assert not await stranger.list_extensions()


async def test_nobody_moves_the_extension_of_somebody_else(maker, linked, a_person, admitted):
    name, other = await linked(), a_person("maker")
    await admitted(other)

    for call in (other.register(name), other.cancel(name), other.open_country(name, "DE", "de")):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(Forbidden):
        await a_person("reviewer").cancel(name)


async def test_extensions_are_listed_newest_first(maker, name, reviewer, a_person):
    names = []
    for _ in range(3):
        names.insert(0, (await maker.extend()).name)
        await maker.cancel(names[0])

    assert [it.name for it in await maker.list_extensions()] == names
    assert [it.name for it in await reviewer.list_extensions(maker=name)] == names
    assert names[0] in [it.name for it in await reviewer.list_extensions()]
    assert not await reviewer.list_extensions(mine=True)
    assert [it.name for it in await maker.list_extensions(maker=name)] == names
    with pytest.raises(NotFound):
        await a_person("maker").list_extensions(maker=name)
    request = region_extension_pb2.ListRegionExtensionsRequest(page_size=2)
    page = await maker.extensions.ListRegionExtensions(request)
    rest = await maker.list_extensions(page_size=2, page_token=page.next_page_token)
    assert [it.name for it in (*page.region_extensions, *rest)] == names


async def test_a_lookup_answers_in_order_with_gaps(maker, linked, a_person):
    name = await linked()
    request = region_extension_pb2.LookupRegionExtensionsByNameRequest(
        names=[NOBODYS, name, "rubbish", name]
    )

    for who, expected in ((maker, ["", name, "", name]), (a_person("maker"), [""] * 4)):
        answer = await who.extensions.LookupRegionExtensionsByName(request)
        assert [it.region_extension.name for it in answer.results] == expected


async def test_repeating_the_start_gives_the_first_answer_again(maker, name):
    request = region_extension_pb2.StartRegionExtensionRequest(
        region="EU", primary_country="DE", request_id=request_id()
    )

    first = await maker.extensions.StartRegionExtension(request)

    assert await maker.extensions.StartRegionExtension(request) == first
