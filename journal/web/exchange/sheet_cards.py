"""Say the days of a week sheet in words: what is recorded already, and what may be typed in."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journal.actions.exchange.week_sheets import Week
from journal.core.exchange.sheet_forms import OTHERS, SheetContext, has_begun
from journal.core.exchange.week_sheets import SheetDay, SheetLine, SheetTime
from journal.core.plan.adherence import Slot, TakenDose
from journal.core.plan.days import lived_at
from journal.core.plan.order_words import as_needed_words
from journal.core.plan.schedules import AsNeeded
from journal.core.record.asking import AskedEffect
from journal.core.record.forms import severity_word
from journal.core.values.amounts import unit_word
from journal.core.values.clock import moment
from journal.core.values.languages import _, listed
from journal.web.site import context, wording

NUMBERS = range(1, OTHERS + 1)


class TimeRow(NamedTuple):
    """A planned time: its words, and what is recorded for it ("" where it is to be typed in)."""

    key: str
    time: str
    medicine: str
    amount: str
    said: str
    is_open: bool


class LineRow(NamedTuple):
    """A line for doses without a planned time; `unit` is set where the amount of one is asked for."""

    key: str
    medicine: str
    order: str
    said: str
    unit: str


class EffectRow(NamedTuple):
    """An effect of a day; `said` is how it is rated already, "" where it is to be typed in."""

    field: str
    name: str
    said: str


class DayCard(NamedTuple):
    """A day of the sheet: whether anything may be typed in, and its rows. `rest` are the effects without a field of
    their own that are rated already, `others` those to choose from."""

    on: str
    heading: str
    pause: str
    times: list[TimeRow]
    lines: list[LineRow]
    first: list[EffectRow]
    rest: list[EffectRow]
    others: list[tuple[str, str]]
    is_rest_open: bool
    is_ratable: bool
    is_open: bool

    @property
    def open_times(self) -> int:
        """How many planned times are to be typed in."""
        return sum(row.is_open for row in self.times)


def cards(
    week: Week,
    first: Sequence[AskedEffect],
    rest: Sequence[AskedEffect],
    sheet: SheetContext,
    values: Mapping[str, str],
) -> list[DayCard]:
    """The days in words. The rest of the effects stands open where one was chosen."""
    return [_card(day, week, first, rest, sheet, values) for day in week.days]


def _card(
    day: SheetDay,
    week: Week,
    first: Sequence[AskedEffect],
    rest: Sequence[AskedEffect],
    sheet: SheetContext,
    values: Mapping[str, str],
) -> DayCard:
    times = [_time(each) for each in day.times]
    is_ratable = has_begun(day.on, sheet)
    has_come = day.on <= context.today()
    typed = [effect for effect in rest if values.get(f"rating-{day.on}-{effect.key}")]  # among the first until just now
    rest = [effect for effect in rest if effect not in typed]
    rest_rows = [_effect(day, effect, week) for effect in rest] if is_ratable else []
    return DayCard(
        on=day.on.isoformat(),
        heading=wording.dated_day(day.on),
        pause=wording.pause_words(day.pause) if day.pause else "",
        times=times,
        lines=[_line(line, day) for line in day.lines] if has_come else [],
        first=[_effect(day, effect, week) for effect in (*first, *typed)] if is_ratable else [],
        rest=[row for row in rest_rows if row.said],
        others=[(effect.key, effect.name) for effect, row in zip(rest, rest_rows, strict=False) if not row.said],
        is_rest_open=any(values.get(f"other-{which}{day.on}-{n}") for n in NUMBERS for which in ("", "rating-")),
        is_ratable=is_ratable,
        is_open=is_ratable or any(row.is_open for row in times) or (has_come and bool(day.lines)),
    )


def _time(each: SheetTime) -> TimeRow:
    now, zones = context.now(), context.patient().zones
    with context.about(context.find_medicine(each.medicine_id)) as medicine:
        said = _recorded(each.slot) if each.slot is not None and each.is_recorded else ""
        return TimeRow(
            key=each.key,
            time=wording.clock_words(lived_at(each.planned, zones)),
            medicine=context.medicine_name(medicine),
            amount=wording.dose_words(each.planned.amount, each.planned.form),
            said=said or ("" if each.is_open(now) else _("still to come")),
            is_open=each.is_open(now),
        )


def _recorded(slot: Slot) -> str:
    if slot.skipped is not None:
        return _("skipped")
    return listed([_dose(dose) for dose in slot.doses])


def _dose(dose: TakenDose) -> str:
    lived = moment(dose.at, context.patient().settings.zone)
    return _(
        "%(amount)s at %(time)s", amount=wording.dose_words(dose.amount, dose.form), time=wording.clock_words(lived)
    )


def _line(line: SheetLine, day: SheetDay) -> LineRow:
    with context.about(context.find_medicine(line.medicine_id)) as medicine:
        return LineRow(
            key=line.key,
            medicine=context.medicine_name(medicine),
            order=as_needed_words(AsNeeded(line.order.amount), medicine.unit) if line.order else "",
            said=listed([_dose(dose) for dose in day.others if dose.medicine_id == line.medicine_id]),
            unit="" if line.order else unit_word(medicine.unit),
        )


def _effect(day: SheetDay, effect: AskedEffect, week: Week) -> EffectRow:
    severity = week.rated.get(day.on, {}).get(effect.key)
    said = "" if severity is None else severity_word(severity)
    return EffectRow(f"rating-{day.on}-{effect.key}", effect.name, said)
