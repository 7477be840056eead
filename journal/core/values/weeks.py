"""Weeks: the day they begin with, as a person chose it or as it is usual where the person lives."""

from collections.abc import Mapping
from datetime import date

from journal.core.values.languages import day, pgettext
from journal.core.values.territories import territory_of

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
    territory = territory_of(zone)
    return next((weekday for weekday, where in _USUAL.items() if territory in where.split()), 0)
