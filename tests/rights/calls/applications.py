"""How the applications service is called."""

from tests.rights.calls.way import (
    LONG,
    Call,
    Fields,
    anything,
    maker_of,
    name,
    names,
    nothing,
    of_maker,
    page,
)
from tests.rights.things import Thing, an_id
from tests.rights.world import World

GERMAN = {"country": "DE", "business_name": "Ofen", "contact_name": "Ada"}


def _an_account(thing: Thing) -> Fields:
    mark = an_id()[:8]
    return {
        "seller_account": {
            "account": f"A-{mark}",
            "subject": f"seller-{mark}",
            "region": "NA",
            "email": f"{mark}@example.com",
            "plan": "PROFESSIONAL",
            "version": 1,
        }
    }


APPLICATIONS = [
    Call("GetApplication", "application", name),
    Call("GetApplication: a draft", "draft_application", name),
    Call("ListApplications", "application", of_maker),
    Call("ListApplications: of no maker", "application", page, about_nothing=True),
    Call("LookupApplicationsByName", "application", names),
    Call("LookupApplicationsByName: a draft", "draft_application", names),
    Call(
        "StartApplication",
        "application",
        lambda it: {"maker": it.maker, "questionnaire": GERMAN},
        shown=maker_of,
        fresh=lambda world: lambda kind: world.newcomer(),
        broken=[
            lambda it: {"questionnaire": {"country": "US"}},
            lambda it: {"questionnaire": {"country": "XX", "tools": LONG}},
        ],
    ),
    Call(
        "StartApplication: for oneself",
        "application",
        lambda it: {"questionnaire": GERMAN},
        shown=lambda it: "applications/",
        about_nothing=True,
        by_somebody_new=True,
    ),
    Call(
        "UpdateApplication",
        "draft_application",
        lambda it: {"application": {"name": it.name, "questionnaire": {"tools": "A wheel."}}},
        broken=[
            lambda it: {"update_mask": {"paths": ["nonsense"]}},
            lambda it: {"application": {"name": it.name, "etag": "stale"}},
        ],
    ),
    Call(
        "SubmitApplication",
        "draft_application",
        name,
        fresh=lambda world: lambda kind: world.newcomer(),
    ),
    Call("TakeApplication", "submitted_application", name, fresh=lambda w: w.submitted_application),
    Call("TakeApplication: a draft", "draft_application", name),
    Call("ApproveApplication", "taken_application", name, fresh=lambda w: w.taken_application),
    Call("ApproveApplication: a draft", "draft_application", name),
    Call(
        "DeclineApplication",
        "taken_application",
        lambda it: {"name": it.name, "reason": "OUTSOURCED", "text": "Others make them."},
        fresh=lambda world: world.taken_application,
        broken=[lambda it: {"text": LONG}],
    ),
    Call(
        "DeclineApplication: a draft",
        "draft_application",
        lambda it: {"name": it.name, "reason": "OUTSOURCED", "text": "Others make them."},
        broken=[lambda it: {"text": LONG}],
    ),
    Call("WatchApplications", "application", lambda it: {"application": it.name}, shown=anything),
    Call(
        "WatchApplications: a draft",
        "draft_application",
        lambda it: {"application": it.name},
        shown=anything,
    ),
    Call("GetInvitation", "invitation", name),
    Call("LookupInvitationsByName", "invitation", names),
    Call(
        "RedeemInvitation",
        "open_invitation",
        lambda it: {"secret": it.facts["secret"]},
        shown=maker_of,
        fresh=lambda world: world.open_invitation,
    ),
    Call("GetMaker", "application", lambda it: {"name": it.maker}, shown=maker_of),
    Call("GetMaker: not active", "newcomer", lambda it: {"name": it.maker}, shown=maker_of),
    Call("GetOwnMaker", "application", nothing, shown=anything, about_nothing=True),
    # The oldest come first, and this one is among those.
    Call("ListMakers", "application", page, shown=maker_of, about_nothing=True),
    Call("LookupMakersByName", "application", lambda it: {"names": [it.maker]}, shown=maker_of),
    Call(
        "LookupMakersByName: not active",
        "newcomer",
        lambda it: {"names": [it.maker]},
        shown=maker_of,
    ),
    Call(
        "GrantPartner",
        "application",
        lambda it: {"grant": {"partner": "a-tool", "scopes": ["events:read"]}},
        shown=anything,
        about_nothing=True,
    ),
    Call(
        "RevokePartner",
        "grant",
        lambda it: {"partner": it.facts["partner"]},
        shown=anything,
        fresh=lambda world: lambda kind: a_grant(world),
    ),
    Call(
        "ReportSellerAccount",
        "application",
        _an_account,
        shown=anything,
        about_nothing=True,
    ),
]


async def a_grant(world: World) -> Thing:
    """Something that the world's maker has granted to somebody."""
    partner = f"tool-{an_id()}"
    grant = {"partner": partner, "scopes": ["events:read"]}
    await world.call("maker", "GrantPartner", grant=grant, request_id=an_id())
    return Thing(world.main, world.main.maker, {"partner": partner})
