"""Photos of applications: what their files are called."""

from types import SimpleNamespace

import pytest

from gateway.subgraphs.applications.photo import ApplicationPhoto
from handmade.applications.v1 import application_pb2 as pb


class Context:
    """Gives a file that leads to its own name."""

    def file(self, domain, resource, *, name, **_facts):
        return SimpleNamespace(name=name, url=f"/{domain}/{name}")


@pytest.mark.parametrize(
    ("name", "small"),
    [
        ("mug.png", "mug-small.jpg"),
        ("two.dogs.JPEG", "two.dogs-small.jpg"),
        ("mug", "mug-small.jpg"),
        (".webp", ".webp-small.jpg"),
    ],
)
def test_a_small_picture_is_named_as_the_jpeg_that_it_is(name, small):
    kept = pb.ApplicationPhoto(id="p", kind="PRODUCT", file_name=name, content_type="image/png")
    photo = ApplicationPhoto.from_proto(kept, "applications/a")
    info = SimpleNamespace(context=Context())

    assert photo.thumbnail_url(info) == f"/application_thumbnail/{small}"
    assert photo.file(info).name == name
