"""Two drafts of a press release side by side, as one text with what changed."""

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from console import live, sanitising
from console.addresses import address
from console.filters import count
from console.graph import Answer, Problem
from console.visit import Visit, Visiting

router = APIRouter(prefix="/press-releases/{which}/compare")

_ROW = re.compile(r'<p class="([a-z0-9 -]*)"[^>]*>.*?</p>\n?', re.DOTALL)
_TOO_LARGE = "RESPONSE_TOO_LARGE"
# A page of so many letters is laid out only where it is looked at.
LONG = 200_000
# So many rows far from any change are worth a fold.
FEWEST = 3


@router.get("")
async def show(
    which: str,
    visit: Visiting,
    earlier: Annotated[str, Query(alias="from")] = "",
    later: Annotated[str, Query(alias="to")] = "",
) -> Response:
    """Shows what changed between two drafts, the last two unless others are asked for."""
    asked = (visit.number(earlier) or 0, visit.number(later) or 0)
    if all(asked):
        # Nothing of the first answer is needed for the second.
        answer, compared = await asyncio.gather(
            visit.ask("press_drafts", id=which), _compared(visit, which, *asked)
        )
        return _page(visit, which, answer, asked, compared)
    answer = await visit.ask("press_drafts", id=which)
    release = answer.found("pressRelease")
    numbers = [draft["number"] for draft in release["drafts"]] if release else []
    to = asked[1] or (numbers[-1] if numbers else 0)
    before = asked[0] or max((each for each in numbers if each < to), default=0)
    chosen = (before, to)
    compared = await _compared(visit, which, *chosen) if all(chosen) else Answer()
    return _page(visit, which, answer, chosen, compared)


async def _compared(visit: Visit, which: str, earlier: int, later: int) -> Answer:
    if earlier == later:
        return Answer()
    return await visit.ask("press_comparison", id=which, **{"from": earlier, "to": later})


def _page(
    visit: Visit, which: str, answer: Answer, chosen: tuple[int, int], compared: Answer
) -> Response:
    here = address("press-releases", which, "compare")
    release = visit.found(answer, "pressRelease")
    if isinstance(release, Problem):
        return visit.away(release, "Press release", here)
    found = compared.found("pressRelease")
    comparison = found["draft"]["comparison"] if found and found["draft"] else None
    html, changes = folded(sanitising.sanitised(comparison["html"])) if comparison else ("", 0)
    return visit.render(
        "compare.html",
        release=release,
        chosen=chosen,
        comparison=comparison,
        problem=_problem(compared),
        is_too_large=any(each.code == _TOO_LARGE for each in compared.problems.values()),
        # Sanitised, with folds and links of our own.
        html=html,
        changes=changes,
        is_long=len(html) > LONG,
        here=here,
        again=f"{here}?from={chosen[0]}&to={chosen[1]}",
        tab="compare",
        live=live.address("press_release", thing=which),
    )


def _problem(compared: Answer) -> Problem | None:
    return next(iter(compared.problems.values()), None)


def folded(html: str) -> tuple[str, int]:
    """Puts links from change to change into a sanitised comparison, and folds what is far from any.

    Returns it with the number of changes; rows that changed one after the other are one.
    """
    parts: list[str] = []
    changes = end = 0
    run: list[str] = []
    kind = ""

    def finish() -> None:
        nonlocal changes
        if kind == "change":
            changes += 1
            parts.append(f'<div class="change" id="change-{changes}">{_steps(changes)}')
            parts.extend([*run, "</div>"])
        elif kind == "far" and len(run) >= FEWEST:
            told = count(len(run), "paragraph")
            parts.append(f'<details class="fold"><summary>{told} unchanged</summary>')
            parts.extend([*run, "</details>"])
        else:
            parts.extend(run)
        run.clear()

    for row in _ROW.finditer(html):
        between = html[end : row.start()]
        now = _kind(row[1].split())
        if now != kind or between.strip():
            finish()
            parts.append(between)
            kind = now
        run.append(row[0])
        end = row.end()
    finish()
    parts.append(html[end:])
    last = f'<a class="next" href="#change-{changes + 1}">Next change</a>'
    return "".join(parts).replace(last, ""), changes


def _kind(classes: list[str]) -> str:
    if "same" in classes and "beside-changed" not in classes:
        return "far" if "far" in classes else "near"
    return "change"


def _steps(number: int) -> str:
    before = (
        f'<a class="previous" href="#change-{number - 1}">Previous change</a>' if number > 1 else ""
    )
    after = f'<a class="next" href="#change-{number + 1}">Next change</a>'
    return f'<p class="steps"><span>Change {number}</span> {before} {after}</p>'
