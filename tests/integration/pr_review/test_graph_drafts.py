"""What stands in drafts, what changed between them, and documents of ours, by the graph."""

import asyncio
import hashlib

from gateway.ids import to_id
from tests.integration.pr_review.test_graph_review import done, read
from tests.support.documents import a_document
from tests.support.watchers import PATIENCE

READING = """draft { reading {
  html wordCount blocks { id place text } mentions { mark quote block } checks { code }
  properties { key } comments { text } pictures { id }
} }"""


async def two_drafts(press):
    """A press release in review whose maker sent another text, and its id in the graph."""
    ada = await press.a_maker("ada")
    release = await ada.complete()
    submitted = await ada.submit(release.name)
    again = await ada.upload(submitted.name, a_document("We announce our mugs of stoneware."))
    return str(to_id("PressRelease", again.name))


async def test_a_draft_is_read_by_whoever_sees_it_and_checked_for_staff(press, graph):
    id = await two_drafts(press)

    own = await read(graph("ada", "maker"), id, READING)
    team = await read(graph("rita", "pr"), id, READING)
    foreign = await read(graph("eve", "maker"), id, READING)

    reading = own["draft"]["reading"]
    assert any("stoneware" in block["text"] for block in reading["blocks"])
    assert all(f'id="{block["id"]}"' in reading["html"] for block in reading["blocks"])
    assert reading["wordCount"] > 0
    assert reading["checks"] == []
    assert team["draft"]["reading"] == reading | {"checks": team["draft"]["reading"]["checks"]}
    assert foreign is None


async def test_two_drafts_are_compared(press, graph):
    id = await two_drafts(press)

    found = await read(
        graph("rita", "pr"),
        id,
        """drafts { number similarity comparison { fromNumber toNumber html sameText similarity }
          none: comparison(with: 9) { html } own: comparison(with: 2) { html } }""",
    )

    first, second = found["drafts"]
    assert first["comparison"] is None
    compared = second["comparison"]
    assert (compared["fromNumber"], compared["toNumber"]) == (1, 2)
    assert not compared["sameText"]
    assert compared["similarity"] < 1
    assert "stoneware" in compared["html"]
    assert first["none"] is second["none"] is second["own"] is None


async def test_a_document_with_comments_is_made_and_downloaded_by_its_link(press, graph):
    id = await two_drafts(press)
    rita = graph("rita", "pr", name="Rita")
    release = await read(rita, id, "draft { file { sha256 } }")
    await done(
        rita,
        "pressCommentAdd",
        "comment { id }",
        id=id,
        sha256=release["draft"]["file"]["sha256"],
        block="b1",
        text="Who says so?",
    )
    selection = """wordFile { id state failure proof { verified exactComments movedComments
        acceptEqualsNew rejectEqualsOld }
      file { name contentType size sha256 url } }"""

    file = {"state": "PREPARING"}
    async with asyncio.timeout(PATIENCE):
        while file["state"] == "PREPARING":
            answer = await done(rita, "pressReleaseMakeAnnotatedDraft", selection, id=id)
            file = answer["wordFile"]
            await asyncio.sleep(0.05)

    assert (file["state"], file["failure"]) == ("READY", None)
    assert file["proof"] == {
        "verified": True,
        "exactComments": 1,
        "movedComments": 0,
        "acceptEqualsNew": None,
        "rejectEqualsOld": None,
    }
    by_link = await graph().get(file["file"]["url"])
    foreign = await graph("eve", "maker").get(file["file"]["url"])
    assert hashlib.sha256(by_link.content).hexdigest() == file["file"]["sha256"]
    assert len(by_link.content) == file["file"]["size"]
    assert by_link.headers["content-disposition"].startswith("attachment")
    assert by_link.headers["cache-control"] == "private, no-store"
    assert foreign.status_code == 404


async def test_edits_are_uploaded_hidden_until_they_are_sent_and_downloaded_as_an_attachment(
    press, graph
):
    id = await two_drafts(press)
    rita, ada, content = graph("rita", "pr"), graph("ada", "maker"), a_document("As we say it.")
    selection = """editedCopies { draftNumber draftSha256 uploadedAt sentAt uploader { displayName }
      file { name contentType size sha256 url } }"""
    await done(rita, "pressReleaseTake", "pressRelease { id }", id=id)
    read_it = await read(rita, id, "draft { file { sha256 } }")
    sha256 = read_it["draft"]["file"]["sha256"]

    async def upload(who, content, name="edits.docx", sha256=sha256):
        return await who.upload(id, content, name, "pressReleaseUploadEdits", sha256=sha256)

    assert (await upload(rita, content))["userErrors"] == []
    bad = await upload(rita, b"%PDF-1.7\n")
    named = await upload(rita, content, "edits.pdf")
    stale = await upload(rita, content, sha256="0" * 64)
    foreign = await upload(graph("ruth", "pr"), content)
    hidden = await read(ada, id, selection)
    [own] = (await read(rita, id, selection))["editedCopies"]

    assert [(it["code"], it["path"]) for it in bad["userErrors"] + named["userErrors"]] == [
        ("NOT_DOCX", ["file"]),
        ("FILE_NAME_MALFORMED", ["file"]),
    ]
    assert [it["__typename"] for it in stale["userErrors"]] == ["StaleError"]
    assert [it["code"] for it in foreign["userErrors"]] == ["PRESS_RELEASE_TAKEN"]
    assert hidden == {"editedCopies": []}
    assert (own["draftNumber"], own["draftSha256"], own["sentAt"]) == (2, sha256, None)
    # Neither a link of their own nor somebody else's leads there.
    assert (await ada.get(own["file"]["url"])).status_code == 404

    words = "As we say it."
    await done(
        rita, "pressReleaseRequestChanges", "pressRelease { id }", id=id, sha256=sha256, words=words
    )
    [copy] = (await read(ada, id, selection))["editedCopies"]

    assert copy["sentAt"]
    assert copy["file"]["name"] == "edits.docx"
    assert copy["file"]["sha256"] == hashlib.sha256(content).hexdigest()
    answer = await ada.get(copy["file"]["url"])
    assert answer.content == content
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''edits.docx"
    assert "sandbox" in answer.headers["content-security-policy"]
