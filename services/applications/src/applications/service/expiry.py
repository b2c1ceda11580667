"""What follows a due moment: questions that were not answered in time end an application."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from applications.domain.application import Action, Application, Occasion
from applications.policy import review
from applications.policy.numbers import Policy
from applications.policy.version import RULE_VERSION
from applications.service.news import News
from applications.store.application import Applications
from chassis.mongo import Mongo, Session
from chassis.sweeps import swept

# An answer that was received in time may still be on its way into the database. Longer than a
# call may take, so that nothing expires over it. Answers after the deadline are refused at once.
GRACE = timedelta(seconds=10)
_BATCH = 100


class Expiry:
    """Lets applications expire, each once, however many replicas sweep."""

    def __init__(
        self,
        mongo: Mongo,
        applications: Applications,
        news: News,
        numbers: Policy,
        now: Callable[[], datetime],
    ) -> None:
        self._mongo = mongo
        self._applications = applications
        self._news = news
        self._numbers = numbers
        self._now = now

    async def sweep(self) -> int:
        """Ends what was not answered in time; says how many."""
        return await swept(
            lambda failed: self._applications.overdue(self._now() - GRACE, _BATCH, failed),
            lambda each: self._mongo.run_transaction(partial(self._end, each)),
            "application not expired",
        )

    async def _end(self, application_id: str, session: Session) -> int:
        found = await self._applications.find(application_id, session)
        if found is None or not found.is_late(self._now()):
            return 0  # answered, withdrawn, or ended by another since it was found
        await self.expire(found, session)
        return 1

    async def expire(self, late: Application, session: Session) -> Application:
        """Ends one whose applicant's time is over. Nobody did it: a timer has no name."""
        now = self._now()
        occasion = Occasion(None, now, RULE_VERSION)
        expired = late.expire(occasion, review.reopen_until(now, self._numbers))
        saved = await self._applications.save(expired, session)
        await self._news.of_application(Action.EXPIRED.value, saved, session)
        return saved
