"""A whole gateway in this process: toy subgraphs, fake services, tokens of its own issuer."""

import asyncio
import time
from datetime import UTC, datetime

import grpc
import httpx
import jwt
import strawberry
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from strawberry.file_uploads import Upload

from chassis.errors import Forbidden, Invalid, NotFound, Refused, Stale, Violation, invalid
from chassis.settings import Settings
from chassis.tokens import Verifier
from gateway.app import Parts, create
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, if_visible, request_id_field
from gateway.idempotency import current
from gateway.settings import GatewaySettings
from gateway.subgraph import subgraph
from gateway.uploads import CHUNK_BYTES
from gateway.values import File, MoneyInput

KEY = Ed25519PrivateKey.generate()
JWK = jwt.PyJWK(
    jwt.algorithms.OKPAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"alg": "EdDSA"}
)
AUDIENCE, ISSUER = "handmade", "handmade-local"


class Keys:
    async def find(self, key_id):
        return JWK if key_id == "ours" else None


def a_token(subject="ada", key=KEY, algorithm="EdDSA", kid="ours", **claims):
    now = int(time.time())
    facts = {"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 600}
    return jwt.encode(facts | claims, key, algorithm, headers={"kid": kid})


class Away(grpc.aio.AioRpcError):
    def __init__(self, code=grpc.StatusCode.UNAVAILABLE):
        super().__init__(code, grpc.aio.Metadata(), grpc.aio.Metadata(), "mongodb://user:pw@host")


class ThingSold(Refused):
    """The toy's own refusal."""


class ThingMissing(NotFound):
    """The toy's own absence."""


class ThingChanged(Stale):
    """The toy's own lost race."""


def problem(name):
    match name:
        case "invalid":
            return Invalid(
                "Two fields are wrong.",
                violations=[
                    Violation("TOO_LONG", "Too long.", "thing.short_title"),
                    Violation("MISSING", "Is missing.", "thing.options[1].name"),
                ],
            )
        case "field":
            return invalid("name", "RESOURCE_NAME_MALFORMED", "No such name.")
        case "policy":
            return Refused("No.", violations=[Violation("NO_COUPON", "No coupons.", "title")])
        case "state":
            return ThingSold(
                "It opens later.", opens_at=datetime(2030, 1, 1, tzinfo=UTC), earliest="x"
            )
        case "missing":
            return ThingMissing("There is no such thing.")
        case "stale":
            return ThingChanged("Somebody was faster.")
        case "forbidden":
            return Forbidden("Never.")
        case "away":
            return Away()
        case "late":
            return Away(grpc.StatusCode.DEADLINE_EXCEEDED)
        case "broken":
            return RuntimeError("secret mongodb://user:pw@host")
    return None


@strawberry.type(description="A thing.")
class Thing:
    name: str = strawberry.field(description="Its name.")


@strawberry.input(description="What to do.")
class ThingDoInput:
    name: str = strawberry.field(description="What goes wrong.")
    id: strawberry.ID | None = strawberry.field(default=None, description="Its id.")
    request_id: strawberry.ID | None = request_id_field()


async def squared(info, number):
    async def load(numbers: list[int]) -> list[int]:
        LOADED.append((info.context.caller.subject, sorted(numbers)))
        return [number * number for number in numbers]

    return await info.context.loader("squares", load).load(number)


@strawberry.type(description="What came of it.")
class ThingDoPayload(Payload):
    thing: Thing | None = strawberry.field(default=None, description="The thing.")

    @strawberry.field(description="Nine, through a loader.")
    async def square(self, info: Info) -> int:
        return await squared(info, 3)


@strawberry.input(description="What to upload.")
class ThingUploadInput:
    file: Upload = strawberry.field(description="The file.")
    second: Upload | None = strawberry.field(default=None, description="Another file.")


@strawberry.type(description="What came of it.")
class ThingUploadPayload(Payload):
    size: int | None = strawberry.field(default=None, description="How much came.")


@strawberry.type(description="What can be done.")
class Mutation:
    @strawberry.mutation(description="Does a thing.", extensions=[ReportsUserErrors()])
    async def thing_do(self, info: Info, input: ThingDoInput) -> ThingDoPayload:
        if failing := problem(input.name):
            raise failing
        return ThingDoPayload(thing=Thing(name=current()))

    @strawberry.mutation(description="Uploads a file.", extensions=[ReportsUserErrors()])
    async def thing_upload(self, info: Info, input: ThingUploadInput) -> ThingUploadPayload:
        size = 0
        while piece := await input.file.read(CHUNK_BYTES):
            size += len(piece)
        return ThingUploadPayload(size=size)


@strawberry.type(description="What can be read.")
class Query:
    @strawberry.field(description="Who asks.")
    def me(self, info: Info) -> str:
        return info.context.caller.subject

    @strawberry.field(description="The caller's language.")
    def language(self, info: Info) -> str:
        return info.context.language

    @strawberry.field(description="Fails.")
    async def fails(self, name: str) -> str | None:
        raise problem(name)

    @strawberry.field(description="Is hidden from most.")
    async def hidden(self, name: str) -> str | None:
        async def answer() -> str:
            raise problem(name)

        return await if_visible(answer())

    @strawberry.field(description="Is long.")
    def long(self, size: int) -> str:
        return "x" * size

    @strawberry.field(description="Repeats an amount and a moment.")
    def echo(self, money: MoneyInput, when: datetime | None = None) -> str:
        return f"{money.to_proto().units} {when}"

    @strawberry.field(description="Repeats a text.")
    def repeat(self, text: str) -> str:
        return text

    @strawberry.field(description="A file.")
    def file(self, info: Info) -> File:
        return info.context.file(
            "toys", "toys/1", name="mug ü.docx", content_type="text/plain", size=5, sha256="ab"
        )

    @strawberry.field(description="Squares numbers through a loader.")
    async def square(self, info: Info, number: int) -> int:
        return await squared(info, number)


@strawberry.type(description="A tick of the clock.")
class Tick:
    number: int = strawberry.field(description="Counts them.")

    @strawberry.field(description="Nine, through a loader.")
    async def square(self, info: Info) -> int:
        return await squared(info, 3)

    @strawberry.field(description="Takes its time for the second one.")
    async def slow(self, seconds: float) -> bool | None:
        await asyncio.sleep(seconds if self.number else 0)
        return True


@strawberry.type(description="What can be heard.")
class Subscription:
    @strawberry.subscription(description="Ticks twice.")
    async def ticks(self) -> Tick:
        for number in range(2):
            yield Tick(number=number)

    @strawberry.subscription(description="Fails after one word.")
    async def breaks(self, name: str) -> str:
        yield "one"
        raise problem(name)

    @strawberry.subscription(description="Counts.")
    async def count(self, info: Info, to: int) -> str:
        for number in range(to):
            yield f"{info.context.caller.subject} {number}"

    @strawberry.subscription(description="Says one word after a while.")
    async def slow(self, seconds: float) -> str:
        await asyncio.sleep(seconds)
        yield "late"

    @strawberry.subscription(description="Says who listens, then nothing for a minute.")
    async def waits(self, info: Info) -> str:
        yield info.context.caller.subject
        await asyncio.sleep(60)


LOADED = []
TOYS = subgraph(query=Query, mutation=Mutation, subscription=Subscription)


class Clients:
    """Services that are all away."""

    def __init__(self):
        self.channels = {}
        self.closed = False

    async def close(self):
        self.closed = True


def settings(tmp_path, **changes):
    facts = {"secret": "s" * 32, "data_dir": tmp_path, "gateway_port": 8000}
    return Settings(**facts | changes)


def production(tmp_path, **changes):
    pem = tmp_path / "pem"
    pem.touch()
    facts = {
        "environment": "production",
        "issuer": "https://issuer.example",
        "tls_cert": pem,
        "tls_key": pem,
        "smtp_url": "smtp://mail.example",
        "service_token_file": pem,
    }
    return settings(tmp_path, **facts | changes)


def parts(tmp_path, **changes):
    facts = {
        "settings": settings(tmp_path),
        "subgraphs": {"toys": TOYS},
        "clients": Clients(),
        "own_clients": Clients(),
        "verifier": Verifier(Keys(), ISSUER, AUDIENCE),
        "gateway": GatewaySettings(burst=10_000),
    }
    return Parts(**facts | changes)


class Client:
    """Asks a gateway as a client would."""

    def __init__(self, tmp_path, **changes):
        self.app = create(parts(tmp_path, **changes))
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://gateway")

    async def post(self, query, token=None, headers=None, **variables):
        headers = dict(headers or {}) | ({"authorization": f"Bearer {token}"} if token else {})
        body = {"query": query, "variables": variables}
        return await self.http.post("/graphql", json=body, headers=headers)

    async def ask(self, query, token=None, **variables):
        """The data of a request that must not fail."""
        answer = (await self.post(query, token, **variables)).json()
        assert "errors" not in answer, answer
        return answer["data"]
