"""The error reference has everything that can be sent, and what clients rely on stays."""

from google.rpc import code_pb2

from chassis.status import _CODES
from dev import errors
from dev.errors.page import GRAPH, GRPC


def test_every_reason_and_code_is_explained():
    assert errors.wrongs() == []


def test_the_page_is_what_the_code_says():
    assert errors.PAGE.read_text() == errors.current(), "make docs"


def test_the_page_maps_kinds_as_the_frame_does():
    assert {kind: code_pb2.Code.Name(code) for kind, code in _CODES} == dict(GRPC)
    assert GRPC.keys() == GRAPH.keys()
