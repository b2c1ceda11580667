"""That somebody of the staff has taken a document home is written down; what makers do is not."""

from chassis import caller
from chassis.actors import Actor, acting
from chassis.caller import Role
from chassis.makers import Makers
from chassis.mongo import Mongo
from pr_review.domain.release import PressRelease
from pr_review.service.news import News
from pr_review.service.team import ROLES, Team
from pr_review.service.visibility import is_insider, makers_side, representing


class Downloads:
    """Notes who of the staff downloads what of a press release."""

    def __init__(self, mongo: Mongo, makers: Makers, team: Team, news: News) -> None:
        self._mongo = mongo
        self._makers = makers
        self._team = team
        self._news = news

    async def note(self, what: str, release: PressRelease, reader: str) -> None:
        """Notes a download: by the caller or, where a service calls, by the account it names."""
        actor = await self._reader(release, reader)
        if actor is not None:
            await self._mongo.run_transaction(
                lambda session: self._news.of_download(what, release, actor, session)
            )

    async def _reader(self, release: PressRelease, reader: str) -> Actor | None:
        """Who of the staff it is; None for the maker's side and for services themselves."""
        who = caller.current()
        if who.has(Role.SERVICE):
            return await self._named(release, reader) if reader else None
        if not is_insider(who, release):
            return None
        if who.has(*ROLES):
            return representing(who)
        others = (Role.SUPPORT, Role.ADMIN, Role.STAKEHOLDER)
        return acting(who, next(role for role in others if who.has(role)))

    async def _named(self, release: PressRelease, reader: str) -> Actor | None:
        maker = await self._makers.find(release.maker)
        if reader in makers_side(release) or (maker is not None and reader in maker.grants):
            return None
        known = await self._team.anybody(reader)
        # Who only ever looked is not known here, and nobody but the service said who it is.
        return known or Actor(reader, "", Role.SERVICE)
