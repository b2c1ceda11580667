"""Signed links to files: streams the owner's bytes as an attachment."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import grpc
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from chassis import caller, status
from chassis.errors import Problem
from gateway.clients import Clients
from gateway.links import Link, Links
from handmade.applications.v1 import application_pb2
from handmade.pr_review.v1 import press_draft_pb2, press_release_pb2

Stream = AsyncIterator[bytes]
Download = Callable[[Clients, Link], Any]


def draft(clients: Clients, link: Link) -> Any:
    """Begins to download a press release's Word document."""
    request = press_release_pb2.DownloadDraftRequest(
        name=link.resource_name, sha256=link.sha256, reader=link.subject
    )
    return clients.pr_review.DownloadDraft(request)


def word_file(clients: Clients, link: Link) -> Any:
    """Begins to download a Word document that was made of drafts, for whom the link was made."""
    release, _, file_id = link.resource_name.partition("/wordFiles/")
    request = press_draft_pb2.DownloadWordFileRequest(
        press_release=release, id=file_id, reader=link.subject
    )
    return clients.pr_review.DownloadWordFile(request)


def photo(size: application_pb2.DownloadApplicationPhotoRequest.Size.ValueType) -> Download:
    """How to begin to download a photo of an application, in a size."""

    def begin(clients: Clients, link: Link) -> Any:
        application, _, photo_id = link.resource_name.partition("/photos/")
        request = application_pb2.DownloadApplicationPhotoRequest(
            name=application, photo=photo_id, size=size
        )
        return clients.applications.DownloadApplicationPhoto(request)

    return begin


DOWNLOADS: Mapping[str, Download] = {
    "pr_review": draft,
    "press_word_file": word_file,
    "application_photo": photo(application_pb2.DownloadApplicationPhotoRequest.FULL),
    "application_thumbnail": photo(application_pb2.DownloadApplicationPhotoRequest.THUMBNAIL),
}

# What a browser may keep as long as its link is good: a list shows the same photos again and again.
# A press release that is not out yet stays on nobody's disk unasked.
KEPT = frozenset({"application_photo", "application_thumbnail"})


def routes(links: Links, clients: Clients, downloads: Mapping[str, Download]) -> APIRouter:
    """Serves `/files/{signed}`; `clients` carry the gateway's own token, for the link is proof."""
    router = APIRouter()

    @router.api_route("/files/{signed}", methods=["GET", "HEAD"])
    async def file(signed: str, request: Request) -> Response:
        opened = links.read(signed)
        who = caller.current()
        # A browser that follows the link sends no token; one that is sent must be the link's.
        if opened is None or (not who.is_anonymous and who.subject != opened.link.subject):
            return gone()
        link = opened.link
        # Who only asks whether it is there has read nothing.
        reader = "" if request.method == "HEAD" else link.subject
        try:
            pieces = chunks(downloads[link.domain](clients, replace(link, subject=reader)))
            first = await anext(pieces, b"")
        except (KeyError, Problem):
            return gone()
        except grpc.aio.AioRpcError as error:
            return gone() if status.from_error(error) else away()
        if request.method == "HEAD":
            await pieces.aclose()
            first = b""
        seconds = int(opened.left.total_seconds())
        keep = f"max-age={seconds}" if link.domain in KEPT else "no-store"
        return StreamingResponse(
            following(first, pieces),
            media_type=link.content_type,
            headers={
                "content-disposition": f"attachment; filename*=UTF-8''{quote(link.file_name)}",
                "content-security-policy": "default-src 'none'; sandbox",
                "x-content-type-options": "nosniff",
                "cache-control": f"private, {keep}",
                # A cache that keeps it for one token must not give it to another.
                "vary": "authorization",
                "x-robots-tag": "noindex",
            },
        )

    return router


def gone() -> Response:
    """Answers alike for a link that is over, altered, foreign, or leads nowhere any more."""
    return PlainTextResponse("There is no such file, or its link is over.\n", 404)


def away() -> Response:
    """Answers when the owner of the file does not."""
    return PlainTextResponse("The file cannot be read now. Try again soon.\n", 503)


async def chunks(call: Any) -> AsyncGenerator[bytes, None]:
    """Gives the bytes of a download call."""
    async for part in call:
        yield part.chunk


async def following(first: bytes, rest: Stream) -> Stream:
    """Gives the first piece, then the rest."""
    yield first
    async for piece in rest:
        yield piece
