"""Why a file is not accepted, or only with a warning: a code that stays, and a sentence."""

from enum import StrEnum


class Refusal(StrEnum):
    """The codes clients see; what each stands for is in docs/rules.md#word-documents."""

    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    EMPTY = "EMPTY"
    NOT_DOCX = "NOT_DOCX"
    BAD_MAGIC = "BAD_MAGIC"
    LEGACY_DOC = "LEGACY_DOC"
    ENCRYPTED = "ENCRYPTED"
    TOO_MANY_MEMBERS = "TOO_MANY_MEMBERS"
    ZIP_CORRUPT = "ZIP_CORRUPT"
    TRAILING_DATA = "TRAILING_DATA"
    BAD_MEMBER_NAME = "BAD_MEMBER_NAME"
    DUPLICATE_MEMBER = "DUPLICATE_MEMBER"
    ZIP_ENCRYPTED = "ZIP_ENCRYPTED"
    ZIP_METHOD = "ZIP_METHOD"
    ZIP_OVERLAP = "ZIP_OVERLAP"
    ZIP_BOMB = "ZIP_BOMB"
    XML_DTD = "XML_DTD"
    XML_MALFORMED = "XML_MALFORMED"
    XML_TOO_LARGE = "XML_TOO_LARGE"
    XML_TOO_DEEP = "XML_TOO_DEEP"
    TOO_MANY_ELEMENTS = "TOO_MANY_ELEMENTS"
    NO_MAIN_PART = "NO_MAIN_PART"
    WRONG_OOXML_KIND = "WRONG_OOXML_KIND"
    MACROS = "MACROS"
    OLE_OBJECT = "OLE_OBJECT"
    EXTERNAL_OLE = "EXTERNAL_OLE"
    ACTIVEX = "ACTIVEX"
    ALTCHUNK = "ALTCHUNK"
    REMOTE_TEMPLATE = "REMOTE_TEMPLATE"
    EXTERNAL_IMAGE = "EXTERNAL_IMAGE"
    BAD_REL_TARGET = "BAD_REL_TARGET"
    AMBIGUOUS_REL = "AMBIGUOUS_REL"
    DANGLING_REL = "DANGLING_REL"
    TEMPLATE_NOT_DOCUMENT = "TEMPLATE_NOT_DOCUMENT"
    STRICT_OOXML = "STRICT_OOXML"
    UNEXPECTED_PART = "UNEXPECTED_PART"
    UNSAFE_IMAGE = "UNSAFE_IMAGE"
    IMAGE_TOO_LARGE = "IMAGE_TOO_LARGE"
    DDE_FIELD = "DDE_FIELD"
    EXTERNAL_FIELD = "EXTERNAL_FIELD"
    READER_FAILED = "READER_FAILED"
    VIRUS_FOUND = "VIRUS_FOUND"


class Caution(StrEnum):
    """The codes of what is accepted, and pointed out to its maker and its readers."""

    UNSAFE_LINK = "UNSAFE_LINK"
    LOCAL_TEMPLATE = "LOCAL_TEMPLATE"
    EMBEDDED_FONT = "EMBEDDED_FONT"


_SAVE_AGAIN = (
    "Open the document in Word, choose Save As > Word Document (.docx), and upload the new file."
)

_SENTENCES = {
    Refusal.FILE_TOO_LARGE: (
        "The file is larger than {what}. Make the pictures in it smaller "
        "(in Word: Picture Format > Compress Pictures) and save it again."
    ),
    Refusal.EMPTY: ("The file is empty. Save the document, close it in Word, and upload it again."),
    Refusal.NOT_DOCX: f"This is {{what}}, not a Word document. {_SAVE_AGAIN}",
    Refusal.BAD_MAGIC: f"There are other data before the document in this file. {_SAVE_AGAIN}",
    Refusal.LEGACY_DOC: (
        "This is in the format of Word 97-2003 (.doc), which we can't take. "
        "Save it as .docx: in Word, File > Save As > Word Document (.docx)."
    ),
    Refusal.ENCRYPTED: (
        "The document is protected with a password. Take the password off "
        "(in Word: File > Info > Protect Document > Encrypt with Password, and empty the field), "
        "save it, and upload it again."
    ),
    Refusal.ZIP_ENCRYPTED: (f"Parts of the file are encrypted, so it can't be read. {_SAVE_AGAIN}"),
    Refusal.ZIP_BOMB: (
        "Unpacked, the document would be far larger than a press release can be. "
        "Remove large pictures and embedded material, and save it again."
    ),
    Refusal.TOO_MANY_MEMBERS: (
        "The document consists of more parts than a press release can have. "
        "Copy its text into a new document, and upload that."
    ),
    Refusal.ZIP_CORRUPT: f"The file is damaged or was cut off. {_SAVE_AGAIN}",
    Refusal.ZIP_METHOD: f"The file is packed in a way that Word does not use. {_SAVE_AGAIN}",
    Refusal.ZIP_OVERLAP: f"Parts of the file lie one over the other. {_SAVE_AGAIN}",
    Refusal.TRAILING_DATA: f"There are other data behind the document in this file. {_SAVE_AGAIN}",
    Refusal.BAD_MEMBER_NAME: (
        f"A part inside the file has a name that no part may have. {_SAVE_AGAIN}"
    ),
    Refusal.DUPLICATE_MEMBER: (
        "A part is in the file twice, so that two readers could see two different texts. "
        f"{_SAVE_AGAIN}"
    ),
    Refusal.BAD_REL_TARGET: (
        "The document needs {what}, which is not in it. Take that out, or copy the text into a "
        "new document, and upload it again."
    ),
    Refusal.AMBIGUOUS_REL: (
        "The document refers to one thing in two ways, so that two readers could see two texts. "
        f"{_SAVE_AGAIN}"
    ),
    Refusal.DANGLING_REL: (
        "The document refers to a part that is not in the file, so that some readers can't open "
        f"it. {_SAVE_AGAIN}"
    ),
    Refusal.NO_MAIN_PART: f"There is no text of a document in this file. {_SAVE_AGAIN}",
    Refusal.MACROS: (
        "The document has macros, or is of the kind that has. Save it without: "
        "File > Save As > Word Document (.docx), and upload the new file."
    ),
    Refusal.OLE_OBJECT: (
        "There is a file of another program in the document, such as a worksheet or a chart with "
        "its figures. Put a picture in its place (in Word: cut it, then Paste Special > Picture), "
        "and save it again."
    ),
    Refusal.EXTERNAL_OLE: (
        "A part of the document is fetched from another file when it is opened. Break the link "
        "(in Word: File > Info > Edit Links to Files > Break Link), and save it again."
    ),
    Refusal.ACTIVEX: (
        "There is a control in the document, such as a button that runs a program. Delete it "
        "(in Word: Developer > Design Mode, select it, Delete), and save it again."
    ),
    Refusal.ALTCHUNK: (
        "There is another whole document inside this one, which only some readers show. "
        f"{_SAVE_AGAIN}"
    ),
    Refusal.REMOTE_TEMPLATE: (
        "The document fetches its template over a network when it is opened. Attach an ordinary "
        "one (in Word: Developer > Document Template > Attach, choose Normal), and save it again."
    ),
    Refusal.EXTERNAL_IMAGE: (
        "A picture or a film is only linked to, and would be fetched when the document is opened. "
        "Insert pictures, do not link them (in Word: Insert > Pictures > Insert), "
        "and save it again."
    ),
    Refusal.TEMPLATE_NOT_DOCUMENT: (
        "This is a template. Make a document of it: File > Save As > Word Document (.docx)."
    ),
    Refusal.WRONG_OOXML_KIND: (
        "This is {what}, not a Word document. Copy its text into a Word document, and upload that."
    ),
    Refusal.STRICT_OOXML: (
        "This was saved as Strict Open XML, which not every reader can open. Save it as the "
        "ordinary kind: File > Save As > Word Document (.docx), not Strict Open XML Document."
    ),
    Refusal.XML_DTD: f"The file has definitions inside that Word never writes. {_SAVE_AGAIN}",
    Refusal.XML_TOO_LARGE: (
        "A part of the document is larger than a press release can be. "
        "Copy the text of the release into a new document, and upload that."
    ),
    Refusal.XML_TOO_DEEP: (
        "Tables or frames are put into each other deeper than readers can follow. "
        "Copy the text of the release into a new document, and upload that."
    ),
    Refusal.TOO_MANY_ELEMENTS: (
        "The document has far more paragraphs and formats than a press release can have. "
        "Copy the text of the release into a new document, and upload that."
    ),
    Refusal.XML_MALFORMED: f"The file is damaged inside. {_SAVE_AGAIN}",
    Refusal.UNEXPECTED_PART: (
        f"There is {{what}} in the file that does not belong to a document. {_SAVE_AGAIN}"
    ),
    Refusal.UNSAFE_IMAGE: (
        "A drawing (SVG) in the document has scripts or refers to other files. Put an ordinary "
        "picture (PNG or JPEG) in its place, and save it again."
    ),
    Refusal.IMAGE_TOO_LARGE: (
        "A picture in the document is larger than anybody can show: {what}. Make it smaller "
        "(in Word: Picture Format > Compress Pictures), and save it again."
    ),
    Refusal.DDE_FIELD: (
        "A field in the document could start a program on the reader's computer. Turn the fields "
        "into text (in Word: Ctrl+A, then Ctrl+Shift+F9), and save it again."
    ),
    Refusal.EXTERNAL_FIELD: (
        "A field in the document takes its content from somewhere else ({what}). Turn it into "
        "text (in Word: select it, then Ctrl+Shift+F9), and save it again."
    ),
    Refusal.READER_FAILED: (
        "We could not read this file, and that is our fault. Try again; if it stays so, "
        "ask support, and meanwhile copy the text into a new document."
    ),
    Refusal.VIRUS_FOUND: (
        "The virus scanner found {what} in this file, so it was not kept. Check the computer that "
        "it comes from, copy the text into a new document, and upload that. If you think that "
        "nothing is wrong with the file, ask support."
    ),
}


# What the sentences say where `what` is not known.
_ANYTHING = {
    Refusal.BAD_REL_TARGET: "something outside of itself",
    Refusal.UNEXPECTED_PART: "something",
    Refusal.VIRUS_FOUND: "something",
}

_CAUTIONS = {
    Caution.UNSAFE_LINK: (
        "A link leads to {what}, which is neither on the web nor a mail address. "
        "Nobody can follow it from here; give a web address instead, or take the link off."
    ),
    Caution.LOCAL_TEMPLATE: (
        "The document is attached to a template on somebody's computer, {what}. "
        "Nothing of that template is read."
    ),
    Caution.EMBEDDED_FONT: (
        "The document brings letters of its own, {what}, which can look like others than they are. "
        "What we read are the letters that were typed. Save it without (in Word: File > Options > "
        "Save > Embed fonts in the file)."
    ),
}

_SHOWN = 120


class NotAccepted(Exception):
    """The file is not accepted; `what` names what it is instead, where that is known."""

    def __init__(self, refusal: Refusal, what: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.what = what


def sentence(refusal: Refusal, what: str = "") -> str:
    """What the maker reads: what is wrong, and the cure."""
    return _SENTENCES[refusal].format(what=what or _ANYTHING.get(refusal, ""))


def caution(code: Caution, target: str) -> tuple[str, str]:
    """A warning as the gate gives it: its code, and a sentence that shows the target."""
    shown = "".join(letter if letter.isprintable() else " " for letter in target[:_SHOWN])
    more = "…" if len(target) > _SHOWN else ""
    return code.value, _CAUTIONS[code].format(what=f"“{shown}{more}”")
