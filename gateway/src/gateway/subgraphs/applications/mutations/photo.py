"""What applicants can do with the photos of their applications."""

from typing import cast

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from gateway import idempotency
from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.applications.application import Application
from gateway.subgraphs.applications.enums import ApplicationPhotoKind
from gateway.uploads import upload
from handmade.applications.v1 import application_pb2 as pb

_NAMES = {"file_name": "file"}


@strawberry.input(description="Which photo to add to which application.")
class ApplicationAddPhotoInput:
    id: strawberry.ID = strawberry.field(
        description="The draft, or for evidence the application of which information is asked."
    )
    kind: ApplicationPhotoKind = strawberry.field(description="What the photo shows.")
    file: Upload = strawberry.field(
        description="A JPEG, PNG, WebP, TIFF or still GIF picture of 20 MiB at most, its longest "
        "side 500 to 10,000 pixels, better 1,000 at least, and 50 million pixels in all at most. "
        "What is wrong with it is an `InvalidFieldError` about `file`; but a request of more than "
        "32 MiB is cut off on its way in, with the error `FILE_TOO_LARGE` at the top and the "
        "status 413."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which photo to remove.")
class ApplicationRemovePhotoInput:
    id: strawberry.ID = strawberry.field(description="The application.")
    photo: strawberry.ID = strawberry.field(description="The photo's id.")
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of adding a photo.")
class ApplicationAddPhotoPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application with the photo."
    )


@strawberry.type(description="What came of removing a photo.")
class ApplicationRemovePhotoPayload(Payload):
    application: Application | None = strawberry.field(
        default=None, description="The application without the photo."
    )


@strawberry.type
class PhotoMutation:
    @strawberry.mutation(
        description="Adds a photo to a draft, or evidence that a reviewer asked for; of a file "
        "that is refused nothing is kept, and nothing else is lost.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def application_add_photo(
        self, info: Info, input: ApplicationAddPhotoInput
    ) -> ApplicationAddPhotoPayload:
        # What the scalar is at run time.
        file = cast("UploadFile", input.file)
        header = pb.AddApplicationPhotoRequest.Header(
            name=from_id(input.id, "Application"),
            kind=pb.ApplicationPhoto.Kind.Value(input.kind.name),
            file_name=file.filename or "",
            request_id=idempotency.current(),
        )
        method = info.context.applications.AddApplicationPhoto
        added = await upload(method, pb.AddApplicationPhotoRequest, header, file)
        return ApplicationAddPhotoPayload(application=Application.from_proto(added))

    @strawberry.mutation(
        description="Removes a photo from a draft, or evidence while information is asked for.",
        extensions=[ReportsUserErrors(_NAMES)],
    )
    async def application_remove_photo(
        self, info: Info, input: ApplicationRemovePhotoInput
    ) -> ApplicationRemovePhotoPayload:
        request = pb.RemoveApplicationPhotoRequest(
            name=from_id(input.id, "Application"), photo=input.photo
        )
        removed = await info.context.applications.RemoveApplicationPhoto(request)
        return ApplicationRemovePhotoPayload(application=Application.from_proto(removed))
