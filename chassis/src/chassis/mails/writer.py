"""Writes a mail from its wording and its facts, as plain text and as HTML."""

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from chassis.mails.words import Words

_MARKED = re.compile(r"(#|\*(?!\*)|1\.|>|=|~) (.*)")
_BUTTON = re.compile(r"\[(.+)\]\(\{(\w+)\}\)")
_PIECES = re.compile(r"(\{\w+\}|\*\*)")
_FACT = re.compile(r"\{(\w+)\}")
_BETWEEN = re.compile(r"\n\s*\n")
_TURNS_AROUND = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_WIDTH = 76
_LONGEST_SUBJECT = 200


class Typed(str):
    """What a person wrote, in whatever direction: it must not scramble or forge what is around."""

    __slots__ = ()


Fact = str | tuple[str, ...]
Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Mail:
    """What is sent, but for the address."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Block:
    mark: str
    lines: tuple[str, ...]
    target: str = ""


class Writer:
    """Puts mails together."""

    def __init__(self) -> None:
        self._layouts = Environment(
            loader=PackageLoader("chassis", "mails"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def write(self, words: Words, name: str, facts: Facts) -> Mail:
        """The mail of that name. Fails with `KeyError` for a fact that is missing."""
        wording = words.mails[name]
        lines = list(_said(wording.lines, facts))
        subject = " ".join(_in_text(wording.subject, facts).split())[:_LONGEST_SUBJECT]
        return Mail(
            subject,
            self._text(words, lines, facts),
            self._html(words, lines, facts, subject, wording.heading, wording.preview),
        )

    def _text(self, words: Words, lines: list[str], facts: Facts) -> str:
        colon = words.letter["button_colon"]
        blocks = [_text_block(block, colon) for block in _blocks(lines, facts, _in_text)]
        text = self._layouts.get_template("layout.txt").render(
            greeting=_in_text(_greeting(words, facts), facts),
            signature=words.letter["signature"],
            footer=_wrapped(_in_text(words.letter["footer"], facts)),
            blocks=blocks,
        )
        return text.strip() + "\n"

    def _html(
        self,
        words: Words,
        lines: list[str],
        facts: Facts,
        subject: str,
        heading: str,
        preview: str,
    ) -> str:
        return self._layouts.get_template("layout.html").render(
            language=words.language,
            subject=subject,
            heading=_in_html(heading, facts),
            preview=_in_text(preview, facts),
            greeting=_in_html(_greeting(words, facts), facts),
            signature=words.letter["signature"],
            button_hint=words.letter["button_hint"],
            footer=_in_html(words.letter["footer"], facts),
            blocks=list(_blocks(lines, facts, _in_html)),
        )


def facts_in(line: str) -> frozenset[str]:
    """The names of the facts that a line speaks of."""
    return frozenset(_FACT.findall(line))


def _greeting(words: Words, facts: Facts) -> str:
    return words.letter["greeting" if facts["name"] else "greeting_without_name"]


def _said(lines: Iterable[str], facts: Facts) -> Iterator[str]:
    """The lines that have something to say."""
    return (line for line in lines if all(facts[name] for name in facts_in(line)))


def _blocks(lines: Iterable[str], facts: Facts, inline: Callable[..., str]) -> Iterator[_Block]:
    """The blocks of a mail; items that follow each other are one list."""
    listed: tuple[str, ...] = ()
    mark = ""
    for line in lines:
        found = _MARKED.fullmatch(line)
        now, text = (found[1], found[2]) if found else ("", line)
        if listed and now != mark:
            yield _Block(mark, listed)
            listed = ()
        mark = now
        if now in ("*", "1."):
            listed += tuple(inline(text, each) for each in _each(text, facts))
        elif now == "=":
            for part in _paragraphs(text, facts):
                yield _Block("", (inline(text, part, keeps_lines=True),))
        elif button := _BUTTON.fullmatch(line):
            yield _Block("[", (inline(button[1], facts),), _plain(str(facts[button[2]])))
        else:
            yield _Block(now, (inline(text, facts, keeps_lines=now == ">"),))
    if listed:
        yield _Block(mark, listed)


def _each(line: str, facts: Facts) -> Iterator[Facts]:
    """The facts once for each value of the one of which there are several."""
    several = [name for name in facts_in(line) if isinstance(facts[name], tuple)]
    if not several:
        yield facts
    for name in several:
        for value in facts[name]:
            yield {**facts, name: value}


def _paragraphs(line: str, facts: Facts) -> Iterator[Facts]:
    """The facts once for each paragraph of the one that the line is."""
    [name] = facts_in(line)
    value = facts[name]
    for part in _BETWEEN.split(value if isinstance(value, str) else "\n\n".join(value)):
        yield {**facts, name: type(value)(part) if isinstance(value, str) else part}


def _text_block(block: _Block, colon: str) -> _Block:
    if block.mark == "*":
        lines = tuple(_wrapped(line, "* ", "  ") for line in block.lines)
    elif block.mark == "1.":
        lines = tuple(
            _wrapped(line, f"{number}. ", " " * (len(str(number)) + 2))
            for number, line in enumerate(block.lines, 1)
        )
    elif block.mark == ">":
        quoted = block.lines[0].splitlines()
        lines = tuple(_wrapped(line, "    ", "    ") if line else "" for line in quoted)
    elif block.mark == "[":
        lines = tuple(f"{line}{colon}" for line in block.lines)
    else:
        lines = tuple(_wrapped(line) for line in block.lines)
    return _Block(block.mark, lines, block.target)


def _wrapped(text: str, first: str = "", others: str = "") -> str:
    return "\n".join(
        part
        for line in text.splitlines()
        for part in textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _in_text(text: str, facts: Facts, *, keeps_lines: bool = False) -> str:
    said = []
    for piece in _PIECES.split(text):
        if _FACT.match(piece):
            said.append("\n".join(map(_isolated, _lines(_value(piece, facts), keeps_lines))))
        elif piece != "**":
            said.append(piece)
    return "".join(said)


def _in_html(text: str, facts: Facts, *, keeps_lines: bool = False) -> Markup:
    html, is_strong = [], False
    for piece in _PIECES.split(text):
        if piece == "**":
            html.append(Markup("</strong>") if is_strong else Markup("<strong>"))
            is_strong = not is_strong
        elif _FACT.match(piece):
            value = _value(piece, facts)
            lines = Markup("<br>").join(map(escape, _lines(value, keeps_lines)))
            is_typed = isinstance(value, Typed)
            html.append(Markup('<span dir="auto">{}</span>').format(lines) if is_typed else lines)
        else:
            html.append(escape(piece))
    return Markup("").join(html)


def _value(piece: str, facts: Facts) -> str:
    value = facts[piece[1:-1]]
    return value if isinstance(value, str) else ", ".join(value)


def _lines(value: str, keeps_lines: bool) -> list[str]:
    """The lines of a value, without control characters and what turns the direction around."""
    lines = [_plain(line) for line in value.splitlines() or [""]]
    return lines if keeps_lines else [" ".join(line for line in lines if line)]


def _isolated(line: str) -> str:
    """What runs from right to left is kept apart from what is around it."""
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line):
        return f"\u2068{line}\u2069"
    return line


def _plain(line: str) -> str:
    shown = line.translate(_TURNS_AROUND)
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in shown)
