"""The queues that make up somebody's work. Another one is another `Queue`, and its document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from console.actions import Action, Actions, among
from console.addresses import address
from console.form import optional, text
from console.words import label

LAPSING = timedelta(days=3)

APPLICATION_ACTIONS = among(
    Action("applicationTake", done="It is yours now."),
    Action("applicationHandOver", {"reviewer": text, "note": optional}, done="It is handed over."),
    Action("applicationRelease", {"note": optional}, done="It is back in the queue."),
    noun="application",
)
PRESS_ACTIONS = among(
    Action("pressReleaseTake", done="It is yours now."),
    Action(
        "pressReleaseHandOver",
        {"representative": text, "note": optional},
        done="It is handed over.",
    ),
    Action("pressReleaseRelease", {"note": optional}, done="It is back in the queue."),
    noun="pressRelease",
)


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

    def read(self, given: str) -> Sequence[str] | None:
        """Returns the argument for what was chosen; None for nothing that can be."""
        if not self.options:
            return [given.strip().upper()] if given.strip() else None
        known = {value for value, _ in self.options}
        return self.means.get(given, [given]) if given in known else None


@dataclass(frozen=True)
class Queue:
    """One service's list of what waits, by its `…Work` connection."""

    kind: str
    """As in addresses: `/console/<kind>/<id>`."""
    label: str
    plural: str
    document: str
    holder: str
    """The document that tells who has one of them."""
    colleagues: str
    """The document that tells to whom one can be handed over."""
    colleague: str
    """The field of the mutation that names them."""
    live: str
    roles: frozenset[str]
    """Who may see it."""
    takers: frozenset[str]
    """Who may take what nobody has, and hand over what is theirs."""
    overseers: frozenset[str]
    """Who may hand over what others have, too."""
    waiting: str
    """The enum that tells for whom its items wait."""
    waits: Sequence[str]
    own_waits: frozenset[str]
    """Those of its `waits` that other queues do not know."""
    strands: Sequence[Strand]
    filters: Sequence[Filter]
    actions: Actions
    lapses: bool = False
    """Whether it can be asked for what lapses soon."""

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may see it."""
        return bool(self.roles & roles)

    def strands_of(self, roles: frozenset[str]) -> Sequence[Strand]:
        """What of it waits for somebody with these roles."""
        return [strand for strand in self.strands if strand.roles & roles]

    def link(self, item: Mapping[str, Any]) -> str:
        """Returns the address of an item's page."""
        return address(self.kind, item["object"])

    def waited_by(self, item: Mapping[str, Any]) -> str:
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

    def waiting_for(self, waiting: str) -> Mapping[str, object]:
        """Returns the arguments for what waits for these alone."""
        if not waiting:
            return {}
        return {"waitingForWhom" if waiting in self.own_waits else "waitingFor": [waiting]}


def _options(kind: str, *values: str) -> Sequence[tuple[str, str]]:
    return [(value, label(value, kind)) for value in values]


_REVIEWERS, _PRESS = frozenset({"reviewer"}), frozenset({"pr", "pr_lead"})

APPLICATIONS = Queue(
    kind="applications",
    label="Application",
    plural="Applications",
    document="work_applications",
    holder="holder_of_application",
    colleagues="colleagues_applications",
    colleague="reviewer",
    live="application",
    roles=frozenset({"reviewer", "support", "admin"}),
    takers=_REVIEWERS,
    overseers=frozenset({"admin"}),
    waiting="WaitingFor",
    waits=("TAKER", "ASSIGNEE", "COLLEAGUE", "MAKER"),
    own_waits=frozenset(),
    strands=(
        Strand("mine", _REVIEWERS, frozenset({"ASSIGNEE"})),
        Strand("free", _REVIEWERS, frozenset({"TAKER"})),
        Strand("sign", _REVIEWERS, frozenset({"COLLEAGUE"})),
    ),
    filters=(
        Filter("region", "Region", "regions", [("NA", "North America"), ("EU", "Europe")]),
        Filter(
            "artisans",
            "Artisans",
            "artisanTypes",
            _options(
                "ArtisanType",
                "SOLO",
                "SMALL_GROUP",
                "COOPERATIVE",
                "NON_PROFIT",
                "NON_GOVERNMENTAL",
                "SOCIAL_ENTERPRISE",
                "OTHER",
            ),
        ),
        Filter(
            "flag",
            "Flag",
            "flags",
            _options(
                "ApplicationFlag",
                "LARGE_GROUP",
                "PRODUCTION_PARTNERS",
                "CASE_BY_CASE",
                "FORMER_MAKER",
                "POSSIBLE_DUPLICATE",
            ),
        ),
    ),
    actions=APPLICATION_ACTIONS,
)

PRESS_RELEASES = Queue(
    kind="press-releases",
    label="Press release",
    plural="Press releases",
    document="work_press_releases",
    holder="holder_of_press_release",
    colleagues="colleagues_press",
    colleague="representative",
    live="press_release",
    roles=frozenset({"pr", "pr_lead", "support", "stakeholder", "admin"}),
    takers=_PRESS,
    overseers=frozenset({"pr_lead"}),
    waiting="PressReleaseWaitingFor",
    waits=("TAKER", "ASSIGNEE", "STAKEHOLDER", "LEAD", "MAKER"),
    own_waits=frozenset({"STAKEHOLDER", "LEAD"}),
    strands=(
        Strand("mine", _PRESS, frozenset({"ASSIGNEE"})),
        Strand("free", _PRESS, frozenset({"TAKER"})),
        Strand("lead", frozenset({"pr_lead"}), frozenset({"LEAD", "COLLEAGUE"})),
    ),
    filters=(
        Filter(
            "notice",
            "Notice",
            "verdicts",
            [
                *_options(
                    "PressReleaseNoticeVerdict", "ON_TIME", "SHORT_NOTICE", "VERY_SHORT_NOTICE"
                ),
                ("SHORT", "Less than 14 days"),
            ],
            means={"SHORT": ("SHORT_NOTICE", "VERY_SHORT_NOTICE")},
        ),
        Filter(
            "type",
            "Type",
            "types",
            _options(
                "PressReleaseType",
                "PRESS_RELEASE",
                "ANNOUNCEMENT",
                "BLOG_POST",
                "SOCIAL_MEDIA",
                "EVENT",
                "INTERVIEW",
            ),
        ),
        Filter("country", "Country", "countries", help="Two letters, such as FR"),
    ),
    actions=PRESS_ACTIONS,
    lapses=True,
)

QUEUES: Sequence[Queue] = (APPLICATIONS, PRESS_RELEASES)
# What a stakeholder sees of the press releases is what waits for them, all of it.
ASKED = frozenset({"stakeholder"})
SEES_ALL = frozenset({"pr", "pr_lead", "support", "admin"})
REVIEWS = APPLICATIONS.roles
