"""Keys read from an issuer over HTTP: seldom, and still there when it is not."""

import asyncio
import json
from contextlib import asynccontextmanager

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.tokens import IssuerKeys

KEY = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate().public_key()))


class Clock:
    time = 1000.0

    def __call__(self):
        return self.time


class Issuer:
    """A tiny OIDC issuer, which counts what it is asked and may misbehave."""

    def __init__(self):
        self.kids = ["one"]
        self.asked = 0
        self.answer = None
        self.pause = 0.0
        self.url = ""

    @asynccontextmanager
    async def serving(self):
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield

    async def _serve(self, reader, writer):
        path = (await reader.readline()).split()[1]
        while (await reader.readline()).strip():
            pass
        await asyncio.sleep(self.pause)
        if path == b"/.well-known/openid-configuration":
            self.asked += 1
            body = json.dumps({"jwks_uri": f"{self.url}/keys"})
        else:
            body = json.dumps({"keys": [KEY | {"kid": kid} for kid in self.kids]})
        body = self.answer or body
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def issuer():
    issuer = Issuer()
    async with issuer.serving():
        yield issuer


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(issuer, clock):
    return IssuerKeys(issuer.url + "/", clock)


async def test_keys_are_read_once(keys, issuer):
    found = await asyncio.gather(*(keys.find("one") for _ in range(20)))

    assert all(found)
    assert issuer.asked == 1


async def test_an_unknown_key_makes_us_ask_at_most_once_in_ten_seconds(keys, issuer, clock):
    await keys.find("one")
    issuer.kids.append("two")

    assert await keys.find("two") is None
    clock.time += 11
    assert await keys.find("two")
    for _ in range(5):
        assert await keys.find("made up") is None
    assert issuer.asked == 2


async def test_a_withdrawn_key_is_gone_within_an_hour(keys, issuer, clock):
    await keys.find("one")
    issuer.kids = ["two"]

    clock.time += 3601

    assert await keys.find("one") is None


@pytest.mark.parametrize(
    "answer",
    ["<html>", "[]", "{}", '{"jwks_uri": 7}', '{"jwks_uri": "nonsense", "keys": 3}'],
)
async def test_while_the_issuer_misbehaves_the_last_keys_hold_for_a_day(
    keys, issuer, clock, answer
):
    await keys.find("one")
    issuer.answer = answer

    clock.time += 23 * 3600
    assert await keys.find("one")
    clock.time += 2 * 3600
    assert await keys.find("one") is None


async def test_while_the_issuer_is_away_the_last_keys_hold(clock):
    issuer = Issuer()
    async with issuer.serving():
        keys = IssuerKeys(issuer.url, clock)
        await keys.find("one")

    clock.time += 7200
    assert await keys.find("one")


async def test_a_slow_issuer_holds_up_only_who_needs_it(keys, issuer, clock):
    await keys.find("one")
    issuer.pause = 0.5
    clock.time += 11

    unknown = asyncio.create_task(keys.find("made up"))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(0.2):
        assert await keys.find("one")
    assert await unknown is None
