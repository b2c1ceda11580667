"""The scalars that all subgraphs share, described, and strict about what they accept."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import strawberry
from strawberry.file_uploads import Upload


def to_moment(value: Any) -> datetime:
    """Reads a moment. One without an offset is refused: it would mean a different time to each."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError("a DateTime looks like `2030-06-01T12:00:00Z`") from error
    if moment.tzinfo is None:
        raise ValueError("a DateTime needs an offset, such as the `Z` in `2030-06-01T12:00:00Z`")
    return moment.astimezone(UTC)


def from_moment(moment: datetime) -> str:
    """Writes a moment in UTC, with milliseconds."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def to_date(value: Any) -> date:
    """Reads a date."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError("a Date looks like `2030-06-01`") from error


def to_decimal(value: Any) -> Decimal:
    """Reads a number exactly as written."""
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("a Decimal looks like `12.50`") from error
    if isinstance(value, bool) or not number.is_finite() or len(str(value)) > 40:
        raise ValueError("a Decimal looks like `12.50`")
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
        description="An exact decimal number as text, such as `12.50`.",
        serialize=lambda number: f"{number:f}",
        parse_value=to_decimal,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file, sent by the GraphQL multipart request specification.",
        parse_value=lambda file: file,
    ),
}
