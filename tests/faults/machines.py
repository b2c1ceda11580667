"""How states may follow each other, found by asking the domains' own verbs.

Nothing is listed twice: every verb is tried on everything that the verbs lead to, and what the
domain allows is what a database may tell of.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from applications.domain.application import (
    Application,
    DeclineReason,
    Flag,
    InformationNotAsked,
    Occasion,
)
from applications.domain.questionnaire import Questionnaire
from catalog.domain.listing import Listing, Offer, PrivateAccess
from catalog.domain.listing import State as ListingState
from catalog.domain.money import Money
from catalog.domain.profile import Storefront
from catalog.domain.reservation import Reservation
from catalog.domain.retirement import retirement
from chassis.actors import Actor
from chassis.caller import Role
from chassis.errors import Problem
from messaging.domain.conversation import begin
from messaging.domain.custom_order import CustomOrderRequest
from messaging.store.conversations import HAPPENED

START = ""
Move = tuple[str, str, str]
"""A state, the event that tells of a change, the state after it."""

Verb = Callable[[Any], Any]

_NOW = datetime(2030, 1, 1, tzinfo=UTC)
_LATER = _NOW + timedelta(days=30)
_LATEST = _LATER + timedelta(days=30)


def _name(state: Any) -> str:
    return str(state.value).upper()


def _moves(
    kind: str, created: str, starts: Iterable[Any], verbs: Iterable[tuple[str, Verb]]
) -> set[Move]:
    verbs = list(verbs)
    moves: set[Move] = set()
    waiting = list(starts)
    seen: list[Any] = list(waiting)
    for start in waiting:
        moves.add((START, f"{kind}.{created}", _name(start.state)))
    while waiting:
        before = waiting.pop()
        for what, verb in verbs:
            try:
                after = verb(before)
            except Problem:
                continue
            if after is before:
                continue
            happened = what or _outcome(after)
            moves.add((_name(before.state), f"{kind}.{happened}", _name(after.state)))
            if not any(_alike(after, known) for known in seen):
                seen.append(after)
                waiting.append(after)
    return moves


def _alike(one: Any, other: Any) -> bool:
    """Whether the verbs treat both the same, so that looking at one of them is enough."""
    marks = ("state", "reviewer", "first_signature", "flags", "decline_reason")
    return all(getattr(one, mark, None) == getattr(other, mark, None) for mark in marks)


def _outcome(after: Any) -> str:
    if isinstance(after, Application):
        return after.timeline[-1].action.value
    if isinstance(after, CustomOrderRequest):
        return HAPPENED[after.state]
    return str(after.state.value)


def _answered(asked: Application, own: Occasion, *, is_last: bool) -> Application:
    """With all that is still asked answered, or all but one question."""
    left = [it.id for it in asked.ensure_asked(_NOW).questions if it.answered is None]
    if len(left) == 1 and not is_last:
        raise InformationNotAsked(asked.state)
    return asked.respond(dict.fromkeys(left if is_last else left[1:], "So."), own)


def _applications() -> set[Move]:
    def by(subject: str) -> Occasion:
        return Occasion(Actor(subject, subject, Role.REVIEWER), _NOW, "1")

    answers = Questionnaire(country="US")
    own = Occasion(Actor("ada", "Ada", Role.MAKER), _NOW, "1")
    blank = Application("a", "m", "ada", "ada@example.com", "NA", answers, "1", _NOW, _NOW)
    return _moves(
        "application",
        "started",
        [blank.start(own)],
        [
            ("changed", lambda it: it.answer(answers, "NA", own)),
            ("", lambda it: it.submit("ada@example.com", (), own)),
            ("", lambda it: it.submit("ada@example.com", (Flag.CASE_BY_CASE,), own)),
            ("", lambda it: it.take(by("rosa"))),
            ("", lambda it: it.approve("i", by("rosa"))),
            ("", lambda it: it.approve("i", by("sam"))),
            ("", lambda it: it.decline(DeclineReason.RESOLD, "No.", by("rosa"))),
            ("", lambda it: it.decline(DeclineReason.RESOLD, "No.", by("sam"))),
            ("", lambda it: it.release("", by("rosa"))),
            ("", lambda it: it.hand_over(by("sam").somebody, "", by("rosa"))),
            ("", lambda it: it.note("Look.", by("rosa"))),
            ("", lambda it: it.ask(["How?", "Where?"], _LATER, by("rosa"))),
            ("changed", lambda it: _answered(it, own, is_last=False)),
            ("", lambda it: _answered(it, own, is_last=True)),
            ("", lambda it: it.expire(Occasion(None, _LATEST, "1"), _LATEST)),
            ("", lambda it: it.reopen(_LATEST, own)),
            ("", lambda it: it.withdraw("", own)),
        ],
    )


def _reservations() -> set[Move]:
    held = Reservation("r", "l", "bea", 1, 1, (), Money(Decimal(32), "USD"), _LATER, _NOW, _NOW)
    after_its_time = _LATER + timedelta(days=1)
    return _moves(
        "reservation",
        "held",
        [held],
        [
            ("", lambda it: it.commit(_NOW)),
            ("", lambda it: it.release(_NOW)),
            ("", lambda it: it.release(after_its_time)),
        ],
    )


def _custom_orders() -> set[Move]:
    asked = begin(
        thread="t", request="c", listing="l", maker="m", maker_subject="ada", buyer="bea",
        buyer_alias="b", text="Two dogs.", at=_NOW, due=_LATER,
    ).request  # fmt: skip
    verbs: list[tuple[str, Verb]] = [
        ("", lambda it: it.hear_maker(_NOW)),
        ("", lambda it: it.hear_buyer(_NOW)),
        ("", lambda it: it.decline(_NOW)),
        ("", lambda it: it.offer("listings/1", _NOW)),
        ("", lambda it: it.purchase("listings/1", "orders/1", _NOW)),
    ]
    moves = _moves("custom_order_request", "asked", [asked], verbs)
    states = {after for _, _, after in moves}
    # A change without a new state is told as an update.
    calm = {(state, "custom_order_request.updated", state) for state in states}
    return {move for move in moves if move[0] != move[2] or "link_sent" in move[1]} | calm


def _listings() -> set[Move]:
    storefront = Storefront(maker="m", store_name="Kiln", custom_order_countries=frozenset())
    draft = Listing.drafted("l", "US", "MUG", Offer("Mug", quantity=9), storefront, _NOW)
    private = Offer("Mug", quantity=9, private_access=PrivateAccess("bea"))
    moves = _moves(
        "listing",
        "created",
        [draft, draft.edit(private, _NOW)],
        [
            ("updated", lambda it: it.edit(Offer("Bowl", quantity=9), _LATER)),
            ("updated", lambda it: it.follow(storefront, _LATER)),
            ("published", lambda it: it.publish(_LATER)),
            ("stock_changed", lambda it: it.restock(-1, _LATER)),
            ("retired", lambda it: it.retire(retirement("LEFT", _LATER))),
        ],
    )
    # Only what is on sale is bought, which the policy sees to; what was held comes back after it.
    retired = ListingState.RETIRED.name
    had_stock = (ListingState.LIVE.name, retired)
    return {
        move
        for move in moves
        if (move[1] == "listing.stock_changed" and move[0] in had_stock)
        or (move[1] != "listing.stock_changed" and (move[0] != retired))
    }


def legal_moves() -> Mapping[str, frozenset[Move]]:
    """By the kind of resource, as the types of its events begin."""
    return {
        "application": frozenset(_applications()),
        "reservation": frozenset(_reservations()),
        "custom_order_request": frozenset(_custom_orders()),
        "listing": frozenset(_listings()),
    }
