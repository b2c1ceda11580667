"""Writes the error reference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from importlib import resources
from itertools import groupby

from chassis import errors
from dev.errors.found import Reason
from dev.errors.texts import Code, Codes

GRPC: Mapping[type[errors.Problem], str] = {
    errors.Invalid: "INVALID_ARGUMENT",
    errors.NotFound: "NOT_FOUND",
    errors.Forbidden: "PERMISSION_DENIED",
    errors.Refused: "FAILED_PRECONDITION",
    errors.Stale: "ABORTED",
    errors.Unauthenticated: "UNAUTHENTICATED",
}
GRAPH: Mapping[type[errors.Problem], str] = {
    errors.Invalid: "`InvalidFieldError`",
    errors.NotFound: "`NotFoundError`",
    errors.Forbidden: "top level, `FORBIDDEN`",
    errors.Refused: "`StateError`",
    errors.Stale: "`StaleError`",
    errors.Unauthenticated: "top level, `UNAUTHENTICATED`",
}
SENDERS = {"chassis": "every service", "pr_review": "pr-review"}


def page(reasons: Sequence[Reason], words: Mapping[str, Set[str]], codes: Codes) -> str:
    """The whole of `docs/errors.md`."""
    return "\n".join(
        [
            resources.files("dev.errors").joinpath("head.md").read_text(),
            "## Reasons\n",
            *_reasons(reasons, codes),
            "## Codes of fields and rules\n",
            "Each comes inside of a reason above, with the field or thing it is about.\n",
            *(_violation(each, reasons, words[each.code]) for each in codes.violations),
            "## Why a token is refused\n",
            f"The fact `why` of {_link('reason', 'TOKEN_REFUSED')}.\n",
            *_table(
                ("`why`", "means", "what to do"), ((_word(c), c.means, c.do) for c in codes.token)
            ),
            "## When a call fails on our side\n",
            "Over gRPC, with the fact `request_id`. In the graph these are masked.\n",
            *_table(
                ("reason", "gRPC", "means", "what to do"),
                ((_word(c), f"`{c.grpc}`", c.means, c.do) for c in codes.frame),
            ),
            "## Codes of the gateway\n",
            "`extensions.code` of an error at the top of an answer.\n",
            *_table(
                ("code", "HTTP", "means", "what to do"),
                ((_word(c), str(c.http), c.means, c.do) for c in codes.gateway),
            ),
        ]
    )


def _reasons(reasons: Sequence[Reason], codes: Codes) -> Iterator[str]:
    for reason, found in groupby(reasons, key=lambda each: each.reason):
        same = list(found)
        kind = same[0].kind
        carried = [each.code for each in codes.violations if reason in each.carriers]
        in_graph = "`PolicyError`" if carried and kind is errors.Refused else GRAPH[kind]
        facts = [kind.__name__, f"`{GRPC[kind]}`", in_graph]
        yield _heading("reason", reason)
        yield f"{' · '.join(facts)} · from {_senders(each.package for each in same)}\n"
        for means, do in dict.fromkeys((each.means, each.do) for each in same):
            by = {each.package for each in same if (each.means, each.do) == (means, do)}
            whose = "" if len(by) == len(same) else f"In {_senders(by)}: "
            yield f"{whose}{means} **What to do:** {do}\n"
        # Of those that most requests can have, the whole list would be half the page.
        if carried and reason not in ("INVALID_REQUEST", *carried):
            yield f"Carries {', '.join(_link('code', code) for code in carried)}.\n"


def _anchor(kind: str, word: str) -> str:
    """A place of its own: several words are a reason and a code, so the heading is in two."""
    return f"{kind}-{word.lower().replace('_', '-')}"


def _heading(kind: str, word: str) -> str:
    return f'<a id="{_anchor(kind, word)}"></a>\n\n### {word}\n'


def _link(kind: str, word: str) -> str:
    return f"[{word}](#{_anchor(kind, word)})"


def _violation(code: Code, reasons: Sequence[Reason], packages: Set[str]) -> str:
    kinds = {each.reason: each.kind for each in reasons}
    places = []
    for carrier in code.carriers:
        graph = "PolicyError" if kinds[carrier] is errors.Refused else "InvalidFieldError"
        places.append(f"{_link('reason', carrier)} (`{GRPC[kinds[carrier]]}`, `{graph}`)")
    return (
        f"{_heading('code', code.code)}\n"
        f"In {', '.join(places)} · from {_senders(packages)}\n\n"
        f"{code.means} **What to do:** {code.do}\n"
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _word(code: Code) -> str:
    return f"`{code.code}`"


def _senders(packages: Iterable[str]) -> str:
    return ", ".join(SENDERS.get(name, name) for name in sorted(set(packages)))
