"""How the graph is asked what there is."""

from tests.rights.asks.way import Ask, anything, gid, id_of, of_maker, query

QUERIES = [
    Ask(
        "Query.viewer",
        "viewer",
        "application",
        lambda it: {},
        anything,
        about_nothing=True,
        quiet=True,
    ),
    *(
        Ask("Query.maker", row, thing, lambda it: {"id": gid(it.maker)}, of_maker, quiet=True)
        for row, thing in (
            ("LookupMakersByName", "application"),
            ("LookupMakersByName: not active", "newcomer"),
        )
    ),
    query("application", "GetApplication", "application"),
    query("application", "GetApplication: a draft", "draft_application"),
    Ask(
        "Query.applications",
        "ListApplications: of no maker",
        "application",
        lambda it: {"first": 100},
        about_nothing=True,
    ),
    Ask(
        "Query.applications",
        "ListApplications",
        "application",
        lambda it: {"first": 100, "maker": gid(it.maker)},
    ),
    query("listing", "GetListing", "listing"),
    query("listing", "GetListing: a draft", "draft_listing"),
    query("listing", "GetListing: private", "private"),
    query("listing", "GetListing: private, for the buyer", "for_buyer"),
    Ask(
        "Query.listing",
        "GetListing: private, by its link",
        "private",
        lambda it: {"id": gid(it.name), "linkSecret": it.facts["secret"]},
        quiet=True,
    ),
    Ask(
        "Query.privateListing",
        "GetListing: private, by its link",
        "private",
        lambda it: {"link": f"{it.name.partition('/')[2]}#{it.facts['secret']}"},
        quiet=True,
    ),
    Ask(
        "Query.privateListing",
        "GetListing: private, by a wrong link",
        "private",
        lambda it: {"link": f"{it.name.partition('/')[2]}#{'A' * 43}"},
        quiet=True,
    ),
    *(
        Ask(
            "Query.listingSearch",
            row,
            thing,
            lambda it: {"country": "US", "query": it.facts["words"], "first": 100},
            about_nothing=True,
        )
        for row, thing in (
            ("SearchListings", "listing"),
            ("SearchListings: a draft", "draft_listing"),
            ("SearchListings: private", "private"),
        )
    ),
    *(
        Ask("Query.listingConfigure", row, thing, id_of, shown=anything, quiet=True)
        for row, thing in (
            ("ConfigureListing", "listing"),
            ("ConfigureListing: a draft", "draft_listing"),
            ("ConfigureListing: private", "private"),
        )
    ),
    query("profile", "LookupMakerProfilesByName", "profile"),
    query("thread", "GetThread", "thread"),
    query("customOrderRequest", "GetCustomOrderRequest", "custom_order"),
    query("order", "GetOrder", "order"),
    query("pressRelease", "GetPressRelease", "release"),
    query("pressRelease", "GetPressRelease: a draft", "draft_release"),
    Ask(
        "Query.pressReleases",
        "ListPressReleases: of no maker",
        "release",
        lambda it: {"first": 100},
        about_nothing=True,
    ),
]
