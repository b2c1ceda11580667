"""How memberships and their extensions to other regions are called."""

from functools import partial

from tests.rights import reviews
from tests.rights.calls.way import Call, Fields, anything, maker_of, name, names, of_maker, page
from tests.rights.reviews import HOME
from tests.rights.things import Thing

REASON = {"reason": "PERFORMANCE", "text": "Orders were late."}


def _membership(thing: Thing) -> Fields:
    return {"maker": thing.maker, "region": "NA"}


MEMBERS = [
    Call(
        "SuspendMembership",
        "barren",
        lambda it: _membership(it) | REASON,
        shown=maker_of,
        fresh=lambda world: partial(reviews.member, world),
    ),
    Call(
        "ReinstateMembership",
        "barren",
        lambda it: _membership(it) | {"text": "Orders are in time again."},
        shown=maker_of,
        fresh=lambda world: partial(reviews.suspended_member, world),
    ),
    Call(
        "RemoveMembership",
        "barren",
        lambda it: _membership(it) | REASON,
        shown=maker_of,
        fresh=lambda world: partial(reviews.suspended_member, world),
    ),
    Call(
        "LeaveProgramme",
        "application",
        lambda it: {"region": HOME, "reason": "CLOSING"},
        shown=anything,
        fresh=lambda world: partial(reviews.european, world),
        about_nothing=True,
    ),
    Call("GetRegionExtension", "extension", name),
    Call("ListRegionExtensions", "extension", of_maker),
    Call("ListRegionExtensions: of no maker", "extension", page, about_nothing=True),
    Call("LookupRegionExtensionsByName", "extension", names),
    Call(
        "StartRegionExtension",
        "application",
        lambda it: {"region": "NA", "primary_country": "US"},
        shown=anything,
        fresh=lambda world: partial(reviews.european, world),
        about_nothing=True,
    ),
    Call(
        "RegisterRegionExtension",
        "extension",
        lambda it: {"name": it.name, "account": "A-1", "email": it.facts["email"]},
        fresh=lambda world: partial(reviews.extension, world),
        broken=[lambda it: {"account": ""}, lambda it: {"email": "other@example.com"}],
    ),
    Call(
        "OpenCountry",
        "extension",
        lambda it: {"name": it.name, "country": "FR", "language": "fr"},
        broken=[lambda it: {"country": "US"}, lambda it: {"language": "xx"}],
    ),
    Call(
        "CancelRegionExtension",
        "extension",
        name,
        fresh=lambda world: partial(reviews.extension, world),
    ),
]
