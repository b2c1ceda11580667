"""A marketplace with something of everything, so that few fields are null for everybody."""

from datetime import UTC, datetime, timedelta

from dev.graph import Graph
from dev.issuer import Issuer
from dev.journey import Journey, Story
from dev.marketplace import Marketplace
from dev.samples import Cast, a_draft, a_mug
from tests.federation.pressed import under_review
from tests.federation.reviewed import an_extension, an_invitation_taken_back, applicants

CAST = Cast(maker="ada", buyer="ben", store="Ada's Kiln")
# The same buyer, so that lists have things of two makers, which nobody may mix up.
OTHERS = Cast(maker="bea", buyer="ben", store="Bea's Bowls")
GRANTED = """mutation($input: PartnerGrantInput!) {
  partnerGrant(input: $input) { maker { id } userErrors { code message } } }"""
ASK_DECLINED = """mutation($input: CustomOrderDeclineInput!) {
  customOrderDecline(input: $input) { customOrderRequest { id } userErrors { code message } } }"""
A_TAG = {
    "title": "Name tag for a garden bed",
    "description": "A tag of stoneware for one herb.",
    "customizations": [
        {
            "label": "Herb",
            "instructions": "Others can be asked for.",
            "isOptional": True,
            "optionList": {"options": [{"label": "Thyme"}, {"label": "Sage"}]},
        },
    ],
}


async def fill(
    journey: Journey, gateway_url: str, tokens: Issuer, services: dict[str, str]
) -> Story:
    """Walks the journey twice, and then does what else can be done and seen."""
    await journey.walk(OTHERS)
    story = await journey.walk(CAST)
    await journey.leave_waiting(story)
    async with (
        Graph(gateway_url, tokens.token("ada", "maker")) as ada,
        Graph(gateway_url, tokens.token("ben", "buyer")) as ben,
        Graph(gateway_url, tokens.token("cleo", "maker", "buyer")) as cleo,
        Graph(gateway_url, tokens.token("dan", "maker")) as dan,
        Graph(gateway_url, tokens.token("eve", "maker")) as eve,
        Graph(gateway_url, tokens.token("fay", "maker")) as fay,
        Graph(gateway_url, tokens.token("rosa", "reviewer")) as rosa,
        Graph(gateway_url, tokens.token("sue", "support")) as sue,
        Marketplace(services, tokens) as market,
    ):
        await _done(ada, GRANTED, partner="agency", scopes=["catalog:write", "messages:write"])
        await _two_shelves(ada)
        await _two_asks(story, ada, ben, cleo)
        await applicants(cleo, dan, eve, rosa)
        await an_invitation_taken_back(fay, rosa, sue)
        await an_extension(ada, market, CAST.maker)
        await ada.do("press_release_start", title="A second kiln", contact="Ada")
        in_time = datetime.now(UTC).date() + timedelta(weeks=5)
        third = await ada.do(
            "press_release_start",
            title="Herbs in stoneware",
            releaseOn=in_time.isoformat(),
            timeZone="America/New_York",
            distributionPlan="Garden magazines.",
            contact="Ada, press@example.com",
        )
        await ada.upload("press_release_upload_draft", ("herbs.docx", a_draft()), id=third["id"])
        await ada.do("press_release_submit", id=third["id"])
        await under_review(ada, gateway_url, tokens)
    return story


async def _two_shelves(ada: Graph) -> None:
    tag = await ada.do("listing_create", listing=a_mug("TAG-1") | A_TAG)
    await ada.do("listing_publish", id=tag["id"])
    bare = {"country": "CA", "title": "A bowl to come", "sku": "BOWL-0"}
    await ada.do("listing_create", listing=bare)


async def _two_asks(story: Story, ada: Graph, ben: Graph, cleo: Graph) -> None:
    await cleo.do_soon("custom_order_ask", listing=story.mug, text="A mug with a heron, please.")
    asked = await ben.do("custom_order_ask", listing=story.mug, text="And one of plastic?")
    await _done(ada, ASK_DECLINED, id=asked["id"], text="I work in stoneware alone.")


async def _done(graph: Graph, document: str, **given: object) -> None:
    answer = await graph.answer(document, {"input": given})
    [payload] = answer["data"].values()
    assert payload["userErrors"] == [], payload["userErrors"]
