"""Seeding: each plan once per database."""

import pytest
from pymongo import AsyncMongoClient

from dev.issuer import Issuer
from dev.problem import Problem
from dev.seed import DATABASE, Plan, seed

URL = "http://127.0.0.1:1"


@pytest.fixture
async def fresh(mongodb_uri):
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(DATABASE)
    return mongodb_uri


async def test_a_plan_is_carried_out_once(tmp_path, fresh):
    calls = []

    async def count(gateway_url, tokens):
        calls.append(gateway_url)

    plans = [Plan("mugs", count)]

    first = await seed(URL, Issuer(tmp_path), mongodb_uri=fresh, plans=plans)
    second = await seed(URL, Issuer(tmp_path), mongodb_uri=fresh, plans=plans)

    assert (first, second) == (["mugs"], [])
    assert calls == [URL]


async def test_a_plan_that_failed_is_tried_again(tmp_path, fresh):
    failures = [Problem("no gateway")]

    async def fail_once(gateway_url, tokens):
        if failures:
            raise failures.pop()

    plans = [Plan("mugs", fail_once)]

    with pytest.raises(Problem, match="no gateway"):
        await seed(URL, Issuer(tmp_path), mongodb_uri=fresh, plans=plans)

    assert await seed(URL, Issuer(tmp_path), mongodb_uri=fresh, plans=plans) == ["mugs"]
