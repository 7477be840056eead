"""Weeks: the day they begin with, as a person chose it or as it is usual where the person lives."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from journal.core.values.languages import day, pgettext

WEEK_STARTS: Mapping[str, int] = {"mon": 0, "sat": 5, "sun": 6}  # what can be chosen, as Python counts weekdays

# Where weeks do not begin on Monday. Source: Unicode CLDR, supplemental week data (firstDay), as packed in Babel 2.19.
_USUAL: Mapping[int, str] = {
    4: "MV",
    5: "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    6: (
        "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ NI NP "
        "PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
    ),
}


def weekday_name(weekday: int, *, short: bool = False) -> str:
    """The name of a weekday, Monday 0: "Monday", or "Mon" where there is little room."""
    on = date(2024, 1, 1 + weekday)  # a Monday, and the days after it
    return day(on, pgettext("weekday alone", "ccc")) if short else day(on, pgettext("weekday alone", "cccc"))


def weekday_letter(weekday: int) -> str:
    """The same where a letter has room: "M"."""
    return day(date(2024, 1, 1 + weekday), pgettext("weekday alone", "ccccc"))


def first_weekday(chosen: str, zone: str) -> int:
    """The weekday a week begins with, Monday 0: `chosen` is a key of WEEK_STARTS, "" for what is usual in the zone."""
    return WEEK_STARTS[chosen] if chosen in WEEK_STARTS else usual_first_weekday(zone)


def usual_first_weekday(zone: str) -> int:
    """The weekday a week usually begins with where that zone is; Monday where that is not known."""
    territory = _territories().get(_aliases().get(zone, zone), "")
    return next((weekday for weekday, where in _USUAL.items() if territory in where.split()), 0)


@cache
def _territories() -> Mapping[str, str]:
    """From the name of a zone to its territory, as the time zone database has it."""
    lines = _read("zone.tab").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _aliases() -> Mapping[str, str]:
    """From the older names of zones to the present ones."""
    links = (line.split(" ") for line in _read("tzdata.zi").splitlines() if line.startswith("L "))
    return {name: present for _, present, name in links if name not in _territories()}


def _read(name: str) -> str:
    return files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
