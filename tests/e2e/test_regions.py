"""From one region into another: where a maker may list, through the whole marketplace."""

import re
import uuid
from email import message_from_bytes, policy
from functools import partial

import pytest

from dev.applying import a_complete_draft
from dev.graph import Refusal, soon
from dev.journey import text_of
from dev.marketplace import Marketplace
from dev.samples import Cast, a_mug, a_profile, a_questionnaire
from tests.support.mutations import done, told

EXTENSION = "regionExtension { id state email blockers countries { country language } }"
GERMAN = {
    "country": "DE",
    "language": "de",
    "title": "Becher aus Steinzeug",
    "description": "Ein Becher aus heimischem Steinzeug, von Hand gedreht und glasiert.",
    "price": {"amount": "29.00", "currencyCode": "EUR"},
    "customizations": [],
}
GERMAN_PROFILE = {
    "country": "DE",
    "language": "de",
    "about": "Ich drehe Becher und Schalen aus heimischem Steinzeug.",
    "inspiration": "Der Fluss hinter der Werkstatt.",
}
MEXICAN = {
    "country": "MX",
    "language": "es",
    "title": "Taza de gres",
    "description": "Una taza de gres local, torneada y esmaltada a mano.",
    "price": {"amount": "490.00", "currencyCode": "MXN"},
    "customizations": [],
}


@pytest.fixture
async def market(stack):
    async with Marketplace(dict(stack.ports.services), stack.issuer) as market:
        yield market


@pytest.fixture
async def ada(stack, signed_in, market):
    """A maker who has just registered for North America."""
    subject = f"ada-{uuid.uuid4().hex[:8]}"
    email = f"{subject}@example.com"
    async with (
        signed_in(subject, "maker", email=email) as maker,
        signed_in("rosa", "reviewer") as rosa,
    ):
        draft = await a_complete_draft(maker, a_questionnaire(Cast(subject, "", subject)))
        await maker.do("application_submit", id=draft["id"])
        await rosa.do("application_take", id=draft["id"])
        await rosa.do("application_approve", id=draft["id"])
        await market.report_account(subject, email)

        async def secret():
            for path in stack.mail_folder.glob("*.eml"):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                found = re.search(r"/register#(\S+)", text_of(mail))
                if email in str(mail["to"]) and found:
                    return found.group(1)
            return None

        await maker.do("invitation_redeem", secret=await soon(secret, "the invitation mail"))
        yield maker, Cast(subject, "", f"Kiln {subject}"), email


async def drafted(graph, sku, **listing):
    """Creates a listing, whose words and price are those of its country."""
    return await graph.do_soon("listing_create", listing=a_mug(sku) | listing)


async def test_mexico_needs_no_step_and_germany_all_of_them(ada, market):
    maker, cast, email = ada
    mexican = await drafted(maker, "TAZA", **MEXICAN)
    mexican = await maker.do("listing_publish", id=mexican["id"])
    await maker.do("profile_publish", profile=a_profile(cast))
    with pytest.raises(Refusal) as refused:
        await maker.do("listing_create", listing=a_mug("BECHER") | GERMAN)

    started = await done(maker, "regionExtensionStart", EXTENSION, region="EU", primaryCountry="DE")
    extension, account = started["id"], f"EU-{cast.maker}"
    _, [differs] = await told(
        maker, "regionExtensionRegister", EXTENSION,
        id=extension, account=account, email=email.upper(),
    )  # fmt: skip
    await done(
        maker, "regionExtensionRegister", EXTENSION,
        id=extension, account=account, email=started["email"],
    )  # fmt: skip
    german_account = partial(
        market.report_account, cast.maker, email, "EU", account=account, is_linked=True
    )
    await german_account(is_verified=False)
    with pytest.raises(Refusal):
        await maker.do("listing_create", listing=a_mug("BECHER") | GERMAN)
    await german_account(version=2)
    _, [foreign] = await told(
        maker, "countryOpen", EXTENSION, id=extension, country="DE", language="en"
    )
    for country, language in (("DE", "de"), ("FR", "fr")):
        opened = await done(
            maker, "countryOpen", EXTENSION, id=extension, country=country, language=language
        )

    # The catalog hears of it within a second or so.
    german = await drafted(maker, "BECHER", **GERMAN)
    with pytest.raises(Refusal) as unknown:
        await maker.do("listing_publish", id=german["id"])
    with pytest.raises(Refusal) as untold:
        await maker.do("profile_publish", profile=GERMAN_PROFILE | {"inspiration": ""})
    profile = await maker.do("profile_publish", profile=GERMAN_PROFILE)
    german = await maker.do("listing_publish", id=german["id"])
    assert {"MAKER_NOT_ACTIVE", "COUNTRY_NOT_READY"}.intersection(refused.value.codes)
    assert (mexican["state"], german["state"]) == ("LIVE", "LIVE")
    assert (unknown.value.codes, untold.value.codes) == (
        ["PROFILE_MISSING"],
        ["INSPIRATION_MISSING"],
    )
    assert profile["storeName"] == cast.store
    assert (differs["code"], foreign["code"]) == ("EMAIL_MISMATCH", "LANGUAGE_NOT_OFFICIAL")
    assert opened["state"] == "LINKED"
    assert {it["country"] for it in opened["countries"] if it["language"]} == {"DE", "FR"}
