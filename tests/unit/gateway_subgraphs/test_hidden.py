"""What its owner hides is null without an error; a service that fails is one."""

import uuid

import grpc
import pytest

from gateway.ids import to_id
from handmade.catalog.v1 import listing_pb2
from handmade.messaging.v1 import custom_order_request_pb2 as pb
from tests.unit.gateway_subgraphs.graph import ask

REQUEST = f"customOrderRequests/{uuid.uuid4()}"
FOUND = pb.LookupCustomOrderRequestsByNameResponse(
    results=[
        {
            "custom_order_request": {
                "name": REQUEST,
                "state": "ANSWERED",
                "clock": {"verdict": "MET"},
                "private_listing": f"listings/{uuid.uuid4()}",
            }
        }
    ]
)
HIDDEN = listing_pb2.LookupListingsByNameResponse(results=[{}])
QUERY = "query($id: ID!) { customOrderRequest(id: $id) { state privateListing { %s } } }"


async def read(fields, listings):
    outcome = {"LookupCustomOrderRequestsByName": FOUND, "LookupListingsByName": listings}
    return await ask(QUERY % fields, outcome, id=to_id("CustomOrderRequest", REQUEST))


@pytest.mark.parametrize("fields", ["title", "id title state", "price { amount } title"])
async def test_a_listing_that_the_viewer_may_not_see_is_null_without_an_error(fields):
    answer = await read(fields, HIDDEN)

    assert answer.errors is None
    assert answer.data == {"customOrderRequest": {"state": "ANSWERED", "privateListing": None}}


async def test_a_catalog_that_is_away_is_an_error():
    away = grpc.aio.AioRpcError(grpc.StatusCode.UNAVAILABLE, None, None)

    answer = await read("title", away)

    assert answer.data["customOrderRequest"]["privateListing"] is None
    assert [error.extensions["code"] for error in answer.errors] == ["UNAVAILABLE"]
