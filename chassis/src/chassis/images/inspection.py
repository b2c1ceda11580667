"""The marketplace's one way of handling pictures. Rules: docs/rules.md#pictures."""

import asyncio
import dataclasses
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import structlog

from chassis.children import ChildFailed, Children, Overloaded
from chassis.errors import InvalidRequest, Refused, Violation
from chassis.images import findings
from chassis.images.findings import Finding, Limits, Rule
from chassis.images.numbers import PictureNumbers

log = structlog.get_logger()

# For the line of JSON and the thumbnail.
_BESIDE_THE_PICTURE = 4 * 1024 * 1024
_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """What a file was found to be. Width and height are those of the upright picture."""

    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    """Of the file as it came, so that the same file is known again."""
    look: str
    """64 bits as 16 hex digits, of which a copy saved again or scaled has nearly all."""
    warnings: tuple[Violation, ...]


@dataclass(frozen=True)
class Rendition:
    """A picture made by us: pixels in sRGB, upright, and no metadata."""

    content_type: str
    width: int
    height: int
    content: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True)
class Examined:
    """A picture that is accepted, and what may be stored and shown of it.

    `clean` has all pixels and at most as many bytes as the file might have had. JPEG, PNG and WebP
    stay what they are unless that is too large; GIF becomes PNG, TIFF becomes JPEG, or PNG where it
    is transparent. `thumbnail` is a JPEG on white.
    """

    picture: Picture
    clean: Rendition
    thumbnail: Rendition


class TooManyPictures(Refused):
    """So many pictures are being read that this one was not read in time.

    Send it again after a minute; nothing of it was kept. Send one after the other: of one account
    only one is read at a time.
    """

    def __init__(self) -> None:
        super().__init__("Too many pictures are being read at the moment.")


class Pictures:
    """Examines pictures in processes of their own, a few at once, each with limits."""

    def __init__(self, numbers: PictureNumbers, module: str = "chassis.images") -> None:
        self._numbers = numbers
        self._children = Children(
            module,
            at_once=numbers.pictures_at_once,
            seconds=numbers.picture_seconds,
            wall_seconds=numbers.picture_wall_seconds,
            waiting_seconds=numbers.picture_waiting_seconds,
        )

    async def examine(
        self, content: bytes | BinaryIO, *, field: str, most: int, whose: str | None = None
    ) -> Examined:
        """Judges a picture of at most `most` bytes, and makes it again without its metadata.

        `whose` it is decides its turn: those of one wait for each other, and nobody for them.
        A `BinaryIO` is a real file, flushed, which nobody may move in, write or close meanwhile.
        Fails with `InvalidRequest`, whose violations are about `field` and have a `Rule` each, and
        with `TooManyPictures`.
        """
        size = len(content) if isinstance(content, bytes) else os.fstat(content.fileno()).st_size
        if size > most:
            raise _refused([findings.too_heavy(most)], field)
        if not isinstance(content, bytes):
            return await self._examined(content, size, field, most, whose)
        with tempfile.TemporaryFile() as file:
            await asyncio.to_thread(_fill, file, content)
            return await self._examined(file, size, field, most, whose)

    async def _examined(
        self, file: BinaryIO, size: int, field: str, most: int, whose: str | None
    ) -> Examined:
        sha256 = await asyncio.to_thread(_sha256, file)
        told, content = await self._told(file, field, most, whose)
        if "refused" in told:
            raise _refused(_findings(told["refused"]), field)
        clean, thumbnail = told["clean"], told["thumbnail"]
        picture = Picture(
            content_type=told["content_type"],
            width=clean["width"],
            height=clean["height"],
            size=size,
            sha256=sha256,
            look=told["look"],
            warnings=_violations(_findings(told["warnings"]), field),
        )
        return Examined(
            picture,
            _rendition(clean, content[: clean["size"]]),
            _rendition(thumbnail, content[clean["size"] :]),
        )

    async def _told(
        self, file: BinaryIO, field: str, most: int, whose: str | None
    ) -> tuple[dict[str, Any], bytes]:
        limits = json.dumps(dataclasses.asdict(self._limits(most)))
        try:
            answer = await self._children.answer(
                file, limits, most=most + _BESIDE_THE_PICTURE, whose=whose
            )
        except Overloaded as error:
            log.warning("no time for a picture", why=str(error))
            raise TooManyPictures from error
        except ChildFailed as error:
            log.error("picture not read", why=error.why, status=error.status, of=error.error_class)
            raise _refused([findings.unreadable()], field) from error
        line, _, content = answer.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told, content

    def _limits(self, most: int) -> Limits:
        numbers = self._numbers
        return Limits(
            side_min=numbers.picture_side_min,
            side_advised=numbers.picture_side_advised,
            side_max=numbers.picture_side_max,
            pixels_max=numbers.picture_pixels_max,
            bytes_max=most,
            thumbnail_side=numbers.picture_thumbnail_side,
        )


def _fill(file: BinaryIO, content: bytes) -> None:
    file.write(content)
    file.flush()


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def _findings(told: Sequence[tuple[str, str]]) -> list[Finding]:
    return [Finding(Rule(rule), message) for rule, message in told]


def _violations(found: Sequence[Finding], field: str) -> tuple[Violation, ...]:
    return tuple(Violation(finding.rule.value, finding.message, field) for finding in found)


def _refused(found: Sequence[Finding], field: str) -> InvalidRequest:
    return InvalidRequest(_violations(found, field))


def _rendition(told: dict[str, Any], content: bytes) -> Rendition:
    return Rendition(told["content_type"], told["width"], told["height"], content)
