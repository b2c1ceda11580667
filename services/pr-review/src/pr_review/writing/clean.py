"""Text as XML can have it."""

import re

# Beside these XML 1.0 has no control character, no half of a pair and no noncharacter.
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEW_LINE = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def cleaned(text: str) -> str:
    """The text without what no document can hold; every kind of line break is one."""
    return _NOT_IN_XML.sub("", _NEW_LINE.sub("\n", text))


def on_one_line(text: str) -> str:
    """The text as a name."""
    return " ".join(cleaned(text).split())
