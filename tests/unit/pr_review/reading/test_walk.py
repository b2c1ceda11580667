"""How the walk reads what a draft is made of."""

import io

import pytest

from pr_review.reading.blocks import AsideKind, Cell, Mark
from pr_review.reading.walk import read
from tests.support.drafts import (
    a_draft,
    either,
    field,
    old_shape,
    paragraph,
    picture,
    png,
    run,
    said,
    shape,
    table,
)
from tests.unit.pr_review.reading.everything import PARTS


def reading_of(body, **more):
    return read(io.BytesIO(a_draft(body, **more)))


def test_characters_that_are_elements_are_read_as_characters():
    content = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
        '<w:t>d</w:t><w:softHyphen/><w:cr/><w:sym w:font="Wingdings" w:char="F04A"/>'
        '<w:sym w:char="none"/></w:r>'
    )

    (block,) = reading_of(paragraph(content)).blocks

    assert block.shown == "a\tb\nc\u2011d\u00ad\n\uf04a"


def test_a_paragraph_knows_its_number_in_the_part_also_behind_one_that_is_not_read():
    # given a box told twice, of which the second telling is left out
    body = said("a") + paragraph(f"<w:r>{either(shape(said('b')), old_shape(said('b')))}</w:r>")

    # when
    blocks = reading_of(body + said("c")).blocks

    # then
    assert [(block.shown, block.element) for block in blocks] == [
        ("a", 0),
        ("", 1),
        ("b", 2),
        ("c", 4),
    ]


def test_words_own_id_of_a_paragraph_is_kept_if_it_is_one():
    blocks = reading_of(
        '<w:p w14:paraId="0A1B2C3D"/><w:p w14:paraId="&quot;&gt;&lt;script&gt;"/>'
    ).blocks

    assert [block.paragraph_id for block in blocks] == ["0A1B2C3D", ""]


def test_a_cell_knows_the_tables_around_it():
    inner = table([said("a"), said("b")])

    blocks = reading_of(table([said("first"), inner + said("after")])).blocks

    outer = Cell(0, 0, 1)
    assert [(block.shown, block.cell) for block in blocks] == [
        ("first", Cell(0, 0, 0)),
        ("a", Cell(1, 0, 0, within=outer)),
        ("b", Cell(1, 0, 1, within=outer)),
        ("after", outer),
    ]


def test_a_comment_knows_its_author_text_and_what_it_is_about():
    body = said("before") + '<w:commentRangeStart w:id="7"/>' + said("about")

    reading = reading_of(body, parts=[PARTS[6]])

    about = [(each.author, each.text, each.block) for each in reading.comments]
    assert about == [("Rita", "mkcomment\ntwice", "b1"), ("", "about nothing", "")]


def test_the_end_of_a_paragraph_may_be_inserted_or_deleted():
    look = "<w:rPr><{}/></w:rPr>"
    endings = [
        block.ending
        for block in reading_of(
            paragraph(run("a"), look=look.format("w:ins"))
            + paragraph(run("b"), look=look.format("w:del"))
            + paragraph(run("c"), look=look.format("w:moveFrom"))
            + said("d")
        ).blocks
    ]

    assert endings == [{Mark.INSERTED}, {Mark.DELETED}, {Mark.DELETED, Mark.MOVED}, set()]


def test_a_field_may_go_on_over_paragraphs_and_hold_others():
    inner = field(" HYPERLINK inner ", run("b"))
    whole = field(" HYPERLINK outer ", run("a") + inner + "</w:p><w:p>" + run("c"))

    first, second = reading_of(paragraph(whole) + said("d")).blocks[:2]

    assert [(span.text, span.link) for span in first.spans] == [("a", "outer"), ("b", "inner")]
    assert [(span.text, span.link) for span in second.spans] == [("c", "outer")]


@pytest.mark.parametrize(
    ("instruction", "target"),
    [
        (' HYPERLINK "https://a.example/b c" ', "https://a.example/b c"),
        (r' hyperlink "\\\\10.0.0.1\\share" ', r"\\10.0.0.1\share"),
        (r' HYPERLINK \l "place" ', "#place"),
        (r' HYPERLINK "a" \t "_blank" \n \o "tip" ', "a"),
        ("HYPERLINK", ""),
        (' PAGEREF "a" ', None),
    ],
)
def test_a_fields_target_is_read_as_word_writes_it(instruction, target):
    (block,) = reading_of(paragraph(field(instruction.replace('"', "&quot;"), run("a")))).blocks

    assert [span.link for span in block.spans] == [target or ""]
    found = [each.text for each in block.asides if each.kind is AsideKind.LINK_TARGET]
    assert found == ([target] if target else [])


def test_pictures_are_known_by_their_bytes_not_by_their_names():
    # given
    media = {
        "P1": ("media/image1.png", png(4, 3)),
        "P2": ("media/image2.png", b"<svg onload='alert(1)'/>"),
        "P3": ("media/image3.jpg", b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x05\0\x06"),
        "P4": ("media/image4.png", png(60_000, 60_000)),
        "P5": ("media/image5.png", png() + b"\0" * 2**20),
    }

    # when
    body = paragraph(*(picture(identity, alt=identity) for identity in media))
    found = {each.alt: each for each in reading_of(body, media=media).pictures}

    # then
    assert [found["P1"].width, found["P1"].height, found["P1"].data] == [4, 3, png(4, 3)]
    assert (found["P2"].content_type, found["P2"].data) == ("image/svg+xml", b"")
    assert (found["P3"].content_type, found["P3"].width, found["P3"].height) == ("image/jpeg", 6, 5)
    assert (found["P4"].width, found["P4"].data) == (60_000, b"")
    assert (found["P5"].size, found["P5"].data) == (2**20 + len(png()), b"")


def test_the_same_picture_is_kept_once():
    reading = reading_of(paragraph(picture("P1")) * 3, media={"P1": ("media/image1.png", png())})

    assert [block.pictures for block in reading.blocks] == [("p0",)] * 3
    assert len(reading.pictures) == 1


def test_properties_are_read_under_our_names():
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator> Ada  L. </dc:creator>'
        "<cp:lastModifiedBy>Agency</cp:lastModifiedBy><dc:title/></cp:coreProperties>"
    )

    properties = reading_of(said("a"), core=core).properties

    assert properties == {"author": "Ada L.", "last_modified_by": "Agency"}


def test_the_strict_dialect_says_the_same():
    strict = a_draft(said("a", "<w:b/>"), package={
        "word/document.xml": (
            b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
            b"<w:body><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r></w:p></w:body></w:document>"
        )
    })  # fmt: skip

    (block,) = read(io.BytesIO(strict)).blocks

    assert [(span.text, span.marks) for span in block.spans] == [("a", {Mark.BOLD})]


def test_text_in_pieces_of_xml_is_whole():
    body = "<w:p><w:r><w:t>a&amp;b<!-- c -->d<![CDATA[<e>]]>f</w:t></w:r></w:p>"

    (block,) = reading_of(body).blocks

    assert block.shown == "a&bd<e>f"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<w:p/>",
        "<w:tbl/>",
        "<w:tbl><w:tr/></w:tbl>",
        '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar/></w:r></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="separate"/><w:instrText/></w:r></w:p>',
        '<w:p><w:hyperlink r:id="none"/></w:p>',
        '<w:p><w:r><w:drawing><a:blip r:embed="none"/></w:drawing></w:r></w:p>',
        '<w:p><w:pPr><w:pStyle w:val="none"/><w:outlineLvl w:val="x"/></w:pPr></w:p>',
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="-9"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>',
        "<mc:AlternateContent/>",
        "<w:p><w:r><w:rPr><w:color/><w:sz/><w:shd/></w:rPr><w:sym/><w:t/></w:r></w:p>",
    ],
)
def test_odd_documents_are_read_all_the_same(body):
    assert all(not block.shown for block in reading_of(body).blocks)


def test_words_in_odd_places_are_read():
    body = (
        run("loose")
        + f"<w:p>{said('inner')}{table([said('in a table')])}</w:p>"
        + "<w:txbxContent>" + said("boxed") + "</w:txbxContent>"
        + f"<x:new xmlns:x='x'>{said('unknown')}</x:new>"
        + paragraph(f"<x:new xmlns:x='x'>{run('within')}</x:new>")
    )  # fmt: skip

    shown = [block.shown for block in reading_of(body).blocks if block.shown]

    assert shown == ["loose", "inner", "in a table", "boxed", "unknown", "within"]
