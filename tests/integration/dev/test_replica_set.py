"""The MongoDB we start ourselves: a replica set that survives restarts and crashes."""

import pytest
from pymongo import AsyncMongoClient

from dev import replica_set
from dev.ports import free_ports
from dev.problem import Problem
from tests.support.stack import a_stack


async def test_transactions_work(mongodb_uri, database):
    async with AsyncMongoClient(mongodb_uri) as client, client.start_session() as session:
        async with await session.start_transaction():
            await client[database].things.insert_one({"_id": 1}, session=session)

        assert await client[database].things.count_documents({}) == 1


async def test_fail_points_can_be_set(mongodb_uri):
    async with AsyncMongoClient(mongodb_uri) as client:
        answer = await client.admin.command("configureFailPoint", "failCommand", mode="off")

    assert answer["ok"] == 1


async def test_data_survive_a_crash_of_the_server(tmp_path):
    async with a_stack(tmp_path) as stack:
        await stack.start("mongod")
        async with AsyncMongoClient(stack.mongodb_uri) as client:
            await client.shop.mugs.with_options().insert_one({"_id": "blue"})

        await stack.kill("mongod")
        await stack.start("mongod")

        async with AsyncMongoClient(stack.mongodb_uri) as client:
            assert await client.shop.mugs.find_one() == {"_id": "blue"}


async def test_data_may_move_to_another_port(tmp_path):
    async with a_stack(tmp_path) as first:
        await first.start("mongod")
        async with AsyncMongoClient(first.mongodb_uri) as client:
            await client.shop.mugs.insert_one({"_id": "blue"})

    async with a_stack(tmp_path) as second:
        await second.start("mongod")

        assert second.mongodb_uri != first.mongodb_uri
        async with AsyncMongoClient(second.mongodb_uri) as client:
            assert await client.shop.mugs.find_one() == {"_id": "blue"}


async def test_a_database_that_is_away_is_named_without_its_password():
    (port,) = free_ports(1)

    with pytest.raises(Problem) as raised:
        await replica_set.ensure_reachable(f"mongodb://ada:hunter2@127.0.0.1:{port}/?w=majority")

    assert f"no database answers at mongodb://127.0.0.1:{port}/" in str(raised.value)
    assert "HANDMADE_MONGODB_URI" in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("address", ["postgres://ada:hunter2@here", "mongodb://ada:hunt@er2@[x"])
async def test_an_address_of_another_kind_is_refused_without_quoting_it(address):
    with pytest.raises(Problem, match="is not a MongoDB address") as raised:
        await replica_set.ensure_reachable(address)

    assert "hunt" not in str(raised.value)
