"""What may be wrong with a picture: codes that stay, and sentences with the cure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The codes clients see; what each stands for is in docs/rules.md#pictures."""

    KIND_UNKNOWN = "PICTURE_KIND_UNKNOWN"
    ANIMATED = "PICTURE_ANIMATED"
    TOO_SMALL = "PICTURE_TOO_SMALL"
    TOO_LARGE = "PICTURE_TOO_LARGE"
    TOO_HEAVY = "PICTURE_TOO_HEAVY"
    BROKEN = "PICTURE_BROKEN"
    UNREADABLE = "PICTURE_UNREADABLE"
    SMALL = "PICTURE_SMALL"
    """The only one that is a warning."""


@dataclass(frozen=True)
class Finding:
    """A rule that a picture breaks, and what its sender reads."""

    rule: Rule
    message: str


@dataclass(frozen=True)
class Limits:
    """How large a picture may be, in pixels unless said otherwise."""

    side_min: int
    side_advised: int
    side_max: int
    pixels_max: int
    bytes_max: int
    thumbnail_side: int


class NotAccepted(Exception):
    """The picture is refused, for every reason that was found."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.rule for finding in self.findings))


_KINDS = "a JPEG, PNG, WebP, TIFF or still GIF picture"


def empty() -> Finding:
    return Finding(Rule.BROKEN, f"The file is empty. Send {_KINDS}.")


def kind_unknown(what: str) -> Finding:
    return Finding(Rule.KIND_UNKNOWN, f"This is {what}. Send {_KINDS}; the file's name is ignored.")


def animated(what: str) -> Finding:
    return Finding(
        Rule.ANIMATED, f"This is {what} with more than one picture. Send a single, still picture."
    )


def too_small(longest: int, limits: Limits) -> Finding:
    return Finding(
        Rule.TOO_SMALL,
        f"The longest side has {_pixels(longest)}; it must have {limits.side_min:,} at least, "
        f"better {limits.side_advised:,}.",
    )


def small(longest: int, limits: Limits) -> Finding:
    return Finding(
        Rule.SMALL,
        f"The longest side has {_pixels(longest)}. It is accepted, but from "
        f"{limits.side_advised:,} on a picture can be looked at closely.",
    )


def side_too_large(longest: int, limits: Limits) -> Finding:
    return Finding(
        Rule.TOO_LARGE,
        f"The longest side has {_pixels(longest)}; it may have {limits.side_max:,} at most.",
    )


def too_many_pixels(width: int, height: int, limits: Limits) -> Finding:
    return Finding(
        Rule.TOO_LARGE,
        f"The picture has {width:,} by {height:,} pixels, {_mega(width * height)} together; "
        f"it may have {_mega(limits.pixels_max)} at most.",
    )


def too_heavy(most: int) -> Finding:
    return Finding(
        Rule.TOO_HEAVY,
        f"The file is larger than {most / 1024 / 1024:.4g} MiB. Save the picture with a lower "
        "quality or fewer pixels.",
    )


def too_heavy_when_written(most: int) -> Finding:
    return Finding(
        Rule.TOO_HEAVY,
        f"Without what it carries along, the picture takes more than {most / 1024 / 1024:.4g} MiB, "
        "however it is saved. Send it with fewer pixels.",
    )


def broken() -> Finding:
    return Finding(
        Rule.BROKEN,
        f"The file is damaged or was cut off. Open the picture, save it again as {_KINDS}, "
        "and send the new file.",
    )


def unreadable() -> Finding:
    return Finding(
        Rule.UNREADABLE,
        "We could not read this picture with the time and memory that one may take. Send it "
        "again; if it stays so, save it as a JPEG picture with fewer pixels.",
    )


def _pixels(count: int) -> str:
    return f"{count:,} pixel" if count == 1 else f"{count:,} pixels"


def _mega(count: int) -> str:
    return f"{count / 1_000_000:.4g} megapixels"
