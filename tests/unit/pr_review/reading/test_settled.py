"""What a draft says once all its changes are accepted, or rejected."""

import io

import pytest

from pr_review.reading.codec import decoded, encoded
from pr_review.reading.settled import accepted, rejected, text_sha256
from pr_review.reading.walk import read
from tests.support.drafts import a_draft, paragraph, picture, png, run, said, shape, table
from tests.unit.pr_review.reading.everything import EVERYTHING


def inserted(text):
    return f"<w:ins>{run(text)}</w:ins>"


def deleted(text):
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


NEW_END, OLD_END = "<w:rPr><w:ins/></w:rPr>", "<w:rPr><w:del/></w:rPr>"


def a_row(text, change):
    return f"<w:tr><w:trPr><w:{change}/></w:trPr><w:tc>{said(text)}</w:tc></w:tr>"


@pytest.mark.parametrize(
    ("body", "new", "old"),
    [
        pytest.param(said("same"), ["same"], ["same"], id="nothing changed"),
        pytest.param(
            paragraph(run("a "), inserted("new"), deleted("old")), ["a new"], ["a old"], id="words"
        ),
        pytest.param(
            paragraph(f"<w:ins>{deleted('gone')}</w:ins>", run("a")), ["a"], ["a"], id="both"
        ),
        pytest.param(
            paragraph(run("one "), look=OLD_END) + said("two"),
            ["one two"],
            ["one ", "two"],
            id="joined",
        ),
        pytest.param(
            paragraph(run("one "), look=NEW_END) + said("two"),
            ["one ", "two"],
            ["one two"],
            id="split",
        ),
        pytest.param(
            said("a") + paragraph(inserted("b"), look=NEW_END) + said("c"),
            ["a", "b", "c"],
            ["a", "c"],
            id="a new paragraph",
        ),
        pytest.param(
            said("a") + paragraph(deleted("b"), look=OLD_END) + said("c"),
            ["a", "c"],
            ["a", "b", "c"],
            id="a deleted paragraph",
        ),
        pytest.param(
            paragraph(run("a"), look=OLD_END) + paragraph(look=OLD_END) + said("c"),
            ["ac"],
            ["a", "c"],
            id="an empty one between",
        ),
        pytest.param(
            paragraph(run("a"), look=OLD_END) + table([said("cell")]) + said("c"),
            ["a", "cell", "c"],
            ["a", "cell", "c"],
            id="a table between",
        ),
        pytest.param(
            paragraph(run("a"), f"<w:r>{shape(said('box'))}</w:r>", look=OLD_END) + said("c"),
            ["ac", "box"],
            ["a", "box", "c"],
            id="a box between",
        ),
        pytest.param(
            f"<w:tbl>{a_row('new', 'ins')}{a_row('old', 'del')}</w:tbl>",
            ["new"],
            ["old"],
            id="rows",
        ),
        pytest.param(
            table([paragraph(run("a"), look=OLD_END), said("b")]),
            ["a", "b"],
            ["a", "b"],
            id="cells",
        ),
        pytest.param(
            paragraph(
                f"<w:ins><w:r>{shape(said('new'))}</w:r></w:ins>"
                f"<w:del><w:r>{shape(said('old'))}</w:r></w:del>"
            ),
            ["new"],
            ["old"],
            id="boxes",
        ),
    ],
)
def test_changes_are_settled_as_word_does(body, new, old):
    reading = read(io.BytesIO(a_draft(body)))

    assert [each.text for each in accepted(reading)] == new
    assert [each.text for each in rejected(reading)] == old


def test_a_draft_without_changes_is_the_same_both_ways():
    reading = read(io.BytesIO(a_draft(said("a") + table([said("b")]))))

    assert accepted(reading) == rejected(reading)
    assert not reading.has_tracked_changes


def digest(body, **more):
    return text_sha256(read(io.BytesIO(a_draft(body, **more))))


def linked(target):
    body = paragraph(f'<w:hyperlink r:id="L">{run("here")}</w:hyperlink>')
    return digest(body, links={"L": target})


def pictured(content, name):
    return digest(paragraph(picture("P", name)), media={"P": ("media/image1.png", content)})


def test_the_digest_is_of_what_is_seen_and_of_nothing_else():
    assert digest(said("a")) == digest(said("a", "<w:b/>"))
    assert digest(said("a")) == digest(paragraph(run("a"), deleted("b")))
    assert digest(said("a")) == digest(said("a") + said(""))
    assert digest(said("a")) != digest(said("b"))
    assert digest(said("a") + said("b")) != digest(said("ab"))
    assert linked("https://a.example") != linked("https://b.example")
    assert pictured(png(1, 1), "a.png") != pictured(png(1, 2), "a.png")
    assert pictured(png(1, 1), "a.png") == pictured(png(1, 1), "b.png")


def test_the_digest_of_a_kept_reading_is_the_same():
    reading = read(io.BytesIO(EVERYTHING))

    assert text_sha256(decoded(encoded(reading))) == text_sha256(reading)
