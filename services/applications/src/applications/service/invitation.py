"""Registering with the link of an invitation mail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from applications.domain.application import ApplicationNotFound
from applications.domain.invitation import Invitation, InvitationNotFound, OwnInvitation
from applications.domain.maker import Maker, SellerAccount
from applications.links import secret_in
from applications.policy import invitation as policy
from applications.policy.application import ensure_reachable
from applications.policy.numbers import Policy
from applications.service.admissions import Admissions
from applications.service.news import News
from applications.service.registration import Registration
from applications.service.visibility import may_see_invitation
from applications.store.account import Accounts
from applications.store.application import Applications
from applications.store.invitation import Invitations
from applications.store.maker import Makers
from applications.wire import invitation as wire
from chassis import caller
from chassis.ids import id_in, ids_in, new_id
from chassis.mongo import Session
from chassis.requests import Requests, changing
from chassis.signing import digest
from handmade.applications.v1 import invitation_pb2 as pb
from handmade.applications.v1 import invitation_pb2_grpc

_UNKNOWN_LINK = "This link is not known. Copy it whole from the invitation mail."


class InvitationService(invitation_pb2_grpc.InvitationServiceServicer):
    """Answers for invitations."""

    def __init__(
        self,
        invitations: Invitations,
        applications: Applications,
        accounts: Accounts,
        makers: Makers,
        admissions: Admissions,
        registration: Registration,
        numbers: Policy,
        requests: Requests,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._invitations = invitations
        self._applications = applications
        self._accounts = accounts
        self._makers = makers
        self._admissions = admissions
        self._registration = registration
        self._numbers = numbers
        self._news = news
        self._now = now

    async def GetInvitation(self, request: pb.GetInvitationRequest, context: Any) -> pb.Invitation:
        """One that the caller may see."""
        found = await self._seen(request.name)
        account = await self._accounts.find(found.subject, found.region)
        return self._shown(found, account, await self._makers.find(found.maker_id))

    async def LookupInvitationsByName(
        self, request: pb.LookupInvitationsByNameRequest, context: Any
    ) -> pb.LookupInvitationsByNameResponse:
        """Several at once."""
        ids = ids_in(request.names, wire.COLLECTION)
        known = await self._invitations.with_ids(each for each in ids if each)
        who = caller.current()
        visible = {it.id: it for it in known.values() if may_see_invitation(who, it)}
        accounts = await self._accounts.known((it.subject, it.region) for it in visible.values())
        makers = await self._makers.with_ids({it.maker_id for it in visible.values()})
        found = [visible.get(each or "") for each in ids]
        return pb.LookupInvitationsByNameResponse(
            results=[
                pb.LookupInvitationsByNameResponse.Result(
                    invitation=self._shown(
                        it, accounts.get((it.subject, it.region)), makers.get(it.maker_id)
                    )
                    if it
                    else None
                )
                for it in found
            ]
        )

    async def CheckInvitationLink(
        self, request: pb.CheckInvitationLinkRequest, context: Any
    ) -> pb.InvitationLink:
        """What a link leads to. It only reads, so that a mail scanner uses nothing up."""
        found = await self._invitations.with_digest(digest(secret_in(request.secret)))
        if found is None:
            raise InvitationNotFound(_UNKNOWN_LINK)
        who = caller.current()
        fit = None if who.is_anonymous else found.fit(who.subject, who.email)
        return wire.to_link(found, fit, self._now())

    @changing
    async def RedeemInvitation(
        self, request: pb.RedeemInvitationRequest, session: Session
    ) -> pb.Invitation:
        """Uses a link up for the caller's account, which may complete the registration."""
        who = caller.current()
        ensure_reachable(who.email, who.email_verified)
        found = await self._invitations.with_digest(digest(secret_in(request.secret)), session)
        if found is None:
            raise InvitationNotFound(_UNKNOWN_LINK)
        redeemed = found.redeem(who.subject, who.email, self._now())
        account = await self._accounts.lock(found.subject, found.region, session)
        settled = await self._registration.settle(redeemed, account, session)
        return self._shown(settled, account, await self._makers.find(found.maker_id, session))

    @changing
    async def ReissueInvitation(
        self, request: pb.ReissueInvitationRequest, session: Session
    ) -> pb.Invitation:
        """Another link in the place of one that was lost or has expired."""
        policy.ensure_checked(request.identity_check, self._numbers)
        old = await self._others(request.name, session)
        superseded = old.supersede(new_id(), self._now())
        saved = await self._invitations.save(superseded, session)
        await self._news.of_invitation("superseded", saved, session)
        issued = await self._admissions.reissue(saved, request.identity_check, session)
        await self._follow(issued, session)
        return await self._stored(issued, session)

    @changing
    async def RevokeInvitation(
        self, request: pb.RevokeInvitationRequest, session: Session
    ) -> pb.Invitation:
        """Takes an invitation back, and the approval of the region with it."""
        policy.ensure_reasoned(request.reason, self._numbers)
        found = await self._others(request.name, session)
        revoked = await self._invitations.save(found.revoke(request.reason, self._now()), session)
        await self._news.of_invitation("revoked", revoked, session, request.reason)
        await self._admissions.take_back(revoked, session)
        return await self._stored(revoked, session)

    async def _others(self, name: str, session: Session) -> Invitation:
        """One that the caller has no part in: nobody decides on an invitation of their own."""
        found = await self._seen(name, session)
        application = await self._applications.find(found.application_id, session)
        who = caller.current().subject
        if who == found.subject or (application is not None and application.has_part(who)):
            raise OwnInvitation
        return found

    async def _follow(self, invitation: Invitation, session: Session) -> None:
        """Lets the application lead to the invitation that counts now."""
        found = await self._applications.find(invitation.application_id, session)
        if found is None:
            raise ApplicationNotFound
        follows = replace(found, invitation_id=invitation.id, updated=invitation.created)
        saved = await self._applications.save(follows, session)
        await self._news.of_application("changed", saved, session)

    async def _seen(self, name: str, session: Session | None = None) -> Invitation:
        found = await self._invitations.find(id_in(name, wire.COLLECTION), session)
        if found is None or not may_see_invitation(caller.current(), found):
            raise InvitationNotFound
        return found

    async def _stored(self, invitation: Invitation, session: Session) -> pb.Invitation:
        account = await self._accounts.find(invitation.subject, invitation.region)
        maker = await self._makers.find(invitation.maker_id, session)
        return self._shown(invitation, account, maker)

    def _shown(
        self, invitation: Invitation, account: SellerAccount | None, maker: Maker | None
    ) -> pb.Invitation:
        now = self._now()
        membership = maker.membership(invitation.region) if maker is not None else None
        return wire.to_invitation(
            invitation, policy.standing(invitation, account, membership, now), now
        )
