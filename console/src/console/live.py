"""What changes while a page is open: the graph's own events, handed on."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from console import documents
from console.addresses import BASE
from console.relay import Listener, Subscription
from console.visit import Visiting

_PREFIX = "live_"
_BETWEEN = ","
# By what a page looks at; each is a subscription in `queries/live_<topic>.graphql`.
TOPICS = frozenset(
    name.removeprefix(_PREFIX) for name in documents.names() if name.startswith(_PREFIX)
)

router = APIRouter()


def address(*topics: str, thing: str = "") -> str:
    """Returns where the events of topics are, of one object or of all."""
    return f"{BASE}/live/{_BETWEEN.join(topics)}" + (
        f"?id={quote(thing, safe='')}" if thing else ""
    )


@router.get("/live/{topics}")
async def live(
    topics: str, visit: Visiting, thing: Annotated[str | None, Query(alias="id")] = None
) -> Response:
    """Streams the events of topics, of one object or of all, while the session lasts."""
    wanted = list(dict.fromkeys(topics.split(_BETWEEN)))
    if not TOPICS.issuperset(wanted):
        raise visit.missing()
    left = (visit.me.expires - visit.now).total_seconds()
    return visit.parts.graph.relay.stream(
        Listener(visit.me.subject, visit.me.token, left),
        [
            Subscription(documents.document(f"{_PREFIX}{topic}"), {"id": thing} if thing else {})
            for topic in wanted
        ],
    )
