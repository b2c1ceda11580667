"""Fields: instructions to Word, and what it made of them."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|(\\[a-z*@#!])|([^\s"]+)', re.IGNORECASE)
_ESCAPED = re.compile(r'\\(["\\])')
_LONGEST = 10_000


class Link(NamedTuple):
    """Where a link leads, and what it says of that."""

    target: str
    tooltip: str = ""


def link_of(instruction: str) -> Link | None:
    """The link that a field's instruction makes, if it makes one."""
    kind, _, rest = instruction[:_LONGEST].strip().partition(" ")
    if kind.upper() != "HYPERLINK":
        return None
    given: dict[str, str] = {}
    switch = ""
    for quoted, named, bare in _PIECE.findall(rest):
        if named:
            switch = named.lower()
            # These two take nothing.
            if switch in ("\\m", "\\n"):
                switch = ""
        else:
            given.setdefault(switch, _ESCAPED.sub(r"\1", quoted) if quoted else bare)
            switch = ""
    place = given.get("\\l", "")
    return Link(given.get("", "") + (f"#{place}" if place else ""), given.get("\\o", ""))


@dataclass
class _Field:
    instruction: list[str] = field(default_factory=list)
    is_result: bool = False
    link: str = ""


class Fields:
    """The fields that are open at a place: they nest, and may begin and end anywhere."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._instructions = 0

    @property
    def link(self) -> str:
        """Where the words here lead by a field."""
        return self._open[-1].link if self._open else ""

    @property
    def in_instruction(self) -> bool:
        """Whether words here are part of an instruction, which nobody sees."""
        return self._instructions > 0

    def begin(self) -> None:
        """A field begins with its instruction."""
        self._open.append(_Field(link=self.link))
        self._instructions += 1

    def instruct(self, text: str) -> None:
        """More of the instruction."""
        if self._open and not self._open[-1].is_result:
            self._open[-1].instruction.append(text)

    def show(self) -> str:
        """What was made of it follows; its whole instruction, once."""
        if not self._open or self._open[-1].is_result:
            return ""
        made = self._open[-1]
        made.is_result = True
        self._instructions -= 1
        return "".join(made.instruction)

    def lead(self, target: str) -> None:
        """What was made of it leads somewhere."""
        if self._open:
            self._open[-1].link = target

    def end(self) -> str:
        """The field ends; its instruction, if nothing was to be shown of it."""
        instruction = self.show()
        if self._open:
            self._open.pop()
        return instruction
