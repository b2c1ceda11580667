"""What press releases are made of, as messages."""

from datetime import date, time

from google.type.date_pb2 import Date
from google.type.timeofday_pb2 import TimeOfDay

from chassis.actors import to_actor
from chassis.moments import to_timestamp
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    Action,
    Answer,
    Approval,
    Area,
    Authority,
    Channel,
    DateChange,
    DeclineReason,
    Draft,
    EditedCopy,
    ExceptionRequest,
    Intake,
    Market,
    Notice,
    NoticeVerdict,
    PressRelease,
    Publication,
    SentLetter,
    Stakeholder,
    StakeholderState,
    State,
    TimelineEntry,
)
from pr_review.wire.warnings import to_warning

_AREAS = {Area.EXECUTIVE: pb.Stakeholder.EXECUTIVE_COMMUNICATIONS}
_CHANNELS = {
    Channel.MAKER: pb.PressRelease.FROM_MAKER,
    Channel.AGENCY: pb.PressRelease.FROM_AGENCY,
    Channel.SUPPORT: pb.PressRelease.FROM_SUPPORT,
}
# What is said with these is a note for colleagues, and no reason.
_PASSED_ON = frozenset({Action.HANDED_OVER, Action.RELEASED, Action.STAKEHOLDER_DELEGATED})
_SAYS_NOTHING = pb.Stakeholder.VERDICT_UNSPECIFIED
_STAKEHOLDER_STATES = {StakeholderState.DECLINED: pb.Stakeholder.REFUSED}


def to_date(day: date) -> Date:
    """The day as a message."""
    return Date(year=day.year, month=day.month, day=day.day)


def to_day(day: date | None) -> Date | None:
    """The day as a message; None stays unset."""
    return to_date(day) if day else None


def to_time(local: time | None) -> TimeOfDay | None:
    """The time of a day as a message; None stays unset."""
    return None if local is None else TimeOfDay(hours=local.hour, minutes=local.minute)


def to_state(state: State) -> "pb.PressRelease.State.ValueType":
    """The state as a message."""
    return pb.PressRelease.State.Value(state.value)


def to_market(market: Market) -> pb.PressRelease.Market:
    """A country it goes out in."""
    return pb.PressRelease.Market(country_code=market.country, time_zone=market.time_zone)


def to_notice(notice: Notice | None) -> pb.PressRelease.Notice | None:
    """How much time there is; None stays unset."""
    if notice is None:
        return None
    return pb.PressRelease.Notice(
        verdict=_to_verdict(notice.verdict),
        receive_time=to_timestamp(notice.received),
        days=notice.days,
        working_days=notice.working_days,
        last_on_time_date=to_date(notice.last_on_time),
        earliest_release_date=to_date(notice.earliest),
        hour_comes_twice=notice.hour_comes_twice,
    )


def to_exception(asked: ExceptionRequest) -> pb.PressRelease.ExceptionRequest:
    """The wish for less time."""
    return pb.PressRelease.ExceptionRequest(
        id=asked.id,
        reason=asked.reason,
        state=pb.PressRelease.ExceptionRequest.State.Value(asked.state.value),
        verdict=_to_verdict(asked.verdict),
        asker=to_actor(asked.asked_by),
        create_time=to_timestamp(asked.asked),
        decider=to_actor(asked.decided_by),
        decide_time=to_timestamp(asked.decided),
        answer=asked.answer,
    )


def to_intake(intake: Intake) -> pb.PressRelease.Intake:
    """How it came in."""
    return pb.PressRelease.Intake(
        channel=_CHANNELS[intake.channel],
        first_contact_time=to_timestamp(intake.first_contact),
        reference=intake.reference,
        recorder=to_actor(intake.recorded_by),
        accepter=to_actor(intake.accepted_by),
        accept_time=to_timestamp(intake.accepted),
    )


def to_authority(intake: Intake) -> pb.PressRelease.Authority | None:
    """That an agency may act, or is still to be allowed to; unset where none acts."""
    given: Authority | None = intake.authority
    if given is None and not intake.needs_authority:
        return None
    return pb.PressRelease.Authority(
        agency=intake.agency,
        giver=to_actor(given.given_by) if given else None,
        give_time=to_timestamp(given.given) if given else None,
        reference=given.reference if given else "",
    )


def to_draft(draft: Draft) -> pb.PressRelease.Draft:
    """A document."""
    message = pb.PressRelease.Draft(
        number=draft.number,
        file_name=draft.file_name,
        size_bytes=draft.size,
        sha256=draft.sha256,
        upload_time=to_timestamp(draft.uploaded),
        uploader=to_actor(draft.uploader),
        word_count=draft.words,
        mention_count=draft.mention_count,
        has_tracked_changes=draft.has_tracked_changes,
        warnings=[_to_warning(each) for each in draft.warnings],
        new_text=draft.is_new_text,
    )
    if draft.similarity is not None:
        message.similarity = draft.similarity
    return message


def to_edited_copy(copy: EditedCopy) -> pb.PressRelease.EditedCopy:
    """A draft with our edits."""
    return pb.PressRelease.EditedCopy(
        draft_number=copy.draft_number,
        draft_sha256=copy.draft_sha256,
        file_name=copy.file_name,
        size_bytes=copy.size,
        sha256=copy.sha256,
        upload_time=to_timestamp(copy.uploaded),
        uploader=to_actor(copy.uploader),
        send_time=to_timestamp(copy.sent),
    )


def to_approval(approval: Approval) -> pb.PressRelease.Approval:
    """What exactly was approved."""
    return pb.PressRelease.Approval(
        sha256=approval.sha256,
        release_date=to_date(approval.release_on),
        release_time=to_time(approval.release_at),
        time_zone=approval.time_zone,
        representative=to_actor(approval.representative),
        create_time=to_timestamp(approval.created),
        expire_time=to_timestamp(approval.expires),
        conditions=approval.conditions,
        end_time=to_timestamp(approval.voided),
    )


def to_schedule(change: DateChange) -> pb.PressRelease.Schedule:
    """A plan there was, or is."""
    return pb.PressRelease.Schedule(
        release_date=to_date(change.release_on),
        release_time=to_time(change.release_at),
        time_zone=change.time_zone,
        notice=to_notice(change.notice),
        create_time=to_timestamp(change.since),
        actor=to_actor(change.by),
    )


def to_letter(letter: SentLetter) -> pb.PressRelease.Letter:
    """What the press team wrote."""
    return pb.PressRelease.Letter(
        kind=pb.PressRelease.Letter.Kind.Value(letter.kind.value),
        text=letter.text,
        language_code=letter.language,
        author=to_actor(letter.by),
        create_time=to_timestamp(letter.moment),
        draft_number=letter.draft_number,
        decline_reason=_to_decline_reason(letter.reason),
        conditions=letter.conditions,
        override_reason=letter.override_reason,
    )


def to_answers(release: PressRelease) -> list[pb.PressRelease.Answer]:
    """What the maker said to the changes asked for."""
    given = (it.answer for it in release.change_requests)
    return [_to_answer(it) for it in given if it is not None]


def to_publication(publication: Publication) -> pb.PressRelease.Publication:
    """That it went out."""
    return pb.PressRelease.Publication(
        publish_time=to_timestamp(publication.published),
        uri=publication.uri,
        note=publication.note,
        recorder=to_actor(publication.by),
    )


def to_stakeholder(asked: Stakeholder) -> pb.Stakeholder:
    """Somebody who was asked."""
    state = _STAKEHOLDER_STATES.get(asked.state)
    area = _AREAS.get(asked.area)
    is_over = asked.state in (StakeholderState.DECLINED, StakeholderState.WAIVED)
    return pb.Stakeholder(
        id=asked.id,
        who=to_actor(asked.who),
        area=pb.Stakeholder.Area.Value(asked.area.value) if area is None else area,
        need=pb.Stakeholder.Need.Value(asked.need.value),
        question=asked.question,
        due_time=to_timestamp(asked.due),
        state=pb.Stakeholder.State.Value(asked.state.value) if state is None else state,
        verdict=_SAYS_NOTHING
        if asked.verdict is None
        else pb.Stakeholder.Verdict.Value(asked.verdict.value),
        text="" if is_over else asked.words,
        conditions=asked.conditions,
        draft_number=asked.draft_number,
        keeps_for_small_changes=asked.keeps_for_small_changes,
        asker=to_actor(asked.asked_by),
        create_time=to_timestamp(asked.asked),
        answer_time=to_timestamp(asked.decided),
        reason=(asked.waive_reason or asked.words) if is_over else "",
        delegator=to_actor(asked.delegated_from),
    )


def to_entry(entry: TimelineEntry) -> pb.TimelineEntry:
    """Something that happened."""
    is_noted = entry.action in _PASSED_ON
    return pb.TimelineEntry(
        create_time=to_timestamp(entry.occasion.moment),
        actor=to_actor(entry.occasion.actor),
        action=entry.action.value,
        state=to_state(entry.state),
        rule_version=entry.occasion.rule_version,
        reason=entry.reason or ("" if is_noted else entry.text),
        note=entry.text if is_noted else "",
        colleague=to_actor(entry.colleague),
        draft_number=entry.draft_number,
        number=entry.number,
        hash=entry.hash,
    )


def _to_answer(answer: Answer) -> pb.PressRelease.Answer:
    return pb.PressRelease.Answer(
        kind=pb.PressRelease.Answer.Kind.Value(answer.kind.value),
        text=answer.words,
        draft_number=answer.draft_number,
        author=to_actor(answer.by),
        create_time=to_timestamp(answer.moment),
    )


def _to_warning(warning: str) -> pb.PressRelease.Warning:
    code, _, subject = warning.partition(" ")
    return to_warning(code, subject)


def _to_verdict(verdict: NoticeVerdict) -> "pb.PressRelease.Notice.Verdict.ValueType":
    return pb.PressRelease.Notice.Verdict.Value(verdict.value)


def _to_decline_reason(
    reason: DeclineReason | None,
) -> "pb.PressRelease.DeclineReason.ValueType":
    if reason is None:
        return pb.PressRelease.DECLINE_REASON_UNSPECIFIED
    return pb.PressRelease.DeclineReason.Value(reason.value)
