"""From an application to an active maker."""

from handmade.applications.v1 import application_pb2, invitation_pb2, maker_pb2
from tests.integration.applications.people import secret_in


async def test_an_approved_applicant_registers_by_the_mailed_link_and_may_sell(
    maker, invited, marketplace
):
    approved, mail = await invited(maker)
    await marketplace.report(maker)

    invitation = await maker.redeem(secret_in(mail))

    assert approved.state == application_pb2.Application.APPROVED
    assert invitation.state == invitation_pb2.Invitation.CONFIRMED
    assert [check.met for check in invitation.checks] == [True, True]
    [membership] = (await maker.own_maker()).memberships
    assert membership.state == maker_pb2.Membership.ACTIVE
    assert sorted(membership.ready_countries) == ["CA", "MX", "US"]
