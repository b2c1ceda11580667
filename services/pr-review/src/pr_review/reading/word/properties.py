"""What a document says about itself."""

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
    return found
