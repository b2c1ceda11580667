"""What the documents promise about themselves: links lead somewhere, rules that are cited exist."""

import re
import subprocess
from collections import Counter

import pytest
from graphql import build_schema, parse, validate

from dev.repository import ROOT

_TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()
_HEAD = "dev/src/dev/errors/head.md"  # of docs/errors.md, which is where its links lead from
PAGES = [path for path in _TRACKED if path.endswith(".md") and path != _HEAD]
SOURCES = [path for path in _TRACKED if path.endswith((".py", ".toml", ".proto", ".md"))]


def headings(text):
    """A page's headings, and no comments of its commands."""
    return re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.M)


def slug(heading):
    """The anchor of a heading, as the usual renderers make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(text):
    """Where links into a page can lead: its headings, and what has an id of its own."""
    return {slug(heading) for heading in headings(text)} | set(named(text))


def named(text):
    """The ids that a page gives by itself."""
    return re.findall(r'<a id="([^"]+)">', text)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", (ROOT / page).read_text())

    lost = [
        f"{link}#{anchor}"
        for link, anchor in links
        if not link.startswith(("http:", "https:", "mailto:"))
        and not leads_somewhere((ROOT / page).parent / link if link else ROOT / page, anchor)
    ]

    assert lost == []


def leads_somewhere(path, anchor):
    """Whether there is such a file, and in a page such a place."""
    if not path.exists() or not anchor:
        return path.exists()
    return path.suffix != ".md" or anchor in anchors(path.read_text())


@pytest.mark.parametrize("page", PAGES)
def test_a_link_into_a_page_leads_to_one_place_in_it(page):
    text = (ROOT / page).read_text()
    places = Counter([*map(slug, headings(text)), *named(text)])

    # Of two places with one name a link finds the first.
    aimed_at = {
        anchor
        for source in PAGES
        for link, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", (ROOT / source).read_text())
        if ((ROOT / source).parent / link if link else ROOT / source).resolve() == ROOT / page
    }

    assert {place for place in aimed_at if places[place] > 1} == set()


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
