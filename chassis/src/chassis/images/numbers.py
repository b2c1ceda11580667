"""The numbers of the rules for pictures. Each can be configured by the service that reads them."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class PictureNumbers(BaseModel):
    """How large pictures may be, and what reading them may cost. A parent for settings."""

    model_config = ConfigDict(frozen=True)

    picture_side_min: int = Field(default=500, ge=1, description="Pixels of the longest side.")
    picture_side_advised: int = Field(default=1000, ge=1, description="Below, a warning.")
    picture_side_max: int = Field(default=10_000, ge=1, description="Pixels of the longest side.")
    picture_pixels_max: int = Field(
        default=50_000_000, ge=1, description="Pixels together; reading takes up to 18 bytes each."
    )
    picture_thumbnail_side: int = Field(default=480, ge=1, le=1000, description="Pixels.")
    picture_seconds: float = Field(
        default=30.0, gt=0, description="Of the processor, for one picture."
    )
    picture_wall_seconds: float = Field(
        default=60.0, gt=0, description="For one picture, however busy the machine is."
    )
    picture_waiting_seconds: float = Field(
        default=30.0, gt=0, description="For a picture's turn to come."
    )
    pictures_at_once: int = Field(default=2, ge=1, description="Pictures being read.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.picture_side_min <= self.picture_side_advised <= self.picture_side_max:
            raise ValueError("picture_side_min, …_advised and …_max must not fall")
        return self
