"""What a service calls a field is called in `userErrors` what the graph calls it."""

import uuid

import pytest

from chassis.errors import Invalid, Refused, Violation
from gateway.ids import to_id
from tests.unit.gateway_subgraphs.graph import SCHEMA, example, user_errors

IDS = {
    kind: to_id(kind, f"{collection}/{uuid.uuid4()}")
    for kind, collection in {
        "Application": "applications",
        "Listing": "listings",
        "PressRelease": "pressReleases",
    }.items()
}


async def reported(mutation, kind, problem, subject):
    type_ = SCHEMA.mutation_type.fields[mutation].args["input"].type
    violated = problem("No.", violations=[Violation("BROKEN", "Broken.", subject)])
    [error] = await user_errors(mutation, example(type_, IDS.get(kind, "")), violated)
    return error


@pytest.mark.parametrize(
    ("mutation", "kind", "subject", "found"),
    [
        (
            "applicationSubmit",
            "Application",
            "questionnaire.process_description",
            "questionnaire.processDescription",
        ),
        (
            "applicationSubmit",
            "Application",
            "questionnaire.attest_time",
            "questionnaire.attested",
        ),
        ("listingPublish", "Listing", "private_access.buyer", "privateAccess.buyer"),
        ("listingPublish", "Listing", "customizations[0].label", "customizations.0.label"),
        ("listingPublish", "Listing", "Colour & size", "Colour & size"),
        ("listingPublish", "Listing", "colour", "colour"),
        ("listingPublish", "Listing", "name", "name"),
        ("listingPublish", "Listing", "", None),
        ("customOrderAsk", "Listing", "listing", "listing"),
        ("pressReleaseSubmit", "PressRelease", "release_date", "releaseOn"),
        ("pressReleaseSubmit", "PressRelease", "distribution_plan", "distributionPlan"),
    ],
)
async def test_a_broken_rule_speaks_the_graphs_words(mutation, kind, subject, found):
    error = await reported(mutation, kind, Refused, subject)

    assert error == {"code": "BROKEN", "subject": found}


@pytest.mark.parametrize(
    ("mutation", "kind", "subject", "path"),
    [
        ("partnerGrant", "", "grant.partner", ["partner"]),
        ("applicationStart", "", "questionnaire.attest_time", ["questionnaire", "attested"]),
        (
            "applicationUpdate",
            "Application",
            "application.questionnaire.shop_urls[2]",
            ["questionnaire", "shopUrls", "2"],
        ),
        ("pressReleaseUpdate", "PressRelease", "press_release.release_date", ["releaseOn"]),
        ("listingUpdate", "Listing", "listing.price", ["listing", "price"]),
    ],
)
async def test_a_wrong_field_is_named_by_its_path_in_the_input(mutation, kind, subject, path):
    error = await reported(mutation, kind, Invalid, subject)

    assert error == {"code": "BROKEN", "path": path}
