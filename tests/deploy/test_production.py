"""What compose.yaml describes really starts, in production's settings, here without containers.

The same commands, settings, users and health checks, with what a container would add replaced:
names by the loopback and free ports, mounted folders by temporary ones.
"""

import asyncio
import os
import ssl
import time
from collections.abc import AsyncIterator

import grpc
import httpx
import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from dev import mongod
from dev.issuer import Issuer
from dev.ports import HOST, free_ports
from handmade.operations.v1 import operations_pb2, operations_pb2_grpc
from tests.deploy.compose import PROCESSES
from tests.deploy.deployment import PATIENCE, Deployment, OidcIssuer, certify

# Six processes and a database start in the first test's time.
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
async def deployment(tmp_path_factory) -> AsyncIterator[Deployment]:
    """Started in the order that compose.yaml's conditions give."""
    folder = tmp_path_factory.mktemp("deployment")
    names = ["mongodb", *PROCESSES]
    issuer = OidcIssuer()
    program = await asyncio.to_thread(mongod.find, folder, os.environ)
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    deployment = Deployment(folder, issuer, program, ports)
    certify(folder / "certificates")
    for name, process in PROCESSES.items():
        token = folder / "tokens" / name / "service.jwt"
        token.parent.mkdir(parents=True)
        token.write_text(issuer.token(process, "service"))
    try:
        await deployment.start_database()
        status, said = await deployment.set_database_up()
        assert status == 0, said
        services = sorted(set(PROCESSES) - {"gateway"})
        for name in services:
            await deployment.start(name)
        await asyncio.gather(*(deployment.healthy(name) for name in services))
        await deployment.start("gateway")
        await deployment.healthy("gateway")
        yield deployment
    finally:
        await deployment.close()
        issuer.close()


@pytest.fixture
async def client(deployment):
    trusting = ssl.create_default_context(cafile=str(deployment.ca))
    async with httpx.AsyncClient(
        base_url=deployment.url, verify=trusting, trust_env=False, timeout=30
    ) as client:
        yield client


async def asked(client, query, token=""):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return await client.post("/graphql", json={"query": query}, headers=headers)


async def test_a_stranger_searches_over_https(client):
    answer = await asked(client, '{ listingSearch(query: "mug", country: "US") { nodes { id } } }')

    assert answer.json()["data"] == {"listingSearch": {"nodes": []}}


async def test_every_service_answers_somebody_with_a_token_of_the_issuer(client, deployment):
    token = deployment.issuer.token("ada", "maker", "reviewer", "pr")
    query = """{
      applications { nodes { id } }
      listingSearch(country: "US") { nodes { id } }
      viewer { threads { nodes { id } } }
      pressReleases { nodes { id } }
    }"""

    answer = (await asked(client, query, token)).json()

    nothing = {"nodes": []}
    assert answer.get("errors") is None
    assert answer["data"] == {
        "applications": nothing,
        "listingSearch": nothing,
        "viewer": {"threads": nothing},
        "pressReleases": nothing,
    }


async def test_a_token_of_another_issuer_is_refused(client, tmp_path):
    answer = await asked(client, "{ viewer { id } }", Issuer(tmp_path).token("ada", "maker"))

    assert answer.status_code == 401


async def test_nothing_is_shown_that_only_developers_need(client):
    introspection = await asked(client, "{ __schema { types { name } } }")
    places = ("/graphql", "/dev/mail", "/dev/health", "/subgraphs/catalog/graphql", "/metrics")
    found = {place: (await client.get(place)).status_code for place in places}

    assert introspection.json()["errors"][0]["extensions"]["code"] == "INTROSPECTION_OFF"
    assert {place: status for place, status in found.items() if status == 200} == {}


async def test_services_follow_each_other_with_their_own_tokens(deployment):
    credentials = grpc.ssl_channel_credentials(deployment.ca.read_bytes())
    token = deployment.issuer.token("operator", "admin")
    address = f"{HOST}:{deployment.ports['messaging']}"
    async with grpc.aio.secure_channel(address, credentials) as channel:
        stub = operations_pb2_grpc.OperationsServiceStub(channel)
        ends = time.monotonic() + PATIENCE
        while True:
            status = await stub.GetStatus(
                operations_pb2.GetStatusRequest(), metadata=[("authorization", f"Bearer {token}")]
            )
            if all(copy.HasField("lag") for copy in status.copies) or time.monotonic() > ends:
                break
            await asyncio.sleep(0.2)

    assert sorted(copy.name for copy in status.copies) == ["listings", "makers"]
    assert all(copy.HasField("lag") for copy in status.copies)


def test_a_service_may_use_its_own_database_and_no_other(deployment):
    with deployment.database("catalog") as catalog:
        assert catalog.handmade_catalog.listings.find_one() is None
        for refused in (
            lambda: catalog.handmade_messaging.threads.find_one(),
            lambda: catalog.handmade_messaging.threads.insert_one({}),
            lambda: catalog.admin.command("createUser", "mallory", pwd="x" * 16, roles=["root"]),
        ):
            with pytest.raises(OperationFailure, match="not authorized"):
                refused()


def test_the_database_answers_nobody_without_a_password_or_in_the_clear(deployment):
    with (
        deployment.database() as nobody,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        nobody.handmade_catalog.listings.find_one()
    with (
        deployment.database(
            "catalog", tls=False, tlsCAFile=None, serverSelectionTimeoutMS=2000
        ) as in_the_clear,
        pytest.raises(AutoReconnect),
    ):
        in_the_clear.handmade_catalog.listings.find_one()


async def test_setting_the_database_up_again_changes_only_what_is_new(deployment):
    renewed = await deployment.set_database_up(
        HANDMADE_DATABASE_CATALOG_PASSWORD="another-long-password"
    )
    with (
        deployment.database("catalog") as old,
        pytest.raises(OperationFailure, match="Authentication failed"),
    ):
        old.handmade_catalog.listings.find_one()
    back = await deployment.set_database_up()

    assert (renewed, back) == ((0, "database: set up\n"),) * 2
    with deployment.database("catalog") as catalog:
        assert catalog.handmade_catalog.listings.find_one() is None


async def test_a_wrong_password_of_the_administrator_is_said_in_a_line(deployment):
    status, said = await deployment.set_database_up(
        HANDMADE_DATABASE_ADMINISTRATOR_PASSWORD="not-the-first-password"
    )

    assert status == 1
    assert said.startswith("database: HANDMADE_DATABASE_ADMINISTRATOR_PASSWORD is not the one")
    assert len(said.splitlines()) == 1


async def test_passwords_that_do_not_fit_into_an_address_are_all_named(deployment):
    status, said = await deployment.set_database_up(
        HANDMADE_DATABASE_CATALOG_PASSWORD="p@ssword/with/slashes",
        HANDMADE_DATABASE_MESSAGING_PASSWORD="short",
    )

    assert status == 1
    assert [line.partition(" must")[0] for line in said.splitlines()] == [
        "database: HANDMADE_DATABASE_CATALOG_PASSWORD:",
        "database: HANDMADE_DATABASE_MESSAGING_PASSWORD:",
    ]


async def test_a_process_that_is_told_to_stop_ends_in_order_and_its_health_check_says_so(
    deployment,
):
    began = time.monotonic()
    await deployment.processes["pr-review"].stop(30)
    took = time.monotonic() - began
    status, said = await deployment.health("pr-review")

    assert deployment.processes["pr-review"].exit_status == 0
    assert took < 30
    assert status == 1
    assert said.startswith("not serving: UNAVAILABLE")
    assert (await deployment.health("gateway"))[0] == 0
