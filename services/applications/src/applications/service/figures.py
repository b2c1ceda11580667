"""How weeks went, from what was done in them and how long applicants waited."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from applications.domain.application import Action
from applications.domain.work import Decisions, Waits, Week
from applications.store.work import Work
from chassis.activity import Activity
from chassis.weeks import mondays_until

_COUNTED = (
    Action.SUBMITTED,
    Action.APPROVED,
    Action.DECLINED,
    Action.WITHDRAWN,
    Action.EXPIRED,
)
_DRAFT = "DRAFT"


class Figures:
    """The figures of weeks. They are those of the activity, so what is told once stays so."""

    def __init__(self, work: Work, activity: Activity, now: Callable[[], datetime]) -> None:
        self._work = work
        self._activity = activity
        self._now = now

    async def weeks(self, count: int, region: str) -> Sequence[Week]:
        """So many weeks, oldest first, the present one the last; also those without anything."""
        mondays = mondays_until(self._now(), count)
        start, happened = mondays[0], Counter[tuple[datetime, str]]()
        actions = {f"application.{action.value}": action for action in _COUNTED}
        for row in await self._activity.by_week(actions, start, region):
            # Who takes a draft back never asked us anything.
            if row.from_state != _DRAFT or actions[row.action] is not Action.WITHDRAWN:
                happened[row.week, actions[row.action].value] += row.count
        first_answers = await self._work.first_answers(start, region)
        decisions = await self._work.decisions(start, region)
        return [
            Week(
                begins=monday,
                **{action.value: happened[monday, action.value] for action in _COUNTED},
                first_answers=first_answers.get(monday, Waits()),
                decisions=decisions.get(monday, Decisions()),
            )
            for monday in mondays
        ]
