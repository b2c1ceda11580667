"""The numbers of the rules, each configurable."""

from datetime import date, timedelta
from zoneinfo import available_timezones

from pydantic import BaseModel, Field, field_validator


class Policy(BaseModel):
    """What the rules count with."""

    lead_days: int = Field(default=14, ge=0, description="Calendar days of review.")
    furthest_days: int = Field(default=366, ge=1, description="How far ahead a date may be.")
    remembered_days: int = Field(
        default=366, ge=1, description="How long ago a first contact or a publication may be."
    )
    approval_days: int = Field(default=90, ge=0, description="An approval's life after the date.")
    short_notice_working_days: int = Field(
        default=3, ge=0, description="Working days between, below which the lead must agree."
    )
    acknowledge_working_days: int = Field(
        default=2, ge=1, description="Until our first word to the maker."
    )
    answer_working_days: int = Field(default=5, ge=1, description="Until our decision.")
    answer_before_working_days: int = Field(
        default=3, ge=0, description="Before the release, when it is decided at the latest."
    )
    stakeholder_working_days: int = Field(
        default=3, ge=1, description="For a stakeholder's word, unless said."
    )
    stakeholder_before_working_days: int = Field(
        default=1, ge=0, description="Before the release, when it is wanted at the latest."
    )
    team_time_zone: str = Field(
        default="America/Los_Angeles", description="Where the press team's working days are."
    )
    holidays: str = Field(
        default="", description="Days the team does not work, as 2027-12-24, apart by spaces."
    )
    max_rounds: int = Field(default=2, ge=1, description="How often changes are asked for.")
    new_text_similarity: float = Field(
        default=0.4, ge=0, le=1, description="Below it a draft may be another text."
    )
    small_change_similarity: float = Field(
        default=0.9, ge=0, le=1, description="From it on a draft has changed little."
    )
    undo_hours: int = Field(default=24, ge=0, description="In which a withdrawal is undone.")
    revive_days: int = Field(
        default=30, ge=0, description="In which a new date revives what has lapsed."
    )
    warning_working_days: str = Field(
        default="5 3 1", description="Before it lapses, when the team is warned, apart by spaces."
    )
    lapsing_days: int = Field(default=3, ge=0, description="What counts as lapsing soon.")
    authority_may_follow: bool = Field(
        default=False, description="Whether an agency may submit before its authority is known."
    )
    markets_max: int = Field(default=30, ge=1, description="Countries it goes out in.")
    agency_max: int = Field(default=200, ge=1, description="Characters of an agency's name.")
    exception_reason_max: int = Field(default=2000, ge=1, description="Characters.")
    reference_max: int = Field(default=200, ge=1, description="Characters.")
    reason_max: int = Field(default=2000, ge=1, description="Characters.")
    note_max: int = Field(default=2000, ge=1, description="Characters.")
    words_max: int = Field(default=5000, ge=1, description="Characters of words in a letter.")
    conditions_max: int = Field(default=20, ge=1, description="Conditions of one approval.")
    condition_max: int = Field(default=500, ge=1, description="Characters.")
    question_max: int = Field(default=2000, ge=1, description="Characters.")
    stakeholders_max: int = Field(default=30, ge=1, description="Questions to stakeholders.")
    comment_max: int = Field(default=5000, ge=1, description="Characters.")
    comments_max: int = Field(default=500, ge=1, description="Comments on one press release.")
    replies_max: int = Field(default=50, ge=0, description="Replies to one comment.")
    drafts_max: int = Field(default=50, ge=1, description="Drafts of one press release.")
    timeline_max: int = Field(
        default=500, ge=1, description="Entries, beyond which only a decision is taken."
    )
    uri_max: int = Field(default=2000, ge=1, description="Characters of a web address.")
    absence_days_max: int = Field(default=366, ge=1, description="Of one absence.")
    colleague_known_days: int = Field(
        default=90, ge=1, description="How long a colleague who stays away can be given anything."
    )
    planned_days_max: int = Field(default=92, ge=0, description="Days of the calendar at once.")
    planned_max: int = Field(default=500, ge=1, description="Releases of the calendar at once.")
    title_max: int = Field(default=200, ge=1, description="Characters of a title.")
    contact_max: int = Field(default=200, ge=1, description="Characters of a contact.")
    distribution_plan_max: int = Field(default=2000, ge=1, description="Characters of a plan.")
    file_name_max: int = Field(default=200, ge=5, description="Characters of a file's name.")
    draft_bytes: int = Field(default=20 * 1024 * 1024, ge=1, description="The largest document.")
    unread_days: int = Field(
        default=30, ge=1, description="How long a document that our reader failed at is kept."
    )
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
        default=30.0, gt=0, description="Of the processor, for comparing two Word documents."
    )
    redline_wall_seconds: float = Field(
        default=60.0, gt=0, description="For comparing two, however busy the machine is."
    )
    redline_memory: int = Field(
        default=384 * 1024 * 1024, ge=1, description="Of the comparing program's own objects."
    )

    headline_max: int = Field(default=120, ge=1, description="Characters of a usual headline.")
    usual_words_min: int = Field(default=150, ge=0, description="Words of a usual release.")
    usual_words_max: int = Field(default=1500, ge=1, description="Words of a usual release.")

    @property
    def lead(self) -> timedelta:
        """How long before its date a release must be submitted."""
        return timedelta(days=self.lead_days)

    @property
    def furthest(self) -> timedelta:
        """How far ahead a release date may be."""
        return timedelta(days=self.furthest_days)

    @property
    def remembered(self) -> timedelta:
        """How long ago something that is told may have happened."""
        return timedelta(days=self.remembered_days)

    @property
    def approval_kept(self) -> timedelta:
        """How long after the release date an approval holds."""
        return timedelta(days=self.approval_days)

    @property
    def undo(self) -> timedelta:
        """How long a withdrawal can be undone."""
        return timedelta(hours=self.undo_hours)

    @property
    def revive(self) -> timedelta:
        """How long a new date revives what has lapsed."""
        return timedelta(days=self.revive_days)

    @property
    def unread(self) -> timedelta:
        """How long a document that our reader failed at is kept."""
        return timedelta(days=self.unread_days)

    @property
    def lapsing(self) -> timedelta:
        """How long before it lapses a release counts as lapsing soon."""
        return timedelta(days=self.lapsing_days)

    @property
    def days_off(self) -> frozenset[date]:
        """The team's holidays."""
        return frozenset(map(date.fromisoformat, self.holidays.split()))

    @property
    def warnings(self) -> tuple[int, ...]:
        """How many working days before it lapses the team is warned, the first warning first."""
        return tuple(sorted({int(it) for it in self.warning_working_days.split()}, reverse=True))

    @field_validator("team_time_zone")
    @classmethod
    def _a_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("must be an IANA time zone")
        return name

    @field_validator("holidays")
    @classmethod
    def _days(cls, text: str) -> str:
        for day in text.split():
            date.fromisoformat(day)
        return text

    @field_validator("warning_working_days")
    @classmethod
    def _numbers(cls, text: str) -> str:
        if not all(it.isdecimal() for it in text.split()):
            raise ValueError("must be numbers, apart by spaces")
        return text
