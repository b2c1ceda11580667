"""What changes while a page is open: the graph's own stream of events, handed on."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from console import documents
from console.visit import Visiting

_PREFIX = "live_"
# By what a page looks at; each is a subscription in `queries/live_<topic>.graphql`.
TOPICS = frozenset(
    name.removeprefix(_PREFIX) for name in documents.names() if name.startswith(_PREFIX)
)

router = APIRouter()


@router.get("/live/{topic}")
async def live(
    topic: str, visit: Visiting, thing: Annotated[str | None, Query(alias="id")] = None
) -> Response:
    """Streams the events of a topic, of one object or of all."""
    if topic not in TOPICS:
        raise visit.missing()
    document = documents.document(f"{_PREFIX}{topic}")
    return visit.parts.graph.stream(visit.me.token, document, {"id": thing} if thing else {})
