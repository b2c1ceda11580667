"""The numbers of the rules. Each can be configured; none stands in a rule."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
    """How long, how many, how much."""

    model_config = ConfigDict(frozen=True)

    title_max: int = Field(default=200, ge=1, description="Characters of a title.")
    description_max: int = Field(default=2000, ge=1, description="Characters of a description.")
    sku_max: int = Field(default=40, ge=1, description="Characters of a SKU.")
    production_days_max: int = Field(default=30, ge=1, description="Days until dispatch.")
    price_max: Decimal = Field(
        default=Decimal(1_000_000), gt=0, description="The highest price or surcharge."
    )
    stock_max: int = Field(default=100_000, ge=1, le=1_000_000_000, description="Pieces in stock.")
    order_quantity_max: int = Field(default=999, ge=1, description="Pieces bought at once.")
    customizations_max: int = Field(default=10, ge=0, description="Customizations of a listing.")
    options_max: int = Field(default=20, ge=1, description="Options of a list.")
    label_max: int = Field(default=60, ge=1, description="Characters of a label.")
    instructions_max: int = Field(default=300, ge=0, description="Characters of instructions.")
    subject_max: int = Field(default=200, ge=1, description="Characters of a subject.")
    store_name_min: int = Field(default=2, ge=1, description="Characters of a store name.")
    store_name_max: int = Field(default=40, ge=1, description="Characters of a store name.")
    short_url_min: int = Field(default=3, ge=1, description="Characters of a short URL.")
    short_url_max: int = Field(default=30, ge=1, description="Characters of a short URL.")
    inspiration_max: int = Field(default=1500, ge=1, description="Characters.")
    about_max: int = Field(default=3000, ge=1, description="Characters.")
    custom_order_types_max: int = Field(default=1000, ge=1, description="Characters.")
    custom_order_time_max: int = Field(default=200, ge=1, description="Characters.")
    reservation_minutes: int = Field(default=15, ge=1, description="How long stock is held.")
    query_max: int = Field(default=200, ge=1, description="Characters of a search.")
    categories: tuple[str, ...] = Field(
        default=(
            "art",
            "baby",
            "beauty",
            "clothing-shoes-and-accessories",
            "electronics-accessories",
            "health-and-personal-care",
            "jewellery-and-watches",
            "pet-supplies",
            "home-and-kitchen",
            "sports-and-outdoors",
            "stationery-and-party",
            "toys-and-games",
        ),
        description="The categories of the programme.",
    )
