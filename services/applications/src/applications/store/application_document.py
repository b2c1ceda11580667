"""Applications as documents. One that was written by an earlier release lacks the newer fields."""

from datetime import timedelta
from typing import Any

from applications.domain.address import folded
from applications.domain.application import (
    Action,
    Application,
    DeclineReason,
    Flag,
    InformationRequest,
    Note,
    Occasion,
    Question,
    State,
    TimelineEntry,
)
from applications.domain.likeness import photo_marks, shop_key
from applications.domain.photo import Photo, PhotoKind, PhotoWarning
from applications.store.questionnaire import from_questionnaire, to_questionnaire
from chassis import actors
from chassis.actors import Actor
from chassis.mongo import Document


def to_document(application: Application) -> Document:
    """All of an application, with what is looked for besides."""
    left = application.answer_left
    return {
        "_id": application.id,
        "maker": application.maker_id,
        "subject": application.subject,
        "email": application.email,
        "region": application.region,
        "questionnaire": from_questionnaire(application.questionnaire),
        "questionnaire_version": application.questionnaire_version,
        "state": application.state.value,
        "flags": [flag.value for flag in application.flags],
        "reviewer": actors.to_document(application.reviewer),
        "first_signature": actors.to_document(application.first_signature),
        "decline_reason": application.decline_reason and application.decline_reason.value,
        "decline_text": application.decline_text,
        "timeline": [_from_entry(entry) for entry in application.timeline],
        "writers": sorted(application.writers),
        "created": application.created,
        "updated": application.updated,
        "submitted": application.submitted,
        "invitation": application.invitation_id,
        "revision": application.revision,
        "photos": [_from_photo(photo) for photo in application.photos],
        "information_requests": [_from_request(it) for it in application.information_requests],
        "notes": [_from_note(note) for note in application.notes],
        "answer_due": application.answer_due,
        "answer_left_ms": None if left is None else left // timedelta(milliseconds=1),
        "first_answered": application.first_answered,
        "ended": application.ended,
        "reapply_from": application.reapply_from,
        "reopen_until": application.reopen_until,
        "reopened": application.reopened,
        "in_time": application.in_time,
        **looked_for(application),
    }


def from_document(document: Document) -> Application:
    """The application in a document."""
    reason, left = document["decline_reason"], document.get("answer_left_ms")
    requests = document.get("information_requests", ())
    return Application(
        id=document["_id"],
        maker_id=document["maker"],
        subject=document["subject"],
        email=document["email"],
        region=document["region"],
        questionnaire=to_questionnaire(document["questionnaire"]),
        questionnaire_version=document["questionnaire_version"],
        state=State(document["state"]),
        flags=tuple(Flag(flag) for flag in document["flags"]),
        reviewer=_to_actor(document["reviewer"]),
        first_signature=_to_actor(document["first_signature"]),
        decline_reason=DeclineReason(reason) if reason else None,
        decline_text=document["decline_text"],
        timeline=tuple(_to_entry(entry) for entry in document["timeline"]),
        writers=frozenset(document.get("writers", ())),
        created=document["created"],
        updated=document["updated"],
        submitted=document["submitted"],
        invitation_id=document["invitation"],
        revision=document["revision"],
        photos=tuple(_to_photo(it) for it in document.get("photos", ())),
        information_requests=tuple(_to_request(it) for it in requests),
        notes=tuple(_to_note(it) for it in document.get("notes", ())),
        answer_due=document.get("answer_due"),
        answer_left=None if left is None else timedelta(milliseconds=left),
        first_answered=document.get("first_answered"),
        ended=document.get("ended"),
        reapply_from=document.get("reapply_from"),
        reopen_until=document.get("reopen_until"),
        reopened=document.get("reopened"),
        in_time=document.get("in_time"),
    )


# Rises with every change of how addresses are folded.
FOLDING = 2


def looked_for(application: Application) -> Document:
    """What follows from the rest and is kept besides, for queries and their indexes."""
    waiting_for = application.waiting_for
    shops = (shop_key(url) for url in application.questionnaire.shop_urls)
    return {
        "email_folded": folded(application.email),
        "folding": FOLDING,
        "open": application.is_open,
        "applicants": sorted(application.applicants),
        "waiting_for": waiting_for and waiting_for.value,
        "waiting_since": application.waiting_since,
        "due": application.due,
        "next_due": application.next_due,
        "shop_keys": sorted({shop for shop in shops if shop}),
        "photo_marks": sorted(photo_marks(application.photos)),
        "photo_files": [
            file for photo in application.photos for file in (photo.file_id, photo.thumbnail_id)
        ],
    }


def _to_actor(document: Document | None) -> Actor | None:
    return None if document is None else actors.from_document(document)


def _from_entry(entry: TimelineEntry) -> Document:
    return {
        "moment": entry.occasion.moment,
        "actor": actors.to_document(entry.occasion.actor),
        "rule_version": entry.occasion.rule_version,
        "action": entry.action.value,
        "state": entry.state.value,
        "reason": entry.reason.value if entry.reason else "",
        "text": entry.text,
        "colleague": actors.to_document(entry.colleague),
    }


def _to_entry(document: Document) -> TimelineEntry:
    occasion = Occasion(
        actor=_to_actor(document["actor"]),
        moment=document["moment"],
        rule_version=document["rule_version"],
    )
    action, reason = Action(document["action"]), document["reason"]
    return TimelineEntry(
        occasion,
        action,
        State(document["state"]),
        DeclineReason(reason) if reason else None,
        document.get("text", ""),
        _to_actor(document.get("colleague")),
    )


def _from_photo(photo: Photo) -> Document:
    kept: dict[str, Any] = dict(vars(photo))
    kept["kind"] = photo.kind.value
    kept["warnings"] = [warning.value for warning in photo.warnings]
    return kept


def _to_photo(document: Document) -> Photo:
    warnings = tuple(PhotoWarning(warning) for warning in document["warnings"])
    return Photo(**{**document, "kind": PhotoKind(document["kind"]), "warnings": warnings})


def _from_request(request: InformationRequest) -> Document:
    return {
        "id": request.id,
        "questions": [dict(vars(question)) for question in request.questions],
        "reviewer": actors.to_document(request.reviewer),
        "created": request.created,
        "due": request.due,
        "answered": request.answered,
    }


def _to_request(document: Document) -> InformationRequest:
    return InformationRequest(
        id=document["id"],
        questions=tuple(Question(**question) for question in document["questions"]),
        reviewer=actors.from_document(document["reviewer"]),
        created=document["created"],
        due=document["due"],
        answered=document["answered"],
    )


def _from_note(note: Note) -> Document:
    return {
        "author": actors.to_document(note.author),
        "text": note.text,
        "created": note.created,
    }


def _to_note(document: Document) -> Note:
    return Note(actors.from_document(document["author"]), document["text"], document["created"])
