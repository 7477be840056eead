"""Days, times and amounts as words. What is said the same way on several pages is said here."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from flask import Flask

from journal.core.record.forms import SEVERITIES, read_time, severity_word
from journal.core.values.amounts import milligrams
from journal.core.values.clock import Moment, moment, wall_words, zone_names
from journal.core.values.languages import either
from journal.core.values.periods import Period, read_date
from journal.core.values.periods import day_words as dated_words
from journal.core.values.sentences import inside
from journal.web.site import context


def register(app: Flask) -> None:
    """Make the words known to the templates."""
    app.jinja_env.filters |= {
        "mg": mg,
        "day": day_words,
        "clock": clock_words,
        "elsewhere": elsewhere_words,
        "instant": instant_words,
        "wall_times": wall_times_words,
        "lower_first": lower_first,
        "inside": inside,
        "either": either,
        "as_field": as_field,
    }
    app.jinja_env.concat = _page  # type: ignore[method-assign]
    app.jinja_env.globals |= {"severity_options": severity_options, "printed": printed_words}


NEAR_DAYS = ("Today", "Yesterday")


def severity_options() -> list[tuple[str, str]]:
    """What a severity can be, each with its word."""
    return [(str(severity), severity_word(severity)) for severity in range(len(SEVERITIES))]


def mg(amount_ug: int) -> str:
    """An amount with its unit, kept on one line: "0.5 mg"."""
    return f"{milligrams(amount_ug)}\u00a0mg"


def clock_words(at: Moment | datetime) -> str:
    """The wall time of a moment, or of an instant where the patient is now, in the clock the patient chose."""
    lived = at if isinstance(at, Moment) else moment(at, _zone())
    return _wall_clock(lived.local.time())


def zone_words(lived: Moment) -> str:
    """Where an entry was lived, when that is another zone than the patient's present one; else ""."""
    if lived.zone == _zone():
        return ""
    return f"{lived.zone.rsplit('/', 1)[-1].replace('_', ' ')} time"


def elsewhere_words(zone: str) -> str:
    """The same for the zone a form carries: "Berlin time"; "" for what is no zone."""
    return zone_words(Moment(context.now(), zone, 0)) if zone in zone_names() else ""


def day_words(on: date, today: date | None = None) -> str:
    """ "Today", "Yesterday", "Monday 23 November", with the year when it is another one."""
    present = today or context.today()
    if on == present:
        return "Today"
    if on == present - timedelta(days=1):
        return "Yesterday"
    return plain_day(on) if on.year == present.year else full_day(on)


def plain_day(on: date) -> str:
    """ "Monday 23 November"."""
    return f"{on:%A} {on.day} {on:%B}"


def full_day(on: date) -> str:
    """ "Monday 23 November 2026"."""
    return f"{plain_day(on)} {on.year}"


def printed_words() -> str:
    """When a page is printed, for paper that is read later: "28 November 2026, 20:30"."""
    return f"{dated_words(context.today(), with_year=True)}, {clock_words(context.now())}"


def span_words(period: Period) -> str:
    """ "Tuesday 17 November 2026 to Monday 23 November 2026"; one day alone."""
    ends = dict.fromkeys((full_day(period.first_on), full_day(period.last_on)))
    return " to ".join(ends)


def dated_span_words(period: Period) -> str:
    """ "17 November 2026 to 23 November 2026"; one day alone."""
    ends = dict.fromkeys(dated_words(on, with_year=True) for on in (period.first_on, period.last_on))
    return " to ".join(ends)


def duration_words(length: timedelta) -> str:
    """ "4 hours 10 minutes", "3 days"; nothing smaller than a minute, and nothing below zero."""
    minutes = max(0, int(length.total_seconds()) // 60)
    if minutes >= 48 * 60:
        return _count(minutes // (24 * 60), "day")
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (hours and _count(hours, "hour"), rest and _count(rest, "minute")) if part) or (
        "less than a minute"
    )


def minutes_words(minutes: int) -> str:
    """A length in minutes as words."""
    return duration_words(timedelta(minutes=minutes))


def effect_names() -> Mapping[str, str]:
    """Short names of everything the patient ever rated: the monograph's list and all their own symptoms."""
    return {**context.monograph().rating_names, **context.patient().own_symptoms}


def effect_choices() -> Mapping[str, str]:
    """The same of what can be chosen for a list or a chart: without symptoms that were merged or removed."""
    return {**context.monograph().rating_names, **context.patient().own_symptoms.choices}


def lower_first(text: str) -> str:
    """ "Today" and "Yesterday" inside a sentence; names of days keep their capital."""
    return text.lower() if text in NEAR_DAYS else text


def instant_words(at: datetime) -> str:
    """A day and time where the patient is now: "Monday 23 November, 08:02"."""
    return f"{lower_first(day_words(moment(at, _zone()).on))}, {clock_words(at)}"


def wall_times_words(times: Sequence[time]) -> str:
    """Planned times of day: "08:00 and 20:00"."""
    words = [_wall_clock(at) for at in times]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def as_field(typed: str, kind: str) -> str:
    """What was typed into a field of a kind, as a browser's own field for a day or a time takes it; else as it was."""
    with suppress(ValueError):
        if kind == "time":
            return f"{read_time(typed):%H:%M}"
        if kind == "date":
            return read_date(typed).isoformat()
    return typed


def _page(parts: Iterable[str]) -> str:
    """A page from its parts. HTML cannot hold NUL: what was typed is shown again with the sign for an unknown
    character in its place. Once for a page, since asking each of its thousand values was a tenth of its time."""
    return "".join(parts).replace("\x00", "\ufffd")


def _zone() -> str:
    patient = context.asking()
    return patient.settings.zone if patient else "UTC"


def _wall_clock(wall: time) -> str:
    patient = context.asking()
    return wall_words(wall, patient.settings.hours if patient else "24")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
