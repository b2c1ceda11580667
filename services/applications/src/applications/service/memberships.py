"""Suspends, reinstates and ends memberships, and what rests on them."""

from collections.abc import Callable
from datetime import date, datetime

from applications.domain.maker import Maker, MakerNotFound
from applications.domain.membership import OwnMembership
from applications.policy import membership as policy
from applications.policy.application import ensure_region
from applications.policy.numbers import Policy
from applications.service.extensions import Extensions
from applications.service.news import News
from applications.store.maker import Makers
from applications.wire import maker as wire
from chassis import caller
from chassis.countries import region_of_each
from chassis.ids import id_in
from chassis.mongo import Session
from handmade.applications.v1 import maker_pb2 as pb


class Memberships:
    """What staff and makers do with memberships that registration has made active."""

    def __init__(
        self,
        makers: Makers,
        extensions: Extensions,
        numbers: Policy,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._makers = makers
        self._extensions = extensions
        self._numbers = numbers
        self._news = news
        self._now = now

    async def suspend(self, request: pb.SuspendMembershipRequest, session: Session) -> Maker:
        """Stops a maker's selling in a region, and where it rests on that."""
        ensure_known(request.region, self._now().date())
        reason = wire.from_reason(request.reason)
        policy.ensure_decided(reason, request.text, self._numbers)
        maker = await self._anothers(request.maker, session)
        suspended = maker.suspend(request.region, reason, request.text, self._now())
        return await self._saved("suspended", suspended, request.region, reason.value, session)

    async def reinstate(self, request: pb.ReinstateMembershipRequest, session: Session) -> Maker:
        """Lets a maker sell again, and goes on with what waited for it."""
        ensure_known(request.region, self._now().date())
        policy.ensure_told(request.text, self._numbers)
        maker = await self._anothers(request.maker, session)
        reinstated = maker.reinstate(request.region, request.text, self._now())
        saved = await self._saved("reinstated", reinstated, request.region, "", session)
        return await self._extensions.resume(saved, session)

    async def remove(self, request: pb.RemoveMembershipRequest, session: Session) -> Maker:
        """Puts a maker out of the programme."""
        ensure_known(request.region, self._now().date())
        reason = wire.from_reason(request.reason)
        policy.ensure_decided(reason, request.text, self._numbers)
        maker = await self._anothers(request.maker, session)
        removed = maker.remove(request.region, reason, request.text, self._now())
        saved = await self._saved("removed", removed, request.region, reason.value, session)
        await self._extensions.end(saved, session)
        return saved

    async def leave(
        self, maker: Maker, request: pb.LeaveProgrammeRequest, session: Session
    ) -> Maker:
        """Lets a maker go from the programme."""
        ensure_known(request.region, self._now().date())
        reason = wire.from_reason(request.reason)
        policy.ensure_leaving(reason, request.text, self._numbers)
        left = maker.leave(request.region, reason, request.text, self._now())
        saved = await self._saved("left", left, request.region, reason.value, session)
        await self._extensions.end(saved, session)
        return saved

    async def _anothers(self, name: str, session: Session) -> Maker:
        maker = await self._makers.find(id_in(name, wire.COLLECTION, "maker"), session)
        if maker is None:
            raise MakerNotFound
        if maker.subject == caller.current().subject:
            raise OwnMembership
        return maker

    async def _saved(
        self, what: str, maker: Maker, region: str, reason: str, session: Session
    ) -> Maker:
        saved = await self._makers.save(maker, session)
        await self._news.of_maker(what, saved, session, reason, region)
        return saved


def ensure_known(region: str, on: date, field: str = "region") -> None:
    """Fails with `InvalidRequest` for a region that the programme does not have."""
    ensure_region(region, region_of_each(on), field)
