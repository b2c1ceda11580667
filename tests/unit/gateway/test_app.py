"""What the gateway's HTTP border accepts and refuses."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.tokens import LEEWAY_SECONDS
from gateway.app import base_url, language
from gateway.health import Readiness
from gateway.links import Link, Links
from gateway.middleware import MAX_BODY, MIB
from gateway.settings import GatewaySettings
from tests.unit.gateway.wire import Socket
from tests.unit.gateway.world import LOADED, Client, a_token, production, settings

ME = "{ me }"


def code(response):
    return response.json()["errors"][0]["extensions"]["code"]


async def test_a_token_says_who_asks(client):
    assert await client.ask(ME, a_token("ada")) == {"me": "ada"}
    assert await client.ask(ME) == {"me": ""}


@pytest.mark.parametrize(
    ("token", "why"),
    [
        pytest.param(lambda: a_token(exp=1), "EXPIRED", id="expired"),
        pytest.param(lambda: a_token(aud="other"), "AUDIENCE", id="wrong audience"),
        pytest.param(lambda: a_token(iss="other"), "ISSUER", id="foreign"),
        pytest.param(lambda: a_token(kid="unknown"), "KEY", id="unknown key"),
        pytest.param(
            lambda: a_token(key=Ed25519PrivateKey.generate()), "SIGNATURE", id="another's key"
        ),
        pytest.param(lambda: a_token(key=None, algorithm="none"), "ALGORITHM", id="unsigned"),
        pytest.param(
            lambda: a_token(key="k" * 40, algorithm="HS256"), "ALGORITHM", id="HMAC-confused"
        ),
        pytest.param(lambda: "rubbish", "MALFORMED", id="no token"),
        pytest.param(lambda: "x" * 10_000, "TOO_LONG", id="too long"),
    ],
)
async def test_a_bad_token_is_refused_with_the_reason(client, token, why):
    response = await client.post(ME, token())

    assert response.status_code == 401
    [error] = response.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["why"]) == ("UNAUTHENTICATED", why)
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_the_request_id_comes_back(client):
    given = await client.post(ME, headers={"x-request-id": "abcdefgh-1"})
    made = await client.post(ME, headers={"x-request-id": "<script>"})

    assert given.headers["x-request-id"] == "abcdefgh-1"
    assert len(made.headers["x-request-id"]) == 36


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        ("de-AT,en;q=0.8", "de"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("", "en"),
        ("*", "en"),
        ("xx;q=much, it", "it"),
        (None, "en"),
    ],
)
def test_the_best_liked_language_is_found(accepted, found):
    assert language(accepted) == found


async def test_the_language_reaches_resolvers(client):
    response = await client.post("{ language }", headers={"accept-language": "de"})

    assert response.json()["data"] == {"language": "de"}


async def test_loaders_belong_to_one_request_and_one_caller(client):
    LOADED.clear()
    query = "{ a: square(number: 2) b: square(number: 3) }"

    await asyncio.gather(client.ask(query, a_token("ada")), client.ask(query, a_token("bo")))

    assert sorted(LOADED) == [("ada", [2, 3]), ("bo", [2, 3])]


async def test_a_mutation_reads_afresh(client):
    LOADED.clear()
    do = 'thingDo(input: {name: ""}) { square }'

    await client.ask(f"mutation {{ a: {do} b: {do} }}")

    assert LOADED == [("", [3]), ("", [3])]


# Bodies


async def raw(client, body, content_type="application/json", **headers):
    headers = {"content-type": content_type} | headers
    return await client.http.post("/graphql", content=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"5",
        b"null",
        b'"query"',
        b'[{"query":"{ me }"}]',
        b'{"query":5}',
        b'{"query":"{ me }","variables":[]}',
        b'{"query":"{ me }","extensions":5}',
        b'{"query":null}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"query":' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
async def test_a_strange_body_is_a_bad_request(client, body):
    response = await raw(client, body)

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("name", [5, True, {}, ["me"], 0])
async def test_an_operations_name_is_text(client, name):
    body = json.dumps({"query": "query me { me }", "operationName": name}).encode()
    response = await raw(client, body)

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    assert response.json()["errors"][0]["message"] == "`operationName` must be text."


ECHO = "query($text: String!) { repeat(text: $text) }"


@pytest.mark.parametrize(
    "body",
    [
        '{"query": "query($text: String!) { repeat(text: $text) }", "variables": {"text": "%s"}}',
        '{"query": "{ repeat(text: \\"%s\\") }"}',
        '{"query": "{ me }", "operationName": "%s"}',
        '{"query": "{ me }", "variables": {"%s": 1}}',
    ],
)
@pytest.mark.parametrize("half", ["\\ud800", "\\uDFFF", "\\udc00\\ud800", "\\ud83d x"])
async def test_half_a_surrogate_pair_is_the_clients_mistake(client, body, half):
    headers = {"content-type": "application/json"}
    response = await client.http.post("/graphql", content=body % half, headers=headers)

    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")


async def test_half_a_surrogate_pair_in_an_upload_is_the_clients_mistake(client):
    operations = (
        '{"query": "mutation($f: Upload!) { me }", "variables": {"f": null, "x": "\\ud800"}}'
    )
    response = await client.http.post(
        "/graphql",
        data={"operations": operations, "map": '{"0": ["variables.f"]}'},
        files={"0": ("a.txt", b"x")},
        headers={"graphql-require-preflight": "1"},
    )

    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")


async def test_half_a_surrogate_pair_written_in_the_document_is_no_query(client):
    response = await client.post('{ repeat(text: "\\ud800") }')

    assert code(response) == "GRAPHQL_PARSE_FAILED"


@pytest.mark.parametrize("text", ["\\ud83d\\ude00", "😀", "\\\\ud800"])
async def test_whole_pairs_and_what_only_looks_like_half_of_one_are_text(client, text):
    body = f'{{"query": "{ECHO}", "variables": {{"text": "{text}"}}}}'
    headers = {"content-type": "application/json"}
    response = await client.http.post("/graphql", content=body.encode(), headers=headers)

    assert response.json()["data"]["repeat"] in ("😀", "\\ud800")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
async def test_json_is_utf_8(client, encoding):
    body = '{"query": "{ me }", "variables": {"x": "ü"}}'.encode(encoding)
    response = await client.http.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_form_on_another_site_cannot_ask(client, content_type):
    response = await raw(client, b'{"query":"{ me }"}', content_type)

    assert response.status_code == 400


async def test_a_query_in_the_address_is_refused(client, tmp_path):
    for asked in (client, Client(tmp_path, settings=production(tmp_path))):
        response = await asked.http.get("/graphql", params={"query": ME})

        assert "data" not in response.text or response.json()["data"] is None


async def test_a_body_over_a_mebibyte_is_refused_unread(client):
    read = 0

    async def endless():
        nonlocal read
        while True:
            read += 64 * 1024
            yield b" " * 64 * 1024

    declared = await raw(client, b" " * (MAX_BODY + 1))
    streamed = await raw(client, endless())

    assert (declared.status_code, code(declared)) == (413, "BODY_TOO_LARGE")
    assert (streamed.status_code, code(streamed)) == (413, "BODY_TOO_LARGE")
    assert read < 2 * MAX_BODY


async def test_huge_variables_are_refused(client):
    response = await client.post(ME, big="x" * MAX_BODY)

    assert code(response) == "BODY_TOO_LARGE"


async def test_an_answer_over_five_mebibytes_is_refused(client):
    response = await client.post("{ long(size: 6000000) }")

    assert code(response) == "RESPONSE_TOO_LARGE"
    assert len(response.content) < 1000


async def test_deep_queries_are_refused_over_http_too(client):
    response = await client.post("{ me " * 40 + "}" * 40)

    assert response.json()["errors"]


async def test_a_body_that_does_not_come_in_time_is_refused(tmp_path):
    client = Client(tmp_path, gateway=GatewaySettings(body_seconds=0.05, upload_seconds=0.1))
    first = b'--b\r\nContent-Disposition: form-data; name="0"; filename="f"\r\n\r\n'

    async def drops(start):
        yield start
        await asyncio.sleep(5)

    upload = {"graphql-require-preflight": "1"}
    answers = [
        await raw(client, drops(b"{")),
        await raw(client, drops(first), "multipart/form-data; boundary=b", **upload),
    ]

    assert [(one.status_code, code(one)) for one in answers] == [(408, "BODY_TOO_SLOW")] * 2
    assert [one.json()["errors"][0]["extensions"]["maximum"] for one in answers] == [0.05, 0.1]
    assert answers[0].headers["connection"] == "close"


async def test_an_answer_may_take_longer_than_a_body(tmp_path):
    client = Client(tmp_path, gateway=GatewaySettings(body_seconds=0.05))

    response = await client.post(
        "subscription { slow(seconds: 0.2) }", headers={"accept": "text/event-stream"}
    )

    assert '"slow":"late"' in response.text


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_long_queries_are_refused_unparsed(client, accept):
    response = await client.post("{ me } #" + "x" * 15_000, headers={"accept": accept})

    assert '"code":"LIMIT_EXCEEDED","limit":"characters","maximum":15000' in response.text


# Uploads

UPLOAD = "mutation($f: Upload!) { thingUpload(input: {file: $f}) { size userErrors { code } } }"


async def upload(client, content, headers=None, query=UPLOAD, mapping=None, **more):
    operations = {"query": query, "variables": {"f": None}}
    form = {
        "operations": json.dumps(operations),
        "map": json.dumps({"0": ["variables.f"]} if mapping is None else mapping),
    }
    files = {"0": ("mug.docx", content)} | more
    headers = {"GraphQL-Require-Preflight": "1"} if headers is None else headers
    return await client.http.post("/graphql", data=form, files=files, headers=headers)


async def test_a_file_is_uploaded_by_the_multipart_specification(client):
    response = await upload(client, b"x" * 200_000)

    assert response.json()["data"]["thingUpload"] == {"size": 200_000, "userErrors": []}


async def test_an_upload_needs_a_header_that_no_form_can_send(client):
    response = await upload(client, b"x", headers={})

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    assert "GraphQL-Require-Preflight" in response.json()["errors"][0]["message"]


async def test_a_request_has_one_file(client):
    response = await upload(client, b"x", **{"1": ("b", b"y")})

    assert response.status_code == 400
    assert "Too many files" in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "mapping",
    [
        [],
        5,
        {"1": ["variables.f"]},
        {"0": ["variables.f.x.y"]},
        {"0": 5},
        {"0": [5]},
        {"0": ["query.0"]},
        {"0": ["query"]},
        {"0": ["operationName"]},
        {"0": ["nothing.at.all"]},
    ],
)
async def test_an_upload_whose_map_does_not_fit_is_refused(client, mapping):
    response = await upload(client, b"x", mapping=mapping)

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    assert "UploadFile" not in response.text


@pytest.mark.parametrize("given", ["mug.docx", {}, {"filename": "mug.docx"}, 5, ["x"]])
async def test_a_file_that_is_written_into_the_operation_is_none(client, given):
    response = await client.post(UPLOAD, f=given)

    assert code(response) == "BAD_USER_INPUT"
    assert "multipart" in response.json()["errors"][0]["message"]


async def test_a_file_in_the_place_of_a_text_is_the_clients_mistake(client):
    response = await upload(client, b"x", query="query($f: String!) { repeat(text: $f) }")

    assert code(response) == "GRAPHQL_VALIDATION_FAILED"


async def test_32_mebibytes_are_refused_while_they_come_with_the_cure(client):
    response = await upload(client, b"x" * 32 * MIB)

    assert (response.status_code, code(response)) == (413, "FILE_TOO_LARGE")
    (error,) = response.json()["errors"]
    (wrong,) = error["extensions"]["violations"]
    assert (wrong["code"], wrong["path"]) == ("FILE_TOO_LARGE", ["file"])
    # What it is nobody has read: it may be a photo as well as a document.
    assert "a photo with a lower quality, a document with smaller pictures" in wrong["message"]
    assert "Word" not in wrong["message"]
    assert error["message"] == wrong["message"]


async def test_an_upload_of_unknown_size_is_refused_as_soon_as_it_is_too_large(client):
    sent = 0

    async def endless():
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="0"; filename="f"\r\n\r\n'
        while True:
            sent += MIB
            yield b"x" * MIB

    response = await raw(
        client, endless(), "multipart/form-data; boundary=b", **{"graphql-require-preflight": "1"}
    )

    assert (response.status_code, code(response)) == (413, "FILE_TOO_LARGE")
    assert sent <= 34 * MIB


async def test_a_file_of_20_to_30_mebibytes_is_for_its_service_to_refuse(client):
    response = await upload(client, b"x" * 30 * MIB)

    assert response.json()["data"]["thingUpload"] == {"size": 30 * MIB, "userErrors": []}


# Limits per caller


async def test_a_caller_who_asks_too_often_is_told_when_to_return(tmp_path):
    now = 0.0
    client = Client(tmp_path, gateway=GatewaySettings(burst=2, per_second=0.5), clock=lambda: now)
    ada, bo = a_token("ada"), a_token("bo")

    before = [(await client.post(ME, ada)).status_code for _ in range(3)]
    refused = await client.post(ME, ada)
    other = await client.post(ME, bo)
    now = 2.0
    after = await client.post(ME, ada)
    now = 1000.0
    later = [(await client.post(ME, ada)).status_code for _ in range(3)]

    assert before == [200, 200, 429]
    assert code(refused) == "RATE_LIMITED"
    assert refused.json()["errors"][0]["extensions"]["retryAfterSeconds"] == 2.0
    assert refused.headers["retry-after"] == "3"
    assert (other.status_code, after.status_code) == (200, 200)
    assert later == [200, 200, 429]


async def test_bad_tokens_take_from_their_addresss_share(tmp_path):
    client = Client(tmp_path, gateway=GatewaySettings(burst=2, per_second=1), clock=lambda: 0.0)

    bad = [(await client.post(ME, "rubbish")).status_code for _ in range(3)]
    signed_in = await client.post(ME, a_token("ada"))

    assert bad == [401, 401, 429]
    assert signed_in.status_code == 200


async def test_health_is_answered_whoever_asks_how_often(tmp_path):
    client = Client(tmp_path, gateway=GatewaySettings(burst=1, per_second=0.001))

    answers = [(await client.http.get("/healthz")).status_code for _ in range(3)]

    assert answers == [200, 200, 200]


# Origins


async def test_only_listed_origins_may_ask_from_a_browser(tmp_path):
    listed = "https://shop.example"
    client = Client(tmp_path, settings=settings(tmp_path, allowed_origins=f"{listed}, https://b"))

    async def preflight(origin):
        headers = {
            "origin": origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type",
        }
        return await client.http.options("/graphql", headers=headers)

    good, bad = await preflight(listed), await preflight("https://evil.example")

    assert good.headers["access-control-allow-origin"] == listed
    assert bad.status_code == 400
    assert "access-control-allow-credentials" not in good.headers


async def test_without_a_list_no_other_origin_may_ask(client):
    response = await client.post(ME, headers={"origin": "https://evil.example"})

    assert "access-control-allow-origin" not in response.headers


# Subscriptions


async def test_a_subscription_over_websocket_is_authenticated_by_its_first_message(client):
    async with Socket(client.app) as socket:
        token = f"Bearer {a_token('ada')}"
        await socket.say(type="connection_init", payload={"authorization": token})
        acknowledged = await socket.hear()
        query = "subscription { count(to: 2) }"
        await socket.say(id="1", type="subscribe", payload={"query": query})
        heard = [await socket.hear() for _ in range(3)]

    assert acknowledged["type"] == "connection_ack"
    assert [message["payload"]["data"]["count"] for message in heard[:2]] == ["ada 0", "ada 1"]
    assert heard[2]["type"] == "complete"


async def test_a_websocket_asks_nothing_before_it_is_acknowledged(client):
    async with Socket(client.app) as socket:
        await socket.say(id="1", type="subscribe", payload={"query": ME})

        assert await socket.hear() == 4401


@pytest.mark.parametrize("query", ["{ " + "me " * 100 + "}", "{ me } #" + "x" * 15_000])
async def test_a_websocket_query_is_limited_and_coded_too(client, query):
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        await socket.say(id="1", type="subscribe", payload={"query": query})
        [error] = (await socket.hear())["payload"]

    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"


async def test_operations_over_a_websocket_count_as_requests_do(tmp_path):
    clock = [0.0]
    settings = GatewaySettings(burst=3, per_second=1)
    client = Client(tmp_path, gateway=settings, clock=lambda: clock[0])
    token = f"Bearer {a_token('ada')}"

    async with Socket(client.app) as socket:
        await socket.say(type="connection_init", payload={"authorization": token})
        await socket.hear()
        answers = []
        for number in range(4):
            await socket.say(id=str(number), type="subscribe", payload={"query": ME})
            answers.append(await socket.hear())
            if answers[-1]["type"] == "next":
                await socket.hear()
        by_http = await client.post(ME, a_token("ada"))
        clock[0] = 1.0
        await socket.say(id="5", type="subscribe", payload={"query": ME})
        later = await socket.hear()

    assert [answer["type"] for answer in answers] == ["next", "next", "next", "error"]
    [error] = answers[3]["payload"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert error["extensions"]["retryAfterSeconds"] == 1
    assert by_http.status_code == 429
    assert later["type"] == "next"


async def test_opening_websockets_too_often_is_refused(tmp_path):
    client = Client(tmp_path, gateway=GatewaySettings(burst=1, per_second=1), clock=lambda: 0.0)

    async with Socket(client.app) as first, Socket(client.app) as second:
        opened = first.opened["type"], second.opened["type"]

    assert opened == ("websocket.accept", "websocket.close")


async def test_a_websocket_runs_few_operations_at_once(client):
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        query = "subscription { waits }"
        for number in range(21):
            await socket.say(id=str(number), type="subscribe", payload={"query": query})
        while (heard := await socket.hear())["type"] != "error":
            pass

    assert heard["id"] == "20"
    assert heard["payload"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"


async def test_a_websocket_ends_with_its_token(tmp_path):
    now = [datetime.now(UTC)]
    client = Client(tmp_path, now=lambda: now[0])
    expires = int(now[0].timestamp()) + 600
    now[0] = datetime.fromtimestamp(expires + LEEWAY_SECONDS - 2, UTC)

    async with Socket(client.app) as socket:
        token = f"Bearer {a_token('ada', exp=expires)}"
        await socket.say(type="connection_init", payload={"authorization": token})
        acknowledged = await socket.hear()
        query = "subscription { waits }"
        await socket.say(id="1", type="subscribe", payload={"query": query})
        first, ended = await socket.hear(), await socket.hear()

    assert acknowledged["type"] == "connection_ack"
    assert first["payload"]["data"] == {"waits": "ada"}
    assert ended == 4401


@pytest.mark.parametrize(
    "said",
    [
        "[",
        "[]",
        '"text"',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": ["1"], "payload": {"query": "{ me }"}}',
        '{"type": "subscribe", "id": "1", "payload": "{ me }"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 5}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "variables": "first"}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "variables": ["first"]}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "variables": 7}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "extensions": 7}}',
        '{"type": "complete", "id": ["x"]}',
        '{"type": "complete", "id": {}}',
        '{"type": "ping", "id": 5}',
        '{"type": ["x"]}',
        json.dumps({"type": "ü" * 200}),
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "operationName": 5}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "x": "\\ud800"}}',
    ],
)
async def test_what_is_no_message_closes_the_websocket(client, said):
    async with Socket(client.app) as socket:
        await socket.say(type="connection_init")
        await socket.hear()
        await socket.shout(said)

        assert await socket.hear() == 4400


async def test_a_websocket_of_another_origin_or_protocol_is_refused(client):
    async with Socket(client.app, origin="https://evil.example") as socket:
        assert socket.opened["type"] == "websocket.close"
    async with Socket(client.app, protocol="graphql-ws") as socket:
        assert await socket.hear() == 4406


async def test_a_subscription_over_sse_has_lines_that_end_with_lf(client):
    response = await client.post(
        "subscription { count(to: 1) }", a_token("ada"), headers={"accept": "text/event-stream"}
    )

    assert response.headers["content-type"].startswith("text/event-stream")
    assert "\r" not in response.text
    assert '{"data":{"count":"ada 0"}' in response.text


# Development and production


async def test_production_shows_nothing_of_development(tmp_path):
    client = Client(tmp_path, settings=production(tmp_path))

    for path in (
        *("/dev/mail", "/dev/health", "/dev/graphiql/start.js", "/docs", "/openapi.json"),
        *("/console/mail", "/metrics"),
    ):
        assert (await client.http.get(path)).status_code == 404
    page = await client.http.get("/graphql", headers={"accept": "text/html"})
    assert page.status_code == 404
    introspection = await client.post("{ __schema { types { name } } }")
    assert code(introspection) == "INTROSPECTION_OFF"
    typo = await client.post("{ mee }")
    assert "Did you mean" not in typo.text


async def test_the_console_is_at_its_address_and_leads_to_no_host_that_a_client_names(client):
    for path in ("/console", "/console/"):
        page = await client.http.get(path, headers={"host": "evil.test"})

        assert page.status_code == 303
        assert "evil.test" not in page.headers["location"]
        assert "content-security-policy" in page.headers


async def test_what_is_too_large_for_the_console_is_told_in_a_page(client):
    kind = {
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
    }

    answer = await client.http.post("/console/take", content=b"a" * 5 * MAX_BODY, headers=kind)

    assert answer.status_code == 413
    assert "Too much at once" in answer.text


async def test_subgraphs_are_served_only_when_switched_on(tmp_path):
    body = {"query": "{ _service { sdl } }"}
    off = Client(tmp_path)
    on = Client(tmp_path, settings=settings(tmp_path, subgraph_endpoints="on"))

    assert (await off.http.post("/subgraphs/toys/graphql", json=body)).status_code == 404
    shown = await on.http.post("/subgraphs/toys/graphql", json=body)
    assert "federation/v2.9" in shown.json()["data"]["_service"]["sdl"]
    assert (await on.post(body["query"])).json()["data"] is None


async def test_a_subgraph_does_not_guess_which_of_several_operations_to_run(tmp_path):
    client = Client(tmp_path, settings=settings(tmp_path, subgraph_endpoints="on"))
    body = {"query": "query A { me } query B { me }"}

    unsaid = await client.http.post("/subgraphs/toys/graphql", json=body)
    chosen = await client.http.post("/subgraphs/toys/graphql", json=body | {"operationName": "B"})

    assert code(unsaid) == "GRAPHQL_VALIDATION_FAILED"
    assert chosen.json()["data"] == {"me": ""}


async def test_a_draining_gateway_is_not_ready(tmp_path):
    readiness = Readiness()
    client = Client(tmp_path, readiness=readiness)
    readiness.draining = True

    assert (await client.http.get("/readyz")).status_code == 503
    assert (await client.http.get("/healthz")).status_code == 200


async def test_metrics_count_requests_by_place(client):
    await client.ask(ME)

    shown = (await client.http.get("/metrics")).text

    assert 'handmade_http_total{place="/graphql",status="200"}' in shown


# Links to files


class Part:
    def __init__(self, chunk):
        self.chunk = chunk


async def streamed(*pieces):
    for piece in pieces:
        yield Part(piece)


def a_client_with_files(tmp_path, now):
    downloads = {"toys": lambda clients, link: streamed(b"hello ", link.resource_name.encode())}
    return Client(tmp_path, downloads=downloads, now=lambda: now[0])


async def link_of(client, token):
    data = await client.ask("{ file { url urlExpires } }", token)
    return data["file"]["url"].removeprefix("http://127.0.0.1:8000"), data["file"]["urlExpires"]


async def test_a_signed_link_streams_the_file_as_an_attachment(tmp_path):
    now = [datetime(2030, 1, 1, tzinfo=UTC)]
    client = a_client_with_files(tmp_path, now)

    path, expires = await link_of(client, a_token("ada"))
    response = await client.http.get(path)

    assert expires == "2030-01-01T00:15:00.000Z"
    assert response.content == b"hello toys/1"
    assert response.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''mug%20%C3%BC.docx"
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "private, no-store"


def a_link(client_path, now, domain):
    links = Links(settings(client_path).secret_key(), "", lambda: now[0])
    return links.make(Link(domain, "toys/1", "ada", "mug.jpg", "image/jpeg", "ab"))[0]


async def test_a_photo_may_be_kept_until_its_link_ends(tmp_path):
    now = [datetime(2030, 1, 1, tzinfo=UTC)]
    photos = {"application_thumbnail": lambda clients, link: streamed(b"a mug")}
    client = Client(tmp_path, downloads=photos, now=lambda: now[0])
    path = a_link(tmp_path, now, "application_thumbnail")

    first = await client.http.get(path)
    now[0] += timedelta(minutes=10)
    later = await client.http.get(path)

    assert (first.content, later.content) == (b"a mug", b"a mug")
    assert first.headers["cache-control"] == "private, max-age=900"
    assert later.headers["cache-control"] == "private, max-age=300"
    assert "authorization" in later.headers["vary"]


async def test_asked_for_its_head_a_file_answers_as_ever_without_its_bytes(tmp_path):
    now = [datetime(2030, 1, 1, tzinfo=UTC)]
    client = a_client_with_files(tmp_path, now)
    path, _ = await link_of(client, a_token("ada"))
    foreign = {"authorization": f"Bearer {a_token('bo')}"}

    whole, head = await client.http.get(path), await client.http.head(path)

    assert (head.status_code, head.content) == (200, b"")
    own = {"x-request-id"}
    assert {it for it in head.headers.items() if it[0] not in own} == {
        it for it in whole.headers.items() if it[0] not in own
    }
    assert (await client.http.head(path, headers=foreign)).status_code == 404
    assert (await client.http.head("/files/nothing")).status_code == 404


async def test_links_that_are_over_altered_or_foreign_look_alike(tmp_path):
    now = [datetime(2030, 1, 1, tzinfo=UTC)]
    client = a_client_with_files(tmp_path, now)
    path, _ = await link_of(client, a_token("ada"))
    foreign = {"authorization": f"Bearer {a_token('bo')}"}
    altered = path[:-1] + ("A" if path[-1] != "A" else "B")

    answers = [
        await client.http.get(altered),
        await client.http.get(path, headers=foreign),
        await client.http.get("/files/nothing"),
    ]
    now[0] += timedelta(minutes=15)
    answers.append(await client.http.get(path))

    assert {(answer.status_code, answer.text) for answer in answers} == {
        (404, "There is no such file, or its link is over.\n")
    }


# Pages for developers


@pytest.mark.parametrize("name", ["", "/20300102-b.eml", "/a%20b"])
async def test_where_mails_were_leads_to_where_they_are(client, name):
    answer = await client.http.get(f"/dev/mail{name}")

    assert answer.status_code == 307
    assert answer.headers["location"] == f"/console/mail{name}"


async def test_graphiql_needs_nothing_from_elsewhere(client):
    page = await client.http.get("/graphql", headers={"accept": "text/html"})

    assert page.status_code == 200
    assert "//" not in page.text.replace("<!doctype", "")
    assert "script-src 'self'" in page.headers.get("content-security-policy", "")


# Its own address


def test_in_development_links_start_with_where_the_gateway_listens(tmp_path):
    here = settings(tmp_path)
    port = here.gateway_port

    assert base_url(here) == f"http://127.0.0.1:{port}"
    assert base_url(here.model_copy(update={"tls_cert": tmp_path})) == f"https://127.0.0.1:{port}"
    assert base_url(production(tmp_path)) == production(tmp_path).public_url
