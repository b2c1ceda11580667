"""The checkers see what they are for: a sound history passes, each doctored one does not."""

from email.message import EmailMessage

import pytest

from handmade.applications.v1 import application_pb2 as applications
from handmade.catalog.v1 import listing_pb2 as listings
from handmade.catalog.v1 import reservation_pb2 as stock
from tests.faults import invariants
from tests.faults.history import History, Outcome, read
from tests.faults.machines import START, legal_moves
from tests.faults.records import Kept, Records, Told, as_json

APPLICATION, LISTING, RESERVATION = "applications/1", "listings/1", "reservations/1"
START_ID, SUBMIT_ID, RESERVE_ID, SEND_ID = "r-start", "r-submit", "r-reserve", "r-send"


def an_application(state, revision):
    return applications.Application(name=APPLICATION, state=state, etag=str(revision))


def a_listing(quantity, revision):
    return listings.Listing(
        name=LISTING, quantity=quantity, etag=str(revision), state=listings.Listing.LIVE
    )


def a_mail(event="e-issued", to="ada@example.com"):
    mail = EmailMessage()
    mail["To"], mail["Message-ID"] = to, f"<{event}@handmade.example>"
    return mail


class World:
    """A small marketplace in which everything is as it should be, to be doctored."""

    def __init__(self):
        draft = an_application(applications.Application.DRAFT, 1)
        submitted = an_application(applications.Application.SUBMITTED, 2)
        held = stock.Reservation(
            name=RESERVATION, listing=LISTING, quantity=2, state=stock.Reservation.HELD
        )
        first = listings.Listing(name=LISTING, quantity=12, etag="1", state=listings.Listing.DRAFT)
        self.history = History()
        self.records = Records(
            resources={
                APPLICATION: {"revision": 2, "state": "SUBMITTED"},
                LISTING: {"revision": 3, "state": "live", "quantity": 10},
                RESERVATION: {"revision": 1, "state": "held", "listing": "1", "quantity": 2},
                "threads/1": {"revision": 0, "state": "awaiting_maker", "messages": 1},
                "invitations/1": {"revision": 1, "state": "ISSUED"},
            },
            messages=[{"_id": "m", "thread": "threads/1", "number": 1, "text": f"Dogs. {SEND_ID}"}],
            events=[
                Told("e1", "application.started", APPLICATION, 1, draft),
                Told("e2", "application.submitted", APPLICATION, 2, submitted),
                Told("e3", "listing.created", LISTING, 1, first),
                Told("e4", "listing.published", LISTING, 2, a_listing(12, 2)),
                Told("e5", "listing.stock_changed", LISTING, 3, a_listing(10, 3)),
                Told("e6", "reservation.held", RESERVATION, 1, held),
                Told("e7", "message.sent", "threads/1", 0),
                Told("e-issued", "invitation.issued", "invitations/1", 1),
            ],
            requests=[
                Kept(START_ID, "StartApplication", "ada", draft),
                Kept(SUBMIT_ID, "SubmitApplication", "ada", submitted),
                Kept(RESERVE_ID, "ReserveStock", "orders", held),
                Kept(SEND_ID, "SendMessage", "bea", stock.Reservation()),
            ],
            mails=[a_mail(), a_mail()],
        )
        for request_id, answer in (
            (START_ID, draft),
            (SUBMIT_ID, submitted),
            (SUBMIT_ID, submitted),
            (RESERVE_ID, held),
        ):
            self.call(request_id, Outcome.OK, answer)
        self.call(SEND_ID, Outcome.UNKNOWN, code="UNAVAILABLE")

    def call(self, request_id, outcome, answer=None, code="OK"):
        number = self.history.invoke("client", "Method", request_id)
        answer = as_json(answer) if answer is not None else None
        self.history.complete(number, outcome, code, "", answer)

    def found(self):
        return invariants.violations(self.history, self.records)

    def event(self, event_id):
        return next(event for event in self.records.events if event.id == event_id)

    def replace(self, event_id, **changes):
        event = self.event(event_id)
        at = self.records.events.index(event)
        self.records.events[at] = Told(**{**vars(event), **changes})

    def forget_request(self, request_id):
        self.records.requests = [it for it in self.records.requests if it.request_id != request_id]

    def forget_event(self, event_id):
        self.records.events.remove(self.event(event_id))


def invite_again(world):
    world.records.events.append(Told("e9", "invitation.issued", "invitations/2", 1))
    world.records.mails.append(a_mail("e9"))


def other_answer(world):
    world.call(SUBMIT_ID, Outcome.OK, an_application(applications.Application.SUBMITTED, 3))


def lose_a_change(world):
    world.forget_request(SUBMIT_ID)
    world.forget_event("e2")
    world.records.resources[APPLICATION] = {"revision": 1, "state": "DRAFT"}


def commit_half(world):
    world.forget_event("e6")
    del world.records.resources[RESERVATION]
    world.records.resources[LISTING]["quantity"] = 12


def do_it_twice(world):
    twin = dict(world.records.messages[0], _id="m2", number=2)
    world.records.messages.append(twin)
    world.records.resources["threads/1"]["messages"] = 2


def jump(world):
    approved = an_application(applications.Application.APPROVED, 2)
    world.replace("e2", type="application.approved", snapshot=approved)
    world.records.resources[APPLICATION]["state"] = "APPROVED"


DOCTORED = {
    "an acknowledged change is lost": (lose_a_change, "was acknowledged and is not stored"),
    "twins hear different answers": (other_answer, "answered in different ways"),
    "a request is kept twice": (
        lambda world: world.records.requests.append(world.records.requests[0]),
        "is kept 2 times",
    ),
    "a message is sent twice": (do_it_twice, "is there 2 times"),
    "a refused call had an effect": (
        lambda world: (
            world.records.requests.append(
                Kept("r-no", "ReserveStock", "orders", stock.Reservation())
            ),
            world.call("r-no", Outcome.FAIL, code="NOT_FOUND"),
        ),
        "was refused and has an effect",
    ),
    "half of a transaction is there": (commit_half, "is recorded without"),
    "an event without its request": (
        lambda world: world.forget_request(RESERVE_ID),
        "no request is recorded for it",
    ),
    "a message without its request": (
        lambda world: world.forget_request(SEND_ID),
        "the request is not recorded",
    ),
    "a revision nobody was told of": (lambda world: world.forget_event("e4"), "told were [1, 3]"),
    "a state nobody was told of": (
        lambda world: world.records.resources[APPLICATION].update(state="IN_REVIEW"),
        "was last told to be SUBMITTED",
    ),
    "a resource that is gone": (
        lambda world: world.records.resources.pop(LISTING),
        "was told of and is not there",
    ),
    "stock that is gone": (
        lambda world: world.records.resources[LISTING].update(quantity=9),
        "offered 12, 2 are held or sold, and 9 are left",
    ),
    "a thread with a gap": (
        lambda world: world.records.messages[0].update(number=2),
        "counts 1 messages and has [2]",
    ),
    "a state out of nowhere": (jump, "went from DRAFT by application.approved to APPROVED"),
    "a mail that never came": (lambda world: world.records.mails.clear(), "e-issued is lost"),
    "a mail that nobody caused": (
        lambda world: world.records.mails.append(a_mail("e99")),
        "e99, which nobody told",
    ),
    "a mail that follows nothing": (
        lambda world: world.records.mails.append(a_mail("e1")),
        "e1, which nobody told",
    ),
    "a second invitation": (invite_again, "got mails with different ids"),
    "an effect left undone": (
        lambda world: world.replace("e-issued", is_open=True),
        "has not happened",
    ),
    "an effect given up": (
        lambda world: world.replace("e-issued", parked="OSError"),
        "was parked: OSError",
    ),
    "an error nobody meant": (
        lambda world: world.call("r-new", Outcome.UNKNOWN, code="INTERNAL"),
        "failed with INTERNAL",
    ),
}


def test_a_sound_history_passes():
    assert World().found() == []


@pytest.mark.parametrize(("doctor", "said"), DOCTORED.values(), ids=DOCTORED)
def test_a_doctored_history_is_found_out(doctor, said):
    world = World()

    doctor(world)

    assert any(said in violation for violation in world.found()), world.found()


def test_a_call_of_unknown_outcome_may_have_happened_or_not():
    absent = World()
    absent.call("r-never", Outcome.UNKNOWN, code="DEADLINE_EXCEEDED")
    refused_first = World()
    refused_first.call(START_ID, Outcome.FAIL, code="ABORTED")

    assert absent.found() == []
    assert refused_first.found() == []


def test_the_failure_says_where_the_history_lies(tmp_path):
    world = World()
    world.history = History(tmp_path / "history.jsonl")
    world.call("r-lost", Outcome.OK, an_application(applications.Application.DRAFT, 1))

    with pytest.raises(AssertionError, match=r"r-lost.*not stored\n.*history\.jsonl"):
        invariants.ensure_all(world.history, world.records)


def test_a_history_is_read_as_it_was_kept(tmp_path):
    kept = History(tmp_path / "history.jsonl")
    ended = kept.invoke("ada", "StartApplication", "r-1")
    kept.fault("kill")
    kept.complete(ended, Outcome.OK, answer={"name": APPLICATION})
    kept.invoke("bea", "ReserveStock", "r-2", LISTING)

    again = read(tmp_path / "history.jsonl")

    assert list(again) == list(kept)
    assert again.faults == kept.faults
    assert [it.outcome for it in again] == [Outcome.OK, Outcome.UNKNOWN]


def test_the_machines_are_the_domains_own():
    legal = legal_moves()

    assert ("DRAFT", "application.submitted", "SUBMITTED") in legal["application"]
    assert ("DRAFT", "application.approved", "APPROVED") not in legal["application"]
    assert legal["reservation"] == {
        (START, "reservation.held", "HELD"),
        ("HELD", "reservation.committed", "COMMITTED"),
        ("HELD", "reservation.released", "RELEASED"),
        ("HELD", "reservation.expired", "EXPIRED"),
    }
    assert ("DECLINED", "custom_order_request.link_sent", "LINK_SENT") not in legal[
        "custom_order_request"
    ]
    assert ("DRAFT", "listing.stock_changed", "DRAFT") not in legal["listing"]
