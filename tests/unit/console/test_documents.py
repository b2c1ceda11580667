import pytest
from graphql import FragmentDefinitionNode, parse

from console import documents


@pytest.mark.parametrize("name", documents.names())
def test_a_document_has_the_fragments_it_spreads_and_no_others(name):
    text = documents.document(name)

    fragments = [
        found.name.value
        for found in parse(text).definitions
        if isinstance(found, FragmentDefinitionNode)
    ]

    assert len(fragments) == len(set(fragments))
    assert all(f"...{fragment}" in text for fragment in fragments)


def test_fragments_that_others_spread_come_along():
    text = documents.mutation("applicationTake", "application { reviewer { ...Actor } }")

    assert text.count("fragment Actor on Actor") == 1
