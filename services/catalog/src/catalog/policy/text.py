"""What rules on texts have in common."""

from collections.abc import Iterable


def among(values: Iterable[str]) -> str:
    """The values as a sentence lists them."""
    return ", ".join(f"`{value}`" for value in values)
