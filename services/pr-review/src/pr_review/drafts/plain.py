"""XML in the form that Word writes, in which bytes can be searched instead of parsing them."""

import re
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pr_review.drafts.refusals import NotAccepted, Refusal

MOST_MADE = 32 * 1024 * 1024

_DECLARATION = re.compile(rb"(\xef\xbb\xbf)?<\?xml\s")
_TAGS = re.compile("[<>&]")
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
    return "".join(writing.written).encode()


class _Writing:
    def __init__(self, most_elements: int, deepest: int) -> None:
        self.written: list[str] = []
        self._elements, self._most_elements = 0, most_elements
        self._depth, self._deepest = 0, deepest
        self._size = 0

    def begun(self, name: str, attributes: list[str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > self._most_elements:
            raise NotAccepted(Refusal.TOO_MANY_ELEMENTS)
        if self._depth > self._deepest:
            raise NotAccepted(Refusal.XML_TOO_DEEP)
        if attributes:
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            written = "".join(f" {key}={quoteattr(value)}" for key, value in pairs)
            self._ensure_room(len(written))
            self.written.append(f"<{name}{written}>")
        else:
            self.written.append(f"<{name}>")

    def ended(self, name: str) -> None:
        self._depth -= 1
        self.written.append(f"</{name}>")

    def said(self, text: str) -> None:
        written = text.translate(_WITHOUT_TAGS) if _TAGS.search(text) else text
        self._ensure_room(len(written))
        self.written.append(written)

    def _ensure_room(self, more: int) -> None:
        # Escapes may make a text many times longer.
        self._size += more
        if self._size > MOST_MADE:
            raise NotAccepted(Refusal.XML_TOO_LARGE)
