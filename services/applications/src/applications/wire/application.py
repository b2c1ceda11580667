"""Applications as the contract's messages, and what of them an applicant sees."""

from collections.abc import Iterable
from itertools import chain

from applications.domain.application import (
    FOR_STAFF,
    UNSEEN,
    Application,
    DeclineReason,
    InformationRequest,
    Note,
    State,
    TimelineEntry,
)
from applications.domain.photo import Photo
from applications.wire.questionnaire import to_problem, to_questionnaire
from chassis.actors import hide_accounts, to_actor
from chassis.errors import Violation
from chassis.moments import to_timestamp
from handmade.applications.v1 import application_pb2 as pb

COLLECTION = "applications"

_STAFFS_ACTIONS = frozenset(action.value for action in FOR_STAFF)
_UNSEEN = frozenset(action.value for action in UNSEEN)


def name_of(application_id: str) -> str:
    """The resource name of an application."""
    return f"{COLLECTION}/{application_id}"


def to_application(application: Application, problems: Iterable[Violation] = ()) -> pb.Application:
    """All of an application. `for_applicant` takes away what is the reviewers' own."""
    invitation = application.invitation_id
    return pb.Application(
        name=name_of(application.id),
        questionnaire=to_questionnaire(application.questionnaire),
        questionnaire_version=application.questionnaire_version,
        region=application.region,
        state=pb.Application.State.Value(application.state.value),
        maker=f"makers/{application.maker_id}",
        email=application.email,
        flags=[pb.Application.Flag.Value(flag.value) for flag in application.flags],
        reviewer=to_actor(application.reviewer),
        first_signature=to_actor(application.first_signature),
        decline_reason=_to_decline_reason(application.decline_reason),
        decline_text=application.decline_text,
        timeline=[_to_entry(entry) for entry in application.timeline],
        create_time=to_timestamp(application.created),
        update_time=to_timestamp(application.updated),
        submit_time=to_timestamp(application.submitted),
        invitation=f"invitations/{invitation}" if invitation else "",
        etag=str(application.revision),
        photos=[_to_photo(photo) for photo in application.photos],
        information_requests=[_to_request(it) for it in application.information_requests],
        notes=[_to_note(note) for note in application.notes],
        answer_due_time=to_timestamp(application.answer_due),
        end_time=to_timestamp(application.ended),
        reapply_time=to_timestamp(application.reapply_from),
        reopen_until_time=to_timestamp(application.reopen_until),
        problems=[to_problem(problem) for problem in problems],
    )


def for_applicant(full: pb.Application, subject: str) -> pb.Application:
    """The application as its applicant, with this subject, sees it.

    Who of the staff has it is a name and not an account, and how far the staff are with making
    up their minds is theirs. The etag counts only what the applicant can see.
    """
    shown = pb.Application()
    shown.CopyFrom(full)
    shown.ClearField("flags")
    shown.ClearField("first_signature")
    shown.ClearField("notes")
    shown.ClearField("timeline")
    shown.timeline.extend(entry for entry in full.timeline if entry.action not in _STAFFS_ACTIONS)
    # Each of them was a change by itself, and none was one of a draft, which alone is compared.
    unseen = sum(entry.action in _UNSEEN for entry in full.timeline)
    shown.etag = str(int(full.etag) - unseen)
    if shown.HasField("reviewer"):
        hide_accounts([shown.reviewer], subject)
    acted = (entry.actor for entry in shown.timeline if entry.HasField("actor"))
    asked = (request.reviewer for request in shown.information_requests)
    hide_accounts(chain(acted, asked), subject)
    return shown


def from_state(state: pb.Application.State.ValueType) -> State:
    """The state in a message."""
    return State(pb.Application.State.Name(state))


def from_decline_reason(reason: pb.Application.DeclineReason.ValueType) -> DeclineReason:
    """The reason in a message."""
    return DeclineReason(pb.Application.DeclineReason.Name(reason))


def _to_entry(entry: TimelineEntry) -> pb.TimelineEntry:
    return pb.TimelineEntry(
        create_time=to_timestamp(entry.occasion.moment),
        actor=to_actor(entry.occasion.actor),
        action=entry.action.value,
        state=pb.Application.State.Value(entry.state.value),
        rule_version=entry.occasion.rule_version,
        reason=entry.reason.value if entry.reason else "",
        decline_reason=_to_decline_reason(entry.reason),
        text=entry.text,
        colleague=to_actor(entry.colleague),
    )


def _to_decline_reason(reason: DeclineReason | None) -> pb.Application.DeclineReason.ValueType:
    if reason is None:
        return pb.Application.DECLINE_REASON_UNSPECIFIED
    return pb.Application.DeclineReason.Value(reason.value)


def _to_photo(photo: Photo) -> pb.ApplicationPhoto:
    kinds = pb.ApplicationPhoto
    return pb.ApplicationPhoto(
        id=photo.id,
        kind=kinds.Kind.Value(photo.kind.value),
        file_name=photo.file_name,
        content_type=photo.content_type,
        size=photo.size,
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
        warnings=[kinds.Warning.Value(warning.value) for warning in photo.warnings],
        create_time=to_timestamp(photo.created),
    )


def _to_request(request: InformationRequest) -> pb.InformationRequest:
    return pb.InformationRequest(
        id=request.id,
        questions=[
            pb.InformationRequest.Question(
                id=question.id,
                text=question.text,
                answer=question.answer,
                answer_time=to_timestamp(question.answered),
            )
            for question in request.questions
        ],
        reviewer=to_actor(request.reviewer),
        create_time=to_timestamp(request.created),
        due_time=to_timestamp(request.due),
        answer_time=to_timestamp(request.answered),
    )


def _to_note(note: Note) -> pb.ApplicationNote:
    return pb.ApplicationNote(
        author=to_actor(note.author), text=note.text, create_time=to_timestamp(note.created)
    )
