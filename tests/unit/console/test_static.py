"""What the console's pages load: small, from here, and kept for as long as it is the same."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from console import static

FOLDER = Path(static.__file__).with_name("static")
MOST = 150_000


@pytest.fixture
async def browser():
    console = FastAPI()
    console.include_router(static.router)
    app = FastAPI()
    app.mount("/console", console)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://handmade"
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("console.css", "text/css; charset=utf-8"),
        ("console.js", "text/javascript; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
    ],
)
async def test_a_file_is_kept_for_ever_under_its_version(browser, name, kind):
    answer = await browser.get(static.url(name))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == (FOLDER / name).read_bytes()


async def test_a_page_of_another_release_gets_the_files_of_this_one_but_does_not_keep_them(browser):
    answer = await browser.get("/console/static/0123456789abcdef/console.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["missing.css", "..%2Fapp.py", "%2E%2E/app.py", "../app.py", "app.py", ".css"]
)
async def test_nothing_else_is_served(browser, name):
    answer = await browser.get(f"/console/static/{static.VERSION}/{name}")

    assert answer.status_code == 404


def test_a_name_that_a_template_has_wrong_is_told_at_once():
    with pytest.raises(LookupError, match=r"consle\.css"):
        static.url("consle.css")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({"a.js": b"1", "b.js": b"2"}, True),
        ({"a.js": b"1", "b.js": b"3"}, False),
        ({"a.js": b"1", "c.js": b"2"}, False),
        ({"a.js": b"12", "b.js": b""}, False),
    ],
)
def test_the_version_is_another_whenever_a_file_is(other, is_same):
    made = static._version({"a.js": b"1", "b.js": b"2"})

    assert (static._version(other) == made) is is_same


def test_scripts_import_what_is_there():
    for script in FOLDER.glob("*.js"):
        for name in re.findall(r'from "\./([^"]+)"', script.read_text()):
            assert name in static.FILES, script.name


def test_no_file_names_another_host():
    for name, content in static.FILES.items():
        found = re.findall(rb"(?:https?:)?//[a-z0-9-]+\.[a-z][^\s\"')]*", content)
        assert set(found) <= {b"http://www.w3.org/2000/svg"}, name


def test_all_of_them_leave_room_for_a_page():
    assert sum(map(len, static.FILES.values())) < MOST / 2
