"""A WebSocket client in this process."""

import asyncio
import json

# As long as a busy machine may take; that it comes is what tests are about.
PATIENCE = 30


class Socket:
    """A WebSocket client in this process."""

    def __init__(self, app, protocol="graphql-transport-ws", origin=None, client="127.0.0.1"):
        headers = [(b"host", b"gateway")]
        if origin:
            headers.append((b"origin", origin.encode()))
        scope = {
            "type": "websocket",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "scheme": "ws",
            "headers": headers,
            "subprotocols": [protocol],
            "client": (client, 1),
            "server": ("gateway", 80),
        }
        self._in, self._out = asyncio.Queue(), asyncio.Queue()
        self._run = app(scope, self._in.get, self._out.put)

    async def __aenter__(self):
        self._task = asyncio.create_task(self._run)
        await self._in.put({"type": "websocket.connect"})
        self.opened = await self._out.get()
        return self

    async def __aexit__(self, *_):
        await self._in.put({"type": "websocket.disconnect", "code": 1000})
        await self._task

    async def say(self, **message):
        await self.shout(json.dumps(message))

    async def shout(self, text):
        """Sends a text that may be no message."""
        await self._in.put({"type": "websocket.receive", "text": text})

    async def hear(self):
        """The next message, or the code the server closes with."""
        message = await asyncio.wait_for(self._out.get(), PATIENCE)
        if message["type"] == "websocket.close":
            # All that the protocol has room for.
            assert len(message["reason"].encode()) <= 123
            return message["code"]
        return json.loads(message["text"])

    async def closed(self):
        """The code and the words that the server closes with."""
        message = await asyncio.wait_for(self._out.get(), PATIENCE)
        return message["code"], message["reason"]
