"""XML from strangers: elements and attributes, and never a definition or an entity."""

from xml.parsers import expat

from pr_review.drafts.refusals import NotAccepted, Refusal

Element = tuple[str, dict[str, str]]


def elements(xml: bytes) -> list[Element]:
    """Every element as `namespace name` with its attributes. Fails with `NotAccepted`."""
    found: list[Element] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    try:
        parser.Parse(xml, True)
    # An unknown encoding is a LookupError, one that expat can't do a ValueError.
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotAccepted(Refusal.XML_MALFORMED) from error
    return found


def _refuse(*_: object) -> None:
    raise NotAccepted(Refusal.XML_DTD)
