"""The page of a draft: what is read for it, and what it is told."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import Any

from starlette.responses import Response

from console import live, roles, sanitising
from console.actions import Attempt
from console.addresses import address
from console.graph import Answer, Problem
from console.pages.draft import place
from console.pages.draft.acts import ACTIONS
from console.pages.draft.place import Place
from console.pages.draft.said import Talk, comments, talk
from console.visit import Visit

# In these the maker is still written to.
UNDECIDED = frozenset({"SUBMITTED", "IN_REVIEW", "CHANGES_REQUESTED"})
# Of a draft with more blocks, only those in sight are laid out.
LONG = 600
_TOO_LARGE = "RESPONSE_TOO_LARGE"
_SEVERITIES = ("ERROR", "WARN", "INFO")


@dataclass(frozen=True)
class Text:
    """What stands in a draft."""

    html: str = ""
    """Sanitised."""
    found: Mapping[str, Any] = field(default_factory=dict)
    """What was found in it, of which each leads to its block."""
    is_plain: bool = False
    """Whether it was too large but for its words."""
    problem: Problem | None = None

    @property
    def count(self) -> int:
        """How many blocks it has."""
        return self.html.count(' id="b')

    @property
    def is_there(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.html)


async def page(
    visit: Visit, which: str, number: int | None, attempt: Attempt | None = None
) -> Response:
    """Shows a draft, the present one without a number, with what was tried on it."""
    is_late = attempt is not None and attempt.is_late and attempt.is_of("add")
    wanted = None if is_late else number
    answer, text, (said, away) = await asyncio.gather(
        visit.ask("press_draft", id=which, number=wanted),
        read(visit, which, wanted),
        comments(visit, which),
    )
    here = address("press-releases", which, "draft")
    release = visit.found(answer, "pressRelease")
    if isinstance(release, Problem):
        return visit.away(release, "Press release", here, attempt, _typed(attempt))
    shown = release["shown"]
    if shown is None and release["drafts"]:
        raise visit.missing()
    is_present = bool(shown) and shown["number"] == release["present"]["number"]
    told = _talk(said, away, shown, text)
    may_comment = visit.has_role(*roles.COMMENTING) and is_present and text.is_there
    at = _place(visit, text, attempt, is_late)
    return visit.render(
        "draft.html",
        attempt=attempt,
        actions=ACTIONS,
        release=release,
        draft=shown,
        is_present=is_present,
        newer=shown["number"] if is_late and shown else None,
        text=text,
        html=_marked(text, told, here, shown, may_comment, attempt is not None),
        talk=told,
        is_long=text.count > LONG,
        checks=_by_severity(text.found.get("checks", ())),
        at=at,
        kept=_kept(visit, attempt, told, may_comment),
        may_comment=may_comment,
        may_reply=visit.has_role(*roles.COMMENTING),
        may_settle=visit.has_role(*roles.PRESS),
        may_tell_maker=visit.has_role(*roles.PRESS) and release["state"] in UNDECIDED,
        here=here,
        tab="draft",
        live=live.address("press_release", thing=which),
    )


async def read(visit: Visit, which: str, number: int | None) -> Text:
    """What stands in a draft; its words alone where all of it is too large for an answer."""
    answer = await visit.ask("press_draft_reading", id=which, number=number)
    if _problem(answer) == _TOO_LARGE:
        plain = await visit.ask("press_draft_text", id=which, number=number)
        found = _reading(plain)
        if found is None:
            return Text(problem=plain.problem("pressRelease"))
        return Text(sanitising.sanitised(_written(found["blocks"])), found, is_plain=True)
    found = _reading(answer)
    if found is None:
        return Text(problem=_of(answer))
    return Text(sanitising.sanitised(found["html"]), found)


def _problem(answer: Answer) -> str:
    return next((problem.code for problem in answer.problems.values()), "")


def _of(answer: Answer) -> Problem | None:
    return next(iter(answer.problems.values()), None)


def _reading(answer: Answer) -> Mapping[str, Any] | None:
    release = answer.found("pressRelease")
    draft = release and release["draft"]
    return draft["reading"] if draft else None


def _written(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The words of a draft, and no more, in the order and places that they have."""
    parts, last = [], ""
    for block in blocks:
        section = block["place"] if block["place"] not in ("CELL", "TEXT_BOX") else "BODY"
        if section != last:
            parts.append(f'{"</section>" if last else ""}<section class="part {section.lower()}">')
            last = section
        tag = f"h{min(block['headingLevel'], 6)}" if block["headingLevel"] else "p"
        words = escape(block["text"]).replace("\n", "<br>\n")
        parts.append(f'<{tag} id="{escape(block["id"])}">{words}</{tag}>')
    return f'<article class="draft">{"".join(parts)}</section></article>' if parts else ""


def _talk(
    said: Sequence[Mapping[str, Any]],
    away: Problem | None,
    shown: Mapping[str, Any] | None,
    text: Text,
) -> Talk:
    order = {block: index for index, (block, _) in enumerate(sanitising.blocks(text.html))}
    return talk(said, away, shown["number"] if shown else 0, order)


def _place(visit: Visit, text: Text, attempt: Attempt | None, is_late: bool) -> Place:
    if attempt is None or not attempt.is_of("add"):
        return place.asked(visit.request.query_params, text.html)
    if not is_late:
        return place.typed(attempt, text.html)
    quote = (attempt.typed.get("quote") or [""])[0]
    is_whole = (attempt.typed.get("end") or [""])[0] in ("", "0")
    return place.found_again(quote, is_whole, text.html)


def _kept(visit: Visit, attempt: Attempt | None, told: Talk, may_comment: bool) -> str:
    """What was typed into a form that is not offered any more, so that nobody loses it."""
    if attempt is None or attempt.is_done:
        return ""
    action, _, key = attempt.action.partition("-")
    said = next((each for each in told.all if each.key == key), None)
    is_offered = may_comment if action == "add" else said is not None
    if said and action == "update":
        is_offered = said.is_changed_by(visit.me.subject)
    return "" if is_offered else "\n".join(chain(*_typed(attempt).values())).strip()


def _typed(attempt: Attempt | None) -> dict[str, list[str]]:
    """What a person wrote, which a form has besides what the page put there."""
    written = attempt.typed if attempt else {}
    return {name: written[name] for name in ("text", "note") if any(written.get(name, ()))}


def _marked(
    text: Text,
    told: Talk,
    here: str,
    shown: Mapping[str, Any] | None,
    may_comment: bool,
    is_sent: bool,
) -> str:
    """The draft, with what leads from each block to its comments and to the form for one."""
    counts = told.counts()
    empty = sanitising.empty(text.html)
    number = shown["number"] if shown else 0
    # Thousands of these: as short as the address of the page allows.
    path = here if is_sent else ""

    def before(block: str) -> str:
        marks = ""
        if block in counts:
            key, count = counts[block]
            called = "1 comment" if count == 1 else f"{count} comments"
            marks = (
                f'<a class="to-comments" href="#comment-{key}" data-count="{count}" '
                f'aria-label="To {called} on this paragraph"></a>'
            )
        if may_comment and block not in empty:
            url = f"{path}?number={number}&amp;comment={block}#comment"
            marks += (
                f'<a class="at" href="{url}" data-block="{block}" '
                f'aria-label="Comment on paragraph {int(block[1:]) + 1}"></a>'
            )
        return marks

    return sanitising.marked(text.html, before)


def _by_severity(checks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(checks, key=lambda check: _SEVERITIES.index(check["severity"]))
