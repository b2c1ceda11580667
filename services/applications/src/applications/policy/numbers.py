"""The numbers of the rules. Each can be configured; none stands in a rule."""

from pydantic import ConfigDict, Field

from chassis.images.numbers import PictureNumbers


class Policy(PictureNumbers):
    """How long, how many, how much."""

    model_config = ConfigDict(frozen=True)

    name_max: int = Field(default=100, ge=1, description="Characters of a name.")
    group_description_max: int = Field(default=1000, ge=1, description="Characters.")
    process_description_min: int = Field(default=200, ge=0, description="Characters.")
    process_description_max: int = Field(default=5000, ge=1, description="Characters.")
    tools_max: int = Field(default=1000, ge=1, description="Characters.")
    production_partners_max: int = Field(default=1000, ge=1, description="Characters.")
    url_max: int = Field(default=2000, ge=1, description="Characters of a link.")
    shop_urls_max: int = Field(default=5, ge=0, description="Links to existing shops.")
    marketplaces: str = Field(
        default="amazon ebay etsy",
        description="What hosts of marketplaces begin with, apart by spaces; a link to one as a "
        "whole is nobody's shop.",
    )
    products_max: int = Field(default=20, ge=1, description="Lines of products.")
    product_photos_min: int = Field(default=1, ge=0, description="Photos of products.")
    product_photos_max: int = Field(default=10, ge=1, description="Photos of products.")
    workspace_photos_min: int = Field(default=1, ge=0, description="Photos of the workspace.")
    workspace_photos_max: int = Field(default=5, ge=1, description="Photos of the workspace.")
    photo_bytes: int = Field(default=20 * 1024 * 1024, ge=1, description="Bytes of a photo.")
    photo_name_max: int = Field(default=200, ge=1, description="Characters of a file's name.")
    evidence_photos_max: int = Field(default=20, ge=0, description="Photos asked for in review.")
    decline_text_max: int = Field(default=2000, ge=1, description="Characters.")
    invitation_days: int = Field(default=30, ge=1, description="How long a link is good.")
    identity_check_max: int = Field(default=2000, ge=1, description="Characters.")
    revoke_reason_max: int = Field(default=2000, ge=1, description="Characters.")
    reminder_days: int = Field(
        default=3, ge=1, description="How long before a deadline the applicant is reminded."
    )
    partners_max: int = Field(default=20, ge=1, description="Partners of one maker.")
    subject_max: int = Field(default=200, ge=1, description="Characters of a subject.")
    email_max: int = Field(default=320, ge=1, description="Characters of an e-mail address.")
    account_max: int = Field(default=100, ge=1, description="Characters of an account number.")
    membership_text_max: int = Field(default=2000, ge=1, description="Characters.")
    refuse_reason_max: int = Field(default=2000, ge=1, description="Characters.")
    review_target_days: int = Field(
        default=5, ge=1, description="Until when we mean to answer, from the submission on."
    )
    information_days: int = Field(default=14, ge=1, description="For answers, unless said.")
    information_days_min: int = Field(default=1, ge=1, description="For answers, at least.")
    information_days_max: int = Field(default=60, ge=1, description="For answers, at most.")
    questions_max: int = Field(default=20, ge=1, description="Questions asked at once.")
    question_max: int = Field(default=1000, ge=1, description="Characters of a question.")
    answer_max: int = Field(default=5000, ge=1, description="Characters of an answer.")
    note_max: int = Field(default=4000, ge=1, description="Characters of a note.")
    notes_max: int = Field(default=100, ge=1, description="Notes on one application.")
    notes_total_max: int = Field(
        default=100_000, ge=1, description="Characters of all notes on one application."
    )
    information_requests_max: int = Field(
        default=20, ge=1, description="Times that one applicant is asked."
    )
    questions_total_max: int = Field(
        default=100, ge=1, description="Questions that one applicant is asked in all."
    )
    timeline_max: int = Field(
        default=500,
        ge=1,
        description="Entries of a timeline, beyond which nothing is passed on or noted.",
    )
    handover_note_max: int = Field(
        default=2000, ge=1, description="Characters of what a reviewer notes for the next."
    )
    withdraw_reason_max: int = Field(default=2000, ge=1, description="Characters.")
    reviewer_known_days: int = Field(
        default=90, ge=1, description="How long a reviewer who stays away can be handed anything."
    )
    reapply_days: int = Field(
        default=90, ge=0, description="From a decline to the next application for the region."
    )
    reopen_days: int = Field(
        default=90, ge=0, description="How long an expired application can be reopened."
    )
