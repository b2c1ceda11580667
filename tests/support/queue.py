"""Applications as reviewers meet them: made by the verbs of the domain, at any moment."""

from datetime import timedelta
from itertools import count

from applications.domain.application import Application, Occasion
from applications.domain.questionnaire import ArtisanType, Questionnaire
from chassis.actors import Actor
from chassis.caller import Role
from chassis.ids import new_id

TARGET = timedelta(days=5)
COUNTRIES = {"NA": "US", "EU": "DE"}
_numbers = count(1)


def occasion(subject, moment, role=Role.REVIEWER):
    """Somebody acting at a moment; nobody for None, as when a timer does."""
    actor = Actor(subject, subject.capitalize(), role) if subject else None
    return Occasion(actor, moment, "1")


def a_draft(moment, *, subject="", by="", region="NA", kind=ArtisanType.SOLO, **answers):
    """A draft of an account of its own, or of this one; `by` names a partner who began it."""
    number = next(_numbers)
    subject = subject or f"applicant-{number}"
    return Application(
        id=new_id(),
        maker_id=new_id(),
        subject=subject,
        email=f"{subject}-{number}@example.com",
        region=region,
        questionnaire=Questionnaire(
            country=COUNTRIES[region],
            contact_name=f"Ada Reed {number}",
            business_name=f"Pottery {number}",
            artisan_type=kind,
            **answers,
        ),
        questionnaire_version="v1",
        created=moment,
        updated=moment,
    ).start(occasion(by or subject, moment, Role.PARTNER if by else Role.MAKER))


def submitted(moment, *, flags=(), due=None, **given):
    """One that was handed in at the moment, to be answered within the target."""
    draft = a_draft(moment, **given)
    return draft.submit(
        draft.email,
        tuple(flags),
        occasion(draft.subject, moment, Role.MAKER),
        due or moment + TARGET,
    )


def taken(moment, reviewer, **given):
    """One that a reviewer took as soon as it was there."""
    return submitted(moment, **given).take(occasion(reviewer, moment))


def asked(moment, reviewer, due, **given):
    """One whose applicant was asked something as soon as it was there."""
    return taken(moment, reviewer, **given).ask(["Which kiln?"], due, occasion(reviewer, moment))
