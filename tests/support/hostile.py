"""A file of its own making for every code that the gate refuses with, most in several ways."""

import struct
from collections.abc import Callable
from random import Random

from tests.support.documents import (
    WORD,
    a_document,
    a_zip,
    an_ole2_file,
    content_types,
    entries,
    parts,
    patched,
    relations,
)
from tests.support.packages import (
    W,
    a_bmp,
    a_drawing,
    a_field,
    a_gif,
    a_jpeg,
    a_main,
    a_mark,
    a_package,
    a_png,
    a_table,
    a_tiff,
    a_webp,
    with_part,
    with_picture,
)

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
DTD = '<!DOCTYPE w:document [<!ENTITY a "b">]>'

Files = dict[str, Callable[[], bytes]]


def nested_members(name: str = "word/b.xml") -> bytes:
    """One member lies in the other: its own header is the beginning of the other's content."""
    inner = a_zip({name: b"<b/>"}, 0)
    local = inner[: inner.index(b"PK\x01\x02")]
    file = a_zip(parts() | {"word/media/a.bin": local, name: b"<b/>"}, 0)
    *_, outer, last = entries(file)
    begins = _local(file, outer) + 30 + len("word/media/a.bin")
    return patched(file, last + 42, "I", begins)


def hidden_between() -> bytes:
    """Something between two members, which only readers that go from one to the next see."""
    file = a_zip(parts())
    at = _local(file, entries(file)[1])
    moved = file[:at] + b"PK\x03\x04hidden" + file[at:]
    grown = len(b"PK\x03\x04hidden")
    for entry in entries(file)[1:]:
        moved = patched(moved, entry + grown, "4s", b"PK\x01\x02")
        moved = patched(moved, entry + grown + 42, "I", _local(file, entry) + grown)
    end = moved.rindex(b"PK\x05\x06")
    (offset,) = struct.unpack_from("<I", moved, end + 16)
    return patched(moved, end + 16, "I", offset + grown)


def second_name() -> bytes:
    """A directory entry with another name in a field that some readers prefer."""
    file = a_zip(parts())
    last = entries(file)[-1]
    extra = struct.pack("<HHBI", 0x7075, 5 + 4, 1, 0) + b"evil"
    name = struct.unpack_from("<H", file, last + 28)[0]
    at = last + 46 + name
    grown = patched(file, last + 30, "H", len(extra))
    grown = grown[:at] + extra + grown[at:]
    end = grown.rindex(b"PK\x05\x06")
    (size,) = struct.unpack_from("<I", grown, end + 12)
    return patched(grown, end + 12, "I", size + len(extra))


def unlisted_first() -> bytes:
    """A first member that the directory does not know."""
    first, file = a_zip({"word/document.xml": a_main("first")}, 0), a_zip(parts())
    before = first[: first.index(b"PK\x01\x02")]
    moved = before + file
    for entry in entries(file):
        moved = patched(moved, len(before) + entry + 42, "I", _local(file, entry) + len(before))
    end = moved.rindex(b"PK\x05\x06")
    (offset,) = struct.unpack_from("<I", moved, end + 16)
    return patched(moved, end + 16, "I", offset + len(before))


def _local(file: bytes, entry: int) -> int:
    return int(struct.unpack_from("<I", file, entry + 42)[0])


def deep(levels: int) -> bytes:
    return a_package("<w:p>" * levels + "</w:p>" * levels)


def deep_and_awkward(levels: int) -> bytes:
    return a_package("<!-- a -->" + "<w:p>" * levels + "</w:p>" * levels)


def linked(*link: str) -> Callable[[], bytes]:
    return lambda: a_package(links=[link])


def referring(kind: str, name: str, content: bytes = b"x", type: str = "") -> Callable[[], bytes]:
    return lambda: a_package(
        links=[(kind, name)],
        parts={f"word/{name}": content},
        types={f"word/{name}": type} if type else {},
    )


def saying(body: str) -> Callable[[], bytes]:
    return lambda: a_package(f"<w:p>{body}</w:p>")


def codes(word: str) -> str:
    return " ".join(str(ord(letter)) for letter in word)


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="w99">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def text(word: str, element: str = "instrText") -> str:
    return f"<w:r><w:{element}>{word}</w:{element}></w:r>"


def box(content: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{content}</w:txbxContent></w:pict></w:r>"


DDE = 'c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'

HOSTILE: dict[str, Files] = {
    "EMPTY": {"nothing": lambda: b""},
    "NOT_DOCX": {"a text": lambda: b"Dog mugs!", "a zip": lambda: a_zip({"a": b"a"})},
    "BAD_MAGIC": {
        "bytes before it": lambda: b"GARBAGE\0" + a_document(),
        "a member before it that is not listed": unlisted_first,
    },
    "LEGACY_DOC": {"Word 97": lambda: an_ole2_file("WordDocument")},
    "ENCRYPTED": {"a password": lambda: an_ole2_file("EncryptedPackage")},
    "TOO_MANY_MEMBERS": {
        "1,001": lambda: a_zip(parts() | {f"word/media/{n}.png": b"" for n in range(998)})
    },
    "ZIP_CORRUPT": {
        "cut off": lambda: a_document()[:9000],
        "something between": hidden_between,
        "another size in the member's own header": lambda: patched(a_zip(parts()), 22, "I", 7),
    },
    "TRAILING_DATA": {"a program behind it": lambda: a_document() + b"MZ"},
    "BAD_MEMBER_NAME": {
        "up": lambda: a_zip(parts() | {"../evil": b""}),
        "a second name": second_name,
    },
    "DUPLICATE_MEMBER": {
        "in capitals": lambda: a_zip(parts() | {"WORD/DOCUMENT.XML": b"other"}),
        "escaped": lambda: a_zip(parts() | {"word/%64ocument.xml": b"other"}),
    },
    "ZIP_ENCRYPTED": {
        "a zip password": lambda: patched(
            patched(a_zip(parts()), entries(a_zip(parts()))[0] + 8, "H", 1), 6, "H", 1
        )
    },
    "ZIP_METHOD": {"bzip2": lambda: a_zip(parts(), 12)},
    "ZIP_OVERLAP": {"one into the next": nested_members},
    "ZIP_BOMB": {
        "nothing but one letter": lambda: a_package(
            links=[("image", "media/a.bmp")], parts={"word/media/a.bmp": b"B" * 6 * 2**20}
        )
    },
    "XML_DTD": {
        "an entity in the text": lambda: a_package(
            main=a_main("&a;").replace(b"<w:doc", DTD.encode() + b"<w:doc")
        ),
        "a doctype without definitions": lambda: a_package(
            main=a_main().replace(b"<w:doc", b"<!DOCTYPE w:document><w:doc")
        ),
        "in UTF-16": lambda: a_package(
            main=a_main()
            .decode()
            .replace("UTF-8", "UTF-16")
            .replace("<w:doc", DTD + "<w:doc")
            .encode("utf-16")
        ),
        "in a part that nobody refers to": lambda: a_package(
            parts={"customXml/item1.xml": b"<!DOCTYPE a><a/>"}
        ),
        "in a header with an ending of its own": lambda: with_part(
            "header.bin", "header", b"<!DOCTYPE a><a/>"
        ),
        "in a header of no type": referring("header", "header.bin", b"<!DOCTYPE a><a/>"),
    },
    "XML_MALFORMED": {
        "half an element": lambda: a_package(main=b"<w:document"),
        "a prefix of nobody": lambda: a_package(main=b"<w:document/>"),
        "a namespace that is no address": lambda: a_package("<a xmlns:x='http://a/>b'/>"),
        "a control character": lambda: a_package("&#1;"),
        "an encoding that readers read differently": lambda: a_package(
            main=a_main().replace(b"UTF-8", b"cp037")
        ),
        "no text at all in a header": referring("header", "header1.xml", b""),
        "no XML in a header of no type": referring("header", "header.bin", b"Dear editor,"),
    },
    "XML_TOO_LARGE": {
        "a long word": lambda: a_package(
            f"<w:p>{'dog'.join(str(n) for n in range(1_200_000))}</w:p>"
        ),
        "a table of everything": lambda: a_zip(
            parts(types=content_types(more=f"<!--{' '.join(map(str, range(400_000)))}-->"))
        ),
    },
    "XML_TOO_DEEP": {
        "201 levels": lambda: deep(199),
        "201 levels and a comment": lambda: deep_and_awkward(199),
        "201 levels and a bracket": lambda: a_package(f">{'<a>' * 199}{'</a>' * 199}"),
    },
    "TOO_MANY_ELEMENTS": {
        "400,001": lambda: a_package("<w:p/>" * 399_999),
        "with ends": lambda: a_package("<w:p></w:p>" * 399_999),
        "with a comment": lambda: a_package("<!-- a -->" + "<w:p/>" * 399_999),
        "in two parts": lambda: a_package(
            "<w:p/>" * 200_000, parts={"word/a.xml": f"<a>{'<b/>' * 200_000}</a>".encode()}
        ),
    },
    "NO_MAIN_PART": {
        "no relations": lambda: a_zip(parts(relations=None)),
        "another text": lambda: a_package(main=a_main(element="glossaryDocument")),
        "no Word at all": lambda: a_package(main=b"<document/>"),
    },
    "WRONG_OOXML_KIND": {
        "a workbook": lambda: a_package(kind=SHEET),
        "a workbook with macros": lambda: a_package(kind=SHEET, parts={"xl/vbaProject.bin": b"x"}),
    },
    "MACROS": {
        "a project": referring(
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "a.bin"
        ),
        "a project without a relation": lambda: a_package(
            parts={"word/vbaProject.bin": b"x", "word/vbaData.xml": b"<a/>"}
        ),
        "a project by its type": referring(
            "image", "image1.png", a_png(), "application/vnd.ms-office.vbaProject"
        ),
        ".docm": lambda: a_package(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
    },
    "OLE_OBJECT": {
        "an object": referring("oleObject", "embeddings/oleObject1.bin"),
        "a worksheet": referring("package", "embeddings/sheet.xlsx"),
        "a strict object": referring(
            "http://purl.oclc.org/ooxml/officeDocument/relationships/oleObject", "a.bin"
        ),
        "an object by its type": referring(
            "image", "a.png", a_png(), "application/vnd.openxmlformats-officedocument.oleObject"
        ),
    },
    "EXTERNAL_OLE": {
        "a linked worksheet": linked("oleObject", "file:///c:/figures.xlsx", "External"),
        "a linked package": linked("package", "https://example.test/a.xlsx", "External"),
    },
    "ACTIVEX": {
        "a button": referring("control", "activeX/activeX1.xml", b"<a/>"),
        "its bytes": referring(
            "http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary", "a.bin"
        ),
        "by its type": referring(
            "image", "activeX1.xml", b"<a/>", "application/vnd.ms-office.activeX+xml"
        ),
    },
    "ALTCHUNK": {
        "a web page": referring("aFChunk", "chunk.htm", b"<html>", "text/html"),
        "elsewhere": linked("aFChunk", "https://example.test/", "External"),
        "by a relation of another kind": saying('<w:altChunk w:id="rId1"/>'),
        "of an outline, by a relation of another kind": saying('<w:p><w:subDoc w:id="a"/></w:p>'),
    },
    "REMOTE_TEMPLATE": {
        f"at {target}": linked("attachedTemplate", target, "External")
        for target in (
            "https://example.test/a.dotm",
            "HTTP://example.test/a.dotm",
            "ht\ttps://example.test/a.dotm",
            "ftp://example.test/a.dotm",
            "\\\\server\\share\\a.dotm",
            "//server/share/a.dotm",
            "file://server/share/a.dotm",
            "file:///\\\\server\\share\\a.dotm",
            "file://///server/share/a.dotm",
            "mhtml:https://example.test/a.mht",
        )
    },
    "EXTERNAL_IMAGE": {
        "a linked picture": linked("image", "https://example.test/a.png", "External"),
        "a picture of somebody's computer": linked("image", "file:///C:/a.png", "External"),
        "a film": linked("video", "https://example.test/film", "External"),
        "in a header": lambda: a_package(
            links=[("header", "header1.xml")],
            parts={
                "word/header1.xml": a_main(element="hdr"),
                "word/_rels/header1.xml.rels": a_table(
                    ("image", "https://example.test/a.png", "External")
                ),
            },
        ),
        "an old drawing without a relation": saying(
            '<w:pict><v:shape><v:imagedata src="https://example.test/a.png"/></v:shape></w:pict>'
        ),
        "an old background": saying("<v:rect><v:fill v:src = '//example.test/a.png'/></v:rect>"),
    },
    "BAD_REL_TARGET": {
        "outside of the file": linked("header", "../../header1.xml"),
        "on the web, said to be inside": linked("header", "https://example.test/"),
        "on a server, said to be inside": linked("header", "//example.test/header1.xml"),
        "a Windows path": linked("header", "..\\..\\header1.xml"),
        "a header elsewhere": linked("header", "https://example.test/", "External"),
        "a list of addresses": linked("mailMergeSource", "file:///C:/list.mdb", "External"),
        "a frame": linked("frame", "https://example.test/", "External"),
        "a part of an outline": linked("subDocument", "https://example.test/a.docx", "External"),
    },
    "AMBIGUOUS_REL": {
        "in no known mode": linked("hyperlink", "https://example.test/", "external"),
        "two footnotes": lambda: a_package(
            links=[("footnotes", "a.xml"), ("footnotes", "b.xml")],
            parts={"word/a.xml": b"<a/>", "word/b.xml": b"<a/>"},
        ),
        "one id twice": lambda: a_zip(
            parts(
                relations=relations(
                    more=f'<Relationship Id="a" Type="{WORD}/header" Target="word/document.xml"/>'
                )
            )
        ),
    },
    "DANGLING_REL": {
        "a header that is not there": linked("header", "header1.xml"),
        "a picture that Word has lost": linked("image", "NULL"),
        "of a part that is not there": lambda: a_package(
            more={"word/_rels/gone.xml.rels": a_table(("image", "media/a.png"))}
        ),
    },
    "TEMPLATE_NOT_DOCUMENT": {".dotx": lambda: a_package(kind=f"{WORD}.template.main+xml")},
    "STRICT_OOXML": {
        "by its element": lambda: a_package(
            main=f'<w:document xmlns:w="{STRICT}"><w:body/></w:document>'.encode()
        ),
        "by its relation": lambda: a_zip(
            parts(
                relations=relations(
                    type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
                )
            )
        ),
    },
    "UNEXPECTED_PART": {
        "a stowaway": lambda: a_package(more={"word/media/stowaway.bin": b"hello"}),
        "a part that only a stowaway knows": lambda: a_package(
            more={
                "word/gone.xml": b"<a/>",
                "word/_rels/gone.xml.rels": a_table(("image", "media/a.png")),
                "word/media/a.png": a_png(),
            }
        ),
        "a program as a picture": lambda: with_picture(b"MZ\x90\0" + b"\0" * 60),
        "an archive as a picture": lambda: with_picture(a_zip({"a": b"a"})),
        "an old file as a picture": lambda: with_picture(an_ole2_file("Workbook")),
        "a script as a font": referring("font", "fonts/font1.odttf", b"#!/bin/sh\n"),
        "buttons of its own": referring(
            "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
            "customUI.xml",
            b"<a/>",
        ),
    },
    "UNSAFE_IMAGE": {
        name: lambda content=content, before=before, more=more: with_picture(
            a_drawing(content, before, more), "image1.svg", "image/svg+xml"
        )
        for name, content, before, more in (
            ("a script", "<script>alert(1)</script>", "", ""),
            ("a script on loading", "", "", "onload='alert(1)'"),
            ("a link to a script", "<a xlink:href='java\nscript:alert(1)'/>", "", ""),
            ("a picture from the web", "<image href='https://example.test/a.png'/>", "", ""),
            ("a style from the web", "<style>@import 'https://example.test';</style>", "", ""),
            ("a filling from the web", "<g style='fill:url(//example.test/a)'/>", "", ""),
            ("a link by animation", "<set attributeName='href' to='javascript:a'/>", "", ""),
            ("a web page inside", "<foreignObject/>", "", ""),
            ("an entity", "&a;", "<!DOCTYPE svg [<!ENTITY a 'b'>]>", ""),
            ("no drawing at all", "<", "", ""),
        )
    }
    | {
        "in the disguise of a PNG": lambda: with_picture(a_drawing("<script/>")),
        "in the disguise of a part": referring(
            "image", "image1.xml", a_drawing("<script/>"), "application/xml"
        ),
    },
    "IMAGE_TOO_LARGE": {
        "a PNG": lambda: with_picture(a_png(60_000, 60_000)),
        "a long PNG": lambda: with_picture(a_png(1, 30_001)),
        "a JPEG": lambda: with_picture(a_jpeg(60_000, 60_000)),
        "a GIF": lambda: with_picture(a_gif(60_000, 60_000)),
        "a BMP": lambda: with_picture(a_bmp(60_000, 60_000)),
        "a TIFF": lambda: with_picture(a_tiff(60_000, 60_000)),
        "a TIFF of another order": lambda: with_picture(a_tiff(60_000, 60_000, ">")),
        "a WebP": lambda: with_picture(a_webp(16_000, 16_000)),
        "a drawing of many megabytes": lambda: with_picture(
            a_drawing(f"<!--{Random(1).randbytes(4_300_000).hex()}-->"),
            "image1.svg",
            "image/svg+xml",
        ),
    },
    "DDE_FIELD": {
        "DDE": saying(a_field(f"DDE {DDE}")),
        "DDEAUTO in small letters": saying(a_field(f" ddeauto {DDE}")),
        "cut into runs": saying(a_field("D", "DE", f"AUTO {DDE}")),
        "in one element": saying(f"<w:fldSimple w:instr='DDEAUTO {DDE.replace(chr(34), '')}'/>"),
        "around another field": saying(
            f"<w:fldSimple w:instr='DDE a'>{a_field('PAGE')}</w:fldSimple>"
        ),
        "in a field that never ends": saying(f"{a_mark('begin')}{text('DDE a')}"),
        "in character codes": saying(a_field(a_field(f"QUOTE {codes('DDEAUTO')}"), f" {DDE}")),
        "in hexadecimal codes": saying(a_field(a_field("QUOTE 0x44 0x44 0x45"), f" {DDE}")),
        "in codes within codes": saying(
            a_field(a_field("QUOTE ", a_field(f"QUOTE {codes('D')}"), ' "DE"'), f" {DDE}")
        ),
        "half of it in codes": saying(a_field("D", a_field(f"QUOTE {codes('DE')}"), f" {DDE}")),
        "after two thousand blanks in codes": saying(
            a_field(a_field(f"QUOTE {'32 ' * 2000}{codes('DDE')}"), f" {DDE}")
        ),
        "after ten thousand blanks": saying(a_field(" " * 10_000, f"DDE {DDE}")),
        "worked out from something else": saying(a_field(a_field("REF a", result="x"), " b")),
        "behind an invisible letter": saying(a_field(f"\u200bD\u200bDE {DDE}")),
        "as a letter's number": saying(a_field(f"&#68;&#x44;E {DDE}")),
        "as words, not an instruction": saying(a_field(text(f"DDE {DDE}", "t"))),
        "as deleted words": saying(
            f"<w:del w:id='1'>{a_field(f'DDE {DDE}', element='delInstrText')}</w:del>"
        ),
        "once the change is rejected": saying(
            a_field(f"<w:ins w:id='1'>{text('PAGE ')}</w:ins>", f"DDE {DDE}")
        ),
        "once the change is accepted": saying(
            a_field(f"<w:del w:id='1'>{text('PAGE ', 'delInstrText')}</w:del>", f"DDE {DDE}")
        ),
        "once the end is deleted": saying(
            f"{a_mark('begin')}{text('PAGE ')}<w:del w:id='1'>{a_mark('end')}</w:del>"
            f"{text(f'DDE {DDE}')}{a_mark('end')}"
        ),
        "once its beginning is accepted": saying(
            f"<w:ins w:id='1'>{a_mark('begin')}</w:ins>{text(f'DDE {DDE}')}{a_mark('end')}"
        ),
        "where a reader falls back": saying(
            a_field(alternatives(text("PAGE "), text(f"DDE {DDE}")))
        ),
        "where a reader falls back in another": saying(
            alternatives(f"{a_mark('begin')}{text('PAGE ')}", f"{a_mark('begin')}{text('DDE a')}")
            + a_mark("end")
        ),
        "behind the words of a text box": saying(a_field(box(text("PAGE ", "t")), f"DDE {DDE}")),
        "in a text box": saying(a_field("PAGE", box(f"<w:p>{a_field('DDE a')}</w:p>"))),
        "behind an end of nobody's": saying(
            f"{a_mark('begin')}<x:r xmlns:x='urn:x'><x:fldChar x:fldCharType='end'/></x:r>"
            f"{text(f'DDE {DDE}')}{a_mark('end')}"
        ),
        "under a prefix with two meanings": saying(
            f"{a_mark('begin')}<a xmlns:w='urn:x'><w:fldChar w:fldCharType='end'/></a>"
            f"{text(f'DDE {DDE}')}{a_mark('end')}"
        ),
        "behind an attribute's words": saying(
            "<w:fldSimple w:x=' w:instr=&quot;PAGE&quot; w:instr=\"PAGE\"' w:instr='DDE a'/>"
        ),
        "behind an attribute of nobody's": saying(
            "<w:fldSimple xmlns:x='urn:x' x:instr='PAGE' w:instr='DDE a'/>"
        ),
        "in a literal section": saying(a_field(text("<![CDATA[DDE a]]>"))),
        "with a comment in it": saying(a_field("D<!-- x -->DE a")),
        "in UTF-16": lambda: a_package(
            main=a_main(f"<w:p>{a_field('DDE a')}</w:p>")
            .decode()
            .replace("UTF-8", "UTF-16")
            .encode("utf-16")
        ),
        "under another prefix": lambda: a_package(
            main=a_main(f"<w:p>{a_field('DDE a')}</w:p>")
            .replace(b"w:", b"word:")
            .replace(b"xmlns:w=", b"xmlns:word=")
        ),
        "without a prefix": lambda: a_package(
            main=a_main(f"<w:p>{a_field('DDE a')}</w:p>")
            .replace(b"xmlns:w=", f"xmlns='{W}' xmlns:w=".encode())
            .replace(b"<w:", b"<")
            .replace(b"</w:", b"</")
        ),
    }
    | {
        f"in a part of {kind}": lambda name=name, kind=kind: with_part(
            name, kind, a_main(f"<w:p>{a_field('DDE a')}</w:p>", element="hdr")
        )
        for name, kind in (
            ("header1.xml", "header"),
            ("footnotes.xml", "footnotes"),
            ("comments.xml", "comments"),
            ("footer1.bin", "footer"),
        )
    },
    "EXTERNAL_FIELD": {
        name: saying(a_field(f" {name} {DDE}"))
        for name in (
            "INCLUDE",
            "INCLUDETEXT",
            "INCLUDEPICTURE",
            "includepicture",
            "LINK",
            "IMPORT",
            "DATABASE",
            "RD",
            "EMBED",
            "MACROBUTTON",
        )
    }
    | {
        "in character codes": saying(a_field(a_field(f"QUOTE {codes('LINK')}"), " a")),
        "as an argument of another": saying(a_field("IF 1 = 1 ", a_field("INCLUDETEXT a"))),
    },
}

# Files with two faults: what the earlier step refuses is named.
BOTH: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a path trick and overlapping": (
        "BAD_MEMBER_NAME",
        lambda: nested_members("../b.xml"),
    ),
    "cut content and a doctype": (
        "ZIP_CORRUPT",
        lambda: patched(
            a_zip(parts(types=content_types().replace(b"<Types", DTD.encode() + b"<Types"))),
            14,
            "I",
            1,
        ),
    ),
    "a doctype and macros": (
        "XML_DTD",
        lambda: a_package(
            main=a_main().replace(b"<w:doc", b"<!DOCTYPE w:document><w:doc"),
            parts={"word/vbaProject.bin": b"x"},
        ),
    ),
    "macros and a stowaway": (
        "MACROS",
        lambda: a_package(parts={"word/vbaProject.bin": b"x", "word/a.exe": b"MZ"}),
    ),
    "a linked picture and a template": (
        "EXTERNAL_IMAGE",
        lambda: a_package(
            links=[("image", "https://example.test/", "External")],
            kind=f"{WORD}.template.main+xml",
        ),
    ),
    "a template and a stowaway": (
        "TEMPLATE_NOT_DOCUMENT",
        lambda: a_package(kind=f"{WORD}.template.main+xml", more={"word/a.exe": b"MZ"}),
    ),
    "a stowaway and DDE": (
        "UNEXPECTED_PART",
        lambda: a_package(a_field("DDE a"), more={"word/a.exe": b"MZ"}),
    ),
    "a workbook with a linked picture": (
        "WRONG_OOXML_KIND",
        lambda: a_package(kind=SHEET, links=[("image", "https://example.test/", "External")]),
    ),
    "too many elements and a linked picture": (
        "TOO_MANY_ELEMENTS",
        lambda: a_package("<w:p/>" * 400_000, links=[("image", "https://a.test/", "External")]),
    ),
}
