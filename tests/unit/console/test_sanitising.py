"""What comes through of a draft's HTML: what the walk makes of one, and nothing else."""

import io
import re

import pytest

from console.sanitising import blocks, marked, sanitised, text_of
from pr_review.reading.compare import compare
from pr_review.reading.compare_html import to_html
from pr_review.reading.preview import preview
from pr_review.reading.walk import read
from tests.support import drafts, hostile_text
from tests.support.word_drafts import a_draft, read_bytes


def read_raw(*paragraphs, **more):
    return read(io.BytesIO(drafts.a_draft("".join(paragraphs), **more)))


TRACKED = drafts.paragraph(
    drafts.run("Kept "),
    '<w:ins w:id="1" w:author="A">' + drafts.run("put in") + "</w:ins>",
    '<w:del w:id="2" w:author="A"><w:r><w:delText>taken out</w:delText></w:r></w:del>',
    drafts.run(" hidden", "<w:vanish/>"),
    drafts.run(" struck", "<w:strike/>"),
)
READINGS = {
    "one of everything": lambda: read_bytes(a_draft()),
    "tracked changes": lambda: read_raw(TRACKED),
    "hostile words": lambda: read_bytes(a_draft(opening="<&\"'>".join(hostile_text.LINES))),
    "a table in a table": lambda: read_raw(
        drafts.table([drafts.table([drafts.said("inner")]) + drafts.said("outer")])
    ),
    "line breaks and tabs": lambda: read_raw(
        drafts.paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>")
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_every_block_keeps_its_text_letter_by_letter(name):
    reading = READINGS[name]()

    texts = dict(blocks(sanitised(preview(reading))))

    assert texts == {block.id: block.shown for block in reading.blocks if block.spans}


@pytest.mark.parametrize("name", READINGS)
def test_nothing_is_lost_of_what_the_walk_makes(name):
    made = preview(READINGS[name]())

    cleaned = sanitised(made)

    # A parser puts bodies into tables; all else is as it was.
    assert _names(cleaned) == _names(made)


def _names(html):
    """Tags, classes and attributes, counted."""
    found = re.findall(r'<(\w+)|class="([^"]*)"| (id|data-\w+|src|width|colspan)=', html)
    return sorted(each for each in found if each[0] != "tbody")


def test_nothing_is_lost_of_a_comparison():
    made = to_html(compare(read_bytes(a_draft()), read_bytes(a_draft(opening="Other words."))))

    assert _names(sanitised(made)) == _names(made)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("<script>alert(1)</script>after", "after"),
        ("<p onclick=alert(1)>a</p>", "<p>a</p>"),
        ('<p style="position:fixed">a</p>', "<p>a</p>"),
        ('<p id="main">a</p>', "<p>a</p>"),
        ('<p id="b1">a</p>', '<p id="b1">a</p>'),
        ('<p class="item notice bad">a</p>', '<p class="item">a</p>'),
        ('<a href="https://x.example">a</a>', "a"),
        ("<iframe srcdoc='<b>x</b>'></iframe>after", "after"),
        ("<form action=/x><input name=csrf><button>a</button></form>", "a"),
        ("<svg onload=alert(1)></svg>after", "after"),
        ("<template><p>a</p></template>after", "after"),
        ('<img src="https://x.example/track.png" alt="a">', '<img alt="a">'),
        ('<img src="data:image/svg+xml;base64,AAAA">', "<img>"),
        ('<img src="data:text/html;base64,AAAA">', "<img>"),
        ('<img src="javascript:alert(1)">', "<img>"),
        (
            '<img src="data:image/png;base64,AAAA">',
            '<img src="data:image/png;base64,AAAA">',
        ),
        ('<span data-label="&quot;><b>x">a</span>', "<span>a</span>"),
        ("<!-- a comment -->a", "a"),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>"),
    ],
)
def test_what_our_walk_never_makes_does_not_come_through(given, left):
    assert sanitised(given) == left


def test_signs_are_put_before_blocks_and_nothing_else():
    html = sanitised(
        '<section class="part"><h2 id="b1" class="level-7">A</h2><table><tr><td><p id="b2" '
        'data-pid="7F">&lt;p id="b9"&gt;</p></td></tr></table><p>no block</p>'
        '<div id="b3" class="wordless"></div><div class="box">x</div></section>'
    )
    before = []

    with_signs = marked(html, lambda block: before.append(block) or f"[{block}]")

    assert before == ["b1", "b2", "b3"]
    assert with_signs.replace("[b1]", "").replace("[b2]", "").replace("[b3]", "") == html
    assert "[b2]<p id" in with_signs.replace(' data-pid="7F"', "")


def test_the_text_of_one_block_is_found():
    html = sanitised('<p id="b1">a<br>\nb <b>c</b> &amp; &lt;d&gt;</p><div id="b2"></div>')

    assert text_of(html, "b1") == "a\nb c & <d>"
    assert text_of(html, "b2") is None
    assert text_of(html, "b7") is None
