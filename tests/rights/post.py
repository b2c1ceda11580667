"""The links to register that were mailed, each mail read once however many wait for theirs."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from dev.graph import soon
from dev.journey import text_of

PATIENCE = 60.0


class Post:
    """The mails of a marketplace, by the address they went to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[Path] = set()
        self._secrets: dict[str, str] = {}

    async def secret_for(self, address: str) -> str:
        """What is behind the link in the last invitation of an address, once there is one."""

        async def look() -> str | None:
            self._take_in()
            return self._secrets.get(address)

        return await soon(look, f"an invitation for {address}", PATIENCE)

    def _take_in(self) -> None:
        for path in sorted(set(self._folder.glob("*.eml")) - self._read):
            self._read.add(path)
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            link = re.search(r"/register#(\S+)", text_of(mail))
            if link:
                self._secrets[str(mail["to"])] = link.group(1)
