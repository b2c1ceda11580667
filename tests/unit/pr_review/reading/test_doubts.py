"""What Word may show and a reading of the draft alone would not tell."""

import io

import pytest

from pr_review.drafts.gate import ensure_word_document
from pr_review.reading.blocks import AsideKind, Doubt, Mark, Place
from pr_review.reading.walk import read
from pr_review.reading.word.package import NotXml
from pr_review.writing.notes import Caution
from pr_review.writing.proof import warnings_of
from tests.support.drafts import a_draft, field, paragraph, picture, png, run, said
from tests.unit.pr_review.reading.constructs_beside import drawn


def reading_of(body, **more):
    draft = a_draft(body, **more)
    ensure_word_document(draft)
    return read(io.BytesIO(draft))


def beside(reading, kind):
    return [each.text for block in reading.blocks for each in block.asides if each.kind is kind]


@pytest.mark.parametrize(
    ("instruction", "told", "doubts"),
    [
        (r"EQ \x(Amazon endorses us)", True, True),
        ('IF 1 = 1 "Amazon owns us" ""', True, True),
        ("docproperty Secret", True, True),
        ('QUOTE "Amazon is ours"', True, True),
        ("SYMBOL 65", True, True),
        ("= 1 + 1", True, True),
        (r"""DATE \@ "'Amazon endorses us'" """, True, True),
        (r"NUMPAGES \# Amazon", True, True),
        ("ADDIN ZOTERO_ITEM {}", True, False),
        ('XE "mugs"', True, False),
        (r"PAGE \* MERGEFORMAT", False, False),
        (r'DATE \@ "d MMMM yyyy"', False, False),
        (r"""DATE \@ "d 'de' MMMM 'de' yyyy" """, False, False),
        (r'TOC \o "1-3" \h', False, False),
        ('HYPERLINK "https://clay.example"', False, False),
        ("", False, False),
    ],
)
def test_what_a_field_is_told_is_listed_where_word_makes_words_of_it(instruction, told, doubts):
    reading = reading_of(paragraph(field(instruction, run("pots"))))

    assert beside(reading, AsideKind.FIELD) == ([" ".join(instruction.split())] if told else [])
    assert (Doubt.FIELD_RESULT_MAY_CHANGE in reading.doubts) is doubts


def test_a_simple_field_is_a_field_too():
    reading = reading_of(paragraph(f'<w:fldSimple w:instr=" TITLE ">{run("x")}</w:fldSimple>'))

    assert beside(reading, AsideKind.FIELD) == ["TITLE"]


def test_words_on_the_line_above_footnotes_are_read():
    notes = (
        f'<w:footnote w:type="separator">{said("Endorsed.")}</w:footnote>'
        '<w:footnote w:type="continuationSeparator"><w:p><w:r><w:separator/></w:r></w:p>'
        f"</w:footnote><w:footnote>{said('note')}</w:footnote>"
    )

    reading = reading_of(said("a"), parts=[("footnotes", notes)])

    found = [(each.place, each.shown, each.note) for each in reading.blocks[1:]]
    assert found == [(Place.FOOTNOTE, "Endorsed.", 0), (Place.FOOTNOTE, "note", 1)]


def test_words_bound_to_data_are_doubtful():
    bound = (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/r/t"/></w:sdtPr><w:sdtContent>'
        f"{run('pots')}</w:sdtContent></w:sdt>"
    )

    assert reading_of(paragraph(bound)).doubts == (Doubt.DATA_BOUND_TEXT,)


@pytest.mark.parametrize(
    "body", [paragraph(f'<w:bdo w:val="rtl">{run("stop")}</w:bdo>'), said("\u202estop\u202c")]
)
def test_letters_in_another_order_are_doubtful(body):
    assert reading_of(body).doubts == (Doubt.REVERSED_TEXT,)


def test_the_words_of_an_svg_are_read_and_it_has_a_place_of_its_own():
    extension = (
        '<a:blip r:embed="P"><a:extLst><a:ext><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.'
        'com/office/drawing/2016/SVG/main" r:embed="S"/></a:ext></a:extLst></a:blip>'
    )
    words = b"<text>Official <tspan>partner</tspan></text>"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">' + words + b"</svg>"
    body = paragraph(picture("P").replace('<a:blip r:embed="P"/>', extension))

    reading = reading_of(
        body, media={"P": ("media/image1.png", png()), "S": ("media/image2.svg", svg)}
    )

    assert beside(reading, AsideKind.DRAWING) == ["Official", "partner"]
    assert [each.content_type for each in reading.pictures] == ["image/png", "image/svg+xml"]
    assert reading.doubts == (Doubt.SVG_PICTURE,)


def test_a_chart_is_read_to_its_end():
    values = "".join(f"<c:v>{number}</c:v>" for number in range(600))
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{values}'
        "<a:t>the title</a:t></c:chartSpace>"
    )

    reading = reading_of(
        drawn('<c:chart r:id="C"/>'), media={"C": ("charts/chart1.xml", chart.encode())}
    )

    assert beside(reading, AsideKind.DRAWING)[-1] == "the title"


def test_a_list_takes_its_label_from_a_style_of_lists():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/><w:lvl w:ilvl="0">'
        '<w:lvlText w:val="Amazon says %1:"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    item = paragraph(run("item"), look='<w:numPr><w:numId w:val="1"/></w:numPr>')

    reading = reading_of(item, parts=[("numbering", numbering), ("styles", styles)])

    assert beside(reading, AsideKind.LABEL) == ["Amazon says %1:"]


def test_the_variables_of_a_document_are_among_its_properties():
    settings = '<w:docVars><w:docVar w:name="v" w:val="Amazon owns us"/></w:docVars>'

    reading = reading_of(said("a"), parts=[("settings", settings)])

    assert reading.properties == {"variable: v": "Amazon owns us"}


def test_a_symbol_of_an_ordinary_font_is_the_letter_that_it_shows():
    letters = "".join(f'<w:sym w:font="Arial" w:char="F0{ord(each):02X}"/>' for each in "Amazon")
    odd = '<w:sym w:font="Arial" w:char="D800"/>'

    (block,) = reading_of(paragraph(f"<w:r>{letters}{odd}</w:r>")).blocks

    assert block.shown == "Amazon\N{REPLACEMENT CHARACTER}"


def in_font(name, *slots):
    given = " ".join(f'w:{slot}="{name}"' for slot in slots or ("ascii", "hAnsi"))
    return f"<w:rFonts {given}/>"


STYLED = (
    f'<w:style w:type="character" w:styleId="S"><w:rPr>{in_font("Wingdings")}</w:rPr></w:style>'
)


@pytest.mark.parametrize(
    "body",
    [
        *(
            pytest.param(said("pots", in_font(font)), id=font)
            for font in ("Symbol", "SYMBOL MT", "Wingdings", "Wingdings 2", "Webdings", "Marlett")
        ),
        pytest.param(said("pots", in_font("Symbol", "cs")), id="of a complex script"),
        pytest.param(said("pots", in_font("Symbol", "eastAsia")), id="of an eastern script"),
        pytest.param(said("pots", '<w:rStyle w:val="S"/>'), id="by a style"),
        pytest.param(
            said("pots", '<w:rStyle w:val="S"/>' + in_font("Arial", "ascii")),
            id="by a style, and another font for some letters",
        ),
        pytest.param('<w:p><w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r></w:p>', id="sym"),
        pytest.param('<w:p><w:r><w:sym w:font="Arial" w:char="F041"/></w:r></w:p>', id="a letter"),
    ],
)
def test_words_in_a_font_of_signs_are_doubtful(body):
    assert reading_of(body, parts=[("styles", STYLED)]).doubts == (Doubt.SIGNS_FOR_LETTERS,)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(said("pots", in_font("Segoe UI Symbol")), id="a font that has letters too"),
        pytest.param(said("pots", in_font("Arial")), id="an ordinary font"),
        pytest.param(
            said("pots", '<w:rStyle w:val="S"/>' + in_font("Arial")), id="not the style's"
        ),
        pytest.param(said(" ", in_font("Symbol")) + said("pots"), id="a blank"),
        pytest.param(
            paragraph(run("pots"), look=f"<w:rPr>{in_font('Symbol')}</w:rPr>"),
            id="the mark of a paragraph, as Word writes it for bullets",
        ),
        pytest.param(
            said(
                "pots",
                '<w:rFonts w:ascii="Symbol" w:asciiTheme="minorHAnsi" w:hAnsi="Arial"/>',
            ),
            id="the theme's font",
        ),
    ],
)
def test_words_in_other_fonts_are_not(body):
    assert reading_of(body, parts=[("styles", STYLED)]).doubts == ()


@pytest.mark.parametrize(("font", "doubts"), [("Wingdings", True), ("Calibri", False)])
def test_a_theme_may_have_a_font_of_signs(font, doubts):
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:fontScheme><a:minorFont><a:latin typeface="{font}"/></a:minorFont></a:fontScheme>'
        "</a:theme>"
    )

    reading = reading_of(said("pots"), media={"T": ("theme/theme1.xml", theme.encode())})

    assert (Doubt.SIGNS_FOR_LETTERS in reading.doubts) is doubts


def test_the_list_that_word_makes_of_bullets_is_not_doubtful():
    bullets = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="\uf0b7"/>'
        f"<w:rPr>{in_font('Symbol')}</w:rPr></w:lvl></w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = said("pots").replace(
        "<w:p>", '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    )

    assert reading_of(item, parts=[("numbering", bullets)]).doubts == ()


def test_blanks_at_the_ends_of_a_text_count_only_where_the_file_says_so():
    plain = "<w:r><w:t> not</w:t></w:r><w:r><w:t> ably </w:t></w:r>"

    (block,) = reading_of(paragraph(plain, run(" so "))).blocks

    assert block.shown == "notably so "


def test_a_part_that_is_to_be_text_and_is_none_is_said_to_be_damaged():
    body = said("a") + '<w:sectPr><w:headerReference r:id="H"/></w:sectPr>'

    with pytest.raises(NotXml):
        reading_of(body, media={"H": ("media/image1.png", png())})


def test_a_redline_of_what_is_told_in_two_ways_is_never_proven():
    twice = (
        f"<mc:AlternateContent><mc:Fallback>{said('a')}</mc:Fallback>"
        f'<mc:Choice Requires="wps">{said("b")}</mc:Choice></mc:AlternateContent>'
    )
    old, new = reading_of(said("a")), reading_of(twice)

    assert Caution.NOT_PROVEN in warnings_of(old, new)
    assert Mark.HIDDEN in new.blocks[-1].spans[0].marks
