"""Days, times and amounts as words. What is said the same way on several pages is said here."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from flask import Flask

from journal.core.medicine.forms import release_words
from journal.core.medicine.liquids import amount_and_ml
from journal.core.medicine.regions import region_words
from journal.core.plan import order_words
from journal.core.plan.regimens import Pause, Step
from journal.core.record.forms import SEVERITIES, read_time, severity_word
from journal.core.values.amounts import write_amount
from journal.core.values.clock import Moment, moment, wall_words, zone_names
from journal.core.values.durations import duration_words
from journal.core.values.languages import _, day, either, listed, pgettext
from journal.core.values.periods import Period, from_to_words, read_date
from journal.core.values.periods import day_words as dated_words
from journal.core.values.sentences import inside
from journal.web.site import context


def register(app: Flask) -> None:
    """Make the words known to the templates."""
    app.jinja_env.filters |= {
        "amount": amount_words,
        "day": day_words,
        "day_inside": day_inside,
        "dated_day": dated_day,
        "full_day": full_day,
        "short_day": short_day,
        "month_alone": month_alone,
        "clock": clock_words,
        "elsewhere": elsewhere_words,
        "instant": instant_words,
        "ordered": ordered_words,
        "daily": daily_words,
        "pause_words": pause_words,
        "wall": _wall_clock,
        "inside": inside,
        "region_words": region_words,
        "release": release_words,
        "either": either,
        "listed": listed,
        "as_field": as_field,
    }
    app.jinja_env.concat = _page  # type: ignore[method-assign]
    app.jinja_env.globals |= {
        "of_medicine": context.of_medicine,
        "ml_hint": ml_hint,
        "is_in_ml_too": is_in_ml_too,
        "amount_keys": amount_keys,
        "severity_options": severity_options,
        "printed": printed_words,
    }


def severity_options() -> list[tuple[str, str]]:
    """What a severity can be, each with its word."""
    return [(str(severity), severity_word(severity)) for severity in range(len(SEVERITIES))]


def amount_words(amount: int) -> str:
    """An amount in the unit of the medicine this is about, kept on one line: "0.5 mg", "5 drops"."""
    return write_amount(amount, context.medicine().unit)


def dose_words(amount: int, form: str) -> str:
    """The amount of a dose in a form; of a liquid with its ml: "2.5 mg (1 ml)"."""
    liquid = context.known().liquids.get(form)
    return amount_and_ml(amount, context.medicine().unit, liquid) if liquid else amount_words(amount)


def ml_hint(otherwise: str = "") -> str:
    """That ml can be typed too, where the medicine this is about has a liquid; else what is said otherwise."""
    return _("Of a liquid also in ml: write ml behind the number.") if is_in_ml_too() else otherwise


def is_in_ml_too() -> bool:
    """Whether amounts of the medicine this is about can be typed in ml beside mg."""
    return context.medicine().unit == "mg" and bool(context.known().liquids)


def amount_keys() -> str:
    """Which keys a phone shows where an amount is typed: those of a number, or letters too where it may be ml."""
    return "text" if is_in_ml_too() else "decimal"


def clock_words(at: Moment | datetime) -> str:
    """The wall time of a moment, or of an instant where the patient is now, in the clock the patient chose."""
    lived = at if isinstance(at, Moment) else moment(at, _zone())
    return _wall_clock(lived.local.time())


def clock_and_day(lived: Moment) -> str:
    """The wall time of a moment; of another day than today with that day: "20:00", "20:00, yesterday"."""
    clock = clock_words(lived)
    return clock if lived.on == context.today() else _("%(time)s, %(day)s", time=clock, day=day_inside(lived.on))


def here(at: datetime) -> dict[str, str]:
    """The `day` and the `time` of an instant where the patient is now, as parts of a sentence: "yesterday", "20:01"."""
    at_home = moment(at, _zone())
    return {"day": day_inside(at_home.on), "time": clock_words(at_home)}


def zone_words(lived: Moment) -> str:
    """Where an entry was lived, when that is another zone than the patient's present one; else ""."""
    if lived.zone == _zone():
        return ""
    return _("%(place)s time", place=lived.zone.rsplit("/", 1)[-1].replace("_", " "))


def elsewhere_words(zone: str) -> str:
    """The same for the zone a form carries: "Berlin time"; "" for what is no zone."""
    return zone_words(Moment(context.now(), zone, 0)) if zone in zone_names() else ""


def day_words(on: date, today: date | None = None) -> str:
    """ "Today", "Yesterday", "Monday 23 November", with the year when it is another one: a heading, or alone."""
    present = today or context.today()
    if on == present:
        return pgettext("heading of a day", "Today")
    if on == present - timedelta(days=1):
        return pgettext("heading of a day", "Yesterday")
    return _distant_day(on, present)


def day_inside(on: date) -> str:
    """The same inside a sentence: "today", "yesterday", "Monday 23 November"."""
    present = context.today()
    if on == present:
        return pgettext("day inside a sentence", "today")
    if on == present - timedelta(days=1):
        return pgettext("day inside a sentence", "yesterday")
    return _distant_day(on, present)


def dated_day(on: date) -> str:
    """ "Monday 23 November", with the year when it is another one, also of today and yesterday."""
    return _distant_day(on, context.today())


def _distant_day(on: date, present: date) -> str:
    return plain_day(on) if on.year == present.year else full_day(on)


def plain_day(on: date) -> str:
    """ "Monday 23 November"."""
    return day(on, _("EEEE d MMMM"))


def full_day(on: date) -> str:
    """ "Monday 23 November 2026"."""
    return day(on, _("EEEE d MMMM y"))


def short_day(on: date) -> str:
    """ "Mon 23"."""
    return day(on, _("EEE d"))


def month_alone(on: date) -> str:
    """ "November", with the year when it is another one."""
    if on.year == context.today().year:
        return day(on, pgettext("month alone", "LLLL"))
    return day(on, pgettext("month alone", "LLLL y"))


def printed_words() -> str:
    """When a page is printed, for paper that is read later: "28 November 2026, 20:30"."""
    return _at(dated_words(context.today(), with_year=True), clock_words(context.now()))


def span_words(period: Period) -> str:
    """ "Tuesday 17 November 2026 to Monday 23 November 2026"; one day alone."""
    first, last = full_day(period.first_on), full_day(period.last_on)
    return first if len(period) == 1 else from_to_words(first, last)


def dated_span_words(period: Period) -> str:
    """ "17 November 2026 to 23 November 2026"; one day alone."""
    first, last = (dated_words(on, with_year=True) for on in (period.first_on, period.last_on))
    return first if len(period) == 1 else from_to_words(first, last)


def short_duration(length: timedelta) -> str:
    """A duration where there is little room: "3 h 10 min", "10 min"; nothing below zero."""
    hours, minutes = divmod(max(0, int(length.total_seconds()) // 60), 60)
    if not hours:
        return _("%(minutes)s\u00a0min", minutes=minutes)
    if not minutes:
        return _("%(hours)s\u00a0h", hours=hours)
    return _("%(hours)s\u00a0h %(minutes)s\u00a0min", hours=hours, minutes=minutes)


def minutes_words(minutes: int) -> str:
    """A length in minutes as words."""
    return duration_words(timedelta(minutes=minutes))


def effect_names() -> Mapping[str, str]:
    """Short names of everything the patient ever rated: the monograph's list and all their own symptoms."""
    return {**context.all_known().rating_names, **context.patient().own_symptoms}


def benefit_words(key: str, answer: int) -> str:
    """What was answered about something a medicine is for: "pain: mild". Without its file the key stands for it."""
    name = inside(context.all_known().benefit_names.get(key, key))
    return _("%(question)s: %(answer)s", question=name, answer=severity_word(answer))


def effect_choices() -> Mapping[str, str]:
    """The same of what can be chosen for a list or a chart: without symptoms that were merged or removed."""
    return {**context.all_known().rating_names, **context.patient().own_symptoms.choices}


def instant_words(at: datetime) -> str:
    """A day and time where the patient is now, inside a sentence: "Monday 23 November, 08:02"."""
    return _at(day_inside(moment(at, _zone()).on), clock_words(at))


def _at(on: str, clock: str) -> str:
    return _("%(day)s, %(time)s", day=on, time=clock)


def pause_words(pause: Pause) -> str:
    """A pause with its days and why: "Tuesday 3 November to Monday 9 November: in hospital"."""
    days = span_words(Period(pause.first_on, pause.last_on))
    return _("%(days)s: %(reason)s", days=days, reason=pause.reason) if pause.reason else days


def ordered_words(step: Step) -> str:
    """What a step of the plan orders: "0.5 mg at 08:00 and 20:00"."""
    patient = context.asking()
    hours, unit = patient.settings.hours if patient else "24", context.medicine().unit
    return order_words.ordered_words(step, hours, unit, context.known().liquids.get(step.form))


def daily_words(step: Step) -> str:
    """How much a step of the plan orders: "1 mg a day", "as needed"."""
    return order_words.daily_words(step, context.medicine().unit)


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
