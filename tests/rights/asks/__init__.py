"""How each root field of the graph is asked, and which row of the table it is another door to."""

from tests.rights.asks.members import MEMBERS
from tests.rights.asks.mutations import MUTATIONS
from tests.rights.asks.press_review import PRESS_REVIEW
from tests.rights.asks.queries import QUERIES
from tests.rights.asks.reviews import REVIEWS
from tests.rights.asks.way import Ask, anything, gid
from tests.rights.calls.way import Fields
from tests.rights.things import Thing


def _hear(root: str, argument: str, row: str, thing: str) -> Ask:
    def variables(it: Thing) -> Fields:
        return {argument: gid(it.name)}

    return Ask(f"Subscription.{root}", row, thing, variables, shown=anything)


SUBSCRIPTIONS = [
    _hear("applicationChanged", "application", "WatchApplications", "application"),
    _hear("applicationChanged", "application", "WatchApplications: a draft", "draft_application"),
    _hear("messageAdded", "thread", "WatchMessages", "thread"),
    _hear("pressReleaseChanged", "pressRelease", "WatchPressReleases", "release"),
    _hear("pressReleaseChanged", "pressRelease", "WatchPressReleases: a draft", "draft_release"),
]

ASKS = [*QUERIES, *MUTATIONS, *REVIEWS, *MEMBERS, *PRESS_REVIEW, *SUBSCRIPTIONS]
