"""How the catalog is called."""

from tests.rights.calls.way import (
    LONG,
    Call,
    Fields,
    anything,
    maker_of,
    name,
    names,
    of_maker,
    of_makers,
    page,
)
from tests.rights.things import Thing, an_id

A_LISTING = {"title": "Bowl", "country": "US"}


def _a_listing(thing: Thing) -> Fields:
    return {"maker": thing.maker, "listing": A_LISTING | {"sku": f"S-{an_id()}"}}


def _a_profile(thing: Thing) -> Fields:
    return {
        "maker": thing.maker,
        "profile": {
            "country": "US",
            "store_name": f"Kiln {thing.scene.maker_subject}",
            "short_url": thing.facts["short_url"],
            "language": "en",
            "about": "I throw mugs.",
            "custom_orders": {"types": "Mugs.", "production_time": "Two weeks."},
        },
    }


def _own_profile(thing: Thing) -> Fields:
    mark = an_id()[:8]
    profile = _a_profile(thing)["profile"]
    return {"profile": profile | {"store_name": f"Store {mark}", "short_url": f"store-{mark}"}}


CATALOG = [
    Call("GetListing", "listing", name),
    Call("GetListing: a draft", "draft_listing", name),
    Call("GetListing: private", "private", name),
    Call(
        "GetListing: private, by its link",
        "private",
        lambda it: {"name": it.name, "link_secret": it.facts["secret"]},
    ),
    Call(
        "GetListing: private, by a wrong link",
        "private",
        lambda it: {"name": it.name, "link_secret": "A" * 43},
    ),
    Call("GetListing: private, for the buyer", "for_buyer", name),
    Call("ListListings", "listing", of_maker),
    Call("ListListings: a draft", "shy_draft", of_maker),
    Call("ListListings: private", "shy_private", of_maker),
    Call(
        "ListListings: of no maker",
        "listing",
        page,
        shown=lambda it: "listings/",
        about_nothing=True,
    ),
    Call("BatchListListings", "listing", of_makers),
    Call("BatchListListings: a draft", "shy_draft", of_makers),
    Call("BatchListListings: private", "shy_private", of_makers),
    Call("LookupListingsByName", "listing", names),
    Call("LookupListingsByName: a draft", "draft_listing", names),
    Call("LookupListingsByName: private", "private", names),
    *(
        Call(
            row,
            thing,
            lambda it: {"country": "US", "query": it.facts["words"], "page_size": 100},
            about_nothing=True,
        )
        for row, thing in (
            ("SearchListings", "listing"),
            ("SearchListings: a draft", "draft_listing"),
            ("SearchListings: private", "private"),
        )
    ),
    Call("ConfigureListing", "listing", name, broken=[lambda it: {"quantity": 5000}]),
    Call(
        "ConfigureListing: a draft", "draft_listing", name, broken=[lambda it: {"quantity": 5000}]
    ),
    Call(
        "ConfigureListing: private",
        "private",
        name,
        broken=[lambda it: {"choices": [{"customization": "No", "option": "such"}]}],
    ),
    Call(
        "ConfigureListing: private, by its link",
        "private",
        lambda it: {"name": it.name, "link_secret": it.facts["secret"]},
    ),
    Call(
        "CreateListing",
        "application",
        _a_listing,
        shown=maker_of,
        broken=[lambda it: {"listing": {"title": LONG, "country": "XX", "sku": "taken"}}],
    ),
    Call(
        "CreateListing: for oneself",
        "application",
        lambda it: {"listing": A_LISTING | {"sku": f"S-{an_id()}"}},
        shown=anything,
        about_nothing=True,
    ),
    *(
        Call(
            row,
            thing,
            lambda it: {"listing": {"name": it.name, "production_days": 9}},
            broken=[
                lambda it: {"update_mask": {"paths": ["nonsense"]}},
                lambda it: {"update_mask": {"paths": ["country"]}},
                lambda it: {"listing": {"name": it.name, "etag": "stale"}},
            ],
        )
        for row, thing in (
            ("UpdateListing", "draft_listing"),
            ("UpdateListing: on sale", "listing"),
        )
    ),
    Call("PublishListing", "draft_listing", name, fresh=lambda world: world.draft_listing),
    Call("GetPrivateLink", "private", name),
    Call("BatchGetPrivateLinks", "private", names),
    Call("RotatePrivateLink", "private", name, fresh=lambda world: world.private_listing),
    Call("GetMakerProfile", "profile", name),
    Call("LookupMakerProfilesByName", "profile", names),
    Call("BatchGetMakerProfiles", "profile", lambda it: {"makers": [it.maker]}),
    Call(
        "PublishMakerProfile",
        "application",
        _a_profile,
        shown=maker_of,
        broken=[lambda it: {"profile": {"country": "XX", "store_name": "x", "short_url": "x"}}],
    ),
    Call(
        "PublishMakerProfile: for oneself",
        "application",
        _own_profile,
        shown=anything,
        about_nothing=True,
    ),
    *(
        Call(
            row,
            thing,
            lambda it: {"listing": it.name, "buyer": "somebody", "quantity": 1},
            broken=[lambda it: {"quantity": 5000}],
        )
        for row, thing in (
            ("ReserveStock", "plain"),
            ("ReserveStock: a draft", "draft_listing"),
            ("ReserveStock: private, without its link", "private"),
        )
    ),
    Call("CommitReservation", "reservation", name, fresh=lambda world: world.reservation),
    Call("ReleaseReservation", "reservation", name, fresh=lambda world: world.reservation),
]
