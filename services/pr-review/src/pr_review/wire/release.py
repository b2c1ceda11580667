"""Press releases as messages, and back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from google.protobuf.message import Message
from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay

from chassis.actors import Actor, hide_accounts, to_actor
from chassis.errors import InvalidRequest, Violation, invalid
from chassis.moments import to_timestamp
from handmade.access.v1 import access_pb2
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    ASKING,
    FOR_STAFF,
    UNSEEN,
    Action,
    AnswerKind,
    DeclineReason,
    Form,
    LetterKind,
    Market,
    Plan,
    PressRelease,
    ReleaseType,
    State,
)
from pr_review.wire import release_parts as parts

COLLECTION = "pressReleases"

_STAFFS_ACTIONS = frozenset(action.value for action in FOR_STAFF)
_UNSEEN = frozenset(action.value for action in UNSEEN)
# A lead says among colleagues why a first contact counts, and why a colleague's word does not.
_EXPLAINED_TO_STAFF = frozenset({Action.APPROVED.value, Action.FIRST_CONTACT_ACCEPTED.value})
_ASKING = frozenset(action.value for action in ASKING)
# Why a lead lets something pass is the staff's own.
_LEADS_REASONS = frozenset({Action.APPROVED.value, Action.FIRST_CONTACT_ACCEPTED.value})
OUTSIDE = (access_pb2.MAKER, access_pb2.PARTNER)


@dataclass(frozen=True)
class Beside:
    """What is told with a press release and kept elsewhere, or depends on when it is read."""

    max_rounds: int = 0
    open_issues: int = 0
    substitute: Actor | None = None
    earliest: date | None = None
    undo_expires: datetime | None = None
    obstacles: tuple[Violation, ...] = ()


def to_press_release(release: PressRelease, beside: Beside) -> pb.PressRelease:
    """The whole press release. `for_maker` takes away what is the staff's own."""
    form, was_submitted = release.form, release.submitted is not None
    return pb.PressRelease(
        name=release.name,
        maker=release.maker,
        title=form.title,
        release_date=parts.to_day(form.release_on),
        release_time=parts.to_time(form.release_at),
        time_zone=form.time_zone,
        markets=map(parts.to_market, form.markets),
        distribution_plan=form.distribution_plan,
        contact=form.contact,
        type=pb.PressRelease.Type.Value(form.type.value),
        exception_reason=form.exception_reason,
        agency=release.intake.agency,
        state=parts.to_state(release.state),
        draft=parts.to_draft(release.draft) if release.draft else None,
        drafts=map(parts.to_draft, release.drafts),
        representative=to_actor(release.representative),
        substitute=to_actor(beside.substitute),
        approval=parts.to_approval(release.approval) if release.approval else None,
        past_approvals=map(parts.to_approval, release.past_approvals),
        intake=parts.to_intake(release.intake),
        authority=parts.to_authority(release.intake),
        notice=parts.to_notice(release.notice),
        exceptions=map(parts.to_exception, release.exceptions),
        schedules=map(parts.to_schedule, release.dates),
        # What was answered last is read once more, to be decided on, and is no further round.
        round=min(release.round, beside.max_rounds or release.round) if was_submitted else 0,
        max_rounds=beside.max_rounds,
        letters=map(parts.to_letter, release.letters),
        answers=parts.to_answers(release),
        publication=parts.to_publication(release.publication) if release.publication else None,
        stakeholders=map(parts.to_stakeholder, release.stakeholders),
        open_issues=beside.open_issues,
        edited_copies=map(parts.to_edited_copy, release.edited_copies),
        approval_obstacles=[
            pb.PressRelease.Obstacle(code=it.rule, text=it.message, subject=it.subject)
            for it in beside.obstacles
        ],
        timeline=map(parts.to_entry, release.timeline),
        create_time=to_timestamp(release.created),
        update_time=to_timestamp(release.updated),
        submit_time=to_timestamp(release.submitted),
        answer_due_time=to_timestamp(release.answer_due),
        lapse_time=to_timestamp(release.due),
        undo_expire_time=to_timestamp(beside.undo_expires),
        earliest_release_date=parts.to_day(beside.earliest),
        copied_from=release.copied_from,
        etag=str(release.revision),
    )


def for_maker(full: pb.PressRelease, subject: str) -> pb.PressRelease:
    """The press release as its maker, or an agency, with this account sees it.

    Who of the staff does what is a name and not an account; whom they ask, what they note, edits
    that were not sent, and why a lead decided against a colleague's word or let a first contact
    count is theirs. The etag counts only what makers can see.
    """
    shown = pb.PressRelease()
    shown.CopyFrom(full)
    for field in ("stakeholders", "open_issues", "approval_obstacles", "substitute", "timeline"):
        shown.ClearField(field)
    shown.timeline.extend(entry for entry in full.timeline if entry.action not in _STAFFS_ACTIONS)
    del shown.edited_copies[:]
    shown.edited_copies.extend(it for it in full.edited_copies if it.HasField("send_time"))
    for entry in shown.timeline:
        entry.ClearField("colleague")
        entry.ClearField("note")
        # They are about what is the staff's alone, and a part of a chain proves nothing.
        entry.ClearField("number")
        entry.ClearField("hash")
        if entry.action in _EXPLAINED_TO_STAFF:
            entry.ClearField("reason")
    for letter in shown.letters:
        letter.ClearField("override_reason")
    if full.HasField("publication") and full.publication.recorder.role not in OUTSIDE:
        shown.publication.ClearField("note")
    shown.etag = str(seen_revision(full))
    hide_accounts(_actors(shown), subject)
    return shown


def seen_revision(full: pb.PressRelease) -> int:
    """How often it changed in what makers can see."""
    # Each of the others was a change by itself.
    return int(full.etag) - sum(entry.action in _UNSEEN for entry in full.timeline)


def asked_of(full: pb.PressRelease) -> set[str]:
    """The accounts that are, or ever were, asked about it."""
    people = {it.who.subject for it in full.stakeholders}
    people |= {it.colleague.subject for it in full.timeline if it.action in _ASKING}
    return people - {""}


def form_of(message: pb.PressRelease, default_zone: str) -> tuple[Form, list[Violation]]:
    """What the maker wrote, and what of it can't even be read."""
    broken: list[Violation] = []
    day = day_of(message.release_date) if message.HasField("release_date") else None
    if message.HasField("release_date") and day is None:
        broken.append(no_such_day())
    at = time_of(message.release_time) if message.HasField("release_time") else None
    if message.HasField("release_time") and at is None:
        broken.append(no_such_time())
    form = Form(
        title=message.title.strip(),
        release_on=day,
        time_zone=message.time_zone.strip() or default_zone,
        distribution_plan=message.distribution_plan.strip(),
        contact=message.contact.strip(),
        type=_from_type(message.type),
        release_at=at,
        markets=tuple(
            Market(_country(it.country_code), it.time_zone.strip()) for it in message.markets
        ),
        exception_reason=message.exception_reason.strip(),
    )
    return form, broken


def _country(given: str) -> str:
    # Other letters become two of these in capitals, and with them a country that nobody named.
    code = given.strip()
    return code.upper() if code.isascii() else code


def day_of(given: Date) -> date | None:
    """The day in a message; None if no calendar has it."""
    try:
        return date(given.year, given.month, given.day)
    except (ValueError, OverflowError):
        return None


def time_of(given: TimeOfDay) -> time | None:
    """The time of a day in a message; None if no day has it, or it is finer than minutes."""
    if given.seconds or given.nanos:
        return None
    try:
        return time(given.hours, given.minutes)
    except (ValueError, OverflowError):
        return None


def no_such_day() -> Violation:
    """What to say of a day that no calendar has."""
    return Violation("INVALID_DATE", "There is no such day in the calendar.", "release_date")


def no_such_time() -> Violation:
    """What to say of a time that no day has."""
    return Violation(
        "INVALID_TIME", "Must be a time of the day, to the minute, as 09:30.", "release_time"
    )


def plan_of(request: pb.ApprovePressReleaseRequest) -> Plan | None:
    """The day, time and zone that were read; None if none are said, as by clients of 0.1.0.

    Fails with `InvalidRequest` for what no calendar or clock has.
    """
    if not request.HasField("release_date"):
        if request.HasField("release_time") or request.time_zone:
            raise invalid("release_date", "REQUIRED", "Must be given with a time or a zone.")
        return None
    day, at = day_of(request.release_date), None
    broken = [] if day is not None else [no_such_day()]
    if request.HasField("release_time"):
        at = time_of(request.release_time)
        broken += [] if at is not None else [no_such_time()]
    if broken:
        raise InvalidRequest(broken)
    return Plan(day, at, request.time_zone)


def states_of(request: pb.ListPressReleasesRequest) -> tuple[State, ...]:
    """The wanted states; all for none."""
    return tuple(map(from_state, request.states)) or tuple(State)


def from_state(state: "pb.PressRelease.State.ValueType") -> State:
    """The state in a message. The frame lets none through that there is not."""
    return State(pb.PressRelease.State.Name(state))


def from_decline_reason(reason: "pb.PressRelease.DeclineReason.ValueType") -> DeclineReason:
    """The reason in a message."""
    return DeclineReason(pb.PressRelease.DeclineReason.Name(reason))


def from_letter_kind(kind: "pb.PressRelease.Letter.Kind.ValueType") -> LetterKind:
    """What a letter in a message is about."""
    return LetterKind(pb.PressRelease.Letter.Kind.Name(kind))


def from_answer_kind(kind: "pb.PressRelease.Answer.Kind.ValueType") -> AnswerKind:
    """The answer in a message."""
    return AnswerKind(pb.PressRelease.Answer.Kind.Name(kind))


def _from_type(given: "pb.PressRelease.Type.ValueType") -> ReleaseType:
    if given == pb.PressRelease.TYPE_UNSPECIFIED:
        return ReleaseType.PRESS_RELEASE
    return ReleaseType(pb.PressRelease.Type.Name(given))


def _actors(shown: pb.PressRelease) -> Iterator[access_pb2.Actor]:
    """Everybody who is named in it."""
    yield from _named(shown, "representative")
    yield from _named(shown.intake, "recorder", "accepter")
    yield from _named(shown.authority, "giver")
    yield from _named(shown.publication, "recorder")
    for draft in (*_named(shown, "draft"), *shown.drafts, *shown.edited_copies):
        yield from _named(draft, "uploader")
    for approval in (*_named(shown, "approval"), *shown.past_approvals):
        yield from _named(approval, "representative")
    for entry in (*shown.timeline, *shown.schedules):
        yield from _named(entry, "actor")
    for asked in shown.exceptions:
        yield from _named(asked, "asker", "decider")
    for said in (*shown.letters, *shown.answers):
        yield from _named(said, "author")


def _named(message: Message, *fields: str) -> Iterator[Any]:
    return (getattr(message, field) for field in fields if message.HasField(field))
