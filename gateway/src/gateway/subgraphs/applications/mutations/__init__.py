"""What can be done with applications, invitations, makers and partners: one module per topic."""

import strawberry

from gateway.subgraphs.applications.mutations.application import ApplicationMutation
from gateway.subgraphs.applications.mutations.invitation import InvitationMutation
from gateway.subgraphs.applications.mutations.membership import MembershipMutation
from gateway.subgraphs.applications.mutations.partner import PartnerMutation
from gateway.subgraphs.applications.mutations.photo import PhotoMutation
from gateway.subgraphs.applications.mutations.region_extension import RegionExtensionMutation
from gateway.subgraphs.applications.mutations.review import ReviewMutation


@strawberry.type(description="What can be done.")
class Mutation(
    ApplicationMutation,
    PhotoMutation,
    ReviewMutation,
    InvitationMutation,
    MembershipMutation,
    RegionExtensionMutation,
    PartnerMutation,
):
    pass
