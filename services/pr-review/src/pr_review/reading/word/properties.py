"""What a document says about itself."""

from collections.abc import Iterator
from itertools import islice

from pr_review.reading.word.names import VALUE, w
from pr_review.reading.word.package import Package

_NAMES = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "keywords": "keywords",
    "description": "description",
    "lastModifiedBy": "last_modified_by",
    "category": "category",
    "contentStatus": "status",
    "revision": "revision",
    "created": "created",
    "modified": "modified",
    "Company": "company",
    "Manager": "manager",
    "Application": "application",
    "Template": "template",
    "HyperlinkBase": "link_base",
}
_LONGEST = 1000
_MOST_NAMED = 100


def properties_of(package: Package) -> dict[str, str]:
    """The properties that are set, under our names, each cut where it is a text of its own."""
    found: dict[str, str] = {}
    for kind in ("core-properties", "extended-properties"):
        for part in package.parts(kind)[:1]:
            root = package.xml(part)
            for each in () if root is None else root:
                name = _NAMES.get(str(each.tag).rpartition("}")[2], "")
                value = " ".join((each.text or "").split())[:_LONGEST]
                if name and value:
                    found.setdefault(name, value)
    named = islice(_named(package), _MOST_NAMED)
    return found | {name: value[:_LONGEST] for name, value in named if value}


def _named(package: Package) -> Iterator[tuple[str, str]]:
    """What somebody gave names of their own: fields show it."""
    for part in package.parts("custom-properties")[:1]:
        root = package.xml(part)
        for each in () if root is None else root:
            value = " ".join("".join(map(str, each.itertext())).split())
            yield f"custom: {each.get('name', '')[:_LONGEST]}", value
    for main in package.parts("officeDocument")[:1]:
        for part in package.parts("settings", main)[:1]:
            root = package.xml(part)
            for each in () if root is None else root.iter(w("docVar")):
                name = each.get(w("name"), "")[:_LONGEST]
                yield f"variable: {name}", " ".join(each.get(VALUE, "").split())
