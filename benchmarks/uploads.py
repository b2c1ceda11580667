"""How much does the press review service grow under fifty uploads of 20 MiB at once?

The service's own process is what counts: a draft goes through files on disk and a process that
ends. What that takes beside it is told too.
"""

import asyncio
import os
import re
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import grpc

from benchmarks.figures import Figure
from benchmarks.market import Market
from dev.graph import Graph, name_of
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_release_pb2_grpc
from tests.support.documents import a_document

AT_ONCE = 50
OF_ONE = 3
CHUNK = 64 * 1024
# Random, so that it can't be packed; the document around it takes the rest of 20 MiB.
PICTURE_BYTES = 19 * 1024 * 1024 + 900 * 1024
SECONDS = 300
_SIZE = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


async def measure(market: Market) -> list[Figure]:
    """The most the service's process had, and what became of the uploads."""
    story = await market.story()
    draft = a_document(picture=b"\xff" + os.urandom(PICTURE_BYTES))
    address = market.stack.ports.services["pr_review"]
    async with grpc.aio.insecure_channel(address) as channel:
        service: Any = press_release_pb2_grpc.PressReleaseServiceStub(channel)
        maker = await _maker(market, story.cast.maker)
        names = [await _started(market, service, maker, each) for each in range(AT_ONCE)]
        pid = market.stack.processes["pr_review"].pid
        before = _taken(pid)
        most = before, 0.0
        watching = asyncio.create_task(_watch(pid, watched := [most]))
        began = time.perf_counter()
        outcomes = await asyncio.gather(
            *(_upload(market, service, name, draft, each) for each, name in enumerate(names))
        )
        took = time.perf_counter() - began
        watching.cancel()
    counted = Counter(outcomes)
    told = ", ".join(f"{number} {outcome}" for outcome, number in counted.most_common())
    most_own = max(own for own, _ in watched)
    most_children = max(children for _, children in watched)
    return [
        Figure(
            f"pr_review under {AT_ONCE} uploads of {len(draft) / 1024**2:.1f} MiB at once",
            f"{most_own - before:.0f} MB more",
            f"goal: under 150 MB; {before:.0f} MB before, {most_own:.0f} MB at most",
        ),
        Figure("the processes that check them", f"{most_children:.0f} MB", "together, at most"),
        Figure("these uploads", f"{took:.0f} s", told),
    ]


async def _maker(market: Market, subject: str) -> str:
    async with Graph(market.stack.gateway_url, market.stack.issuer.token(subject, "maker")) as ada:
        return name_of((await ada.read("viewer"))["viewer"]["maker"]["id"])


def _metadata(market: Market, number: int) -> tuple[tuple[str, str], ...]:
    token = market.stack.issuer.token(f"sue-{number // OF_ONE}", "support")
    return (("authorization", f"Bearer {token}"),)


async def _started(market: Market, service: Any, maker: str, number: int) -> str:
    request = pb.StartPressReleaseRequest(
        maker=maker,
        press_release=pb.PressRelease(title="Dog mugs"),
        request_id=str(uuid.uuid4()),
    )
    started = await service.StartPressRelease(request, metadata=_metadata(market, number))
    return str(started.name)


async def _upload(market: Market, service: Any, name: str, draft: bytes, number: int) -> str:
    async def parts() -> AsyncIterator[pb.UploadDraftRequest]:
        header = pb.UploadDraftRequest.Header(
            name=name, file_name="dogs.docx", request_id=str(uuid.uuid4())
        )
        yield pb.UploadDraftRequest(header=header)
        for begin in range(0, len(draft), CHUNK):
            yield pb.UploadDraftRequest(chunk=draft[begin : begin + CHUNK])

    try:
        await service.UploadDraft(parts(), metadata=_metadata(market, number), timeout=SECONDS)
    except grpc.aio.AioRpcError as error:
        return error.code().name
    return "accepted"


async def _watch(pid: int, watched: list[tuple[float, float]]) -> None:
    while True:
        with suppress(OSError):
            children = sum(_taken(child) for child in _below(pid))
            watched.append((_taken(pid), children))
        await asyncio.sleep(0.02)


def _taken(pid: int) -> float:
    """Megabytes of memory."""
    found = _SIZE.search(Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def _below(pid: int) -> list[int]:
    """The processes that one has started, and theirs."""
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_below(int(child))]
    return found
