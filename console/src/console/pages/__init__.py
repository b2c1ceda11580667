"""The pages: each a document, a template, and the actions of its buttons."""

from collections.abc import Sequence

from fastapi import APIRouter

from console.addresses import BASE
from console.pages import absences, activity, application, compare, draft, press_release, work

ROUTERS: Sequence[APIRouter] = (
    work.router,
    activity.router,
    absences.router,
    application.router,
    press_release.router,
    draft.router,
    compare.router,
)
PLACES: Sequence[tuple[str, str]] = (
    ("My work", BASE),
    ("Who did what", f"{BASE}/activity"),
)
# In development alone.
MAIL_SINK: Sequence[tuple[str, str]] = (("Mail sink", f"{BASE}/mail"),)
