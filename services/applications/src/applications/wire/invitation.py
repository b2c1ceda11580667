"""Invitations as the contract's messages."""

from datetime import datetime

from applications.domain.address import email_hint
from applications.domain.invitation import Fit, Invitation, Standing
from chassis.moments import to_timestamp
from handmade.applications.v1 import invitation_pb2 as pb

COLLECTION = "invitations"


def name_of(invitation_id: str) -> str:
    """The resource name of an invitation."""
    return f"{COLLECTION}/{invitation_id}"


def to_invitation(invitation: Invitation, standing: Standing, now: datetime) -> pb.Invitation:
    """The invitation as it is now. Nothing of its secret leaves this service but by mail."""
    superseded_by = invitation.superseded_by
    return pb.Invitation(
        name=name_of(invitation.id),
        application=f"applications/{invitation.application_id}",
        maker=f"makers/{invitation.maker_id}",
        region=invitation.region,
        state=pb.Invitation.State.Value(invitation.state_at(now).value),
        blockers=[pb.Invitation.Blocker.Value(blocker.value) for blocker in standing.blockers],
        checks=[
            pb.Invitation.Check(description=check.description, met=check.met)
            for check in standing.checks
        ],
        create_time=to_timestamp(invitation.created),
        expire_time=to_timestamp(invitation.expires),
        redeem_time=to_timestamp(invitation.redeemed),
        confirm_time=to_timestamp(invitation.confirmed),
        may_list=standing.may_list,
        may_list_because=standing.because,
        superseded_by=name_of(superseded_by) if superseded_by else "",
        revoke_reason=invitation.revoke_reason,
    )


def to_link(invitation: Invitation, fit: Fit | None, now: datetime) -> pb.InvitationLink:
    """What whoever opens the link may know. `fit` is None for somebody who is not signed in."""
    link = pb.InvitationLink(
        state=pb.Invitation.State.Value(invitation.state_at(now).value),
        region=invitation.region,
        expire_time=to_timestamp(invitation.expires),
        email_hint=email_hint(invitation.email),
    )
    if fit is not None:
        link.fit = pb.InvitationLink.Fit.Value(fit.value)
    return link
