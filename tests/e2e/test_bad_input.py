"""What people and attackers send that must change nothing and be told clearly."""

import asyncio
import time
import uuid

import grpc
import httpx
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from dev.applying import a_complete_draft
from dev.graph import Graph, Refusal, query, soon
from dev.journey import Journey, text_of
from dev.samples import Cast, a_draft, a_questionnaire
from gateway.ids import to_id
from handmade.applications.v1 import maker_pb2, maker_pb2_grpc
from tests.support.forge import bad_tokens

BAD_TOKENS = (
    "expired",
    "foreign",
    "unknown key",
    "unsigned",
    "HMAC with the public key",
    "wrong audience",
    "altered",
    "no JWT",
    "empty parts",
    "too long",
    "signature cut",
)
INJECTION = '{"$ne": null}'


@pytest.mark.parametrize("kind", BAD_TOKENS)
async def test_a_bad_token_is_refused_at_both_doors(stack, kind):
    token = bad_tokens(stack.issuer)[kind]

    async with Graph(stack.gateway_url, token) as graph:
        answer = await graph.answer("{ viewer { id } }")
    channel = grpc.aio.insecure_channel(stack.ports.services["applications"])
    async with channel:
        stub = maker_pb2_grpc.MakerServiceStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.GetOwnMaker(
                maker_pb2.GetOwnMakerRequest(),
                metadata=(("authorization", f"Bearer {token}"),),
            )

    assert not answer.get("data")
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert _reason(refused.value) == "TOKEN_REFUSED"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("application_submit", {"type": "Application", "key": "application"}),
        ("listing_publish", {"type": "Listing", "key": "mug"}),
        ("press_release_submit", {"type": "PressRelease", "key": "press_release"}),
    ],
    ids=["application", "listing", "press release"],
)
async def test_somebody_elses_thing_looks_like_one_that_does_not_exist(
    story, signed_in, name, fields
):
    collection = {
        "Application": "applications",
        "Listing": "listings",
        "PressRelease": "pressReleases",
    }[fields["type"]]
    absent = to_id(fields["type"], f"{collection}/{uuid.uuid4()}")

    async with signed_in("mallory", "maker") as mallory:
        refusals = []
        for target in (getattr(story, fields["key"]), absent):
            with pytest.raises(Refusal) as refused:
                await mallory.do(name, id=target)
            refusals.append(refused.value.errors)

    assert refusals[0] == refusals[1]
    assert refusals[0][0]["code"].endswith("_NOT_FOUND")


@pytest.mark.parametrize("kind", ["thread", "order", "customOrderRequest", "application"])
async def test_reading_somebody_elses_thing_finds_nothing(story, signed_in, kind):
    found = {
        "thread": story.thread,
        "order": to_id("Order", story.order),
        "customOrderRequest": story.request,
        "application": story.application,
    }[kind]

    async with signed_in("mallory", "maker", "buyer") as mallory:
        answer = await mallory.answer(
            f"query Read($id: ID!) {{ {kind}(id: $id) {{ id }} }}", {"id": found}
        )

    assert answer["data"] == {kind: None}
    assert "errors" not in answer


@pytest.mark.parametrize(
    "malformed",
    ["", "x", "TGlzdGluZzo=", "Listing:1", INJECTION, "🏺", "A" * 500, "../../etc/passwd"],
)
async def test_a_malformed_id_is_named(signed_in, malformed):
    async with signed_in("mallory", "maker") as mallory:
        answer = await mallory.answer(
            "query Read($id: ID!) { listing(id: $id) { id } }", {"id": malformed}
        )

    assert answer["errors"][0]["extensions"]["code"] == "INVALID"
    assert "id" in answer["errors"][0]["message"].lower()


async def test_an_id_of_another_type_is_not_taken(story, signed_in):
    async with signed_in(story.cast.maker, "maker") as maker:
        with pytest.raises(Refusal) as refused:
            await maker.do("listing_publish", id=story.application)

    assert refused.value.errors[0]["path"] == ["id"]


@pytest.mark.parametrize("after", ["x", "AAAA", INJECTION, "1", "' OR 1=1"])
async def test_a_page_token_that_was_made_up_is_refused(signed_in, after):
    search = (
        'query S($after: String) { listingSearch(country: "US", after: $after) { nodes { id } } }'
    )
    async with signed_in() as nobody:
        answer = await nobody.answer(search, {"after": after})

    assert answer["data"] == {"listingSearch": None}
    assert "token" in answer["errors"][0]["message"] or "after" in str(answer["errors"][0])


async def test_a_stale_etag_changes_nothing(story, signed_in):
    update = """mutation Update($input: ListingUpdateInput!) {
      listingUpdate(input: $input) { listing { title } userErrors { __typename code } }
    }"""
    change = {"id": story.mug, "etag": "0", "listing": {"title": "Lost"}}

    async with signed_in(story.cast.maker, "maker") as maker:
        answer = (await maker.answer(update, {"input": change}))["data"]["listingUpdate"]
        after = await maker.read("listing", id=story.mug)

    assert answer["listing"] is None
    assert [error["__typename"] for error in answer["userErrors"]] == ["StaleError"]
    assert after["listing"]["title"] == "Stoneware mug"


@pytest.fixture
async def press_release(story, signed_in):
    """A press release of the story's maker that has no draft yet."""
    async with signed_in(story.cast.maker, "maker") as maker:
        started = await maker.do("press_release_start", title="Another one")
    return started["id"]


async def test_a_file_of_21_mib_is_refused_and_nothing_is_kept(story, signed_in, press_release):
    async with signed_in(story.cast.maker, "maker") as maker:
        answer = await _upload(maker, press_release, "big.docx", b"PK\x03\x04" + b"\0" * (21 << 20))

    assert "too large" in str(answer).lower() or "FILE_TOO_LARGE" in str(answer)
    async with signed_in(story.cast.maker, "maker") as maker:
        assert await _draft(maker, press_release) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "NOT_DOCX", id="a PDF renamed"),
        pytest.param(b"", "EMPTY", id="an empty file"),
        pytest.param(a_draft()[:-200], "ZIP_CORRUPT", id="a Word document cut short"),
    ],
)
async def test_a_file_that_is_no_word_document_is_refused_with_the_cure(
    story, signed_in, press_release, content, code
):
    async with signed_in(story.cast.maker, "maker") as maker:
        with pytest.raises(Refusal) as refused:
            await maker.upload(
                "press_release_upload_draft", ("release.docx", content), id=press_release
            )
        draft = await _draft(maker, press_release)

    assert refused.value.codes == [code]
    assert len(refused.value.errors[0]["message"]) > 20
    assert draft is None


async def test_a_registration_link_works_once_for_the_right_person_unaltered(stack, signed_in):
    cast = Cast.new()
    secret = await _invited(stack, signed_in, cast)

    async with (
        signed_in(cast.maker, "maker") as maker,
        signed_in("mallory", "maker") as mallory,
        signed_in("cased", "maker", email=f"{cast.maker}@Example.com") as cased,
    ):
        altered = secret[:-1] + ("A" if secret[-1] != "A" else "B")
        outcomes = [
            await _refusal(maker.do("invitation_redeem", secret=altered)),
            await _refusal(mallory.do("invitation_redeem", secret=secret)),
            await _refusal(cased.do("invitation_redeem", secret=secret)),
        ]
        redeemed = await maker.do("invitation_redeem", secret=secret)
        again = await _refusal(maker.do("invitation_redeem", secret=secret))

    assert outcomes[0][0]["code"] == "INVITATION_NOT_FOUND"
    assert outcomes[1][0]["code"] == "EMAIL_MISMATCH"
    assert "case" in outcomes[2][0]["message"]
    assert redeemed["state"] in ("REDEEMED", "CONFIRMED")
    assert again


async def test_a_repeated_request_id_answers_as_before_and_never_for_another_request(signed_in):
    cast = Cast.new()
    request_id = str(uuid.uuid4())
    first = {"questionnaire": a_questionnaire(cast), "requestId": request_id}
    other = {"questionnaire": a_questionnaire(cast) | {"country": "CA"}, "requestId": request_id}

    async with signed_in(cast.maker, "maker") as maker:
        started = await maker.do("application_start", **first)
        repeated = await maker.do("application_start", **first)
        refused = await _refusal(maker.do("application_start", **other))

    assert started == repeated
    assert [error["code"] for error in refused] == ["REQUEST_ID_REUSED"]


async def test_of_two_reviewers_who_take_at_once_one_wins(signed_in):
    cast = Cast.new()
    async with (
        signed_in(cast.maker, "maker") as maker,
        signed_in("rosa", "reviewer") as rosa,
        signed_in("sven", "reviewer") as sven,
    ):
        started = await a_complete_draft(maker, a_questionnaire(cast))
        await maker.do("application_submit", id=started["id"])
        outcomes = await asyncio.gather(
            rosa.do("application_take", id=started["id"]),
            sven.do("application_take", id=started["id"]),
            return_exceptions=True,
        )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refusal", "dict"]


async def test_a_query_40_levels_deep_is_refused(signed_in):
    levels = "{ threads { nodes { maker " * 13 + "{ id }" + " } } }" * 13
    deep = "{ viewer { maker " + levels + " } }"
    async with signed_in("mallory", "maker") as mallory:
        answer = await mallory.answer(deep)

    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"


async def test_fragments_nested_90_deep_are_refused_at_once(stack):
    fragments = "".join(f"fragment F{i} on Maker {{ ...F{i + 1} ...F{i + 1} }} " for i in range(90))
    document = "{ viewer { maker { ...F0 } } } " + fragments + "fragment F90 on Maker { id }"
    async with httpx.AsyncClient(trust_env=False, base_url=stack.gateway_url, timeout=30) as client:
        took = []
        for _ in range(5):
            began = time.perf_counter()
            response = await client.post("/graphql", json={"query": document})
            took.append(time.perf_counter() - began)

    assert response.json()["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
    # Followed one by one they are more fields than there is time for: at once, or never.
    assert min(took) < 2


@pytest.mark.parametrize("where", ["text", "object"])
async def test_an_operator_where_a_string_goes_is_only_text_or_a_type_error(signed_in, where):
    cast = Cast.new()
    value = INJECTION if where == "text" else {"$ne": None}
    answers = a_questionnaire(cast) | {"businessName": value}

    async with signed_in(cast.maker, "maker") as maker:
        answer = await maker.answer(
            query("application_start"), {"input": {"questionnaire": answers}}
        )
        search = await maker.answer(query("search"), {"query": value, "country": "US"})

    if where == "text":
        assert answer["data"]["applicationStart"]["application"]["state"] == "DRAFT"
        assert search["data"]["listingSearch"]["nodes"] == []
    else:
        assert answer["errors"]
        assert answer["errors"][0]["extensions"]["code"] != "INTERNAL"
        assert search["errors"][0]["extensions"]["code"] != "INTERNAL"


async def test_an_operator_finds_nobodys_invitation(signed_in):
    async with signed_in("mallory", "maker") as mallory:
        refused = await _refusal(mallory.do("invitation_redeem", secret=INJECTION))

    assert refused[0]["code"] == "INVITATION_NOT_FOUND"


async def _upload(graph, press_release, name, content):
    try:
        return await graph.upload("press_release_upload_draft", (name, content), id=press_release)
    except Exception as error:
        return error


async def _draft(graph, press_release):
    read = "query Read($id: ID!) { pressRelease(id: $id) { draft { number } } }"
    return (await graph.answer(read, {"id": press_release}))["data"]["pressRelease"]["draft"]


async def _refusal(call):
    with pytest.raises(Refusal) as refused:
        await call
    return refused.value.errors


async def _invited(stack, signed_in, cast):
    """Applies and is approved; answers with the secret of the mailed link."""
    journey = Journey(
        stack.gateway_url, dict(stack.ports.services), stack.issuer, stack.mail_folder, print
    )
    async with signed_in(cast.maker, "maker") as maker, signed_in("rosa", "reviewer") as rosa:
        started = await a_complete_draft(maker, a_questionnaire(cast))
        for client, step in ((maker, "submit"), (rosa, "take"), (rosa, "approve")):
            await client.do(f"application_{step}", id=started["id"])
    mail = await soon(lambda: journey.mail_to(f"{cast.maker}@example.com"), "the mail")
    return text_of(mail).partition("/register#")[2].split()[0]


def _reason(error):
    info = error_details_pb2.ErrorInfo()
    for detail in rpc_status.from_call(error).details:
        if detail.Unpack(info):
            return info.reason
    return None
