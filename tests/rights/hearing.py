"""Lets everybody listen at once while things change, and keeps who heard of what."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx
from google.protobuf.message_factory import GetMessageClass
from pymongo import AsyncMongoClient

from tests.rights.listening import FEEDS, Change, Listener, changes_in
from tests.rights.people import KINDS
from tests.rights.table import EMPTY, MAY, ROWS
from tests.rights.things import an_id
from tests.rights.wire import METHOD, domain_of
from tests.rights.world import World

PATIENCE = 60.0


@dataclass
class Heard:
    """Who heard of what: an outcome by row, door and kind; and what the revoked one heard."""

    outcomes: dict[tuple[str, str, str], str]
    after_revocation: dict[str, list[str]]


class Hearing:
    """All listeners, and what happens while they listen."""

    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self._world = world
        self._client = client
        self._changes = changes_in(world)
        self._listeners = [
            Listener(door, feed, kind)
            for feed in FEEDS
            for door in ("gRPC", *(["GraphQL"] if feed.subscription else []))
            for kind in KINDS
        ]

    async def __call__(self) -> Heard:
        partner = f"agency-{an_id()}"
        await self._grant(partner)
        formerly = [Listener("gRPC", feed, partner) for feed in FEEDS]
        token = self._world.stack.issuer.token(partner, "partner")
        await self._listen(formerly, token, until=lambda one: bool(one.first_token))
        tasks = [asyncio.create_task(self._follow(one)) for one in self._listeners]
        try:
            await self._all(self._listeners, lambda one: one.entries > 0 or bool(one.refusal))
            for change in self._changes:
                await self._world.call(
                    change.by, change.method, request_id=an_id(), **change.fields
                )
            await self._all(self._listeners, self._heard_what_it_should)
            # Whoever has caught up is told so twice a second; through the graph less often, but
            # what goes there has been sent by then.
            before = {id(one): one.entries for one in self._listeners}
            await self._all(
                [one for one in self._listeners if one.door == "gRPC"],
                lambda one: bool(one.refusal) or one.entries > before[id(one)] + 1,
            )
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        outcomes = {
            (change.row, one.door, one.kind): self._outcome(change, one)
            for change in self._changes
            for one in self._listeners
            if one.feed == change.feed
        }
        await self._revoke(partner)
        resumed = [
            Listener("gRPC", one.feed, partner, [], 0, "", one.first_token) for one in formerly
        ]
        await self._listen(resumed, token, until=lambda one: one.entries > len(one.heard) + 1)
        return Heard(outcomes, {one.feed.method: one.heard for one in resumed})

    def _outcome(self, change: Change, one: Listener) -> str:
        if one.refusal:
            return one.refusal
        return MAY if any(change.is_in(entry, one.door) for entry in one.heard) else EMPTY

    def _heard_what_it_should(self, one: Listener) -> bool:
        return bool(one.refusal) or all(
            self._outcome(change, one) == MAY
            for change in self._changes
            if change.feed == one.feed and ROWS[change.row].outcomes[one.kind] == MAY
        )

    async def _all(self, listeners: list[Listener], done: Callable[[Listener], bool]) -> None:
        """Waits until it is so for all, or no longer: the outcomes say what was missed."""
        for _ in range(int(PATIENCE / 0.1)):
            if all(done(one) for one in listeners):
                return
            await asyncio.sleep(0.1)

    async def _listen(
        self, listeners: list[Listener], token: str, until: Callable[[Listener], bool]
    ) -> None:
        tasks = [asyncio.create_task(one.follow(self._over_grpc(one, token))) for one in listeners]
        await self._all(listeners, until)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(until(one) for one in listeners)

    async def _follow(self, one: Listener) -> None:
        token = self._world.token(one.kind)
        door = self._over_grpc if one.door == "gRPC" else self._over_the_graph
        await one.follow(door(one, token))

    async def _over_grpc(self, one: Listener, token: str) -> AsyncIterator[Any]:
        described = METHOD[one.feed.method]
        request = GetMessageClass(described.input_type)(resume_token=one.first_token)
        call = self._world.channels[domain_of(one.feed.method)].unary_stream(
            f"/{described.containing_service.full_name}/{one.feed.method}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=GetMessageClass(described.output_type).FromString,
        )(request, metadata=(("authorization", f"Bearer {token}"),) if token else ())
        try:
            async for entry in call:
                yield entry
        finally:
            call.cancel()

    async def _over_the_graph(self, one: Listener, token: str) -> AsyncIterator[Any]:
        of_thing = (
            "message { id }"
            if "message" in one.feed.subscription
            else (f"{one.feed.subscription.removesuffix('Changed')} {{ id }} action")
        )
        text = f"subscription {{ {one.feed.subscription} {{ eventId {of_thing} }} }}"
        headers = {"accept": "text/event-stream"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        async with self._client.stream(
            "POST", "/graphql", json={"query": text}, headers=headers
        ) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line.removeprefix("data: "))

    async def _grant(self, partner: str) -> None:
        grant = {"partner": partner, "scopes": ["events:read"]}
        await self._world.call("maker", "GrantPartner", grant=grant, request_id=an_id())
        await self._copied(partner, 1)

    async def _revoke(self, partner: str) -> None:
        await self._world.call("maker", "RevokePartner", partner=partner, request_id=an_id())
        await self._copied(partner, 0)

    async def _copied(self, partner: str, count: int) -> None:
        """Waits until every service knows how many grants the partner has."""
        async with AsyncMongoClient(self._world.stack.mongodb_uri) as mongo:
            for domain in ("catalog", "messaging", "pr_review"):
                makers = mongo[f"handmade_{domain}"]["makers"]
                for _ in range(int(PATIENCE / 0.1)):
                    if await makers.count_documents({"grants.partner": partner}) == count:
                        break
                    await asyncio.sleep(0.1)
