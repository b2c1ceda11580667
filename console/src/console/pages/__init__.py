"""The pages: each a document, a template, and the actions of its buttons."""

from collections.abc import Sequence

from fastapi import APIRouter

from console.addresses import BASE
from console.pages import application

ROUTERS: Sequence[APIRouter] = (application.router,)
PLACES: Sequence[tuple[str, str]] = (
    ("My work", BASE),
    ("Who did what", f"{BASE}/activity"),
)
