"""The pages: each a document, a template, and the actions of its buttons."""

from collections.abc import Sequence

from fastapi import APIRouter

from console.addresses import BASE
from console.pages import absences, activity, application, compare, draft, press_release, work
from console.pages.work.kinds import QUEUES
from console.pages.work.queue import Queue
from console.parts import Place


def routers(queues: Sequence[Queue] = QUEUES) -> Sequence[APIRouter]:
    """Returns the pages; `queues` are the kinds of work there are."""
    return (
        work.routes(queues),
        activity.routes(queues),
        absences.router,
        application.router,
        press_release.router,
        draft.router,
        compare.router,
    )


PLACES: Sequence[Place] = (
    Place("My work", BASE),
    Place("Who did what", activity.HERE, activity.roles(QUEUES)),
)
# In development alone.
MAIL_SINK: Sequence[Place] = (Place("Mail sink", f"{BASE}/mail"),)
