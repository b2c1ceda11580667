"""What a queue is, to the list of work and to who did what.

Another kind of work is one more `Queue` in `kinds.py`, the documents that it names, and the
template of what its rows show.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from jinja2 import Template

from console.actions import Actions, among
from console.addresses import address
from console.pages.holding import holding
from console.words import label

LAPSING = timedelta(days=3)

Item = Mapping[str, Any]
"""A node of the queue's connection."""


@dataclass(frozen=True)
class Strand:
    """A part of a queue that waits for some roles; the parts of a queue have nothing in common."""

    name: str
    """The field's alias in the queue's document, which takes `$<name>` and `$<name>After`."""
    roles: frozenset[str]
    waiting: frozenset[str] = frozenset()
    """For whom what is in it waits; empty where that is not fixed."""


@dataclass(frozen=True)
class Filter:
    """What a list can be narrowed by, if its kind is chosen."""

    name: str
    label: str
    argument: str
    options: Sequence[tuple[str, str]] = ()
    """Value and what it is called; none where it is typed."""
    means: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What a value asks for, where that is not the value alone."""
    help: str = ""
    longest: int = 50
    """How many characters may be typed."""
    pattern: str = ""
    """What is typed has to be of this form."""
    wrong: str = ""
    """What is said of anything else that was typed."""

    def read(self, given: str) -> Sequence[str] | None:
        """Returns the argument for what was chosen; None for nothing that can be."""
        if not self.options:
            return [given.strip().upper()] if re.fullmatch(self.pattern, given.strip()) else None
        known = {value for value, _ in self.options}
        return self.means.get(given, [given]) if given in known else None


@dataclass(frozen=True)
class Count:
    """A number that only this queue has, and which list it counts."""

    label: str
    name: str
    """Its field in `own`, the alias of the queue's own counts in `counted`."""
    changes: Mapping[str, str]
    """What is chosen in that list."""


@dataclass(frozen=True)
class Thing:
    """What something can be done to."""

    label: str
    states: str = ""
    """The enum of its states."""
    actions: str = ""
    """The enum of what is done to it."""
    pages: str = ""
    """Where its pages are; empty where it has none."""
    title: str = ""
    """The root field that finds it by `$id`; the first text that it gives is the title."""


def nobody(item: Item) -> Mapping[str, Any] | None:
    """Nobody stands in where there are no absences."""
    return None


@dataclass(frozen=True)
class Queue:
    """One service's list of what waits, by its `…Work` connection."""

    kind: str
    """As in addresses: `/console/<kind>/<id>`."""
    label: str
    plural: str
    noun: str
    """What its mutations begin with."""
    colleague: str
    """The field of the mutation that hands over which names who gets it."""
    document: str
    """The document of its connection: strands, `all` and `counted`."""
    holder: str
    """The document that tells who has one of them."""
    colleagues: str
    """The document that tells to whom one can be handed over."""
    activity: str
    """The document that tells who did what to them."""
    live: str
    """The topic of its changes: `live_<topic>` is their document."""
    row: str | Template
    """The template of what a row says of its `item`, by its name: `work_<kind>.html`."""
    roles: frozenset[str]
    """Who may see it."""
    takers: frozenset[str]
    """Who may take what nobody has, and hand over what is theirs."""
    overseers: frozenset[str]
    """Who may hand over what others have, too."""
    historians: frozenset[str]
    """Who may see who did what."""
    waiting: str
    """The enum that tells for whom its items wait."""
    waits: Sequence[str]
    own_waits: frozenset[str]
    """Those of its `waits` that other queues do not know."""
    strands: Sequence[Strand]
    filters: Sequence[Filter]
    things: Mapping[str, Thing]
    """What can be done something to, by what the action begins with."""
    counts: Sequence[Count] = ()
    asked_only: frozenset[str] = frozenset()
    """Who sees nothing of it but what waits for their word."""
    substitute: Callable[[Item], Mapping[str, Any] | None] = nobody
    """Who stands in for whoever has an item."""
    with_colleague: str = "For a colleague"
    """What the list of what waits for other staff is called."""
    lapses: bool = False
    """Whether it can be asked for what lapses soon."""

    @cached_property
    def actions(self) -> Actions:
        """The buttons of its rows."""
        return among(*holding(self.noun, self.colleague), noun=self.noun)

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may see it."""
        return bool(self.roles & roles)

    def is_asked_only(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles sees nothing of it but what waits for their word."""
        return self.roles & roles <= self.asked_only

    def strands_of(self, roles: frozenset[str]) -> Sequence[Strand]:
        """What of it waits for somebody with these roles."""
        return [strand for strand in self.strands if strand.roles & roles]

    def link(self, item: Item) -> str:
        """Returns the address of an item's page."""
        return address(self.kind, item["object"])

    def waited_by(self, item: Item) -> str:
        """Returns for whom an item waits, in words."""
        return label(item.get("waitingForWhom") or item["waitingFor"], self.waiting)

    def narrowed(self, given: Mapping[str, str], at: datetime) -> Mapping[str, object]:
        """Returns the arguments for what was chosen of its own filters."""
        found: dict[str, object] = {
            each.argument: each.read(given.get(each.name, "")) for each in self.filters
        }
        if self.lapses and given.get("lapsing"):
            found["lapsingBefore"] = (at + LAPSING).isoformat()
        return found

    def typed(self, given: Mapping[str, str]) -> Mapping[str, Filter]:
        """Returns those of its filters that something was typed into, by their names."""
        return {
            each.name: each
            for each in self.filters
            if not each.options and given.get(each.name, "").strip()
        }

    def waiting_for(self, waiting: str) -> Mapping[str, object]:
        """Returns the arguments for what waits for these alone."""
        if not waiting:
            return {}
        return {"waitingForWhom" if waiting in self.own_waits else "waitingFor": [waiting]}
