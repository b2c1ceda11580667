"""The marketplace's main journey, from an application to an approved press release.

Carried out by clients of the graph alone, but for the marketplace's own systems, which come over
gRPC. `make demo` prints it, `make run` seeds with it, and a test checks every step.
"""

import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from dev import press
from dev.applying import a_complete_draft
from dev.graph import Graph, name_of, soon
from dev.issuer import Issuer
from dev.marketplace import Marketplace
from dev.problem import Problem
from dev.samples import MORE_LISTINGS, Cast, a_draft, a_mug, a_profile, a_questionnaire
from dev.trust import PLAIN, Trust

Say = Callable[[str], None]


@dataclass
class Story:
    """What came of a journey: the ids of everything in it."""

    cast: Cast
    maker: str = ""
    application: str = ""
    mug: str = ""
    request: str = ""
    thread: str = ""
    private_listing: str = ""
    private_url: str = ""
    order: str = ""
    press_release: str = ""
    found: list[str] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)


class Journey:
    """Walks the journey against a running marketplace."""

    def __init__(
        self,
        gateway_url: str,
        services: dict[str, str],
        tokens: Issuer,
        mail: Path,
        say: Say,
        uploads_url: str = "",
        trust: Trust = PLAIN,
    ) -> None:
        self._url = gateway_url
        self._uploads_url = uploads_url
        self._trust = trust
        self._services = services
        self._tokens = tokens
        self._mail = mail
        self._say = say

    async def walk(self, cast: Cast) -> Story:
        """Every step, in order. Raises a `Problem` at the first that does not work."""
        story = Story(cast)
        async with AsyncExitStack() as stack:

            async def signed_in(subject: str, role: str) -> Graph:
                return await stack.enter_async_context(
                    self._graph(self._tokens.token(subject, role))
                )

            maker = await signed_in(cast.maker, "maker")
            buyer = await signed_in(cast.buyer, "buyer")
            reviewer = await signed_in("rosa", "reviewer")
            paul = await signed_in("paul", "pr")
            nobody = await stack.enter_async_context(self._graph())
            market = await stack.enter_async_context(
                Marketplace(self._services, self._tokens, self._trust)
            )

            await self._apply(story, maker, reviewer)
            await self._register(story, maker, market)
            await self._open_store(story, maker)
            await self._ask(story, buyer, nobody)
            await self._answer(story, maker)
            await self._buy(story, buyer, nobody, market)
            await self._announce(story, maker, paul)
            story.answer = await maker.read("everything", id=story.maker)
        return story

    async def leave_waiting(self, story: Story) -> None:
        """Adds what a day in the marketplace would leave: more to find, and work for reviewers."""
        async with (
            self._graph(self._tokens.token(story.cast.maker, "maker")) as maker,
            self._graph(self._tokens.token("noor", "maker")) as noor,
        ):
            for number, change in enumerate(MORE_LISTINGS, 2):
                listing = a_mug(f"KILN-{number}") | change
                created = await maker.do("listing_create", listing=listing)
                await maker.do("listing_publish", id=created["id"])
            answers = a_questionnaire(Cast("noor", "", "Noor Weaves"))
            started = await a_complete_draft(noor, answers)
            await noor.do("application_submit", id=started["id"])
            await self._leave_press_work(maker)

    async def _leave_press_work(self, maker: Graph) -> None:
        async with (
            self._graph(self._tokens.token("paul", "pr")) as paul,
            self._graph(self._tokens.token("leo", "stakeholder")) as leo,
        ):
            await press.in_review(maker, paul, leo, who="leo")
            await press.about_to_lapse(maker)

    def _graph(self, token: str = "") -> Graph:
        return Graph(self._url, token, self._uploads_url, self._trust)

    async def _apply(self, story: Story, maker: Graph, reviewer: Graph) -> None:
        started = await a_complete_draft(maker, a_questionnaire(story.cast))
        story.application = started["id"]
        await maker.do("application_submit", id=story.application)
        self._say(f"{story.cast.maker} applies for {started['region']}")
        await reviewer.do("application_take", id=story.application)
        await reviewer.do("application_approve", id=story.application)
        self._say("a reviewer takes the application and approves it")

    async def _register(self, story: Story, maker: Graph, market: Marketplace) -> None:
        address = f"{story.cast.maker}@example.com"
        mail = await soon(lambda: self.mail_to(address), "the invitation mail")
        link = re.search(r"https?://\S+/register#(\S+)", text_of(mail))
        if link is None:
            raise Problem("the invitation mail has no link")
        self._say(f"a mail arrives: “{mail['subject']}”")
        await market.report_account(story.cast.maker, address)
        invitation = await maker.do("invitation_redeem", secret=link.group(1))
        self._say(f"its link registers the maker: {invitation['state']}")
        viewer = (await maker.read("viewer"))["viewer"]
        story.maker = viewer["maker"]["id"]

    async def _open_store(self, story: Story, maker: Graph) -> None:
        await maker.do_soon("profile_publish", profile=a_profile(story.cast))
        self._say(f"the profile of “{story.cast.store}” is published")
        created = await maker.do("listing_create", listing=a_mug(f"MUG-{story.cast.maker}"))
        story.mug = created["id"]
        await maker.do("listing_publish", id=story.mug)
        self._say("a mug with three colours is on sale")

    async def _ask(self, story: Story, buyer: Graph, nobody: Graph) -> None:
        found = await nobody.read("search", query=f"mug {story.cast.store}", country="US")
        story.found = [node["id"] for node in found["listingSearch"]["nodes"]]
        priced = await nobody.read(
            "configure", id=story.mug, choices=[{"customization": "Colour", "option": "Cobalt"}]
        )
        price = priced["listingConfigure"]["price"]
        self._say(
            f"a buyer finds it by search; in cobalt it costs {price['amount']} "
            f"{price['currencyCode']}"
        )

        request = await buyer.do_soon(
            "custom_order_ask",
            listing=story.mug,
            text="Could you draw our two dogs on it? They are called Pip and Olive.",
        )
        story.request, story.thread = request["id"], request["thread"]["id"]
        self._say(
            f"the buyer asks for two dogs on it; an answer is due {request['clock']['dueAt']}"
        )

    async def _answer(self, story: Story, maker: Graph) -> None:
        await maker.do(
            "message_send", thread=story.thread, text="Gladly! I will make one for you this week."
        )
        self._say("the maker answers in time")
        listing = a_mug(f"DOGS-{story.cast.maker}") | {
            "title": "Mug with Pip and Olive",
            "customizations": [],
            "quantity": 1,
            "privateAccess": {"customOrderRequest": story.request},
        }
        created = await maker.do("listing_create", listing=listing)
        story.private_listing = created["id"]
        await maker.do("listing_publish", id=story.private_listing)

        await maker.do_soon(
            "custom_order_answer_with_listing",
            id=story.request,
            listing=story.private_listing,
            text="Here it is. Only you have this link.",
        )
        self._say("and sends the link of a private listing")

    async def _buy(self, story: Story, buyer: Graph, nobody: Graph, market: Marketplace) -> None:
        thread = (await buyer.read("thread", id=story.thread))["thread"]
        messages = thread["messages"]["nodes"]
        story.private_url = next(
            message["listingUrl"] for message in messages if message["listingUrl"]
        )
        secret = story.private_url.partition("#")[2]
        opened = await nobody.read("private_listing", link=story.private_url)
        hidden = await nobody.read("search", query="Pip Olive", country="US")
        if hidden["listingSearch"]["nodes"]:
            found = [node["id"] for node in hidden["listingSearch"]["nodes"]]
            if story.private_listing in found:
                raise Problem("search shows the private listing")
        title = opened["privateListing"]["title"]
        self._say(f"the buyer opens “{title}” by its link; search has it not")
        bought = await market.sell(
            name_of(story.private_listing),
            story.cast.buyer,
            link_secret=secret,
            custom_order_request=name_of(story.request),
        )
        story.order = bought.name
        self._say(f"the order system reserves it and records order {bought.order_number}")

    async def _announce(self, story: Story, maker: Graph, paul: Graph) -> None:
        release = await maker.do(
            "press_release_start",
            title="Two dogs, one mug",
            releaseOn=(_today() + timedelta(weeks=3)).isoformat(),
            timeZone="America/New_York",
            distributionPlan="Local papers and our newsletter.",
            contact="Ada, press@example.com",
        )
        story.press_release = release["id"]
        await maker.upload(
            "press_release_upload_draft", ("two-dogs.docx", a_draft()), id=story.press_release
        )
        submitted = await maker.do("press_release_submit", id=story.press_release)
        self._say(f"a press release for {submitted['releaseOn']} is submitted, a Word document")
        taken = await paul.do("press_release_take", id=story.press_release)
        approved = await paul.do(
            "press_release_approve",
            id=story.press_release,
            sha256=taken["draft"]["file"]["sha256"],
            releaseOn=taken["releaseOn"],
            releaseAt=taken["releaseAt"],
            timeZone=taken["timeZone"],
        )
        self._say(f"the press representative approves it: {approved['state']}")

    async def mail_to(self, address: str, saying: str = "/register#") -> EmailMessage | None:
        """The first mail to this address that says something, once there is one.

        Unless asked otherwise, the one with the link to register.
        """
        for path in sorted(self._mail.glob("*.eml")):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in str(mail["to"]) and saying in text_of(mail):
                return mail
        return None


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def _today() -> date:
    return datetime.now(UTC).date()
