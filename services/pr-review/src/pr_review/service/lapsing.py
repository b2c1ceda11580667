"""Lets press releases lapse whose release moment passed undecided."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from chassis.makers import Makers
from chassis.mongo import Mongo, Session
from chassis.sweeps import swept
from pr_review.domain.release import Action, PressRelease, State
from pr_review.policy.zones import rules_version
from pr_review.service.clock import Clock
from pr_review.service.news import News
from pr_review.service.reminding import Reminding
from pr_review.service.view import View
from pr_review.store.release import PressReleases

# A decision that was received in time may still be on its way into the database. Longer than a
# call may take, so that nothing lapses over it. Later ones are refused at once.
GRACE = timedelta(seconds=10)
_BATCH = 100


class Lapsing:
    """Stores that press releases have lapsed, each once, however many replicas sweep.

    To whoever reads one it has lapsed at its very moment.
    """

    def __init__(
        self,
        mongo: Mongo,
        releases: PressReleases,
        makers: Makers,
        view: View,
        clock: Clock,
        news: News,
        reminding: Reminding,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._releases = releases
        self._makers = makers
        self._view = view
        self._clock = clock
        self._news = news
        self._reminding = reminding
        self._now = now

    async def sweep(self) -> int:
        """Stores what has lapsed; says how many."""
        await swept(
            lambda failed: self._releases.of_earlier_releases(_BATCH, failed),
            lambda each: self._mongo.run_transaction(partial(self._bring_up, each)),
            "press release not brought up",
        )
        await swept(
            lambda failed: self._releases.of_other_time_zones(rules_version(), _BATCH, failed),
            lambda each: self._mongo.run_transaction(partial(self._bring_up, each)),
            "press release not brought up to other clock rules",
        )
        return await swept(
            lambda failed: self._releases.overdue(self._now() - GRACE, _BATCH, failed),
            lambda each: self._mongo.run_transaction(partial(self._lapse, each)),
            "press release not lapsed",
        )

    async def noticed(self, release: PressRelease, session: Session) -> PressRelease:
        """One that somebody goes on with: that it lapsed is told before anything else is."""
        if release.state is not State.LAPSED:
            return release
        stored = await self._releases.find(release.id, session)
        if stored is None or stored.state is State.LAPSED:
            return release
        return await self._store(release, session)

    async def _bring_up(self, release_id: str, session: Session) -> int:
        """Stores when one lapses that an earlier release stored, or that was reckoned by other
        clock rules, so that the sweep finds it then.

        Whoever would have been reminded of it by now is, where no earlier release told anybody.
        """
        found = await self._releases.find(release_id, session)
        if found is None:
            return 0
        maker = await self._makers.find(found.maker, session)
        subject = maker.subject if maker else found.maker_subject
        brought_up = self._clock.brought_up(replace(found, maker_subject=subject))
        await self._releases.bring_up(brought_up, session)
        told_before = found.lapses is not None
        since = self._now() if told_before else brought_up.received or brought_up.created
        await self._reminding.plan_since(release_id, since, session)
        return 1

    async def _lapse(self, release_id: str, session: Session) -> int:
        found = await self._releases.find(release_id, session)
        if found is None:
            return 0
        standing = self._clock.standing(found)
        if standing.state is not State.LAPSED or found.state is State.LAPSED:
            return 0  # decided, withdrawn, given another date, or seen to by another
        await self._store(standing, session)
        return 1

    async def _store(self, lapsed: PressRelease, session: Session) -> PressRelease:
        saved = await self._releases.save(lapsed, session)
        [full] = await self._view.full([saved], session)
        await self._news.of_release(Action.LAPSED.value, saved, full, session)
        return saved
