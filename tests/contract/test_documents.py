"""What the documents promise about themselves: links lead somewhere, rules that are cited exist."""

import re
import subprocess

import pytest
from graphql import build_schema, parse, validate

from dev.repository import ROOT

_TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()
PAGES = [path for path in _TRACKED if path.endswith(".md")]
SOURCES = [path for path in _TRACKED if path.endswith((".py", ".toml", ".proto", ".md"))]


def anchors(text):
    """The anchors of a page's headings, as the usual renderers make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page):
    path = ROOT / page
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text())

    lost = [
        link
        for link in links
        if not link.startswith(("http:", "https:", "mailto:")) and not (path.parent / link).exists()
    ]

    assert lost == []


def test_every_rule_that_is_cited_is_written_down():
    known = anchors((ROOT / "docs" / "rules.md").read_text())

    cited = {
        (anchor, source)
        for source in SOURCES
        for anchor in re.findall(r"docs/rules\.md#([\w-]+)", (ROOT / source).read_text())
    }

    assert {(anchor, source) for anchor, source in cited if anchor not in known} == set()
    assert cited


GRAPHQL = {
    path: [(ROOT / path).read_text()]
    for path in _TRACKED
    if path.startswith("dev/src/dev/queries/")
} | {
    page: blocks
    for page in PAGES
    if (blocks := re.findall(r"```graphql\n(.+?)```", (ROOT / page).read_text(), re.DOTALL))
}


@pytest.mark.parametrize("source", GRAPHQL)
def test_every_query_that_is_shown_can_be_asked(source):
    schema = build_schema((ROOT / "gateway" / "schema.graphql").read_text())

    wrong = [str(error) for text in GRAPHQL[source] for error in validate(schema, parse(text))]

    assert wrong == []


def test_no_committed_file_names_where_packages_come_from():
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|--(extra-)?index-url")

    named = [path for path in _TRACKED if hosts.search((ROOT / path).read_text(errors="ignore"))]

    assert [path for path in named if path != "tests/contract/test_documents.py"] == []
