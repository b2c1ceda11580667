"""Uploading photos to applications, chunk by chunk."""

from dev.samples import a_photo
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import request_id

CHUNK = 64 * 1024


async def parts(header, content):
    yield pb.AddApplicationPhotoRequest(header=header)
    for start in range(0, len(content), CHUNK):
        yield pb.AddApplicationPhotoRequest(chunk=content[start : start + CHUNK])


async def add_photo(person, name, content=None, kind="PRODUCT", file_name="mug.jpg", key=None):
    header = pb.AddApplicationPhotoRequest.Header(
        name=name,
        kind=pb.ApplicationPhoto.Kind.Value(kind),
        file_name=file_name,
        request_id=key or request_id(),
    )
    return await person.applications.AddApplicationPhoto(parts(header, content or a_photo()))


async def remove_photo(person, name, photo):
    request = pb.RemoveApplicationPhotoRequest(name=name, photo=photo, request_id=request_id())
    return await person.applications.RemoveApplicationPhoto(request)


async def downloaded(person, name, photo, size="FULL"):
    request = pb.DownloadApplicationPhotoRequest(
        name=name, photo=photo, size=pb.DownloadApplicationPhotoRequest.Size.Value(size)
    )
    return b"".join(
        [part.chunk async for part in person.applications.DownloadApplicationPhoto(request)]
    )


async def duplicates(person, *names):
    request = pb.LookupApplicationDuplicatesRequest(names=names)
    answer = await person.applications.LookupApplicationDuplicates(request)
    return [
        {
            it.application: {pb.ApplicationDuplicate.Kind.Name(kind) for kind in it.kinds}
            for it in result.duplicates
        }
        for result in answer.results
    ]
