"""Makers and selling accounts as the contract's messages, and what of a maker all may see."""

from applications.domain.maker import Maker, Plan, SellerAccount
from applications.domain.membership import Membership, MembershipReason, MembershipState
from chassis.moments import from_timestamp, to_timestamp
from handmade.applications.v1 import maker_pb2 as pb

COLLECTION = "makers"


def name_of(maker_id: str) -> str:
    """The resource name of a maker."""
    return f"{COLLECTION}/{maker_id}"


def to_maker(maker: Maker) -> pb.Maker:
    """All of a maker. `for_everybody` takes away what is private."""
    return pb.Maker(
        name=name_of(maker.id),
        display_name=maker.display_name,
        country=maker.country,
        memberships=[_to_membership(held) for held in maker.memberships],
        subject=maker.subject,
        email=maker.email,
        grants=[
            pb.Grant(
                partner=grant.partner,
                scopes=grant.scopes,
                create_time=to_timestamp(grant.created),
            )
            for grant in maker.grants
        ],
        revision=maker.revision,
        create_time=to_timestamp(maker.created),
        language=maker.language,
    )


def for_everybody(full: pb.Maker) -> pb.Maker:
    """The maker as buyers see it: who it is, and where it sells."""
    shown = pb.Maker()
    shown.CopyFrom(full)
    for private in ("subject", "email", "grants", "memberships", "language"):
        shown.ClearField(private)
    shown.memberships.extend(
        held for held in full.memberships if held.state == pb.Membership.ACTIVE
    )
    for held in shown.memberships:
        held.ClearField("reason")
        held.ClearField("reason_text")
    return shown


def for_partner(full: pb.Maker, subject: str) -> pb.Maker:
    """The maker as the partner with this subject sees it: as everybody, and what it is granted."""
    shown = for_everybody(full)
    shown.grants.extend(grant for grant in full.grants if grant.partner == subject)
    return shown


def to_account(account: SellerAccount) -> pb.SellerAccount:
    """The account as a message."""
    return pb.SellerAccount(
        account=account.account,
        subject=account.subject,
        region=account.region,
        email=account.email,
        plan=pb.SellerAccount.Plan.Value(account.plan.value),
        on_legacy_platform=account.on_legacy_platform,
        verify_time=to_timestamp(account.verified),
        link_time=to_timestamp(account.linked),
        refuse_time=to_timestamp(account.refused),
        refuse_reason=account.refuse_reason,
        version=account.version,
    )


def from_account(message: pb.SellerAccount) -> SellerAccount:
    """The account in a message."""
    return SellerAccount(
        account=message.account,
        subject=message.subject,
        region=message.region,
        email=message.email,
        plan=Plan(pb.SellerAccount.Plan.Name(message.plan)),
        on_legacy_platform=message.on_legacy_platform,
        verified=from_timestamp(message.verify_time) if message.HasField("verify_time") else None,
        linked=from_timestamp(message.link_time) if message.HasField("link_time") else None,
        version=message.version,
        refused=from_timestamp(message.refuse_time) if message.HasField("refuse_time") else None,
        refuse_reason=message.refuse_reason,
    )


def from_reason(reason: pb.Membership.Reason.ValueType) -> MembershipReason:
    """The reason in a message."""
    return MembershipReason(pb.Membership.Reason.Name(reason))


def _to_membership(held: Membership) -> pb.Membership:
    return pb.Membership(
        region=held.region,
        state=pb.Membership.State.Value(held.state.value),
        # What it was ready for is kept for its reinstatement; it may list nowhere meanwhile.
        ready_countries=held.ready_countries if held.state is MembershipState.ACTIVE else (),
        update_time=to_timestamp(held.updated),
        extended_from=held.extended_from,
        reason=(
            pb.Membership.Reason.Value(held.reason.value)
            if held.reason
            else pb.Membership.REASON_UNSPECIFIED
        ),
        reason_text=held.reason_text,
        grant_time=to_timestamp(held.granted),
    )
