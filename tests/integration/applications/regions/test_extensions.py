"""A membership is extended to another region, by what the marketplace reports."""

import asyncio
from itertools import permutations

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.applications.v1 import application_pb2, maker_pb2, region_extension_pb2
from tests.integration.applications.people import request_id

NOBODYS = "regionExtensions/01900000-0000-7000-8000-000000000000"
REFUSED = "2030-02-01T00:00:00Z"
LATER = "2030-03-01T00:00:00Z"


async def test_a_maker_of_north_america_extends_to_europe_and_opens_germany_and_france(
    maker, name, marketplace, standing, seen, told
):
    started = await maker.extend("EU", "DE")
    assert seen(started) == ("ACCOUNT_OPENING", ["VERIFY_ACCOUNT", "LINK_ACCOUNTS"])
    assert (started.home_region, started.email) == ("NA", maker.email)
    assert list(started.copied) == ["profile_image", "store_name", "storefront_images", "short_url"]
    assert list(started.to_translate) == ["inspiration", "about"]
    assert {it.country: list(it.official_languages) for it in started.countries} == {
        "GB": ["en"], "DE": ["de"], "FR": ["fr"], "IT": ["it"], "ES": ["es"],
    }  # fmt: skip

    registered = await maker.register(started.name)
    assert seen(registered)[0] == "SELLER_VERIFICATION"
    assert await standing(maker) == {"NA": "ACTIVE"}

    await marketplace.report(maker, region="EU", version=1)
    assert seen(await maker.extension(started.name)) == ("APPROVED_UNLINKED", ["LINK_ACCOUNTS"])
    assert await standing(maker) == {"NA": "ACTIVE", "EU": "GRANTED"}

    await marketplace.report(maker, region="EU", version=2, linked=True)
    assert seen(await maker.extension(started.name)) == ("LINKED", [])
    held = (await maker.own_maker()).memberships[1]
    assert (held.region, held.extended_from, list(held.ready_countries)) == ("EU", "NA", [])

    await maker.open_country(started.name, "DE", "de")
    opened = await maker.open_country(started.name, "FR", "fr")
    assert {it.country: it.language for it in opened.countries if it.language} == {
        "DE": "de", "FR": "fr",
    }  # fmt: skip
    assert list((await maker.own_maker()).memberships[1].ready_countries) == ["DE", "FR"]
    assert await told(started.name) == [
        "started", "registered", "approved", "linked", "country_opened", "country_opened",
    ]  # fmt: skip
    assert (await told(name))[-4:] == [
        "extended", "activated", "country_opened", "country_opened",
    ]  # fmt: skip


async def test_the_timeline_names_who_did_what_and_no_strangers_account(
    maker, linked, reviewer, marketplace
):
    name = await linked()

    own, staffs = await maker.extension(name), await reviewer.extension(name)

    state = region_extension_pb2.RegionExtension.State.Name
    assert [state(entry.state) for entry in own.timeline] == [
        "ACCOUNT_OPENING", "SELLER_VERIFICATION", "APPROVED_UNLINKED", "LINKED",
    ]  # fmt: skip
    assert [entry.actor.subject for entry in own.timeline] == [maker.subject] * 2 + [""] * 2
    assert {entry.actor.subject for entry in staffs.timeline} == {
        maker.subject,
        marketplace.subject,
    }
    assert {entry.rule_version for entry in own.timeline} == {"1"}


@pytest.mark.parametrize("order", [*permutations(range(3))])
async def test_reports_in_any_order_and_twice_lead_to_the_same(
    maker, name, marketplace, standing, order
):
    reports = [
        {"version": 1, "verified": False},
        {"version": 2, "verified": True},
        {"version": 3, "verified": True, "linked": True},
    ]
    extension = await maker.extend()
    await maker.register(extension.name)

    for place in (*order, *order):
        await marketplace.report(maker, region="EU", **reports[place])

    assert (await maker.extension(extension.name)).state == (
        region_extension_pb2.RegionExtension.LINKED
    )
    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}


async def test_what_was_reported_before_the_registration_counts_with_it(
    maker, name, marketplace, seen, told
):
    await marketplace.report(maker, region="EU", version=1)
    extension = await maker.extend()
    await marketplace.report(maker, region="EU", version=2, linked=True)
    assert seen(await maker.extension(extension.name)) == ("ACCOUNT_OPENING", [])

    registered = await maker.register(extension.name)

    assert seen(registered) == ("LINKED", [])
    assert (await told(extension.name))[-3:] == ["registered", "approved", "linked"]


async def test_linked_before_verified_waits_for_the_verification(
    maker, name, marketplace, seen, standing
):
    extension = await maker.extend()
    await maker.register(extension.name)

    await marketplace.report(maker, region="EU", version=1, verified=False, linked=True)
    assert seen(await maker.extension(extension.name)) == (
        "SELLER_VERIFICATION",
        ["VERIFY_ACCOUNT"],
    )
    assert await standing(maker) == {"NA": "ACTIVE"}

    await marketplace.report(maker, region="EU", version=2, linked=True)
    assert seen(await maker.extension(extension.name)) == ("LINKED", [])


async def test_an_address_in_another_letter_case_copies_nothing_until_it_is_mended(
    maker, name, marketplace, seen, standing, told
):
    extension = await maker.extend()
    await maker.register(extension.name)

    await marketplace.report(maker, region="EU", email=maker.email.upper(), linked=True)
    assert seen(await maker.extension(extension.name)) == (
        "SELLER_VERIFICATION",
        ["EMAIL_MISMATCH"],
    )
    assert await standing(maker) == {"NA": "ACTIVE"}
    assert (await told(extension.name))[-1] == "blockers_changed"

    await marketplace.report(maker, region="EU", version=2, linked=True)
    assert seen(await maker.extension(extension.name)) == ("LINKED", [])


async def test_the_home_accounts_new_address_is_the_one_to_have(maker, name, marketplace, seen):
    extension = await maker.extend()
    await maker.register(extension.name)
    await marketplace.report(maker, region="EU", email="new@example.org", version=1)
    assert seen(await maker.extension(extension.name))[1] == ["EMAIL_MISMATCH", "LINK_ACCOUNTS"]

    await marketplace.report(maker, region="NA", email="new@example.org", version=2)

    found = await maker.extension(extension.name)
    assert found.email == "new@example.org"
    assert seen(found) == ("APPROVED_UNLINKED", ["LINK_ACCOUNTS"])


async def test_a_late_report_changes_nothing(maker, linked, marketplace, seen):
    name = await linked()
    await marketplace.report(maker, region="EU", version=9, linked=True)

    await marketplace.report(maker, region="EU", version=8, verified=False, refused=REFUSED)

    assert seen(await maker.extension(name)) == ("LINKED", [])


async def test_a_refusal_leaves_the_home_membership_as_it_was_and_another_way_open(
    maker, name, marketplace, seen, standing
):
    before = (await maker.own_maker()).memberships[0]
    extension = await maker.extend()
    await maker.register(extension.name)

    await marketplace.report(maker, region="EU", verified=False, refused=REFUSED, why="No papers.")

    refused = await maker.extension(extension.name)
    assert seen(refused) == ("REFUSED", [])
    assert refused.refuse_reason == "No papers."
    assert list((await maker.own_maker()).memberships) == [before]

    again = await maker.extend("EU", "FR")
    registered = await maker.register(again.name)
    assert seen(registered)[0] == "SELLER_VERIFICATION"
    await marketplace.report(
        maker, region="EU", version=2, verified=False, refused=LATER, why="Still none."
    )
    assert seen(await maker.extension(again.name))[0] == "REFUSED"


async def test_who_was_refused_once_and_verified_later_is_extended(maker, name, marketplace, seen):
    await marketplace.report(
        maker, region="EU", verified=False, refused="2029-01-01T00:00:00Z", version=1
    )
    extension = await maker.extend()
    await maker.register(extension.name)

    await marketplace.report(
        maker, region="EU", refused="2029-01-01T00:00:00Z", version=2, linked=True
    )

    assert seen(await maker.extension(extension.name)) == ("LINKED", [])


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
    with pytest.raises(NotFound):
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


async def test_an_open_country_is_not_opened_again(maker, linked):
    name = await linked()
    await maker.open_country(name, "DE", "de")

    with pytest.raises(Refused) as refused:
        await maker.open_country(name, "DE", "de")

    assert refused.value.reason == "COUNTRY_OPEN"


async def test_canada_is_opened_in_french_only(a_person, admitted, marketplace):
    maker = a_person("maker")
    await admitted(maker, country="DE", language="en")
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


async def test_what_was_extended_is_suspended_with_its_home_and_comes_back_with_it(
    maker, name, linked, reviewer, standing, seen
):
    extension = await linked()
    await maker.open_country(extension, "DE", "de")

    await reviewer.suspend(name)
    assert await standing(maker) == {"NA": "SUSPENDED", "EU": "SUSPENDED"}
    assert seen(await maker.extension(extension)) == ("LINKED", ["HOME_MEMBERSHIP"])
    with pytest.raises(Refused) as refused:
        await maker.open_country(extension, "FR", "fr")
    assert refused.value.reason == "MEMBERSHIP_NOT_ACTIVE"
    with pytest.raises(Refused) as refused:
        await reviewer.reinstate(name, region="EU")
    assert refused.value.reason == "HOME_MEMBERSHIP_NOT_ACTIVE"

    await reviewer.reinstate(name)
    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}
    assert list((await maker.own_maker()).memberships[1].ready_countries) == ["DE"]


async def test_what_comes_while_the_home_is_suspended_waits_for_it(
    maker, name, marketplace, reviewer, standing, seen
):
    extension = await maker.extend()
    await maker.register(extension.name)
    await reviewer.suspend(name)

    await marketplace.report(maker, region="EU", linked=True)
    assert seen(await maker.extension(extension.name)) == (
        "SELLER_VERIFICATION",
        ["HOME_MEMBERSHIP"],
    )
    assert await standing(maker) == {"NA": "SUSPENDED"}

    reinstated = await reviewer.reinstate(name)
    assert seen(await maker.extension(extension.name)) == ("LINKED", [])
    assert [it.state for it in reinstated.memberships] == [maker_pb2.Membership.ACTIVE] * 2


@pytest.mark.parametrize("ending", ["leave", "remove"])
async def test_what_was_extended_ends_with_its_home_and_so_does_what_was_on_the_way(
    maker, name, linked, reviewer, standing, seen, marketplace, ending
):
    extension = await linked()

    if ending == "leave":
        await maker.leave()
    else:
        await reviewer.suspend(name)
        await reviewer.remove(name)

    end = "LEFT" if ending == "leave" else "REMOVED"
    assert await standing(maker) == {"NA": end, "EU": end}
    assert seen(await maker.extension(extension)) == ("ENDED", [])
    with pytest.raises(Refused):
        await maker.open_country(extension, "DE", "de")


async def test_an_extension_on_its_way_ends_with_the_home_membership(
    maker, name, marketplace, standing, seen
):
    extension = await maker.extend()
    await maker.register(extension.name)

    await maker.leave()
    await marketplace.report(maker, region="EU", linked=True)

    assert seen(await maker.extension(extension.name)) == ("ENDED", [])
    assert await standing(maker) == {"NA": "LEFT"}


async def test_leaving_what_was_extended_leaves_the_home_and_the_way_back(
    maker, linked, standing, seen
):
    extension = await linked()

    await maker.leave(region="EU")

    assert await standing(maker) == {"NA": "ACTIVE", "EU": "LEFT"}
    assert seen(await maker.extension(extension)) == ("ENDED", [])
    again = await maker.extend()
    assert seen(await maker.register(again.name)) == ("LINKED", [])
    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}
    assert not (await maker.own_maker()).memberships[1].ready_countries


@pytest.mark.parametrize("_round", range(2))
async def test_a_report_and_a_registration_at_once_never_miss_each_other(
    maker, name, marketplace, standing, told, _round
):
    extension = await maker.extend()

    await asyncio.gather(
        maker.register(extension.name),
        marketplace.report(maker, region="EU", version=1),
        marketplace.report(maker, region="EU", version=2, linked=True),
    )

    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}
    assert (await told(name)).count("extended") == 1


@pytest.mark.parametrize("_round", range(2))
async def test_a_report_and_a_reinstatement_at_once_never_miss_each_other(
    maker, name, marketplace, reviewer, standing, _round
):
    extension = await maker.extend()
    await maker.register(extension.name)
    await reviewer.suspend(name)

    await asyncio.gather(
        reviewer.reinstate(name), marketplace.report(maker, region="EU", linked=True)
    )

    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}


@pytest.mark.parametrize("_round", range(2))
async def test_a_report_and_a_suspension_at_once_leave_nothing_active(
    maker, name, marketplace, reviewer, standing, _round
):
    extension = await maker.extend()
    await maker.register(extension.name)

    await asyncio.gather(
        reviewer.suspend(name), marketplace.report(maker, region="EU", linked=True)
    )

    assert "ACTIVE" not in (await standing(maker)).values()


@pytest.mark.parametrize("_round", range(2))
async def test_an_application_and_an_extension_begun_at_once_are_one_of_the_two(
    maker, name, _round
):
    outcomes = await asyncio.gather(
        maker.extend(), maker.start(country="DE"), return_exceptions=True
    )

    kinds = (region_extension_pb2.RegionExtension, application_pb2.Application)
    assert sum(isinstance(it, kinds) for it in outcomes) == 1
    assert {it.reason for it in outcomes if isinstance(it, Refused)} <= {
        "REGION_EXTENSION_EXISTS",
        "REGION_APPLICATION_OPEN",
    }


@pytest.mark.parametrize("_round", range(2))
async def test_leaving_and_extending_at_once_leave_nothing_on_the_way(maker, name, _round):
    await asyncio.gather(maker.leave(), maker.extend(), return_exceptions=True)

    left = region_extension_pb2.RegionExtension.ENDED
    assert all(it.state == left for it in await maker.list_extensions())


async def test_north_america_needs_no_step_and_germany_all_of_them(
    maker, name, marketplace, seen, standing
):
    """North America lists in Mexico with no step; Germany only once the extension is linked."""
    assert "MX" in (await maker.own_maker()).memberships[0].ready_countries

    extension = await maker.extend()
    with pytest.raises(Refused):
        await maker.open_country(extension.name, "DE", "de")
    with pytest.raises(Refused, match="letter case"):
        await maker.register(extension.name, email=maker.email.capitalize())
    await maker.register(extension.name)
    before = (await maker.own_maker()).memberships[0]

    await marketplace.report(maker, region="EU", verified=False, refused=REFUSED)

    assert seen(await maker.extension(extension.name)) == ("REFUSED", [])
    assert list((await maker.own_maker()).memberships) == [before]
