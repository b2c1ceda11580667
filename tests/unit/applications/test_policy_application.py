"""What an application must say, and the rules of the first version of the questionnaire."""

import pytest

from applications.domain.application import Flag
from applications.domain.questionnaire import ArtisanType, HeadCount
from applications.policy.application import (
    ensure_region,
    ensure_well_formed,
    flags,
)
from applications.policy.numbers import Policy
from chassis.errors import Invalid
from tests.unit.applications import sheets
from tests.unit.applications.builders import REGIONS, some_answers

NUMBERS = Policy()
PROCESS = "x" * 200


def broken_by(answers, numbers=NUMBERS):
    """The rules of the first version that a submission breaks, each with its subject."""
    return sheets.broken_by(answers, "v1", numbers=numbers)


def malformed_in(answers):
    try:
        ensure_well_formed(sheets.a_sheet(answers, "v1"), REGIONS)
    except Invalid as invalid:
        return sheets.said_of(invalid.violations)
    return []


def test_a_complete_application_breaks_no_rule():
    assert broken_by(some_answers()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"contact_name": ""}, ("contact_name", "REQUIRED"), id="no name"),
        pytest.param({"contact_name": "  "}, ("contact_name", "REQUIRED"), id="a blank name"),
        pytest.param({"business_name": ""}, ("business_name", "REQUIRED"), id="no business"),
        pytest.param({"artisan_type": None}, ("artisan_type", "REQUIRED"), id="no type"),
        pytest.param({"head_count": None}, ("head_count", "REQUIRED"), id="no head count"),
        pytest.param({"categories": ()}, ("categories", "REQUIRED"), id="no category"),
        pytest.param({"production_method": None}, ("production_method", "REQUIRED"), id="no way"),
        pytest.param(
            {"artisan_type": ArtisanType.COOPERATIVE},
            ("organisation_url", "ORGANISATION_URL_REQUIRED"),
            id="a co-op without a link",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.NON_PROFIT},
            ("organisation_url", "ORGANISATION_URL_REQUIRED"),
            id="a non-profit without a link",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.NON_GOVERNMENTAL},
            ("organisation_url", "ORGANISATION_URL_REQUIRED"),
            id="a non-governmental organisation without a link",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.SOCIAL_ENTERPRISE},
            ("organisation_url", "ORGANISATION_URL_REQUIRED"),
            id="a social enterprise without a link",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.OTHER},
            ("group_description", "GROUP_DESCRIPTION_REQUIRED"),
            id="another group that does not say what it is",
        ),
        pytest.param(
            {"process_description": "x" * 199},
            ("process_description", "PROCESS_DESCRIPTION_TOO_SHORT"),
            id="199 characters on the process",
        ),
        pytest.param(
            {"process_description": "By hand." + " " * 300},
            ("process_description", "PROCESS_DESCRIPTION_TOO_SHORT"),
            id="blanks are not words",
        ),
        pytest.param({"attested": None}, ("attest_time", "ATTESTATION_REQUIRED"), id="no promise"),
    ],
)
def test_a_submission_names_what_is_missing(changes, expected):
    assert broken_by(some_answers(**changes)) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"process_description": PROCESS}, id="200 characters on the process"),
        pytest.param({"process_description": "x" * 5000}, id="5,000 characters on the process"),
        pytest.param({"artisan_type": ArtisanType.SMALL_GROUP}, id="a family"),
        pytest.param(
            {
                "artisan_type": ArtisanType.COOPERATIVE,
                "organisation_url": "https://weavers.example/about",
            },
            id="a co-op with its link",
        ),
        pytest.param(
            {"artisan_type": ArtisanType.OTHER, "group_description": "A village."},
            id="another group that says what it is",
        ),
        pytest.param({"head_count": HeadCount.OVER_TWENTY}, id="21 people are no bar"),
        pytest.param({"production_partners": "A foundry casts."}, id="partners are no bar"),
        pytest.param({"tools": ""}, id="no tools"),
        pytest.param({"contact_name": "张伟 O'Neil-Ünal"}, id="names of all peoples"),
    ],
)
def test_what_is_no_reason_to_refuse(changes):
    assert broken_by(some_answers(**changes)) == []


def test_everything_that_is_missing_is_said_at_once():
    bare = some_answers(
        contact_name="",
        business_name="",
        artisan_type=None,
        head_count=None,
        categories=(),
        production_method=None,
        process_description="",
        attested=None,
    )

    assert len(broken_by(bare)) == 8


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"country": "JP"}, ("country", "COUNTRY_UNKNOWN")),
        ({"country": ""}, ("country", "COUNTRY_UNKNOWN")),
        ({"country": "us"}, ("country", "COUNTRY_UNKNOWN")),
        ({"contact_name": "x" * 101}, ("contact_name", "CONTACT_NAME_TOO_LONG")),
        ({"business_name": "x" * 101}, ("business_name", "BUSINESS_NAME_TOO_LONG")),
        ({"group_description": "x" * 1001}, ("group_description", "GROUP_DESCRIPTION_TOO_LONG")),
        (
            {"process_description": "x" * 5001},
            ("process_description", "PROCESS_DESCRIPTION_TOO_LONG"),
        ),
        ({"tools": "x" * 1001}, ("tools", "TOOLS_TOO_LONG")),
        (
            {"production_partners": "x" * 1001},
            ("production_partners", "PRODUCTION_PARTNERS_TOO_LONG"),
        ),
        (
            {"organisation_url": "https://example.com/" + "x" * 2000},
            ("organisation_url", "ORGANISATION_URL_TOO_LONG"),
        ),
        (
            {"organisation_url": "http://example.com"},
            ("organisation_url", "ORGANISATION_URL_MALFORMED"),
        ),
        (
            {"organisation_url": "javascript:alert(1)"},
            ("organisation_url", "ORGANISATION_URL_MALFORMED"),
        ),
        ({"organisation_url": "https://"}, ("organisation_url", "ORGANISATION_URL_MALFORMED")),
        ({"organisation_url": "https://[::1"}, ("organisation_url", "ORGANISATION_URL_MALFORMED")),
        (
            {"organisation_url": "https://example.com/about us"},
            ("organisation_url", "ORGANISATION_URL_MALFORMED"),
        ),
        (
            {"organisation_url": "https://localhost"},
            ("organisation_url", "ORGANISATION_URL_MALFORMED"),
        ),
        ({"shop_urls": ("https://a.example", "b")}, ("shop_urls[1]", "SHOP_URL_MALFORMED")),
        ({"shop_urls": ("https://a.example",) * 6}, ("shop_urls", "TOO_MANY_SHOP_URLS")),
        (
            {"shop_urls": ("https://a.example/" + "x" * 2000,)},
            ("shop_urls[0]", "SHOP_URL_TOO_LONG"),
        ),
        ({"categories": ("electronics",)}, ("categories[0]", "CATEGORY_UNKNOWN")),
        ({"categories": ("art", "art")}, ("categories[1]", "DUPLICATE")),
        ({"categories": ('{"$ne": null}',)}, ("categories[0]", "CATEGORY_UNKNOWN")),
        ({"contact_name": "Ana\nBcc: all"}, ("contact_name", "CONTROL_CHARACTER")),
        ({"business_name": "Reed\x00"}, ("business_name", "CONTROL_CHARACTER")),
        ({"tools": "a wheel\x00"}, ("tools", "CONTROL_CHARACTER")),
    ],
)
def test_not_even_a_draft_may_say(changes, expected):
    assert malformed_in(some_answers(**changes)) == [expected]


@pytest.mark.parametrize("country", ["UK", "uk"])
def test_who_writes_uk_is_told_the_code_that_it_has(country):
    with pytest.raises(Invalid) as refused:
        ensure_well_formed(sheets.a_sheet(some_answers(country=country), "v1"), {"GB": "EU"})

    assert refused.value.violations[0].rule == "COUNTRY_UNKNOWN"
    assert "use GB" in refused.value.violations[0].message


def test_a_link_with_a_space_in_it_is_told_so():
    answers = some_answers(organisation_url="https://example.com/about us")

    with pytest.raises(Invalid) as refused:
        ensure_well_formed(sheets.a_sheet(answers, "v1"), REGIONS)

    assert "without spaces" in refused.value.violations[0].message


def test_a_draft_may_leave_out_everything_but_the_country():
    nothing = some_answers(
        contact_name="", business_name="", artisan_type=None, categories=(), process_description=""
    )

    assert malformed_in(nothing) == []


def test_paragraphs_are_plain_text():
    assert malformed_in(some_answers(process_description="First.\r\n\r\n\tThen.")) == []


def test_an_unknown_country_is_answered_with_those_accepted():
    with pytest.raises(Invalid) as refused:
        ensure_well_formed(sheets.a_sheet(some_answers(country="JP"), "v1"), REGIONS)

    assert "CA, DE, MX, US" in refused.value.violations[0].message


def test_the_programme_has_twelve_categories():
    assert len(sheets.form("v1").question("categories").choices) == 12


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"head_count": HeadCount.SIX_TO_TWENTY}, ()),
        ({"head_count": HeadCount.OVER_TWENTY}, (Flag.LARGE_GROUP,)),
        ({"production_partners": "A foundry."}, (Flag.PRODUCTION_PARTNERS,)),
        ({"production_partners": "  "}, ()),
        ({"artisan_type": ArtisanType.OTHER}, (Flag.CASE_BY_CASE,)),
        (
            {
                "artisan_type": ArtisanType.OTHER,
                "head_count": HeadCount.OVER_TWENTY,
                "production_partners": "A foundry.",
            },
            (Flag.LARGE_GROUP, Flag.PRODUCTION_PARTNERS, Flag.CASE_BY_CASE),
        ),
    ],
)
def test_a_reviewer_is_pointed_to(changes, expected):
    assert flags(some_answers(**changes)) == expected


def test_the_numbers_are_configuration():
    strict = Policy(process_description_min=1000)

    assert broken_by(some_answers(), strict) == [
        ("process_description", "PROCESS_DESCRIPTION_TOO_SHORT")
    ]


def test_a_region_is_one_of_the_programmes():
    ensure_region("EU", REGIONS, "region")

    with pytest.raises(Invalid, match="region"):
        ensure_region("eu", REGIONS, "region")
