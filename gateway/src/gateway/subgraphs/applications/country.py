"""The countries of the programme, as of a day."""

from datetime import date

import strawberry

from chassis.countries import Country


@strawberry.type(description="A country in which the programme sells.")
class ProgrammeCountry:
    code: str = strawberry.field(description="The ISO 3166-1 code, such as `US`.")
    name: str = strawberry.field(description="The name, in English.")
    region: str = strawberry.field(
        description="The region it belongs to, such as `NA`: an approval covers its region."
    )
    official_languages: list[str] = strawberry.field(
        description="The official languages, as ISO 639-1 codes; listings and customer support "
        "are in one of them."
    )
    currency: str = strawberry.field(description="The currency of prices, as an ISO 4217 code.")
    time_zone: str = strawberry.field(description="The time zone, as in the tz database.")
    since: date = strawberry.field(description="From which day on all this holds.")

    @classmethod
    def of(cls, entry: Country) -> "ProgrammeCountry":
        """Reads an entry of the programme's table."""
        return cls(
            code=entry.code,
            name=entry.name,
            region=entry.region,
            official_languages=list(entry.languages),
            currency=entry.currency,
            time_zone=entry.time_zone,
            since=entry.valid_from,
        )
