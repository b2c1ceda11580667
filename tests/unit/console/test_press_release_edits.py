"""The press team's edits on the page: uploaded beside the decisions, downloaded with the drafts."""

import io
import json
from email import message_from_bytes

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse

from console import visit
from console.form import Attached
from console.graph import Answer, Graph
from tests.support.fake_console import URL, FakeConsole
from tests.support.press_pages import FIRST, NOW, PAUL, SECOND, draft, letter, release

HERE = "/console/press-releases/UFI6MQ%3D%3D"
CONTENT = b"PK\x03\x04 a document"
DONE = Answer({"pressReleaseUploadEdits": {"userErrors": []}})


def copy(number=1, name="edits.docx", sent=None):
    file = {"name": name, "url": f"https://gateway.example/files/{name}", "size": 40_000}
    when = "2026-11-21T09:00:00Z"
    return {
        "draftNumber": number,
        "uploadedAt": when,
        "uploader": PAUL,
        "sentAt": when if sent else None,
        "file": file,
    }


def a_console(*roles, subject="paul", **changes):
    console = FakeConsole(*(roles or ("pr",)), subject=subject, now=NOW)
    console.graph.told |= {
        "PressRelease": Answer({"pressRelease": release(**changes)}),
        "PressReleasePeople": Answer(
            {"pressReleaseRepresentatives": [], "pressReleaseStakeholders": []}
        ),
        "pressReleaseUploadEdits": DONE,
    }
    return console


async def upload(console, files=None, site="same-origin", **fields):
    """Sends the form with a file as browsers do."""
    files = {"file": ("edits.docx", CONTENT)} if files is None else files
    given = {"csrf": "token", "form": "upload-edits", "sha256": FIRST} | fields
    transport = httpx.ASGITransport(console._app)
    headers = {"sec-fetch-site": site}
    async with httpx.AsyncClient(transport=transport, base_url=URL, headers=headers) as browser:
        return await browser.post(f"{HERE}/upload-edits", data=given, files=files)


def mutations(console):
    return [name for name in console.graph.names() if name[0].islower()]


async def test_the_field_stands_where_changes_are_asked_for_and_only_there():
    page = (await a_console().get(HERE)).text

    assert page.index('data-form="upload-edits"') < page.index('data-form="request-changes"')
    assert f'action="{HERE}/upload-edits"' in page
    assert page.count('enctype="multipart/form-data"') == 1
    assert 'type="file" id="upload-edits-file" name="file" accept=".docx"' in page
    for other in (
        a_console(subject="pia"),
        a_console("support"),
        a_console(state="CHANGES_REQUESTED"),
        a_console(letters=[letter(), letter()]),
    ):
        assert "upload-edits" not in (await other.get(HERE)).text


async def test_the_copies_stand_with_their_drafts_and_say_what_the_maker_sees():
    console = a_console(
        drafts=[draft(1), draft(2, SECOND)],
        editedCopies=[copy(1, "sent.docx", sent=True), copy(2, "mine.docx")],
    )

    page = (await console.get(HERE)).text

    assert 'href="/files/sent.docx" download="sent.docx"' in page
    assert 'href="/files/mine.docx" download="mine.docx"' in page
    assert page.count("The maker does not see it yet") == 1
    assert page.index("mine.docx") < page.index("sent.docx")
    assert "It takes the place of mine.docx." in page


async def test_a_file_is_sent_on_with_the_draft_that_was_read():
    console = a_console()

    answer = await upload(console, request_id="0198")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(HERE)
    given = console.graph.variables("pressReleaseUploadEdits")
    assert given == {
        "id": "UFI6MQ==",
        "sha256": FIRST,
        "file": ("edits.docx", CONTENT),
        "requestId": "0198",
    }


@pytest.mark.parametrize("files", [{}, {"file": ("", b"")}])
async def test_without_a_file_nothing_is_sent(files):
    console = a_console()

    page = (
        await upload(console, files)
        if files
        else await console.send(f"{HERE}/upload-edits", form="upload-edits", sha256=FIRST)
    )

    assert page.status_code == 422
    assert "Choose the Word document with your edits." in page.text
    assert 'href="#upload-edits-file"' in page.text
    assert mutations(console) == []


async def test_what_the_gate_says_of_the_file_is_told_at_the_field():
    console = a_console()
    error = {
        "__typename": "InvalidFieldError",
        "code": "NOT_DOCX",
        "message": "This is a PDF.",
        "path": ["file"],
    }
    console.graph.told["pressReleaseUploadEdits"] = Answer(
        {"pressReleaseUploadEdits": {"userErrors": [error]}}
    )

    page = await upload(console)

    assert page.status_code == 422
    assert '<a href="#upload-edits-file">This is a PDF.</a>' in page.text


async def test_a_file_from_another_site_or_of_another_person_is_not_taken():
    console = a_console()
    foreign = await upload(console, site="cross-site")
    console.parts.csrf.holds = lambda *given: False
    another = await upload(console)

    assert (foreign.status_code, another.status_code) == (403, 403)
    assert mutations(console) == []


async def test_more_than_the_largest_document_or_than_one_is_not_taken(monkeypatch):
    monkeypatch.setattr(visit, "MOST_UPLOADED", 2000)
    console = a_console()

    large = await upload(console, {"file": ("edits.docx", b"x" * 3000)})
    two = await upload(console, {"file": ("a.docx", b"x"), "more": ("b.docx", b"x")})

    assert (large.status_code, two.status_code) == (413, 413)
    assert mutations(console) == []


async def test_no_other_form_takes_a_file():
    console = a_console()
    transport = httpx.ASGITransport(console._app)
    headers = {"sec-fetch-site": "same-origin"}
    async with httpx.AsyncClient(transport=transport, base_url=URL, headers=headers) as browser:
        answer = await browser.post(f"{HERE}/decline", data={"csrf": "token"}, files={"a": b"x"})

    assert answer.status_code == 415
    assert mutations(console) == []


async def test_the_graph_gets_a_file_as_the_specification_of_multipart_requests_has_it():
    seen = []

    async def app(scope, receive, send):
        request = Request(scope, receive)
        kind = request.headers["content-type"]
        body = f"content-type: {kind}\r\n\r\n".encode() + await request.body()
        parts = message_from_bytes(body).get_payload()
        names = [part.get_param("name", header="content-disposition") for part in parts]
        found = dict(zip(names, parts, strict=True))
        seen.append((dict(request.headers), found))
        await JSONResponse({"data": {"a": 1}})(scope, receive, send)

    file = Attached("édits.docx", io.BytesIO(CONTENT))
    answer = await Graph(app).send("token", "mutation", {"id": "1", "file": file}, "file", file)

    [(headers, parts)] = seen
    assert answer.found("a") == 1
    assert (headers["authorization"], headers["graphql-require-preflight"]) == ("Bearer token", "1")
    operations = json.loads(parts["operations"].get_payload())
    assert operations == {"query": "mutation", "variables": {"input": {"id": "1", "file": None}}}
    assert json.loads(parts["map"].get_payload()) == {"0": ["variables.input.file"]}
    assert parts["0"].get_payload(decode=True) == CONTENT
