"""Press releases: what makers announce, and where it is on its way out."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from gateway.connections import After, Connection, First
from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.pr_review.comment import Issues, PressComment, SeenBy, comments_on
from gateway.subgraphs.pr_review.dates import (
    PressReleaseException,
    PressReleaseMarket,
    PressReleaseNotice,
    PressReleaseSchedule,
)
from gateway.subgraphs.pr_review.decision import (
    PressReleaseAnswer,
    PressReleaseApproval,
    PressReleaseLetter,
    PressReleasePublication,
)
from gateway.subgraphs.pr_review.draft import PressReleaseDraft, PressReleaseEditedCopy
from gateway.subgraphs.pr_review.enums import PressReleaseState, PressReleaseType
from gateway.subgraphs.pr_review.intake import PressReleaseAuthority, PressReleaseIntake
from gateway.subgraphs.pr_review.lookup import releases
from gateway.subgraphs.pr_review.stakeholder import PressReleaseStakeholder
from gateway.subgraphs.pr_review.timeline import PressReleaseTimelineEntry
from gateway.subgraphs.pr_review.warning import PressReleaseObstacle
from gateway.subgraphs.pr_review.wire import (
    chosen,
    chosen_if_any,
    day_if_set,
    read_if_set,
    time_if_set,
)
from gateway.values import Actor, moment, moment_if_set
from handmade.pr_review.v1 import press_release_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.pr_review.maker import Maker


@strawberry.federation.type(
    keys=["id"], description="An announcement by a maker that mentions the marketplace."
)
class PressRelease(Node):
    title: str = strawberry.field(description="What it is called.")
    type: PressReleaseType | None = strawberry.field(
        description="What kind of announcement it is; null: a release for the press."
    )
    release_on: date | None = strawberry.field(
        description="The day it is to go out, in its zone; null until one is given."
    )
    release_at: time | None = strawberry.field(
        description="The time of the day at which it is to go out, to the minute, in its zone; "
        "null: some time that day."
    )
    time_zone: str | None = strawberry.field(
        description="The zone the day is meant in, as an IANA name; null until there is one."
    )
    markets: list[PressReleaseMarket] = strawberry.field(
        description="The countries it goes out in. The day is meant in each one's zone; the zone "
        "furthest ahead counts."
    )
    earliest_release_on: date | None = strawberry.field(
        description="The earliest day that would be accepted if it were submitted now, in its "
        "zone; null once it is submitted."
    )
    distribution_plan: str | None = strawberry.field(
        description="Where and how it is to go out; null until given."
    )
    contact: str | None = strawberry.field(
        description="Whom the press team may ask; null until given."
    )
    agency: str | None = strawberry.field(
        description="The agency that acts for the maker; null where none does."
    )
    exception_reason: str | None = strawberry.field(
        description="Why it should be reviewed in less than 14 days; null where nobody said."
    )
    state: PressReleaseState = strawberry.field(description="Where it is in its life.")
    intake: PressReleaseIntake | None = strawberry.field(
        description="How it came in; null where that was not kept."
    )
    authority: PressReleaseAuthority | None = strawberry.field(
        description="That an agency may act for the maker; null where none does."
    )
    notice: PressReleaseNotice | None = strawberry.field(
        description="How much time there is for the review; null until submitted."
    )
    exceptions: list[PressReleaseException] = strawberry.field(
        description="The requests to review it in less time, oldest first."
    )
    drafts: list[PressReleaseDraft] = strawberry.field(
        description="All its Word documents, oldest first; until it is submitted the present one."
    )
    edited_copies: list[PressReleaseEditedCopy] = strawberry.field(
        description="Copies of drafts with the press team's edits, oldest first; for all but staff "
        "those that were sent with a request of changes."
    )
    schedules: list[PressReleaseSchedule] = strawberry.field(
        description="When it was to go out, oldest first, the present plan last; empty until "
        "submitted."
    )
    round: int | None = strawberry.field(
        description="Which round of review it is in, from 1; null until submitted."
    )
    max_rounds: int = strawberry.field(description="How many rounds there may be.")
    letters: list[PressReleaseLetter] = strawberry.field(
        description="What the press team asked, decided and told, oldest first."
    )
    answers: list[PressReleaseAnswer] = strawberry.field(
        description="The maker's answers, oldest first."
    )
    representative: Actor | None = strawberry.field(
        description="Who reviews it; null until somebody does."
    )
    substitute: Actor | None = strawberry.field(
        description="Who stands in while the representative is away; null else, and but for staff."
    )
    stakeholders: list[PressReleaseStakeholder] = strawberry.field(
        description="Everybody of other teams who was asked to look at it, in the order they were "
        "asked; empty but for staff."
    )
    open_issues: int = strawberry.field(
        description="How many comments must be dealt with before an approval; 0 but for staff."
    )
    approval_obstacles: list[PressReleaseObstacle] = strawberry.field(
        description="Everything that stands against an approval of the present draft now; empty "
        "unless it is `IN_REVIEW`, and but for staff."
    )
    approval: PressReleaseApproval | None = strawberry.field(
        description="The approval; null until there is one."
    )
    past_approvals: list[PressReleaseApproval] = strawberry.field(
        description="Approvals that ended, oldest first."
    )
    publication: PressReleasePublication | None = strawberry.field(
        description="That it went out; null until that is told."
    )
    answer_due_at: datetime | None = strawberry.field(
        description="Until when the press team means to answer; null while it waits for the maker, "
        "and once it is over."
    )
    lapses_at: datetime | None = strawberry.field(
        description="When it lapses unless it is decided on; null until submitted, and once it is "
        "over."
    )
    undo_expires_at: datetime | None = strawberry.field(
        description="Until when a withdrawal can be taken back, or a lapsed one be given a new "
        "date; null else."
    )
    timeline: list[PressReleaseTimelineEntry] = strawberry.field(
        description="Everything that happened to it, oldest first; for all but staff, without what "
        "only staff hears."
    )
    created_at: datetime = strawberry.field(description="When it was started.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    submitted_at: datetime | None = strawberry.field(
        description="When it was received, complete; null until submitted."
    )
    etag: str = strawberry.field(
        description="Changes with every change; send it back to change only what you have read."
    )
    present_draft: strawberry.Private[PressReleaseDraft | None]
    maker_name: strawberry.Private[str]
    origin_name: strawberry.Private[str]

    @strawberry.field(
        description="A Word document of it: the present one, or the one with a number; null where "
        "there is none."
    )
    def draft(
        self,
        number: Annotated[
            int | None,
            strawberry.argument(description="Which one of `drafts`; the present one if left out."),
        ] = None,
    ) -> PressReleaseDraft | None:
        if number is None:
            return self.present_draft
        return next((draft for draft in self.drafts if draft.number == number), None)

    @strawberry.field(description="The maker who announces it.")
    def maker(
        self,
    ) -> Annotated["Maker", strawberry.lazy("gateway.subgraphs.pr_review.maker")] | None:
        from gateway.subgraphs.pr_review.maker import Maker

        return Maker(id=to_id("Maker", self.maker_name))

    @strawberry.field(
        description="Which one it was copied from; null if from none, or one the viewer may not "
        "see."
    )
    async def copied_from(self, info: Info) -> "PressRelease | None":
        return await PressRelease.named(info, self.origin_name) if self.origin_name else None

    @strawberry.field(
        description="The comments on its drafts, oldest first: for staff all, for its maker and "
        "their agency those that were sent to them."
    )
    async def comments(
        self,
        info: Info,
        first: First = 25,
        after: After = None,
        issues: Issues = None,
        visibility: SeenBy = None,
    ) -> Connection[PressComment]:
        name = from_id(self.id, "PressRelease")
        return await comments_on(info, name, first, after, issues, visibility)

    @classmethod
    def from_proto(cls, release: pb.PressRelease) -> Self:
        """Reads a press release."""
        name = release.name
        return cls(
            id=to_id("PressRelease", name),
            title=release.title,
            type=chosen_if_any(PressReleaseType, pb.PressRelease.Type, release.type),
            release_on=day_if_set(release, "release_date"),
            release_at=time_if_set(release, "release_time"),
            time_zone=release.time_zone or None,
            markets=[PressReleaseMarket.from_proto(market) for market in release.markets],
            earliest_release_on=day_if_set(release, "earliest_release_date"),
            distribution_plan=release.distribution_plan or None,
            contact=release.contact or None,
            agency=release.agency or None,
            exception_reason=release.exception_reason or None,
            state=chosen(PressReleaseState, pb.PressRelease.State, release.state),
            intake=read_if_set(release, "intake", PressReleaseIntake.from_proto),
            authority=read_if_set(release, "authority", PressReleaseAuthority.from_proto),
            notice=read_if_set(release, "notice", PressReleaseNotice.from_proto),
            exceptions=[PressReleaseException.from_proto(asked) for asked in release.exceptions],
            present_draft=read_if_set(
                release, "draft", lambda draft: PressReleaseDraft.from_proto(draft, name)
            ),
            drafts=[PressReleaseDraft.from_proto(draft, name) for draft in release.drafts],
            edited_copies=[
                PressReleaseEditedCopy.from_proto(it, name) for it in release.edited_copies
            ],
            schedules=[PressReleaseSchedule.from_proto(plan) for plan in release.schedules],
            round=release.round or None,
            max_rounds=release.max_rounds,
            letters=[PressReleaseLetter.from_proto(letter) for letter in release.letters],
            answers=[PressReleaseAnswer.from_proto(answer) for answer in release.answers],
            representative=Actor.from_proto(release.representative),
            substitute=Actor.from_proto(release.substitute),
            stakeholders=[
                PressReleaseStakeholder.from_proto(asked) for asked in release.stakeholders
            ],
            open_issues=release.open_issues,
            approval_obstacles=[
                PressReleaseObstacle.from_proto(one) for one in release.approval_obstacles
            ],
            approval=read_if_set(release, "approval", PressReleaseApproval.from_proto),
            past_approvals=[
                PressReleaseApproval.from_proto(approval) for approval in release.past_approvals
            ],
            publication=read_if_set(release, "publication", PressReleasePublication.from_proto),
            answer_due_at=moment_if_set(release, "answer_due_time"),
            lapses_at=moment_if_set(release, "lapse_time"),
            undo_expires_at=moment_if_set(release, "undo_expire_time"),
            timeline=[PressReleaseTimelineEntry.from_proto(entry) for entry in release.timeline],
            created_at=moment(release.create_time),
            updated_at=moment(release.update_time),
            submitted_at=moment_if_set(release, "submit_time"),
            etag=release.etag,
            maker_name=release.maker,
            origin_name=release.copied_from,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds a press release by its resource name."""
        found = await releases(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def all_named(cls, info: Info, names: list[str]) -> list[Self | None]:
        """Finds press releases by their resource names; None where there is none to be seen."""
        found = await releases(info).load_many(names)
        return [cls.from_proto(release) if release else None for release in found]

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a press release for another subgraph."""
        return await cls.named(info, from_id(id, "PressRelease"))


def connection(answer: pb.ListPressReleasesResponse) -> Connection[PressRelease]:
    """Returns a page of press releases."""
    return Connection[PressRelease].of(
        map(PressRelease.from_proto, answer.press_releases),
        answer.cursors,
        answer.next_page_token,
    )
