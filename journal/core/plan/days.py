"""A day of the record: what was planned for it beside what was taken, and how the one differs from the other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from journal.core.plan.adherence import Lived, Slot, TakenDose, around, at_home, match
from journal.core.plan.regimens import Plan
from journal.core.plan.windows import PlannedTime
from journal.core.values.clock import Moment, Zones, moment
from journal.core.values.languages import _, in_a_row, ngettext
from journal.core.values.periods import Period

# "open" has come and may still be answered today, "to_come" has not; "beside" is more than was planned, "without_plan"
# lies in no window; "as_needed" was ordered so.
Became = Literal[
    "taken", "late", "skipped", "missed", "not_recorded", "open", "to_come", "beside", "without_plan", "as_needed"
]

EMPTY: frozenset[Became] = frozenset({"missed", "not_recorded", "open"})

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of a day: a planned time with what was recorded for it, or a dose that belongs to none.

    `planned` is of another day where the dose was taken after midnight, or long before it. `late_by` is set on what
    is late.
    """

    became: Became
    planned: PlannedTime | None = None
    doses: tuple[TakenDose, ...] = ()
    late_by: timedelta | None = None
    is_other_amount: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the time has come and nothing says what became of it."""
        return self.became in EMPTY


def day_rows(
    on: date,
    plan: Plan,
    lived: Lived,
    zones: Zones,
    now: datetime,
    first_entry_on: date | None,
) -> tuple[DayRow, ...]:
    """The lines of one medicine on that day, in the order of the day. Give what was lived in `days_around` it.

    A time before the first entry of the record is asked of nobody.
    """
    matched = match(plan, lived, zones, days_around(on, plan), now)
    found = [row for slot in matched.slots for row in _slot_rows(slot, on, zones, now, first_entry_on)]
    extra: list[tuple[TakenDose, Became]] = [(dose, "beside") for dose in matched.beside]
    extra += [(dose, "without_plan") for dose in matched.without_plan]
    extra += [(dose, "as_needed") for dose in matched.as_needed]
    found += [(dose.at, DayRow(became, None, (dose,))) for dose, became in extra if dose.on == on]
    return tuple(row for _at, row in sorted(found, key=lambda each: each[0]))


def days_around(on: date, plan: Plan) -> Period:
    """The day, and those around it whose planned times a dose of the day may belong to: the two beside it, and more
    where days lie between planned times."""
    far = around(plan) - 2 * _DAY
    return Period(on - far, on + far)


def lived_at(planned: PlannedTime, zones: Zones) -> Moment:
    """The moment of a planned time by the clock it was planned for."""
    minute = planned.minute
    for day in zones.of_day(planned.on):
        found = moment(planned.at, day.zone)
        if found.on == planned.on and found.local.hour * 60 + found.local.minute == minute:
            return found
    return moment(planned.at, zones.at(planned.at).key)


def deviations(rows: Sequence[DayRow], on: date) -> str:
    """What of a day was otherwise than planned, as a sentence; "" when nothing was. Each planned time counts on its own
    day, each further dose on the day it was taken."""
    own = [row for row in rows if row.planned is None or row.planned.on == on]
    counts = Counter(row.became for row in own)
    parts = list(_planned_parts(counts))
    if others := sum(row.is_other_amount for row in own):
        words = "%(num)s dose in another amount than planned", "%(num)s doses in another amount than planned"
        parts.append(ngettext(*words, others))
    has_plan = any(row.planned for row in rows)
    if beside := counts["beside"] + (counts["without_plan"] if has_plan else 0):
        parts.append(ngettext("%(num)s dose more than planned", "%(num)s doses more than planned", beside))
    return _("%(statements)s.", statements=in_a_row(parts)) if parts else ""


def _planned_parts(counts: Counter[Became]) -> Iterator[str]:
    if late := counts["late"]:
        yield ngettext("%(num)s dose late", "%(num)s doses late", late)
    if skipped := counts["skipped"]:
        yield ngettext("%(num)s dose skipped", "%(num)s doses skipped", skipped)
    if empty := sum(counts[became] for became in EMPTY):
        yield ngettext("%(num)s dose not logged", "%(num)s doses not logged", empty)


def _slot_rows(
    slot: Slot, on: date, zones: Zones, now: datetime, first_entry_on: date | None
) -> Iterator[tuple[datetime, DayRow]]:
    """The line of a planned time of the day; of one of another day, the doses that were taken on this one."""
    planned, doses = slot.planned, slot.doses or (() if slot.skipped is None else (slot.skipped,))
    is_own = planned.on == on
    shown = doses if is_own else tuple(dose for dose in doses if dose.on == on)
    has_begun = first_entry_on is not None and on >= first_entry_on
    if not shown and not (is_own and has_begun):
        return
    at = planned.at if is_own else shown[0].at
    late_by = at_home(slot.doses[0], zones) - planned.at if slot.status == "late" else None
    yield at, DayRow(_became(slot, now), planned, shown, late_by, slot.is_other_amount)


def _became(slot: Slot, now: datetime) -> Became:
    if slot.status != "pending":
        return slot.status
    return "open" if slot.planned.at <= now else "to_come"
