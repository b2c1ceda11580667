"""A price is for at least one piece."""

import uuid

from gateway.ids import to_id
from tests.unit.gateway_subgraphs.graph import ask


async def test_the_price_of_none_is_refused_and_not_that_of_one():
    answer = await ask(
        "query($id: ID!) { listingConfigure(id: $id, quantity: 0) { problems { code } } }",
        AssertionError("was called"),
        id=to_id("Listing", f"listings/{uuid.uuid4()}"),
    )

    assert answer.errors[0].extensions["code"] == "INVALID"
