"""What a maker may write."""

import pytest

from chassis.errors import InvalidRequest
from pr_review.policy import form
from pr_review.policy.numbers import Policy
from tests.unit.pr_review.builders import (
    a_form,
)


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Tokyo"]
)
def test_a_time_zone_is_a_region_and_a_city(zone):
    form.ensure_form(a_form(time_zone=zone), Policy())


@pytest.mark.parametrize(
    "zone",
    [
        "EST", "EST5EDT", "CET", "UTC", "GMT", "Z", "Etc/GMT+8", "Etc/UTC", "+02:00", "UTC+2",
        "US/Pacific", "america/new_york", "America/Nowhere", "America", "America/",
        "../../etc/passwd", "America/../../etc/passwd", "America/New_York\x00", "/etc/localtime",
    ],
)  # fmt: skip
def test_abbreviations_offsets_and_inventions_are_no_time_zones(zone):
    with pytest.raises(InvalidRequest) as refused:
        form.ensure_form(a_form(time_zone=zone), Policy())

    assert [(v.rule, v.subject) for v in refused.value.violations] == [
        ("INVALID_TIME_ZONE", "press_release.time_zone")
    ]


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        pytest.param({"title": ""}, [("REQUIRED", "title")], id="no title"),
        pytest.param(
            {"title": "a" * 200, "contact": "a" * 200, "distribution_plan": "a" * 2000},
            [],
            id="as long as they may be",
        ),
        pytest.param({"title": "a" * 201}, [("TITLE_TOO_LONG", "title")], id="long title"),
        pytest.param({"contact": "a" * 201}, [("CONTACT_TOO_LONG", "contact")], id="long contact"),
        pytest.param(
            {"distribution_plan": "a" * 2001},
            [("DISTRIBUTION_PLAN_TOO_LONG", "distribution_plan")],
            id="long plan",
        ),
        pytest.param({"title": "a\nb"}, [("CONTROL_CHARACTER", "title")], id="title of two lines"),
        pytest.param(
            {"distribution_plan": "a\0b"}, [("CONTROL_CHARACTER", "distribution_plan")], id="nul"
        ),
        pytest.param({"distribution_plan": "wire\n\tlocal press"}, [], id="plan of two lines"),
        pytest.param(
            {"title": "", "contact": "a" * 201, "time_zone": "EST"},
            [
                ("REQUIRED", "title"),
                ("CONTACT_TOO_LONG", "contact"),
                ("INVALID_TIME_ZONE", "time_zone"),
            ],
            id="everything at once",
        ),
    ],
)
def test_a_form_keeps_to_its_limits(fields, broken):
    found = []
    try:
        form.ensure_form(a_form(**fields), Policy())
    except InvalidRequest as refused:
        found = [(v.rule, v.subject.removeprefix("press_release.")) for v in refused.violations]

    assert found == broken


@pytest.mark.parametrize("name", ["release.docx", "Übersicht 1.DOCX", "a.b.docx", "新聞稿.docx"])
def test_a_file_is_named_like_a_word_document(name):
    form.ensure_file_name(name, Policy())


@pytest.mark.parametrize(
    "name",
    [
        "release.pdf",
        "release",
        "../a.docx",
        "C:\\a.docx",
        "a\0.docx",
        "a\n.docx",
        "a" * 200 + ".docx",
    ],
)
def test_other_file_names_are_refused(name):
    with pytest.raises(InvalidRequest) as refused:
        form.ensure_file_name(name, Policy())

    assert refused.value.violations[0].rule == "FILE_NAME_MALFORMED"


@pytest.mark.parametrize("digest", ["", "abc", "A" * 64, "g" * 64, "a" * 65, "a" * 63 + "\n"])
def test_a_malformed_digest_is_not_a_stale_one(digest):
    with pytest.raises(InvalidRequest):
        form.ensure_sha256(digest)


def test_how_long_texts_may_be_is_configured():
    strict = Policy(title_max=3, contact_max=3, distribution_plan_max=3, file_name_max=8)
    long = a_form(title="abcd", contact="abcd", distribution_plan="abcd")

    with pytest.raises(InvalidRequest) as refused:
        form.ensure_form(long, strict)

    assert [v.rule for v in refused.value.violations] == [
        "TITLE_TOO_LONG",
        "DISTRIBUTION_PLAN_TOO_LONG",
        "CONTACT_TOO_LONG",
    ]
    form.ensure_file_name("abc.docx", strict)
    with pytest.raises(InvalidRequest):
        form.ensure_file_name("abcd.docx", strict)
