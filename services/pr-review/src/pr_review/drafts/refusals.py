"""Why a file is not accepted: a code that stays, and a sentence with the cure."""

from enum import StrEnum


class Refusal(StrEnum):
    """The codes clients see; what each stands for is in docs/rules.md#word-documents."""

    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    EMPTY = "EMPTY"
    NOT_DOCX = "NOT_DOCX"
    BAD_MAGIC = "BAD_MAGIC"
    LEGACY_DOC = "LEGACY_DOC"
    ENCRYPTED = "ENCRYPTED"
    ZIP_ENCRYPTED = "ZIP_ENCRYPTED"
    ZIP_BOMB = "ZIP_BOMB"
    TOO_MANY_MEMBERS = "TOO_MANY_MEMBERS"
    ZIP_CORRUPT = "ZIP_CORRUPT"
    ZIP_METHOD = "ZIP_METHOD"
    TRAILING_DATA = "TRAILING_DATA"
    BAD_MEMBER_NAME = "BAD_MEMBER_NAME"
    DUPLICATE_MEMBER = "DUPLICATE_MEMBER"
    BAD_REL_TARGET = "BAD_REL_TARGET"
    NO_MAIN_PART = "NO_MAIN_PART"
    MACROS = "MACROS"
    TEMPLATE_NOT_DOCUMENT = "TEMPLATE_NOT_DOCUMENT"
    WRONG_OOXML_KIND = "WRONG_OOXML_KIND"
    STRICT_OOXML = "STRICT_OOXML"
    XML_DTD = "XML_DTD"
    XML_TOO_LARGE = "XML_TOO_LARGE"
    XML_MALFORMED = "XML_MALFORMED"
    READER_FAILED = "READER_FAILED"


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
    Refusal.TRAILING_DATA: f"There are other data behind the document in this file. {_SAVE_AGAIN}",
    Refusal.BAD_MEMBER_NAME: (
        f"A part inside the file has a name that no part may have. {_SAVE_AGAIN}"
    ),
    Refusal.DUPLICATE_MEMBER: (
        "A part is in the file twice, so that two readers could see two different texts. "
        f"{_SAVE_AGAIN}"
    ),
    Refusal.BAD_REL_TARGET: f"The document refers to something outside of itself. {_SAVE_AGAIN}",
    Refusal.NO_MAIN_PART: f"There is no text of a document in this file. {_SAVE_AGAIN}",
    Refusal.MACROS: (
        "The document is of the kind that has macros. Save it without: "
        "File > Save As > Word Document (.docx)."
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
        f"The file's own table of contents is larger than a document needs. {_SAVE_AGAIN}"
    ),
    Refusal.XML_MALFORMED: f"The file is damaged inside. {_SAVE_AGAIN}",
    Refusal.READER_FAILED: (
        "We could not read this file, and that is our fault. Try again; if it stays so, "
        "ask support, and meanwhile copy the text into a new document."
    ),
}


class NotAccepted(Exception):
    """The file is not accepted; `what` names what it is instead, where that is known."""

    def __init__(self, refusal: Refusal, what: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.what = what


def sentence(refusal: Refusal, what: str = "") -> str:
    """What the maker reads: what is wrong, and the cure."""
    return _SENTENCES[refusal].format(what=what)
