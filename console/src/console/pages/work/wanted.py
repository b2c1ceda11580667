"""What of all work somebody wants to see: the filters, and the questions that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from console import paging
from console.pages.work.queue import Filter, Queue
from console.queues import END, SIZE

ALL = "all"
ASSIGNED = ("MINE", "NOBODY", "OTHERS")
EVERYBODYS = "ALL"
_GENERAL = ("TAKER", "ASSIGNEE", "COLLEAGUE", "MAKER")


@dataclass(frozen=True)
class Question:
    """What one queue is asked: some of its strands, and how much there is."""

    queue: Queue
    strands: Sequence[str]
    variables: Mapping[str, object]
    given: Mapping[str, str]
    """What the address has."""

    @property
    def typed(self) -> Mapping[str, Filter]:
        """Those of its filters that something was typed into, and that it is asked with."""
        return {name: it for name, it in self.queue.typed(self.given).items() if self._has(it)}

    def _has(self, one: Filter) -> bool:
        return self.variables.get(one.argument) is not None

    def without(self, filters: Iterable[Filter]) -> Mapping[str, object]:
        """Returns the variables without what these filters narrow it to."""
        return {**self.variables, **dict.fromkeys(one.argument for one in filters)}

    def named(self, strand: str) -> str:
        """Returns the name of a strand among those of all queues."""
        return f"{self.queue.kind}.{strand}"


@dataclass(frozen=True)
class Wanted:
    """The filters of an address, as far as they mean something to whoever looks."""

    query: QueryParams
    roles: frozenset[str]
    at: datetime
    """The moment from which days are counted: on all pages that of the first."""
    queues: Sequence[Queue]
    """All that whoever looks may see."""
    kind: str
    assigned: str
    """`MINE`, `NOBODY`, `OTHERS`, `ALL`; empty for what waits for whoever looks."""
    waiting: str
    is_overdue: bool

    @classmethod
    def of(
        cls, known: Sequence[Queue], query: QueryParams, roles: frozenset[str], now: datetime
    ) -> "Wanted":
        """Reads an address; what means nothing in it narrows nothing. `known` are all queues."""
        queues = [queue for queue in known if queue.is_for(roles)]
        kinds = {queue.kind for queue in queues}
        kind = query.get("kind", "")
        kind = kind if kind in kinds else ""
        if len(queues) == 1:
            kind = queues[0].kind
        chosen = [queue for queue in queues if kind in ("", queue.kind)]
        assigned, waiting = query.get("assigned", ""), query.get("waiting", "")
        if assigned not in (*ASSIGNED, EVERYBODYS):
            assigned = "" if any(_strands(queue, roles) for queue in chosen) else EVERYBODYS
        waits = {each for queue in chosen for each in queue.waits} | set(_GENERAL)
        return cls(
            query=query,
            roles=roles,
            at=_moment(query.get("at", "")) or now,
            queues=queues,
            kind=kind,
            assigned=assigned,
            waiting=waiting if waiting in waits else "",
            is_overdue=bool(query.get("overdue")),
        )

    @property
    def chosen(self) -> Queue | None:
        """The only kind that is wanted."""
        return next((queue for queue in self.queues if queue.kind == self.kind), None)

    @property
    def has_own(self) -> bool:
        """Whether anything can wait for whoever looks."""
        return any(_strands(queue, self.roles) for queue in self._asked)

    @property
    def is_asked_only(self) -> bool:
        """Whether whoever looks sees nothing but what waits for their word."""
        return all(queue.is_asked_only(self.roles) for queue in self.queues)

    @property
    def is_narrowed(self) -> bool:
        """Whether there may be more than is wanted."""
        narrowing = {name for name, _ in paging.asked(self.query)} - {"assigned", "at"}
        return bool(narrowing) or self.assigned != EVERYBODYS

    @property
    def waits(self) -> Sequence[str]:
        """For whom something can wait, of what is wanted."""
        return self.chosen.waits if self.chosen else _GENERAL

    @property
    def _asked(self) -> Sequence[Queue]:
        return [queue for queue in self.queues if self.kind in ("", queue.kind)]

    @property
    def called_with_colleague(self) -> str:
        """What the list of what waits for other staff is called."""
        called = {queue.with_colleague for queue in self._asked}
        return called.pop() if len(called) == 1 else "For a colleague"

    def wrongs(self) -> Mapping[str, str]:
        """Returns what is wrong with what was typed into filters, by their names."""
        if not self.chosen:
            return {}
        typed = self.chosen.typed(self.query)
        return {name: it.wrong for name, it in typed.items() if it.read(self.query[name]) is None}

    def questions(self) -> Sequence[Question]:
        """Returns what has to be asked."""
        places = paging.places(self.query)
        return [self._question(queue, places) for queue in self._asked]

    def _question(self, queue: Queue, places: Mapping[str, str]) -> Question:
        wanted = [
            name for name in self._wanted_of(queue) if places.get(f"{queue.kind}.{name}") != END
        ]
        variables: dict[str, object] = {
            "first": SIZE,
            "overdue": self.is_overdue,
            **queue.narrowed(self.query, self.at),
        }
        for name in (*(strand.name for strand in queue.strands), ALL):
            variables[name] = name in wanted
            variables[f"{name}After"] = (
                places.get(f"{queue.kind}.{name}") if name in wanted else None
            )
        if ALL in wanted:
            variables |= queue.waiting_for(self.waiting)
            variables["assigned"] = self.assigned if self.assigned in ASSIGNED else None
        return Question(queue, wanted, variables, self.query)

    def _wanted_of(self, queue: Queue) -> Sequence[str]:
        if self.waiting and self.waiting not in (*_GENERAL, *queue.waits):
            return []
        if self.waiting in queue.own_waits and not self.kind:
            return []
        if self.assigned:
            return [ALL]
        return [
            name
            for name, waiting in _strands(queue, self.roles)
            if not (self.waiting and waiting) or self.waiting in waiting
        ]

    def link(self, **changes: str) -> str:
        """Returns the query of the first page of something else; an empty value asks for nothing.

        Of the filters those of the kind are kept, for counts are within them.
        """
        fixed = {"assigned", "waiting", "overdue", "at"}
        kept = {name: value for name, value in paging.asked(self.query) if name not in fixed}
        kept = {name: value for name, value in (kept | changes).items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def _strands(queue: Queue, roles: frozenset[str]) -> Sequence[tuple[str, frozenset[str]]]:
    """What of a queue waits for somebody: the strands of its document, and for whom each waits."""
    if queue.is_asked_only(roles):
        return [(ALL, frozenset())]
    return [(strand.name, strand.waiting) for strand in queue.strands_of(roles)]


def _moment(given: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
