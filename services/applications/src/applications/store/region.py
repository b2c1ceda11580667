"""Which countries the regions had when makers were last brought up to date, in MongoDB."""

from collections.abc import Mapping

from chassis.mongo import Database

_KEY = "countries"


class RegionsKept:
    """The countries of each region that every maker is known to have."""

    def __init__(self, database: Database) -> None:
        self._kept = database["regions_kept"]

    async def find(self) -> dict[str, tuple[str, ...]]:
        """The countries by region; empty before the first time."""
        found = await self._kept.find_one({"_id": _KEY})
        regions = found["regions"] if found else {}
        return {region: tuple(codes) for region, codes in regions.items()}

    async def put(self, regions: Mapping[str, tuple[str, ...]]) -> None:
        """Every maker has these."""
        stored = {region: list(codes) for region, codes in regions.items()}
        await self._kept.replace_one({"_id": _KEY}, {"regions": stored}, upsert=True)
