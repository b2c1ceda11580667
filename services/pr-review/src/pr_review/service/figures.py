"""How weeks went, from what was done in them and how long makers waited."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from chassis.activity import Activity
from chassis.weeks import mondays_until
from pr_review.domain.release import Action, State
from pr_review.domain.work import Decisions, Waits, Week
from pr_review.store.figures import Decided, Histories, Received

_COUNTED = (
    Action.APPROVED,
    Action.DECLINED,
    Action.NOT_NEEDED,
    Action.WITHDRAWN,
    Action.LAPSED,
)


class Figures:
    """The figures of weeks. How often something was done is known from the activity, so that what
    is told once stays so; how long it took, from how the press releases stand."""

    def __init__(
        self, histories: Histories, activity: Activity, now: Callable[[], datetime]
    ) -> None:
        self._histories = histories
        self._activity = activity
        self._now = now

    async def weeks(self, count: int, country: str) -> Sequence[Week]:
        """So many weeks, oldest first, the present one the last; also those without anything."""
        mondays = mondays_until(self._now(), count)
        start, happened = mondays[0], Counter[tuple[datetime, str]]()
        actions = {f"press_release.{action.value}": action for action in _COUNTED}
        for row in await self._activity.by_week(actions, start, country=country):
            # Who takes a draft back never asked us anything.
            if row.from_state != State.DRAFT.value:
                happened[row.week, actions[row.action].value] += row.count
        received = await self._histories.received(start, country)
        first_answers = await self._histories.first_answers(start, country)
        decisions = await self._histories.decisions(start, country)
        nothing, nobody = Received(), Decided(Decisions(), ())
        return [
            Week(
                begins=monday,
                received=received.get(monday, nothing).submitted,
                short_notice=received.get(monday, nothing).short_notice,
                **{action.value: happened[monday, action.value] for action in _COUNTED},
                rounds=decisions.get(monday, nobody).rounds,
                first_answers=first_answers.get(monday, Waits()),
                decisions=decisions.get(monday, nobody).waits,
            )
            for monday in mondays
        ]
