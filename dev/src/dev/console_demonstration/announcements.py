"""What makers announce: who they are, when, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from dev.console_demonstration.drafts import Bullets, Heading, Quotation, Table, a_document

END = "###"


@dataclass(frozen=True)
class Announcement:
    """A press release: its fields, and its drafts in order, which may name the planned day."""

    subject: str
    name: str
    business: str
    country: str
    title: str
    days_ahead: int
    time_zone: str
    drafts: tuple[Callable[[date], bytes], ...]
    fields: dict[str, object] = field(default_factory=dict)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


LOOM_OPENING = (
    "a weaver’s loom from 1841 is at work again: **Atelier Lefèvre**, which sells on Amazon "
    "Handmade, weaves on it the linen that its own village once wore."
)


def _loom(day: date) -> bytes:
    return a_document(
        "A loom as old as the house",
        f"NANTES, {_long(day)} – {LOOM_OPENING}",
        "For two winters Noémie Lefèvre and her brother took it apart, numbered four hundred "
        "pieces of ash and pear wood, and put them together again. Eleven were past saving; a "
        "cartwright in the next valley made them anew.",
        Quotation("“It is slower than we are, and so it is never in our way.” – Noémie Lefèvre"),
        Heading("What is woven on it"),
        Bullets(
            (
                "Tea towels in the blue and white stripe of the village, 48 × 72 cm",
                "A tablecloth for eight, woven in two lengths and sewn by hand",
                "Cloth by the metre, undyed, forty metres a month at most",
            )
        ),
        Table(
            (
                ("Piece", "Hours at the loom", "Price"),
                ("Tea towel", "3", "€38"),
                ("Tablecloth", "41", "€420"),
                ("Cloth, a metre", "2", "€64"),
            )
        ),
        "About Atelier Lefèvre: two weavers in a house by the Loire, since 2011. Their cloth is "
        "sold at the Saturday market in Nantes and on Amazon Handmade.",
        "Contact: Noémie Lefèvre, presse@atelier-lefevre.example, +33 2 00 00 00 00",
        END,
        header=f"EMBARGOED until {_long(day)}, 09:00 Europe/Paris",
        author="Noémie Lefèvre",
    )


LOOM = Announcement(
    "noemie-lefevre",
    "Noémie Lefèvre",
    "Atelier Lefèvre",
    "FR",
    "A loom as old as the house",
    29,
    "Europe/Paris",
    (_loom,),
    {
        "releaseAt": "09:00",
        "markets": [{"country": "FR"}, {"country": "DE"}],
        "distributionPlan": "Ouest-France, two design magazines, and our newsletter.",
        "contact": "Noémie Lefèvre, presse@atelier-lefevre.example",
    },
)

GLASS_OPENING = (
    "**Lind & Lera**, the most successful glass studio on Amazon Handmade, opens a second furnace "
    "in Malmö and lights it before everybody who comes."
)
GLASS_CLAIM = "the most successful glass studio on Amazon Handmade"


def _glass(day: date) -> bytes:
    return a_document(
        "A furnace everybody may look into",
        GLASS_OPENING,
        "From ten in the morning visitors blow a bubble of their own, and see how a vase of three "
        "layers is gathered, cased and cut. Sales on Amazon rose by 340 % last year.",
        Quotation("“Glass is the only thing that I know that wants an audience.” – Gréta Lind"),
        "Every guest may name a colour. The one that is named most often is melted in the week "
        "after, and becomes a bowl that Amazon customers will love.",
        Heading("On the day"),
        Bullets(("10:00 doors open", "11:30 the furnace is lit", "15:00 the last vase")),
        "About Lind & Lera: four people, two furnaces, no moulds.",
        "Contact: Gréta Lind, press@lind-lera.example",
        author="Gréta Lind",
    )


GLASS = Announcement(
    "greta-lind",
    "Gréta Lind",
    "Lind & Lera",
    "DE",
    "A furnace everybody may look into",
    24,
    "Europe/Berlin",
    (_glass,),
    {
        "type": "EVENT",
        "releaseAt": "10:00",
        "distributionPlan": "Local papers, the city’s calendar, and a post of our own.",
        "contact": "Gréta Lind, press@lind-lera.example",
    },
)


def _spoons(day: date) -> bytes:
    return a_document(
        "Love spoons for the whole of Cardiff",
        f"CARDIFF, {_long(day)} – Dafydd ap Rhys, a carver who sells on Amazon Handmade, gives "
        "away a love spoon at every stop of bus 57.",
        "There are thirty-one stops and thirty-one spoons, each carved from a windfall lime of "
        "Bute Park. “A spoon that lies in a drawer has forgotten what it is for,” he says.",
        "Contact: Dafydd ap Rhys, dafydd@llwyau.example",
        END,
    )


SPOONS = Announcement(
    "dafydd-ap-rhys",
    "Dafydd ap Rhys",
    "Llwyau Rhys",
    "GB",
    "Love spoons for the whole of Cardiff",
    9,
    "Europe/London",
    (_spoons,),
    {
        "exceptionReason": "The bus company told us of the free day only last week.",
        "distributionPlan": "The South Wales papers and the bus company’s own screens.",
        "contact": "Dafydd ap Rhys, dafydd@llwyau.example",
    },
)


def _lanterns(day: date) -> bytes:
    return a_document(
        "Lanterns for everybody on Saturday",
        "After the storm the town’s lantern walk takes place after all. 小林 葵, who sells her "
        "paper lanterns on Amazon Handmade, brings two hundred that anybody may carry.",
        "Contact: 小林 葵, aoi@lanterns.example",
    )


LANTERNS = Announcement(
    "aoi-kobayashi",
    "小林 葵",
    "葵の灯 Aoi’s Lights",
    "US",
    "Lanterns for everybody on Saturday",
    3,
    "America/Los_Angeles",
    (_lanterns,),
    {
        "type": "ANNOUNCEMENT",
        "exceptionReason": "The walk was called off, and since this morning it takes place again.",
        "distributionPlan": "The town’s web site and the local radio.",
        "contact": "小林 葵, aoi@lanterns.example",
    },
)


def _baskets(day: date) -> bytes:
    return a_document(
        "The best baskets in the world are on Amazon",
        "Wójcik Wicker, the official partner of Amazon, is the #1 for baskets. [INSERT FIGURE] "
        "customers cannot be wrong.",
        "Our willow grows beside the Vistula and is cut by hand each February. Amazon’s own "
        "people say that nobody weaves like us.",
        "Contact: Łucja Wójcik, lucja@wicker.example",
    )


BASKETS = Announcement(
    "lucja-wojcik",
    "Łucja Wójcik",
    "Wójcik Wicker",
    "DE",
    "The best baskets in the world are on Amazon",
    33,
    "Europe/Berlin",
    (_baskets,),
    {
        "type": "BLOG_POST",
        "distributionPlan": "Our own blog, in two languages.",
        "contact": "Łucja Wójcik, lucja@wicker.example",
    },
)


def _leather(day: date) -> bytes:
    return a_document(
        "Leather that remembers",
        "**Muñoz e Hijas** sells the only genuine leather on Amazon Handmade: vegetable-tanned in "
        "Igualada, cut in Toledo, and sewn with two needles.",
        "A strap takes a morning. A bag takes eleven days, of which the leather rests for four.",
        Quotation("“It darkens where you hold it, and so it comes to know you.” – José Muñoz"),
        Table((("Piece", "Days"), ("Strap", "1"), ("Purse", "3"), ("Bag", "11"))),
        "From spring on, every buyer on Amazon gets a free repair for life.",
        "Contact: Carmen Muñoz, prensa@munoz.example",
    )


def _leather_mended(day: date) -> bytes:
    return a_document(
        "Leather that remembers",
        "**Muñoz e Hijas**, who sell on Amazon Handmade, work with vegetable-tanned leather from "
        "Igualada. It is cut in Toledo, and sewn with two needles.",
        Quotation("“It darkens where you hold it, and so it comes to know you.” – José Muñoz"),
        "A strap takes a morning. A bag takes twelve days, of which the leather rests for five.",
        Table(
            (("Piece", "Days"), ("Strap", "1"), ("Purse", "3"), ("Belt", "2"), ("Bag", "12")),
        ),
        "From spring on, Muñoz e Hijas repair what they made, for as long as they work.",
        "About Muñoz e Hijas: a father and two daughters in Toledo, since 1987.",
        "Contact: Carmen Muñoz, prensa@munoz.example",
        END,
    )


LEATHER = Announcement(
    "jose-munoz",
    "José Ángel Muñoz",
    "Muñoz e Hijas",
    "ES",
    "Leather that remembers",
    26,
    "Europe/Madrid",
    (_leather, _leather_mended),
    {
        "markets": [{"country": "ES"}, {"country": "MX", "timeZone": "America/Mexico_City"}],
        "distributionPlan": "Two trade papers, and every customer by letter.",
        "contact": "Carmen Muñoz, prensa@munoz.example",
    },
)


def _linen(day: date) -> bytes:
    return a_document(
        "Linen by the sea",
        f"EDINBURGH, {_long(day)} – Māra Ozoliņa dyes linen with seaweed that the tide leaves on "
        "the beach of Portobello. Her scarves are sold in the Amazon Handmade store.",
        "Wrack gives ochre, dulse a rose that fades in the sun and may: “The scarf is a calendar "
        "of where you have been,” she says.",
        "About Māra Ozoliņa: a dyer from Liepāja, in Edinburgh since 2019.",
        "Contact: Māra Ozoliņa, mara@tide.example",
        END,
    )


LINEN = Announcement(
    "mara-ozolina",
    "Māra Ozoliņa",
    "Tide & Thread",
    "GB",
    "Linen by the sea",
    21,
    "Europe/London",
    (_linen,),
    {
        "releaseAt": "07:30",
        "distributionPlan": "The Scotsman, a radio interview, our newsletter.",
        "contact": "Māra Ozoliņa, mara@tide.example",
    },
)
