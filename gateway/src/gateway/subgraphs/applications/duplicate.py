"""What an application has in common with others: a hint for reviewers, never a verdict."""

from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.context import Info
from gateway.errors import if_visible
from gateway.subgraphs.applications.enums import ApplicationDuplicateKind
from handmade.applications.v1 import application_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.applications.application import Application

Duplicates = list[pb.ApplicationDuplicate]


@strawberry.type(description="Another application that has something in common with one.")
class ApplicationDuplicate:
    kinds: list[ApplicationDuplicateKind] = strawberry.field(
        description="What they have in common."
    )
    application_name: strawberry.Private[str]

    @strawberry.field(description="The other application.")
    async def application(
        self, info: Info
    ) -> (
        Annotated["Application", strawberry.lazy("gateway.subgraphs.applications.application")]
        | None
    ):
        from gateway.subgraphs.applications.application import Application

        return await Application.named(info, self.application_name)

    @classmethod
    def from_proto(cls, duplicate: pb.ApplicationDuplicate) -> Self:
        """Reads what two applications have in common."""
        return cls(
            kinds=[
                ApplicationDuplicateKind[pb.ApplicationDuplicate.Kind.Name(kind)]
                for kind in duplicate.kinds
            ],
            application_name=duplicate.application,
        )

    @classmethod
    async def of(cls, info: Info, application: str) -> list[Self] | None:
        """Finds those of an application; None for whoever is not staff."""
        found = await if_visible(_duplicates(info).load(application))
        return None if found is None else [cls.from_proto(each) for each in found]


def _duplicates(info: Info) -> DataLoader[str, Duplicates]:
    async def load(names: list[str]) -> list[Duplicates]:
        request = pb.LookupApplicationDuplicatesRequest(names=names)
        answer = await info.context.applications.LookupApplicationDuplicates(request)
        return [list(found.duplicates) for found in answer.results]

    return info.context.loader("duplicates", load)
