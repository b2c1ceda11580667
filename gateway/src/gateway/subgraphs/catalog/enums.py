"""The choices of this domain, as the contract has them, each described."""

from enum import Enum

import strawberry


@strawberry.enum(description="Where a listing is in its life.")
class ListingState(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Being written; only its maker sees it.")
    LIVE = strawberry.enum_value("LIVE", description="On sale.")
    RETIRED = strawberry.enum_value(
        "RETIRED",
        description="Off sale for good, since the membership it was made under has ended; only "
        "its maker and staff see it. Final.",
    )


@strawberry.enum(description="Where a maker profile is in its life.")
class MakerProfileState(Enum):
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="Shown to buyers.")
    HIDDEN = strawberry.enum_value(
        "HIDDEN", description="Not shown, because the maker is not active now."
    )
    RETIRED = strawberry.enum_value(
        "RETIRED",
        description="Not shown any more, since the membership it was published under has ended; "
        "only its maker and staff see it. Publishing again, as a member again, shows it again.",
    )


@strawberry.enum(description="How the membership under which something was made ended.")
class RetirementReason(Enum):
    MAKER_LEFT = strawberry.enum_value(
        "MAKER_LEFT", description="The maker left the programme of the region."
    )
    MAKER_REMOVED = strawberry.enum_value(
        "MAKER_REMOVED", description="The maker was put out of the programme of the region."
    )
    MAKER_ADMITTED_AGAIN = strawberry.enum_value(
        "MAKER_ADMITTED_AGAIN",
        description="The maker has been admitted again since, and how the membership before ended "
        "was not heard.",
    )
