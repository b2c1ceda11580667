"""Drafts with one of everything, and what readers of other makers find in them."""

import io
from datetime import UTC, datetime
from xml.sax.saxutils import escape
from zipfile import ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pr_review.reading.blocks import Reading
from pr_review.reading.walk import read
from pr_review.writing.notes import Note
from tests.support.pictures import a_picture

NOON = datetime(2026, 11, 22, 12, 30, 15, tzinfo=UTC)
_W = nsdecls("w")
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BOX = """
<w:r xmlns:w="{words}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:inline><wp:extent cx="2000000" cy="500000"/><wp:docPr id="77" name="Box"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="2000000" cy="500000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>
<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def a_draft(pages=1, **words):
    """A draft with one of everything; `words` are put in place of what stands there."""
    given = {
        "opening": "Clay & Co brings hand-thrown dog mugs to Amazon Handmade.",
        "cell": "$38",
        "header": "EMBARGOED until 2 March",
        "footer": "Page foot",
        "note": "Sales of 2025.",
        "link": "our studio",
        "target": "https://clay.example/studio",
        "item": "Oatmeal glaze",
        "box": "About Clay",
        "picture": (60, 40),
    } | words
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = given["header"]
    document.sections[0].footer.paragraphs[0].text = given["footer"]
    document.add_heading("Dog mugs", 1)
    opening = document.add_paragraph()
    opening.add_run(given["opening"][:12]).bold = True
    opening.add_run(given["opening"][12:])
    document.add_paragraph(given["item"], style="List Bullet")
    _linked(document, given["link"], given["target"])
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("Mug", given["cell"]), ("Bowl", "$60")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    boxed = document.add_paragraph("Beside a box: ")
    boxed._p.append(parse_xml(_BOX.format(words=_WORDS, text=escape(given["box"]))))
    document.add_picture(io.BytesIO(a_picture("PNG", given["picture"])))
    _noted(document, given["note"])
    for number in range(pages * 30 if pages > 1 else 0):
        paragraph = document.add_paragraph(f"Paragraph {number} of many: ")
        paragraph.add_run("each mug is thrown, glazed and fired by hand. ").italic = True
        paragraph.add_run("It takes two weeks from wheel to door.")
    return saved(document)


def a_paragraph(xml):
    """A draft of one paragraph, given in XML."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {_W}>{xml}</w:p>"))
    return saved(document)


def saved(document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def read_bytes(draft: bytes) -> Reading:
    return read(io.BytesIO(draft))


def block_with(draft, words):
    """The block of a draft in which the words stand."""
    return next(block for block in read_bytes(draft).blocks if words in block.shown)


def a_note(draft, words, **changes):
    """A note on the first place where the words stand."""
    block = block_with(draft, words)
    start = block.shown.index(words)
    return note_at(block, start, start + len(words), **changes)


def note_at(block, start, end, **changes):
    given = {
        "id": f"{block.id}:{start}:{end}",
        "part": block.part,
        "element": block.element,
        "start": start,
        "end": end,
        "quote": block.shown[start:end],
        "author": "Rita Jones",
        "initials": "RJ",
        "created": NOON,
        "text": "Is that so?",
    }
    return Note(**(given | changes))


def comments_of(document: bytes):
    """The comments as python-docx has them, with the text that stands between their marks."""
    opened = docx.Document(io.BytesIO(document))
    quotes = _quotes(opened.element.body)
    return [
        (each.author, each.initials, each.timestamp, each.text, quotes.get(each.comment_id))
        for each in opened.comments
    ]


def parts_of(document: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _quotes(body):
    """By id: all characters between a comment's beginning and its end."""
    texts, opened = {}, set()
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "\u2011"}
    for element in body.iter():
        own = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            opened.add(int(own))
            texts[int(own)] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            opened.discard(int(own))
        elif element.tag in (qn("w:t"), qn("w:delText")) or element.tag in signs:
            for each in opened:
                texts[each] += signs.get(element.tag) or element.text or ""
    return texts


def _linked(document, text, target):
    paragraph = document.add_paragraph("Visit ")
    id = document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{id}"><w:r><w:t>{escape(text)}</w:t></w:r>'
            "</w:hyperlink>"
        )
    )
    paragraph.add_run(" in Portland.")


def _noted(document, text):
    xml = (
        f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r>'
        '</w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        '<w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r>'
        f"<w:footnoteRef/></w:r><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), _NOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph = document.add_paragraph("Sold 1,000 last year")
    paragraph._p.append(parse_xml(f'<w:r {_W}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run(", all by hand.")
