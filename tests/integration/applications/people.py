"""People who use the applications service, a post office that keeps their mail, and a clock."""

import asyncio
import re
from datetime import timedelta
from email import message_from_bytes, policy
from inspect import isawaitable
from uuid import uuid4

from aiosmtpd.smtp import SMTP
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.json_format import ParseDict

from chassis.server import utc_now
from handmade.applications.v1 import (
    application_pb2,
    application_pb2_grpc,
    application_work_pb2,
    application_work_pb2_grpc,
    invitation_pb2,
    invitation_pb2_grpc,
    maker_pb2,
    maker_pb2_grpc,
    region_extension_pb2,
    region_extension_pb2_grpc,
)

# How long a test waits for what must happen at last. It is no claim about when, so a busy machine
# has all the time that a test may take.
PATIENCE = 60.0

COMPLETE = {
    "contact_name": "Ada Reed",
    "business_name": "Reed Pottery",
    "country": "US",
    "artisan_type": "SOLO",
    "head_count": "ONE",
    "products": [
        {
            "category": "home-and-kitchen",
            "production_method": "MADE_BY_HAND",
            "goods": "FINISHED",
        }
    ],
    "process_description": "I throw each mug on the wheel, dry, trim, glaze and fire it. " * 5,
    "seller_plan": "NO_ACCOUNT",
    "statements": [
        "MADE_BY_US",
        "OWN_OR_LICENSED_DESIGNS",
        "NO_RESELLING",
        "NO_DROP_SHIPPING",
    ],
}


def answers(**changes):
    """A complete questionnaire, but for the changes."""
    return ParseDict(COMPLETE | changes, application_pb2.Questionnaire())


def request_id():
    return str(uuid4())


async def eventually(holds):
    """Waits until `holds()` does, whether it must be awaited or not."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = holds()
            if await answer if isawaitable(answer) else answer:
                return
            await asyncio.sleep(0.05)


class Clock:
    """The real time, moved on by a test as far as it likes."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return utc_now() + self.ahead


class PostOffice:
    """An SMTP server in the test's own process. It can be out of order."""

    def __init__(self):
        self.mails = []
        self.refused = []
        self.is_broken = False
        self.arrived = asyncio.Event()

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.SMTP)
        if self.is_broken:
            self.refused.append(mail)
            return "451 try again later"
        self.mails.append(mail)
        self.arrived.set()
        return "250 kept"

    async def open(self):
        self.server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self, enable_SMTPUTF8=True), "127.0.0.1", 0
        )
        return self.server.sockets[0].getsockname()[1]

    async def close(self):
        self.server.close()
        await self.server.wait_closed()

    def to(self, email):
        return [mail for mail in self.mails if mail["To"] == email]

    def has_refused(self, email, subject):
        """Whether a mail to an address with this in its subject was refused."""
        return any(mail["To"] == email and subject in mail["Subject"] for mail in self.refused)

    def about(self, email, subject):
        """The mails to an address with this in their subjects."""
        return [mail for mail in self.to(email) if subject in mail["Subject"]]

    async def mail_to(self, email, subject="invited"):
        """The first mail to an address with this in its subject, as soon as it is there."""
        async with asyncio.timeout(PATIENCE):
            while not self.about(email, subject):
                self.arrived.clear()
                await self.arrived.wait()
        return self.about(email, subject)[0]


def secret_in(mail):
    """The secret in the link of an invitation mail."""
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"/register#(\S+)", text)[1]


class Person:
    """Somebody with a token, and the calls they make."""

    def __init__(self, served, subject, *roles, **claims):
        self.subject = subject
        self.email = claims.get("email") or f"{subject}@example.com"
        token = served.issuer.token(subject, *roles, **claims) if subject else ""
        self.channel = served.channel(
            application_pb2,
            application_work_pb2,
            invitation_pb2,
            maker_pb2,
            region_extension_pb2,
            token=token,
        )
        self.applications = application_pb2_grpc.ApplicationServiceStub(self.channel)
        self.work = application_work_pb2_grpc.ApplicationWorkServiceStub(self.channel)
        self.invitations = invitation_pb2_grpc.InvitationServiceStub(self.channel)
        self.makers = maker_pb2_grpc.MakerServiceStub(self.channel)
        self.extensions = region_extension_pb2_grpc.RegionExtensionServiceStub(self.channel)

    async def start(self, key=None, maker="", **changes):
        request = application_pb2.StartApplicationRequest(
            questionnaire=answers(**changes), request_id=key or request_id(), maker=maker
        )
        return await self.applications.StartApplication(request)

    async def update(self, name, mask=(), etag="", **changes):
        questionnaire = application_pb2.Questionnaire(**changes)
        request = application_pb2.UpdateApplicationRequest(
            application=application_pb2.Application(
                name=name, questionnaire=questionnaire, etag=etag
            ),
            update_mask=FieldMask(paths=mask),
            request_id=request_id(),
        )
        return await self.applications.UpdateApplication(request)

    async def submit(self, name):
        request = application_pb2.SubmitApplicationRequest(name=name, request_id=request_id())
        return await self.applications.SubmitApplication(request)

    async def take(self, name):
        request = application_pb2.TakeApplicationRequest(name=name, request_id=request_id())
        return await self.applications.TakeApplication(request)

    async def approve(self, name):
        request = application_pb2.ApproveApplicationRequest(name=name, request_id=request_id())
        return await self.applications.ApproveApplication(request)

    async def decline(self, name, reason="NOT_HANDMADE", text="These are made in a factory."):
        request = application_pb2.DeclineApplicationRequest(
            name=name,
            reason=application_pb2.Application.DeclineReason.Value(reason),
            text=text,
            request_id=request_id(),
        )
        return await self.applications.DeclineApplication(request)

    async def application(self, name):
        request = application_pb2.GetApplicationRequest(name=name)
        return await self.applications.GetApplication(request)

    async def lookup_applications(self, *names):
        request = application_pb2.LookupApplicationsByNameRequest(names=names)
        answer = await self.applications.LookupApplicationsByName(request)
        return [found.application.name for found in answer.results]

    async def list_applications(self, **fields):
        request = application_pb2.ListApplicationsRequest(**fields)
        return await self.applications.ListApplications(request)

    async def activity(self, **fields):
        """What was done, newest first, as pairs of what and to what."""
        request = application_work_pb2.ListActivityRequest(page_size=100, **fields)
        found = await self.work.ListActivity(request)
        return [(entry.action, entry.resource) for entry in found.entries]

    async def reviewers(self):
        """The accounts of those who are known to review."""
        found = await self.work.ListReviewers(application_work_pb2.ListReviewersRequest())
        return {it.actor.subject for it in found.reviewers}

    async def redeem(self, secret, key=None):
        request = invitation_pb2.RedeemInvitationRequest(
            secret=secret, request_id=key or request_id()
        )
        return await self.invitations.RedeemInvitation(request)

    async def link(self, secret):
        request = invitation_pb2.CheckInvitationLinkRequest(secret=secret)
        return await self.invitations.CheckInvitationLink(request)

    async def reissue(self, name, identity_check="She called from the number we know.", key=None):
        request = invitation_pb2.ReissueInvitationRequest(
            name=name, identity_check=identity_check, request_id=key or request_id()
        )
        return await self.invitations.ReissueInvitation(request)

    async def revoke_invitation(self, name, reason="The products turned out to be bought."):
        request = invitation_pb2.RevokeInvitationRequest(
            name=name, reason=reason, request_id=request_id()
        )
        return await self.invitations.RevokeInvitation(request)

    async def invitation(self, name):
        request = invitation_pb2.GetInvitationRequest(name=name)
        return await self.invitations.GetInvitation(request)

    async def maker(self, name):
        return await self.makers.GetMaker(maker_pb2.GetMakerRequest(name=name))

    async def own_maker(self):
        return await self.makers.GetOwnMaker(maker_pb2.GetOwnMakerRequest())

    async def grant(self, partner, *scopes):
        request = maker_pb2.GrantPartnerRequest(
            grant=maker_pb2.Grant(partner=partner, scopes=scopes), request_id=request_id()
        )
        return await self.makers.GrantPartner(request)

    async def revoke(self, partner):
        request = maker_pb2.RevokePartnerRequest(partner=partner, request_id=request_id())
        return await self.makers.RevokePartner(request)

    async def report(self, person, **changes):
        account = maker_pb2.SellerAccount(
            account=changes.pop("account", f"A-{person.subject}"),
            subject=changes.pop("subject", person.subject),
            region=changes.pop("region", "NA"),
            email=changes.pop("email", person.email),
            plan=changes.pop("plan", maker_pb2.SellerAccount.PROFESSIONAL),
            on_legacy_platform=changes.pop("on_legacy_platform", False),
            version=changes.pop("version", 1),
        )
        if changes.pop("verified", True):
            account.verify_time.FromJsonString("2030-01-01T00:00:00Z")
        if changes.pop("linked", False):
            account.link_time.FromJsonString("2030-01-02T00:00:00Z")
        if refused := changes.pop("refused", ""):
            account.refuse_time.FromJsonString(refused)
            account.refuse_reason = changes.pop("why", "The papers do not match.")
        request = maker_pb2.ReportSellerAccountRequest(
            seller_account=account, request_id=request_id()
        )
        return await self.makers.ReportSellerAccount(request)

    async def suspend(self, maker, region="NA", reason="POLICY_BREACH", text="Look at it again."):
        request = maker_pb2.SuspendMembershipRequest(
            maker=maker,
            region=region,
            reason=maker_pb2.Membership.Reason.Value(reason),
            text=text,
            request_id=request_id(),
        )
        return await self.makers.SuspendMembership(request)

    async def reinstate(self, maker, region="NA", text="All is well."):
        request = maker_pb2.ReinstateMembershipRequest(
            maker=maker, region=region, text=text, request_id=request_id()
        )
        return await self.makers.ReinstateMembership(request)

    async def remove(self, maker, region="NA", reason="NOT_HANDMADE", text="They are bought."):
        request = maker_pb2.RemoveMembershipRequest(
            maker=maker,
            region=region,
            reason=maker_pb2.Membership.Reason.Value(reason),
            text=text,
            request_id=request_id(),
        )
        return await self.makers.RemoveMembership(request)

    async def leave(self, region="NA", reason="CLOSING", text=""):
        request = maker_pb2.LeaveProgrammeRequest(
            region=region,
            reason=maker_pb2.Membership.Reason.Value(reason),
            text=text,
            request_id=request_id(),
        )
        return await self.makers.LeaveProgramme(request)

    async def extend(self, region="EU", country="DE"):
        request = region_extension_pb2.StartRegionExtensionRequest(
            region=region, primary_country=country, request_id=request_id()
        )
        return await self.extensions.StartRegionExtension(request)

    async def register(self, name, email=None, account=None):
        account = account or f"A-{self.subject}"
        request = region_extension_pb2.RegisterRegionExtensionRequest(
            name=name, account=account, email=email or self.email, request_id=request_id()
        )
        return await self.extensions.RegisterRegionExtension(request)

    async def open_country(self, name, country, language):
        request = region_extension_pb2.OpenCountryRequest(
            name=name, country=country, language=language, request_id=request_id()
        )
        return await self.extensions.OpenCountry(request)

    async def cancel(self, name):
        request = region_extension_pb2.CancelRegionExtensionRequest(
            name=name, request_id=request_id()
        )
        return await self.extensions.CancelRegionExtension(request)

    async def extension(self, name):
        request = region_extension_pb2.GetRegionExtensionRequest(name=name)
        return await self.extensions.GetRegionExtension(request)

    async def list_extensions(self, **fields):
        request = region_extension_pb2.ListRegionExtensionsRequest(**fields)
        return (await self.extensions.ListRegionExtensions(request)).region_extensions
