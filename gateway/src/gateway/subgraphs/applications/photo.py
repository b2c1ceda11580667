"""Photos of applications."""

from datetime import datetime
from pathlib import PurePosixPath
from typing import Self

import strawberry

from gateway.context import Info
from gateway.subgraphs.applications.enums import ApplicationPhotoKind, ApplicationPhotoWarning
from gateway.values import File, moment
from handmade.applications.v1 import application_pb2 as pb


@strawberry.type(description="A photo that belongs to an application.")
class ApplicationPhoto:
    id: strawberry.ID = strawberry.field(
        description="What identifies it within its application; give it to remove the photo."
    )
    kind: ApplicationPhotoKind = strawberry.field(description="What it shows.")
    width: int = strawberry.field(description="The width in pixels.")
    height: int = strawberry.field(description="The height in pixels.")
    warnings: list[ApplicationPhotoWarning] = strawberry.field(
        description="What could be better; no reason to refuse it."
    )
    created_at: datetime = strawberry.field(description="When it was added.")
    application_name: strawberry.Private[str]
    picture: strawberry.Private[pb.ApplicationPhoto]

    @strawberry.field(
        description="The photo in full size, without the place it was taken at and other such data."
    )
    def file(self, info: Info) -> File:
        return self._file(
            info, "application_photo", self.picture.file_name, self.picture.content_type
        )

    @strawberry.field(
        description="Where to get it small enough for a list; the link works as long as the file's."
    )
    def thumbnail_url(self, info: Info) -> str:
        name = f"{PurePosixPath(self.picture.file_name).stem}-small.jpg"
        return self._file(info, "application_thumbnail", name, "image/jpeg").url

    @classmethod
    def from_proto(cls, photo: pb.ApplicationPhoto, application: str) -> Self:
        """Reads a photo of the application with this resource name."""
        return cls(
            id=strawberry.ID(photo.id),
            kind=ApplicationPhotoKind[pb.ApplicationPhoto.Kind.Name(photo.kind)],
            width=photo.width,
            height=photo.height,
            warnings=[
                ApplicationPhotoWarning[pb.ApplicationPhoto.Warning.Name(warning)]
                for warning in photo.warnings
            ],
            created_at=moment(photo.create_time),
            application_name=application,
            picture=photo,
        )

    def _file(self, info: Info, domain: str, name: str, content_type: str) -> File:
        return info.context.file(
            domain,
            f"{self.application_name}/photos/{self.picture.id}",
            name=name,
            content_type=content_type,
            size=self.picture.size,
            sha256=self.picture.sha256,
        )
