"""The numbers of the rules. Each can be configured; none stands in a rule."""

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
    """How long, how many."""

    model_config = ConfigDict(frozen=True)

    subject_max: int = Field(default=200, ge=1, description="Characters of a token's subject.")
    text_max: int = Field(default=2000, ge=1, description="Characters of a message.")
    quantity_max: int = Field(default=10_000, ge=1, description="Pieces of one order.")
    choices_max: int = Field(default=10, ge=0, description="Customizations chosen in one order.")
    label_max: int = Field(default=60, ge=1, description="Characters of a choice's label.")
