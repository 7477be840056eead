"""Say a day in words: what was planned beside what was taken, medicine by medicine, and what else was recorded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from journal.core.plan.adherence import TakenDose
from journal.core.plan.days import Became, DayRow, lived_at
from journal.core.plan.windows import PlannedTime
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry
from journal.core.values.clock import moment
from journal.core.values.languages import N_, _
from journal.web.record import entries, entry_rows, searches
from journal.web.record.doses import amount_fields, medicine_fields
from journal.web.site import context, wording

# What stands beside a planned time that nothing was recorded for, and after a dose that is more than was planned.
STATES: Mapping[Became, str] = {
    "missed": N_("missed or not logged"),
    "not_recorded": N_("nothing logged that day"),
    "open": N_("not recorded yet"),
    "to_come": N_("still to come"),
    "beside": N_("more than planned"),
    "as_needed": N_("as needed"),
}

QUIET: frozenset[Became] = frozenset({"taken", "skipped", "to_come", "without_plan", "as_needed"})


class TakenCell(NamedTuple):
    """A dose beside its planned time; `id` and `href` are "" where its entry is not at hand."""

    id: str
    time: str
    what: str
    href: str
    note: str
    remarks: list[str]


class DayLine(NamedTuple):
    """A line of the table: the planned time and its amount, what was taken, a state in words, and the fields that
    answer a time nothing was recorded for."""

    planned: str
    amount: str
    taken: list[TakenCell]
    state: str
    stands_out: bool
    answer: dict[str, str]
    answer_name: str


@dataclass(frozen=True, slots=True)
class OfMedicine:
    """The lines of one medicine on a day."""

    name: str
    lines: list[DayLine]


@dataclass(slots=True)
class Recorded:
    """The doses of the day and of those beside it, by what a `TakenDose` knows of each: a link needs the entry."""

    found: dict[tuple[str, datetime, datetime, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, doses: Sequence[Entry]) -> "Recorded":
        """The doses among those entries."""
        made = cls()
        for entry in doses:
            if isinstance(entry.detail, Dose):
                made.found[entry.detail.medicine_id, entry.moment.at, entry.recorded_at, entry.detail.status].append(
                    entry
                )
        return made

    def entry(self, dose: TakenDose) -> Entry | None:
        """The entry of a dose."""
        return next(iter(self.found.get((dose.medicine_id, dose.at, dose.recorded_at, dose.status), ())), None)


def of_medicine(name: str, rows: Sequence[DayRow], on: date, recorded: Recorded) -> OfMedicine:
    """The lines of a medicine in words."""
    return OfMedicine(name, [_line(row, on, recorded) for row in rows])


def _line(row: DayRow, on: date, recorded: Recorded) -> DayLine:
    planned = row.planned
    return DayLine(
        planned=_planned_words(planned, on) if planned else _("none planned"),
        amount=wording.dose_words(planned.amount, planned.form) if planned and planned.on == on else "",
        taken=[_taken(dose, on, recorded.entry(dose)) for dose in row.doses],
        state=_state(row),
        stands_out=row.became not in QUIET or row.is_other_amount,
        answer=_answer(planned) if planned and row.is_empty else {},
        answer_name=_clock(planned) if planned else "",
    )


def _clock(planned: PlannedTime) -> str:
    return wording.clock_words(lived_at(planned, context.patient().zones))


def _planned_words(planned: PlannedTime, on: date) -> str:
    """The planned time; of another day with that day."""
    clock = _clock(planned)
    if planned.on == on:
        return clock
    return _("for %(day)s, %(time)s", day=wording.plain_day(planned.on), time=clock)


def _state(row: DayRow) -> str:
    if row.late_by is not None:
        late = _("late by %(duration)s", duration=wording.short_duration(row.late_by))
        return _("%(late)s, another amount", late=late) if row.is_other_amount else late
    if row.became in STATES:
        return _(STATES[row.became])
    return _("another amount than planned") if row.is_other_amount else ""


def _taken(dose: TakenDose, on: date, entry: Entry | None) -> TakenCell:
    lived = entry.moment if entry else moment(dose.at, context.patient().settings.zone)
    form = entry.detail.form if entry and isinstance(entry.detail, Dose) else ""
    time, amount = wording.clock_words(lived), wording.dose_words(dose.amount, form)
    remarks = entry_rows.remarks(entry) if entry else []
    if dose.on != on:
        remarks.insert(0, _("on %(day)s", day=wording.plain_day(dose.on)))
    return TakenCell(
        id=entry.id if entry else "",
        time=time,
        what=_("skipped") if dose.status == "skipped" else amount,
        href=f"{entry_rows.address(entry)}?{urlencode({'found': searches.of_day(on)})}" if entry else "",
        note=entry.detail.note if entry else "",
        remarks=remarks,
    )


def _answer(planned: PlannedTime) -> dict[str, str]:
    """The fields of the form that records something for a planned time: its moment, its amount."""
    when = entries.moment_fields(lived_at(planned, context.patient().zones))
    return when | medicine_fields() | amount_fields(planned.amount) | {"form": planned.form}
