"""How messaging is called."""

from tests.rights.calls.way import (
    LONG,
    Call,
    Fields,
    anything,
    name,
    names,
    of_maker,
    of_makers,
    page,
)
from tests.rights.things import Thing, an_id, now


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


def _thread(thing: Thing) -> Fields:
    return {"thread": thing.name}


MESSAGING = [
    Call("GetThread", "thread", name),
    Call("ListThreads", "thread", of_maker),
    Call("ListThreads: of no maker", "thread", page, about_nothing=True),
    Call("BatchListThreads", "thread", of_makers),
    Call("LookupThreadsByName", "thread", names),
    Call("ListMessages", "thread", _thread),
    Call("BatchListMessages", "thread", lambda it: {"threads": [it.name]}),
    Call(
        "SendMessage",
        "thread",
        lambda it: {"thread": it.name, "text": "Hello."},
        broken=[lambda it: {"text": LONG}, lambda it: {"text": "<b>Hi</b>\x00"}],
    ),
    Call("WatchMessages", "thread", _thread, shown=anything),
    Call("GetCustomOrderRequest", "custom_order", name),
    Call("ListCustomOrderRequests", "custom_order", of_maker),
    Call("ListCustomOrderRequests: of no maker", "custom_order", page, about_nothing=True),
    Call("LookupCustomOrderRequestsByName", "custom_order", names),
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
    Call("GetOrder", "order", name),
    Call("LookupOrdersByName", "order", names),
    Call("RecordOrder", "plain", _an_order),
]
