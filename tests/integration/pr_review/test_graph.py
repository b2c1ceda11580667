"""The domain's part of the graph, in front of the real service."""

from uuid import uuid4

from gateway.ids import to_id
from handmade.pr_review.v1 import press_release_pb2
from tests.integration.pr_review.conftest import digest
from tests.support.documents import a_document

COMPLETE = {
    "title": "Dog mugs",
    "releaseOn": "2027-03-02",
    "timeZone": "America/Los_Angeles",
    "distributionPlan": "A wire service",
    "contact": "Ada",
}


async def test_a_release_goes_from_its_first_line_to_its_approval(press, graph):
    await press.a_maker("ada")
    ada, rita, document = graph("ada", "maker", name="Ada"), graph("rita", "pr"), a_document()

    started = (await ada.do("pressReleaseStart", **COMPLETE))["pressRelease"]
    uploaded = await ada.upload(started["id"], document, "dogs & mugs.docx")
    await ada.do("pressReleaseSubmit", id=started["id"])
    taken = (await rita.do("pressReleaseTake", id=started["id"]))["pressRelease"]
    read = {"id": started["id"], "sha256": taken["draft"]["file"]["sha256"]}
    plan = {"releaseOn": taken["releaseOn"], "timeZone": taken["timeZone"]}
    moved = await rita.do("pressReleaseApprove", **read, **plan | {"releaseOn": "2027-03-09"})
    approved = await rita.do("pressReleaseApprove", **read, **plan)

    assert uploaded["userErrors"] == approved["userErrors"] == []
    assert [error["code"] for error in moved["userErrors"]] == ["RELEASE_DATE_CHANGED"]
    file = uploaded["pressRelease"]["draft"]["file"]
    assert (file["name"], file["size"]) == ("dogs & mugs.docx", len(document))
    release = approved["pressRelease"]
    assert (release["state"], release["releaseOn"]) == ("APPROVED", "2027-03-02")
    assert release["approval"]["sha256"] == digest(document)
    assert release["approval"]["expiresAt"] == "2027-06-01T07:00:00.000Z"
    assert [entry["action"] for entry in release["timeline"]][-2:] == ["taken", "approved"]
    chain = [(entry["number"], len(entry["hash"])) for entry in release["timeline"]]
    assert chain == [(number, 64) for number in range(1, len(chain) + 1)]
    own = started["timeline"]
    assert [(entry["number"], entry["hash"]) for entry in own] == [(None, None)] * len(own)


async def test_the_document_is_downloaded_by_its_link_bytes_unchanged(press, graph):
    await press.a_maker("ada")
    ada, document = graph("ada", "maker"), a_document()
    started = (await ada.do("pressReleaseStart", title="Dog mugs"))["pressRelease"]
    uploaded = await ada.upload(started["id"], document)
    url = uploaded["pressRelease"]["draft"]["file"]["url"]

    own = await ada.get(url)
    by_browser = await graph().get(url)
    foreign = await graph("eve", "maker").get(url)
    altered = await ada.get(url[:-1] + ("A" if url[-1] != "A" else "B"))

    assert own.content == by_browser.content == document
    assert own.headers["content-disposition"].startswith("attachment")
    assert own.headers["x-content-type-options"] == "nosniff"
    assert (foreign.status_code, altered.status_code) == (404, 404)


async def test_a_replaced_document_is_not_served_under_the_old_link(press, graph):
    await press.a_maker("ada")
    ada = graph("ada", "maker")
    started = (await ada.do("pressReleaseStart", title="Dog mugs"))["pressRelease"]
    first = await ada.upload(started["id"], a_document("First"))
    await ada.upload(started["id"], a_document("Second"))

    answer = await ada.get(first["pressRelease"]["draft"]["file"]["url"])

    assert answer.status_code == 404


async def test_13_days_ahead_is_a_policy_error_with_the_earliest_date(press, graph):
    await press.a_maker("ada")
    ada = graph("ada", "maker")
    started = (await ada.do("pressReleaseStart", **COMPLETE | {"releaseOn": "2027-03-01"}))[
        "pressRelease"
    ]
    await ada.upload(started["id"], a_document())

    refused = await ada.do("pressReleaseSubmit", id=started["id"])

    assert refused["pressRelease"] is None
    [error] = refused["userErrors"]
    assert (error["__typename"], error["code"]) == ("PolicyError", "LEAD_TIME_TOO_SHORT")
    assert "2 March 2027 at the earliest" in error["message"]


async def test_a_pdf_renamed_is_refused_by_name(press, graph):
    await press.a_maker("ada")
    ada = graph("ada", "maker")
    started = (await ada.do("pressReleaseStart", title="Dog mugs"))["pressRelease"]

    refused = await ada.upload(started["id"], b"%PDF-1.7\n")

    [error] = refused["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_DOCX", ["file"])
    assert "This is a PDF" in error["message"]
    assert await press.files() == 0


async def test_a_document_that_is_too_large_is_refused_with_the_cure(press, graph):
    await press.a_maker("ada")
    ada = graph("ada", "maker")
    started = (await ada.do("pressReleaseStart", title="Dog mugs"))["pressRelease"]

    refused = await ada.upload(started["id"], b"PK\x03\x04".ljust(25 << 20, b"\0"))

    [error] = refused["userErrors"]
    assert (error["code"], error["path"]) == ("FILE_TOO_LARGE", ["file"])
    assert "larger than 20 MiB" in error["message"]
    assert "Compress Pictures" in error["message"]


async def test_errors_name_the_inputs_own_fields(press, graph):
    await press.a_maker("ada")
    ada = graph("ada", "maker")

    refused = await ada.do("pressReleaseStart", title="", timeZone="EST", contact="a" * 201)
    started = (await ada.do("pressReleaseStart", title="Dog mugs"))["pressRelease"]
    named = await ada.upload(started["id"], a_document(), "release.pdf")

    assert [(error["code"], error["path"]) for error in refused["userErrors"]] == [
        ("REQUIRED", ["title"])
    ]
    assert [error["path"] for error in named["userErrors"]] == [["file"]]


async def test_an_update_tells_null_from_left_out(press, graph):
    await press.a_maker("ada")
    ada = graph("ada", "maker")
    started = (await ada.do("pressReleaseStart", **COMPLETE))["pressRelease"]

    updated = await ada.do(
        "pressReleaseUpdate",
        id=started["id"],
        releaseOn=None,
        contact="Bea",
        etag=started["etag"],
    )
    stale = await ada.do("pressReleaseUpdate", id=started["id"], title="New", etag=started["etag"])

    release = updated["pressRelease"]
    assert (release["releaseOn"], release["contact"]) == (None, "Bea")
    assert release["distributionPlan"] == COMPLETE["distributionPlan"]
    assert [error["__typename"] for error in stale["userErrors"]] == ["StaleError"]


async def test_a_repeated_upload_is_the_same_upload(press, graph):
    await press.a_maker("ada")
    ada, request_id, document = graph("ada", "maker"), str(uuid4()), a_document()
    started = (await ada.do("pressReleaseStart", title="Dog mugs"))["pressRelease"]

    first = await ada.upload(started["id"], document, requestId=request_id)
    again = await ada.upload(started["id"], document, requestId=request_id)
    other = await ada.upload(started["id"], a_document("Other"), requestId=request_id)

    assert first["pressRelease"]["draft"]["number"] == 1
    assert again["pressRelease"]["draft"]["number"] == 1
    assert [error["code"] for error in other["userErrors"]] == ["REQUEST_ID_REUSED"]


async def test_what_is_somebody_elses_is_null_without_an_error(press, graph):
    await press.a_maker("ada")
    await press.a_maker("eve")
    started = (await graph("ada", "maker").do("pressReleaseStart", title="Dog mugs"))[
        "pressRelease"
    ]
    eve = graph("eve", "maker")
    query = "query($id: ID!) { pressRelease(id: $id) { id } pressReleases { nodes { id } } }"

    found = await eve.ask(query, id=started["id"])
    refused = await eve.do("pressReleaseSubmit", id=started["id"])
    malformed = await eve.ask(query, id=to_id("Maker", "makers/1"))

    assert found["data"] == {"pressRelease": None, "pressReleases": {"nodes": []}}
    assert "errors" not in found
    assert [error["code"] for error in refused["userErrors"]] == ["PRESS_RELEASE_NOT_FOUND"]
    assert malformed["errors"][0]["extensions"]["code"] == "INVALID"


async def test_a_makers_releases_are_for_the_maker_and_the_press_team(press, graph):
    maker = await press.a_maker("ada")
    submitted = await maker.submitted()
    await maker.start(title="Still a draft")
    query = """query($after: String) {
      pressReleases { nodes { maker { id pressReleases(first: 1, after: $after) {
        nodes { title } pageInfo { endCursor hasNextPage } } } } } }"""

    own = await graph("ada", "maker").ask(query)
    team = await graph("rita", "pr").ask(query)
    shown = own["data"]["pressReleases"]["nodes"][0]["maker"]["pressReleases"]
    following = await graph("ada", "maker").ask(query, after=shown["pageInfo"]["endCursor"])

    assert shown["pageInfo"]["hasNextPage"] is True
    seen = [node["maker"]["pressReleases"] for node in team["data"]["pressReleases"]["nodes"]]
    assert [release["nodes"][0]["title"] for release in seen] == [submitted.title]
    [rest] = following["data"]["pressReleases"]["nodes"][1]["maker"]["pressReleases"]["nodes"]
    assert rest["title"] != shown["nodes"][0]["title"]


async def test_the_team_lists_by_state(press, graph):
    maker = await press.a_maker("ada")
    submitted, other = await maker.submitted(), await maker.submitted()
    rita = graph("rita", "pr")
    await rita.do("pressReleaseTake", id=to_id("PressRelease", other.name))
    query = "{ pressReleases(states: [SUBMITTED]) { nodes { id state } } }"

    found = await rita.ask(query)

    assert found["data"]["pressReleases"]["nodes"] == [
        {"id": to_id("PressRelease", submitted.name), "state": "SUBMITTED"}
    ]


async def test_the_graph_has_every_state_of_the_contract(press, graph):
    found = await graph().ask('{ __type(name: "PressReleaseState") { enumValues { name } } }')

    names = {value["name"] for value in found["data"]["__type"]["enumValues"]}
    assert names == set(press_release_pb2.PressRelease.State.keys()) - {"STATE_UNSPECIFIED"}
