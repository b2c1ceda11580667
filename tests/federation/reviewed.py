"""Applications in all stages of a review, and a membership on its way into another region."""

import io

from PIL import Image

from dev.graph import Graph
from dev.marketplace import Marketplace
from dev.samples import Cast, a_questionnaire
from tests.support.mutations import done

ID = "application { id }"
ASKED = "application { informationRequests { questions { id } } }"
INVITED = "application { invitation { id } }"
EXTENSION = "regionExtension { id email }"
SHOP = {"shopUrls": ["https://shop.example"]}


async def applicants(cleo: Graph, dan: Graph, eve: Graph, rosa: Graph) -> None:
    """One is declined and begins anew, one waits for a second signature, one is asked again."""
    declined = await _taken(
        cleo,
        rosa,
        "Cleo Carves",
        headCount="OVER_TWENTY",
        sellerPlan="PROFESSIONAL",
        sellerAccount="A-CLEO",
        **SHOP,
    )
    text = "More than twenty people make these."
    await done(rosa, "applicationDecline", ID, id=declined, reason="NOT_HANDMADE", text=text)
    edible = [{"category": "toys-and-games", "goods": "FOOD"}]
    await done(cleo, "applicationStart", ID, questionnaire={"country": "DE", "products": edible})

    signed = await _taken(
        dan,
        rosa,
        "Dan and Friends",
        artisanType="OTHER",
        groupDescription="A shared workshop that meets on Saturdays.",
        organisationUrl="https://friends.example/about",
        productionPartners="A sawmill cuts the boards to length.",
    )
    await rosa.do("application_approve", id=signed)

    asked = await _taken(eve, rosa, "Eve Etches", **SHOP)
    await done(rosa, "applicationAddNote", ID, id=asked, text="The same shop as Cleo's?")
    first = await done(
        rosa, "applicationAskForInformation", ASKED, id=asked, questions=["Whose shop is it?"]
    )
    [question] = first["informationRequests"][0]["questions"]
    await done(
        eve, "applicationAnswer", ID,
        id=asked, answers=[{"question": question["id"], "text": "Cleo lets me use it."}],
    )  # fmt: skip
    await done(
        rosa, "applicationAskForInformation", ID, id=asked, questions=["Which ones are yours?"]
    )


async def an_invitation_taken_back(fay: Graph, rosa: Graph, sue: Graph) -> None:
    """Issued anew by support, and then revoked."""
    approved = await _taken(fay, rosa, "Fay Folds")
    invited = await done(rosa, "applicationApprove", INVITED, id=approved)
    issued = await done(
        sue, "invitationReissue", "invitation { id }",
        id=invited["invitation"]["id"], identityCheck="By telephone.",
    )  # fmt: skip
    await done(
        rosa, "invitationRevoke", "invitation { id }", id=issued["id"], reason="These are bought."
    )


async def an_extension(ada: Graph, market: Marketplace, subject: str) -> None:
    """The way into Europe, with one country open."""
    started = await done(ada, "regionExtensionStart", EXTENSION, region="EU", primaryCountry="DE")
    email = started["email"]
    await done(
        ada, "regionExtensionRegister", EXTENSION, id=started["id"], account="A-EU", email=email
    )
    await market.report_account(subject, email, "EU", account="A-EU", is_linked=True)
    await done(ada, "countryOpen", EXTENSION, id=started["id"], country="DE", language="de")


async def _taken(graph: Graph, rosa: Graph, name: str, **changes: object) -> str:
    answers = a_questionnaire(Cast("", "", name)) | changes
    draft = await graph.do("application_start", questionnaire=answers)
    await graph.upload(
        "application_add_photo", ("small.png", a_small_photo()), id=draft["id"], kind="PRODUCT"
    )
    await graph.do("application_submit", id=draft["id"])
    await rosa.do("application_take", id=draft["id"])
    return str(draft["id"])


def a_small_photo() -> bytes:
    """Just large enough."""
    written = io.BytesIO()
    Image.linear_gradient("L").resize((600, 500)).save(written, "PNG")
    return written.getvalue()
