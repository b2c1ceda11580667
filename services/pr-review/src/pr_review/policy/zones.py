"""Time zones, and the rules of clocks that are known here."""

from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from chassis.errors import invalid

_REGIONS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)


@cache
def _names() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in _REGIONS)


def is_time_zone(name: str) -> bool:
    """Whether it is a `Region/City` name. Others can't follow the clock changes of a place."""
    return name in _names()


def zone(name: str) -> ZoneInfo:
    """The zone of this name. Fails with `InvalidRequest` for one that there is no longer."""
    if not is_time_zone(name):
        raise invalid(
            "time_zone", "INVALID_TIME_ZONE", f"There is no time zone `{name}` any more; change it."
        )
    return ZoneInfo(name)


@cache
def _countries() -> frozenset[str]:
    listed = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in listed.splitlines() if line and line[0] != "#")


def is_country(code: str) -> bool:
    """Whether it is an ISO 3166-1 code of a country, as the world's clock rules list them."""
    return code in _countries()


@cache
def rules_version() -> str:
    """Which edition of the world's clock rules is in use, such as `2026f`; a later one sorts later.

    That of the system, where it has any and says so, as `zoneinfo` takes it first.
    """
    for folder in map(Path, TZPATH):
        told = folder / "tzdata.zi"
        if told.is_file():
            with told.open(encoding="ascii") as lines:
                return lines.readline().removeprefix("# version ").strip()
    return str(import_module("tzdata").IANA_VERSION)
