"""What the people of the journey write: answers, a profile, listings, a press release."""

import io
import secrets
from dataclasses import dataclass

from docx import Document
from PIL import Image


@dataclass(frozen=True)
class Cast:
    """Who takes part. Each run has people of its own, so a journey can be made again."""

    maker: str
    buyer: str
    store: str

    @classmethod
    def new(cls) -> "Cast":
        """Somebody new."""
        mark = secrets.token_hex(3)
        return cls(f"ada-{mark}", f"ben-{mark}", f"Ada's Kiln {mark}")


DOGS = "Ada’s Kiln, which sells in the Handmade store, now draws your dogs on its mugs."


def a_draft(title: str = "Two dogs, one mug", *paragraphs: str) -> bytes:
    """A press release as a Word document, as anybody would write it."""
    document = Document()
    document.add_heading(title, 0)
    for text in (*(paragraphs or (DOGS,)), "Contact: press@example.com"):
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def a_photo() -> bytes:
    """A photo that looks like no other: alike ones are pointed out to reviewers."""
    places = Image.frombytes("RGB", (9, 8), secrets.token_bytes(3 * 9 * 8))
    written = io.BytesIO()
    places.resize((1000, 750)).save(written, "JPEG")
    return written.getvalue()


def a_questionnaire(cast: Cast) -> dict[str, object]:
    """Answers that can be submitted, with photos beside them."""
    return {
        "contactName": "Ada Potter",
        "businessName": cast.store,
        "country": "US",
        "artisanType": "SOLO",
        "headCount": "ONE",
        "products": [
            {
                "category": "home-and-kitchen",
                "productionMethod": "MADE_BY_HAND",
                "goods": "FINISHED",
            }
        ],
        "processDescription": (
            "Each mug begins as a ball of local stoneware, is thrown on a kick wheel in my studio, "
            "trimmed the next day and dried for a week. After the first firing I glaze it by "
            "brush and fire it again at 1,240 degrees. One kiln load is forty mugs, all mine."
        ),
        "tools": "Kick wheel, electric kiln, brushes.",
        "sellerPlan": "NO_ACCOUNT",
        "language": "en",
        "statements": [
            "MADE_BY_US",
            "OWN_OR_LICENSED_DESIGNS",
            "NO_RESELLING",
            "NO_DROP_SHIPPING",
        ],
    }


def a_profile(cast: Cast) -> dict[str, object]:
    """A profile that can be published, with custom orders."""
    return {
        "country": "US",
        "storeName": cast.store,
        "shortUrl": f"kiln-{cast.maker}",
        "language": "en",
        "inspiration": "The river behind the studio.",
        "about": "I throw mugs and bowls from local stoneware.",
        "customOrders": {
            "types": "Drawings of your animals on mugs and bowls.",
            "productionTime": "About two weeks.",
        },
    }


def a_mug(sku: str) -> dict[str, object]:
    """A mug in three colours that can be published."""
    return {
        "country": "US",
        "language": "en",
        "title": "Stoneware mug",
        "description": "A mug of local stoneware for tea or coffee, 300 ml, glazed by brush.",
        "category": "home-and-kitchen",
        "productionMethod": "MADE_BY_HAND",
        "price": {"amount": "32.00", "currencyCode": "USD"},
        "sku": sku,
        "productionDays": 10,
        "quantity": 12,
        "customizations": [
            {
                "label": "Colour",
                "optionList": {
                    "options": [
                        {"label": "Oatmeal"},
                        {"label": "Celadon"},
                        {
                            "label": "Cobalt",
                            "surcharge": {"amount": "4.50", "currencyCode": "USD"},
                        },
                    ]
                },
            }
        ],
    }


MORE_LISTINGS: tuple[dict[str, object], ...] = (
    {
        "title": "Soup bowl with a river glaze",
        "description": "A wide bowl for soup or noodles, glazed in three layers of blue.",
        "price": {"amount": "41.00", "currencyCode": "USD"},
        "customizations": [],
    },
    {
        "title": "Espresso cup, set of two",
        "description": "Two small cups that keep an espresso warm, 80 ml each.",
        "price": {"amount": "38.00", "currencyCode": "USD"},
    },
)
