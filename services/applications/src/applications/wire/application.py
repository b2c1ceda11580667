"""Applications as the contract's messages, and what of them an applicant sees."""

from datetime import datetime

from applications.domain.application import Action, Application, DeclineReason, State, TimelineEntry
from applications.domain.questionnaire import (
    ArtisanType,
    HeadCount,
    ProductionMethod,
    Questionnaire,
)
from chassis.actors import hide_accounts, to_actor
from chassis.moments import to_timestamp
from handmade.applications.v1 import application_pb2 as pb

COLLECTION = "applications"


def name_of(application_id: str) -> str:
    """The resource name of an application."""
    return f"{COLLECTION}/{application_id}"


def to_application(application: Application) -> pb.Application:
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
        decline_reason=(
            pb.Application.DeclineReason.Value(application.decline_reason.value)
            if application.decline_reason
            else pb.Application.DECLINE_REASON_UNSPECIFIED
        ),
        decline_text=application.decline_text,
        timeline=[_to_entry(entry) for entry in application.timeline],
        create_time=to_timestamp(application.created),
        update_time=to_timestamp(application.updated),
        submit_time=to_timestamp(application.submitted),
        invitation=f"invitations/{invitation}" if invitation else "",
        etag=str(application.revision),
    )


def for_applicant(full: pb.Application, subject: str) -> pb.Application:
    """The application as its applicant, with this subject, sees it.

    Who of the staff has it is a name and not an account, and how far the staff are with making
    up their minds is theirs.
    """
    shown = pb.Application()
    shown.CopyFrom(full)
    shown.ClearField("flags")
    shown.ClearField("first_signature")
    shown.ClearField("timeline")
    shown.timeline.extend(entry for entry in full.timeline if entry.action != Action.SIGNED.value)
    if shown.HasField("reviewer"):
        hide_accounts([shown.reviewer], subject)
    hide_accounts((entry.actor for entry in shown.timeline), subject)
    return shown


def to_questionnaire(answers: Questionnaire) -> pb.Questionnaire:
    """The answers as a message."""
    kinds = pb.Questionnaire
    return pb.Questionnaire(
        contact_name=answers.contact_name,
        business_name=answers.business_name,
        country=answers.country,
        artisan_type=(
            kinds.ArtisanType.Value(answers.artisan_type.value)
            if answers.artisan_type
            else kinds.ARTISAN_TYPE_UNSPECIFIED
        ),
        head_count=(
            kinds.HeadCount.Value(answers.head_count.value)
            if answers.head_count
            else kinds.HEAD_COUNT_UNSPECIFIED
        ),
        organisation_url=answers.organisation_url,
        group_description=answers.group_description,
        categories=answers.categories,
        production_method=(
            kinds.ProductionMethod.Value(answers.production_method.value)
            if answers.production_method
            else kinds.PRODUCTION_METHOD_UNSPECIFIED
        ),
        process_description=answers.process_description,
        tools=answers.tools,
        production_partners=answers.production_partners,
        shop_urls=answers.shop_urls,
        attest_time=to_timestamp(answers.attested),
    )


def from_questionnaire(
    message: pb.Questionnaire, attested: datetime | None, now: datetime
) -> Questionnaire:
    """The answers in a message.

    When the statements were confirmed is for us to say: `attested` if they were before, else
    `now`. The message only says whether they are.
    """
    artisan, heads = message.artisan_type, message.head_count
    method = message.production_method
    return Questionnaire(
        contact_name=message.contact_name.strip(),
        business_name=message.business_name.strip(),
        country=message.country,
        artisan_type=ArtisanType(pb.Questionnaire.ArtisanType.Name(artisan)) if artisan else None,
        head_count=HeadCount(pb.Questionnaire.HeadCount.Name(heads)) if heads else None,
        organisation_url=message.organisation_url.strip(),
        group_description=message.group_description,
        categories=tuple(message.categories),
        production_method=(
            ProductionMethod(pb.Questionnaire.ProductionMethod.Name(method)) if method else None
        ),
        process_description=message.process_description,
        tools=message.tools,
        production_partners=message.production_partners,
        shop_urls=tuple(url.strip() for url in message.shop_urls),
        attested=(attested or now) if message.HasField("attest_time") else None,
    )


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
        reason=entry.reason,
    )
