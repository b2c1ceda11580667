import pytest

from console import form
from console.form import Form, Unreadable


def test_what_was_typed_has_the_line_ends_that_everybody_else_has():
    typed = Form({"text": ["one\r\ntwo"]})

    assert form.text(typed, "text") == "one\ntwo"


@pytest.mark.parametrize(
    ("read", "typed", "meant"),
    [
        (form.text, [], ""),
        (form.text, ["  kept as typed "], "  kept as typed "),
        (form.optional, [], None),
        (form.optional, ["   "], None),
        (form.optional, [" a "], "a"),
        (form.flag, [], False),
        (form.flag, ["on"], True),
        (form.number, [""], None),
        (form.number, [" 14 "], 14),
        (form.several, ["a", "", " b "], ["a", "b"]),
        (form.lines, ["a\r\n\r\n  b  \n"], ["a", "b"]),
    ],
)
def test_a_field_is_read_as_the_graph_wants_it(read, typed, meant):
    assert read(Form({"field": typed}), "field") == meant


@pytest.mark.parametrize("typed", ["-1", "1.5", "fourteen", "١٤", "9" * 20, "1e3"])
def test_what_is_no_whole_number_is_told_with_what_would_be_one(typed):
    with pytest.raises(Unreadable, match="such as 14"):
        form.number(Form({"field": [typed]}), "field")


def test_what_is_ours_was_not_typed():
    sent = Form({"csrf": ["x"], "request_id": ["y"], "form": ["z"], "text": ["kept"]})

    assert sent.typed == {"text": ["kept"]}
    assert set(sent.all) == {"csrf", "request_id", "form", "text"}
