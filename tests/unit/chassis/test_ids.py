import pytest

from chassis.errors import InvalidRequest
from chassis.ids import id_in, ids_in, is_id, is_name, new_id

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


def test_new_ids_are_version_7_and_in_order():
    ids = [new_id() for _ in range(1000)]

    assert ids == sorted(set(ids))
    assert all(is_id(each) and each[14] == "7" for each in ids)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ID,
        f"listings/{ID.upper()}",
        f"listings/{ID}/x",
        f"listings/{ID}\n",
        f"/listings/{ID}",
        f"orders/{ID}",
        "listings/1",
    ],
)
def test_what_is_no_name_of_a_listing(name):
    assert not is_name(name, "listings")
    with pytest.raises(InvalidRequest) as refusal:
        id_in(name, "listings", "listing")
    assert refusal.value.violations[0].subject == "listing"


def test_the_id_is_what_follows_the_collection():
    assert id_in(f"listings/{ID}", "listings") == ID


def test_a_lookup_keeps_the_order_and_the_gaps():
    assert ids_in([f"listings/{ID}", "x", f"listings/{ID}"], "listings") == [ID, None, ID]
