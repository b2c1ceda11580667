"""Files sent on to a service, also where its refusal got lost on the way."""

import io

import grpc
import pytest
from grpc.aio import AioRpcError, Metadata
from starlette.datastructures import UploadFile

from gateway.uploads import CHUNK_BYTES, upload
from handmade.pr_review.v1 import press_release_pb2 as pb

HEADER = pb.UploadDraftRequest.Header(name="pressReleases/1", file_name="a.docx")
CONTENT = bytes(range(256)) * 1000
LOST = (grpc.StatusCode.INTERNAL, "Internal error from Core")
OTHER_FAULT = (grpc.StatusCode.INTERNAL, "Something went wrong on our side.")
REFUSED = (grpc.StatusCode.NOT_FOUND, "There is no such press release.")


def failure(code, details):
    return AioRpcError(code, Metadata(), Metadata(), details)


class Method:
    """Reads what comes and fails, one time after the other, as it was told; then answers."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.received = []

    async def __call__(self, messages):
        self.received.append([message async for message in messages])
        if self.failures:
            raise failure(*self.failures.pop(0))
        return "kept"


def a_file():
    return UploadFile(io.BytesIO(CONTENT), filename="a.docx")


async def test_a_file_is_sent_behind_its_header_in_pieces():
    method = Method()

    answer = await upload(method, pb.UploadDraftRequest, HEADER, a_file())

    [[first, *rest]] = method.received
    assert answer == "kept"
    assert first.header == HEADER
    assert b"".join(message.chunk for message in rest) == CONTENT
    assert max(len(message.chunk) for message in rest) == CHUNK_BYTES


async def test_what_lost_its_answer_is_sent_again_whole():
    method = Method(LOST, LOST)

    answer = await upload(method, pb.UploadDraftRequest, HEADER, a_file())

    assert answer == "kept"
    assert len(method.received) == 3
    assert method.received[0] == method.received[1] == method.received[2]


@pytest.mark.parametrize(
    ("failures", "said"),
    [
        pytest.param([REFUSED], REFUSED, id="a refusal"),
        pytest.param([OTHER_FAULT], OTHER_FAULT, id="a fault of the service"),
        pytest.param([LOST, REFUSED], REFUSED, id="a refusal that got lost once"),
        pytest.param([LOST, LOST, LOST], LOST, id="lost too often"),
    ],
)
async def test_any_other_failure_is_told(failures, said):
    method = Method(*failures)

    with pytest.raises(AioRpcError) as failed:
        await upload(method, pb.UploadDraftRequest, HEADER, a_file())

    assert (failed.value.code(), failed.value.details()) == said
    assert len(method.received) == len(failures)
