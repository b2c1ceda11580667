"""Photos, and what applications have in common, as messages."""

from applications.domain.likeness import Duplicate
from applications.domain.photo import PhotoKind
from applications.wire.application import name_of
from handmade.applications.v1 import application_pb2 as pb


def from_kind(kind: pb.ApplicationPhoto.Kind.ValueType) -> PhotoKind:
    """The kind of photo in a message."""
    return PhotoKind[pb.ApplicationPhoto.Kind.Name(kind)]


def to_duplicate(duplicate: Duplicate) -> pb.ApplicationDuplicate:
    """What another application has in common, as a message."""
    return pb.ApplicationDuplicate(
        application=name_of(duplicate.application_id),
        kinds=[pb.ApplicationDuplicate.Kind.Value(it.value) for it in duplicate.kinds],
    )
