"""Valid things; a test names the one field that matters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from applications.domain.application import Application, Occasion
from applications.domain.invitation import Invitation
from applications.domain.maker import Maker, Plan, SellerAccount
from applications.domain.questionnaire import (
    ArtisanType,
    HeadCount,
    ProductionMethod,
    Questionnaire,
)
from chassis.actors import Actor
from chassis.caller import Role

NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)
REGIONS = {"US": "NA", "CA": "NA", "MX": "NA", "DE": "EU"}
ANA = Actor("ana", "Ana", Role.MAKER)
RITA = Actor("rita", "Rita", Role.REVIEWER)
RUTH = Actor("ruth", "Ruth", Role.REVIEWER)


def by(actor, moment=NOON):
    return Occasion(actor, moment, "1")


def some_answers(**changes):
    return replace(
        Questionnaire(
            country="US",
            contact_name="Ana Reed",
            business_name="Reed Pottery",
            artisan_type=ArtisanType.SOLO,
            head_count=HeadCount.ONE,
            categories=("home-and-kitchen",),
            production_method=ProductionMethod.MADE_BY_HAND,
            process_description="I throw each mug on the wheel and fire it twice. " * 5,
            attested=NOON,
        ),
        **changes,
    )


def an_application(**changes):
    return replace(
        Application(
            id="a1",
            maker_id="m1",
            subject="ana",
            email="ana@example.com",
            region="NA",
            questionnaire=some_answers(),
            questionnaire_version="v1",
            created=NOON,
            updated=NOON,
        ),
        **changes,
    )


def in_review(flags=(), **changes):
    return an_application(**changes).submit("ana@example.com", tuple(flags), by(ANA)).take(by(RITA))


def an_invitation(**changes):
    return replace(
        Invitation(
            id="i1",
            application_id="a1",
            maker_id="m1",
            subject="ana",
            email="Ana@example.com",
            region="NA",
            nonce="nonce",
            digest="digest",
            created=NOON,
            expires=NOON + timedelta(days=30),
        ),
        **changes,
    )


def a_maker(**changes):
    return replace(
        Maker(
            id="m1",
            subject="ana",
            email="ana@example.com",
            display_name="Reed Pottery",
            country="US",
            created=NOON,
        ),
        **changes,
    )


def an_account(**changes):
    return replace(
        SellerAccount(
            account="A1",
            subject="ana",
            region="NA",
            email="Ana@example.com",
            plan=Plan.PROFESSIONAL,
            version=1,
            verified=NOON,
        ),
        **changes,
    )
