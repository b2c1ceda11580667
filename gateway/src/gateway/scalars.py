"""The scalars that all subgraphs share, described, and strict about what they accept."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import strawberry
from strawberry.file_uploads import Upload

from gateway.errors import Failure

# What `google.type.Money` and the like can hold: a 64-bit whole part and nano units.
WHOLE_DIGITS = 18
PLACES = 9


def malformed(message: str) -> Failure:
    """Words the refusal of a value. Any other exception would look like a failure of ours."""
    return Failure("BAD_USER_INPUT", message)


def to_moment(value: Any) -> datetime:
    """Reads a moment. One without an offset is refused: it would mean a different time to each."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise malformed("A DateTime needs an offset: the `Z` in `2030-06-01T12:00:00Z`.")
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise malformed("A DateTime looks like `2030-06-01T12:00:00Z`.") from error


def from_moment(moment: datetime) -> str:
    """Writes a moment in UTC, with milliseconds."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def to_date(value: Any) -> date:
    """Reads a date."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise malformed("A Date looks like `2030-06-01`.") from error


def to_decimal(value: Any) -> Decimal:
    """Reads a number exactly as written, if it can be kept exactly.

    Its exponent is looked at before anything is computed: `1e999999999` is a short text, but as
    a whole number it would fill the memory.
    """
    try:
        text = str(value)
        number = Decimal(text)
    except (InvalidOperation, ValueError) as error:
        raise malformed("A Decimal looks like `12.50`.") from error
    if isinstance(value, bool) or len(text) > 40:
        raise malformed("A Decimal looks like `12.50`.")
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise malformed("A Decimal looks like `12.50`.")
    if number.adjusted() >= WHOLE_DIGITS or exponent < -PLACES:
        raise malformed(
            f"A Decimal has at most {WHOLE_DIGITS} digits before the point and {PLACES} behind it."
        )
    return number


SCALARS: dict[object, Any] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in ISO 8601 with an offset, such as `2030-06-01T12:00:00Z`.",
        serialize=from_moment,
        parse_value=to_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day in ISO 8601, such as `2030-06-01`.",
        serialize=date.isoformat,
        parse_value=to_date,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number as text, such as `12.50`, with at most 18 digits "
        "before the point and 9 behind it.",
        serialize=lambda number: f"{number:f}",
        parse_value=to_decimal,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file, sent by the GraphQL multipart request specification.",
        parse_value=lambda file: file,
    ),
}
