"""XML from strangers: whole, within limits, and never with a definition or an entity."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from pr_review.drafts.namespaces import is_address
from pr_review.drafts.plain import is_plain, made_plain
from pr_review.drafts.refusals import NotAccepted, Refusal

MOST_BYTES = 32 * 1024 * 1024
MOST_ELEMENTS = 400_000
DEEPEST = 200
# Readers give up at ten million.
LONGEST = 9_000_000

Element = tuple[str, dict[str, str]]

# What Word writes, and what others do that every reader knows as we do.
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252"}
# A letter that is in no XML.
_NOWHERE = "\x1f"
_PIECE = 256 * 1024
_OPENS, _CLOSES = b"<", b"\x01"
_ELSE = bytes(set(range(256)) - {*_OPENS, *_CLOSES})


@dataclass(frozen=True)
class Markup:
    """A part that is sound: its outermost element as `namespace name`, and `made_plain`."""

    root: str
    plain: bytes
    elements: int
    is_for_readers: bool
    """Whether its namespaces are such that every reader takes it; data of others may not be."""


def checked(xml: bytes, most_elements: int = MOST_ELEMENTS) -> Markup:
    """Refuses with `NotAccepted` what is not XML, or more or deeper than a document needs."""
    if len(xml) > MOST_BYTES or _has_longer_run(xml):
        raise NotAccepted(Refusal.XML_TOO_LARGE)
    roots: list[str] = []

    def begun(name: str, _: dict[str, str]) -> None:
        # Calling back for every element would take most of the time.
        parser.StartElementHandler = None
        roots.append(name.replace(_NOWHERE, " "))

    namespaces: set[str | None] = set()
    # A blank there would make namespaces with a blank malformed, which data of others have.
    parser = _parser(_NOWHERE)
    parser.StartElementHandler = begun
    parser.StartNamespaceDeclHandler = lambda _, namespace: namespaces.add(namespace)
    _parse(parser, xml)
    plain = xml if is_plain(xml) else made_plain(xml, most_elements, DEEPEST)
    shape = _shape(plain)
    elements = shape.count(_OPENS)
    if elements > most_elements:
        raise NotAccepted(Refusal.TOO_MANY_ELEMENTS)
    _ensure_not_deep(shape)
    are_addresses = all(is_address(namespace or "") for namespace in namespaces)
    return Markup(roots[0], plain, elements, are_addresses)


def elements(xml: bytes) -> list[Element]:
    """Every element as `namespace name` with its attributes. Fails with `NotAccepted`."""
    found: list[Element] = []
    visit(xml, lambda name, attributes: found.append((name, attributes)))
    return found


def visit(
    xml: bytes,
    element: Callable[[str, dict[str, str]], object],
    text: Callable[[str], object] | None = None,
    definition: Callable[[str, str | None, str | None, bool], object] | None = None,
) -> None:
    """Calls back for every element, every piece of text, and a definition that is then allowed.

    Fails with `NotAccepted`.
    """
    parser = _parser()
    parser.StartDoctypeDeclHandler = definition or _refuse_definition
    parser.StartElementHandler = element
    parser.CharacterDataHandler = text
    _parse(parser, xml)


def _parser(separator: str = " ") -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.StartDoctypeDeclHandler = _refuse_definition
    parser.EntityDeclHandler = _refuse_definition
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    # An unknown encoding is a LookupError, one that expat can't do a ValueError.
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotAccepted(Refusal.XML_MALFORMED) from error


def _refuse_definition(*_: object) -> None:
    raise NotAccepted(Refusal.XML_DTD)


def _refuse_encoding(_: str, encoding: str | None, __: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise NotAccepted(Refusal.XML_MALFORMED)


def _has_longer_run(xml: bytes) -> bool:
    """Whether one text or one tag is longer than readers take."""
    begins = 0
    while begins + LONGEST < len(xml):
        last = xml.rfind(b"<", begins + 1, begins + LONGEST)
        if last == -1:
            return True
        begins = last
    return False


def _shape(plain: bytes) -> bytes:
    """What opens and what closes an element, a byte each. No byte of well-formed XML is a 1."""
    return b"".join(
        piece.replace(b"</", _CLOSES).replace(b"/>", _CLOSES).translate(None, _ELSE)
        for piece in _pieces(plain)
    )


def _ensure_not_deep(shape: bytes) -> None:
    """Counts levels without a callback for each element, which would take five times as long.

    Each round takes away the innermost elements, so there are as many rounds as levels.
    """
    for _ in range(DEEPEST):
        if not shape:
            return
        shape = shape.replace(_OPENS + _CLOSES, b"")
    if shape:
        raise NotAccepted(Refusal.XML_TOO_DEEP)


def _pieces(plain: bytes) -> list[bytes]:
    """All but the declaration at the beginning, cut only before tags."""
    begins = plain.index(b"?>") + 2 if b"<?" in plain[:8] else 0
    pieces = []
    while begins < len(plain):
        ends = plain.find(b"<", begins + _PIECE)
        ends = len(plain) if ends == -1 else ends
        pieces.append(plain[begins:ends])
        begins = ends
    return pieces
