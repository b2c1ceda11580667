"""Press releases by name: all that one request asks for, in one call."""

from strawberry.dataloader import DataLoader

from gateway.context import Info
from handmade.pr_review.v1 import press_release_pb2 as pb


def releases(info: Info) -> DataLoader[str, pb.PressRelease | None]:
    """Finds press releases by their resource names; None where there is none to be seen."""

    async def load(names: list[str]) -> list[pb.PressRelease | None]:
        request = pb.LookupPressReleasesByNameRequest(names=names)
        answer = await info.context.pr_review.LookupPressReleasesByName(request)
        return [
            found.press_release if found.HasField("press_release") else None
            for found in answer.results
        ]

    return info.context.loader("press releases", load)
