"""Work, activity, figures and who is there as the contract's messages."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from google.type.date_pb2 import Date

from chassis.activity import Entry
from chassis.actors import Actor, to_actor
from chassis.caller import Role
from chassis.moments import from_timestamp, to_timestamp
from chassis.staff import Colleague
from handmade.pr_review.v1 import press_release_pb2
from handmade.pr_review.v1 import press_release_work_pb2 as pb
from pr_review.domain.absence import Absence
from pr_review.domain.release import NoticeVerdict, PressRelease, ReleaseType, WaitingFor
from pr_review.domain.work import Assigned, Week, WorkCounts, WorkFilter

T = TypeVar("T")


def from_filter(
    message: pb.PressReleaseWorkFilter,
    asker: str,
    now: datetime,
    lapsing: timedelta,
    *,
    acts_for: frozenset[str],
    only_asked: bool,
) -> WorkFilter:
    """The filter in a message, as somebody asks for it at this moment."""
    release = press_release_pb2.PressRelease
    waiting, assigned = pb.PressReleaseWorkItem.WaitingFor, pb.PressReleaseWorkFilter.Assigned
    before = message.lapsing_before if message.HasField("lapsing_before") else None
    return WorkFilter(
        asker=asker,
        now=now,
        lapsing_soon=now + lapsing,
        only_asked=only_asked,
        acts_for=acts_for,
        waiting_for=_once(WaitingFor(waiting.Name(it)) for it in message.waiting_for),
        verdicts=_once(NoticeVerdict(release.Notice.Verdict.Name(it)) for it in message.verdicts),
        countries=_once(message.countries),
        types=_once(ReleaseType(release.Type.Name(it)) for it in message.types),
        assigned=Assigned(assigned.Name(message.assigned)) if message.assigned else None,
        overdue=message.overdue,
        lapsing_before=from_timestamp(before) if before is not None else None,
    )


def to_item(
    release: PressRelease, shown: press_release_pb2.PressRelease, asker: str, now: datetime
) -> pb.PressReleaseWorkItem:
    """An item of the queue; `shown` is what the reader sees of the press release."""
    waiting, due = release.waiting_for, release.next_due
    return pb.PressReleaseWorkItem(
        press_release=shown,
        waiting_for=(
            pb.PressReleaseWorkItem.WaitingFor.Value(waiting.value)
            if waiting
            else pb.PressReleaseWorkItem.WAITING_FOR_UNSPECIFIED
        ),
        wait_time=to_timestamp(release.waiting_since),
        due_time=to_timestamp(release.due),
        answer_due_time=to_timestamp(release.target),
        next_due_time=to_timestamp(due),
        overdue=due is not None and due < now,
        stakeholders=[it.id for it in release.open_questions if it.who.subject == asker],
    )


def to_counts(counts: WorkCounts) -> pb.PressReleaseWorkCounts:
    """The counts as a message."""
    return pb.PressReleaseWorkCounts(
        all=counts.all,
        mine=counts.mine,
        unassigned=counts.unassigned,
        stakeholder=counts.stakeholder,
        lead=counts.lead,
        maker=counts.maker,
        overdue=counts.overdue,
        short_notice=counts.short_notice,
        lapsing=counts.lapsing,
    )


def to_entry(entry: Entry) -> pb.PressActivityEntry:
    """A line of the activity as a message."""
    return pb.PressActivityEntry(
        id=entry.id,
        create_time=to_timestamp(entry.occurred),
        actor=to_actor(entry.actor),
        resource=entry.resource,
        action=entry.action,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason=entry.reason,
        rule_version=entry.rule_version,
    )


def to_week(week: Week) -> pb.PressWeeklyFigures:
    """The figures of a week as a message."""
    begins = week.begins
    return pb.PressWeeklyFigures(
        week=Date(year=begins.year, month=begins.month, day=begins.day),
        received=week.received,
        short_notice=week.short_notice,
        approved=week.approved,
        declined=week.declined,
        not_needed=week.not_needed,
        withdrawn=week.withdrawn,
        lapsed=week.lapsed,
        median_first_answer_seconds=week.first_answers.median,
        median_decision_seconds=week.decisions.median,
        average_rounds=week.average_rounds,
        decided=len(week.decisions.seconds),
        decided_in_time=week.decisions.in_time,
    )


def to_planned(shown: press_release_pb2.PressRelease, clashes: Sequence[str]) -> pb.PlannedRelease:
    """A release of the calendar, with the names of those it clashes with."""
    return pb.PlannedRelease(press_release=shown, release_date=shown.release_date, clashes=clashes)


def to_representative(
    colleague: Colleague, actor: Actor, open_releases: int, absence: Absence | None
) -> pb.Representative:
    """One of the press team, with how many wait for them, and when they are away."""
    return pb.Representative(
        actor=to_actor(actor),
        last_seen_time=to_timestamp(colleague.last_seen),
        open_press_releases=open_releases,
        absence=to_absence(absence) if absence else None,
    )


def to_stakeholder(colleague: Colleague, open_questions: int) -> pb.KnownStakeholder:
    """Somebody who can be asked, with how many questions wait for them."""
    return pb.KnownStakeholder(
        actor=to_actor(colleague.acting(Role.STAKEHOLDER)),
        last_seen_time=to_timestamp(colleague.last_seen),
        open_questions=open_questions,
    )


def to_absence(absence: Absence) -> pb.PressAbsence:
    """An absence as a message."""
    return pb.PressAbsence(
        representative=to_actor(absence.who),
        substitute=to_actor(absence.substitute),
        start_time=to_timestamp(absence.since),
        end_time=to_timestamp(absence.until),
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
