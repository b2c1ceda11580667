import base64

import pytest
from strawberry.relay import GlobalID

from chassis.errors import InvalidRequest
from gateway.ids import from_id, to_id

NAME = "listings/0190a1b2-0000-7000-8000-000000000001"


def test_an_id_comes_back_as_the_name_it_was_made_of():
    assert from_id(to_id("Listing", NAME), "Listing") == NAME


def test_a_nested_name_comes_back_too():
    name = f"{NAME}/optionSets/3"

    assert from_id(to_id("OptionSet", name), "OptionSet") == name


def test_a_parsed_id_has_the_resource_name():
    assert GlobalID.from_id(to_id("Listing", NAME)).node_id == NAME


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x",
        "é" * 10,
        NAME,
        to_id("Maker", NAME),
        to_id("Listing", "listings/1"),
        to_id("Listing", "listings/" + "0" * 36),
        to_id("Listing", NAME + "\n"),
        to_id("Listing", "../" + NAME),
        to_id("Listing", '{"$ne": null}'),
        base64.b64encode(b"\xff\xfe").decode(),
        "A" * 10_000,
    ],
)
def test_what_is_no_id_of_the_type_is_refused(bad):
    with pytest.raises(InvalidRequest) as refused:
        from_id(bad, "Listing", "listingId")

    assert [(v.rule, v.subject) for v in refused.value.violations] == [
        ("ID_MALFORMED", "listingId")
    ]


@pytest.mark.parametrize(
    ("type_name", "named"), [("Application", "an Application"), ("Listing", "a Listing")]
)
def test_a_type_has_the_article_that_it_is_spoken_with(type_name, named):
    with pytest.raises(InvalidRequest) as refused:
        from_id("x", type_name)

    assert refused.value.violations[0].message == f"This is not the id of {named}."
