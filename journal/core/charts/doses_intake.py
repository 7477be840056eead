"""What the doses chart is made of: planned times with what became of them, and the doses that belong to none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from journal.core.charts.dose_lines import pauses_in
from journal.core.charts.doses_points import STATUSES, DoseMark, DoseStatus
from journal.core.charts.points import ONLY_ONE, Of
from journal.core.plan.adherence import Lived, Slot, Status, TakenDose, around, match
from journal.core.plan.even_days import Stretch, match_in_stretches
from journal.core.plan.regimens import Plan
from journal.core.values.amounts import write_amount
from journal.core.values.clock import Zones
from journal.core.values.languages import _
from journal.core.values.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the chart with what the table says of it: the amount, and how it differs from what was planned."""

    mark: DoseMark
    amount: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What the chart is made of: planned times, doses beside or without a plan, from the first entry of the record.

    `told` are the planned times of some days before and after the period too: a dose of another day than its planned
    time is drawn on its own day. Of a long period the days that were planned alike are counted in `stretches`: they
    have neither slots nor marks.
    """

    period: Period
    slots: tuple[Slot, ...]
    beside: tuple[TakenDose, ...]
    without_plan: tuple[TakenDose, ...]
    as_needed: tuple[TakenDose, ...]
    not_recorded: tuple[date, ...]
    first_entry_on: date | None
    pauses: tuple[Period, ...]
    today: date
    told: Sequence[Slot]
    has_plan: bool
    of: Of = ONLY_ONE
    stretches: tuple[Stretch, ...] = ()

    @property
    def due(self) -> Counter[Status]:
        """What became of how many planned times of the period, without those that are still open."""
        found: Counter[Status] = Counter(slot.status for slot in self.slots if slot.status != "pending")
        for stretch in self.stretches:
            found += stretch.counts
        return found

    @property
    def others(self) -> int:
        """At how many planned times another amount was taken."""
        return sum(slot.is_other_amount for slot in self.slots) + sum(stretch.others for stretch in self.stretches)

    def has_marks(self, fewest: int = 1) -> bool:
        """Whether so many doses were taken, skipped or missed."""
        of_stretches = sum(sum(map(stretch.counts.__getitem__, STATUSES)) for stretch in self.stretches)
        return of_stretches + sum(1 for _mark in islice(self.marks(), fewest)) >= fewest

    @property
    def extra(self) -> tuple[TakenDose, ...]:
        """The doses that belong to no planned time."""
        return self.beside + self.without_plan + self.as_needed

    def marks(self) -> Iterator[Mark]:
        """A mark for each dose of the period, and for each of its planned times that was skipped or missed."""
        for slot in self.told:
            yield from (each for each in _slot_marks(slot, self.of.unit) if each.mark.on in self.period)
        remarks = _("beside the plan"), _("as needed"), _("without a plan") if self.has_plan else ""
        for doses, remark in zip((self.beside, self.as_needed, self.without_plan), remarks, strict=True):
            yield from (_extra_mark(dose, remark) for dose in doses)

    def in_order(self) -> tuple[Mark, ...]:
        """The marks in the order of the days."""
        return tuple(sorted(self.marks(), key=_order))


def read_intake(
    period: Period,
    plan: Plan,
    lived: Lived,
    first_entry_on: date | None,
    zones: Zones,
    now: datetime,
    of: Of = ONLY_ONE,
    *,
    weekly: bool = False,
) -> Intake:
    """What was planned and recorded in a period, and what became of each planned time; of a `weekly` chart as far as
    its weeks are counted of it."""
    margin = around(plan) - 2 * _DAY
    wide = Period(period.first_on - margin, period.last_on + margin)
    stretches: tuple[Stretch, ...] = ()
    if weekly and first_entry_on is not None:
        # A dose counts on its own day, which may be the one before or after that of its planned time.
        inside = Period(max(period.first_on, first_entry_on) + _DAY, period.last_on - _DAY)
        matched, stretches = match_in_stretches(plan, lived, zones, wide, now, inside)
    else:
        matched = match(plan, lived, zones, wide, now)
    begins_on = first_entry_on or date.max
    told = [slot for slot in matched.slots if slot.window.planned.on >= begins_on or slot.is_answered]
    today = now.astimezone(zones.at(now)).date()
    blank = {slot.window.planned.on for slot in told if slot.status == "not_recorded"}
    return Intake(
        period=period,
        slots=tuple([slot for slot in told if counted_on(slot, first_entry_on) in period]),
        beside=_of_period(matched.beside + tuple(dose for each in stretches for dose in each.beside), period),
        without_plan=_of_period(matched.without_plan, period),
        as_needed=_of_period(matched.as_needed, period),
        not_recorded=tuple(
            on
            for on in period.days()
            if begun(first_entry_on, on) and on not in lived.entry_days and (on < today or on in blank)
        ),
        first_entry_on=first_entry_on,
        pauses=pauses_in(period, plan),
        today=today,
        told=told,
        has_plan=bool(plan.steps),
        of=of,
        stretches=stretches,
    )


def counted_on(slot: Slot, first_entry_on: date | None) -> date:
    """The planned day; of a time before the first entry that was answered after midnight, the day of that entry."""
    on = slot.window.planned.on
    return on if first_entry_on is None or begun(first_entry_on, on) else first_entry_on


def _of_period(doses: Iterable[TakenDose], period: Period) -> tuple[TakenDose, ...]:
    return tuple(dose for dose in doses if dose.on in period)


def begun(first_entry_on: date | None, on: date) -> bool:
    """Whether the record had begun by that day."""
    return first_entry_on is not None and on >= first_entry_on


def _order(each: Mark) -> tuple[date, int, str, int]:
    return each.mark.on, each.mark.minute, each.mark.status, each.amount


def _slot_marks(slot: Slot, unit: str) -> Iterable[Mark]:
    """Taken and late stand where the dose was taken, skipped and missed at the planned time; open times have none."""
    planned = slot.planned
    if slot.doses:
        status: DoseStatus = "late" if slot.status == "late" else "taken"
        remark = ""
        if slot.is_other_amount:
            taken, ordered = write_amount(slot.taken_amount, unit), write_amount(planned.amount, unit)
            remark = _("%(taken)s for %(planned)s", taken=taken, planned=ordered)
        for n, dose in enumerate(slot.doses):
            yield Mark(DoseMark(dose.on, dose.minute, status), dose.amount, "" if n else remark)
    elif slot.status == "skipped":
        yield Mark(DoseMark(planned.on, planned.minute, "skipped"), planned.amount)
    elif slot.status == "missed":
        yield Mark(DoseMark(planned.on, planned.minute, "missed"), planned.amount)


def _extra_mark(dose: TakenDose, remark: str) -> Mark:
    return Mark(DoseMark(dose.on, dose.minute, dose.status), dose.amount, remark)
