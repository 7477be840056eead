"""Periods: the days a chart or a list speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from journal.core.values.clock import numbered_day
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, Language, _, day, present
from journal.core.values.text import with_ascii_digits

SINCE_VISIT = "visit"  # the name of days that begin on that of the last visit
LENGTHS = {"7": 7, "28": 28, "90": 90, "365": 365}
NAMES = {
    "7": N_("7 days"),
    "28": N_("28 days"),
    "90": N_("90 days"),
    "365": N_("a year"),
    "all": N_("everything"),
    SINCE_VISIT: N_("since the last visit"),
    "free": N_("from … to …"),
}
DEFAULT = "28"
LAST_YEAR = 2200  # of a day that is planned; what is further ahead is a slip
MOST_DAYS = 3653  # ten years: of more nothing could be read in one picture, and it would take gigabytes to draw


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first_on` to `last_on`, both included. `name` is a key of NAMES."""

    first_on: date
    last_on: date
    name: str = "free"

    def __len__(self) -> int:
        return (self.last_on - self.first_on).days + 1

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and self.first_on <= on <= self.last_on

    def since(self, first_on: date) -> "Period":
        """The days from `first_on` on; of a period that ends before it, its last day."""
        return replace(self, first_on=min(max(self.first_on, first_on), self.last_on))

    @property
    def spans_years(self) -> bool:
        """Whether a day needs its year to be told apart."""
        return self.first_on.year != self.last_on.year

    def days(self) -> Iterator[date]:
        """Every day of the period, oldest first."""
        return map(numbered_day, range(self.first_on.toordinal(), self.last_on.toordinal() + 1))


def split_period(period: Period) -> tuple[Period, ...]:
    """The period in parts of ten years at most, newest first: what one picture shows. The first keeps its name."""
    lasts = [period.last_on - timedelta(days=start) for start in range(0, len(period), MOST_DAYS)]
    parts = [Period(max(period.first_on, on - timedelta(days=MOST_DAYS - 1)), on) for on in lasts]
    return (replace(parts[0], name=period.name), *parts[1:])


def day_words(on: date, with_year: bool) -> str:
    """A day in words: "27 October", or "27 October 2026"."""
    return day(on, _("d MMMM y") if with_year else _("d MMMM"))


def short_day(on: date, with_year: bool) -> str:
    """A day where there is little room: "27 Oct", or "27 Oct 2026"."""
    return day(on, _("d MMM y") if with_year else _("d MMM"))


def period_words(period: Period, today: date) -> str:
    """A period in words: "1 September to 29 November"; with the years unless all of it is in the year of `today`."""
    with_year = not period.first_on.year == period.last_on.year == today.year
    return _from_to(period.first_on, period.last_on, with_year, present())


@lru_cache(4096)  # more than the weeks of ten years: three tables of one page ask for each of them
def _from_to(first_on: date, last_on: date, with_year: bool, _language: Language) -> str:
    first, last = (day_words(on, with_year) for on in (first_on, last_on))
    return first if first_on == last_on else from_to_words(first, last)


def from_to_words(first: str, last: str) -> str:
    """From a day in words to another: "1 September to 29 November"."""
    return _("%(first)s to %(last)s", first=first, last=last)


def name_words(name: str) -> str:
    """What a period is called that is chosen by its name: "28 days"."""
    return _(NAMES[name])


def read_date(text: str, *, may_come: bool = False) -> date:
    """An ISO date from 1900 on; `may_come` is for days that may lie ahead. Raises ValueError with a sentence."""
    try:
        on = date.fromisoformat(with_ascii_digits(text).strip())
    except ValueError:
        raise ValueError(_("There is no such day. Write the date as year-month-day, for example 2026-02-28.")) from None
    if not 1900 <= on.year <= LAST_YEAR:
        if may_come:
            raise ValueError(_("The year must be between 1900 and %(last)s.", last=LAST_YEAR))
        raise ValueError(_("The year must be between 1900 and now."))
    return on


def read_period(name: str, first: str, last: str, today: date, first_entry_on: date | None) -> Period:
    """The period asked for by `name` (a key of NAMES; "" is the default), with `first` and `last` for "free".

    A period never ends after today. Where `first_entry_on` is given, none begins before it either: days before the
    first entry are no days without a rating or a dose, they are before the journal.
    Raises InvalidEntry with fields "period", "first" and "last".
    """
    begins_on = None if first_entry_on is None else min(first_entry_on, today)
    period = _read_asked(name or ("free" if first or last else DEFAULT), first, last, today, begins_on or today)
    if begins_on is None:
        return period
    if period.last_on < begins_on:
        begins = day_words(begins_on, with_year=True)
        raise InvalidEntry({"last": _("Your journal begins on %(day)s. Choose a day from then on.", day=begins)})
    return period.since(begins_on)


def _read_asked(name: str, first: str, last: str, today: date, begins_on: date) -> Period:
    if name in LENGTHS:
        return Period(today - timedelta(days=LENGTHS[name] - 1), today, name)
    if name == "all":
        return Period(begins_on, today, name)
    if name != "free":
        raise InvalidEntry({"period": _("Choose one of the periods in the list.")})
    return _read_free(first, last, today)


def _read_free(first: str, last: str, today: date) -> Period:
    days: dict[str, date] = {}
    errors: dict[str, str] = {}
    for field, text in (("first", first), ("last", last)):
        try:
            days[field] = read_date(text) if text.strip() or field == "first" else today
        except ValueError as error:
            errors[field] = str(error)
    if errors:
        raise InvalidEntry(errors)
    if days["first"] > today:
        raise InvalidEntry({"first": _("The first day must not be in the future.")})
    if days["last"] < days["first"]:
        raise InvalidEntry({"last": _("The last day must not be before the first day.")})
    return Period(days["first"], min(days["last"], today))


def file_name(about: str, period: Period, extension: str) -> str:
    """What a file about these days is called wherever it ends up: "clonazepam-2026-08-31-to-2026-11-28.pdf"."""
    days = f"{period.first_on}-to-{period.last_on}" if len(period) > 1 else f"{period.first_on}"
    return f"{about}-{days}.{extension}"
