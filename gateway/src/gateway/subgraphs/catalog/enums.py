"""The choices of this domain, as the contract has them, each described."""

from enum import Enum

import strawberry


@strawberry.enum(description="Where a listing is in its life.")
class ListingState(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Being written; only its maker sees it.")
    LIVE = strawberry.enum_value("LIVE", description="On sale.")


@strawberry.enum(description="Where a maker profile is in its life.")
class MakerProfileState(Enum):
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="Shown to buyers.")
    HIDDEN = strawberry.enum_value(
        "HIDDEN", description="Not shown, because the maker is not active now."
    )
