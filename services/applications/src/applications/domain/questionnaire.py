"""What an applicant is asked, and the answers."""

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


@dataclass(frozen=True)
class Questionnaire:
    """What an applicant answered. Only the country is never left out."""

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
