"""The record of a press release: what is in it, for whom, and that its chain can be checked."""

import hashlib
import io
import json
import re
import zipfile

import pytest

from chassis.errors import Forbidden, NotFound
from tests.integration.pr_review.conftest import digest
from tests.integration.pr_review.test_comments_carried import on
from tests.integration.pr_review.test_drafts import reviewed
from tests.integration.pr_review.test_word_files import READY, made, taken
from tests.support.word_drafts import a_draft, comments_of


@pytest.fixture
async def cast(press):
    maker = await press.a_maker("ada")
    rita = press.as_("rita", "pr", name="Rita <b>Jones</b>")
    return maker, rita, await reviewed(maker, rita, a_draft())


def opened(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def holds(told):
    """The check as docs/rules.md describes it."""
    previous = ""
    for number, entry in enumerate(told["timeline"], start=1):
        facts = {key: value for key, value in entry.items() if key != "hash"}
        form = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if hashlib.sha256(form.encode()).hexdigest() != entry["hash"]:
            return False
        if (facts["number"], facts["previous"]) != (number, previous):
            return False
        previous = entry["hash"]
    return previous == told["timeline_hash"]


async def test_the_record_has_the_page_the_timeline_and_every_draft(press, cast):
    _, rita, release = cast
    await on(rita, release, "dog mugs", text="<script>alert(1)</script> Between us.")

    content, file = await taken(rita, release, method="MakeRecord")
    found = opened(content)

    page, told = found["record.html"].decode(), json.loads(found["timeline.json"])
    assert file.file_name.endswith("(record).zip")
    assert "For the inside only" in page
    assert "The chain of the timeline holds" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Between us." in page
    assert not re.search(r"<script|<b>Jones|\bsrc=|\bhref=|url\(", page)
    assert holds(told)
    assert told["timeline"][0]["press_release"] == release.name.split("/")[1]
    sums = dict(line.split()[::-1] for line in found["drafts/SHA256SUMS"].decode().splitlines())
    assert sums == {f"drafts/draft-{it.number}.docx": it.sha256 for it in release.drafts}
    assert {name: digest(found[name]) for name in sums} == sums
    commented = found[f"draft-{release.draft.number}-with-comments.docx"]
    assert [it[3] for it in comments_of(commented)] == ["<script>alert(1)</script> Between us."]


async def test_the_same_record_is_made_once_and_another_after_something_happened(press, cast):
    _, rita, release = cast

    first, again = [await made(rita, release, method="MakeRecord") for _ in range(2)]
    await on(rita, release, "dog mugs", text="Which?")
    later = await made(rita, release, method="MakeRecord")

    assert first.state == READY
    assert first.id == again.id != later.id


async def test_a_changed_timeline_is_said_on_the_page_and_found_in_the_file(press, cast):
    _, rita, release = cast
    await press.database["press_releases"].update_one({}, {"$set": {"timeline.1.text": "Forged."}})

    found = opened((await taken(rita, release, method="MakeRecord"))[0])

    assert "does not hold, from entry 2 on" in found["record.html"].decode()
    assert not holds(json.loads(found["timeline.json"]))


async def test_a_record_is_for_the_press_team_and_nobody_elses(press, cast):
    maker, rita, release = cast
    file = await made(rita, release, method="MakeRecord")

    for who in (maker, press.as_("sam", "support"), press.as_("adam", "admin")):
        with pytest.raises(Forbidden):
            await who.of_draft("MakeRecord", release.name)
    with pytest.raises(NotFound):
        await press.as_("ada", "maker", "pr").of_draft("MakeRecord", release.name)
    with pytest.raises(NotFound):
        await maker.word_file(release.name, file.id)
