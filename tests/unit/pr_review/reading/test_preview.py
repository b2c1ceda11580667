"""The preview shows all words of a draft and nothing else of it."""

import io
import re
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pr_review.reading.blocks import (
    Aside,
    AsideKind,
    Block,
    Kind,
    Mark,
    Picture,
    Place,
    Reading,
    Span,
    WordComment,
)
from pr_review.reading.preview import preview
from pr_review.reading.walk import read
from tests.support.drafts import a_draft, paragraph, picture, png, run, said, shape, table
from tests.unit.pr_review.reading.everything import EVERYTHING

TAGS = {
    *("article", "section", "p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "ins", "del"),
    *("b", "i", "br", "ul", "li", "table", "tbody", "tr", "td", "div", "figure", "figcaption"),
    *("img", "dl", "dt", "dd", "details", "summary", "s"),
}
ATTRIBUTES = {
    "*": {"class", "id", "data-pid", "data-block", "data-picture", "data-label"},
    "td": {"colspan"},
    "img": {"src", "alt", "width", "height"},
}
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;&#x3c;</p></article>"
NO_WORDS = "wordless"
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]")

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


def a_block(*spans, number=0, **more):
    return Block(f"b{number}", Place.BODY, "word/document.xml", number, spans, **more)


def preview_of(body, **more):
    return preview(read(io.BytesIO(a_draft(body, **more))))


def parsed(html):
    return lxml.html.document_fromstring(f"<html><body>{html}</body></html>").body


def ensure_ours(html):
    for element in parsed(html).iterdescendants():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES["*"] | ATTRIBUTES.get(element.tag, set())
        if element.tag == "img":
            assert re.match(r"data:image/(png|jpeg|gif);base64,[\w+/=]+$", element.get("src"))


@given(st.lists(TEXTS, max_size=5), st.sets(st.sampled_from(Mark)), TEXTS, TEXTS)
def test_any_words_come_out_whole_and_are_only_words(texts, marks, link, aside):
    # given
    spans = [Span(text, frozenset(marks), link) for text in texts if text]
    block = a_block(
        *spans, asides=tuple(Aside(kind, aside) for kind in AsideKind), paragraph_id=link
    )

    # when
    html = preview(Reading((block,), properties={link: aside}))

    # then
    ensure_ours(html)
    if spans:
        (found,) = parsed(html).xpath("//*[@id='b0']")
        assert found.text_content() == block.shown
    values = parsed(html).xpath("//li/span[@class='value']")
    assert [value.text_content() for value in values] == [aside] * len(AsideKind)


def test_every_construct_of_a_draft_is_shown():
    # given
    reading = read(io.BytesIO(EVERYTHING))

    # when
    html = preview(reading)

    # then
    ensure_ours(html)
    body = parsed(html)
    named = body.xpath("//*[@id]")
    assert [each.get("id") for each in named] == [block.id for block in reading.blocks]
    shown = {each.get("id"): each.text_content() for each in named if each.get("class") != NO_WORDS}
    assert shown == {block.id: block.shown for block in reading.blocks if block.spans}
    beside = [each.text_content() for each in body.xpath("//span[@class='value']")]
    assert beside == [aside.text for block in reading.blocks for aside in block.asides]


def test_script_in_every_position_of_text_stays_text():
    # given
    block = a_block(
        Span(HOSTILE, frozenset(Mark), HOSTILE),
        paragraph_id=HOSTILE,
        asides=tuple(Aside(kind, HOSTILE) for kind in AsideKind),
        pictures=("p0", "p1"),
    )
    pictures = (
        Picture("p0", HOSTILE, HOSTILE, "image/png", 2, 2, 9, png()),
        Picture("p1", HOSTILE, HOSTILE, HOSTILE, 2, 2, 9, b"<svg/>"),
    )
    comment = Block("b1", Place.COMMENT, HOSTILE, 0, (Span(HOSTILE),), note=1)
    reading = Reading(
        (block, comment), pictures, (WordComment(HOSTILE, HOSTILE, HOSTILE),), {HOSTILE: HOSTILE}
    )

    # when
    html = preview(reading)

    # then
    ensure_ours(html)
    assert "<script" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://maker.example/a?b=c&amp;d=e", "web"),
        ("mailto:ada@maker.example", "web"),
        ("tel:+49123", "web"),
        ("HTTP://maker.example", "web"),
        ("#place", "inside"),
        ("javascript:alert(1)", "unsafe"),
        ("JaVaScRiPt:alert(1)", "unsafe"),
        (" javascript:alert(1)", "unsafe"),
        ("java&#10;script:alert(1)", "unsafe"),
        ("vbscript:a", "unsafe"),
        ("data:text/html,&lt;script>alert(1)&lt;/script>", "unsafe"),
        ("file:///etc/passwd", "unsafe"),
        (r"\\10.0.0.1\share\x", "unsafe"),
        ("//10.0.0.1/share", "unsafe"),
        (r"http:\\10.0.0.1", "unsafe"),
        ("maker.example", "unsafe"),
        ("http:maker.example", "unsafe"),
        ("https://a b", "unsafe"),
    ],
)
def test_no_link_is_live_and_each_target_is_listed(target, kind):
    body = paragraph(f'<w:hyperlink r:id="L">{run("here")}</w:hyperlink>')

    html = preview_of(body, links={"L": target})

    ensure_ours(html)
    (words,) = parsed(html).xpath("//span[contains(@class, 'link ')]")
    (listed,) = parsed(html).xpath("//li[contains(@class, 'link-target')]")
    assert words.get("class") == f"link {kind}"
    assert listed.get("class") == f"link-target {kind}"
    assert ("Unsafe link" in listed.text_content()) == (kind == "unsafe")


def test_a_bookmark_with_quotes_is_no_id():
    html = preview_of('<w:bookmarkStart w:name="a&quot; onload=&quot;b"/>' + said("a"))

    ensure_ours(html)
    assert parsed(html).xpath("//span[@class='value']/text()") == ['a" onload="b']


def test_pictures_that_are_not_shown_have_a_place_with_their_names_and_measures():
    media = {
        "P1": ("media/image1.png", b"<svg onload='alert(1)'/>"),
        "P2": ("media/image2.png", png(60_000, 60_000)),
        "P3": ("media/image3.png", png(4, 3)),
    }
    body = paragraph(*(picture(each, f"{each}.png", f"about {each}") for each in media)) * 2

    html = preview_of(body, media=media)

    ensure_ours(html)
    figures = parsed(html).xpath("//figure")
    kinds = ["picture placeholder"] * 2 + ["picture"] + ["picture placeholder"] * 3
    assert [each.get("class") for each in figures] == kinds
    assert "60000 × 60000 pixels" in figures[1].text_content()
    assert all(f"about P{number}" in figures[number - 1].text_content() for number in (1, 2, 3))
    assert "svg+xml" not in "".join(parsed(html).xpath("//img/@src"))


def test_tables_boxes_and_notes_nest_as_they_do_in_the_draft():
    # given a table in a cell, beside a box with a table
    inner = table([said("inner")])
    box = paragraph(f"<w:r>{shape(said('boxed') + table([said('in the box')]))}</w:r>")
    body = said("before") + table([inner + said("after"), box], [said("row")]) + said("last")

    # when
    html = preview_of(body)

    # then
    tree = parsed(html)
    assert tree.xpath("string(//td//td/p)") == "inner"
    assert tree.xpath("string(//td/div[@class='box']/p)") == "boxed"
    assert tree.xpath("string(//td/div[@class='box']/table//p)") == "in the box"
    assert tree.xpath("string(//section/table/tr[2]/td/p | //section/table/tbody/tr[2]/td/p)")
    assert [p.text_content() for p in tree.xpath("//section/p")] == ["before", "last"]


def test_each_kind_of_part_has_a_section_and_each_note_a_label():
    notes = '<w:footnote w:id="{0}">' + said("note {0}") + "</w:footnote>"
    comment = f'<w:comment w:id="1" w:author="Rita">{said("why?")}</w:comment>'

    html = preview_of(
        paragraph('<w:commentRangeStart w:id="1"/>', run("body")),
        parts=[
            ("header", said("top")),
            ("footnotes", notes.format(1) + notes.format(2)),
            ("comments", comment),
        ],
    )

    tree = parsed(html)
    sections = [each.get("class") for each in tree.xpath("//section")]
    assert sections == ["part body", "part header", "part footnote", "part comment"]
    labels = tree.xpath("//div[@class='note']/span[@class='label']/text()")
    assert labels == ["Footnote 1", "Footnote 2", "Comment 1 by Rita"]
    assert tree.xpath("//div[@data-block='b0']//p/text()") == ["why?"]


def test_what_changed_and_what_nobody_sees_is_marked_and_said():
    block = a_block(
        Span("new", frozenset({Mark.INSERTED, Mark.MOVED})),
        Span("old", frozenset({Mark.DELETED})),
        Span("small", frozenset({Mark.HIDDEN, Mark.WHITE})),
        kind=Kind.HEADING,
        level=8,
        ending=frozenset({Mark.DELETED}),
    )

    tree = parsed(preview(Reading((block,))))

    (heading,) = tree.xpath("//h6")
    assert heading.get("class") == "level-8 end-deleted"
    assert heading.xpath("string(ins[@class='moved'])") == "new"
    assert heading.xpath("string(del)") == "old"
    assert heading.xpath("//span/@data-label") == [
        "hidden, nobody sees it in Word",
        "as pale as the paper",
    ]
    assert heading.text_content() == block.shown == "newoldsmall"


def test_a_paragraph_of_nothing_but_pictures_can_be_jumped_to_and_commented_on():
    # given
    media = {"P1": ("media/image1.png", png(4, 3))}
    draft = a_draft(said("before") + paragraph(picture("P1", "mug.png", "a mug")), media=media)
    reading = read(io.BytesIO(draft))

    # when
    tree = parsed(preview(reading))

    # then
    (alone,) = (block for block in reading.blocks if block.pictures)
    (found,) = tree.xpath(f"//*[@id='{alone.id}']")
    assert (alone.shown, found.get("class")) == ("", NO_WORDS)
    assert found.xpath("figure/img/@alt") == ["a mug"]
    assert found.xpath("ul[@class='asides']")


def test_a_line_break_is_a_newline_in_the_text_of_its_block():
    block = a_block(Span("one\ntwo 🏺"))

    (found,) = parsed(preview(Reading((block,)))).xpath("//*[@id='b0']")

    assert found.text_content() == block.shown
    assert len(found.xpath("br")) == 1


def test_front_ends_are_told_of_every_class_that_a_preview_has():
    told = (Path(__file__).parents[4] / "docs" / "drafts.md").read_text()
    tree = parsed(preview(read(io.BytesIO(EVERYTHING))))

    named = {each for element in tree.xpath("//*[@class]") for each in element.classes}
    of_asides = {each for item in tree.xpath("//li[@class]") for each in item.classes}

    assert len(named) > 15
    for each in named - of_asides:
        assert f"`{each}" in told or re.match(r"(depth|level)-\d$", each), each
