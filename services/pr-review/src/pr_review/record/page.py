"""The record as a page that is read and printed anywhere: without script, and with nothing to load.

Whatever somebody wrote stands in it as text.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum
from html import escape
from typing import Any

from chassis.actors import Actor
from pr_review.domain.comment import Comment
from pr_review.domain.release import Decision, PressRelease
from pr_review.domain.release.chain import first_broken

_STYLE = (
    "body{font:14px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:.3em;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere;white-space:pre-wrap}"
    ".inside{border:2px solid;padding:.5em}"
)

_INSIDE = "For the inside only: it has internal comments and the words of colleagues."

Row = Sequence[Any]


def to_html(release: PressRelease, comments: Iterable[Comment]) -> bytes:
    """The page, the same for the same release and comments."""
    title = _said(release.form.title)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"<title>Record: {title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Record: {title}</h1>",
        f'<p class="inside">{_INSIDE}</p>',
        _section("What was planned", ("", ""), _planned(release)),
        _section(
            "Drafts",
            ("Number", "File", "SHA-256", "Uploaded", "By"),
            [(it.number, it.file_name, it.sha256, it.uploaded, it.uploader)
             for it in release.drafts],
        ),
        _section(
            "Decisions",
            ("When", "What", "By", "Draft", "SHA-256", "Release", "Reason", "Conditions",
             "Reason to override"),
            [_decision(it) for it in _decisions(release)],
        ),
        _section(
            "Letters",
            ("When", "Kind", "By", "Draft", "Text"),
            [(it.moment, it.kind, it.by, it.draft_number, it.text) for it in release.letters],
        ),
        _section(
            "Approvals",
            ("When", "SHA-256", "Release", "By", "Conditions", "Until", "Fell"),
            [
                (it.created, it.sha256, _day(it.release_on, it.release_at, it.time_zone),
                 it.representative, it.conditions, it.expires, it.voided)
                for it in (*release.past_approvals, release.approval)
                if it is not None
            ],
        ),
        _section(
            "Stakeholders",
            ("Who", "Area", "Need", "Question", "State", "Verdict", "Words", "Conditions", "When",
             "Draft", "Waived because"),
            [
                (it.who, it.area, it.need, it.question, it.state, it.verdict, it.words,
                 it.conditions, it.decided, it.draft_number, it.waive_reason)
                for it in release.stakeholders
            ],
        ),
        _section(
            "Comments",
            ("When", "Who", "Draft", "Words", "Seen by", "Status", "Text"),
            _comments(comments),
        ),
        f"<p>{_chain(release)}</p>",
        _section(
            "Timeline",
            ("Number", "When", "Who", "What", "State", "Why", "Colleague", "Draft", "Rules",
             "Hash"),
            [
                (it.number, it.occasion.moment, it.occasion.actor, it.action, it.state,
                 " ".join(filter(None, (it.reason, it.text))), it.colleague, it.draft_number,
                 it.occasion.rule_version, it.hash)
                for it in release.timeline
            ],
        ),
        "</body></html>\n",
    ]  # fmt: skip
    return "".join(parts).encode()


def _planned(release: PressRelease) -> list[Row]:
    form, intake, publication = release.form, release.intake, release.publication
    rows: list[Row] = [
        ("Press release", release.name),
        ("Maker", release.maker),
        ("State", release.state),
        ("Kind", form.type),
        ("Release", _day(form.release_on, form.release_at, form.time_zone)),
        ("Markets", tuple(it.country for it in form.markets)),
        ("Distribution", form.distribution_plan),
        ("Contact", form.contact),
        ("Agency", intake.agency),
        ("Came by", intake.channel),
        ("Submitted", release.submitted),
        ("Received", release.received),
        ("Notice", release.notice.verdict if release.notice else None),
        ("Representative", release.representative),
    ]
    rows.extend(
        (f"Exception asked for {it.release_on}", " ".join((it.reason, it.state.value, it.answer)))
        for it in release.exceptions
    )
    if release.withdrawal is not None:
        rows.append(("Withdrawn", release.withdrawal.reason or release.withdrawal.moment))
    if publication is not None:
        rows += [("Went out", publication.published), ("Where", publication.uri)]
        rows += [("As approved", "yes" if publication.as_approved else "no")]
        rows += [("Note", publication.note)]
    return rows


def _decisions(release: PressRelease) -> Iterable[Decision]:
    yield from release.past_decisions
    if release.decision is not None:
        yield release.decision


def _decision(it: Decision) -> Row:
    release = _day(it.release_on, None, it.time_zone)
    return (
        it.moment, it.kind, it.by, it.draft_number, it.sha256, release, it.reason, it.conditions,
        it.override_reason,
    )  # fmt: skip


def _comments(comments: Iterable[Comment]) -> Iterable[Row]:
    for it in comments:
        number = it.anchor.draft_number
        yield (
            it.created, it.author, number, it.anchor.quote, it.visibility, it.status, it.text,
        )  # fmt: skip
        for reply in it.replies:
            yield (
                reply.created, reply.author, number, "(a reply)", reply.visibility, "", reply.text,
            )  # fmt: skip


def _chain(release: PressRelease) -> str:
    broken = first_broken(release)
    if broken is not None:
        return f"<b>The chain of the timeline does not hold, from entry {broken} on.</b>"
    if not release.timeline_hash:
        return "The timeline was written before its entries had hashes; nothing can be checked."
    return f"The chain of the timeline holds. The hash of its newest entry: {release.timeline_hash}"


def _section(title: str, heads: Sequence[str], rows: Iterable[Row]) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td>{_said(value)}</td>" for value in row) + "</tr>" for row in rows
    )
    head = "".join(f"<th>{escape(it)}</th>" for it in heads) if any(heads) else ""
    table = f"<table><tr>{head}</tr>{body}</table>" if body else "<p>None.</p>"
    return f"<h2>{escape(title)}</h2>{table}"


def _day(day: Any, at: Any, zone: str) -> str:
    return " ".join(str(it) for it in (day, at, zone) if it)


def _said(value: Any) -> str:
    if value is None or value == 0:
        return ""
    if isinstance(value, Actor):
        return escape(f"{value.display_name} ({value.role.value}, {value.subject})")
    if isinstance(value, Enum):
        return escape(str(value.value).lower().replace("_", " "))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, tuple):
        return "; ".join(map(_said, value))
    return escape(str(value))
