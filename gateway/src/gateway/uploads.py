"""Files on their way from a request to a service, never whole in memory."""

from collections.abc import AsyncIterator

from starlette.datastructures import UploadFile

CHUNK_BYTES = 64 * 1024


async def chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """Gives an uploaded file's bytes in pieces that fit into one message."""
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk
