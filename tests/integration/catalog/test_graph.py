"""The domain's part of the graph, in front of the real service."""

import base64
import uuid

import httpx
import pytest

from chassis import tokens
from chassis.telemetry import CALLS
from gateway.app import Parts, create
from gateway.clients import Clients, connect
from gateway.ids import to_id
from gateway.subgraphs import catalog
from handmade.catalog.v1 import listing_pb2
from tests.integration.catalog.workshop import soon, word

LISTING = {
    "country": "US",
    "language": "en",
    "title": "Stoneware mug",
    "description": "A mug of local stoneware.",
    "category": "home-and-kitchen",
    "productionMethod": "MADE_BY_HAND",
    "price": {"amount": "32.00", "currencyCode": "USD"},
    "productionDays": 10,
    "quantity": 12,
    "customizations": [
        {
            "label": "Colour",
            "optionList": {
                "options": [
                    {"label": "Oatmeal"},
                    {"label": "Cobalt", "surcharge": {"amount": "4.50", "currencyCode": "USD"}},
                ]
            },
        }
    ],
}
PROFILE = {"country": "US", "language": "en", "about": "I throw mugs."}


@pytest.fixture(scope="session")
async def gateway(running):
    settings = running.process.frame.settings
    clients, own = Clients(connect(settings)), Clients(connect(settings))
    app = create(
        Parts(
            settings=settings,
            subgraphs={"catalog": catalog.schema},
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
def ask(gateway, shop):
    """Asks the graph as somebody: `await ask(maker, "{ listing(id: …) { id } }")`."""

    async def ask(person, query, *roles, **variables):
        token = shop.process.issuer.token(person.subject, *roles) if person.subject else ""
        response = await gateway.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"} if token else {},
        )
        return response.json()

    return ask


@pytest.fixture
def act(ask):
    """Carries out a mutation as a maker: what its payload has."""

    async def act(person, name, selection, role="maker", **given):
        kind = name[0].upper() + name[1:]
        query = (
            f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} "
            "userErrors { __typename code message "
            "... on InvalidFieldError { path } ... on PolicyError { subject } } } }"
        )
        answer = await ask(person, query, role, input=given)
        assert "errors" not in answer, answer
        return answer["data"][name]

    return act


def sku():
    return f"SKU-{uuid.uuid4().hex[:12]}"


def a_profile(**changes):
    unique = uuid.uuid4().hex[:12]
    return {**PROFILE, "storeName": f"Kiln {unique}", "shortUrl": f"kiln-{unique}", **changes}


def node_id(kind, name):
    return base64.b64encode(f"{kind}:{name}".encode()).decode()


async def test_a_maker_opens_a_store_through_the_graph(shop, ask, act):
    maker, unique = await shop.maker(), word()

    published = await act(
        maker,
        "profilePublish",
        "profile { id storeName state customOrders { types } maker { id } }",
        profile=a_profile(customOrders={"types": "Dogs", "productionTime": "Two weeks"}),
    )
    created = await act(
        maker,
        "listingCreate",
        "listing { id state customOrdersOffered isPrivate privateLink { url } publishedAt sku }",
        listing={**LISTING, "title": f"Mug {unique}", "sku": sku()},
    )
    draft = created["listing"]
    live = await act(maker, "listingPublish", "listing { state publishedAt }", id=draft["id"])
    found = await ask(
        shop.nobody,
        'query($q: String!) { listingSearch(query: $q, country: "US") { nodes { id sku '
        'privateLink { url } maker { id profile(country: "US") { id storeName } } } '
        "pageInfo { hasNextPage } } }",
        q=unique,
    )

    assert published["userErrors"] == created["userErrors"] == live["userErrors"] == []
    assert (draft["state"], live["listing"]["state"]) == ("DRAFT", "LIVE")
    assert draft["customOrdersOffered"] is True
    [node] = found["data"]["listingSearch"]["nodes"]
    assert (node["id"], node["sku"], node["privateLink"]) == (draft["id"], None, None)
    assert node["maker"]["profile"]["id"] == published["profile"]["id"]
    profile = await ask(
        shop.nobody,
        "query($id: ID!) { profile(id: $id) { about maker { profiles { id } } } }",
        id=published["profile"]["id"],
    )
    assert profile["data"]["profile"]["maker"]["profiles"] == [{"id": published["profile"]["id"]}]


async def test_a_choice_is_priced_and_what_is_wrong_with_one_is_said(shop, ask):
    maker = await shop.maker()
    created = await maker.sell()
    listing = node_id("Listing", created.name)
    query = (
        "query($id: ID!, $choices: [ChoiceInput!]) { listingConfigure(id: $id, choices: $choices) "
        "{ price { amount currencyCode } problems { code subject } optionSetVersion } }"
    )

    good = await ask(shop.nobody, query, id=listing)
    bad = await ask(
        shop.nobody, query, id=listing, choices=[{"customization": "Rim", "option": "Round"}]
    )

    assert good["data"]["listingConfigure"] == {
        "price": {"amount": "32.00", "currencyCode": "USD"},
        "problems": [],
        "optionSetVersion": 1,
    }
    assert bad["data"]["listingConfigure"]["price"] is None
    assert bad["data"]["listingConfigure"]["problems"] == [
        {"code": "CUSTOMIZATION_UNKNOWN", "subject": "Rim"}
    ]


async def test_a_private_listing_opens_by_its_link_alone(shop, ask, act):
    maker = await shop.maker()
    request = node_id("CustomOrderRequest", f"customOrderRequests/{uuid.uuid4()}")
    created = await act(
        maker,
        "listingCreate",
        "listing { id isPrivate privateLink { url linkRevision } "
        "privateAccess { buyer customOrderRequest { id } } }",
        listing={**LISTING, "sku": sku(), "privateAccess": {"customOrderRequest": request}},
    )
    listing = created["listing"]
    await act(maker, "listingPublish", "listing { id }", id=listing["id"])
    query = (
        "query($id: ID!, $secret: String) { listing(id: $id, linkSecret: $secret) "
        "{ id isPrivate privateLink { url } privateAccess { buyer customOrderRequest { id } } } }"
    )
    secret = listing["privateLink"]["url"].partition("#")[2]

    opened = await ask(shop.nobody, query, id=listing["id"], secret=secret)
    without = await ask(shop.nobody, query, id=listing["id"])
    rotated = await act(
        maker, "listingRotateLink", "privateLink { url linkRevision }", id=listing["id"]
    )
    dead = await ask(shop.nobody, query, id=listing["id"], secret=secret)

    assert listing["privateAccess"] == {"buyer": None, "customOrderRequest": {"id": request}}
    assert opened["data"]["listing"] == {
        "id": listing["id"],
        "isPrivate": True,
        "privateLink": None,
        "privateAccess": {"buyer": None, "customOrderRequest": None},
    }
    assert without["data"]["listing"] is None
    assert dead["data"]["listing"] is None
    assert rotated["privateLink"]["linkRevision"] == 2


async def test_an_update_changes_what_is_given_and_null_clears(shop, act):
    maker = await shop.maker()
    draft = await maker.draft(private_access={"buyer": "bea"})
    listing = node_id("Listing", draft.name)

    changed = await act(
        maker,
        "listingUpdate",
        "listing { title isPrivate quantity price { amount } etag }",
        id=listing,
        etag=draft.etag,
        listing={"title": "Bowl", "privateAccess": None, "quantity": None},
    )
    stale = await act(
        maker, "listingUpdate", "listing { id }", id=listing, etag=draft.etag, listing={}
    )

    assert changed["listing"] == {
        "title": "Bowl",
        "isPrivate": False,
        "quantity": None,
        "price": {"amount": "32.00"},
        "etag": "2",
    }
    assert stale["listing"] is None
    assert [error["__typename"] for error in stale["userErrors"]] == ["StaleError"]


async def test_every_broken_rule_is_a_policy_error_with_its_subject(shop, act):
    maker = await shop.maker()
    draft = await maker.listings.CreateListing(_bare())

    refused = await act(
        maker, "listingPublish", "listing { id }", id=node_id("Listing", draft.name)
    )

    assert refused["listing"] is None
    assert {error["__typename"] for error in refused["userErrors"]} == {"PolicyError"}
    assert [error["subject"] for error in refused["userErrors"]][:2] == ["language", "description"]


async def test_a_wrong_field_is_named_by_its_path_in_the_input(shop, act):
    maker = await shop.maker()

    empty = await act(
        maker, "listingCreate", "listing { id }", listing={**LISTING, "title": "", "sku": sku()}
    )
    foreign = await act(
        maker,
        "listingCreate",
        "listing { id }",
        listing={
            **LISTING,
            "sku": sku(),
            "privateAccess": {"customOrderRequest": node_id("Maker", f"makers/{uuid.uuid4()}")},
        },
    )
    silent = await act(maker, "profilePublish", "profile { id }", profile=a_profile(about=""))
    first = {key: said for key, said in a_profile().items() if key not in ("storeName", "shortUrl")}
    unnamed = await act(maker, "profilePublish", "profile { id }", profile=first)

    assert [error["path"] for error in empty["userErrors"]] == [["listing", "title"]]
    assert [error["path"] for error in foreign["userErrors"]] == [
        ["listing", "privateAccess", "customOrderRequest"]
    ]
    assert [error["path"] for error in silent["userErrors"]] == [["profile", "about"]]
    assert {error["code"] for error in unnamed["userErrors"]} == {
        "STORE_NAME_MALFORMED",
        "SHORT_URL_MALFORMED",
    }


async def test_somebody_elses_listing_is_not_found(shop, act):
    maker, other = await shop.maker(), await shop.maker()
    listing = node_id("Listing", (await maker.sell()).name)

    for name, given in (
        ("listingPublish", {}),
        ("listingUpdate", {"listing": {"title": "Mine"}}),
        ("listingRotateLink", {}),
    ):
        payload = "privateLink { url }" if name == "listingRotateLink" else "listing { id }"
        answer = await act(other, name, payload, id=listing, **given)
        assert [error["__typename"] for error in answer["userErrors"]] == ["NotFoundError"]


async def test_ids_of_other_types_and_nonsense_are_refused(shop, ask):
    query = "query($id: ID!) { listing(id: $id) { id } }"

    for wrong in (
        node_id("Maker", f"makers/{uuid.uuid4()}"),
        node_id("Listing", '{"$ne": null}'),
        '{"$ne": null}',
        "",
        "x" * 500,
    ):
        answer = await ask(shop.nobody, query, id=wrong)
        assert answer["errors"][0]["extensions"]["code"] == "INVALID", answer


async def test_a_page_of_makers_costs_one_call_for_listings_one_for_profiles(shop, ask):
    makers, unique = [await shop.maker() for _ in range(5)], word()
    for maker in makers:
        await maker.present()
        for _ in range(2):
            await maker.sell(title=unique)
    query = (
        'query($q: String!) { listingSearch(query: $q, country: "US", first: 20) { nodes { maker '
        "{ profiles { storeName } listings(first: 3) { nodes { id privateLink { url } } } } } } }"
    )
    calls = _calls(shop)

    answer = await ask(shop.nobody, query, q=unique)

    nodes = answer["data"]["listingSearch"]["nodes"]
    assert len(nodes) == 10
    assert all(len(node["maker"]["listings"]["nodes"]) == 2 for node in nodes)
    assert all(len(node["maker"]["profiles"]) == 1 for node in nodes)
    made = {name: count - calls.get(name, 0) for name, count in _calls(shop).items()}
    assert {name: count for name, count in made.items() if count} == {
        "SearchListings": 1,
        "BatchListListings": 1,
        "BatchGetMakerProfiles": 1,
    }


async def test_a_makers_listings_go_on_page_by_page(shop, ask):
    maker = await shop.maker()
    sold = [await maker.sell() for _ in range(5)]
    query = (
        "query($id: ID!, $after: String) { listing(id: $id) { maker { listings(first: 2, "
        "after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }"
    )
    seen, after, more = [], None, True

    while more:
        answer = await ask(shop.nobody, query, id=node_id("Listing", sold[0].name), after=after)
        page = answer["data"]["listing"]["maker"]["listings"]
        seen += [node["id"] for node in page["nodes"]]
        more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]

    assert seen == [node_id("Listing", listing.name) for listing in reversed(sold)]


async def test_links_of_many_listings_are_one_call(shop, ask):
    maker = await shop.maker()
    for _ in range(3):
        await maker.sell(private_access={"buyer": ""})
    public = await maker.sell()
    calls = _calls(shop)

    answer = await ask(
        maker,
        "query($id: ID!) { listing(id: $id) { maker { listings { nodes { privateLink { url } } } "
        "} } }",
        "maker",
        id=node_id("Listing", public.name),
    )

    nodes = answer["data"]["listing"]["maker"]["listings"]["nodes"]
    links = [node["privateLink"] for node in nodes]
    assert links[0] is None
    assert all("/private/" in link["url"] for link in links[1:])
    assert _calls(shop)["BatchGetPrivateLinks"] - calls.get("BatchGetPrivateLinks", 0) == 1


def _bare():
    return listing_pb2.CreateListingRequest(
        listing=listing_pb2.Listing(country="US", title="Mug", sku=sku()),
        request_id=str(uuid.uuid4()),
    )


def _calls(shop):
    """How often each method was answered, as the metrics tell."""
    counted = {}
    for family in CALLS.collect():
        for sample in family.samples:
            path = sample.labels.get("method", "")
            if "handmade.catalog" in path and sample.name.endswith("_total"):
                name = path.rpartition("/")[2]
                counted[name] = counted.get(name, 0) + int(sample.value)
    return counted


async def test_what_was_retired_says_why_to_its_maker_and_is_null_to_others(shop, ask):
    maker = await shop.maker()
    await maker.present()
    listing = await maker.sell()
    query = (
        "query($id: ID!) { listing(id: $id) { state retirement { reason retiredAt } "
        'maker { profile(country: "US") { state retirement { reason } } } } }'
    )

    async def read(who):
        return (await ask(who, query, id=to_id("Listing", listing.name)))["data"]["listing"]

    before = await read(maker)
    await shop.change(maker, states={"NA": "REMOVED"})
    after = await soon(
        lambda: read(maker), lambda found: found["maker"]["profile"]["state"] == "RETIRED"
    )

    assert (before["state"], before["retirement"]) == ("LIVE", None)
    assert before["maker"]["profile"] == {"state": "PUBLISHED", "retirement": None}
    assert (after["state"], after["retirement"]["reason"]) == ("RETIRED", "MAKER_REMOVED")
    assert after["retirement"]["retiredAt"]
    assert after["maker"]["profile"]["retirement"] == {"reason": "MAKER_REMOVED"}
    assert await read(shop.nobody) is None
