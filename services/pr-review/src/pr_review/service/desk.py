"""What every method on press releases works with."""

from collections.abc import Callable
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from chassis import caller
from chassis.actors import Actor, acting
from chassis.caller import Role
from chassis.moments import from_timestamp
from chassis.mongo import Session
from chassis.requests import Requests
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    Occasion,
    OwnPressRelease,
    PressRelease,
)
from pr_review.policy import texts
from pr_review.policy.numbers import Policy
from pr_review.policy.version import RULE_VERSION
from pr_review.service.clock import Clock
from pr_review.service.news import News
from pr_review.service.team import Team
from pr_review.service.view import View
from pr_review.service.visibility import is_insider, serving
from pr_review.store.release import PressReleases
from pr_review.wire import release as wire


class Desk:
    """The stores and rules at hand, and what is done with every change."""

    def __init__(
        self,
        releases: PressReleases,
        view: View,
        team: Team,
        clock: Clock,
        numbers: Policy,
        requests: Requests,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._releases = releases
        self._view = view
        self._team = team
        self._clock = clock
        self._numbers = numbers
        self._news = news
        self._now = now

    async def _saved(self, what: str, release: PressRelease, session: Session) -> pb.PressRelease:
        """Stores a change, tells of it, and answers with what the caller sees of it."""
        saved = await self._releases.save(release, session)
        return await self._told(what, saved, session)

    async def _kept(self, what: str, release: PressRelease, session: Session) -> PressRelease:
        """Stores a change and tells of it."""
        saved = await self._releases.save(release, session)
        await self._told(what, saved, session)
        return saved

    async def _told(self, what: str, saved: PressRelease, session: Session) -> pb.PressRelease:
        [full] = await self._view.full([saved], session)
        await self._news.of_release(what, saved, full, session)
        await self._team.remember_agency()
        who = caller.current()
        return full if is_insider(who, saved) else wire.for_maker(full, who.subject)

    def _occasion(self, by: Role | Actor) -> Occasion:
        """The caller acts now, in a role."""
        actor = by if isinstance(by, Actor) else acting(caller.current(), by)
        return Occasion(actor, self._now(), RULE_VERSION)

    def _staff_of(self, release: PressRelease) -> Actor:
        """The caller as one of the staff.

        Fails with `OwnPressRelease` for its maker's side, and as `serving` does.
        """
        who = caller.current()
        if not is_insider(who, release):
            raise OwnPressRelease
        return serving(who)

    def _past(self, field: str, given: Timestamp, since: datetime | None = None) -> datetime:
        """The moment in a request. Fails with `InvalidRequest` for one that is to come, or that is
        longer ago than may be, counted back from now or from another moment.
        """
        moment = from_timestamp(given)
        texts.ensure_past(field, moment, self._now())
        texts.ensure_recent(field, moment, since or self._now(), self._numbers)
        return moment
