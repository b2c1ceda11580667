from hypothesis import given
from hypothesis import strategies as st

from console.graph import Answer, Problem
from console.queues import END, Listed, merged

# No list here has so many pages.
ENDLESS = 400
AWAY = Problem("UNAVAILABLE", "Away.")

dues = st.lists(st.one_of(st.integers(0, 12), st.none()), max_size=40)
queues = st.lists(dues, min_size=1, max_size=4)
sizes = st.integers(1, 7)


def order(node):
    due = node["due"]
    return (due is None, due or 0)


def a_queue(number, dues):
    """Items in the order of a service: by due, none last, then by when they came."""
    nodes = [{"due": due, "id": f"{number}-{place}"} for place, due in enumerate(dues)]
    return sorted(nodes, key=order)


def a_part(name, nodes, after, size):
    """As the graph answers: what stands behind a cursor."""
    start = 0 if after is None else [node["id"] for node in nodes].index(after) + 1
    found = nodes[start : start + size]
    edges = [{"cursor": node["id"], "node": node} for node in found]
    return Listed(name, edges, has_more=start + len(found) < len(nodes))


def all_pages(queues, size, part_size=None, is_away=lambda name, page: False):
    """Goes from page to page as links lead, and tries again where something is away."""
    places, pages = {}, []
    while len(pages) <= ENDLESS:
        asked = [name for name in queues if places.get(name) != END]
        lists = [
            Listed(name, problem=AWAY)
            if is_away(name, len(pages))
            else a_part(name, queues[name], places.get(name), part_size or size)
            for name in asked
        ]
        page = merged(lists, places, order, size)
        pages.append([shown.node for shown in page.items])
        places = page.places
        if not page.has_more and not any(listed.problem for listed in lists):
            return pages
    raise AssertionError("there is always a next page")


@given(queues, sizes)
def test_pages_have_everything_once_and_in_order(dues, size):
    queues = {f"q{number}": a_queue(number, found) for number, found in enumerate(dues)}

    pages = all_pages(queues, size)

    everything = [node for nodes in queues.values() for node in nodes]
    assert [node for page in pages for node in page] == sorted(everything, key=order)
    assert all(len(page) == size for page in pages[:-1])


@given(queues, sizes, st.integers(1, 7))
def test_lists_that_come_in_smaller_parts_are_in_order_too(dues, size, part_size):
    queues = {f"q{number}": a_queue(number, found) for number, found in enumerate(dues)}

    pages = all_pages(queues, size, part_size)

    everything = [node for nodes in queues.values() for node in nodes]
    assert [node for page in pages for node in page] == sorted(everything, key=order)


@given(queues, sizes, st.sets(st.tuples(st.integers(0, 3), st.integers(0, 5))))
def test_what_was_away_for_some_pages_is_lost_from_none(dues, size, away):
    queues = {f"q{number}": a_queue(number, found) for number, found in enumerate(dues)}

    pages = all_pages(queues, size, is_away=lambda name, page: (int(name[1:]), page) in away)

    shown = [node["id"] for page in pages for node in page]
    assert sorted(shown) == sorted(node["id"] for nodes in queues.values() for node in nodes)


def test_what_is_due_at_once_comes_in_the_order_of_the_queues():
    lists = [a_part(name, [{"due": 1, "id": name}], None, 9) for name in ("b", "a", "c")]

    assert [shown.list for shown in merged(lists, {}, order).items] == ["b", "a", "c"]


def test_a_list_that_failed_keeps_its_place_and_makes_no_next_page():
    page = merged([Listed("a", problem=AWAY)], {"a": "here", "b": END}, order)

    assert (page.items, page.places, page.has_more) == ([], {"a": "here", "b": END}, False)


def test_what_the_graph_did_not_answer_is_a_list_that_failed():
    answer = Answer({"mine": None}, {"mine": AWAY})

    assert Listed.of("a", answer, "mine") == Listed("a", problem=AWAY)
    assert Listed.of("a", Answer(), "mine").problem is not None


def test_ten_thousand_cost_as_much_as_a_page():
    """Only what was asked for is looked at, whatever else there is."""

    class Counting(list):
        looked_at = 0

        def __getitem__(self, place):
            Counting.looked_at += 1
            return super().__getitem__(place)

    nodes = [{"due": due, "id": str(due)} for due in range(10_000)]
    edges = Counting({"cursor": node["id"], "node": node} for node in nodes)

    merged([Listed("a", edges, True), Listed("b", edges, True)], {}, order, 25)

    assert Counting.looked_at < 25 * 6
