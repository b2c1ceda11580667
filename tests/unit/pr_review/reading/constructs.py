"""A word for each construct of a draft, and where and how it has to be found."""

from typing import NamedTuple

from pr_review.reading.blocks import Kind, Mark, Place
from tests.support.drafts import either, field, old_shape, paragraph, run, said, shape, table

IN_LIST = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'


class Row(NamedTuple):
    word: str
    xml: str = ""
    place: Place = Place.BODY
    marks: tuple[Mark, ...] = ()
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    link: str = ""


def boxed(word):
    return shape(said(word))


INSERTED, DELETED, MOVED = (Mark.INSERTED,), (Mark.DELETED,), Mark.MOVED
WORDS = [
    Row("mkplain", said("mkplain")),
    Row("mksplit", paragraph(run("mks"), run("pl", "<w:lang/>"), run("it"))),
    Row("mkbold", said("mkbold", "<w:b/><w:i/>"), marks=(Mark.BOLD, Mark.ITALIC)),
    Row("mknotbold", said("mknotbold", '<w:b w:val="0"/>')),
    Row("mkcell", table([said("mkcell"), said("mkother")]), Place.CELL),
    Row("mknested", table([table([said("mknested")]) + said("")]), Place.CELL),
    Row("mkitem", paragraph(run("mkitem"), look=IN_LIST.format(1)), kind=Kind.LIST_ITEM, level=1),
    Row(
        "mkstyleditem",
        paragraph(run("mkstyleditem"), look='<w:pStyle w:val="Points"/>'),
        kind=Kind.LIST_ITEM,
    ),
    Row(
        "mkheading",
        paragraph(run("mkheading"), look='<w:pStyle w:val="Mine"/>'),
        kind=Kind.HEADING,
        level=2,
    ),
    Row(
        "mktitle",
        paragraph(run("mktitle"), look='<w:pStyle w:val="Titel"/>'),
        kind=Kind.HEADING,
        level=1,
    ),
    Row(
        "mkoutline",
        paragraph(run("mkoutline"), look='<w:outlineLvl w:val="8"/>'),
        kind=Kind.HEADING,
        level=9,
    ),
    Row("mkround", paragraph(run("mkround"), look='<w:pStyle w:val="Round1"/>')),
    Row("mkinserted", paragraph(f"<w:ins>{run('mkinserted')}</w:ins>"), marks=INSERTED),
    Row(
        "mkdeleted",
        paragraph("<w:del><w:r><w:delText>mkdeleted</w:delText></w:r></w:del>"),
        marks=DELETED,
    ),
    Row(
        "mkboth",
        paragraph("<w:ins><w:del><w:r><w:delText>mkboth</w:delText></w:r></w:del></w:ins>"),
        marks=INSERTED + DELETED,
    ),
    Row("mkhere", paragraph(f"<w:moveTo>{run('mkhere')}</w:moveTo>"), marks=(*INSERTED, MOVED)),
    Row("mkaway", paragraph(f"<w:moveFrom>{run('mkaway')}</w:moveFrom>"), marks=(*DELETED, MOVED)),
    Row(
        "mknewrow",
        "<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc>"
        + said("mknewrow")
        + "</w:tc></w:tr></w:tbl>",
        Place.CELL,
        INSERTED,
    ),
    Row(
        "mkoldcell",
        "<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>"
        + said("mkoldcell")
        + "</w:tc></w:tr></w:tbl>",
        Place.CELL,
        DELETED,
    ),
    Row("mkblocksdt", f"<w:sdt><w:sdtContent>{said('mkblocksdt')}</w:sdtContent></w:sdt>"),
    Row("mksdt", paragraph(f"<w:sdt><w:sdtContent>{run('mksdt')}</w:sdtContent></w:sdt>")),
    Row(
        "mkrowsdt",
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>"
        + said("mkrowsdt")
        + "</w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
        Place.CELL,
    ),
    Row("mksmart", paragraph(f"<w:smartTag>{run('mksmart')}</w:smartTag>")),
    Row("mkcustom", paragraph(f"<w:customXml>{run('mkcustom')}</w:customXml>")),
    Row("mkblockcustom", f"<w:customXml>{said('mkblockcustom')}</w:customXml>"),
    Row(
        "mksimple", paragraph(f'<w:fldSimple w:instr="AUTHOR">{run("mksimple")}</w:fldSimple>')
    ),
    Row("mkfield", paragraph(field(" AUTHOR ", run("mkfield")))),
    Row("mkruby", paragraph(
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>mkabove</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>mkruby</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )),
    Row("mkmath", paragraph("<m:oMath><m:r><m:rPr/><m:t>mkmath</m:t></m:r></m:oMath>")),
    Row("mkmathline", paragraph(
        "<m:oMathPara><m:oMath><m:f><m:num><m:r><m:t>mkmathline</m:t></m:r></m:num></m:f>"
        "</m:oMath></m:oMathPara>"
    )),
    Row(
        "mkbox",
        paragraph(f"<w:r>{either(boxed('mkbox'), old_shape(said('mkbox')))}</w:r>"),
        Place.TEXT_BOX,
    ),
    Row("mkalone", paragraph(f"<w:r>{boxed('mkalone')}</w:r>"), Place.TEXT_BOX),
    Row("mkvml", paragraph(f"<w:r>{old_shape(said('mkvml'))}</w:r>"), Place.TEXT_BOX),
    Row(
        "mkonlyfallback",
        paragraph(f"<w:r>{either(boxed('mkchoice'), old_shape(said('mkonlyfallback')))}</w:r>"),
        Place.TEXT_BOX,
        (Mark.HIDDEN,),
    ),
    Row("mkchoice", place=Place.TEXT_BOX),
    Row(
        "mkboxinserted",
        paragraph(f"<w:ins><w:r>{boxed('mkboxinserted')}</w:r></w:ins>"),
        Place.TEXT_BOX,
        INSERTED,
    ),
    Row(
        "mkboxdeleted",
        paragraph(f"<w:del><w:r>{old_shape(said('mkboxdeleted'))}</w:r></w:del>"),
        Place.TEXT_BOX,
        DELETED,
    ),
    Row(
        "mkboxtable",
        paragraph(f"<w:r>{shape(table([said('mkboxtable')]))}</w:r>"),
        Place.TEXT_BOX,
    ),
    Row("mkheader", place=Place.HEADER),
    Row("mkfirst", place=Place.HEADER),
    Row("mkeven", place=Place.HEADER),
    Row("mkheadertable", place=Place.HEADER),
    Row("mkfooter", place=Place.FOOTER),
    Row("mkfootnote", place=Place.FOOTNOTE),
    Row("mkseparator", place=Place.FOOTNOTE),
    Row("mkendnote", place=Place.ENDNOTE),
    Row("mkcomment", place=Place.COMMENT),
    Row(
        "mklinked",
        paragraph(
            f'<w:hyperlink r:id="L1" w:anchor="part" w:tooltip="mktooltip">{run("mklinked")}'
            "</w:hyperlink>"
        ),
        link="https://mktarget.example/#part",
    ),
    Row(
        "mkfieldlinked",
        paragraph(
            field(' HYPERLINK "https://mkfieldtarget.example/" \\o "mkfieldtip" ',
                  run("mkfieldlinked"))
        ),
        link="https://mkfieldtarget.example/",
    ),
    Row(
        "mksimplelinked",
        paragraph(
            '<w:fldSimple w:instr="HYPERLINK mksimpletarget \\l place">'
            f"{run('mksimplelinked')}</w:fldSimple>"
        ),
        link="mksimpletarget#place",
    ),
    Row("mkhidden", said("mkhidden", "<w:vanish/>"), marks=(Mark.HIDDEN,)),
    Row("mkhiddenstyle", said("mkhiddenstyle", '<w:rStyle w:val="Unseen"/>'), marks=(Mark.HIDDEN,)),
    Row(
        "mkhiddenparagraph",
        paragraph(run("mkhiddenparagraph"), look='<w:pStyle w:val="Secret"/>'),
        marks=(Mark.HIDDEN,),
    ),
    Row(
        "mktoggled",
        paragraph(
            run("mktoggled", '<w:rStyle w:val="Unseen"/>'), look='<w:pStyle w:val="Secret"/>'
        ),
    ),
    Row("mktiny", said("mktiny", '<w:sz w:val="2"/>'), marks=(Mark.HIDDEN,)),
    Row(
        "mkinstruction",
        paragraph(field(" QUOTE ", run("mkquoted")).replace(
            '<w:r><w:fldChar w:fldCharType="separate"/>',
            run("mkinstruction") + '<w:r><w:fldChar w:fldCharType="separate"/>', 1,
        )),
        marks=(Mark.HIDDEN,),
    ),
    Row("mkquoted"),
    Row("mkwhite", said("mkwhite", '<w:color w:val="FFFFFF"/>'), marks=(Mark.WHITE,)),
    Row(
        "mktheme",
        said("mktheme", '<w:color w:val="FEFEFE" w:themeColor="background1"/>'),
        marks=(Mark.WHITE,),
    ),
    Row("mkshaded", said("mkshaded", '<w:color w:val="FFFFFF"/><w:shd w:fill="203040"/>')),
    Row(
        "mkblackonblack",
        paragraph(
            run("mkblackonblack", '<w:color w:val="000000"/>'), look='<w:shd w:fill="101010"/>'
        ),
        marks=(Mark.WHITE,),
    ),
    Row(
        "mkdarkcell",
        '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
        + said("mkdarkcell", '<w:color w:val="FFFFFF"/>')
        + "</w:tc></w:tr></w:tbl>",
        Place.CELL,
    ),
]  # fmt: skip
