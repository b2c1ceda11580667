"""The names of namespaces, which many readers insist are addresses."""

import re

_LETTER = r"[\w\-.~!$&'()*+,;=:%]"
_SEGMENT = rf"(?:{_LETTER}|@)"
_HOST = r"[\w\-.~!$&'()*+,;=%]"
_ADDRESS = re.compile(
    r"(?!.*%(?![0-9a-f]{2}))"
    # With a scheme, or no colon before the first slash.
    r"(?:[a-z][a-z0-9+.-]*:|(?![^/?#]*:))"
    rf"(?://(?:{_LETTER}*@)?{_HOST}*(?::\d{{1,8}})?(?=[/?#]|$)|(?!//))"
    rf"(?:{_SEGMENT}|/)*(?:\?(?:{_SEGMENT}|[/?])*)?(?:\#(?:{_SEGMENT}|[/?])*)?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST = 2000


def is_address(namespace: str) -> bool:
    """Whether a namespace is an address as RFC 3986 has it; readers in C refuse any other."""
    return len(namespace) <= _LONGEST and _ADDRESS.fullmatch(namespace) is not None
