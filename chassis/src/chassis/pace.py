"""How slowly an upload may come: who sends next to nothing holds a place that others need."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from chassis.ended import UploadTooSlow


@dataclass(frozen=True)
class Pace:
    """At least so many bytes a second over each `window` of waiting, and no silence of `silence`.

    Only waiting counts: while we are busy with what came, its sender can do nothing.
    """

    silence: float = 5.0
    window: float = 10.0
    bytes_a_second: int = 16 * 1024

    async def kept(self, requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The messages as they come. Fails with `UploadTooSlow`."""
        clock = asyncio.get_running_loop().time
        messages, waited, received = aiter(requests), 0.0, 0
        while True:
            began = clock()
            # What a window has left is no reason to wait less: the last bytes may be under way.
            try:
                async with asyncio.timeout(self.silence):
                    message = await anext(messages)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                raise UploadTooSlow from error
            waited += clock() - began
            received += message.ByteSize()
            if waited >= self.window:
                if received < self.bytes_a_second * waited:
                    raise UploadTooSlow
                waited, received = 0.0, 0
            yield message
