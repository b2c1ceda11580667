"""A marketplace with one of everything, and the people of `people.py` around it."""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
from google.protobuf.message_factory import GetMessageClass

from dev.graph import Graph, name_of
from dev.marketplace import Marketplace
from dev.samples import DOGS, Cast, a_draft, a_mug, a_photo, a_profile, a_questionnaire
from dev.stack import Stack
from gateway.ids import to_id
from handmade.applications.v1 import maker_pb2
from tests.rights.people import GRANTABLE, KINDS
from tests.rights.post import Post
from tests.rights.things import Scene, Thing, an_id
from tests.rights.wire import METHOD, invoke

TITLE = "Two dogs, one mug"
TWO_MUST_SIGN = {
    "artisanType": "OTHER",
    "groupDescription": "Neighbours who share a kiln and a shop, without a legal form.",
    "headCount": "OVER_TWENTY",
}


class World:
    """Makes scenes and things as people would, and signs people in."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.mark = secrets.token_hex(3)
        self.main = Scene(f"owner-{self.mark}", f"buyer-{self.mark}")
        self.things: dict[str, Thing] = {}
        self._tokens: dict[tuple[str, str], str] = {}
        self._graphs: dict[str, Graph] = {}
        # An account has few uploads at once, and the matrix makes some of its own.
        self.uploading = asyncio.Semaphore(1)
        self.channels = {
            name: grpc.aio.insecure_channel(address)
            for name, address in stack.ports.services.items()
        }
        self.post = Post(stack.mail_folder)
        self.market = Marketplace(dict(stack.ports.services), stack.issuer)

    async def close(self) -> None:
        for graph in self._graphs.values():
            await graph.__aexit__(None, None, None)
        for channel in self.channels.values():
            await channel.close()
        await self.market.__aexit__(None, None, None)

    def subject(self, kind: str, scene: Scene) -> str:
        match kind:
            case "maker":
                return scene.maker_subject
            case "buyer":
                return scene.buyer_subject or f"buyer-{self.mark}"
            case _:
                return f"{kind.replace('_', '-')}-{scene.others or self.mark}"

    def token(self, kind: str, scene: Scene | None = None) -> str:
        """The token of one kind of caller; which maker and buyer, the scene says."""
        if kind == "nobody":
            return ""
        subject = self.subject(kind, scene or self.main)
        known = self._tokens.get((kind, subject))
        if known is None:
            known = self.stack.issuer.token(
                subject, *KINDS[kind].roles, scope=KINDS[kind].token_scopes
            )
            self._tokens[kind, subject] = known
        return known

    def somebody_new(self, kind: str) -> str:
        """The token of an account of this kind that nobody has heard of."""
        subject = f"new-{secrets.token_hex(5)}"
        return self.stack.issuer.token(subject, *KINDS[kind].roles)

    def graph(self, kind: str, scene: Scene | None = None) -> Graph:
        token = self.token(kind, scene)
        if token not in self._graphs:
            self._graphs[token] = Graph(self.stack.gateway_url, token)
        return self._graphs[token]

    async def call(self, kind: str, method: str, scene: Scene | None = None, **fields: Any) -> Any:
        """Calls a method that is expected to work."""
        request = GetMessageClass(METHOD[method].input_type)(**fields)
        answer = await invoke(self.channels, method, request, self.token(kind, scene))
        assert answer.code == "OK", f"{method} as {kind}: {answer.status}"
        return answer.message

    # Makers

    async def newcomer(self, kind: str = "", **answers: object) -> Thing:
        """Somebody with a draft of an application, who has granted what is to be granted.

        Only a partner needs that: the thing may be for one kind of caller.
        """
        mark = secrets.token_hex(4)
        scene = Scene(f"new-{mark}")
        said = a_questionnaire(Cast("", "", f"Kiln {mark}")) | answers
        started = await self.graph("maker", scene).do("application_start", questionnaire=said)
        scene.maker = (await self.call("maker", "GetOwnMaker", scene)).name
        if not kind or KINDS[kind].grants:
            await self.grant(scene)
        return Thing(scene, name_of(started["id"]))

    async def draft_with_photo(self, kind: str = "") -> Thing:
        made = await self.newcomer(kind)
        return replace(made, facts={"photo": await self.photographed(made.name, made.scene)})

    async def photographed(self, application: str, scene: Scene) -> str:
        """Adds a photo, which no application must have here; answers with its id."""
        id = str(to_id("Application", application))
        await self.graph("maker", scene).upload(
            "application_add_photo", ("mug.jpg", A_PHOTO), id=id, kind="PRODUCT"
        )
        found = await self.call("maker", "GetApplication", scene, name=application)
        return str(found.photos[0].id)

    async def grant(self, scene: Scene) -> None:
        """Gives each partner its scopes, and takes them away from the one that is revoked."""
        granting = {kind: it.grants for kind, it in KINDS.items() if it.grants}
        granting["revoked"] = GRANTABLE
        # One after another: each changes the same maker.
        for kind, scopes in granting.items():
            grant = maker_pb2.Grant(partner=self.subject(kind, scene), scopes=scopes)
            await self.call("maker", "GrantPartner", scene, grant=grant, request_id=an_id())
        await self.call(
            "maker",
            "RevokePartner",
            scene,
            partner=self.subject("revoked", scene),
            request_id=an_id(),
        )

    async def submitted_application(self, kind: str = "", **answers: object) -> Thing:
        made = await self.newcomer(kind, **answers)
        await self.call(
            "maker", "SubmitApplication", made.scene, name=made.name, request_id=an_id()
        )
        return made

    async def taken_application(self, kind: str = "reviewer") -> Thing:
        made = await self.submitted_application(kind)
        await self.call(kind, "TakeApplication", name=made.name, request_id=an_id())
        return made

    async def open_invitation(self, kind: str = "maker", **answers: object) -> Thing:
        made = await self.submitted_application(kind, **answers)
        await self.call("reviewer", "TakeApplication", name=made.name, request_id=an_id())
        await self.call("reviewer", "ApproveApplication", name=made.name, request_id=an_id())
        secret = await self.post.secret_for(f"{made.scene.maker_subject}@example.com")
        return replace(made, facts=dict(made.facts) | {"secret": secret})

    async def an_active_maker(self, scene: Scene, **answers: object) -> Thing:
        """Takes a maker from the application to the profile; answers with the application."""
        cast = Cast(scene.maker_subject, "", f"Kiln {scene.maker_subject}")
        graph = self.graph("maker", scene)
        started = await graph.do("application_start", questionnaire=a_questionnaire(cast) | answers)
        name, facts = name_of(started["id"]), {}
        if scene is self.main:
            facts["photo"] = await self.photographed(name, scene)
        await graph.do("application_submit", id=started["id"])
        await self.graph("reviewer").do("application_take", id=started["id"])
        await self.graph("reviewer").do("application_approve", id=started["id"])
        if "artisanType" in answers:
            await self.graph("several").do("application_approve", id=started["id"])
        secret = await self.post.secret_for(f"{scene.maker_subject}@example.com")
        await self.market.report_account(scene.maker_subject, f"{scene.maker_subject}@example.com")
        await graph.do("invitation_redeem", secret=secret)
        scene.maker = (await self.call("maker", "GetOwnMaker", scene)).name
        profile = a_profile(cast) | {"shortUrl": f"kiln-{secrets.token_hex(6)}"}
        published = await graph.do_soon("profile_publish", profile=profile)
        facts |= {"profile": name_of(published["id"]), "short_url": str(profile["shortUrl"])}
        return Thing(scene, name, facts)

    async def invitation_of(self, application: Thing) -> str:
        """The invitation that followed an application."""
        document = "query($id: ID!) { application(id: $id) { invitation { id } } }"
        id = to_id("Application", application.name)
        answer = await self.graph("maker", application.scene).answer(document, {"id": id})
        return name_of(answer["data"]["application"]["invitation"]["id"])

    async def draft_in_europe(self) -> Thing:
        """The maker's next application, not submitted."""
        said = a_questionnaire(Cast("", "", f"Kiln {self.main.maker_subject}"))
        graph = self.graph("maker")
        started = await graph.do("application_start", questionnaire=said | {"country": "DE"})
        name = name_of(started["id"])
        return Thing(self.main, name, {"photo": await self.photographed(name, self.main)})

    # What makers make

    async def draft_listing(
        self, kind: str = "", scene: Scene | None = None, **change: object
    ) -> Thing:
        mug = a_mug(f"SKU-{secrets.token_hex(5)}") | {"quantity": 900} | change
        created = await self.graph("maker", scene).do("listing_create", listing=mug)
        return Thing(scene or self.main, name_of(created["id"]))

    async def listing(self, kind: str = "", scene: Scene | None = None, **change: object) -> Thing:
        made = await self.draft_listing(kind, scene, **change)
        await self.call("maker", "PublishListing", scene, name=made.name, request_id=an_id())
        return made

    async def private_listing(
        self, kind: str = "", scene: Scene | None = None, **access: str
    ) -> Thing:
        """On sale for whoever has the link, or whom the access names."""
        made = await self.listing(kind, scene, customizations=[], privateAccess=access)
        link = await self.call("maker", "GetPrivateLink", scene, name=made.name)
        return replace(made, facts={"secret": link.url.partition("#")[2], "url": link.url})

    async def reservation(self, kind: str = "") -> Thing:
        listing = await self.listing(customizations=[])
        held = await self.call(
            "orders",
            "ReserveStock",
            listing=listing.name,
            buyer=self.main.buyer_subject,
            quantity=1,
            request_id=an_id(),
        )
        return Thing(self.main, held.name)

    async def custom_order(self, kind: str = "") -> Thing:
        asked = await self.call(
            "buyer",
            "AskCustomOrder",
            listing=self.things["plain"].name,
            text="Two dogs, please.",
            request_id=an_id(),
        )
        private = self.things.get("private")
        facts = {"thread": asked.thread, "listing": private.name if private else ""}
        return Thing(self.main, asked.name, facts)

    async def order(self, asked: Thing) -> Thing:
        """What settles a custom order, after the maker has offered the listing."""
        await self.call(
            "maker",
            "AnswerCustomOrderWithListing",
            name=asked.name,
            listing=asked.facts["listing"],
            text="Here it is.",
            request_id=an_id(),
        )
        bought = await self.market.sell(
            asked.facts["listing"],
            self.main.buyer_subject,
            link_secret=self.things["private"].facts["secret"],
            custom_order_request=asked.name,
        )
        return Thing(self.main, bought.name, {"custom_order": asked.name})

    async def draft_release(self, kind: str = "", scene: Scene | None = None) -> Thing:
        """Complete, so that it can be submitted."""
        maker = self.graph("maker", scene)
        release_on = (datetime.now(UTC).date() + timedelta(weeks=5)).isoformat()
        started = await maker.do(
            "press_release_start",
            title=TITLE,
            releaseOn=release_on,
            timeZone="America/New_York",
            distributionPlan="Local papers and our newsletter.",
            contact="Ada, press@example.com",
        )
        async with self.uploading:
            await maker.upload(
                "press_release_upload_draft", ("dogs.docx", A_DRAFT), id=started["id"]
            )
        name = name_of(started["id"])
        sha = (await self.call("maker", "GetPressRelease", scene, name=name)).draft.sha256
        plan = {"release_on": release_on, "time_zone": "America/New_York"}
        return Thing(scene or self.main, name, {"sha256": sha} | plan)

    async def submitted_release(self, kind: str = "") -> Thing:
        made = await self.draft_release()
        await self.call("maker", "SubmitPressRelease", name=made.name, request_id=an_id())
        return made

    async def taken_release(self, kind: str = "pr") -> Thing:
        made = await self.submitted_release()
        await self.call(kind, "TakePressRelease", name=made.name, request_id=an_id())
        return made

    async def approved_release(self) -> Thing:
        made = await self.taken_release("pr")
        await self.call(
            "pr",
            "ApprovePressRelease",
            name=made.name,
            sha256=made.facts["sha256"],
            request_id=an_id(),
        )
        return made


# With a place that is still to be filled in, so that there is something to look at.
A_DRAFT, A_PHOTO = a_draft(TITLE, DOGS, "They come from [city]."), a_photo()
EDITS = a_draft(TITLE, DOGS, "They come from Ghent.")
