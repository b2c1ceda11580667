"""An id of another type never reaches a service."""

import uuid

import pytest

from gateway.ids import to_id
from tests.unit.gateway_subgraphs.graph import PLAIN, SCHEMA, example, ids_in, user_errors

FOREIGN = to_id("Teapot", f"teapots/{uuid.uuid4()}")
OURS = {
    "id": {
        "application": ("Application", "applications"),
        "invitation": ("Invitation", "invitations"),
        "listing": ("Listing", "listings"),
        "customOrder": ("CustomOrderRequest", "customOrderRequests"),
        "pressRelease": ("PressRelease", "pressReleases"),
        "pressCommentAdd": ("PressRelease", "pressReleases"),
        "pressComment": ("PressComment", f"pressReleases/{uuid.uuid4()}/comments"),
        "regionExtension": ("RegionExtension", "regionExtensions"),
        "country": ("RegionExtension", "regionExtensions"),
    },
    "maker": ("Maker", "makers"),
    "listing": ("Listing", "listings"),
    "thread": ("Thread", "threads"),
    "copyFrom": ("PressRelease", "pressReleases"),
}
PLACES = [
    (mutation, path)
    for mutation, field in SCHEMA.mutation_type.fields.items()
    for path in ids_in(field.args["input"].type)
]


def own_id(mutation, name):
    found = OURS[name]
    if isinstance(found, dict):
        found = next(kind for prefix, kind in found.items() if mutation.startswith(prefix))
    kind, collection = found
    return to_id(kind, f"{collection}/{uuid.uuid4()}")


def given(mutation, path, wrong=FOREIGN):
    """An input whose ids are all right but for the one at the path."""
    type_ = SCHEMA.mutation_type.fields[mutation].args["input"].type
    value = example(type_, "")
    for name in [name for name, filled in value.items() if filled == ""]:
        value[name] = "any" if name in PLAIN else own_id(mutation, name)
    place, kind = value, type_.of_type
    for name in path[:-1]:
        kind = kind.fields[name].type
        kind = getattr(kind, "of_type", kind)
        place = place.setdefault(name, example(kind, ""))
    place[path[-1]] = wrong
    return value


def test_ids_are_found_wherever_inputs_have_them():
    assert ("listingUpdate", ("listing", "privateAccess", "customOrderRequest")) in PLACES
    assert len(PLACES) > 15


@pytest.mark.parametrize(("mutation", "path"), PLACES, ids=lambda it: str(it).replace(" ", ""))
async def test_an_id_of_another_type_is_named_by_its_path(mutation, path):
    errors = await user_errors(mutation, given(mutation, path), AssertionError("was called"))

    assert errors == [{"code": "ID_MALFORMED", "path": list(path)}]


@pytest.mark.parametrize("wrong", ["x", "", "é", "{}", "TGlzdGluZw==", "/w==", "A" * 5000])
async def test_what_is_no_id_at_all_is_told_as_one_of_another_type(wrong):
    for mutation, path in PLACES:
        errors = await user_errors(
            mutation, given(mutation, path, wrong), AssertionError("was called")
        )

        assert errors == [{"code": "ID_MALFORMED", "path": list(path)}]
