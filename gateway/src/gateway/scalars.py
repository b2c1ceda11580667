"""The scalars that all subgraphs share, described, and strict about what they accept."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from gateway.errors import Failure

# Python's own readers take more: other digits, underscores, spaces, weeks, seconds left out.
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?")
# What `google.type.Money` and the like can hold: a 64-bit whole part and nano units. An exponent
# is none of it: `1e999999999` is a short text, but as a whole number it would fill the memory.
DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")


def malformed(message: str) -> Failure:
    """Words the refusal of a value. Any other exception would look like a failure of ours."""
    return Failure("BAD_USER_INPUT", message)


def to_moment(value: Any) -> datetime:
    """Reads a moment. One without an offset is refused: it would mean a different time to each."""
    message = "A DateTime looks like `2030-06-01T12:00:00Z`."
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise malformed(message)
    try:
        moment = datetime.fromisoformat(value.upper())
        if moment.tzinfo is None:
            raise malformed("A DateTime needs an offset: the `Z` in `2030-06-01T12:00:00Z`.")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise malformed(message) from error


def from_moment(moment: datetime) -> str:
    """Writes a moment in UTC, with milliseconds."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def to_date(value: Any) -> date:
    """Reads a date."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise malformed("A Date looks like `2030-06-01`.")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise malformed(f"There is no such day in the calendar: {value}.") from error


def to_time(value: Any) -> time:
    """Reads a time of the day. One with seconds is refused: nothing here happens to the second."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        raise malformed("A Time looks like `09:30`, to the minute and without a zone.")
    return time.fromisoformat(value)


def from_time(of: time) -> str:
    """Writes a time of the day, to the minute."""
    return of.isoformat(timespec="minutes")


def to_decimal(value: Any) -> Decimal:
    """Reads a number exactly as written, if it can be kept exactly."""
    # A whole number of thousands of digits cannot even be written as a text.
    if isinstance(value, int) and abs(value) >= 10**18:
        value = None
    if isinstance(value, bool) or not DECIMAL.fullmatch(str(value)):
        raise malformed(
            "A Decimal looks like `12.50`, with at most 18 digits before the point and 9 behind it."
        )
    return Decimal(str(value))


def to_file(value: Any) -> UploadFile:
    """Takes a file that came beside the operation."""
    if not isinstance(value, UploadFile):
        raise malformed("An Upload is sent by the GraphQL multipart request specification.")
    return value


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
    time: strawberry.scalar(
        name="Time",
        description="A time of the day to the minute, such as `09:30`.",
        serialize=from_time,
        parse_value=to_time,
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
        parse_value=to_file,
    ),
}
