"""The choices of this domain, as the contract has them, each described."""

from enum import Enum

import strawberry


def _value(name: str, description: str) -> strawberry.types.enum.EnumValueDefinition:
    return strawberry.enum_value(name, description=description)


@strawberry.enum(description="Where a press release is in its life.")
class PressReleaseState(Enum):
    DRAFT = _value("DRAFT", "Being prepared; only its maker sees it.")
    SUBMITTED = _value("SUBMITTED", "Waits for a representative.")
    IN_REVIEW = _value("IN_REVIEW", "A representative has taken it.")
    APPROVED = _value("APPROVED", "May go out on its date, as it is.")


@strawberry.enum(description="What happened to a press release.")
class PressReleaseAction(Enum):
    STARTED = _value("STARTED", "It was begun.")
    UPDATED = _value("UPDATED", "Its fields were changed.")
    DRAFT_UPLOADED = _value("DRAFT_UPLOADED", "A Word document was uploaded for it.")
    SUBMITTED = _value("SUBMITTED", "It was handed in.")
    TAKEN = _value("TAKEN", "A representative took it.")
    APPROVED = _value("APPROVED", "It may go out on its date, as it is.")
