"""Photos: what an applicant shows of products, of the workspace, and of what was asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from chassis.errors import NotFound, Refused


class PhotoKind(Enum):
    """What a photo shows."""

    PRODUCT = "PRODUCT"
    WORKSPACE = "WORKSPACE"
    EVIDENCE = "EVIDENCE"


class PhotoWarning(Enum):
    """Something about a photo that is no reason to refuse it."""

    SMALL = "SMALL"


class PhotoNotFound(NotFound):
    """The application has no such photo, or the caller may not see it.

    Read the application again; its photos name their ids.
    """

    def __init__(self) -> None:
        super().__init__("The application has no such photo.")


class TooManyPhotos(Refused):
    """An application has a limited number of photos of each kind, the fact `most`.

    Remove one of the same kind, the fact `kind`, then add the other.
    """

    def __init__(self, kind: PhotoKind, most: int) -> None:
        super().__init__(
            f"There are {most} photos of the kind {kind.value.lower()}, which is the most. "
            "Remove one first.",
            kind=kind.value,
            most=str(most),
        )


class PhotosNotAsked(Refused):
    """The version of the questionnaire that the application was started under asks for no photos.

    Go on without; a reviewer may ask for photos later, of the kind `EVIDENCE`.
    """

    def __init__(self, kind: PhotoKind) -> None:
        super().__init__(
            "This application's version of the questionnaire asks for no such photos. Go on "
            "without; a reviewer may ask for some later.",
            kind=kind.value,
        )


@dataclass(frozen=True)
class Photo:
    """One photo, as stored.

    `sha256` is of the bytes as stored, `original_sha256` of those that were uploaded; `look` are
    the 16 hexadecimal digits that alike pictures nearly share.
    """

    id: str
    kind: PhotoKind
    file_name: str
    content_type: str
    size: int
    sha256: str
    width: int
    height: int
    created: datetime
    file_id: str
    thumbnail_id: str
    original_sha256: str
    look: str
    warnings: tuple[PhotoWarning, ...] = ()
