"""Tells operators how the service is doing."""

from datetime import timedelta
from typing import Any, Protocol

from pymongo.errors import PyMongoError

from chassis.copies import Copy
from chassis.events import Events
from chassis.mongo import Mongo
from handmade.operations.v1 import operations_pb2 as pb
from handmade.operations.v1 import operations_pb2_grpc


class Observed(Protocol):
    """What is looked at."""

    name: str
    mongo: Mongo
    events: Events
    copies: list[Copy]


class Operations(operations_pb2_grpc.OperationsServiceServicer):
    """Answers from memory as far as it can, so that it answers when the database is away."""

    def __init__(self, observed: Observed) -> None:
        self._observed = observed

    async def GetStatus(self, request: pb.GetStatusRequest, context: Any) -> pb.GetStatusResponse:
        """The state of this service."""
        ready, parked = await self._observed.mongo.ping(), 0
        try:
            if ready:
                parked = await self._observed.events.collection.count_documents(
                    {"parked": {"$exists": True}}
                )
        except PyMongoError:
            ready = False
        return pb.GetStatusResponse(
            service=self._observed.name,
            database_ready=ready,
            copies=[_copy(copy) for copy in self._observed.copies],
            parked_effects=parked,
        )


def _copy(copy: Copy) -> pb.GetStatusResponse.Copy:
    shown = pb.GetStatusResponse.Copy(name=copy.name)
    if copy.lag is not None:
        shown.lag.FromTimedelta(timedelta(seconds=copy.lag))
    return shown
