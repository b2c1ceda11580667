"""What is said and read of drafts, by the graph: its limits, and what is written down."""

import asyncio
import json

import pytest

from tests.integration.pr_review.test_drafts import reviewed
from tests.integration.pr_review.test_graph_review import a_comment, done, id_of, read
from tests.support.drafts import a_draft, said
from tests.support.word_drafts import a_draft as a_usual_draft

COMMENTS = "comments { nodes { text replies { text author { displayName } } } }"


@pytest.fixture
async def taken(press):
    rita = await press.knows("rita", "pr", name="Rita")
    release = await reviewed(await press.a_maker("ada"), rita, a_usual_draft())
    return id_of(release), release.draft.sha256


async def test_a_download_by_a_link_is_written_down_for_whom_it_was_made(press, graph, taken):
    id, _ = taken
    for calls in (graph("rita", "pr"), graph("ada", "maker"), graph("sam", "support")):
        url = (await read(calls, id, "draft { file { url } }"))["draft"]["file"]["url"]
        assert (await calls.get(url)).status_code == 200
        # A browser that follows it says nothing of who it is; one that looks reads nothing.
        assert (await graph().get(url)).status_code == 200

    rows = press.database["activity"].find({"action": "press_release.draft_downloaded"})
    noted = [row["actor"]["subject"] async for row in rows]

    assert noted == ["rita", "rita", "sam", "sam"]


async def test_a_maker_and_the_team_talk_by_the_graph(press, graph, taken):
    id, sha256 = taken
    rita, ada = graph("rita", "pr", name="Rita"), graph("ada", "maker", name="Ada")
    comment = await a_comment(rita, taken, text="Which dogs?", visibility="MAKER", start=0, end=3)
    assert (await read(ada, id, COMMENTS))["comments"]["nodes"] == []
    await done(
        rita,
        "pressReleaseRequestChanges",
        "pressRelease { state }",
        id=id,
        sha256=sha256,
        words="Please say.",
    )

    replied = await done(ada, "pressCommentReply", "comment { text }", id=comment, text="All.")

    assert replied["userErrors"] == []
    [seen] = (await read(ada, id, COMMENTS))["comments"]["nodes"]
    assert seen == {
        "text": "Which dogs?",
        "replies": [{"text": "All.", "author": {"displayName": "Ada"}}],
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "REQUIRED"),
        ("a" * 5001, "TEXT_TOO_LONG"),
        ("a\u0000b", "CONTROL_CHARACTER"),
    ],
)
async def test_a_comment_that_cannot_be_kept_is_refused(press, graph, taken, text, code):
    id, sha256 = taken

    answer = await graph("rita", "pr").ask(
        "mutation($input: PressCommentAddInput!) { pressCommentAdd(input: $input) "
        "{ comment { id } userErrors { code } } }",
        input={"id": id, "sha256": sha256, "block": "b1", "text": text},
    )

    assert answer["data"]["pressCommentAdd"]["comment"] is None
    assert [it["code"] for it in answer["data"]["pressCommentAdd"]["userErrors"]] == [code]
    assert await press.database["press_comments"].count_documents({}) == 0


async def test_half_a_pair_of_surrogates_is_the_callers_fault(press, gateway, taken):
    token = press.process.issuer.token("rita", "pr")
    query = (
        "mutation($input: PressCommentAddInput!) { pressCommentAdd(input: $input) { __typename } }"
    )
    given = {"id": taken[0], "sha256": taken[1], "block": "b1", "text": "half \ud83d"}

    answer = await gateway.post(
        "/graphql",
        content=json.dumps({"query": query, "variables": {"input": given}}),
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
    )

    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_of_a_huge_draft_as_much_is_had_as_an_answer_holds(press, graph):
    rita = await press.knows("rita", "pr", name="Rita")
    text = "Each mug is thrown, glazed and fired by hand, which takes two weeks. " * 35
    release = await reviewed(
        await press.a_maker("ada"), rita, a_draft("".join(said(text) for _ in range(1500)))
    )
    id, caller = id_of(release), graph("rita", "pr")

    part = await read(caller, id, "draft { reading { html } }")
    whole = await caller.ask(
        "query($id: ID!) { pressRelease(id: $id) { draft { reading { html blocks { text } } } } }",
        id=id,
    )

    assert len(part["draft"]["reading"]["html"]) > 2_500_000
    [error] = whole["errors"]
    assert error["extensions"]["code"] == "RESPONSE_TOO_LARGE"


async def test_a_redline_is_made_and_asked_for_again_by_two(press, graph, taken):
    id, _ = taken
    await press.as_("ada", "maker").upload(
        f"pressReleases/{await uuid_of(press)}", a_usual_draft(item="Celadon glaze")
    )

    async def made(calls):
        file = {"state": "PREPARING"}
        async with asyncio.timeout(60):
            while file["state"] == "PREPARING":
                answer = await done(
                    calls,
                    "pressReleaseMakeRedline",
                    "wordFile { id state failure "
                    "proof { acceptEqualsNew rejectEqualsOld exactComments } }",
                    id=id,
                )
                file = answer["wordFile"]
                await asyncio.sleep(0.1)
        return file

    first, second = await asyncio.gather(made(graph("rita", "pr")), made(graph("ada", "maker")))

    assert first == second
    assert (first["state"], first["failure"]) == ("READY", None)
    assert first["proof"] == {
        "acceptEqualsNew": True,
        "rejectEqualsOld": True,
        "exactComments": None,
    }


async def uuid_of(press):
    return (await press.database["press_releases"].find_one({}))["_id"]
