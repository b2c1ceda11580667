"""The marketplace in use: people who apply, are reviewed, ask, answer, buy and give back.

Each story is one resource's life, with choices and pauses out of the test's seed.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money

from dev.issuer import Issuer
from dev.marketplace import SCOPES
from handmade.applications.v1 import application_pb2 as applications
from handmade.applications.v1 import invitation_pb2 as invitations
from handmade.applications.v1 import maker_pb2 as makers
from handmade.catalog.v1 import listing_pb2 as listings
from handmade.catalog.v1 import maker_profile_pb2 as profiles
from handmade.catalog.v1 import reservation_pb2 as stock
from handmade.messaging.v1 import custom_order_request_pb2 as custom_orders
from handmade.messaging.v1 import thread_pb2 as threads
from tests.faults.clients import Clients, Refusal
from tests.faults.history import History
from tests.faults.records import mails_in, open_effects

REVIEWERS = ("rosa", "sam")
ORDERS = "order-system"
STOCK = 100_000
# What the stack must run for this.
PROCESSES = ("mongod", "mail", "applications", "catalog", "messaging")


@dataclass(frozen=True)
class Shop:
    """A maker who sells."""

    subject: str
    name: str
    listing: str


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

    async def prepare(self, shops: int = 2) -> None:
        """Makers who went all the way: applied, registered, published, on sale."""
        for reviewer in REVIEWERS:
            self.clients.sign_in(reviewer, "reviewer")
        self.clients.sign_in(ORDERS, "partner", scope=SCOPES)
        self.shops += await asyncio.gather(*(self._open_shop() for _ in range(shops)))

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

    async def effects_done(self, mongodb_uri: str, patience: float = 60.0) -> None:
        """Waits until nothing is left to do after the committed events."""
        async with asyncio.timeout(patience):
            while await open_effects(mongodb_uri):
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
        name = (await self._started(who)).name
        if chance.random() < 0.5:
            update = applications.UpdateApplicationRequest(
                application=applications.Application(
                    name=name,
                    questionnaire=applications.Questionnaire(tools=f"Wheel {chance.random()}"),
                )
            )
            update.update_mask.paths.append("tools")
            await self.clients.do(who, "UpdateApplication", update, name)
        await self._submitted(who, name)
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
        who = self._somebody("maker", "maker")
        application = await self._started(who)
        await self._submitted(who, application.name)
        for verb in ("Take", "Approve"):
            request = getattr(applications, f"{verb}ApplicationRequest")(name=application.name)
            await self.clients.do(REVIEWERS[0], f"{verb}Application", request)
        account = makers.SellerAccount(
            account=f"A-{who}",
            subject=who,
            region="NA",
            email=f"{who}@example.com",
            plan=makers.SellerAccount.PROFESSIONAL,
            verify_time=Timestamp(seconds=1_750_000_000),
            version=1,
        )
        report = makers.ReportSellerAccountRequest(seller_account=account)
        await self.clients.do(ORDERS, "ReportSellerAccount", report)
        redeem = invitations.RedeemInvitationRequest(secret=await self._secret_mailed_to(who))
        await self.clients.do(who, "RedeemInvitation", redeem)
        profile = _a_profile(who)
        await self._soon(who, "PublishMakerProfile", lambda: profile)
        created = await self.clients.do(who, "CreateListing", _a_listing(who))
        publish = listings.PublishListingRequest(name=created.name)
        await self.clients.do(who, "PublishListing", publish)
        await self._is_offered(created.name)
        return Shop(who, application.maker, created.name)

    async def _started(self, who: str) -> Any:
        start = applications.StartApplicationRequest(questionnaire=_answers(who))
        return await self.clients.do(who, "StartApplication", start)

    async def _submitted(self, who: str, name: str) -> None:
        submit = applications.SubmitApplicationRequest(name=name)
        await self.clients.do(who, "SubmitApplication", submit, name)

    async def _soon(self, who: str, method: str, request: Callable[[], Any]) -> Any:
        # Another service's copy may be behind what was just done.
        async with asyncio.timeout(30):
            while True:
                fresh = request()
                fresh.request_id = ""
                try:
                    return await self.clients.do(who, method, fresh)
                except Refusal:
                    await asyncio.sleep(0.2)

    async def _is_offered(self, listing: str) -> None:
        buyer = self._somebody("buyer", "buyer")
        check = custom_orders.CheckCustomOrdersRequest(listings=[listing])
        async with asyncio.timeout(30):
            while True:
                answer = await self.clients.ask(buyer, "CheckCustomOrders", check)
                result = answer.results[0]
                if result.HasField("permission") and not result.permission.reasons:
                    return
                await asyncio.sleep(0.2)

    async def _secret_mailed_to(self, who: str) -> str:
        async with asyncio.timeout(30):
            while True:
                for mail in mails_in(self._mail):
                    body = mail.get_body(("plain",))
                    link = re.search(r"/register#(\S+)", body.get_content() if body else "")
                    if link and mail["To"] == f"{who}@example.com":
                        return link[1]
                await asyncio.sleep(0.1)

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


def _answers(who: str) -> applications.Questionnaire:
    return applications.Questionnaire(
        contact_name="Ada Reed",
        business_name=f"Kiln {who}",
        country="US",
        artisan_type=applications.Questionnaire.SOLO,
        head_count=applications.Questionnaire.ONE,
        categories=["home-and-kitchen"],
        production_method=applications.Questionnaire.MADE_BY_HAND,
        process_description="I throw each mug on the wheel, dry, trim, glaze and fire it. " * 5,
        attest_time=Timestamp(seconds=1_750_000_000),
    )


def _a_profile(who: str) -> profiles.PublishMakerProfileRequest:
    return profiles.PublishMakerProfileRequest(
        profile=profiles.MakerProfile(
            country="US",
            store_name=f"Kiln {who}",
            short_url=f"kiln-{who}",
            language="en",
            inspiration="The river behind the studio.",
            about="I throw mugs and bowls from local stoneware.",
            custom_orders=profiles.MakerProfile.CustomOrders(
                types="Drawings of your animals.", production_time="About two weeks."
            ),
        )
    )


def _a_listing(who: str) -> listings.CreateListingRequest:
    return listings.CreateListingRequest(
        listing=listings.Listing(
            country="US",
            language="en",
            title="Stoneware mug",
            description="A mug of local stoneware, 300 ml, glazed by brush.",
            category="home-and-kitchen",
            production_method=listings.Listing.MADE_BY_HAND,
            price=Money(currency_code="USD", units=32),
            sku=f"MUG-{who}",
            production_days=10,
            quantity=STOCK,
        )
    )
