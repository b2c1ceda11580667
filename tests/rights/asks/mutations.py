"""How the graph is told to do something."""

from tests.rights.asks.way import do, gid, id_of
from tests.rights.calls.applications import a_grant
from tests.rights.calls.way import Fields
from tests.rights.things import Thing, an_id
from tests.rights.world import A_DRAFT

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
    return id_of(thing) | {"reason": "OUTSOURCED", "text": "Others make them."}


def _with_file(thing: Thing) -> Fields:
    return id_of(thing) | {"file": ("draft.docx", A_DRAFT)}


def _approved(thing: Thing) -> Fields:
    plan = {"releaseOn": thing.facts["release_on"], "timeZone": thing.facts["time_zone"]}
    return id_of(thing) | {"sha256": thing.facts["sha256"]} | plan


def _answered(thing: Thing) -> Fields:
    return id_of(thing) | {"listing": gid(thing.facts["listing"]), "text": "Here it is."}


GERMAN = {"questionnaire": {"country": "DE", "businessName": "Ofen"}}

MUTATIONS = [
    do(
        "applicationStart",
        "StartApplication",
        "application",
        lambda it: GERMAN | {"maker": gid(it.maker)},
        fresh=lambda world: lambda kind: world.newcomer(),
    ),
    do(
        "applicationStart",
        "StartApplication: for oneself",
        "application",
        lambda it: GERMAN,
        about_nothing=True,
        by_somebody_new=True,
    ),
    do(
        "applicationUpdate",
        "UpdateApplication",
        "draft_application",
        lambda it: id_of(it) | {"questionnaire": {"tools": "A wheel."}},
    ),
    do(
        "applicationSubmit",
        "SubmitApplication",
        "draft_application",
        id_of,
        fresh=lambda world: lambda kind: world.newcomer(),
    ),
    do(
        "applicationTake",
        "TakeApplication",
        "submitted_application",
        id_of,
        fresh=lambda world: world.submitted_application,
    ),
    do("applicationTake", "TakeApplication: a draft", "draft_application", id_of),
    do(
        "applicationApprove",
        "ApproveApplication",
        "taken_application",
        id_of,
        fresh=lambda world: world.taken_application,
    ),
    do(
        "applicationDecline",
        "DeclineApplication",
        "taken_application",
        _declined,
        fresh=lambda world: world.taken_application,
    ),
    do(
        "invitationRedeem",
        "RedeemInvitation",
        "open_invitation",
        lambda it: {"secret": it.facts["secret"]},
        fresh=lambda world: world.open_invitation,
    ),
    do(
        "partnerGrant",
        "GrantPartner",
        "application",
        lambda it: {"partner": "a-tool", "scopes": ["events:read"]},
        about_nothing=True,
    ),
    do(
        "partnerRevoke",
        "RevokePartner",
        "grant",
        lambda it: {"partner": it.facts["partner"]},
        fresh=lambda world: lambda kind: a_grant(world),
    ),
    do("profilePublish", "PublishMakerProfile", "application", _a_profile),
    do(
        "profilePublish",
        "PublishMakerProfile: for oneself",
        "application",
        _own_profile,
        about_nothing=True,
    ),
    do(
        "listingCreate",
        "CreateListing",
        "application",
        lambda it: _a_listing(it) | {"maker": gid(it.maker)},
    ),
    do(
        "listingCreate", "CreateListing: for oneself", "application", _a_listing, about_nothing=True
    ),
    do(
        "listingUpdate",
        "UpdateListing",
        "draft_listing",
        lambda it: id_of(it) | {"listing": {"productionDays": 9}},
    ),
    do(
        "listingPublish",
        "PublishListing",
        "draft_listing",
        id_of,
        fresh=lambda world: world.draft_listing,
    ),
    do(
        "listingRotateLink",
        "RotatePrivateLink",
        "private",
        id_of,
        fresh=lambda world: world.private_listing,
    ),
    *(
        do(
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
    do(
        "customOrderDecline",
        "DeclineCustomOrder",
        "custom_order",
        lambda it: id_of(it) | {"text": "Not this year."},
        fresh=lambda world: world.custom_order,
    ),
    do(
        "customOrderAnswerWithListing",
        "AnswerCustomOrderWithListing",
        "custom_order",
        _answered,
        fresh=lambda world: world.custom_order,
    ),
    do(
        "messageSend",
        "SendMessage",
        "thread",
        lambda it: {"thread": gid(it.name), "text": "Hello."},
    ),
    do(
        "pressReleaseStart",
        "StartPressRelease",
        "application",
        lambda it: {"title": "Ours", "maker": gid(it.maker)},
    ),
    do(
        "pressReleaseStart",
        "StartPressRelease: for oneself",
        "application",
        lambda it: {"title": "Ours"},
        about_nothing=True,
    ),
    do(
        "pressReleaseUpdate",
        "UpdatePressRelease",
        "draft_release",
        lambda it: id_of(it) | {"title": "Three dogs"},
    ),
    do("pressReleaseUploadDraft", "UploadDraft", "draft_release", _with_file),
    do(
        "pressReleaseSubmit",
        "SubmitPressRelease",
        "draft_release",
        id_of,
        fresh=lambda world: world.draft_release,
    ),
    do(
        "pressReleaseTake",
        "TakePressRelease",
        "submitted_release",
        id_of,
        fresh=lambda world: world.submitted_release,
    ),
    do("pressReleaseTake", "TakePressRelease: a draft", "draft_release", id_of),
    do(
        "pressReleaseApprove",
        "ApprovePressRelease",
        "taken_release",
        _approved,
        fresh=lambda world: world.taken_release,
    ),
]
