"""The four services as resolvers call them: one object per domain, with all its methods."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import grpc
from google.protobuf.message import Message

from chassis import caller, client
from chassis.settings import Settings
from gateway import idempotency
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
from handmade.catalog.v1 import (
    listing_pb2,
    listing_pb2_grpc,
    maker_profile_pb2,
    maker_profile_pb2_grpc,
    reservation_pb2,
    reservation_pb2_grpc,
)
from handmade.messaging.v1 import (
    custom_order_request_pb2,
    custom_order_request_pb2_grpc,
    order_pb2,
    order_pb2_grpc,
    thread_pb2,
    thread_pb2_grpc,
)
from handmade.operations.v1 import operations_pb2, operations_pb2_grpc
from handmade.pr_review.v1 import (
    press_draft_pb2,
    press_draft_pb2_grpc,
    press_release_pb2,
    press_release_pb2_grpc,
    press_release_work_pb2,
    press_release_work_pb2_grpc,
    press_review_pb2,
    press_review_pb2_grpc,
)

DOMAINS = ("applications", "catalog", "messaging", "pr_review")
CONTRACTS: dict[str, tuple[ModuleType, ...]] = {
    "applications": (
        application_pb2,
        application_work_pb2,
        invitation_pb2,
        maker_pb2,
        region_extension_pb2,
    ),
    "catalog": (listing_pb2, maker_profile_pb2, reservation_pb2),
    "messaging": (custom_order_request_pb2, order_pb2, thread_pb2),
    "pr_review": (
        press_draft_pb2,
        press_release_pb2,
        press_release_work_pb2,
        press_review_pb2,
    ),
}


def _join(stub: object, channel: Any) -> None:
    for one in type(stub).__bases__:
        one.__init__(stub, channel)  # type: ignore[misc]


class Applications(
    application_pb2_grpc.ApplicationServiceStub,
    invitation_pb2_grpc.InvitationServiceStub,
    maker_pb2_grpc.MakerServiceStub,
    region_extension_pb2_grpc.RegionExtensionServiceStub,
    application_work_pb2_grpc.ApplicationWorkServiceStub,
    operations_pb2_grpc.OperationsServiceStub,
):
    """Applications and the work on them, invitations, makers, region extensions."""

    def __init__(self, channel: Any) -> None:
        _join(self, channel)


class Catalog(
    listing_pb2_grpc.ListingServiceStub,
    maker_profile_pb2_grpc.MakerProfileServiceStub,
    reservation_pb2_grpc.ReservationServiceStub,
    operations_pb2_grpc.OperationsServiceStub,
):
    """Profiles, listings, stock."""

    def __init__(self, channel: Any) -> None:
        _join(self, channel)


class Messaging(
    custom_order_request_pb2_grpc.CustomOrderRequestServiceStub,
    order_pb2_grpc.OrderServiceStub,
    thread_pb2_grpc.ThreadServiceStub,
    operations_pb2_grpc.OperationsServiceStub,
):
    """Custom orders, threads, orders."""

    def __init__(self, channel: Any) -> None:
        _join(self, channel)


class PrReview(
    press_release_pb2_grpc.PressReleaseServiceStub,
    press_draft_pb2_grpc.PressDraftServiceStub,
    press_review_pb2_grpc.PressReviewServiceStub,
    press_release_work_pb2_grpc.PressReleaseWorkServiceStub,
    operations_pb2_grpc.OperationsServiceStub,
):
    """Press releases, their drafts, what is said of them, and the work on them."""

    def __init__(self, channel: Any) -> None:
        _join(self, channel)


class Clients:
    """All services, over one channel each."""

    def __init__(self, connect: Callable[[str], Any]) -> None:
        self.channels = {domain: connect(domain) for domain in DOMAINS}
        completing = {domain: Completing(channel) for domain, channel in self.channels.items()}
        self.applications = Applications(completing["applications"])
        self.catalog = Catalog(completing["catalog"])
        self.messaging = Messaging(completing["messaging"])
        self.pr_review = PrReview(completing["pr_review"])

    async def close(self) -> None:
        """Closes the channels once their calls have ended."""
        for channel in self.channels.values():
            await channel.close(grace=1)


class Completing:
    """A channel whose requests get the running mutation's `request_id` where they have none."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def unary_unary(self, method: str, **options: Any) -> Any:
        """Makes a call of one request and one answer."""
        options["request_serializer"] = serialize
        return self._channel.unary_unary(method, **options)

    def __getattr__(self, kind: str) -> Any:
        return getattr(self._channel, kind)


def serialize(request: Message) -> bytes:
    """Completes a request and writes it."""
    fields = request.DESCRIPTOR.fields_by_name
    if "request_id" in fields and not getattr(request, "request_id"):  # noqa: B009
        setattr(request, "request_id", idempotency.current())  # noqa: B010
    return request.SerializeToString()


def connect(
    settings: Settings, token: Callable[[], str] = caller.current_token
) -> Callable[[str], grpc.aio.Channel]:
    """Returns what opens a channel to a service, under the caller's own token unless told."""

    def to(domain: str) -> grpc.aio.Channel:
        contracts: Iterable[ModuleType] = (*CONTRACTS[domain], operations_pb2)
        return client.channel(settings, domain, [c.DESCRIPTOR for c in contracts], token)

    return to
