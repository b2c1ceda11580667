"""Comments in a draft stand at their words, and leave every word as it was."""

import io
import random
from dataclasses import replace
from datetime import timedelta, timezone

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from pr_review.drafts.gate import ensure_word_document
from pr_review.reading.blocks import Place, Span
from pr_review.writing.annotate import TextChanged, annotated
from pr_review.writing.notes import Reply
from tests.support.documents import a_zip
from tests.support.word_drafts import (
    NOON,
    a_draft,
    a_note,
    a_paragraph,
    block_with,
    comments_of,
    note_at,
    parts_of,
    read_bytes,
    saved,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
IN_THE_BODY = (Place.BODY, Place.CELL)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>'
)
FIELD_END = '</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
CONTROLLED = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>2 March</w:t></w:r></w:sdtContent></w:sdt>"
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>up</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>2 March</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
PLAIN = '<w:r><w:t xml:space="preserve">Made by hand </w:t></w:r>'


def commented(draft, *notes):
    return annotated(draft, notes, read_bytes)


def said(draft):
    blocks = read_bytes(draft).blocks
    return [(b.place, b.shown, b.final) for b in blocks if b.place is not Place.COMMENT]


def random_notes(draft, each=4):
    chance = random.Random(20261122)
    for block in read_bytes(draft).blocks:
        for _ in range(each if block.shown else 0):
            start = chance.randrange(len(block.shown))
            end = chance.randrange(start, len(block.shown)) + 1
            yield block.place, note_at(block, start, end, text=f"{block.id} {start} to {end}")


def test_random_ranges_in_every_block_are_read_back_as_they_were_meant():
    draft = a_draft()
    notes = list(random_notes(draft))

    made = commented(draft, *(note for _, note in notes))

    found = {text: quote for *_, text, quote in comments_of(made.content)}
    in_body = [note for place, note in notes if place in IN_THE_BODY]
    assert {note.text: found[note.text] for note in in_body} == {
        note.text: note.quote for note in in_body
    }
    assert made.widened == ()
    assert len(made.moved) == len(notes) - len(in_body)
    assert said(made.content) == said(draft)


def test_a_comment_has_its_author_its_time_and_its_lines():
    draft = a_draft()
    there = timezone(timedelta(hours=-8))
    note = a_note(draft, "dog mugs to", text='One\n\ttwo <&"', created=NOON.astimezone(there))

    made = commented(draft, note)

    assert comments_of(made.content) == [
        ("Rita Jones", "RJ", NOON, 'One\n\ttwo <&"', "dog mugs to")
    ]


def test_runs_that_are_cut_keep_how_they_look():
    draft = a_draft()

    made = commented(draft, a_note(draft, "& Co brings hand"))

    paragraph = docx.Document(io.BytesIO(made.content)).paragraphs[1]
    assert [(run.text, bool(run.bold)) for run in paragraph.runs if run.text] == [
        ("Clay ", True),
        ("& Co br", True),
        ("ings hand", False),
        ("-thrown dog mugs to Amazon Handmade.", False),
    ]


def test_replies_are_a_thread_and_resolved_is_done():
    draft = a_draft()
    replies = (Reply("Bo", "Yes.", NOON), Reply("Ada", "Thanks\nall", NOON))
    open_one = a_note(draft, "dog", text="Open", replies=replies)
    done = a_note(draft, "Oatmeal", text="Done\nreally", resolved=True, replies=replies[:1])

    made = commented(draft, open_one, done)

    assert [(text, quote) for *_, text, quote in comments_of(made.content)] == [
        ("Open", "dog"),
        ("Yes.", "dog"),
        ("Thanks\nall", "dog"),
        ("Done\nreally", "Oatmeal"),
        ("Yes.", "Oatmeal"),
    ]
    assert threads(made.content) == [
        ("Open", None, "0"),
        ("Yes.", "Open", "0"),
        ("Thanks\nall", "Open", "0"),
        ("Done\nreally", None, "1"),
        ("Yes.", "Done\nreally", "1"),
    ]


def threads(document):
    """Each comment with a row: its text, its parent's, and whether it is done."""
    parts = parts_of(document)
    texts = {
        comment[-1].get(f"{W14}paraId"): "\n".join("".join(p.itertext(f"{W}t")) for p in comment)
        for comment in etree.fromstring(parts["word/comments.xml"])
    }
    rows = etree.fromstring(parts["word/commentsExtended.xml"])
    return [
        (
            texts[row.get(f"{W15}paraId")],
            texts.get(row.get(f"{W15}paraIdParent")),
            row.get(f"{W15}done"),
        )
        for row in rows
    ]


def test_both_parts_are_declared_and_related_once_however_often_a_draft_is_annotated():
    draft = a_draft()
    once = commented(draft, a_note(draft, "dog", text="First")).content

    twice = commented(once, a_note(once, "Oatmeal", text="Second", resolved=True)).content

    parts = parts_of(twice)
    assert sorted(name for name in parts if "omments" in name) == [
        "word/comments.xml",
        "word/commentsExtended.xml",
    ]
    for name in ("comments", "commentsExtended"):
        assert parts["[Content_Types].xml"].count(f'"/word/{name}.xml"'.encode()) == 1
        assert parts["word/_rels/document.xml.rels"].count(f'"{name}.xml"'.encode()) == 1
    assert threads(twice) == [("First", None, "0"), ("Second", None, "1")]


def test_comments_of_the_draft_itself_stay_and_no_id_is_given_twice():
    document = docx.Document()
    paragraph = document.add_paragraph("Made by hand in Portland.")
    document.add_comment(paragraph.runs, "Mine", author="Ada", initials="A")
    draft = saved(document)

    made = commented(draft, a_note(draft, "by hand", text="Ours"))

    assert [(each[0], each[3], each[4]) for each in comments_of(made.content)] == [
        ("Ada", "Mine", "Made by hand in Portland."),
        ("Rita Jones", "Ours", "by hand"),
    ]
    ids = [each.get(f"{W}id") for each in root_of(made.content, "word/comments.xml")]
    assert len(set(ids)) == 2
    assert [c.text for c in read_bytes(made.content).comments] == ["Mine", "Ours"]


def root_of(document, part):
    return etree.fromstring(parts_of(document)[part])


def test_the_ids_of_paragraphs_are_taken_by_nobody_else():
    document = docx.Document()
    paragraph = document.add_paragraph("Made by hand.")
    paragraph._p.set(f"{W14}paraId", "00000001")
    draft = saved(document)

    made = commented(draft, a_note(draft, "hand", text="a\nb"))

    comment = root_of(made.content, "word/comments.xml")[0]
    assert [each.get(f"{W14}paraId") for each in comment] == ["00000002", "00000003"]


def test_a_note_on_a_whole_block_stands_at_its_whole_paragraph():
    draft = a_draft()
    block = block_with(draft, "Oatmeal")

    made = commented(draft, note_at(block, 0, 0))

    assert [quote for *_, quote in comments_of(made.content)] == ["Oatmeal glaze"]
    assert (made.widened, made.moved) == ((), ())


@pytest.mark.parametrize(
    "closed",
    [
        '<w:fldSimple w:instr="DATE"><w:r><w:t>2 March</w:t></w:r></w:fldSimple>',
        CONTROLLED,
        '<w:del w:id="9" w:author="A"><w:r><w:delText>2 March</w:delText></w:r></w:del>',
        RUBY,
        '<w:customXml w:element="a"><w:r><w:t>2 March</w:t></w:r></w:customXml>',
    ],
)
def test_words_in_what_is_not_cut_have_the_comment_at_their_paragraph(closed):
    draft = a_paragraph(PLAIN + closed)
    inside, before = a_note(draft, "Mar"), a_note(draft, "by hand", id="before")

    made = commented(draft, inside, before)

    assert made.widened == (inside.id,)
    quotes = [quote for *_, quote in comments_of(made.content)]
    assert "Made by hand 2 March" in quotes[0].replace("up", "")
    assert quotes[1] == "by hand"
    assert said(made.content) == said(draft)


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<w:ins w:id="9" w:author="A"><w:r><w:t>by two hands</w:t></w:r></w:ins>', "two"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\n"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>made</w:t></w:r>", "l\u2011m"),
        ("<w:smartTag><w:r><w:t>in Portland</w:t></w:r></w:smartTag>", "Port"),
        (
            f"{FIELD}2 March{FIELD_END}",
            "March",
        ),
        ("<w:r><w:t>𝔘𝔫 mug 🐶 à la</w:t></w:r>", "mug 🐶"),
    ],
)
def test_words_in_changes_links_and_fields_have_the_comment_at_themselves(xml, words):
    draft = a_paragraph(PLAIN + xml)

    made = commented(draft, a_note(draft, words))

    assert [quote for *_, quote in comments_of(made.content)] == [words]
    assert (made.widened, made.moved) == ((), ())


def test_a_range_may_go_over_what_it_cannot_begin_in():
    closed = '<w:fldSimple w:instr="DATE"><w:r><w:t>2 March</w:t></w:r></w:fldSimple>'
    draft = a_paragraph(PLAIN + closed + PLAIN)

    made = commented(draft, a_note(draft, "hand 2 March"), a_note(draft, "2 March", id="all"))

    assert [quote for *_, quote in comments_of(made.content)] == ["hand 2 March", "2 March"]
    assert made.widened == ()


def test_where_word_has_no_comments_they_stand_nearby_and_say_where_they_belong():
    draft = a_draft()
    notes = [a_note(draft, words) for words in ("EMBARGOED", "foot", "of 2025", "About")]

    made = commented(draft, *notes)

    assert [each[3:] for each in comments_of(made.content)] == [
        ("[header: “EMBARGOED”] Is that so?", "Dog mugs"),
        ("[footer: “foot”] Is that so?", "Dog mugs"),
        ("[footnote: “of 2025”] Is that so?", "Sold 1,000 last year, all by hand."),
        ("[text box: “About”] Is that so?", "Beside a box: About Clay"),
    ]
    assert made.moved == tuple(note.id for note in notes)


def test_a_quote_that_is_not_what_stands_there_is_not_pointed_at():
    draft = a_draft()
    note = replace(a_note(draft, "dog mugs"), quote="cat mugs")
    beyond = replace(a_note(draft, "Oatmeal"), end=999, id="beyond")

    made = commented(draft, note, beyond)

    assert made.widened == (note.id, "beyond")
    assert len(comments_of(made.content)) == 2


def test_a_note_on_a_block_that_there_is_not_stands_at_the_first_paragraph():
    draft = a_draft()
    note = replace(a_note(draft, "dog mugs"), element=999)

    made = commented(draft, note)

    assert made.moved == (note.id,)
    assert [each[3:] for each in comments_of(made.content)] == [
        ("[draft: “dog mugs”] Is that so?", "Dog mugs")
    ]


def test_what_no_document_can_hold_is_left_out():
    draft = a_draft()
    note = a_note(
        draft,
        "dog",
        text="a\x00b\x0bc\ud800d\ufffee\r\nf\u2028g",
        author="Ri\x07ta\nJones" + "s" * 300,
        initials="\ud83d" + "R" * 20,
    )

    made = commented(draft, note)

    assert [each[:4] for each in comments_of(made.content)] == [
        ("Rita " + "Jones" + "s" * 245, "R" * 9, NOON, "ab\ncde\nf\ng")
    ]


def test_a_very_long_note_and_an_empty_one_are_written():
    draft = a_draft()
    words = "<&\"'>]]> " * 12_000

    made = commented(draft, a_note(draft, "dog", text=words), a_note(draft, "mugs", text=""))

    assert [text for *_, text, _ in comments_of(made.content)] == [words, ""]


def test_paragraphs_without_words_and_documents_without_paragraphs_have_comments_too():
    empty = a_paragraph("")
    block = read_bytes(empty).blocks[0]
    without = docx.Document()
    without.sections[0].header.paragraphs[0].text = "Embargoed"
    header = saved(without)

    at_empty = commented(empty, note_at(block, 0, 0))
    in_header = commented(header, a_note(header, "Embargoed"))

    assert [text for *_, text, _ in comments_of(at_empty.content)] == ["Is that so?"]
    assert [text for *_, text, _ in comments_of(in_header.content)] == [
        "[header: “Embargoed”] Is that so?"
    ]


def test_the_other_parts_keep_their_bytes_and_the_same_notes_make_the_same_file():
    draft = a_draft()
    note = a_note(draft, "dog")

    made = commented(draft, note).content

    before, after = parts_of(draft), parts_of(made)
    written = {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    assert {name for name, part in before.items() if after[name] != part} == written
    assert commented(draft, note).content == made


def test_without_notes_a_draft_stays_as_it_is():
    draft = a_draft()

    assert parts_of(commented(draft).content) == parts_of(draft)


def test_a_document_that_reads_otherwise_afterwards_is_not_offered():
    draft = a_draft()
    readings = [read_bytes(draft), read_bytes(a_draft(opening="Something else."))]

    with pytest.raises(TextChanged):
        annotated(draft, [a_note(draft, "dog")], lambda _: readings.pop(0))


def test_five_hundred_notes_that_overlap_in_one_paragraph_of_many_runs_are_all_exact():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for number in range(5_000):
        run = f'<w:r {nsdecls("w")}><w:t xml:space="preserve">w{number} </w:t></w:r>'
        paragraph._p.append(parse_xml(run))
    draft = saved(document)
    block = read_bytes(draft).blocks[0]
    notes = [note_at(block, at * 7, at * 7 + 20_000, text=f"{at}") for at in range(500)]

    made = commented(draft, *notes)

    assert (made.widened, made.moved) == ((), ())


def with_escaped_names(draft):
    """The same document, with its parts named as few programs name them."""
    renamed = {
        "word/document.xml": "word/my document.xml",
        "word/_rels/document.xml.rels": "word/_rels/my document.xml.rels",
        "word/comments.xml": "word/our comments.xml",
    }
    names = {old.encode(): new.replace(" ", "%20").encode() for old, new in renamed.items()}
    parts = {}
    for name, content in parts_of(draft).items():
        if name == "[Content_Types].xml" or name.endswith(".rels"):
            for old, new in names.items():
                content = content.replace(old, new)
                content = content.replace(b'"' + old[5:] + b'"', b'"' + new[5:] + b'"')
        parts[renamed.get(name, name)] = content
    return a_zip(parts)


@pytest.mark.parametrize("comes_with", ["no comments", "comments"])
def test_parts_with_escaped_names_are_found_and_what_is_made_passes_the_gate(comes_with):
    draft = a_draft()
    if comes_with == "comments":
        draft = commented(draft, a_note(draft, "dog", text="Before.")).content
    escaped = with_escaped_names(draft)
    ensure_word_document(escaped)

    made = commented(escaped, a_note(escaped, "dog", text="Ours."))

    ensure_word_document(made.content)
    texts = [comment.text for comment in read_bytes(made.content).comments]
    assert texts == (["Before.", "Ours."] if comes_with == "comments" else ["Ours."])
    assert made.moved == ()


def test_words_that_stand_in_no_paragraph_are_commented_on_at_the_beginning():
    document = docx.Document()
    document.add_paragraph("First.")
    document.add_paragraph("Last.")
    draft = saved(document)
    reading = read_bytes(draft)
    loose = replace(reading.blocks[1], element=-1, spans=(Span("Loose words."),))
    note = note_at(loose, 0, 5)
    blocks = (reading.blocks[0], loose)

    made = annotated(draft, [note], lambda _: replace(reading, blocks=blocks))

    ((*_, text, quote),) = comments_of(made.content)
    assert made.moved == (note.id,)
    assert text.startswith("[draft: “Loose”]")
    assert quote == "First."
