"""What the code can send: its error classes, and every word in capitals that may be a code."""

import ast
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from google.protobuf.descriptor import Descriptor, FileDescriptor

from chassis import errors
from dev.repository import ROOT
from pr_review.reading.checks import Code

PACKAGES = {
    "chassis": "chassis/src",
    "applications": "services/applications/src",
    "catalog": "services/catalog/src",
    "messaging": "services/messaging/src",
    "pr_review": "services/pr-review/src",
    "gateway": "gateway/src",
}
KINDS = (
    errors.Invalid,
    errors.NotFound,
    errors.Forbidden,
    errors.Refused,
    errors.Stale,
    errors.Unauthenticated,
)
# Words in capitals that no client gets as a code.
OTHER_WORDS = frozenset(
    {"CYRILLIC", "DENY", "GET", "GREEK", "HEAD", "LATIN", "LNM", "LNPS", "NFC", "NFD", "NFKC"}
    | {"OKP", "POST", "RS256", "RSA", "SC_OPEN_MAX", "SERVING", "STATE_{}"}
    # How pictures store colours, and one kind of them.
    | {"CMYK", "GRAY", "LAB", "PNG", "RGB", "RGBA"}
    # Warnings in answers, never errors: docs/rules.md#pictures, docs/rules.md#word-documents.
    | {"EMBEDDED_FONT", "LOCAL_TEMPLATE", "PICTURE_SMALL", "UNSAFE_LINK"}
    | {"ALTERNATIVE_TEXT", "DATA_BOUND_TEXT", "FIELD_RESULT_MAY_CHANGE", "REVERSED_TEXT"}
    | {"SIGNS_FOR_LETTERS", "STRUCK", "SVG_PICTURE"}
    | {"LOOKS_CHANGED", "NEW_CHANGES_ACCEPTED", "NOT_PROVEN", "OLD_CHANGES_ACCEPTED"}
    # What happened, in the graph's events.
    | {
        "ASKED",
        "CHANGED",
        "DRAFT_UPLOADED",
        "EDITS_UPLOADED",
        "HANDED_OVER",
        "NOTED",
        "REOPENED",
        "SIGNED",
        "STARTED",
    }
    | {"TAKEN", "UPDATED"}
    # For whom something waits, what is for the staff alone, and what nobody else notices.
    | {"COLLEAGUE", "FOR_STAFF", "UNSEEN"}
    # Which states of a press release have something in common, and words of its domain alone.
    | {
        "APPROVALS",
        "ASKING",
        "AWAITED",
        "NOBODY_ELSE",
        "PASSING",
        "REOPENABLE",
        "UNDECIDED",
        "WITHDRAWABLE",
    }
    | {"AGENCY", "EXECUTIVE", "GRANT", "NOTE"}
    # What happened to a press release, in its timeline and the graph's events.
    | {"APPROVAL_VOIDED", "ASSIGNED", "AUTHORISED", "DATE_CHANGED", "FIRST_CONTACT_RECORDED"}
    | {f"EXCEPTION_{done}" for done in ("ASKED", "DROPPED", "GRANTED", "REFUSED")}
    | {f"STAKEHOLDER_{done}" for done in ("ANSWERED", "ASKED", "DECLINED", "DELEGATED", "WAIVED")}
    | {"WITHDRAWAL_UNDONE", "REMINDED", "ESCALATED", "COMMENTED"}
    | {f"COMMENT_{done}" for done in ("ANSWERED", "CHANGED", "DELETED", "DISCUSSED", "RESOLVED")}
    # Why the press team is reminded.
    | {"ANSWER_OVERDUE", "DATE_NEARS", "WORD_DUE"}
    # What is found in drafts, as advice: docs/rules.md#press-release-checks. A contact can be
    # missing in the form as well.
    | ({code.value for code in Code} - {"CONTACT_MISSING"})
    # What to know of documents we make and of comparisons: services/pr-review/README.md.
    | {"COMPARED_COARSELY", "OUTDATED_COMMENTS_LEFT_OUT", "PICTURES_OR_LINKS_CHANGED"}
    | {"TRACKED_CHANGES_ACCEPTED"}
    # How words stand in a draft, and how names are written there.
    | {"BOLD", "CASE", "DRAWING", "FFFFFF", "HEADING", "HYPERLINK", "ITALIC", "JOINED", "LABEL"}
    | {"LIST_ITEM", "MOVED", "NFKD", "OREM", "PARAGRAPH", "POSSESSIVE", "RUBY", "SAME"}
    # What programs find in their environment, and what modules give.
    | {"AT_ONCE", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "HOME", "MOST", "RULES", "TMPDIR"}
)

_WORD = re.compile(r"[A-Z][A-Z0-9]*(_([A-Z0-9]+|\{\}))*|\{\}(_[A-Z0-9]+)+")


@dataclass(frozen=True)
class Reason:
    """An error class, as its clients see it."""

    reason: str
    kind: type[errors.Problem]
    package: str
    place: str
    means: str
    do: str


@dataclass(frozen=True)
class Found:
    """Everything that the code can send."""

    reasons: tuple[Reason, ...]
    words: Mapping[str, Set[str]]
    enumerated: Set[str]


@cache
def everything() -> Found:
    """What is found in the working copy, looked for once."""
    places = {name: ROOT / path for name, path in PACKAGES.items()}
    return Found(tuple(reasons()), words(places), enumerated())


def reasons() -> list[Reason]:
    """Every error class that a process can raise, by reason."""
    for package in PACKAGES:
        for name in _modules(package):
            import_module(name)
    found = {kind for kind in _below(errors.Problem) if kind not in KINDS}
    return sorted(
        (_reason(kind) for kind in found if kind.__module__.split(".")[0] in PACKAGES),
        key=lambda each: (each.reason, each.package),
    )


def words(sources: Mapping[str, Path]) -> dict[str, set[str]]:
    """Every word in capitals that stands in the code as a text, with the packages it stands in.

    A text that is put together is a word too, with `{}` for what is put in: nobody could look it
    up, so no code may be made that way. Values of the contracts' enumerations are left out.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for package, folder in sources.items():
        for path in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                text = _text(node)
                if len(text) > 2 and _WORD.fullmatch(text) and text not in OTHER_WORDS:
                    found[text].add(package)
    return dict(found)


def enumerated() -> set[str]:
    """The names of all values of the contracts' enumerations."""
    names: set[str] = set()
    for module in _modules("handmade"):
        if module.endswith("_pb2"):
            file: FileDescriptor = import_module(module).DESCRIPTOR
            for enum in file.enum_types_by_name.values():
                names |= set(enum.values_by_name)
            for message in file.message_types_by_name.values():
                names |= _values(message)
    return names


def _modules(package: str) -> Iterator[str]:
    root = import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        # Importing it would run the process.
        if not found.name.endswith("__main__"):
            yield found.name


def _below(kind: type[errors.Problem]) -> Iterator[type[errors.Problem]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _reason(kind: type[errors.Problem]) -> Reason:
    paragraphs = [" ".join(part.split()) for part in (kind.__doc__ or "").split("\n\n")]
    means, do, *_ = [*paragraphs, "", ""]
    return Reason(
        errors.reason_of(kind.__name__),
        next(each for each in KINDS if issubclass(kind, each)),
        kind.__module__.split(".")[0],
        f"{kind.__module__}.{kind.__name__}",
        means,
        do,
    )


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
    return ""


def _values(message: Descriptor) -> set[str]:
    names = {name for enum in message.enum_types for name in enum.values_by_name}
    return names.union(*(_values(nested) for nested in message.nested_types))
