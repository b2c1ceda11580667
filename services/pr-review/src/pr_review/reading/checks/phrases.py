"""Many phrases looked for at once.

A pattern of many alternatives is tried at every letter; whether a text has a piece of a phrase at
all is known at once. So each phrase comes with a piece of it, and is only tried where that stands.
"""

import re
from collections.abc import Iterator


class Phrases:
    """Phrases in folded texts, each a pattern for whole words behind a piece of it."""

    def __init__(self, phrases: dict[str, str]) -> None:
        self._phrases = tuple(
            (piece, re.compile(rf"(?<![a-z0-9])(?:{pattern or re.escape(piece)})(?![a-z0-9])"))
            for piece, pattern in phrases.items()
        )

    def are_in(self, text: str) -> bool:
        """Whether there is one."""
        return any(piece in text and pattern.search(text) for piece, pattern in self._phrases)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand; of those that overlap the first, the longer of two that begin there."""
        found = sorted(
            (place.start(), -place.end())
            for piece, pattern in self._phrases
            if piece in text
            for place in pattern.finditer(text)
        )
        last = 0
        for start, end in found:
            if start >= last:
                last = -end
                yield start, last
