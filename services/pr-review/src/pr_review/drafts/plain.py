"""XML in the form that Word writes, in which bytes can be searched instead of parsing them."""

import re
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pr_review.drafts.refusals import NotAccepted, Refusal

MOST_MADE = 32 * 1024 * 1024

_DECLARATION = re.compile(rb"(\xef\xbb\xbf)?<\?xml\s")
_WITHOUT_TAGS = str.maketrans({"<": " ", ">": " ", "&": "&amp;"})


def is_plain(xml: bytes) -> bool:
    """Whether every `<` begins a tag and every `>` ends one, in a well-formed part.

    So it is where there are as many of one as of the other, no comment or literal section, no
    instruction but the declaration, and the encoding has the bytes of ASCII.
    """
    instruction = xml.rfind(b"<?")
    is_declaration = instruction in (0, 3) and re.match(
        rb"<\?xml\s", xml[instruction : instruction + 6]
    )
    return (
        b"\0" not in xml[:200]
        and (instruction == -1 or bool(is_declaration))
        and b"<!" not in xml
        and xml.count(b"<") == xml.count(b">")
    )


def made_plain(xml: bytes, most_elements: int, deepest: int) -> bytes:
    """The same well-formed part written again; only angle brackets in its words are lost."""
    writing = _Writing(most_elements, deepest)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = writing.begun
    parser.EndElementHandler = writing.ended
    parser.CharacterDataHandler = writing.said
    parser.Parse(xml, True)
    return b"".join(writing.written)


class _Writing:
    def __init__(self, most_elements: int, deepest: int) -> None:
        self.written: list[bytes] = []
        self._elements, self._most_elements = 0, most_elements
        self._depth, self._deepest = 0, deepest
        self._size = 0

    def begun(self, name: str, attributes: list[str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > self._most_elements:
            _refuse(Refusal.TOO_MANY_ELEMENTS)
        if self._depth > self._deepest:
            _refuse(Refusal.XML_TOO_DEEP)
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        written = (f" {key}={quoteattr(value)}" for key, value in pairs)
        self._write(f"<{name}{''.join(written)}>")

    def ended(self, name: str) -> None:
        self._depth -= 1
        self._write(f"</{name}>")

    def said(self, text: str) -> None:
        self._write(text.translate(_WITHOUT_TAGS))

    def _write(self, text: str) -> None:
        encoded = text.encode()
        self._size += len(encoded)
        if self._size > MOST_MADE:
            _refuse(Refusal.XML_TOO_LARGE)
        self.written.append(encoded)


def _refuse(refusal: Refusal) -> NoReturn:
    raise NotAccepted(refusal)
