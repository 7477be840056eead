"""Week sheets: what is planned on seven days, to be filled in by pen, and what was recorded for it so far."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from journal.core.medicine.medicines import Medicine
from journal.core.plan.adherence import Lived, Slot, TakenDose, around, at_home, match
from journal.core.plan.planned_times import planned_times
from journal.core.plan.regimens import Pause, Plan, planned_on
from journal.core.plan.schedules import AsNeeded
from journal.core.plan.windows import PlannedTime
from journal.core.values.amounts import Amount
from journal.core.values.clock import Zones
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import Period, read_date

DAYS = 7
FARTHEST = timedelta(
    days=366
)  # a sheet of a year ago is the oldest anybody types in, one a year ahead the last printed

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SheetTime:
    """A planned time of a sheet; `slot` says what was recorded for it, None where nobody was asked for it so far."""

    medicine_id: str
    planned: PlannedTime
    slot: Slot | None = None

    @property
    def key(self) -> str:
        """What tells it from every other of the sheet, in fields and entries."""
        return f"{self.medicine_id}.{self.planned.at:%Y%m%d%H%M}"

    @property
    def is_recorded(self) -> bool:
        """Whether a dose, taken or skipped, is recorded for it."""
        return self.slot is not None and self.slot.is_answered

    def is_open(self, now: datetime) -> bool:
        """Whether it has come and nothing is recorded for it: what a sheet can tell."""
        return self.planned.at <= now and not self.is_recorded


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line for doses of a day that have no planned time: as needed, as ordered, or of a medicine without a plan."""

    medicine_id: str
    on: date
    order: AsNeeded | None = None
    form: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other of the sheet, in fields and entries."""
        return f"{self.medicine_id}.{self.on:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day of a sheet: its planned times in the order of the day, its lines, and the doses recorded on it besides."""

    on: date
    times: tuple[SheetTime, ...] = ()
    lines: tuple[SheetLine, ...] = ()
    others: tuple[TakenDose, ...] = ()
    pause: Pause | None = None


def read_first_day(text: str, today: date) -> date:
    """The first day of a sheet. Raises InvalidEntry with a sentence for the field "first_on"."""
    try:
        on = read_date(text)
    except ValueError as error:
        raise InvalidEntry({"first_on": str(error)}) from None
    if abs(on - today) > FARTHEST:
        raise InvalidEntry({"first_on": _("Choose a day of the last year or of the coming one.")})
    return on


def week_of(first_on: date) -> Period:
    """The days of the sheet that begins with that day."""
    return Period(first_on, first_on + (DAYS - 1) * _DAY)


def first_day_of_week(on: date, first_weekday: int) -> date:
    """The first day of the week that day lies in, where weeks begin with that weekday (Monday 0)."""
    return on - timedelta(days=(on.weekday() - first_weekday) % DAYS)


def sheet_days(
    week: Period, plan: Plan, medicines: Sequence[Medicine], lived: Lived, zones: Zones, now: datetime
) -> tuple[SheetDay, ...]:
    """The days of a sheet. Give what was lived `around` the week too, of every medicine."""
    times: dict[date, list[SheetTime]] = {on: [] for on in week.days()}
    lines: dict[date, list[SheetLine]] = {on: [] for on in week.days()}
    others: dict[date, list[TakenDose]] = {on: [] for on in week.days()}
    for medicine in medicines:
        own, of_it = plan.of(medicine.id), lived.of(medicine.id)
        matched = match(own, of_it, zones, week, now)
        slots = {slot.planned.at: slot for slot in matched.slots}
        found = [SheetTime(medicine.id, planned, slots.get(planned.at)) for planned in _times(own, of_it, zones, week)]
        for each in found:
            times[each.planned.on].append(each)
        for line in _lines(medicine, own, week, has_times=bool(found)):
            lines[line.on].append(line)
        for dose in matched.loose:
            if dose.on in week:
                others[dose.on].append(dose)
    return tuple(
        SheetDay(
            on,
            tuple(sorted(times[on], key=lambda each: each.planned.at)),
            tuple(lines[on]),
            tuple(sorted(others[on], key=lambda dose: dose.at)),
            plan.pause_on(on),
        )
        for on in week.days()
    )


def _times(plan: Plan, lived: Lived, zones: Zones, week: Period) -> Iterable[PlannedTime]:
    """The planned times of the week, those included that had come when the first plan was saved: they may stand on a
    sheet that was filled in before."""
    far = around(plan)
    wide = Period(week.first_on - far, week.last_on + far)
    dosed_at = [at_home(dose, zones) for dose in lived.doses]
    return (planned for planned in planned_times(plan, zones, wide, dosed_at) if planned.on in week)


def _lines(medicine: Medicine, plan: Plan, week: Period, *, has_times: bool) -> Iterable[SheetLine]:
    steps = {on: planned_on(plan.counting, on) for on in week.days()}
    if has_times or any(step is not None for step in steps.values()):
        for on, step in steps.items():
            if step is not None and step.as_needed is not None and plan.pause_on(on) is None:
                yield SheetLine(medicine.id, on, step.as_needed, step.form)
        return
    for on in week.days():
        if not medicine.has_ended(on) and (medicine.starts_on is None or medicine.starts_on <= on):
            yield SheetLine(medicine.id, on)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row of the printed sheet, with what is planned on each of its days; None: nothing is.

    `minute` is the planned time of day; without one it is a line to write times on, of the `order` if there is one.
    `form` is the key of the form of all of it, "" where that differs.
    """

    medicine_id: str
    minute: int | None
    amounts: tuple[Amount | None, ...]
    order: AsNeeded | None = None
    form: str = ""

    @property
    def amount(self) -> Amount | None:
        """The one amount of all its days; None where it is another one on some."""
        different = {amount for amount in self.amounts if amount is not None}
        return different.pop() if len(different) == 1 else None


def paper_rows(days: Sequence[SheetDay]) -> tuple[PaperRow, ...]:
    """The rows of the printed sheet: a planned time of a medicine each, by the time of day, then the lines.

    A time that is planned twice on a day stands once, with both amounts.
    """
    planned: dict[tuple[int, str], dict[date, Amount]] = {}
    orders: dict[tuple[str, AsNeeded | None], dict[date, Amount]] = {}
    forms = defaultdict[tuple[object, str], set[str]](set)
    for day in days:
        for each in day.times:
            row = planned.setdefault((each.planned.minute, each.medicine_id), {})
            row[day.on] = row.get(day.on, 0) + each.planned.amount
            forms[each.planned.minute, each.medicine_id].add(each.planned.form)
        for line in day.lines:
            amounts = orders.setdefault((line.medicine_id, line.order), {})
            amounts[day.on] = line.order.amount if line.order else 0
            forms[line.order, line.medicine_id].add(line.form)
    places = _places(days)
    timed = sorted(planned.items(), key=lambda row: (row[0][0], places[row[0][1]]))
    return (
        *(
            PaperRow(medicine_id, minute, _of_days(days, row), form=_only(forms[minute, medicine_id]))
            for (minute, medicine_id), row in timed
        ),
        *(
            PaperRow(medicine_id, None, _of_days(days, row), order, _only(forms[order, medicine_id]))
            for (medicine_id, order), row in orders.items()
        ),
    )


def _only(forms: Collection[str]) -> str:
    return next(iter(forms)) if len(forms) == 1 else ""


def _of_days(days: Sequence[SheetDay], amounts: Mapping[date, Amount]) -> tuple[Amount | None, ...]:
    return tuple(amounts.get(day.on) for day in days)


def _places(days: Sequence[SheetDay]) -> dict[str, int]:
    """The place of each medicine: the one that is taken first in the week first."""
    keys = dict.fromkeys(each.medicine_id for day in days for each in day.times)
    return {medicine_id: place for place, medicine_id in enumerate(keys)}
