"""Invitations as the contract's messages."""

from collections.abc import Iterable
from datetime import datetime

from applications.domain.invitation import Blocker, Check, Invitation
from chassis.moments import to_timestamp
from handmade.applications.v1 import invitation_pb2 as pb

COLLECTION = "invitations"


def name_of(invitation_id: str) -> str:
    """The resource name of an invitation."""
    return f"{COLLECTION}/{invitation_id}"


def to_invitation(
    invitation: Invitation, blockers: Iterable[Blocker], checks: Iterable[Check], now: datetime
) -> pb.Invitation:
    """The invitation as it is now. Nothing of its secret leaves this service but by mail."""
    return pb.Invitation(
        name=name_of(invitation.id),
        application=f"applications/{invitation.application_id}",
        maker=f"makers/{invitation.maker_id}",
        region=invitation.region,
        state=pb.Invitation.State.Value(invitation.state_at(now).value),
        blockers=[pb.Invitation.Blocker.Value(blocker.value) for blocker in blockers],
        checks=[
            pb.Invitation.Check(description=check.description, met=check.met) for check in checks
        ],
        create_time=to_timestamp(invitation.created),
        expire_time=to_timestamp(invitation.expires),
        redeem_time=to_timestamp(invitation.redeemed),
    )
