"""The addresses of a draft's page."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from console import actions
from console.addresses import address
from console.pages.draft.acts import ACTIONS
from console.pages.draft.showing import page
from console.visit import Acting, Visiting

router = APIRouter(prefix="/press-releases/{which}/draft")


@router.get("")
async def show(which: str, visit: Visiting, number: Annotated[str, Query()] = "") -> Response:
    """Shows a draft, the present one unless another is asked for."""
    return await page(visit, which, visit.number(number))


@router.post("/{name}")
async def act(which: str, name: str, visit: Acting) -> Response:
    """Says something of it, or does something with what was said."""
    number = visit.number(visit.form.one("number"))
    subject = which if name == "add" else visit.form.one("comment")
    attempt = await actions.attempt(visit, ACTIONS, name, {"id": subject})
    if not attempt.is_done:
        return await page(visit, which, number, attempt)
    here = address("press-releases", which, "draft")
    return visit.done(f"{here}?number={number}" if number else here, name)
