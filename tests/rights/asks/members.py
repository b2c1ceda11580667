"""How the graph is told of memberships and their ways into other regions."""

from functools import partial

from tests.rights import reviews
from tests.rights.asks.way import Ask, anything, do, gid, id_of, query
from tests.rights.calls.way import Fields
from tests.rights.reviews import HOME
from tests.rights.things import Thing

REASON = {"reason": "PERFORMANCE", "text": "Orders were late."}


def _membership(thing: Thing) -> Fields:
    return {"maker": gid(thing.maker), "region": "NA"}


MEMBERS = [
    query("regionExtension", "GetRegionExtension", "extension"),
    Ask(
        "Query.regionExtensions",
        "ListRegionExtensions",
        "extension",
        lambda it: {"first": 100, "maker": gid(it.maker)},
        quiet=True,
    ),
    Ask(
        "Query.programmeCountries",
        "programmeCountries",
        "application",
        lambda it: {},
        anything,
        about_nothing=True,
    ),
    Ask(
        "Query.questionnaireForm",
        "GetQuestionnaireForm",
        "application",
        lambda it: {},
        anything,
        about_nothing=True,
        quiet=True,
    ),
    Ask(
        "Query.applicationWork",
        "ListApplicationWork",
        "application",
        lambda it: {"first": 100},
        anything,
        about_nothing=True,
    ),
    Ask(
        "Query.applicationActivity",
        "ListActivity",
        "application",
        lambda it: {"first": 100, "object": gid(it.name)},
    ),
    Ask(
        "Query.applicationFigures",
        "ListWeeklyFigures",
        "application",
        lambda it: {},
        anything,
        about_nothing=True,
    ),
    Ask(
        "Query.applicationReviewers",
        "ListReviewers",
        "application",
        lambda it: {},
        anything,
        about_nothing=True,
    ),
    do(
        "membershipSuspend",
        "SuspendMembership",
        "barren",
        lambda it: _membership(it) | REASON,
        fresh=lambda world: partial(reviews.member, world),
    ),
    do(
        "membershipReinstate",
        "ReinstateMembership",
        "barren",
        lambda it: _membership(it) | {"text": "Orders are in time again."},
        fresh=lambda world: partial(reviews.suspended_member, world),
    ),
    do(
        "membershipRemove",
        "RemoveMembership",
        "barren",
        lambda it: _membership(it) | REASON,
        fresh=lambda world: partial(reviews.suspended_member, world),
    ),
    do(
        "programmeLeave",
        "LeaveProgramme",
        "application",
        lambda it: {"region": HOME, "reason": "CLOSING"},
        fresh=lambda world: partial(reviews.european, world),
        about_nothing=True,
    ),
    do(
        "regionExtensionStart",
        "StartRegionExtension",
        "application",
        lambda it: {"region": "NA", "primaryCountry": "US"},
        fresh=lambda world: partial(reviews.european, world),
        about_nothing=True,
    ),
    do(
        "regionExtensionRegister",
        "RegisterRegionExtension",
        "extension",
        lambda it: id_of(it) | {"account": "A-1", "email": it.facts["email"]},
        fresh=lambda world: partial(reviews.extension, world),
    ),
    do(
        "countryOpen",
        "OpenCountry",
        "extension",
        lambda it: id_of(it) | {"country": "IT", "language": "it"},
    ),
    do(
        "regionExtensionCancel",
        "CancelRegionExtension",
        "extension",
        id_of,
        fresh=lambda world: partial(reviews.extension, world),
    ),
]
