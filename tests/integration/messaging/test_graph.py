"""The domain's part of the graph, in front of the real service."""

import httpx
import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from chassis import tokens
from gateway.app import Parts, create
from gateway.clients import Clients, connect
from gateway.ids import from_id, to_id
from gateway.subgraphs import applications, messaging
from tests.support.messaging import ANA, EVE, an_id, an_order

USER_ERRORS = (
    "userErrors { __typename code message ... on InvalidFieldError { path } "
    "... on PolicyError { subject } }"
)
REQUEST = (
    "id state text buyerAlias buyer createdAt updatedAt "
    "clock { openedAt dueAt answeredAt verdict } maker { id } listing { id } "
    "privateListing { id } thread { id state } order { id }"
)
THREAD = """
query($id: ID!, $first: Int! = 25, $after: String) {
  thread(id: $id) {
    kind state buyerAlias buyer lastMessageAt createdAt clock { verdict }
    maker { id }
    customOrderRequest { id thread { id } }
    messages(first: $first, after: $after) {
      nodes { id author text listingUrl createdAt listing { id } thread { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""


@pytest.fixture(scope="session")
async def gateway(running):
    settings = running.process.frame.settings
    clients, own = Clients(connect(settings)), Clients(connect(settings))
    app = create(
        Parts(
            settings=settings,
            # Whoever asks, `viewer`, belongs to applications, which takes it from the token.
            subgraphs={"applications": applications.schema, "messaging": messaging.schema},
            clients=clients,
            own_clients=own,
            verifier=tokens.verifier(settings),
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://gateway"
    ) as client:
        yield client
    await clients.close()
    await own.close()


@pytest.fixture
def ask(gateway, running):
    """Asks the graph as somebody: `await ask(ANA, "{ viewer { id } }")`."""

    async def ask(subject, query, **variables):
        role = subject.partition("-")[0]
        token = running.process.issuer.token(subject, role) if subject else ""
        response = await gateway.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"} if token else {},
        )
        return response.json()

    return ask


def mutation(name, selection):
    kind = name[0].upper() + name[1:]
    return (
        f"mutation($input: {kind}Input!) "
        f"{{ {name}(input: $input) {{ {selection} {USER_ERRORS} }} }}"
    )


@pytest.fixture
def act(ask):
    """Does something in the graph and returns its payload."""

    async def act(subject, name, selection, **given):
        answer = await ask(subject, mutation(name, selection), input=given)
        assert "errors" not in answer, answer
        return answer["data"][name]

    return act


def cost(logged):
    """The calls that a request made, and the database commands of each."""
    answered = [entry for entry in logged if entry["event"] == "call answered"]
    return {entry["method"].rpartition("/")[2]: entry["commands"] for entry in answered}, len(
        answered
    )


async def test_a_custom_order_is_asked_answered_and_read_back(messaging, act, ask):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker)
    private = await messaging.a_listing(maker, private_access={"link_revision": 2})

    asked = (
        await act(
            ANA,
            "customOrderAsk",
            f"customOrderRequest {{ {REQUEST} }}",
            listing=to_id("Listing", listing.name),
            text="Two dogs, please.",
        )
    )["customOrderRequest"]
    sent = await act(
        maker.subject,
        "messageSend",
        "message { author text thread { state customOrderRequest { state } } }",
        thread=asked["thread"]["id"],
        text="Which dogs?",
    )
    answered = (
        await act(
            maker.subject,
            "customOrderAnswerWithListing",
            f"customOrderRequest {{ {REQUEST} }}",
            id=asked["id"],
            listing=to_id("Listing", private.name),
            text="Here it is.",
        )
    )["customOrderRequest"]
    request = from_id(asked["id"], "CustomOrderRequest")
    order = await messaging.record(an_order(private, custom_order_request=request))
    thread = (await ask(ANA, THREAD, id=asked["thread"]["id"]))["data"]["thread"]
    bought = await ask(
        ANA,
        f"query($id: ID!) {{ customOrderRequest(id: $id) {{ {REQUEST} }} }}",
        id=asked["id"],
    )
    settled = await ask(
        ANA,
        "query($id: ID!) { order(id: $id) { orderNumber state quantity placedAt optionSetVersion "
        "buyer price { amount currencyCode } choices { customization option } "
        "maker { id } listing { id } customOrderRequest { id } } }",
        id=to_id("Order", order.name),
    )

    assert asked["state"] == "OPEN"
    assert asked["clock"]["verdict"] == "TICKING"
    assert asked["listing"] == {"id": to_id("Listing", listing.name)}
    assert sent["message"]["thread"] == {
        "state": "AWAITING_BUYER",
        "customOrderRequest": {"state": "ANSWERED"},
    }
    assert answered["state"] == "LINK_SENT"
    assert answered["buyer"] is None
    assert answered["privateListing"] == {"id": to_id("Listing", private.name)}
    assert [message["author"] for message in thread["messages"]["nodes"]] == [
        "BUYER",
        "MAKER",
        "MAKER",
    ]
    assert thread["messages"]["nodes"][2]["listingUrl"].startswith("https://")
    assert thread["messages"]["nodes"][0]["listing"] is None
    assert thread["buyer"] == ANA
    assert thread["clock"] is None
    assert bought["data"]["customOrderRequest"]["state"] == "PURCHASED"
    assert bought["data"]["customOrderRequest"]["order"] == {"id": to_id("Order", order.name)}
    assert settled["data"]["order"]["price"] == {"amount": "28.50", "currencyCode": "USD"}
    assert settled["data"]["order"]["customOrderRequest"]["id"] == asked["id"]


async def test_a_refusal_comes_as_user_errors(messaging, act):
    maker = await messaging.a_maker()
    listing = await messaging.a_listing(maker, custom_orders_offered=False)
    asked = await messaging.asked()
    await messaging.decline(await messaging.owner(asked), asked)

    refused = await act(
        ANA,
        "customOrderAsk",
        "customOrderRequest { id }",
        listing=to_id("Listing", listing.name),
        text="Two dogs, please.",
    )
    blank = await act(
        ANA,
        "messageSend",
        "message { id }",
        thread=to_id("Thread", asked.thread),
        text="\u200b",
    )
    closed = await act(
        ANA, "messageSend", "message { id }", thread=to_id("Thread", asked.thread), text="Please"
    )
    foreign = await act(
        EVE, "messageSend", "message { id }", thread=to_id("Thread", asked.thread), text="Hi"
    )
    nowhere = await act(
        EVE,
        "messageSend",
        "message { id }",
        thread=to_id("Thread", f"threads/{an_id()}"),
        text="Hi",
    )

    assert refused["customOrderRequest"] is None
    assert [(error["__typename"], error["code"]) for error in refused["userErrors"]] == [
        ("PolicyError", "CUSTOM_ORDERS_NOT_OFFERED"),
    ]
    assert blank["userErrors"][0]["path"] == ["text"]
    assert closed["userErrors"][0]["__typename"] == "StateError"
    assert foreign["userErrors"][0]["code"] == "THREAD_NOT_FOUND"
    assert foreign == nowhere


@pytest.mark.parametrize("id", ['{"$ne": null}', "", "TGlzdGluZzo=", to_id("Maker", "makers/1")])
async def test_a_malformed_id_is_an_error_of_the_input(ask, id):
    answer = await ask(ANA, "query($id: ID!) { thread(id: $id) { state } }", id=id)

    assert answer["data"]["thread"] is None
    assert answer["errors"][0]["extensions"]["code"] == "INVALID"


@pytest.mark.parametrize("who", [EVE, "maker-olaf", ""])
async def test_what_is_anothers_is_null_without_an_error(messaging, ask, who):
    asked = await messaging.asked()

    answer = await ask(
        who,
        "query($t: ID!, $r: ID!) { thread(id: $t) { state } customOrderRequest(id: $r) { text } }",
        t=to_id("Thread", asked.thread),
        r=to_id("CustomOrderRequest", asked.name),
    )

    assert answer["data"] == {"thread": None, "customOrderRequest": None}
    assert "errors" not in answer


async def test_the_viewers_threads_and_requests_come_in_pages(messaging, ask):
    buyer = f"buyer-{an_id()}"
    asked = [await messaging.asked(buyer) for _ in range(3)]
    query = """
    query($after: String) { viewer {
      threads(first: 2, after: $after) { nodes { id messages(first: 1) { nodes { text } } }
        pageInfo { hasNextPage endCursor } }
      customOrderRequests(first: 3) { nodes { id } }
    } }
    """

    first = (await ask(buyer, query))["data"]["viewer"]
    end = first["threads"]["pageInfo"]["endCursor"]
    rest = (await ask(buyer, query, after=end))["data"]["viewer"]

    threads = first["threads"]["nodes"] + rest["threads"]["nodes"]
    assert [one["id"] for one in threads] == [to_id("Thread", one.thread) for one in asked][::-1]
    assert threads[0]["messages"]["nodes"] == [{"text": "Two dogs, please."}]
    assert not rest["threads"]["pageInfo"]["hasNextPage"]
    assert [one["id"] for one in first["customOrderRequests"]["nodes"]] == [
        to_id("CustomOrderRequest", one.name) for one in asked
    ][::-1]


async def test_messages_come_in_pages(messaging, ask):
    asked = await messaging.asked()
    for number in range(4):
        await messaging.say(ANA, asked, f"Dog {number}")
    thread, texts, after = to_id("Thread", asked.thread), [], None

    while True:
        page = (await ask(ANA, THREAD, id=thread, first=2, after=after))["data"]["thread"]
        texts += [message["text"] for message in page["messages"]["nodes"]]
        after = page["messages"]["pageInfo"]["endCursor"]
        if not page["messages"]["pageInfo"]["hasNextPage"]:
            break

    assert texts == ["Two dogs, please.", "Dog 0", "Dog 1", "Dog 2", "Dog 3"]


async def test_threads_with_all_around_them_take_one_call_of_each_kind(messaging, ask):
    asked = [await messaging.asked() for _ in range(3)]
    await messaging.decline(await messaging.owner(asked[0]), asked[0])
    around = """ {
      messages { nodes { text } }
      maker { threads(first: 2) { nodes { id } } }
      customOrderRequest {
        thread { id }
        listing { askAboutCustomOrder { allowed reasons { code message } } }
      }
    }"""
    ids = [to_id("Thread", request.thread) for request in asked]
    roots = "".join(f't{number}: thread(id: "{id}") {around}' for number, id in enumerate(ids))

    with capture_logs(processors=[merge_contextvars]) as logged:
        answer = await ask("support-sam", f"{{ {roots} }}")
    commands, calls = cost(logged)

    threads = list(answer["data"].values())
    assert [len(thread["messages"]["nodes"]) for thread in threads] == [2, 1, 1]
    assert all(len(thread["maker"]["threads"]["nodes"]) == 1 for thread in threads)
    permission = threads[0]["customOrderRequest"]["listing"]["askAboutCustomOrder"]
    assert permission["allowed"] is False
    assert [reason["code"] for reason in permission["reasons"]] == ["NOT_A_BUYER"]
    assert calls == len(commands)
    assert commands == {
        "LookupThreadsByName": 1,
        "BatchListMessages": 1,
        "BatchListThreads": 2,
        "LookupCustomOrderRequestsByName": 1,
        "CheckCustomOrders": 2,
    }


async def test_a_makers_threads_are_null_but_for_the_maker_and_support(messaging, ask):
    asked = await messaging.asked()
    maker = await messaging.owner(asked)
    query = "query($id: ID!) { thread(id: $id) { maker { threads { nodes { id } } } } }"

    answers = [
        await ask(who, query, id=to_id("Thread", asked.thread))
        for who in (maker, "support-sam", ANA)
    ]

    shown = [answer["data"]["thread"]["maker"]["threads"] for answer in answers]
    mine = {"nodes": [{"id": to_id("Thread", asked.thread)}]}
    assert shown == [mine, mine, None]
    assert "errors" not in answers[2]
