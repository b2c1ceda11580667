"""One draft with every construct that is known."""

from tests.support.drafts import a_draft, png, said, table
from tests.unit.pr_review.reading.constructs import WORDS
from tests.unit.pr_review.reading.constructs_beside import BESIDE

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/>
  <w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Points"><w:name w:val="List Bullet"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Round1"><w:basedOn w:val="Round2"/></w:style>
<w:style w:type="paragraph" w:styleId="Round2"><w:basedOn w:val="Round1"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:lvlText w:val="mklabel %2."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""
CHART = (
    b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    b"<c:title><a:p><a:r><a:t>mkchart</a:t></a:r></a:p></c:title></c:chartSpace>"
)
DIAGRAM = (
    b'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    b"<dgm:pt><dgm:t><a:p><a:r><a:t>mkdiagram</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
)


PARTS = [
    ("header", said("mkheader") + table([said("mkheadertable")])),
    ("header", said("mkfirst")),
    ("header", said("mkeven")),
    ("footer", said("mkfooter")),
    (
        "footnotes",
        (
            f'<w:footnote w:type="separator" w:id="-1">{said("mkseparator")}</w:footnote>'
            f'<w:footnote w:id="1">{said("mkfootnote")}</w:footnote>'
        ),
    ),
    ("endnotes", f'<w:endnote w:id="1">{said("mkendnote")}</w:endnote>'),
    (
        "comments",
        (
            f'<w:comment w:id="7" w:author="Rita">{said("mkcomment")}{said("twice")}</w:comment>'
            f'<w:comment w:id="8">{said("about nothing")}</w:comment>'
        ),
    ),
    ("styles", STYLES),
    ("numbering", NUMBERING),
]
EVERYTHING = a_draft(
    "".join(each.xml for each in [*WORDS, *BESIDE])
    + '<w:sectPr><w:headerReference r:id="rId1"/></w:sectPr>',
    parts=PARTS,
    links={"L1": "https://mktarget.example/", "L2": "https://mkpiclink.example/"},
    media={
        "P1": ("media/image1.png", png()),
        "P2": ("media/mkpartname.png", png(3, 3)),
        "C1": ("charts/chart1.xml", CHART),
        "D1": ("diagrams/data1.xml", DIAGRAM),
    },
)
