"""How each root field of the graph is asked, and which row of the table it is another door to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.ids import to_id
from tests.rights.calls import Fields, a_grant
from tests.rights.world import A_DRAFT, Make, Thing, World, an_id

TYPES = {
    "applications": "Application",
    "invitations": "Invitation",
    "makers": "Maker",
    "listings": "Listing",
    "makerProfiles": "MakerProfile",
    "threads": "Thread",
    "customOrderRequests": "CustomOrderRequest",
    "orders": "Order",
    "pressReleases": "PressRelease",
}


def gid(name: str) -> str:
    """The global id of what has this resource name."""
    return str(to_id(TYPES[name.partition("/")[0]], name))


@dataclass(frozen=True)
class Ask:
    """One way of asking a root field.

    `row` is of the method behind it, so both doors are held to one statement. `shown` is what an
    answer has in it that shows the thing. A `quiet` field is null to whom the method refuses it.
    """

    root: str
    row: str
    thing: str
    variables: Callable[[Thing], Fields]
    shown: Callable[[Thing], str] = lambda thing: gid(thing.name)
    fresh: Callable[[World], Make] | None = None
    quiet: bool = False
    about_nothing: bool = False
    by_somebody_new: bool = False
    # Both doors lead to the same look at the request, so one of them is enough for broken ones.
    broken: tuple[()] = ()
    like: str = ""

    @property
    def title(self) -> str:
        return f"{self.root} as {self.row}"

    @property
    def changes(self) -> bool:
        return self.root.startswith("Mutation.")

    @property
    def is_patient(self) -> bool:
        return any(
            word in self.root for word in ("Start", "Create", "profilePublish", "customOrderA")
        )


def _id(thing: Thing) -> Fields:
    return {"id": gid(thing.name)}


def _of_maker(thing: Thing) -> str:
    return gid(thing.maker)


def _anything(thing: Thing) -> str:
    return ""


def _query(root: str, row: str, thing: str) -> Ask:
    return Ask(f"Query.{root}", row, thing, _id, quiet=True)


def _do(root: str, row: str, thing: str, fields: Callable[[Thing], Fields], **more: Any) -> Ask:
    def variables(it: Thing) -> Fields:
        return {"input": fields(it)}

    return Ask(f"Mutation.{root}", row, thing, variables, _anything, **more)


QUERIES = [
    Ask("Query.viewer", "viewer", "application", lambda it: {}, _anything, about_nothing=True, quiet=True),
    *(
        Ask("Query.maker", row, thing, lambda it: {"id": gid(it.maker)}, _of_maker, quiet=True)
        for row, thing in (
            ("LookupMakersByName", "application"),
            ("LookupMakersByName: not active", "newcomer"),
        )
    ),
    _query("application", "GetApplication", "application"),
    _query("application", "GetApplication: a draft", "draft_application"),
    Ask(
        "Query.applications",
        "ListApplications: of no maker",
        "application",
        lambda it: {"first": 100},
        about_nothing=True,
    ),
    _query("listing", "GetListing", "listing"),
    _query("listing", "GetListing: a draft", "draft_listing"),
    _query("listing", "GetListing: private", "private"),
    _query("listing", "GetListing: private, for the buyer", "for_buyer"),
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
        Ask("Query.listingConfigure", row, thing, _id, shown=_anything, quiet=True)
        for row, thing in (
            ("ConfigureListing", "listing"),
            ("ConfigureListing: a draft", "draft_listing"),
            ("ConfigureListing: private", "private"),
        )
    ),
    _query("profile", "LookupMakerProfilesByName", "profile"),
    _query("thread", "GetThread", "thread"),
    _query("customOrderRequest", "GetCustomOrderRequest", "custom_order"),
    _query("order", "GetOrder", "order"),
    _query("pressRelease", "GetPressRelease", "release"),
    _query("pressRelease", "GetPressRelease: a draft", "draft_release"),
    Ask(
        "Query.pressReleases",
        "ListPressReleases: of no maker",
        "release",
        lambda it: {"first": 100},
        about_nothing=True,
    ),
]  # fmt: skip

A_LISTING = {"title": "Bowl", "country": "US"}


def _a_listing(thing: Thing) -> Fields:
    return {"listing": A_LISTING | {"sku": f"S-{an_id()}"}}


def _a_profile(thing: Thing) -> Fields:
    profile = {
        "country": "US",
        "storeName": f"Kiln {thing.scene.maker_subject}",
        "shortUrl": thing.facts["short_url"],
        "language": "en",
        "about": "I throw mugs.",
        "customOrders": {"types": "Mugs.", "productionTime": "Two weeks."},
    }
    return {"maker": gid(thing.maker), "profile": profile}


def _own_profile(thing: Thing) -> Fields:
    mark = an_id()[:8]
    profile = _a_profile(thing)["profile"]
    return {"profile": profile | {"storeName": f"Store {mark}", "shortUrl": f"store-{mark}"}}


def _declined(thing: Thing) -> Fields:
    return _id(thing) | {"reason": "OUTSOURCED", "text": "Others make them."}


def _with_file(thing: Thing) -> Fields:
    return _id(thing) | {"file": ("draft.docx", A_DRAFT)}


def _approved(thing: Thing) -> Fields:
    return _id(thing) | {"sha256": thing.facts["sha256"]}


def _answered(thing: Thing) -> Fields:
    return _id(thing) | {"listing": gid(thing.facts["listing"]), "text": "Here it is."}


GERMAN = {"questionnaire": {"country": "DE", "businessName": "Ofen"}}

MUTATIONS = [
    _do(
        "applicationStart",
        "StartApplication",
        "application",
        lambda it: GERMAN | {"maker": gid(it.maker)},
        fresh=lambda world: lambda kind: world.newcomer(),
    ),
    _do(
        "applicationStart",
        "StartApplication: for oneself",
        "application",
        lambda it: GERMAN,
        about_nothing=True,
        by_somebody_new=True,
    ),
    _do(
        "applicationUpdate",
        "UpdateApplication",
        "draft_application",
        lambda it: _id(it) | {"questionnaire": {"tools": "A wheel."}},
    ),
    _do(
        "applicationSubmit",
        "SubmitApplication",
        "draft_application",
        _id,
        fresh=lambda world: lambda kind: world.newcomer(),
    ),
    _do(
        "applicationTake",
        "TakeApplication",
        "submitted_application",
        _id,
        fresh=lambda world: world.submitted_application,
    ),
    _do("applicationTake", "TakeApplication: a draft", "draft_application", _id),
    _do(
        "applicationApprove",
        "ApproveApplication",
        "taken_application",
        _id,
        fresh=lambda world: world.taken_application,
    ),
    _do(
        "applicationDecline",
        "DeclineApplication",
        "taken_application",
        _declined,
        fresh=lambda world: world.taken_application,
    ),
    _do(
        "invitationRedeem",
        "RedeemInvitation",
        "open_invitation",
        lambda it: {"secret": it.facts["secret"]},
        fresh=lambda world: world.open_invitation,
    ),
    _do(
        "partnerGrant",
        "GrantPartner",
        "application",
        lambda it: {"partner": "a-tool", "scopes": ["events:read"]},
        about_nothing=True,
    ),
    _do(
        "partnerRevoke",
        "RevokePartner",
        "grant",
        lambda it: {"partner": it.facts["partner"]},
        fresh=lambda world: lambda kind: a_grant(world),
    ),
    _do("profilePublish", "PublishMakerProfile", "application", _a_profile),
    _do(
        "profilePublish",
        "PublishMakerProfile: for oneself",
        "application",
        _own_profile,
        about_nothing=True,
    ),
    _do(
        "listingCreate",
        "CreateListing",
        "application",
        lambda it: _a_listing(it) | {"maker": gid(it.maker)},
    ),
    _do("listingCreate", "CreateListing: for oneself", "application", _a_listing, about_nothing=True),
    _do(
        "listingUpdate",
        "UpdateListing",
        "draft_listing",
        lambda it: _id(it) | {"listing": {"productionDays": 9}},
    ),
    _do(
        "listingPublish",
        "PublishListing",
        "draft_listing",
        _id,
        fresh=lambda world: world.draft_listing,
    ),
    _do(
        "listingRotateLink",
        "RotatePrivateLink",
        "private",
        _id,
        fresh=lambda world: world.private_listing,
    ),
    *(
        _do(
            "customOrderAsk",
            row,
            thing,
            lambda it: {"listing": gid(it.name), "text": "A cat?"},
        )
        for row, thing in (
            ("AskCustomOrder", "plain"),
            ("AskCustomOrder: from a draft", "draft_listing"),
        )
    ),
    _do(
        "customOrderDecline",
        "DeclineCustomOrder",
        "custom_order",
        lambda it: _id(it) | {"text": "Not this year."},
        fresh=lambda world: world.custom_order,
    ),
    _do(
        "customOrderAnswerWithListing",
        "AnswerCustomOrderWithListing",
        "custom_order",
        _answered,
        fresh=lambda world: world.custom_order,
    ),
    _do(
        "messageSend",
        "SendMessage",
        "thread",
        lambda it: {"thread": gid(it.name), "text": "Hello."},
    ),
    _do(
        "pressReleaseStart",
        "StartPressRelease",
        "application",
        lambda it: {"title": "Ours", "maker": gid(it.maker)},
    ),
    _do(
        "pressReleaseStart",
        "StartPressRelease: for oneself",
        "application",
        lambda it: {"title": "Ours"},
        about_nothing=True,
    ),
    _do(
        "pressReleaseUpdate",
        "UpdatePressRelease",
        "draft_release",
        lambda it: _id(it) | {"title": "Three dogs"},
    ),
    _do("pressReleaseUploadDraft", "UploadDraft", "draft_release", _with_file),
    _do(
        "pressReleaseSubmit",
        "SubmitPressRelease",
        "draft_release",
        _id,
        fresh=lambda world: world.draft_release,
    ),
    _do(
        "pressReleaseTake",
        "TakePressRelease",
        "submitted_release",
        _id,
        fresh=lambda world: world.submitted_release,
    ),
    _do("pressReleaseTake", "TakePressRelease: a draft", "draft_release", _id),
    _do(
        "pressReleaseApprove",
        "ApprovePressRelease",
        "taken_release",
        _approved,
        fresh=lambda world: world.taken_release,
    ),
]  # fmt: skip


def _hear(root: str, argument: str, row: str, thing: str) -> Ask:
    def variables(it: Thing) -> Fields:
        return {argument: gid(it.name)}

    return Ask(f"Subscription.{root}", row, thing, variables, shown=_anything)


SUBSCRIPTIONS = [
    _hear("applicationChanged", "application", "WatchApplications", "application"),
    _hear("applicationChanged", "application", "WatchApplications: a draft", "draft_application"),
    _hear("messageAdded", "thread", "WatchMessages", "thread"),
    _hear("pressReleaseChanged", "pressRelease", "WatchPressReleases", "release"),
    _hear("pressReleaseChanged", "pressRelease", "WatchPressReleases: a draft", "draft_release"),
]

ASKS = [*QUERIES, *MUTATIONS, *SUBSCRIPTIONS]
