"""What a field says, as Word would read it: its name, and what it makes."""

import re
import unicodedata
from dataclasses import dataclass

MOST_LETTERS = 4_000

# Names of fields in small letters; Word does not care.
_STARTS_PROGRAMS = {"dde", "ddeauto"}
_FETCHES = {
    "include",
    "includetext",
    "includepicture",
    "link",
    "import",
    "database",
    "rd",
    "embed",
    "macrobutton",
    "htmlactivex",
    "control",
    "print",
    "data",
}
_BEFORE_NAME = re.compile(r"[^\w=]+|_+")
_NAME = re.compile(r"[A-Za-z]+|=")
_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_SWITCH = re.compile(r"\\[a-z*#@!]?", re.IGNORECASE)


class _Text:
    """The beginning of a text, without what stands before its first word."""

    __slots__ = ("is_cut", "text")

    def __init__(self) -> None:
        self.text = ""
        self.is_cut = False

    def add(self, more: str) -> None:
        if len(self.text) >= MOST_LETTERS:
            self.is_cut = self.is_cut or bool(more)
            return
        text = self.text + more
        if not self.text and (before := _BEFORE_NAME.match(text)):
            text = text[before.end() :]
        self.is_cut = len(text) > MOST_LETTERS
        self.text = text[:MOST_LETTERS]


@dataclass(frozen=True)
class Effect:
    """What a field does when Word works it out.

    `starts_program` also if nobody can say what it does; `fetches` is the name of a field that
    takes its content from outside; `link` is where it leads. Both are empty for other fields.
    """

    starts_program: bool
    fetches: str
    link: str


class Instruction:
    """A field's instruction, with all tracked changes, with them accepted, and rejected.

    `is_calculated` if what it says is known to nobody before Word has worked it out.
    """

    def __init__(self) -> None:
        self._all, self._accepted, self._rejected = _Text(), _Text(), _Text()
        self._result = _Text()
        self.is_calculated = False

    def add(self, text: str, *, is_inserted: bool = False, is_deleted: bool = False) -> None:
        seen = _without_invisible(text)
        self._all.add(seen)
        if not is_deleted:
            self._accepted.add(seen)
        if not is_inserted:
            self._rejected.add(seen)

    def add_field(self, other: "Instruction") -> None:
        """Another field in the place of some of the words."""
        texts = (self._all, self._accepted, self._rejected)
        # Only a name decides; what else is worked out are its arguments.
        if not all(text.text for text in texts) and not other.is_known:
            self.is_calculated = True
        for text in texts:
            text.add(other.outcome)

    def add_result(self, text: str) -> None:
        """What the field showed when the document was saved."""
        self._result.add(text)

    @property
    def effect(self) -> Effect:
        """What it does."""
        names = self._names
        return Effect(
            starts_program=self.is_calculated or not names.isdisjoint(_STARTS_PROGRAMS),
            fetches=min(names & _FETCHES, default="").upper(),
            link=self._link if "hyperlink" in names else "",
        )

    @property
    def _names(self) -> set[str]:
        """The names it may have, in small letters."""
        texts = {self._all.text, self._accepted.text, self._rejected.text}
        return {name[0].lower() for text in texts if (name := _NAME.match(text))}

    @property
    def _link(self) -> str:
        for quoted, bare in _WORD.findall(self._all.text[len("hyperlink") :]):
            return "" if _SWITCH.fullmatch(bare) else str(quoted or bare)
        return ""

    @property
    def is_known(self) -> bool:
        """Whether its outcome follows from its own words."""
        return self._names == {"quote"} and not self._all.is_cut and not self.is_calculated

    @property
    def outcome(self) -> str:
        """What stands in its place: the words and characters of a quotation, else its result."""
        if not self.is_known:
            return self._result.text
        return "".join(
            quoted or _quoted(bare)
            for quoted, bare in _WORD.findall(self._all.text[len("quote") :])
            if not bare.startswith("\\")
        )


def _quoted(word: str) -> str:
    """A number stands for a character, and other words for themselves."""
    number = re.fullmatch(r"(0x)([0-9a-f]{1,6})|([0-9]{1,7})", word, re.IGNORECASE)
    if not number:
        return f" {word}"
    code = int(number[2], 16) if number[1] else int(number[3])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _without_invisible(text: str) -> str:
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
