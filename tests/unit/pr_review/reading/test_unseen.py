"""Words that stand in a draft and that nobody sees, however that was done."""

import io

import pytest

from pr_review.drafts.gate import ensure_word_document
from pr_review.reading.blocks import Mark
from pr_review.reading.compare import compare
from pr_review.reading.compare_html import to_html
from pr_review.reading.preview import preview
from pr_review.reading.settled import text_sha256
from pr_review.reading.walk import read
from tests.support.drafts import a_draft, old_shape, paragraph, run, said, shape, table

HIDDEN, WHITE, STRUCK = {Mark.HIDDEN}, {Mark.WHITE}, {Mark.STRUCK}
THEME = (
    b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    b'<a:clrScheme><a:dk1><a:srgbClr val="FFFFFF"/></a:dk1><a:lt1><a:sysClr lastClr="FFFFFF"/>'
    b"</a:lt1></a:clrScheme></a:themeElements></a:theme>"
)


def reading_of(body, **more):
    draft = a_draft(body, **more)
    ensure_word_document(draft)
    return read(io.BytesIO(draft))


def marks_in(body, words="words", **more):
    """What is special about the words, wherever they stand."""
    spans = (span for block in reading_of(body, **more).blocks for span in block.spans)
    return set(next(span for span in spans if span.text == words).marks)


@pytest.mark.parametrize(
    ("look", "marks"),
    [
        pytest.param('<w:color w:val="000000"/><w:highlight w:val="black"/>', WHITE, id="black"),
        pytest.param('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>', WHITE, id="yellow"),
        pytest.param('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', set(), id="readable"),
        pytest.param(
            '<w:color w:val="FFFFFF"/><w:shd w:fill="000000" w:themeFill="background1"/>',
            WHITE,
            id="a theme's fill wins",
        ),
        pytest.param(
            '<w:color w:val="000000" w:themeColor="background1"/>', WHITE, id="a theme's colour"
        ),
        pytest.param(
            '<w:color w:val="000000" w:themeColor="background1" w:themeShade="FE"/>',
            WHITE,
            id="hardly darker than paper",
        ),
        pytest.param(
            '<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="80"/>',
            set(),
            id="grey",
        ),
        pytest.param('<w:w w:val="1"/>', HIDDEN, id="narrow"),
        pytest.param('<w:w w:val="90"/>', set(), id="narrower"),
        pytest.param('<w:fitText w:val="1"/>', HIDDEN, id="fitted into nothing"),
        pytest.param('<w:spacing w:val="-400"/>', HIDDEN, id="one over the other"),
        pytest.param('<w:spacing w:val="-10"/>', set(), id="closer"),
        pytest.param('<w:position w:val="-3000"/>', HIDDEN, id="far below the line"),
        pytest.param('<w:position w:val="6"/>', set(), id="raised"),
        pytest.param('<w:sz w:val="5"/>', HIDDEN, id="2.5 points"),
        pytest.param('<w:sz w:val="12"/>', set(), id="6 points"),
        pytest.param(
            '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000">'
            '<w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill></w14:textFill>',
            HIDDEN,
            id="transparent",
        ),
        pytest.param("<w:strike/>", STRUCK, id="struck out"),
        pytest.param("<w:dstrike/>", STRUCK, id="struck out twice"),
        pytest.param('<w:strike w:val="0"/>', set(), id="not struck out"),
    ],
)
def test_what_a_run_says_of_itself(look, marks):
    assert marks_in(said("words", look)) == marks


@pytest.mark.parametrize(
    ("look", "marks"),
    [
        pytest.param('<w:spacing w:line="1" w:lineRule="exact"/>', HIDDEN, id="no height"),
        pytest.param('<w:spacing w:line="240" w:lineRule="exact"/>', set(), id="12 points"),
        pytest.param('<w:ind w:left="30000"/>', HIDDEN, id="beside the paper"),
        pytest.param('<w:ind w:left="720"/>', set(), id="indented"),
    ],
)
def test_what_a_paragraph_says_of_its_lines(look, marks):
    assert marks_in(paragraph(run("words"), look=look)) == marks


def test_what_the_document_hides_is_hidden_unless_a_run_says_no():
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    )
    body = said("words") + said("shown", '<w:vanish w:val="0"/>')

    assert marks_in(body, parts=[("styles", styles)]) == HIDDEN
    assert marks_in(body, "shown", parts=[("styles", styles)]) == set()


def test_what_a_tables_style_hides_is_hidden():
    styles = '<w:style w:type="table" w:styleId="T"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = table([said("words")]).replace(
        "<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'
    )

    assert marks_in(body, parts=[("styles", styles)]) == HIDDEN


def test_a_cell_that_is_merged_with_the_one_above_shows_nothing_of_its_own():
    body = "<w:tbl>" + "".join(
        f"<w:tr><w:tc><w:tcPr><w:vMerge{how}/></w:tcPr>{said(text)}</w:tc></w:tr>"
        for how, text in ((' w:val="restart"', "above"), ("", "words"))
    )

    assert marks_in(body + "</w:tbl>") == HIDDEN
    assert marks_in(body + "</w:tbl>", "above") == set()


def test_the_theme_of_the_document_says_what_its_colours_are():
    media = {"T": ("theme/theme1.xml", THEME)}
    look = '<w:color w:val="000000" w:themeColor="text1"/>'

    assert marks_in(said("words", look), media=media) == WHITE
    assert marks_in(said("words", look)) == set()


def test_words_in_the_colour_of_the_pages_are_lost_where_word_shows_it():
    body = '</w:body><w:background w:color="112233"/><w:body>' + said(
        "words", '<w:color w:val="112233"/>'
    )
    shown = [("settings", "<w:displayBackgroundShape/>")]

    assert marks_in(body, parts=shown) == WHITE
    assert marks_in(body) == set()


def test_what_stands_in_a_hidden_box_is_hidden():
    box = shape(said("words"), '<wp:docPr id="1" name="n" hidden="1"/>')
    old = old_shape(said("words"), 'style="position:absolute;visibility:hidden"')

    assert marks_in(paragraph(f"<w:r>{box}</w:r>")) == HIDDEN
    assert marks_in(paragraph(f"<w:r>{old}</w:r>")) == HIDDEN


LOOKS = ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', "<w:strike/>"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_text_of_which_a_word_is_no_longer_seen_is_another_text(look):
    # given
    old = reading_of(paragraph(run("does "), run("not "), run("endorse us")))
    new = reading_of(paragraph(run("does "), run("not ", look), run("endorse us")))

    # when
    found = compare(old, new)

    # then
    assert text_sha256(old) != text_sha256(new)
    assert not found.is_same_text
    assert found.sections[1][0].change == "CHANGED"
    assert "looks-changed" in to_html(found)


def test_a_character_that_xml_cannot_have_makes_no_two_texts_one():
    two = reading_of(said("X") + said("Y"))
    one = reading_of(
        paragraph('<w:r><w:t>X</w:t><w:sym w:font="Arial" w:char="0000"/><w:t>BODY Y</w:t></w:r>')
    )

    assert one.blocks[0].shown == "XBODY Y"
    assert text_sha256(one) != text_sha256(two)


def test_the_preview_strikes_out_what_is_struck_out():
    assert "<s>words</s>" in preview(reading_of(said("words", "<w:strike/>")))


ODD = '<zzz:q xmlns:zzz="urn:zzz">{}</zzz:q>'


@pytest.mark.parametrize(
    "around", [ODD, "<w:foo>{}</w:foo>", "<w:proofErr>{}</w:proofErr>", "<w:numPr>{}</w:numPr>"]
)
def test_what_stands_in_an_element_that_word_does_not_know_is_hidden(around):
    assert marks_in(paragraph(around.format(run("words")))) == HIDDEN
    assert marks_in(around.format(said("words"))) == HIDDEN


def test_words_where_only_paragraphs_may_be_are_hidden():
    assert marks_in("<w:t>words</w:t>" + said("x")) == HIDDEN


def told_twice(choice, fallback, requires="zzz"):
    return (
        f'<mc:AlternateContent xmlns:zzz="urn:zzz"><mc:Choice Requires="{requires}">{choice}'
        f"</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


@pytest.mark.parametrize(
    ("choice", "fallback", "seen", "hidden"),
    [
        pytest.param(said("a"), said("a"), ["a"], [], id="the same"),
        pytest.param(
            said("a") + said("not") + said("b"),
            said("a") + said("b"),
            ["a", "b"],
            ["a", "not", "b"],
            id="one paragraph less",
        ),
        pytest.param(said("a"), said("a", "<w:vanish/>"), [], ["a", "a"], id="one is hidden"),
        pytest.param(
            said("a") + said("b"), said("b") + said("a"), ["b", "a"], ["a", "b"], id="order"
        ),
    ],
)
def test_of_two_tellings_both_are_read_and_what_word_does_not_take_is_hidden(
    choice, fallback, seen, hidden
):
    reading = reading_of(told_twice(choice, fallback))

    spans = [span for block in reading.blocks for span in block.spans]
    assert [span.text for span in spans if Mark.HIDDEN not in span.marks] == seen
    assert [span.text for span in spans if Mark.HIDDEN in span.marks] == hidden
    assert ("ALTERNATIVE_TEXT" in reading.doubts) is (len(spans) > 1)


def test_word_takes_the_choice_that_it_understands():
    body = told_twice(said("words"), said("other"), requires="wps")

    assert marks_in(body) == set()
    assert marks_in(body, "other") == HIDDEN


def test_a_comparison_says_of_a_row_that_a_link_leads_elsewhere():
    # given
    body = paragraph(f'<w:hyperlink r:id="L">{run("our shop")}</w:hyperlink>')
    old, new = (reading_of(body, links={"L": f"https://{it}.example"}) for it in ("a", "b"))

    # when
    html, same = to_html(compare(old, new)), to_html(compare(old, old))

    # then
    assert 'class="same near body beside-changed"' in html
    assert "beside-changed" not in same
