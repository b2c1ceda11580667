"""The fields of a part: which of them would start a program, or fetch what is not in the file.

A field's instruction may be cut into runs, put together by other fields, or written as character
codes. What counts is what Word would read in the end, whatever changes are accepted or rejected.
"""

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

from pr_review.drafts.instructions import Effect, Instruction
from pr_review.drafts.refusals import NotAccepted, Refusal

MOST_FIELDS = 10_000

# What of a part has to do with fields, in the order in which it stands there.
_MARKS = (b"fldChar", b"nstrText", b"fldSimple")
_TOKEN = re.compile(
    rb"<(/?)(?:([^\s<>/:]+):)?"
    rb"(fldChar|fldSimple|instrText|delInstrText|t|delText"
    rb"|ins|del|moveTo|moveFrom|txbxContent|AlternateContent)"
    rb"((?:\s[^<>]*)?/?)>([^<]*)"
)
_NAMESPACE = re.compile(rb"xmlns(?::([^\s=]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CHARACTER = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_INSERTED, _DELETED = {b"ins", b"moveTo"}, {b"del", b"moveFrom"}
_INSTRUCTIONS, _WORDS = {b"instrText", b"delInstrText"}, {b"t", b"delText"}


@dataclass
class _Open:
    """A field that has begun: after its instruction comes its last result, if there is one."""

    is_simple: bool
    stands_in: tuple[int, bool, bool]
    instruction: Instruction = field(default_factory=Instruction)
    is_separated: bool = False


def effects_in(plain: bytes, most_fields: int = MOST_FIELDS) -> list[Effect]:
    """What the fields of a part do, in a part that is `made_plain`. Fails with `NotAccepted`."""
    if not any(mark in plain for mark in _MARKS):
        return []
    walk, (words, doubtful) = _Walk(most_fields), _prefixes(plain)
    for token in _TOKEN.finditer(plain):
        slash, prefix, name, attributes, text = token.groups(b"")
        if name in _WORDS and not walk.is_in_field:
            continue
        if prefix in words or name == b"AlternateContent":
            walk.take(slash, name, attributes, text)
        if prefix in doubtful and name not in _WORDS:
            walk.doubt()
    return walk.ended()


def _prefixes(plain: bytes) -> tuple[set[bytes], set[bytes]]:
    """Those of Word's own elements, and of them those that somewhere stand for others too."""
    bound: dict[bytes, set[str]] = {}
    for found in _NAMESPACE.finditer(plain):
        prefix, *value = found.groups(b"")
        bound.setdefault(prefix, set()).add(_unescaped(b"".join(value)))
    words = {prefix for prefix, names in bound.items() if names & _WORD}
    return words, {prefix for prefix in words if bound[prefix] - _WORD}


class _Walk:
    def __init__(self, most_fields: int) -> None:
        self._most_fields = most_fields
        # A text box inside of a field is a story of its own, and what begins in it ends in it.
        self._stories: list[list[_Open]] = [[]]
        self._alternatives = 0
        self._inserted = 0
        self._deleted = 0
        self._found: list[Effect] = []
        # Of instructions outside of any field, which one may come to stand in after a change.
        self._stray = Instruction()

    def take(self, slash: bytes, name: bytes, attributes: bytes, text: bytes) -> None:
        is_empty = attributes.endswith(b"/")
        if name in _WORDS or name in _INSTRUCTIONS:
            if text and not slash and not is_empty:
                self._say(name, text)
        elif name == b"fldChar":
            if not slash:
                self._switch(self._attribute(attributes, b"fldCharType"))
        elif name == b"fldSimple":
            self._simple(attributes, begins=not slash, ends=bool(slash) or is_empty)
        elif not is_empty:
            self._enter(name, -1 if slash else 1)

    def doubt(self) -> None:
        """Says that nobody knows what the fields of the part say."""
        self._stray.is_calculated = True

    @property
    def is_in_field(self) -> bool:
        return bool(self._stories[-1])

    def ended(self) -> list[Effect]:
        """All that was found; fields that never end count as well."""
        while len(self._stories) > 1:
            self._leave_story()
        self._close_all()
        return [*self._found, self._stray.effect]

    @property
    def _place(self) -> tuple[int, bool, bool]:
        return self._alternatives, self._inserted > 0, self._deleted > 0

    def _enter(self, name: bytes, step: int) -> None:
        if name in _INSERTED:
            self._inserted += step
        elif name in _DELETED:
            self._deleted += step
        elif name == b"AlternateContent":
            self._alternatives += step
        elif step > 0:
            self._stories.append([])
        elif len(self._stories) > 1:
            self._leave_story()

    def _leave_story(self) -> None:
        self._close_all()
        self._stories.pop()

    def _close_all(self) -> None:
        while self._stories[-1]:
            self._close()

    def _say(self, name: bytes, text: bytes) -> None:
        if not self._stories[-1]:
            if name in _INSTRUCTIONS:
                self._stray.add(_unescaped(text))
            return
        current = self._stories[-1][-1]
        if name in _WORDS and current.is_separated:
            current.instruction.add_result(_unescaped(text))
            return
        # Readers choose between alternatives, so nobody knows what the field says.
        if current.stands_in[0] != self._alternatives:
            current.instruction.is_calculated = True
        is_deleted = self._deleted > 0 or name in (b"delInstrText", b"delText")
        is_inserted = self._inserted > 0
        current.instruction.add(_unescaped(text), is_inserted=is_inserted, is_deleted=is_deleted)

    def _switch(self, kind: str) -> None:
        story = self._stories[-1]
        if kind == "begin":
            story.append(_Open(is_simple=False, stands_in=self._place))
        elif kind == "separate" and story:
            story[-1].is_separated = True
        elif kind == "end" and story and not story[-1].is_simple:
            # Half of a field may go with a change; then its parts are those of another one.
            if story[-1].stands_in != self._place:
                story[-1].instruction.is_calculated = True
            self._close()

    def _simple(self, attributes: bytes, *, begins: bool, ends: bool) -> None:
        story = self._stories[-1]
        if begins:
            opened = _Open(is_simple=True, stands_in=self._place, is_separated=True)
            opened.instruction.add(self._attribute(attributes, b"instr"))
            story.append(opened)
        if ends and any(opened.is_simple for opened in story):
            while not story[-1].is_simple:
                self._close()
            self._close()

    def _close(self) -> None:
        story = self._stories[-1]
        closed = story.pop()
        self._found.append(closed.instruction.effect)
        if len(self._found) > self._most_fields:
            raise NotAccepted(Refusal.TOO_MANY_ELEMENTS)
        if story and story[-1].is_separated:
            story[-1].instruction.add_result(closed.instruction.outcome)
        elif story:
            story[-1].instruction.add_field(closed.instruction)

    def _attribute(self, attributes: bytes, wanted: bytes) -> str:
        values = [
            _unescaped(found[2] if found[2] is not None else found[3])
            for found in _ATTRIBUTE.finditer(attributes)
            if found[1].rpartition(b":")[2] == wanted
        ]
        if len(values) > 1:
            self.doubt()
        return values[0] if values else ""


def _unescaped(text: bytes) -> str:
    written = _CHARACTER.sub(_character, text.decode(errors="replace"))
    return unescape(written, {"&quot;": '"', "&apos;": "'"})


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16) if found[1] else int(found[2]))
