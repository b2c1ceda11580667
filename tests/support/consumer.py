"""A consumer of a feed as a process of its own, to be killed at any moment.

`python -m tests.support.consumer address token journal state`: writes each event it gets down as
a line, and only then stores the token behind it. Begins where the stored token says.
"""

import os
import sys
import time
from pathlib import Path

import grpc

from handmade.messaging.v1 import thread_pb2, thread_pb2_grpc


def main(address: str, token: str, journal: Path, state: Path) -> None:
    """Follows messages for ever, through restarts of the service."""
    metadata = (("authorization", f"Bearer {token}"),)
    with grpc.insecure_channel(address, [("grpc.max_reconnect_backoff_ms", 200)]) as channel:
        stub = thread_pb2_grpc.ThreadServiceStub(channel)
        while True:
            known = state.read_text() if state.exists() else ""
            request = thread_pb2.WatchMessagesRequest(resume_token=known)
            try:
                for entry in stub.WatchMessages(request, metadata=metadata):
                    take(entry, journal, state)
            except grpc.RpcError as error:
                if error.code() is not grpc.StatusCode.UNAVAILABLE:
                    raise
                time.sleep(0.1)


def take(entry: thread_pb2.WatchMessagesResponse, journal: Path, state: Path) -> None:
    """Carries an event out, then stores where it stands; a kill in between repeats the event."""
    if entry.event_id:
        with journal.open("a") as lines:
            lines.write(f"{entry.event_id} {entry.message.name}\n")
    beside = state.with_suffix(".new")
    beside.write_text(entry.resume_token)
    os.replace(beside, state)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
