"""The marketplace in use: people who apply, are reviewed, ask, answer, buy and give back.

Each story is one resource's life, with choices and pauses out of the test's seed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from dev.issuer import Issuer
from dev.marketplace import SCOPES
from handmade.applications.v1 import application_pb2 as applications
from handmade.catalog.v1 import reservation_pb2 as stock
from handmade.messaging.v1 import custom_order_request_pb2 as custom_orders
from handmade.messaging.v1 import thread_pb2 as threads
from tests.faults import shops
from tests.faults.clients import Clients, Refusal
from tests.faults.history import History
from tests.faults.records import open_effects
from tests.faults.shops import ORDERS, REVIEWERS, Shop

# What the stack must run for this.
PROCESSES = ("mongod", "mail", "applications", "catalog", "messaging")


class Workload:
    """Prepares shops, then lets clients live their stories until told to stop."""

    def __init__(
        self,
        services: Mapping[str, str],
        tokens: Issuer,
        mail: Path,
        history: History,
        chance: Random,
        **how: Any,
    ) -> None:
        self.clients = Clients(services, tokens, history, chance, **how)
        self.chance = chance
        self.shops: list[Shop] = []
        self.finished = 0
        self.refusals: list[str] = []
        self._mail = mail
        self._mark = f"{chance.randrange(16**8):08x}"
        self._people = 0
        self._stopping = False

    async def prepare(self, count: int = 2) -> None:
        """Makers who went all the way: applied, registered, published, on sale."""
        for reviewer in REVIEWERS:
            self.clients.sign_in(reviewer, "reviewer")
        self.clients.sign_in(ORDERS, "partner", scope=SCOPES)
        self.shops += await asyncio.gather(*(self._open_shop() for _ in range(count)))

    @asynccontextmanager
    async def running(self, clients: int = 8) -> AsyncIterator[None]:
        """So many clients at work until the block ends; then each finishes what it began."""
        self._stopping = False
        async with asyncio.TaskGroup() as group:
            for number in range(clients):
                # Each client's chance is its own, so that it does not hang on who comes first.
                group.create_task(self._live(Random(self.chance.random()), number))
            try:
                yield
            finally:
                self._stopping = True

    async def effects_done(self, mongodb_uri: str, patience: float = 120.0) -> None:
        """Waits until nothing is left to do after the committed events."""
        async with asyncio.timeout(patience):
            while await open_effects(mongodb_uri):  # noqa: ASYNC110 (it happens elsewhere)
                await asyncio.sleep(0.2)

    async def _live(self, chance: Random, number: int) -> None:
        stories: tuple[Callable[[Random], Awaitable[None]], ...] = (
            self._an_application,
            self._a_custom_order,
            self._a_purchase,
        )
        while not self._stopping:
            # All kinds from the beginning, then at random.
            story = stories[number] if number < len(stories) else chance.choice(stories)
            number = len(stories)
            try:
                await story(chance)
                self.finished += 1
            except Refusal as refusal:
                self.refusals.append(str(refusal))
            await asyncio.sleep(chance.uniform(0.0, 0.05))

    async def _an_application(self, chance: Random) -> None:
        who = self._somebody("applicant", "maker")
        name = (await shops.apply(self.clients, who)).name
        if chance.random() < 0.5:
            update = applications.UpdateApplicationRequest(
                application=applications.Application(
                    name=name,
                    questionnaire=applications.Questionnaire(tools=f"Wheel {chance.random()}"),
                )
            )
            update.update_mask.paths.append("tools")
            await self.clients.do(who, "UpdateApplication", update, name)
        await shops.submit(self.clients, who, name)
        # Two reviewers reach for the same application; one has it.
        takers = REVIEWERS if chance.random() < 0.3 else (chance.choice(REVIEWERS),)
        taken = await asyncio.gather(
            *(
                self.clients.do(
                    by, "TakeApplication", applications.TakeApplicationRequest(name=name), name
                )
                for by in takers
            ),
            return_exceptions=True,
        )
        reviewer = _winner(takers, taken)
        if chance.random() < 0.7:
            approve = applications.ApproveApplicationRequest(name=name)
            await self.clients.do(reviewer, "ApproveApplication", approve, name)
        else:
            decline = applications.DeclineApplicationRequest(
                name=name,
                reason=applications.Application.RESOLD,
                text="These are made in a factory.",
            )
            await self.clients.do(reviewer, "DeclineApplication", decline, name)

    async def _a_custom_order(self, chance: Random) -> None:
        shop, buyer = chance.choice(self.shops), self._somebody("buyer", "buyer")
        ask = custom_orders.AskCustomOrderRequest(listing=shop.listing)
        asked = await self.clients.do(buyer, "AskCustomOrder", self._written(ask), shop.listing)
        for _ in range(chance.randrange(4)):
            by = chance.choice((buyer, shop.subject))
            say = self._written(threads.SendMessageRequest(thread=asked.thread))
            await self.clients.do(by, "SendMessage", say, asked.thread)
        if chance.random() < 0.4:
            decline = self._written(custom_orders.DeclineCustomOrderRequest(name=asked.name))
            await self.clients.do(shop.subject, "DeclineCustomOrder", decline, asked.name)

    async def _a_purchase(self, chance: Random) -> None:
        shop, buyer = chance.choice(self.shops), self._somebody("buyer", "buyer")
        held = await self.clients.do(
            ORDERS,
            "ReserveStock",
            stock.ReserveStockRequest(
                listing=shop.listing, buyer=buyer, quantity=chance.randint(1, 5)
            ),
            shop.listing,
        )
        if chance.random() < 0.5:
            commit = stock.CommitReservationRequest(name=held.name)
            await self.clients.do(ORDERS, "CommitReservation", commit, held.name)
        else:
            release = stock.ReleaseReservationRequest(name=held.name)
            await self.clients.do(ORDERS, "ReleaseReservation", release, held.name)

    async def _open_shop(self) -> Shop:
        maker, buyer = self._somebody("maker", "maker"), self._somebody("buyer", "buyer")
        return await shops.open_shop(self.clients, self._mail, maker, buyer)

    def _somebody(self, kind: str, *roles: str) -> str:
        self._people += 1
        return self.clients.sign_in(f"{kind}-{self._mark}-{self._people}", *roles)

    def _written(self, request: Any) -> Any:
        """The request with an id, and a text in which the id can be found again."""
        request.request_id = self.clients.request_id()
        request.text = f"Two dogs, please. {request.request_id}"
        return request


def _winner(takers: tuple[str, ...], taken: list[Any]) -> str:
    for error in taken:
        if isinstance(error, BaseException) and not isinstance(error, Refusal):
            raise error
    for by, answer in zip(takers, taken, strict=True):
        if not isinstance(answer, Refusal):
            return by
    raise taken[0]
