"""The numbers of the rules, each configurable."""

from datetime import timedelta

from pydantic import BaseModel, Field


class Policy(BaseModel):
    """What the rules count with."""

    lead_days: int = Field(default=14, ge=0, description="Calendar days of review.")
    furthest_days: int = Field(default=366, ge=1, description="How far ahead a date may be.")
    approval_days: int = Field(default=90, ge=0, description="An approval's life after the date.")
    title_max: int = Field(default=200, ge=1, description="Characters of a title.")
    contact_max: int = Field(default=200, ge=1, description="Characters of a contact.")
    distribution_plan_max: int = Field(default=2000, ge=1, description="Characters of a plan.")
    file_name_max: int = Field(default=200, ge=5, description="Characters of a file's name.")
    draft_bytes: int = Field(default=20 * 1024 * 1024, ge=1, description="The largest document.")
    reading_seconds: float = Field(
        default=10.0, gt=0, description="Of the processor, for checking one document."
    )
    reading_wall_seconds: float = Field(
        default=30.0, gt=0, description="For checking one, however busy the machine is."
    )
    reading_waiting_seconds: float = Field(
        default=30.0, gt=0, description="For a document's turn to come."
    )
    writing_seconds: float = Field(
        default=20.0, gt=0, description="Of the processor, for making one Word document."
    )
    writing_wall_seconds: float = Field(
        default=60.0, gt=0, description="For making one, however busy the machine is."
    )
    writing_waiting_seconds: float = Field(
        default=30.0, gt=0, description="For the turn of one to come."
    )
    redline_seconds: float = Field(
        default=30.0, gt=0, description="For comparing two drafts as Word documents."
    )
    redline_memory: int = Field(
        default=384 * 1024 * 1024, ge=1, description="Of the comparing program's own objects."
    )

    @property
    def lead(self) -> timedelta:
        """How long before its date a release must be submitted."""
        return timedelta(days=self.lead_days)

    @property
    def furthest(self) -> timedelta:
        """How far ahead a release date may be."""
        return timedelta(days=self.furthest_days)

    @property
    def approval_kept(self) -> timedelta:
        """How long after the release date an approval holds."""
        return timedelta(days=self.approval_days)
