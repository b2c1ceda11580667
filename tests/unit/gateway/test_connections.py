import pytest

from chassis.errors import InvalidRequest
from gateway.connections import Connection, page


def test_a_page_asks_the_service_for_as_many():
    assert page(25, None) == {"page_size": 25, "page_token": ""}
    assert page(100, "token") == {"page_size": 100, "page_token": "token"}


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_has_one_to_a_hundred_items(first):
    with pytest.raises(InvalidRequest):
        page(first, None)


def test_a_connection_has_each_item_with_its_place():
    found = Connection[str].of(["a", "b"], ["1", "2"], "2")

    assert [(edge.cursor, edge.node) for edge in found.edges] == [("1", "a"), ("2", "b")]
    assert (found.page_info.has_next_page, found.page_info.end_cursor) == (True, "2")


def test_an_empty_page_ends_nowhere():
    found = Connection[str].of([], [], "")

    assert (found.nodes, found.page_info.has_next_page, found.page_info.end_cursor) == (
        [],
        False,
        None,
    )
