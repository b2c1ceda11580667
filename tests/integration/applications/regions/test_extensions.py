"""A membership is extended to another region, by what the marketplace reports."""

from itertools import permutations

import pytest

from applications.policy.version import RULE_VERSION
from chassis.errors import Refused
from handmade.applications.v1 import region_extension_pb2

REFUSED = "2030-02-01T00:00:00Z"
LATER = "2030-03-01T00:00:00Z"


async def test_a_maker_of_north_america_extends_to_europe_and_opens_germany_and_france(
    maker, name, marketplace, standing, seen, told
):
    started = await maker.extend("EU", "DE")
    assert seen(started) == (
        "ACCOUNT_OPENING", ["REGISTER_ACCOUNT", "VERIFY_ACCOUNT", "LINK_ACCOUNTS"],
    )  # fmt: skip
    assert (started.home_region, started.email) == ("NA", maker.email)
    part = region_extension_pb2.RegionExtension.ProfilePart.Name
    assert [part(it) for it in started.copied] == [
        "PROFILE_IMAGE", "STORE_NAME", "STOREFRONT_IMAGES", "SHORT_URL",
    ]  # fmt: skip
    assert [part(it) for it in started.to_translate] == ["INSPIRATION", "ABOUT"]
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
    assert {entry.rule_version for entry in own.timeline} == {RULE_VERSION}


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
    waiting = await maker.extension(extension.name)
    assert seen(waiting) == ("ACCOUNT_OPENING", ["REGISTER_ACCOUNT"])

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


async def test_another_account_than_the_one_registered_stands_in_the_way_and_is_named(
    maker, name, marketplace, seen, standing, told
):
    extension = await maker.extend()
    await maker.register(extension.name, account="EU-1")

    await marketplace.report(maker, region="EU", version=1, linked=True)

    found = await maker.extension(extension.name)
    assert seen(found) == ("SELLER_VERIFICATION", ["ACCOUNT_MISMATCH"])
    assert (found.account, found.reported_account) == ("EU-1", f"A-{maker.subject}")
    assert await standing(maker) == {"NA": "ACTIVE"}
    assert (await told(extension.name))[-1] == "blockers_changed"

    cancelled = await maker.cancel(extension.name)
    assert cancelled.reported_account == ""
    again = await maker.extend()
    assert again.reported_account == f"A-{maker.subject}"
    assert seen(await maker.register(again.name, account="EU-1"))[1] == ["ACCOUNT_MISMATCH"]
    await maker.cancel(again.name)
    third = await maker.extend()
    assert seen(await maker.register(third.name)) == ("LINKED", [])


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
