"""The kinds of work there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from console import roles
from console.pages.work.queue import Count, Filter, Item, Queue, Strand, Thing
from console.words import label


def _options(kind: str, *values: str) -> Sequence[tuple[str, str]]:
    return [(value, label(value, kind)) for value in values]


def _stands_in(item: Item) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = item["pressRelease"]["substitute"]
    return found


_REVIEWERS = frozenset({"reviewer"})

APPLICATIONS = Queue(
    kind="applications",
    label="Application",
    plural="Applications",
    noun="application",
    colleague="reviewer",
    document="work_applications",
    holder="holder_of_application",
    colleagues="colleagues_applications",
    activity="activity_applications",
    live="application",
    row="work_applications.html",
    roles=frozenset({"reviewer", "support", "admin"}),
    takers=_REVIEWERS,
    overseers=frozenset({"admin"}),
    historians=frozenset({"reviewer", "support", "admin"}),
    waiting="WaitingFor",
    waits=("TAKER", "ASSIGNEE", "COLLEAGUE", "MAKER"),
    own_waits=frozenset(),
    with_colleague="For a second signature",
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
    things={
        "application": Thing(
            "Application",
            "ApplicationState",
            "ApplicationAction",
            "applications",
            "application(id: $id) { questionnaire { businessName contactName } }",
        ),
        "invitation": Thing("Invitation", "InvitationState"),
        "maker": Thing("Maker", "MembershipState"),
        "region_extension": Thing("Region extension", "RegionExtensionState"),
    },
)

PRESS_RELEASES = Queue(
    kind="press-releases",
    label="Press release",
    plural="Press releases",
    noun="pressRelease",
    colleague="representative",
    document="work_press_releases",
    holder="holder_of_press_release",
    colleagues="colleagues_press",
    activity="activity_press_releases",
    live="press_release",
    row="work_press_releases.html",
    roles=frozenset({"pr", "pr_lead", "support", "stakeholder", "admin"}),
    takers=roles.PRESS,
    overseers=roles.LEAD,
    historians=roles.PRESS_RECORDS,
    # What a stakeholder sees of them is what waits for their word, all of it.
    asked_only=frozenset({"stakeholder"}),
    waiting="PressReleaseWaitingFor",
    waits=("TAKER", "ASSIGNEE", "STAKEHOLDER", "LEAD", "MAKER"),
    own_waits=frozenset({"STAKEHOLDER", "LEAD"}),
    with_colleague="For stakeholders and the lead",
    strands=(
        Strand("mine", roles.PRESS, frozenset({"ASSIGNEE"})),
        Strand("free", roles.PRESS, frozenset({"TAKER"})),
        Strand("lead", roles.LEAD, frozenset({"LEAD", "COLLEAGUE"})),
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
        Filter(
            "country",
            "Country",
            "countries",
            help="Two letters, such as FR",
            longest=2,
            pattern="[A-Za-z]{2}",
            wrong="There is no such country. Write two letters, such as FR.",
        ),
    ),
    things={
        "press_release": Thing(
            "Press release",
            "PressReleaseState",
            "PressReleaseAction",
            "press-releases",
            "pressRelease(id: $id) { title }",
        )
    },
    counts=(
        Count("with stakeholders", "stakeholder", {"waiting": "STAKEHOLDER"}),
        Count("for the lead", "lead", {"waiting": "LEAD"}),
        Count("with less than 14 days", "shortNotice", {"notice": "SHORT"}),
        Count("lapse within three days", "lapsing", {"lapsing": "1"}),
    ),
    substitute=_stands_in,
    lapses=True,
)

QUEUES: Sequence[Queue] = (APPLICATIONS, PRESS_RELEASES)
