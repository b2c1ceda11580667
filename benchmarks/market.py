"""The marketplace that is measured: everything `make run` starts, filled once it is asked for."""

import itertools
import os
import sys
from pathlib import Path

from dev.graph import Graph
from dev.journey import Journey, Story
from dev.ports import Ports
from dev.samples import Cast, a_mug
from dev.stack import COMMANDS, Stack

GLAZES = (
    *("Oatmeal", "Celadon", "Cobalt", "Tenmoku", "Shino", "Ash"),
    *("Copper", "Ochre", "Slate", "Ivory"),
)
SHAPES = ("mug", "bowl", "vase", "plate", "teapot", "pitcher", "jar", "tray", "cup", "planter")
MAKERS = 4
# Every word finds at least this many.
PAGE = 20

_SETTINGS = {
    "HANDMADE_SUBGRAPH_ENDPOINTS": "on",
    # The clients are few and ask often; what is measured is not the limit.
    "HANDMADE_GATEWAY_BURST": "1000000",
    "HANDMADE_GATEWAY_PER_SECOND": "100000",
}


class Market:
    """A running marketplace with one journey walked in it, and a shop to look around in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("HANDMADE_")
        }
        self.profile = folder / "profile.json"
        self.stack = Stack(
            folder,
            Ports.free(),
            environment=inherited | _SETTINGS | {"BENCHMARKS_PROFILE": str(self.profile)},
            commands={**COMMANDS, "gateway": (sys.executable, "-m", "benchmarks.gateway")},
        )
        self._story: Story | None = None
        self._is_stocked = False

    async def story(self) -> Story:
        """The journey, walked when it is first asked for."""
        if self._story is None:
            self._story = await self._walk()
        return self._story

    async def _walk(self) -> Story:
        journey = Journey(
            self.stack.gateway_url,
            dict(self.stack.ports.services),
            self.stack.issuer,
            self.stack.mail_folder,
            lambda step: None,
        )
        return await journey.walk(Cast.new())

    async def stocked(self) -> None:
        """Puts a listing of each shape in each glaze on sale, twice, by several makers."""
        if self._is_stocked:
            return
        stories = [await self.story(), *[await self._walk() for _ in range(MAKERS - 1)]]
        graphs = [
            Graph(self.stack.gateway_url, self.stack.issuer.token(story.cast.maker, "maker"))
            for story in stories
        ]
        makers = itertools.cycle(graphs)
        for number, (glaze, shape, _) in enumerate(itertools.product(GLAZES, SHAPES, range(2))):
            maker = next(makers)
            listing = a_mug(f"SHOP-{number}") | {"title": f"{glaze} {shape} no. {number}"}
            created = await maker.do("listing_create", listing=listing)
            await maker.do("listing_publish", id=created["id"])
        for graph in graphs:
            await graph.__aexit__(None, None, None)
        self._is_stocked = True
