"""What waits for reviewers, who did what, and how it goes."""

from datetime import date, datetime
from typing import Annotated, Self

import strawberry

from chassis.moments import to_timestamp
from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.ids import from_id_of, to_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.enums import ApplicationFlag, ArtisanType
from gateway.values import Actor, moment
from gateway.work import (
    ActivityConnection,
    ActivityEntry,
    Assigned,
    Reviewer,
    WaitingFor,
    WorkCounts,
    WorkItem,
)
from handmade.applications.v1 import application_pb2
from handmade.applications.v1 import application_work_pb2 as pb

_WAITING = {
    WaitingFor.TAKER: pb.ApplicationWorkItem.TAKER,
    WaitingFor.ASSIGNEE: pb.ApplicationWorkItem.ASSIGNEE,
    WaitingFor.COLLEAGUE: pb.ApplicationWorkItem.SECOND_REVIEWER,
    WaitingFor.MAKER: pb.ApplicationWorkItem.APPLICANT,
}
_WAITED = {number: waiting for waiting, number in _WAITING.items()}
_TYPES = {
    "applications": "Application",
    "invitations": "Invitation",
    "makers": "Maker",
    "regionExtensions": "RegionExtension",
}


@strawberry.type(description="An application that waits for somebody.")
class ApplicationWorkItem(WorkItem):
    application: Application = strawberry.field(description="The application.")
    flags: list[ApplicationFlag] = strawberry.field(description="What a reviewer should look at.")

    @classmethod
    def from_proto(cls, item: pb.ApplicationWorkItem) -> Self:
        """Reads an item."""
        application = Application.from_proto(item.application)
        answers = item.application.questionnaire
        return cls(
            object=application.id,
            title=answers.business_name or answers.contact_name,
            assignee=application.reviewer,
            waiting_for=_WAITED[item.waiting_for],
            open_since=moment(item.application.submit_time),
            waiting_since=moment(item.wait_time),
            due_at=moment(item.due_time) if item.HasField("due_time") else None,
            answer_due_at=(
                moment(item.answer_due_time) if item.HasField("answer_due_time") else None
            ),
            next_due_at=moment(item.next_due_time) if item.HasField("next_due_time") else None,
            is_overdue=item.overdue,
            application=application,
            flags=application.flags,
        )


@strawberry.type(description="One page of what waits.")
class ApplicationWorkConnection(Connection[ApplicationWorkItem]):
    wanted: strawberry.Private[pb.ApplicationWorkFilter]

    @strawberry.field(description="How many wait, on all pages.")
    async def counts(self, info: Info) -> WorkCounts | None:
        request = pb.CountApplicationWorkRequest(filter=self.wanted)
        found = await info.context.applications.CountApplicationWork(request)
        return WorkCounts(
            all=found.all,
            mine=found.mine,
            unassigned=found.unassigned,
            waiting_for_colleague=found.second_reviewer,
            waiting_for_maker=found.applicant,
            overdue=found.overdue,
        )


@strawberry.type(description="How a week went.")
class ApplicationWeek:
    week: date = strawberry.field(description="The Monday, in UTC, with which it begins.")
    submitted: int = strawberry.field(description="How many were submitted.")
    approved: int = strawberry.field(description="How many were approved.")
    declined: int = strawberry.field(description="How many were declined.")
    withdrawn: int = strawberry.field(description="How many were withdrawn after their submission.")
    expired: int = strawberry.field(
        description="How many expired, also if they were reopened later."
    )
    median_first_answer_seconds: int | None = strawberry.field(
        description="From the submission to our first answer, the median of those first answered "
        "in the week; null where there were none."
    )
    median_decision_seconds: int | None = strawberry.field(
        description="From the submission to the decision, the median of those decided on in the "
        "week; null where there were none."
    )
    decided_in_time: int = strawberry.field(
        description="How many of those decided on were so in the time that we mean to."
    )

    @classmethod
    def from_proto(cls, week: pb.WeeklyFigures) -> Self:
        """Reads the figures of a week."""
        has_answer = week.HasField("median_first_answer_seconds")
        has_decision = week.HasField("median_decision_seconds")
        return cls(
            week=date(week.week.year, week.week.month, week.week.day),
            submitted=week.submitted,
            approved=week.approved,
            declined=week.declined,
            withdrawn=week.withdrawn,
            expired=week.expired,
            median_first_answer_seconds=week.median_first_answer_seconds if has_answer else None,
            median_decision_seconds=week.median_decision_seconds if has_decision else None,
            decided_in_time=week.decided_in_time,
        )


@strawberry.type
class WorkQuery:
    """The fields of the root that are for the staff."""

    @strawberry.field(
        description="The applications that wait for somebody, what is due next first, without "
        "those that the viewer has a part in; for staff only."
    )
    async def application_work(
        self,
        info: Info,
        first: First = 25,
        after: After = None,
        regions: Annotated[
            list[str] | None, strawberry.argument(description="Only those for these regions.")
        ] = None,
        artisan_types: Annotated[
            list[ArtisanType] | None,
            strawberry.argument(description="Only those of these artisan types."),
        ] = None,
        flags: Annotated[
            list[ApplicationFlag] | None,
            strawberry.argument(description="Only those with any of these flags."),
        ] = None,
        waiting_for: Annotated[
            list[WaitingFor] | None,
            strawberry.argument(description="Only those that wait for these."),
        ] = None,
        assigned: Annotated[
            Assigned | None, strawberry.argument(description="Only those that these have taken.")
        ] = None,
        submitted_before: Annotated[
            datetime | None, strawberry.argument(description="Only those submitted before.")
        ] = None,
        overdue: Annotated[
            bool, strawberry.argument(description="Only those that are overdue.")
        ] = False,
    ) -> ApplicationWorkConnection | None:
        types = application_pb2.Questionnaire.ArtisanType
        wanted = pb.ApplicationWorkFilter(
            regions=regions or (),
            artisan_types=[types.Value(it.name) for it in artisan_types or ()],
            flags=[application_pb2.Application.Flag.Value(it.name) for it in flags or ()],
            waiting_for=[_WAITING[it] for it in waiting_for or ()],
            assigned=(
                pb.ApplicationWorkFilter.Assigned.Value(assigned.name)
                if assigned
                else pb.ApplicationWorkFilter.ASSIGNED_UNSPECIFIED
            ),
            submitted_before=to_timestamp(submitted_before),
            overdue=overdue,
        )
        request = pb.ListApplicationWorkRequest(filter=wanted, **page(first, after))
        answer = await info.context.applications.ListApplicationWork(request)
        found = Connection[ApplicationWorkItem].of(
            map(ApplicationWorkItem.from_proto, answer.items),
            answer.cursors,
            answer.next_page_token,
        )
        return ApplicationWorkConnection(
            edges=found.edges, nodes=found.nodes, page_info=found.page_info, wanted=wanted
        )

    @strawberry.field(
        description="What people and timers did with applications, invitations, makers and region "
        "extensions, newest first, without what was done to those that the viewer has a part in; "
        "for staff only."
    )
    async def application_activity(
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
            strawberry.argument(
                description="Only what was done to this application, invitation, maker or region "
                "extension."
            ),
        ] = None,
        since: Annotated[
            datetime | None,
            strawberry.argument(name="from", description="Only from this moment on."),
        ] = None,
        until: Annotated[
            datetime | None, strawberry.argument(name="to", description="Only before this moment.")
        ] = None,
    ) -> ActivityConnection | None:
        request = pb.ListActivityRequest(
            actor=actor or "",
            resource=from_id_of(object, _TYPES.values(), "object") if object is not None else "",
            start_time=to_timestamp(since),
            end_time=to_timestamp(until),
            **page(first, after),
        )
        answer = await info.context.applications.ListActivity(request)
        return ActivityConnection.of(
            list(map(_entry, answer.entries)), answer.cursors, answer.next_page_token
        )

    @strawberry.field(
        description="How the last weeks went, oldest first, also those in which nothing happened; "
        "for staff only."
    )
    async def application_figures(
        self,
        info: Info,
        weeks: Annotated[
            int,
            strawberry.argument(description="How many, 1 to 104; the present one is the last."),
        ] = 12,
        region: Annotated[
            str | None, strawberry.argument(description="Only those for this region, such as `NA`.")
        ] = None,
    ) -> list[ApplicationWeek] | None:
        request = pb.ListWeeklyFiguresRequest(weeks=weeks, region=region or "")
        answer = await info.context.applications.ListWeeklyFigures(request)
        return [ApplicationWeek.from_proto(week) for week in answer.weeks]

    @strawberry.field(
        description="Who reviews applications, by name; one of them can be handed one. For staff "
        "only."
    )
    async def application_reviewers(self, info: Info) -> list[Reviewer] | None:
        answer = await info.context.applications.ListReviewers(pb.ListReviewersRequest())
        return [
            Reviewer(
                who=who,
                last_seen_at=moment(found.last_seen_time),
                open_items=found.open_applications,
            )
            for found in answer.reviewers
            if (who := Actor.from_proto(found.actor)) is not None
        ]


def _entry(entry: pb.ActivityEntry) -> ActivityEntry:
    collection = entry.resource.partition("/")[0]
    return ActivityEntry.of(entry, to_id(_TYPES[collection], entry.resource), entry.region)
