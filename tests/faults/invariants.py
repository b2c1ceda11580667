"""What must hold whatever failed: functions of what clients saw and what is stored at the end.

Each answers with every violation, as a sentence. `violations` asks all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from google.protobuf.message import Message

from applications.effects import EFFECTS
from tests.faults.history import History, Outcome
from tests.faults.machines import START, legal_moves
from tests.faults.records import Records, Told, as_json

# What a service may answer; anything else is a failure of ours that was not meant.
MEANT = {
    "OK",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "PERMISSION_DENIED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "UNAUTHENTICATED",
    "RESOURCE_EXHAUSTED",
    "UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "CANCELLED",
}

# Events of which each is one client's request and nothing else.
_OF_ONE_REQUEST = ("application.", "reservation.")

# A message that says nothing of its resource's version; the account a seller has elsewhere.
_UNMARKED = ("",)

# Resources that are stored under the name by which they are told of.
_KINDS = {
    "applications",
    "makers",
    "invitations",
    "listings",
    "reservations",
    "customOrderRequests",
    "threads",
}


def nothing_acknowledged_is_lost(history: History, records: Records) -> Iterator[str]:
    """Whatever a client was told had happened is stored, and as it was told."""
    kept = {it.request_id: it for it in records.requests}
    known = _stored(records)
    for operation in history:
        if operation.outcome is not Outcome.OK:
            continue
        found = kept.get(operation.request_id)
        if found is None:
            yield f"{operation} was acknowledged and is not stored"
        elif found.as_json != operation.answer:
            yield f"{operation} was answered {operation.answer}, stored is {found.as_json}"
        elif _mark(found.answer) not in known:
            yield f"{operation} was acknowledged, and its effect {_mark(found.answer)} is not there"


def each_request_has_one_effect(history: History, records: Records) -> Iterator[str]:
    """Twins and repeats hear the same, and what they asked for is there once."""
    for request_id, operations in history.of_requests().items():
        answers = [it.answer for it in operations if it.outcome is Outcome.OK]
        if any(answer != answers[0] for answer in answers):
            yield f"request {request_id} was answered in different ways: {answers}"
    for request_id, times in Counter(it.request_id for it in records.requests).items():
        if times > 1:
            yield f"request {request_id} is kept {times} times"
    # Texts hold the id of the request that brought them.
    for text, times in Counter(it["text"] for it in records.messages).items():
        if times > 1:
            yield f"the message {text!r} is there {times} times"
    for marks, what in (
        (_marks(records, "reservation.held"), "held"),
        (_marks(records, "application.started"), "started"),
    ):
        for mark, times in Counter(marks).items():
            if times > 1:
                yield f"{mark} was {what} {times} times"


def nothing_refused_has_an_effect(history: History, records: Records) -> Iterator[str]:
    """What every call of a request was refused for has left nothing behind."""
    kept = {it.request_id for it in records.requests}
    for request_id, operations in history.of_requests().items():
        if request_id in kept and all(it.outcome is Outcome.FAIL for it in operations):
            yield f"{operations[0]} was refused and has an effect"


def requests_are_whole_or_absent(history: History, records: Records) -> Iterator[str]:
    """A request's record, its resource and its events were committed together, or none was."""
    asked = {it.request_id for it in history}
    known = _stored(records)
    for kept in records.requests:
        if _mark(kept.answer) not in known:
            yield f"{kept.method} {kept.request_id} is recorded without {_mark(kept.answer)}"
    answered = {_mark(it.answer) for it in records.requests}
    for event in records.events:
        if event.snapshot is None or not event.type.startswith(_OF_ONE_REQUEST):
            continue
        # The end of a reservation's time is nobody's request.
        if event.type != "reservation.expired" and _mark(event.snapshot) not in answered:
            yield f"{event.type} of {event.resource} was told, and no request is recorded for it"
    recorded = {it.request_id for it in records.requests}
    for message in records.messages:
        cause = message["text"].rpartition(" ")[2]
        if cause in asked and cause not in recorded:
            yield f"a message of request {cause} is there, and the request is not recorded"


def events_sum_up_to_the_state(history: History, records: Records) -> Iterator[str]:
    """Every revision of a resource was told, and the last one tells what is stored."""
    told = _by_resource(records)
    for name, document in records.resources.items():
        events = told.pop(name, [])
        revisions = sorted({event.revision for event in events})
        first = 0 if name.startswith(("customOrderRequests/", "threads/")) else 1
        if revisions != list(range(first, document["revision"] + 1)):
            yield f"{name} is at revision {document['revision']}; told were {revisions}"
            continue
        last = events[-1]
        if last.state and last.state != str(document["state"]).upper():
            yield f"{name} is {document['state']}, and was last told to be {last.state}"
    for name in told:
        if name.partition("/")[0] in _KINDS:
            yield f"{name} was told of and is not there"
    yield from _stock(records)
    yield from _threads(records)


def _stock(records: Records) -> Iterator[str]:
    sold: Counter[str] = Counter()
    for name, document in records.resources.items():
        if name.startswith("reservations/") and document["state"] in ("held", "committed"):
            sold[f"listings/{document['listing']}"] += document["quantity"]
    for name, events in _by_resource(records).items():
        stored = records.resources.get(name)
        if not name.startswith("listings/") or stored is None or events[0].snapshot is None:
            continue
        offered = events[0].snapshot.quantity
        if stored["quantity"] != offered - sold[name]:
            yield (
                f"{name} offered {offered}, {sold[name]} are held or sold, "
                f"and {stored['quantity']} are left"
            )


def _threads(records: Records) -> Iterator[str]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for message in records.messages:
        numbers[message["thread"]].append(message["number"])
    for name, document in records.resources.items():
        if name.startswith("threads/"):
            found = sorted(numbers[name])
            if found != list(range(1, document["messages"] + 1)):
                yield f"{name} counts {document['messages']} messages and has {found}"


def transitions_are_legal(history: History, records: Records) -> Iterator[str]:
    """Each state followed from the one before by a verb that the domain has."""
    legal = legal_moves()
    for name, events in _by_resource(records).items():
        state, revision = START, -1
        for event in events:
            kind = event.type.partition(".")[0]
            # That an answer is late is told beside what happens, and changes no state.
            if kind not in legal or event.type.endswith(".breached"):
                continue
            # Two events of one change tell of the same step.
            is_step = event.revision != revision
            if is_step and (state, event.type, event.state) not in legal[kind]:
                yield f"{name} went from {state or 'nothing'} by {event.type} to {event.state}"
            state, revision = event.state, event.revision


def effects_happen(history: History, records: Records) -> Iterator[str]:
    """Every invitation was mailed under one Message-ID, and no mail follows what has none."""
    for event in records.events:
        if event.parked:
            yield f"the effect of {event.type} {event.id} was parked: {event.parked}"
        if event.is_open:
            yield f"the effect of {event.type} {event.id} has not happened"
    issued = {event.id for event in records.events if event.type == "invitation.issued"}
    sent = {str(mail["Message-ID"]).strip("<>").partition("@")[0] for mail in records.mails}
    yield from (f"the mail for event {event} is lost" for event in sorted(issued - sent))
    mailed = {event.id for event in records.events if event.type in EFFECTS}
    yield from (
        f"a mail was sent for {event}, which nobody told" for event in sorted(sent - mailed)
    )
    ids_of: defaultdict[str, set[str]] = defaultdict(set)
    for mail in records.mails:
        event_id = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        if event_id in issued:
            ids_of[str(mail["To"])].add(event_id)
    for to, ids in ids_of.items():
        if len(ids) > 1:
            yield f"{to} was invited once and got mails with different ids: {sorted(ids)}"


def failures_are_meant(history: History, records: Records) -> Iterator[str]:
    """No call failed in a way that the catalogue of errors does not have."""
    for operation in history:
        if operation.code and operation.code not in MEANT:
            yield f"{operation} failed with {operation.code} {operation.reason}"


INVARIANTS: tuple[Callable[[History, Records], Iterator[str]], ...] = (
    nothing_acknowledged_is_lost,
    each_request_has_one_effect,
    nothing_refused_has_an_effect,
    requests_are_whole_or_absent,
    events_sum_up_to_the_state,
    transitions_are_legal,
    effects_happen,
    failures_are_meant,
)


def violations(history: History, records: Records) -> list[str]:
    """Everything that does not hold."""
    return [found for invariant in INVARIANTS for found in invariant(history, records)]


def ensure_all(history: History, records: Records) -> None:
    """Fails with every violation, and says where the history lies."""
    found = violations(history, records)
    if found:
        shown = "\n".join(found[:40])
        more = f"\nand {len(found) - 40} more" if len(found) > 40 else ""
        raise AssertionError(f"{shown}{more}\nhistory of {len(history)} calls: {history.path}")


def _by_resource(records: Records) -> dict[str, list[Told]]:
    told: defaultdict[str, list[Told]] = defaultdict(list)
    for event in records.events:
        told[event.resource].append(event)
    return {
        name: sorted(events, key=lambda event: (event.revision, event.id))
        for name, events in told.items()
    }


def _stored(records: Records) -> set[tuple[str, ...]]:
    """The marks of everything that was told, or is there."""
    marks = {_mark(event.snapshot) for event in records.events if event.snapshot is not None}
    marks |= {("Invitation", name) for name in records.resources if name.startswith("invitations/")}
    return marks | {("Message", message["_id"]) for message in records.messages} | {_UNMARKED}


def _marks(records: Records, event_type: str) -> list[tuple[str, ...]]:
    return [
        _mark(event.snapshot)
        for event in records.events
        if event.type == event_type and event.snapshot is not None
    ]


def _mark(message: Message) -> tuple[str, ...]:
    """What tells one version of a resource from the others, as far as its message says it."""
    facts: dict[str, Any] = as_json(message)
    kind = message.DESCRIPTOR.name
    if kind in ("Invitation", "Message"):
        return kind, facts["name"]
    if "name" not in facts:
        return _UNMARKED
    version = facts.get("etag") or str(facts.get("revision") or facts.get("update_time") or "")
    return kind, facts["name"], version, str(facts.get("state", ""))
