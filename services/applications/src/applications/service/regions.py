"""Lets makers list in a country that joins their region, from its day on."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from applications.domain.maker import Maker
from applications.service.news import News
from applications.store.maker import Makers
from applications.store.region import RegionsKept
from chassis.mongo import Mongo, Session

_AT_ONCE = 100

CountriesOf = Callable[[date], Mapping[str, tuple[str, ...]]]
"""The codes of the countries of each region on a day."""


class Regions:
    """Brings the makers up to date when the countries of a region have changed."""

    def __init__(
        self,
        mongo: Mongo,
        makers: Makers,
        kept: RegionsKept,
        news: News,
        countries_of: CountriesOf,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._makers = makers
        self._kept = kept
        self._news = news
        self._countries_of = countries_of
        self._now = now

    async def keep_up(self) -> int:
        """Goes through all makers if there is a reason to; returns how many it changed.

        Only a round that finds nothing to change is remembered: a registration may have begun
        the day before, and been stored behind the round.
        """
        regions = dict(self._countries_of(self._now().date()))
        if await self._kept.find() == regions:
            return 0
        changed, after = 0, ""
        while page := await self._makers.page(after, _AT_ONCE):
            for maker in page:
                if _up_to_date(maker, regions) != maker:
                    await self._bring(maker.id, regions)
                    changed += 1
            after = page[-1].id
        if not changed:
            await self._kept.put(regions)
        return changed

    async def _bring(self, maker_id: str, regions: Mapping[str, tuple[str, ...]]) -> None:
        async def bring(session: Session) -> None:
            maker = await self._makers.find(maker_id, session)
            if maker is None or _up_to_date(maker, regions) == maker:
                return
            saved = await self._makers.save(_up_to_date(maker, regions), session)
            await self._news.of_maker("countries_changed", saved, session)

        await self._mongo.run_transaction(bring)


def _up_to_date(maker: Maker, regions: Mapping[str, tuple[str, ...]]) -> Maker:
    return maker.keep_up(lambda region: regions.get(region, ()))
