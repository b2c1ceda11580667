"""Work, activity and figures as the contract's messages."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from google.type.date_pb2 import Date

from applications.domain.application import Application, Flag, WaitingFor
from applications.domain.questionnaire import ArtisanType
from applications.domain.work import Assigned, Week, WorkCounts, WorkFilter
from chassis.activity import Entry
from chassis.actors import to_actor
from chassis.caller import Caller, Role
from chassis.moments import from_timestamp, to_timestamp
from chassis.staff import Colleague
from handmade.applications.v1 import application_pb2
from handmade.applications.v1 import application_work_pb2 as pb

T = TypeVar("T")


def from_filter(message: pb.ApplicationWorkFilter, asker: Caller, now: datetime) -> WorkFilter:
    """The filter in a message, as somebody asks for it at this moment."""
    types, flags = application_pb2.Questionnaire.ArtisanType, application_pb2.Application.Flag
    waiting, assigned = pb.ApplicationWorkItem.WaitingFor, pb.ApplicationWorkFilter.Assigned
    has_time = message.HasField("submitted_before")
    return WorkFilter(
        asker=asker.subject,
        asker_reviews=asker.has(Role.REVIEWER),
        now=now,
        regions=_once(message.regions),
        artisan_types=_once(ArtisanType(types.Name(each)) for each in message.artisan_types),
        flags=_once(Flag(flags.Name(each)) for each in message.flags),
        waiting_for=_once(WaitingFor(waiting.Name(each)) for each in message.waiting_for),
        assigned=Assigned(assigned.Name(message.assigned)) if message.assigned else None,
        submitted_before=from_timestamp(message.submitted_before) if has_time else None,
        overdue=message.overdue,
    )


def to_item(
    application: Application, shown: application_pb2.Application, now: datetime
) -> pb.ApplicationWorkItem:
    """An item of the queue; `shown` is what the reader sees of the application."""
    waiting, due = application.waiting_for, application.next_due
    return pb.ApplicationWorkItem(
        application=shown,
        waiting_for=(
            pb.ApplicationWorkItem.WaitingFor.Value(waiting.value)
            if waiting
            else pb.ApplicationWorkItem.WAITING_FOR_UNSPECIFIED
        ),
        wait_time=to_timestamp(application.waiting_since),
        due_time=to_timestamp(application.due),
        answer_due_time=to_timestamp(application.answer_due),
        next_due_time=to_timestamp(due),
        overdue=due is not None and due < now,
    )


def to_counts(counts: WorkCounts) -> pb.ApplicationWorkCounts:
    """The counts as a message."""
    return pb.ApplicationWorkCounts(
        all=counts.all,
        mine=counts.mine,
        unassigned=counts.unassigned,
        second_reviewer=counts.second_reviewer,
        applicant=counts.applicant,
        overdue=counts.overdue,
    )


def to_entry(entry: Entry) -> pb.ActivityEntry:
    """A line of the activity as a message."""
    return pb.ActivityEntry(
        id=entry.id,
        create_time=to_timestamp(entry.occurred),
        actor=to_actor(entry.actor),
        resource=entry.resource,
        action=entry.action,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason=entry.reason,
        rule_version=entry.rule_version,
        region=entry.region,
    )


def to_week(week: Week) -> pb.WeeklyFigures:
    """The figures of a week as a message."""
    begins = week.begins
    return pb.WeeklyFigures(
        week=Date(year=begins.year, month=begins.month, day=begins.day),
        submitted=week.submitted,
        approved=week.approved,
        declined=week.declined,
        withdrawn=week.withdrawn,
        expired=week.expired,
        median_first_answer_seconds=week.first_answers.median,
        median_decision_seconds=week.decisions.median,
        decided_in_time=week.decisions.in_time,
    )


def to_reviewer(colleague: Colleague, open_applications: int) -> pb.Reviewer:
    """A reviewer as a message, with how many wait for them."""
    return pb.Reviewer(
        actor=to_actor(colleague.acting(Role.REVIEWER)),
        last_seen_time=to_timestamp(colleague.last_seen),
        open_applications=open_applications,
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
