"""What waits for the press team and for stakeholders, and who did what."""

from datetime import datetime
from typing import Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from chassis.moments import to_timestamp
from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.ids import from_id, to_id
from gateway.subgraphs.pr_review.enums import PressReleaseNoticeVerdict, PressReleaseType
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.review_enums import PressReleaseWaitingFor
from gateway.subgraphs.pr_review.wire import chosen, number_of
from gateway.values import moment, moment_if_set
from gateway.work import (
    ActivityConnection,
    ActivityEntry,
    Assigned,
    WaitingFor,
    WorkCounts,
    WorkItem,
)
from handmade.pr_review.v1 import press_release_pb2
from handmade.pr_review.v1 import press_release_work_pb2 as pb

# Both are colleagues of whoever has taken it.
_WAITING = {
    PressReleaseWaitingFor.TAKER: WaitingFor.TAKER,
    PressReleaseWaitingFor.ASSIGNEE: WaitingFor.ASSIGNEE,
    PressReleaseWaitingFor.STAKEHOLDER: WaitingFor.COLLEAGUE,
    PressReleaseWaitingFor.LEAD: WaitingFor.COLLEAGUE,
    PressReleaseWaitingFor.MAKER: WaitingFor.MAKER,
}


@strawberry.type(description="A press release that waits for somebody.")
class PressReleaseWorkItem(WorkItem):
    waiting_for_whom: PressReleaseWaitingFor = strawberry.field(
        description="For whom it waits, told apart further than `waitingFor` does."
    )
    press_release: PressRelease = strawberry.field(description="The press release.")
    questions: list[strawberry.ID] = strawberry.field(
        description="The questions that wait for the viewer, each the id of one of its "
        "stakeholders."
    )

    @classmethod
    def from_proto(cls, item: pb.PressReleaseWorkItem) -> Self:
        """Reads an item."""
        release = PressRelease.from_proto(item.press_release)
        whom = chosen(PressReleaseWaitingFor, pb.PressReleaseWorkItem.WaitingFor, item.waiting_for)
        return cls(
            object=release.id,
            title=release.title,
            assignee=release.representative,
            waiting_for=_WAITING[whom],
            waiting_for_whom=whom,
            open_since=release.submitted_at or release.created_at,
            waiting_since=moment(item.wait_time),
            due_at=moment_if_set(item, "due_time"),
            answer_due_at=moment_if_set(item, "answer_due_time"),
            next_due_at=moment_if_set(item, "next_due_time"),
            is_overdue=item.overdue,
            press_release=release,
            questions=[strawberry.ID(question) for question in item.stakeholders],
        )


@strawberry.type(description="What of the press releases that wait is particular to them.")
class PressReleaseWorkCounts:
    stakeholder: int = strawberry.field(
        description="Those that wait for stakeholders; of a stakeholder those that wait for them."
    )
    lead: int = strawberry.field(description="Those that wait for the lead.")
    short_notice: int = strawberry.field(description="Those that came with less than 14 days.")
    lapsing: int = strawberry.field(description="Those that lapse within three days.")


@strawberry.type(description="One page of what waits.")
class PressReleaseWorkConnection(Connection[PressReleaseWorkItem]):
    wanted: strawberry.Private[pb.PressReleaseWorkFilter]

    @strawberry.field(description="How many wait, on all pages.")
    async def counts(self, info: Info) -> WorkCounts | None:
        found = await _counts(info, self.wanted)
        return WorkCounts(
            all=found.all,
            mine=found.mine,
            unassigned=found.unassigned,
            waiting_for_colleague=found.stakeholder + found.lead,
            waiting_for_maker=found.maker,
            overdue=found.overdue,
        )

    @strawberry.field(description="How many wait, told as only press releases can be.")
    async def press_counts(self, info: Info) -> PressReleaseWorkCounts | None:
        found = await _counts(info, self.wanted)
        return PressReleaseWorkCounts(
            stakeholder=found.stakeholder,
            lead=found.lead,
            short_notice=found.short_notice,
            lapsing=found.lapsing,
        )


@strawberry.type
class WorkQuery:
    """The fields of the root that say what waits, and what was done."""

    @strawberry.field(
        description="The press releases that wait for somebody, what is due next first, without "
        "those that the viewer has a part in; for staff only, and to a stakeholder those that wait "
        "for their word."
    )
    async def press_release_work(
        self,
        info: Info,
        first: First = 25,
        after: After = None,
        waiting_for: Annotated[
            list[WaitingFor] | None,
            strawberry.argument(description="Only those that wait for these."),
        ] = None,
        waiting_for_whom: Annotated[
            list[PressReleaseWaitingFor] | None,
            strawberry.argument(
                description="Only those that wait for these, beside those of `waitingFor`."
            ),
        ] = None,
        assigned: Annotated[
            Assigned | None,
            strawberry.argument(
                description="Only those that these have taken; what somebody away has taken is "
                "their substitute's, too."
            ),
        ] = None,
        verdicts: Annotated[
            list[PressReleaseNoticeVerdict] | None,
            strawberry.argument(description="Only those that came with so much time."),
        ] = None,
        countries: Annotated[
            list[str] | None,
            strawberry.argument(description="Only those that go out in one of these countries."),
        ] = None,
        types: Annotated[
            list[PressReleaseType] | None,
            strawberry.argument(description="Only announcements of these kinds."),
        ] = None,
        lapsing_before: Annotated[
            datetime | None, strawberry.argument(description="Only those that lapse before.")
        ] = None,
        overdue: Annotated[
            bool, strawberry.argument(description="Only those that are overdue.")
        ] = False,
    ) -> PressReleaseWorkConnection | None:
        alike = set(waiting_for or ())
        whom = {*(waiting_for_whom or ()), *(it for it in _WAITING if _WAITING[it] in alike)}
        wanted = pb.PressReleaseWorkFilter(
            waiting_for=[
                number_of(pb.PressReleaseWorkItem.WaitingFor, it)
                for it in PressReleaseWaitingFor
                if it in whom
            ],
            assigned=number_of(pb.PressReleaseWorkFilter.Assigned, assigned),
            verdicts=[
                number_of(press_release_pb2.PressRelease.Notice.Verdict, it)
                for it in verdicts or ()
            ],
            countries=countries or (),
            types=[number_of(press_release_pb2.PressRelease.Type, it) for it in types or ()],
            lapsing_before=to_timestamp(lapsing_before),
            overdue=overdue,
        )
        request = pb.ListPressReleaseWorkRequest(filter=wanted, **page(first, after))
        answer = await info.context.pr_review.ListPressReleaseWork(request)
        found = Connection[PressReleaseWorkItem].of(
            map(PressReleaseWorkItem.from_proto, answer.items),
            answer.cursors,
            answer.next_page_token,
        )
        return PressReleaseWorkConnection(
            edges=found.edges, nodes=found.nodes, page_info=found.page_info, wanted=wanted
        )

    @strawberry.field(
        description="What people and timers did with press releases, newest first, without what "
        "was done to those that the viewer has a part in; for staff only."
    )
    async def press_release_activity(
        self,
        info: Info,
        first: First = 25,
        after: After = None,
        actor: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only what this account did, an `Actor`'s id."),
        ] = None,
        object: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only what was done to this press release."),
        ] = None,
        since: Annotated[
            datetime | None,
            strawberry.argument(name="from", description="Only from this moment on."),
        ] = None,
        until: Annotated[
            datetime | None, strawberry.argument(name="to", description="Only before this moment.")
        ] = None,
    ) -> ActivityConnection | None:
        request = pb.ListPressActivityRequest(
            actor=actor or "",
            resource=from_id(object, "PressRelease", "object") if object is not None else "",
            start_time=to_timestamp(since),
            end_time=to_timestamp(until),
            **page(first, after),
        )
        answer = await info.context.pr_review.ListPressActivity(request)
        return ActivityConnection.of(
            list(map(_entry, answer.entries)), answer.cursors, answer.next_page_token
        )


async def _counts(info: Info, wanted: pb.PressReleaseWorkFilter) -> pb.PressReleaseWorkCounts:
    """Counts once, whichever of the counts are asked for."""

    async def load(filters: list[bytes]) -> list[pb.PressReleaseWorkCounts]:
        return [
            await info.context.pr_review.CountPressReleaseWork(
                pb.CountPressReleaseWorkRequest(filter=pb.PressReleaseWorkFilter.FromString(one))
            )
            for one in filters
        ]

    loader: DataLoader[bytes, pb.PressReleaseWorkCounts] = info.context.loader(
        "press release work", load
    )
    return await loader.load(wanted.SerializeToString(deterministic=True))


def _entry(entry: pb.PressActivityEntry) -> ActivityEntry:
    # A comment is found with its press release; activity is about what has a page of its own.
    release = "/".join(entry.resource.split("/")[:2])
    return ActivityEntry.of(entry, to_id("PressRelease", release))
