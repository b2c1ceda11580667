"""The addresses of a draft's page."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from console import actions
from console.actions import Attempt
from console.addresses import address
from console.graph import Problem
from console.pages.draft.acts import ACTIONS
from console.pages.draft.said import comments
from console.pages.draft.showing import page
from console.visit import Acting, Visit, Visiting

router = APIRouter(prefix="/press-releases/{which}/draft")

_NO_COMMENT = Problem("NOT_FOUND", "There is no such comment on this press release any more.")


@router.get("")
async def show(which: str, visit: Visiting, number: Annotated[str, Query()] = "") -> Response:
    """Shows a draft, the present one unless another is asked for."""
    return await page(visit, which, visit.number(number))


@router.post("/{name}")
async def act(which: str, name: str, visit: Acting) -> Response:
    """Says something of it, or does something with what was said."""
    number = visit.number(visit.form.one("number"))
    attempt = await _tried(visit, which, name)
    if not attempt.is_done:
        return await page(visit, which, number, attempt)
    here = address("press-releases", which, "draft")
    return visit.done(f"{here}?number={number}" if number else here, name)


async def _tried(visit: Visit, which: str, name: str) -> Attempt:
    if name == "add":
        return await actions.attempt(visit, ACTIONS, name, {"id": which})
    comment = visit.form.one("comment")
    said, away = await comments(visit, which)
    # Where they cannot be read, the mutation answers for itself.
    if away or any(each["id"] == comment for each in said):
        return await actions.attempt(visit, ACTIONS, name, {"id": comment})
    if name not in ACTIONS:
        raise visit.missing()
    return Attempt(visit.form.one("form") or name, visit.form.typed, problem=_NO_COMMENT)
