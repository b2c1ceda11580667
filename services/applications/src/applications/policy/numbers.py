"""The numbers of the rules. Each can be configured; none stands in a rule."""

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
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
    decline_text_max: int = Field(default=2000, ge=1, description="Characters.")
    invitation_days: int = Field(default=30, ge=1, description="How long a link is good.")
    partners_max: int = Field(default=20, ge=1, description="Partners of one maker.")
    subject_max: int = Field(default=200, ge=1, description="Characters of a subject.")
    email_max: int = Field(default=320, ge=1, description="Characters of an e-mail address.")
    account_max: int = Field(default=100, ge=1, description="Characters of an account number.")
