"""Names that packages and Word's comments have for things, beside those that readers need."""

from pr_review.reading.word.names import ALTERNATIVES, OFFICE

PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"

COMMENTS_RELATION = f"{OFFICE}/comments"
EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
COMMENTS_TYPE = f"{_WORD}.comments+xml"
EXTENDED_TYPE = f"{_WORD}.commentsExtended+xml"

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
IGNORABLE = f"{{{ALTERNATIVES}}}Ignorable"
COMMENT_ROW = f"{{{WORD_2012}}}commentEx"


def w15(name: str) -> str:
    """A name of the extension that has threads of comments."""
    return f"{{{WORD_2012}}}{name}"
