"""Press releases as messages, and back."""

from datetime import date

from google.type.date_pb2 import Date

from chassis.actors import to_actor
from chassis.errors import Violation
from chassis.moments import to_timestamp
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.press_release import (
    Approval,
    Draft,
    Form,
    PressRelease,
    State,
    TimelineEntry,
)


def to_press_release(release: PressRelease) -> pb.PressRelease:
    """The whole press release."""
    message = pb.PressRelease(
        name=release.name,
        maker=release.maker,
        title=release.form.title,
        time_zone=release.form.time_zone,
        distribution_plan=release.form.distribution_plan,
        contact=release.form.contact,
        state=_to_state(release.state),
        representative=to_actor(release.representative),
        submit_time=to_timestamp(release.submitted),
        timeline=[_to_entry(entry) for entry in release.timeline],
        create_time=to_timestamp(release.created),
        update_time=to_timestamp(release.updated),
        etag=str(release.revision),
    )
    if release.form.release_on:
        message.release_date.CopyFrom(to_date(release.form.release_on))
    if release.draft:
        message.draft.CopyFrom(_to_draft(release.draft))
    if release.approval:
        message.approval.CopyFrom(_to_approval(release.approval))
    return message


def form_of(message: pb.PressRelease, default_zone: str) -> tuple[Form, list[Violation]]:
    """What the maker wrote, and what of it can't even be read."""
    release_on, broken = None, []
    if message.HasField("release_date"):
        given = message.release_date
        try:
            release_on = date(given.year, given.month, given.day)
        except (ValueError, OverflowError):
            broken.append(
                Violation("INVALID_DATE", "There is no such day in the calendar.", "release_date")
            )
    form = Form(
        title=message.title.strip(),
        release_on=release_on,
        time_zone=message.time_zone.strip() or default_zone,
        distribution_plan=message.distribution_plan.strip(),
        contact=message.contact.strip(),
    )
    return form, broken


def states_of(request: pb.ListPressReleasesRequest) -> tuple[State, ...]:
    """The wanted states; all for none."""
    return tuple(map(from_state, request.states)) or tuple(State)


def from_state(state: "pb.PressRelease.State.ValueType") -> State:
    """The state in a message. The frame lets none through that there is not."""
    return State(pb.PressRelease.State.Name(state))


def _to_state(state: State) -> "pb.PressRelease.State.ValueType":
    match state:
        case State.DRAFT:
            return pb.PressRelease.DRAFT
        case State.SUBMITTED:
            return pb.PressRelease.SUBMITTED
        case State.IN_REVIEW:
            return pb.PressRelease.IN_REVIEW
        case State.APPROVED:
            return pb.PressRelease.APPROVED


def to_date(day: date) -> Date:
    """The day as a message."""
    return Date(year=day.year, month=day.month, day=day.day)


def _to_draft(draft: Draft) -> pb.PressRelease.Draft:
    return pb.PressRelease.Draft(
        number=draft.number,
        file_name=draft.file_name,
        size_bytes=draft.size,
        sha256=draft.sha256,
        upload_time=to_timestamp(draft.uploaded),
    )


def _to_approval(approval: Approval) -> pb.PressRelease.Approval:
    return pb.PressRelease.Approval(
        sha256=approval.sha256,
        release_date=to_date(approval.release_on),
        time_zone=approval.time_zone,
        representative=to_actor(approval.representative),
        create_time=to_timestamp(approval.created),
        expire_time=to_timestamp(approval.expires),
    )


def _to_entry(entry: TimelineEntry) -> pb.TimelineEntry:
    return pb.TimelineEntry(
        create_time=to_timestamp(entry.occurred),
        actor=to_actor(entry.actor),
        action=entry.action,
        state=_to_state(entry.state),
        rule_version=entry.rule_version,
    )
