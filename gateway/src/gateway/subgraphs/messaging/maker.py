"""What messaging adds to makers: their threads."""

from typing import Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.messaging.thread import Thread, connection
from handmade.messaging.v1 import thread_pb2 as pb


@strawberry.federation.type(keys=["id"], description="Somebody who makes and sells, or applies to.")
class Maker(Node):
    @strawberry.field(
        description="The maker's threads, the one with the latest message first; null but for the "
        "maker, partners with the grant `messages:write`, and staff."
    )
    async def threads(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[Thread] | None:
        name, wanted = from_id(self.id, "Maker"), page(first, after)
        if after:
            request = pb.ListThreadsRequest(maker=name, **wanted)
            found = await if_visible(info.context.messaging.ListThreads(request))
        else:
            found = await if_visible(_first_threads(info, first).load(name))
        return connection(found) if found else None

    @classmethod
    def stub(cls, name: str) -> Self | None:
        """Points at a maker; None for no name."""
        return cls(id=to_id("Maker", name)) if name else None


def _first_threads(info: Info, first: int) -> DataLoader[str, pb.ListThreadsResponse | None]:
    async def load(names: list[str]) -> list[pb.ListThreadsResponse | None]:
        request = pb.BatchListThreadsRequest(makers=names, page_size=first)
        answer = await info.context.messaging.BatchListThreads(request)
        return [found.page if found.HasField("page") else None for found in answer.results]

    return info.context.loader(f"first {first} threads of makers", load)
