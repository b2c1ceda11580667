"""Opens shops: makers who went all the way, from an application to a mug on sale."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money

from handmade.applications.v1 import application_pb2 as applications
from handmade.applications.v1 import invitation_pb2 as invitations
from handmade.applications.v1 import maker_pb2 as makers
from handmade.catalog.v1 import listing_pb2 as listings
from handmade.catalog.v1 import maker_profile_pb2 as profiles
from handmade.messaging.v1 import custom_order_request_pb2 as custom_orders
from tests.faults.clients import Clients, Refusal
from tests.faults.records import mails_in

REVIEWERS = ("rosa", "sam")
ORDERS = "order-system"
STOCK = 100_000
PATIENCE = 60.0


@dataclass(frozen=True)
class Shop:
    """A maker who sells."""

    subject: str
    name: str
    listing: str


async def apply(clients: Clients, who: str) -> Any:
    """Starts an application that can be submitted."""
    start = applications.StartApplicationRequest(questionnaire=_answers(who))
    return await clients.do(who, "StartApplication", start)


async def submit(clients: Clients, who: str, name: str) -> None:
    """Hands it in."""
    request = applications.SubmitApplicationRequest(name=name)
    await clients.do(who, "SubmitApplication", request, name)


async def open_shop(clients: Clients, mail: Path, who: str, buyer: str) -> Shop:
    """Goes with a maker from the application to a listing that the buyer may ask about."""
    application = await apply(clients, who)
    await submit(clients, who, application.name)
    for verb in ("Take", "Approve"):
        request = getattr(applications, f"{verb}ApplicationRequest")(name=application.name)
        await clients.do(REVIEWERS[0], f"{verb}Application", request)
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
    await clients.do(ORDERS, "ReportSellerAccount", report)
    redeem = invitations.RedeemInvitationRequest(secret=await _secret_mailed_to(who, mail))
    await clients.do(who, "RedeemInvitation", redeem)
    profile = _a_profile(who)
    await _soon(clients, who, "PublishMakerProfile", profile)
    created = await clients.do(who, "CreateListing", _a_listing(who))
    publish = listings.PublishListingRequest(name=created.name)
    await clients.do(who, "PublishListing", publish)
    await _is_offered(clients, buyer, created.name)
    return Shop(who, application.maker, created.name)


async def _soon(clients: Clients, who: str, method: str, request: Any) -> None:
    # Another service's copy may be behind what was just done.
    async with asyncio.timeout(PATIENCE):
        while True:
            request.request_id = ""
            try:
                await clients.do(who, method, request)
                return
            except Refusal:
                await asyncio.sleep(0.2)


async def _is_offered(clients: Clients, buyer: str, listing: str) -> None:
    check = custom_orders.CheckCustomOrdersRequest(listings=[listing])
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await clients.ask(buyer, "CheckCustomOrders", check)
            result = answer.results[0]
            if result.HasField("permission") and not result.permission.reasons:
                return
            await asyncio.sleep(0.2)


async def _secret_mailed_to(who: str, folder: Path) -> str:
    async with asyncio.timeout(PATIENCE):
        while True:
            for mail in mails_in(folder):
                body = mail.get_body(("plain",))
                link = re.search(r"/register#(\S+)", body.get_content() if body else "")
                if link and mail["To"] == f"{who}@example.com":
                    return link[1]
            await asyncio.sleep(0.1)


def _answers(who: str) -> applications.Questionnaire:
    return applications.Questionnaire(
        contact_name="Ada Reed",
        business_name=f"Kiln {who}",
        country="US",
        artisan_type=applications.Questionnaire.SOLO,
        head_count=applications.Questionnaire.ONE,
        products=[
            applications.Questionnaire.ProductLine(
                category="home-and-kitchen",
                production_method=applications.Questionnaire.MADE_BY_HAND,
                goods=applications.Questionnaire.FINISHED,
            )
        ],
        process_description="I throw each mug on the wheel, dry, trim, glaze and fire it. " * 5,
        statements=applications.Questionnaire.Statement.values()[1:],
        seller_plan=applications.Questionnaire.NO_ACCOUNT,
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
