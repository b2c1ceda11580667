"""The numbers of the rules. Each can be configured; none stands in a rule."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
    """How long, how many."""

    model_config = ConfigDict(frozen=True)

    subject_max: int = Field(default=200, ge=1, description="Characters of a token's subject.")
    text_max: int = Field(default=2000, ge=1, description="Characters of a message.")
    quantity_max: int = Field(default=10_000, ge=1, description="Pieces of one order.")
    price_max: Decimal = Field(
        default=Decimal(11_000_000),
        gt=0,
        description="The highest price of one piece with the dearest option of each choice.",
    )
    version_max: int = Field(
        default=2**53, ge=1, description="The highest version, which every client can hold."
    )
    orders_from: datetime = Field(
        default=datetime(2000, 1, 1, tzinfo=UTC), description="No order is from before."
    )
    clock_slack: timedelta = Field(
        default=timedelta(days=1), description="How far ahead another system's clock may be."
    )
    choices_max: int = Field(default=10, ge=0, description="Customizations chosen in one order.")
    label_max: int = Field(default=60, ge=1, description="Characters of a choice's label.")
