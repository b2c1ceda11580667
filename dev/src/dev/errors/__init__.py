"""The error reference, `docs/errors.md`: every reason, what it means, what to do."""

from dev.errors.complaints import complaints
from dev.errors.found import everything
from dev.errors.page import page
from dev.errors.texts import codes
from dev.repository import ROOT

PAGE = ROOT / "docs" / "errors.md"


def wrongs() -> list[str]:
    """What a reader of the reference would miss, or look for in vain."""
    found = everything()
    return complaints(found.reasons, found.words, found.enumerated, codes())


def current() -> str:
    """The page as the code has it now."""
    found = everything()
    return page(found.reasons, found.words, codes())
