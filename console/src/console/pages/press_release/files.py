"""What is made of drafts: with our comments, with the changes marked, or the record of all."""

import asyncio
from typing import Any

from starlette.responses import Response

from console import security
from console.addresses import address
from console.graph import Answer, Problem
from console.pages.press_release.acts import ACTIONS
from console.visit import Visit

KINDS = {
    "annotated": "make-annotated-draft",
    "redline": "make-redline",
    "record": "make-record",
}


def place(which: str, name: str, typed: dict[str, object]) -> str:
    """Returns the address at which a document is waited for, once it was asked for."""
    kind = next(kind for kind, action in KINDS.items() if action == name)
    given = "&".join(f"{field}={value}" for field, value in sorted(typed.items()) if value)
    return f"{address('press-releases', which, 'files', kind)}?{given}".rstrip("?")


async def show(visit: Visit, which: str, kind: str) -> Response:
    """Shows where a document is in its making.

    The graph tells it by the mutation that has it made, which makes the same one only once. Who is
    led here by another site is asked first, so that no site has anything made.
    """
    if kind not in KINDS:
        raise visit.missing()
    action = ACTIONS[KINDS[kind]]
    given = _given(visit, kind)
    asks_first = security.is_led_here(visit.request)
    asked = [visit.ask("press_release_head", id=which)]
    if not asks_first:
        asked.append(visit.change(action.document, {"id": which, **given}))
    head, *answers = await asyncio.gather(*asked)
    made = answers[0] if answers else Answer()
    found = visit.found(head, "pressRelease")
    problem = found if isinstance(found, Problem) else None
    payload = made.found(action.mutation)
    failed = made.problem(action.mutation) or Problem("", "It failed.")
    return visit.render(
        "press_release_file.html",
        status=503 if problem else 200,
        release=None if problem else found,
        problem=problem or (None if payload or asks_first else failed),
        asks_first=asks_first,
        action=KINDS[kind],
        kind=kind,
        given=given,
        here=address("press-releases", which),
        again=place(which, KINDS[kind], given),
        refusals=[error["message"] for error in payload["userErrors"]] if payload else [],
        made=payload["wordFile"] if payload else None,
        tab="review",
    )


def _given(visit: Visit, kind: str) -> dict[str, Any]:
    """What the address says of which drafts are meant."""
    query = visit.request.query_params
    if kind == "redline":
        return {name: visit.number(query.get(name, "")) for name in ("fromNumber", "toNumber")}
    if kind == "record":
        return {}
    return {
        "draftNumber": visit.number(query.get("draftNumber", "")),
        "forMaker": query.get("forMaker") == "True",
    }
