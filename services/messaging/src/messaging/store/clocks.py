"""Response clocks inside other documents."""

from chassis.mongo import Document
from messaging.domain.clock import ResponseClock


def to_document(clock: ResponseClock) -> Document:
    """The clock as kept."""
    return {
        "opened": clock.opened,
        "due": clock.due,
        "answered": clock.answered,
        "breach_recorded": clock.breach_recorded,
    }


def from_document(document: Document) -> ResponseClock:
    """The clock that was kept."""
    return ResponseClock(
        opened=document["opened"],
        due=document["due"],
        answered=document["answered"],
        breach_recorded=document["breach_recorded"],
    )
