"""Documents that honest people send, which pass, some with a warning."""

import io
import zlib

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Inches

from pr_review.drafts.gate import MOST_WARNINGS, ensure_word_document
from tests.support.documents import WORD, a_zip, parts
from tests.support.packages import (
    W,
    a_drawing,
    a_field,
    a_jpeg,
    a_main,
    a_mark,
    a_package,
    a_png,
    a_table,
    with_part,
    with_picture,
)

TRACKED = (
    f'<w:p xmlns:w="{W}"><w:ins w:id="1" w:author="Mia"><w:r><w:t>New mugs</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="Mia"><w:r><w:delText>Old mugs</w:delText></w:r></w:del></w:p>'
)

INNER_LINK = " HYPERLINK \\l javascript:a"


def written(document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def with_everything() -> bytes:
    """Pictures, links, comments, headers, tables, fields and tracked changes."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "For immediate release"
    section.footer.paragraphs[0].text = "Page"
    paragraph = document.add_paragraph("Mugs for dog lovers")
    document.add_comment(paragraph.runs, "Since when?", author="Rita")
    document.add_picture(io.BytesIO(a_real_png()), width=Inches(1))
    document.add_table(2, 2).cell(0, 0).text = "Price"
    document.part.relate_to("https://maker.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.element.body.insert(0, parse_xml(TRACKED))
    document.core_properties.title = "A release"
    return written(document)


def a_real_png() -> bytes:
    sound = a_png(1, 1)
    line = zlib.compress(b"\0\0")
    chunk = b"IDAT" + line
    data = len(line).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return sound[:-12] + data + sound[-12:]


def with_changed_fields() -> str:
    """A whole page number inserted, another deleted, a link that a change is in."""
    link = a_field(
        'HYPER</w:instrText></w:r><w:r><w:instrText>LINK "https://maker.example"', result="here"
    )
    return (
        f"<w:p><w:ins w:id='1'>{a_field('PAGE')}</w:ins>"
        f"<w:del w:id='2'>{a_field('NUMPAGES', element='delInstrText')}</w:del>{link}</w:p>"
    )


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(with_everything(), id="all that python-docx can"),
        pytest.param(with_picture(a_jpeg(4000, 3000)), id="a photo"),
        pytest.param(with_picture(a_png(16_320, 12_240)), id="a photo of 200 megapixels"),
        pytest.param(with_picture(b"\x01\0\0\0EMF", "a.emf", "image/x-emf"), id="a metafile"),
        pytest.param(
            with_picture(a_drawing(), "image1.svg", "image/svg+xml"), id="a drawing that is still"
        ),
        pytest.param(
            with_picture(
                a_drawing(
                    "<style>a{fill:url(#b)}</style><use href='#a'/>"
                    "<image href='data:image/png;base64,AA=='/><animate values='0;1' to='2'/>",
                    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd">',
                ),
                "image1.svg",
                "image/svg+xml",
            ),
            id="a drawing of another program",
        ),
        pytest.param(with_part("footnotes.xml", "footnotes", b"<a/>"), id="footnotes"),
        pytest.param(
            with_part("header.bin", "header", a_main(element="hdr")), id="a header of any name"
        ),
        pytest.param(a_package(links=[]), id="no relations in the table"),
        pytest.param(
            a_package(links=[("hyperlink", "#_ftn1"), ("hyperlink", "https://a.test", "External")]),
            id="links within and to the web",
        ),
        pytest.param(
            a_package(links=[("hyperlink", "mailto:press@maker.example?subject=a", "External")]),
            id="a link to a mail address",
        ),
        pytest.param(
            a_package(
                links=[("image", "media/a%20b.png")],
                parts={"word/media/a b.png": a_png()},
            ),
            id="a blank in a name",
        ),
        pytest.param(
            a_package(links=[("image", "/word/media/a.png")], parts={"word/media/a.png": a_png()}),
            id="a target from the root",
        ),
        pytest.param(
            a_package(
                links=[("customXml", "../customXml/item1.xml")],
                parts={"customXml/item1.xml": b"<a xmlns:b='$ListId:Press Office;'>\xc3\xa4</a>"},
            ),
            id="data of its own",
        ),
        pytest.param(
            a_package(
                links=[("printerSettings", "printerSettings1.bin")],
                parts={"word/printerSettings1.bin": b"\0" * 100},
            ),
            id="settings of a printer",
        ),
        pytest.param(a_package("<w:p>" * 198 + "</w:p>" * 198), id="200 levels"),
        pytest.param(a_package("<w:p/>" * 100_000), id="a long one"),
        pytest.param(a_package("<!-- made by us -->" + "<w:p/>" * 50), id="a comment in the XML"),
        pytest.param(a_package("<w:p>1 > 0 / 2</w:p>" * 50), id="brackets in the text"),
        pytest.param(
            a_package(main=a_main().decode().replace("UTF-8", "UTF-16").encode("utf-16")),
            id="UTF-16",
        ),
        pytest.param(a_package(main=b"\xef\xbb\xbf" + a_main()), id="UTF-8 that says so"),
        pytest.param(a_package(with_changed_fields()), id="fields in tracked changes"),
        pytest.param(
            a_package(
                f"<w:p>{a_field(' TOC ', result='1')}{a_field(' PAGEREF _Toc1 ')}"
                f"{a_field('= ', a_field('PAGE'), ' + 1')}{a_field(' ADDIN EN.CITE x')}"
                f"{a_field('IF ', a_field('PAGE'), ' = 1 &quot;DDE&quot;')}"
                f"{a_field('XE &quot;DDE&quot;')}{a_mark('end')}</w:p>"
            ),
            id="all kinds of fields",
        ),
        pytest.param(
            a_package(
                "<w:p><w:r><w:t>Our DDEAUTO mug: { DDE } or INCLUDEPICTURE</w:t></w:r></w:p>"
            ),
            id="words that are names of fields",
        ),
        pytest.param(
            a_zip(parts() | {"docProps/thumbnail.jpeg": b"", "word/": b""}), id="nothing in parts"
        ),
        pytest.param(
            a_package(
                "<w:pict><v:shape><v:imagedata r:id='r0' xmlns:r='urn:r'/></v:shape></w:pict>",
                links=[("image", "media/a.png")],
                parts={"word/media/a.png": a_png()},
            ),
            id="an old drawing with its picture",
        ),
        pytest.param(a_zip(parts() | {"word/a.xml": b"<a/>"}), id="a part that nobody refers to"),
    ],
)
def test_an_honest_document_passes_without_a_warning(document):
    assert ensure_word_document(document) == ()


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\u200bscript:alert(1)",
        " vbscript:a",
        "data:text/html,a",
        "file:///C:/secret.txt",
        "file://server/share",
        "\\\\server\\share\\a.docx",
        "//server/share",
        "C:\\Users\\mia\\a.docx",
        "ms-word:ofe|u|https://a.test",
        "javascript:1/alert(1)",
    ],
)
@pytest.mark.parametrize("way", ["relation", "field"])
def test_an_odd_link_is_accepted_with_a_warning_that_shows_it(target, way):
    field = a_field(f' HYPERLINK "{target}" \\o "tip"', result="here")
    if way == "relation":
        document = a_package(links=[("hyperlink", target, "External")])
    else:
        document = a_package(f"<w:p>{field}</w:p>")

    [(code, text)] = ensure_word_document(document)

    assert code == "UNSAFE_LINK"
    assert f"{target[-8:]}”" in text


@pytest.mark.parametrize(
    "target",
    [
        "file:///C:\\Users\\mia\\Normal.dotm",
        "file:///C:/Users/mia/Normal.dotm",
        "C:\\Users\\mia\\Normal.dotm",
        "file://localhost/Users/mia/Normal.dotm",
        "file:///Users/mia/Normal.dotm",
        "Normal.dotm",
    ],
)
def test_a_template_of_the_own_computer_is_only_named(target):
    document = a_package(
        links=[("settings", "settings.xml")],
        parts={
            "word/settings.xml": b"<a/>",
            "word/_rels/settings.xml.rels": a_table(("attachedTemplate", target, "External")),
        },
        types={"word/settings.xml": f"{WORD}.settings+xml"},
    )

    [(code, text)] = ensure_word_document(document)

    assert code == "LOCAL_TEMPLATE"
    assert target in text


def test_a_font_that_the_document_brings_is_named():
    document = a_package(
        links=[("fontTable", "fontTable.xml")],
        parts={
            "word/fontTable.xml": b"<a/>",
            "word/_rels/fontTable.xml.rels": a_table(("font", "fonts/font1.odttf")),
            "word/fonts/font1.odttf": b"letters",
        },
        types={
            "word/fontTable.xml": f"{WORD}.fontTable+xml",
            "word/fonts/font1.odttf": "application/x-fontdata",
        },
    )

    [(code, text)] = ensure_word_document(document)

    assert code == "EMBEDDED_FONT"
    assert "font1.odttf" in text


@pytest.mark.parametrize(
    "target", ["https://maker.example/a:b", "www.maker.example", "page.html", "tel:+44", "#a", ""]
)
def test_an_ordinary_link_needs_no_warning(target):
    document = a_package(
        f"<w:p>{a_field(f'HYPERLINK {target}')}</w:p>",
        links=[("hyperlink", target, "External")],
    )

    assert ensure_word_document(document) == ()


def test_a_link_within_the_document_needs_no_warning():
    document = a_package(f"<w:p>{a_field(INNER_LINK)}</w:p>")

    assert ensure_word_document(document) == ()


def test_warnings_are_told_once_and_not_without_end():
    same = a_package(links=[("hyperlink", "file:///a", "External")] * 3)
    many = a_package(links=[("hyperlink", f"file:///{n}", "External") for n in range(100)])

    assert len(ensure_word_document(same)) == 1
    assert len(ensure_word_document(many)) == MOST_WARNINGS


def test_a_warning_shows_the_beginning_of_a_long_target_and_nothing_that_scrambles():
    [(_, text)] = ensure_word_document(
        a_package(links=[("hyperlink", "file:///\u202e" + "a" * 5000, "External")])
    )

    assert "“file:/// aaa" in text
    assert "…”" in text
    assert len(text) < 400
