"""The addresses of a press release's page."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console import actions
from console.actions import Attempt
from console.addresses import address
from console.pages.press_release import files, letters
from console.pages.press_release.acts import ACTIONS
from console.pages.press_release.showing import page
from console.visit import Acting, Uploading, Visit, Visiting

router = APIRouter(prefix="/press-releases/{which}")


@router.get("")
async def show(which: str, visit: Visiting) -> Response:
    """Shows all of it."""
    return await page(visit, which)


@router.get("/files/{kind}")
async def file(which: str, kind: str, visit: Visiting) -> Response:
    """Shows where a Word document is in its making, and the document."""
    return await files.show(visit, which, kind)


@router.post("/preview-{name}")
async def preview(which: str, name: str, visit: Acting) -> Response:
    """Shows the letter that an action would send, with everything typed still in its form."""
    if name not in letters.KINDS:
        raise visit.missing()
    shown = await letters.preview(visit, which, name)
    kept = Attempt(
        visit.form.one("form") or name, visit.form.typed, sent_as=visit.form.one("request_id")
    )
    return await page(visit, which, kept, shown)


def _read(visit: Visit, name: str) -> dict[str, object]:
    return {field: read(visit.form, field) for field, read in ACTIONS[name].fields.items()}


@router.post("/upload-edits")
async def upload_edits(which: str, visit: Uploading) -> Response:
    """Keeps a copy of the draft with edits."""
    return await _done(visit, which, "upload-edits")


@router.post("/{name}")
async def act(which: str, name: str, visit: Acting) -> Response:
    """Does what one of its buttons says."""
    return await _done(visit, which, name)


async def _done(visit: Visit, which: str, name: str) -> Response:
    attempt = await actions.attempt(visit, ACTIONS, name, {"id": which})
    if not attempt.is_done:
        return await page(visit, which, attempt)
    if name in files.KINDS.values():
        return RedirectResponse(files.place(which, name, _read(visit, name)), 303)
    return visit.done(address("press-releases", which), name)
