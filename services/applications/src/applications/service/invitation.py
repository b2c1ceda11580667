"""Registering with the link of an invitation mail."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from applications.domain.invitation import Invitation, InvitationNotFound
from applications.domain.maker import SellerAccount
from applications.policy import registration as policy
from applications.policy.application import ensure_reachable
from applications.service.registration import Registration
from applications.service.visibility import may_see_invitation
from applications.store.account import Accounts
from applications.store.invitation import Invitations
from applications.wire import invitation as wire
from chassis import caller
from chassis.ids import id_in, ids_in
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
        accounts: Accounts,
        registration: Registration,
        requests: Requests,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._invitations = invitations
        self._accounts = accounts
        self._registration = registration
        self._now = now

    async def GetInvitation(self, request: pb.GetInvitationRequest, context: Any) -> pb.Invitation:
        """One that the caller may see."""
        found = await self._invitations.find(id_in(request.name, wire.COLLECTION))
        if found is None or not may_see_invitation(caller.current(), found):
            raise InvitationNotFound
        return self._shown(found, await self._accounts.find(found.subject, found.region))

    async def LookupInvitationsByName(
        self, request: pb.LookupInvitationsByNameRequest, context: Any
    ) -> pb.LookupInvitationsByNameResponse:
        """Several at once."""
        ids = ids_in(request.names, wire.COLLECTION)
        known = await self._invitations.with_ids(each for each in ids if each)
        who = caller.current()
        visible = {it.id: it for it in known.values() if may_see_invitation(who, it)}
        accounts = await self._accounts.known((it.subject, it.region) for it in visible.values())
        found = [visible.get(each or "") for each in ids]
        return pb.LookupInvitationsByNameResponse(
            results=[
                pb.LookupInvitationsByNameResponse.Result(
                    invitation=self._shown(it, accounts.get((it.subject, it.region)))
                    if it
                    else None
                )
                for it in found
            ]
        )

    @changing
    async def RedeemInvitation(
        self, request: pb.RedeemInvitationRequest, session: Session
    ) -> pb.Invitation:
        """Uses a link up for the caller's account, which may complete the registration."""
        who = caller.current()
        ensure_reachable(who.email, who.email_verified)
        found = await self._invitations.with_digest(digest(request.secret), session)
        if found is None:
            raise InvitationNotFound(_UNKNOWN_LINK)
        redeemed = found.redeem(who.subject, who.email, self._now())
        account = await self._accounts.lock(found.subject, found.region, session)
        settled = await self._registration.settle(redeemed, account, session)
        return self._shown(settled, account)

    def _shown(self, invitation: Invitation, account: SellerAccount | None) -> pb.Invitation:
        return wire.to_invitation(
            invitation,
            policy.standing_blockers(invitation, account),
            policy.checks(invitation, account),
            self._now(),
        )
