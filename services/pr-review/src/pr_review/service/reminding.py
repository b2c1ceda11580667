"""Tells of what is near or overdue, each once; mails are an effect of that.

Several replicas may sweep at once: what is due is told in one transaction of one of them. After a
time without any, of several warnings that became due meanwhile only the latest is given.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from chassis.dispatch import Effect
from chassis.events import Event
from chassis.mongo import Mongo, Session
from chassis.sweeps import swept
from pr_review.effects import PLANS
from pr_review.policy.numbers import Policy
from pr_review.policy.reminders import Reminder, ReminderKind, reminders
from pr_review.service.clock import Clock
from pr_review.service.news import News
from pr_review.service.view import View
from pr_review.store.release import PressReleases
from pr_review.store.reminder import Planned, Reminders

REMINDED = "reminded"
ESCALATED = "escalated"
_BATCH = 100


class Reminding:
    """Plans what is to be told of a press release, and tells it in its time."""

    def __init__(
        self,
        mongo: Mongo,
        releases: PressReleases,
        planned: Reminders,
        view: View,
        clock: Clock,
        news: News,
        numbers: Policy,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._releases = releases
        self._planned = planned
        self._view = view
        self._clock = clock
        self._news = news
        self._numbers = numbers
        self._now = now

    def effects(self) -> dict[str, Effect]:
        """What follows which event: whatever can bring a new date or due."""
        return dict.fromkeys(PLANS, self.plan)

    async def plan(self, event: Event) -> None:
        """Plans anew. Of what was past at the event nobody is reminded: it was told just then."""
        release_id = event.resource.partition("/")[2]
        await self._mongo.run_transaction(partial(self.plan_since, release_id, event.occurred))

    async def sweep(self) -> int:
        """Tells what is due; says of how many press releases."""
        return await swept(
            lambda failed: self._planned.due(self._now(), _BATCH, failed),
            lambda each: self._mongo.run_transaction(partial(self._tell, each)),
            "reminder not told",
        )

    async def plan_since(self, release_id: str, since: datetime, session: Session) -> None:
        """Plans anew what is to be told of one; what was past at that moment counts as told."""
        found = await self._releases.find(release_id, session)
        if found is None:
            return
        before = await self._planned.find(release_id, session)
        told = before.told if before else frozenset[str]()
        known = reminders(self._clock.standing(found), self._numbers)
        past = {it.key for it in known if it.moment <= since}
        await self._keep(release_id, known, told | past, session)

    async def _tell(self, release_id: str, session: Session) -> int:
        planned, now = await self._planned.find(release_id, session), self._now()
        if planned is None or planned.moment > now:
            return 0  # told by another since it was found
        found = await self._releases.find(release_id, session)
        standing = await self._view.known(found, session) if found else None
        known = reminders(standing, self._numbers) if standing else []
        due = [it for it in known if it.moment <= now]
        fresh = _latest(it for it in due if it.key not in planned.told)
        if standing is not None and fresh:
            [full] = await self._view.full([standing], session)
            for it in fresh:
                what = ESCALATED if it.kind is ReminderKind.ANSWER_OVERDUE else REMINDED
                await self._news.of_reminder(what, standing, full, _facts(it), session)
        told = planned.told | {it.key for it in due}
        await self._keep(release_id, known, told, session)
        return int(bool(fresh))

    async def _keep(
        self, release_id: str, known: list[Reminder], told: frozenset[str], session: Session
    ) -> None:
        open_ones = [it.moment for it in known if it.key not in told]
        if not open_ones:
            await self._planned.forget(release_id, session)
            return
        still = told.intersection(it.key for it in known)
        await self._planned.keep(Planned(release_id, min(open_ones), still), session)


def _latest(due: Iterable[Reminder]) -> list[Reminder]:
    """Of several warnings of one date the latest; of all else everything."""
    given = list(due)
    warnings = [it for it in given if it.kind is ReminderKind.DATE_NEARS]
    return [it for it in given if it not in warnings[:-1]]


def _facts(reminder: Reminder) -> dict[str, str]:
    return {
        "kind": reminder.kind.value,
        "due": reminder.due.isoformat(),
        "days": str(reminder.days) if reminder.days else "",
        "stakeholder": reminder.stakeholder,
    }
