"""A namespace that lxml does not take, the gate does not let through either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pr_review.drafts.namespaces import is_address

KNOWN = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "urn:schemas-microsoft-com:vml",
    "http://user@maker.example:80/a?b=c#d",
    "a/b",
    "",
)
letters = st.sampled_from("ab:/?#[]@!$'()*+,;=%.-_~{}|^`\\ 09é")


@pytest.mark.parametrize("namespace", KNOWN)
def test_ordinary_namespaces_are_addresses(namespace):
    assert is_address(namespace)


@pytest.mark.fuzz
@given(
    known=st.sampled_from(KNOWN),
    changes=st.lists(st.tuples(st.floats(0, 1), letters, st.booleans()), min_size=1, max_size=4),
)
def test_what_is_an_address_to_us_is_one_to_lxml(known, changes):
    changed = known
    for place, letter, is_put in changes:
        at = int(place * len(changed))
        changed = changed[:at] + (letter if is_put else "") + changed[at + (not is_put) :]

    if is_address(changed):
        written = changed.replace("'", "&apos;")
        etree.fromstring(f"<a xmlns:x='{written}'/>" if changed else "<a/>")
