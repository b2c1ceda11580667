"""The answers of an applicant."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class ArtisanType(Enum):
    """Who makes the products."""

    SOLO = "SOLO"
    SMALL_GROUP = "SMALL_GROUP"
    COOPERATIVE = "COOPERATIVE"
    NON_PROFIT = "NON_PROFIT"
    NON_GOVERNMENTAL = "NON_GOVERNMENTAL"
    SOCIAL_ENTERPRISE = "SOCIAL_ENTERPRISE"
    OTHER = "OTHER"


class HeadCount(Enum):
    """How many people make the products."""

    ONE = "ONE"
    TWO_TO_FIVE = "TWO_TO_FIVE"
    SIX_TO_TWENTY = "SIX_TO_TWENTY"
    OVER_TWENTY = "OVER_TWENTY"


class ProductionMethod(Enum):
    """How products are made."""

    MADE_BY_HAND = "MADE_BY_HAND"
    HAND_ALTERED = "HAND_ALTERED"
    HAND_ASSEMBLED = "HAND_ASSEMBLED"


class Goods(Enum):
    """What kind of goods products are. Which of them are taken, a questionnaire's version says."""

    FINISHED = "FINISHED"
    SUPPLIES_IN_KIT = "SUPPLIES_IN_KIT"
    SUPPLIES_MADE = "SUPPLIES_MADE"
    SUPPLIES_ALTERED = "SUPPLIES_ALTERED"
    AIR_PLANT_WITH_POT = "AIR_PLANT_WITH_POT"
    SUPPLIES_BOUGHT = "SUPPLIES_BOUGHT"
    DIGITAL = "DIGITAL"
    FOOD = "FOOD"
    ELECTRONICS = "ELECTRONICS"
    LIVE_PLANTS = "LIVE_PLANTS"
    FROM_BOUGHT_KIT = "FROM_BOUGHT_KIT"


class Statement(Enum):
    """A statement of the programme that the applicant confirms."""

    MADE_BY_US = "MADE_BY_US"
    OWN_OR_LICENSED_DESIGNS = "OWN_OR_LICENSED_DESIGNS"
    NO_RESELLING = "NO_RESELLING"
    NO_DROP_SHIPPING = "NO_DROP_SHIPPING"


class SellerPlan(Enum):
    """The plan of a selling account that the applicant has already."""

    NO_ACCOUNT = "NO_ACCOUNT"
    INDIVIDUAL = "INDIVIDUAL"
    PROFESSIONAL = "PROFESSIONAL"


@dataclass(frozen=True)
class ProductLine:
    """Products of one category that are made alike and are the same kind of goods."""

    category: str
    production_method: ProductionMethod | None = None
    goods: Goods | None = None


@dataclass(frozen=True)
class Questionnaire:
    """What an applicant answered. Only the country is never left out.

    `categories` and `production_method` are asked by version `v1`, where `attested` is an answer
    too; since `v2` it follows from the statements.
    """

    country: str
    contact_name: str = ""
    business_name: str = ""
    artisan_type: ArtisanType | None = None
    head_count: HeadCount | None = None
    organisation_url: str = ""
    group_description: str = ""
    categories: tuple[str, ...] = ()
    production_method: ProductionMethod | None = None
    process_description: str = ""
    tools: str = ""
    production_partners: str = ""
    shop_urls: tuple[str, ...] = ()
    attested: datetime | None = None
    language: str = ""
    products: tuple[ProductLine, ...] = ()
    statements: tuple[Statement, ...] = ()
    seller_account: str = ""
    seller_plan: SellerPlan | None = None
