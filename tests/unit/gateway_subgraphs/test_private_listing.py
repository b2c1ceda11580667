"""The link that a buyer got opens the private listing it is for."""

import pytest

from chassis.errors import NotFound
from handmade.catalog.v1 import listing_pb2 as pb
from tests.unit.gateway_subgraphs.graph import ask

ID = "0190b3f4-7c1e-4d2a-9b6f-3a5c8e7d1f20"
QUERY = "query($link: String!) { privateListing(link: $link) { title } }"


class Unseen(NotFound):
    """Hidden, or not there."""


class Catalog:
    """Has one listing, which the secret opens."""

    def __init__(self, **fields):
        self._listing = pb.Listing(name=f"listings/{ID}", title="Two dogs", state="LIVE", **fields)

    def __call__(self, request):
        if (request.name, request.link_secret) != (self._listing.name, "s-3_cret"):
            raise Unseen("There is no such listing.")
        return self._listing


PRIVATE = Catalog(private_access={"link_revision": 1})


@pytest.mark.parametrize(
    "link",
    [
        f"https://handmade.example/private/{ID}#s-3_cret",
        f"http://127.0.0.1:8000/private/{ID}#s-3_cret",
        f"/private/{ID}#s-3_cret",
        f" {ID}#s-3_cret\n",
    ],
)
async def test_a_link_opens_its_listing(link):
    answer = await ask(QUERY, {"GetListing": PRIVATE}, link=link)

    assert (answer.errors, answer.data) == (None, {"privateListing": {"title": "Two dogs"}})


@pytest.mark.parametrize(
    "link",
    [
        "",
        "#",
        ID,
        f"{ID}#",
        f"{ID}#wrong",
        "https://handmade.example/private/0190b3f4-7c1e-4d2a-9b6f-3a5c8e7d1f21#s-3_cret",
        "https://handmade.example/private/x#s-3_cret",
        "a" * 5000,
    ],
)
async def test_a_link_that_opens_nothing_is_null(link):
    answer = await ask(QUERY, {"GetListing": PRIVATE}, link=link)

    assert (answer.errors, answer.data) == (None, {"privateListing": None})


async def test_a_public_listing_has_no_link():
    answer = await ask(QUERY, {"GetListing": Catalog()}, link=f"{ID}#s-3_cret")

    assert (answer.errors, answer.data) == (None, {"privateListing": None})
