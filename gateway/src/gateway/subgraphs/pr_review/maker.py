"""What press review adds to makers: their press releases."""

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.errors import if_visible
from gateway.ids import Node, from_id
from gateway.subgraphs.pr_review.press_release import PressRelease, connection
from handmade.pr_review.v1 import press_release_pb2 as pb


@strawberry.federation.type(keys=["id"], description="Somebody who makes and sells, or applies to.")
class Maker(Node):
    @strawberry.field(
        description="The maker's press releases, newest first; null but for the maker, partners "
        "with the grant `press:write`, and staff, who see those that were submitted."
    )
    async def press_releases(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[PressRelease] | None:
        name, wanted = from_id(self.id, "Maker"), page(first, after)
        if after:
            request = pb.ListPressReleasesRequest(maker=name, **wanted)
            found = await if_visible(info.context.pr_review.ListPressReleases(request))
        else:
            found = await if_visible(_first_releases(info, first).load(name))
        return connection(found) if found else None


def _first_releases(info: Info, first: int) -> DataLoader[str, pb.ListPressReleasesResponse | None]:
    async def load(names: list[str]) -> list[pb.ListPressReleasesResponse | None]:
        request = pb.BatchListPressReleasesRequest(makers=names, page_size=first)
        answer = await info.context.pr_review.BatchListPressReleases(request)
        return [found.page if found.HasField("page") else None for found in answer.results]

    return info.context.loader(f"first {first} press releases of makers", load)
