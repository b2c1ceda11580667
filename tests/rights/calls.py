"""How each method of the contracts is called: with what, and about which of the world's things."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from tests.rights.wire import METHOD
from tests.rights.world import A_DRAFT, Make, Thing, World, an_id, now

Fields = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One way of calling a method, as a row of the table has it.

    `shown` is what an answer has in it that shows the thing. `fresh` makes a thing for a change
    that will be allowed; without it the world's own thing can be changed again and again.
    `broken` are other requests for the same thing, each wrong in some way. `about_nothing` says
    that the request names no thing, so that there is nothing to be absent. `like` is the thing
    whose list is as empty as one that hides everything, where the maker itself is known.
    """

    row: str
    thing: str
    fields: Callable[[Thing], Fields]
    shown: Callable[[Thing], str] = lambda thing: thing.name
    fresh: Callable[[World], Make] | None = None
    broken: Sequence[Callable[[Thing], Fields]] = ()
    about_nothing: bool = False
    by_somebody_new: bool = False
    like: str = ""

    @property
    def is_patient(self) -> bool:
        """Whether a service looks again for a second before it refuses: a copy may be behind."""
        return self.method in _PATIENT

    @property
    def title(self) -> str:
        return self.row

    @property
    def method(self) -> str:
        return self.row.partition(":")[0]

    @property
    def changes(self) -> bool:
        described = METHOD[self.method]
        return described.client_streaming or "request_id" in described.input_type.fields_by_name

    def request(
        self,
        thing: Thing,
        broken: Callable[[Thing], Fields] | None = None,
        request_id: str = "",
    ) -> Message | list[Message]:
        made = GetMessageClass(METHOD[self.method].input_type)
        fields = self.fields(thing) | (broken(thing) if broken else {})
        if self.method == "UploadDraft":
            header = fields | {"request_id": request_id or an_id()}
            content = header.pop("content", A_DRAFT)
            return [made(header=header), *_chunks(made, content)]
        if "request_id" in made.DESCRIPTOR.fields_by_name:
            fields.setdefault("request_id", request_id or an_id())
        return made(**fields)


def _chunks(made: Any, content: bytes) -> list[Message]:
    size = 64 * 1024
    return [made(chunk=content[at : at + size]) for at in range(0, len(content), size)]


def _name(thing: Thing) -> Fields:
    return {"name": thing.name}


def _names(thing: Thing) -> Fields:
    return {"names": [thing.name]}


def _of_maker(thing: Thing) -> Fields:
    return {"maker": thing.maker, "page_size": 100}


def _of_makers(thing: Thing) -> Fields:
    return {"makers": [thing.maker], "page_size": 100}


def _page(thing: Thing) -> Fields:
    return {"page_size": 100}


def _nothing(thing: Thing) -> Fields:
    return {}


def _anything(thing: Thing) -> str:
    return ""


def _maker(thing: Thing) -> str:
    return thing.maker


_PATIENT = {
    "StartApplication",
    "CreateListing",
    "PublishMakerProfile",
    "AskCustomOrder",
    "AnswerCustomOrderWithListing",
    "StartPressRelease",
}
LONG = "x" * 5000
GERMAN = {"country": "DE", "business_name": "Ofen", "contact_name": "Ada"}
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


def _an_order(thing: Thing) -> Fields:
    digits = f"{int(an_id().replace('-', ''), 16) % 10**17:017}"
    return {
        "order": {
            "order_number": f"{digits[:3]}-{digits[3:10]}-{digits[10:]}",
            "buyer": thing.scene.buyer_subject,
            "listing": thing.name,
            "quantity": 1,
            "price": {"currency_code": "USD", "units": 32},
            "state": "PLACED",
            "place_time": now(),
            "version": 1,
        }
    }


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
    Call("GetApplication", "application", _name),
    Call("GetApplication: a draft", "draft_application", _name),
    Call("ListApplications", "application", _of_maker),
    Call("ListApplications: of no maker", "application", _page, about_nothing=True),
    Call("LookupApplicationsByName", "application", _names),
    Call("LookupApplicationsByName: a draft", "draft_application", _names),
    Call(
        "StartApplication",
        "application",
        lambda it: {"maker": it.maker, "questionnaire": GERMAN},
        shown=_maker,
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
        _name,
        fresh=lambda world: lambda kind: world.newcomer(),
    ),
    Call("TakeApplication", "submitted_application", _name, fresh=lambda w: w.submitted_application),
    Call("TakeApplication: a draft", "draft_application", _name),
    Call("ApproveApplication", "taken_application", _name, fresh=lambda w: w.taken_application),
    Call("ApproveApplication: a draft", "draft_application", _name),
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
    Call("WatchApplications", "application", lambda it: {"application": it.name}, shown=_anything),
    Call(
        "WatchApplications: a draft",
        "draft_application",
        lambda it: {"application": it.name},
        shown=_anything,
    ),
    Call("GetInvitation", "invitation", _name),
    Call("LookupInvitationsByName", "invitation", _names),
    Call(
        "RedeemInvitation",
        "open_invitation",
        lambda it: {"secret": it.facts["secret"]},
        shown=_maker,
        fresh=lambda world: world.open_invitation,
    ),
    Call("GetMaker", "application", lambda it: {"name": it.maker}, shown=_maker),
    Call("GetMaker: not active", "newcomer", lambda it: {"name": it.maker}, shown=_maker),
    Call("GetOwnMaker", "application", _nothing, shown=_anything, about_nothing=True),
    Call("ListMakers", "application", _page, shown=_anything, about_nothing=True),
    Call("LookupMakersByName", "application", lambda it: {"names": [it.maker]}, shown=_maker),
    Call(
        "LookupMakersByName: not active",
        "newcomer",
        lambda it: {"names": [it.maker]},
        shown=_maker,
    ),
    Call(
        "GrantPartner",
        "application",
        lambda it: {"grant": {"partner": "a-tool", "scopes": ["events:read"]}},
        shown=_anything,
        about_nothing=True,
    ),
    Call(
        "RevokePartner",
        "grant",
        lambda it: {"partner": it.facts["partner"]},
        shown=_anything,
        fresh=lambda world: lambda kind: a_grant(world),
    ),
    Call(
        "ReportSellerAccount",
        "application",
        _an_account,
        shown=_anything,
        about_nothing=True,
    ),
]  # fmt: skip


async def a_grant(world: World) -> Thing:
    """Something that the world's maker has granted to somebody."""
    partner = f"tool-{an_id()}"
    grant = {"partner": partner, "scopes": ["events:read"]}
    await world.call("maker", "GrantPartner", grant=grant, request_id=an_id())
    return Thing(world.main, world.main.maker, {"partner": partner})


CATALOG = [
    Call("GetListing", "listing", _name),
    Call("GetListing: a draft", "draft_listing", _name),
    Call("GetListing: private", "private", _name),
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
    Call("GetListing: private, for the buyer", "for_buyer", _name),
    Call("ListListings", "listing", _of_maker),
    Call("ListListings: a draft", "shy_draft", _of_maker),
    Call("ListListings: private", "shy_private", _of_maker),
    Call(
        "ListListings: of no maker", "listing", _page, shown=lambda it: "listings/", about_nothing=True
    ),
    Call("BatchListListings", "listing", _of_makers),
    Call("BatchListListings: a draft", "shy_draft", _of_makers),
    Call("BatchListListings: private", "shy_private", _of_makers),
    Call("LookupListingsByName", "listing", _names),
    Call("LookupListingsByName: a draft", "draft_listing", _names),
    Call("LookupListingsByName: private", "private", _names),
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
    Call("ConfigureListing", "listing", _name, broken=[lambda it: {"quantity": 5000}]),
    Call("ConfigureListing: a draft", "draft_listing", _name, broken=[lambda it: {"quantity": 5000}]),
    Call(
        "ConfigureListing: private",
        "private",
        _name,
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
        shown=_maker,
        broken=[lambda it: {"listing": {"title": LONG, "country": "XX", "sku": "taken"}}],
    ),
    Call(
        "CreateListing: for oneself",
        "application",
        lambda it: {"listing": A_LISTING | {"sku": f"S-{an_id()}"}},
        shown=_anything,
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
    Call("PublishListing", "draft_listing", _name, fresh=lambda world: world.draft_listing),
    Call("GetPrivateLink", "private", _name),
    Call("BatchGetPrivateLinks", "private", _names),
    Call("RotatePrivateLink", "private", _name, fresh=lambda world: world.private_listing),
    Call("GetMakerProfile", "profile", _name),
    Call("LookupMakerProfilesByName", "profile", _names),
    Call("BatchGetMakerProfiles", "profile", lambda it: {"makers": [it.maker]}),
    Call(
        "PublishMakerProfile",
        "application",
        _a_profile,
        shown=_maker,
        broken=[lambda it: {"profile": {"country": "XX", "store_name": "x", "short_url": "x"}}],
    ),
    Call(
        "PublishMakerProfile: for oneself",
        "application",
        _own_profile,
        shown=_anything,
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
    Call("CommitReservation", "reservation", _name, fresh=lambda world: world.reservation),
    Call("ReleaseReservation", "reservation", _name, fresh=lambda world: world.reservation),
]  # fmt: skip


def _thread(thing: Thing) -> Fields:
    return {"thread": thing.name}


MESSAGING = [
    Call("GetThread", "thread", _name),
    Call("ListThreads", "thread", _of_maker),
    Call("ListThreads: of no maker", "thread", _page, about_nothing=True),
    Call("BatchListThreads", "thread", _of_makers),
    Call("LookupThreadsByName", "thread", _names),
    Call("ListMessages", "thread", _thread),
    Call("BatchListMessages", "thread", lambda it: {"threads": [it.name]}),
    Call(
        "SendMessage",
        "thread",
        lambda it: {"thread": it.name, "text": "Hello."},
        broken=[lambda it: {"text": LONG}, lambda it: {"text": "<b>Hi</b>\x00"}],
    ),
    Call("WatchMessages", "thread", _thread, shown=_anything),
    Call("GetCustomOrderRequest", "custom_order", _name),
    Call("ListCustomOrderRequests", "custom_order", _of_maker),
    Call("ListCustomOrderRequests: of no maker", "custom_order", _page, about_nothing=True),
    Call("LookupCustomOrderRequestsByName", "custom_order", _names),
    *(
        Call(row, thing, lambda it: {"listings": [it.name]}, shown=lambda it: "permission {")
        for row, thing in (
            ("CheckCustomOrders", "listing"),
            ("CheckCustomOrders: a draft", "draft_listing"),
            ("CheckCustomOrders: private", "private"),
        )
    ),
    *(
        Call(
            row,
            thing,
            lambda it: {"listing": it.name, "text": "A cat?"},
            broken=[lambda it: {"text": LONG}],
        )
        for row, thing in (
            ("AskCustomOrder", "plain"),
            ("AskCustomOrder: from a draft", "draft_listing"),
            ("AskCustomOrder: from a private listing", "private"),
        )
    ),
    Call(
        "DeclineCustomOrder",
        "custom_order",
        lambda it: {"name": it.name, "text": "Not this year."},
        fresh=lambda world: world.custom_order,
        broken=[lambda it: {"text": LONG}],
    ),
    Call(
        "AnswerCustomOrderWithListing",
        "custom_order",
        lambda it: {"name": it.name, "listing": it.facts["listing"], "text": "Here it is."},
        fresh=lambda world: world.custom_order,
        broken=[lambda it: {"text": LONG}],
    ),
    Call("GetOrder", "order", _name),
    Call("LookupOrdersByName", "order", _names),
    Call("RecordOrder", "plain", _an_order),
]

PRESS = [
    Call("GetPressRelease", "release", _name),
    Call("GetPressRelease: a draft", "draft_release", _name),
    Call("ListPressReleases", "release", _of_maker),
    Call("ListPressReleases: a draft", "shy_release", _of_maker, like="barren"),
    Call("ListPressReleases: of no maker", "release", _page, about_nothing=True),
    Call("BatchListPressReleases", "release", _of_makers),
    Call("BatchListPressReleases: a draft", "shy_release", _of_makers, like="barren"),
    Call("LookupPressReleasesByName", "release", _names),
    Call("LookupPressReleasesByName: a draft", "draft_release", _names),
    Call(
        "StartPressRelease",
        "application",
        lambda it: {"maker": it.maker, "press_release": {"title": "Ours"}},
        shown=_maker,
        broken=[lambda it: {"press_release": {"title": LONG}}],
    ),
    Call(
        "StartPressRelease: for oneself",
        "application",
        lambda it: {"press_release": {"title": "Ours"}},
        shown=_anything,
        about_nothing=True,
    ),
    Call(
        "UpdatePressRelease",
        "draft_release",
        lambda it: {"press_release": {"name": it.name, "title": "Three dogs"}},
        broken=[
            lambda it: {"update_mask": {"paths": ["nonsense"]}},
            lambda it: {"press_release": {"name": it.name, "etag": "stale"}},
        ],
    ),
    Call(
        "UploadDraft",
        "draft_release",
        lambda it: {"name": it.name, "file_name": "draft.docx"},
        broken=[lambda it: {"content": b"no document"}, lambda it: {"file_name": "draft.pdf"}],
    ),
    Call(
        "DownloadDraft",
        "release",
        _name,
        shown=_anything,
        broken=[lambda it: {"sha256": "0" * 64}, lambda it: {"sha256": "x"}],
    ),
    Call("DownloadDraft: of a draft", "draft_release", _name, shown=_anything),
    Call("SubmitPressRelease", "draft_release", _name, fresh=lambda world: world.draft_release),
    Call("TakePressRelease", "submitted_release", _name, fresh=lambda world: world.submitted_release),
    Call("TakePressRelease: a draft", "draft_release", _name),
    *(
        Call(
            row,
            thing,
            lambda it: {"name": it.name, "sha256": it.facts["sha256"]},
            fresh=lambda world: world.taken_release,
            broken=[lambda it: {"sha256": "0" * 64}, lambda it: {"sha256": "x"}],
        )
        for row, thing in (
            ("ApprovePressRelease", "taken_release"),
            ("ApprovePressRelease: a draft", "draft_release"),
        )
    ),
    Call("WatchPressReleases", "release", lambda it: {"press_release": it.name}, shown=_anything),
    Call(
        "WatchPressReleases: a draft",
        "draft_release",
        lambda it: {"press_release": it.name},
        shown=_anything,
    ),
]  # fmt: skip

OPERATIONS = [Call("GetStatus", "application", _nothing, shown=_anything, about_nothing=True)]

CALLS = [*APPLICATIONS, *CATALOG, *MESSAGING, *PRESS, *OPERATIONS]
