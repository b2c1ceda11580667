"""Who applies, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass

from dev.console_demonstration.pictures import a_cloth, a_pot, a_workspace
from dev.samples import Cast, a_questionnaire


@dataclass(frozen=True)
class Photo:
    """A photo, which looks as its seed says."""

    kind: str
    name: str
    drawn: Callable[[int], bytes]
    seed: int


@dataclass(frozen=True)
class Applicant:
    """Somebody who applies once."""

    subject: str
    name: str
    answers: dict[str, object]
    photos: tuple[Photo, ...]


def _products(category: str, *methods: str, goods: str = "FINISHED") -> list[dict[str, object]]:
    return [
        {"category": category, "productionMethod": method, "goods": goods} for method in methods
    ]


def pots(seed: int, count: int = 2) -> tuple[Photo, ...]:
    """Photos of a potter."""
    pots = (Photo("PRODUCT", f"pot-{seed + n}.jpg", a_pot, seed + n) for n in range(count))
    return (*pots, Photo("WORKSPACE", "studio.jpg", a_workspace, seed))


def _cloths(seed: int, count: int = 2) -> tuple[Photo, ...]:
    cloths = (Photo("PRODUCT", f"cloth-{seed + n}.jpg", a_cloth, seed + n) for n in range(count))
    return (*cloths, Photo("WORKSPACE", "werkstatt.jpg", a_workspace, seed))


def _applicant(
    subject: str, name: str, business: str, photos: tuple[Photo, ...], **answers: object
) -> Applicant:
    given = a_questionnaire(Cast(subject, "", business)) | {"contactName": name} | answers
    return Applicant(subject, name, given, photos)


HANA = _applicant(
    "hana-sato",
    "佐藤 はな",
    "雲 Kumo Ceramics",
    pots(10, 3),
    processDescription=(
        "I mix the clay myself from two stoneware bodies and a little porcelain, so that it tears "
        "like a cloud when it is pulled. Every cup is pinched, not thrown: about an hour each. "
        "They dry under cloth for nine days and are fired once, in a small gas kiln in Oregon, "
        "with an ash glaze (灰釉) that I sieve from the orchard’s prunings."
    ),
    tools="Hands, a bamboo rib, a needle, a gas kiln of 90 litres.",
    shopUrls=["https://kumo-ceramics.example/shop"],
)
ZOE = _applicant(
    "zoe-nguyen",
    "Zoë Nguyễn",
    "Papiers de Zoë",
    _cloths(20),
    country="FR",
    language="fr",
    headCount="TWO_TO_FIVE",
    artisanType="SMALL_GROUP",
    products=_products("stationery-and-party", "MADE_BY_HAND", "HAND_ASSEMBLED"),
    processDescription=(
        "Nous fabriquons notre papier feuille à feuille, à la cuve, avec du chiffon de lin "
        "récupéré dans deux ateliers de couture de Nantes. Les feuilles sont pressées, séchées à "
        "l’air puis encollées à la gélatine. Les carnets sont cousus à la main, à trois, et les "
        "couvertures sont imprimées à la presse à platine avec nos propres gravures."
    ),
    tools="Une cuve, deux formes, une presse à vis, une presse à platine de 1934.",
    sellerPlan="PROFESSIONAL",
    sellerAccount="A-2041-ZN",
)
MARTA = _applicant(
    "marta-kowalska",
    "Marta Kowalska-Łącka",
    "Łącka Leinen",
    _cloths(30, 3),
    country="DE",
    language="de",
    products=_products("clothing-shoes-and-accessories", "MADE_BY_HAND"),
    processDescription=(
        "Ich webe Schals und Tücher aus Leinen und Wolle auf einem Handwebstuhl mit acht "
        "Schäften. Die Kette bäume ich selbst auf, das dauert für zwölf Schals einen Tag. Gefärbt "
        "wird in kleinen Mengen mit Krapp, Reseda und Indigo. Gesäumt wird von Hand; mehr als "
        "vierzig Stück im Monat schaffe ich nicht und will ich auch nicht."
    ),
    tools="Handwebstuhl, Spulrad, zwei Färbetöpfe.",
)
YUSUF = _applicant(
    "yusuf-al-amin",
    "يوسف الأمين",
    "نسيج Naseej",
    _cloths(40),
    country="GB",
    products=_products("home-and-kitchen", "MADE_BY_HAND", "HAND_ALTERED"),
    processDescription=(
        "My family has woven Sadu for four generations, and I weave it in Leeds on a ground loom "
        "that my grandmother (جدتي) brought. Rugs and cushion covers are woven from wool that is "
        "spun for us in Yorkshire. Some of the cushion covers begin as plain cloth that is bought "
        "and then embroidered by hand, which takes two evenings for each."
    ),
    tools="A ground loom, a gazelle’s horn, needles.",
    productionPartners="A mill in Yorkshire spins and dyes the wool.",
)
ARJUN = _applicant(
    "arjun-mehta",
    "अर्जुन मेहता",
    "मिट्टी Collective",
    pots(50),
    country="CA",
    artisanType="OTHER",
    headCount="SIX_TO_TWENTY",
    groupDescription=(
        "We are eleven neighbours who share one kiln and one shop. Nobody employs anybody: whoever "
        "fires pays for the gas, and each of us sells under the collective’s name."
    ),
    processDescription=(
        "Each of us throws or builds alone, in their own kitchen or garage, from the same red "
        "earthenware. Once a fortnight we fire together in a kiln that stands behind the "
        "library. Slips and glazes are mixed from one recipe book that all of us write in. Every "
        "piece carries the mark of who made it beside the mark of the collective."
    ),
)
INES = _applicant(
    "ines-pena",
    "Inés Peña Ríos",
    "Cooperativa Río de Barro",
    pots(60),
    country="MX",
    language="es",
    artisanType="COOPERATIVE",
    headCount="OVER_TWENTY",
    organisationUrl="https://rio-de-barro.example/estatutos",
    productionPartners="Un taller vecino corta las cajas de madera en que enviamos las piezas.",
    processDescription=(
        "Somos veintiséis alfareras y alfareros de tres pueblos. El barro negro se recoge a dos "
        "kilómetros del taller, se cuela y se deja reposar un mes. Cada pieza se levanta sobre dos "
        "platos cóncavos, sin torno, se pule con cuarzo y se quema una noche en un horno bajo "
        "tierra. El color viene del humo, no de un esmalte."
    ),
)
_LENAS = {
    "country": "DE",
    "language": "de",
    "products": _products("jewellery-and-watches", "HAND_ASSEMBLED"),
    "shopUrls": ["https://lenas-perlen.example/laden"],
    "processDescription": (
        "Ich fädle Ketten und Armbänder aus Glasperlen auf. Die Perlen suche ich nach Farbe und "
        "Größe zusammen, lege das Muster auf einem Brett aus und fädle es dann auf Seide. Die "
        "Verschlüsse setze ich selbst ein. Für eine Kette brauche ich ungefähr zwei Stunden, für "
        "ein Armband eine halbe."
    ),
    "tools": "Perlbrett, Nadeln, zwei Zangen.",
}
LENA = _applicant("lena-brandt", "Lena Brandt", "Lenas Perlen", _cloths(70, 1), **_LENAS)
# The same shop and the same photos, from another account: reviewers are told.
LENA_AGAIN = _applicant("lenas-perlen", "L. Brandt", "Perlen & Co.", _cloths(70, 1), **_LENAS)
SOFIA = _applicant(
    "sofia-papadopoulou",
    "Σοφία Παπαδοπούλου",
    "Ελιά – Legno d’ulivo",
    pots(80, 4),
    country="IT",
    language="it",
    products=_products("home-and-kitchen", "MADE_BY_HAND"),
    processDescription=(
        "Taglieri, mortai e cucchiai dal legno degli ulivi che si potano ogni inverno tra Lecce e "
        "Otranto. Il legno stagiona due anni in cantina. Sbozzo con l’ascia, finisco con la "
        "sgorbia e il coltello, levigo a mano e ungo con olio e cera. Un mortaio mi prende un "
        "giorno intero; di cucchiai, se la mano è buona, ne faccio sei."
    ),
    tools="Ascia, sgorbie, coltelli, un tornio a pedale.",
)
