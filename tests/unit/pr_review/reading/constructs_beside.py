"""A word for each thing that stands beside the words of a draft, and what it has to be found as."""

from typing import NamedTuple

from pr_review.reading.blocks import AsideKind
from tests.support.drafts import old_shape, paragraph, picture, run, said


class Beside(NamedTuple):
    word: str
    aside: AsideKind
    xml: str = ""


def drawn(graphic, described=""):
    return paragraph(
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="D 1" {described}/><a:graphic>'
        f'<a:graphicData uri="u">{graphic}</a:graphicData></a:graphic></wp:inline></w:drawing>'
        "</w:r>"
    )


BESIDE = [
    Beside("mkabove", AsideKind.RUBY),
    Beside("mktooltip", AsideKind.TOOLTIP),
    Beside("mkfieldtip", AsideKind.TOOLTIP),
    Beside("mktarget", AsideKind.LINK_TARGET),
    Beside("mkfieldtarget", AsideKind.LINK_TARGET),
    Beside("mksimpletarget", AsideKind.LINK_TARGET),
    Beside("mkalt", AsideKind.ALT_TEXT, paragraph(
        picture("P1", "mkfilename.png", "mkalt", '<a:hlinkClick r:id="L2" tooltip="mkpictip"/>')
    )),
    Beside("mkfilename", AsideKind.FILE_NAME),
    Beside("mkpictip", AsideKind.TOOLTIP),
    Beside("mkpiclink", AsideKind.LINK_TARGET),
    Beside("mkpartname", AsideKind.FILE_NAME, paragraph(picture("P2"))),
    Beside("mkshapealt", AsideKind.ALT_TEXT, drawn("<wps:wsp/>", 'descr="mkshapealt"')),
    Beside("mkvmlalt", AsideKind.ALT_TEXT, paragraph(
        f"<w:r>{old_shape('', 'alt=' + chr(34) + 'mkvmlalt' + chr(34))}</w:r>"
    )),
    Beside("mkoldtitle", AsideKind.FILE_NAME, paragraph(
        '<w:r><w:pict><v:shape><v:imagedata r:id="P1" o:title="mkoldtitle"/></v:shape></w:pict>'
        "</w:r>"
    )),
    Beside("mkwordart", AsideKind.WORD_ART, paragraph(
        '<w:r><w:pict><v:shape><v:textpath string="mkwordart"/></v:shape></w:pict></w:r>'
    )),
    Beside("mkbookmark", AsideKind.BOOKMARK, paragraph(
        '<w:bookmarkStart w:id="1" w:name="mkbookmark"/>', run("x"),
        '<w:bookmarkEnd w:id="1"/><w:bookmarkStart w:id="2" w:name="_GoBack"/>'
    )),
    Beside("mkahead", AsideKind.BOOKMARK, '<w:bookmarkStart w:name="mkahead"/>' + said("x")),
    Beside("mklabel", AsideKind.LABEL),
    Beside("mkchart", AsideKind.DRAWING, drawn('<c:chart r:id="C1"/>')),
    Beside("mkdiagram", AsideKind.DRAWING, drawn('<dgm:relIds r:dm="D1"/>')),
    Beside("mkcaption", AsideKind.ALT_TEXT, (
        '<w:tbl><w:tblPr><w:tblCaption w:val="mkcaption"/></w:tblPr>'
        f"<w:tr><w:tc>{said('x')}</w:tc></w:tr></w:tbl>"
    )),
]  # fmt: skip
