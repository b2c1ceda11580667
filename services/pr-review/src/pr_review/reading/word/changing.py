"""Fields that show something else than what stands in the draft once Word works them out."""

import re

# Names of fields in small letters; Word does not care.
_ALWAYS_TOLD = frozenset({"hyperlink"})
_QUIET = frozenset(
    {"page", "numpages", "section", "sectionpages", "toc", "ref", "pageref", "noteref", "seq"}
    | {"date", "time", "createdate", "savedate", "printdate", "edittime", "numwords", "numchars"}
)
_STEADY = frozenset({"addin", "xe", "tc", "ta", "formtext", "formcheckbox", "formdropdown"})
_PICTURE = re.compile(r"\\[@#]\s*(\"[^\"]*\"?|\S+)")
_QUOTED = re.compile(r"'([^']*)'?")
_PATTERN = re.compile(r"(?:AM/PM|[dDyYjJtTmMhHsSaA0-9#x%$.,:;/\\\"\s+-])*")
_MOST_QUOTED = 8


def told_of(instruction: str) -> tuple[bool, bool]:
    """Whether a field's instruction is to be seen, and whether its result may become another."""
    words = instruction.split(maxsplit=1)
    kind = words[0].casefold() if words else ""
    if not kind or kind in _ALWAYS_TOLD or (kind in _QUIET and not _says_something(instruction)):
        return False, False
    return True, kind not in _STEADY


def _says_something(instruction: str) -> bool:
    """Whether dates or numbers are written with words of the field's own, beyond `de` or `Uhr`."""
    for found in _PICTURE.finditer(instruction):
        quoted = "".join(_QUOTED.findall(found[1]))
        if len(quoted.replace(" ", "")) > _MOST_QUOTED:
            return True
        if not _PATTERN.fullmatch(_QUOTED.sub("", found[1])):
            return True
    return False
