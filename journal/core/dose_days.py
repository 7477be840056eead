"""Chart 7: taken, late, skipped, missed and not recorded, day by day. The values are in `trends`."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from journal.core.adherence import LATE_AFTER, Slot, TakenDose, plan_day, slots
from journal.core.amounts import milligrams
from journal.core.periods import Period, day_words, period_words
from journal.core.regimens import Step
from journal.core.trends import (
    DAILY_UP_TO,
    DoseMark,
    DosesChart,
    DoseStatus,
    DoseWeek,
    State,
    Table,
    Words,
    counted,
    in_weeks,
)

FEWEST_MARKS = 3
STATUSES: tuple[DoseStatus, ...] = ("taken", "late", "skipped", "missed")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Intake:
    """What the chart is made of: planned times, and doses beside the plan, from the first entry of the record on."""

    period: Period
    slots: tuple[Slot, ...]
    extra: tuple[TakenDose, ...]
    not_recorded: tuple[date, ...]
    first_entry_on: date | None
    marks: tuple[tuple[DoseMark, int], ...]  # with the amount in micrograms


def doses_chart(
    period: Period,
    steps: Sequence[Step],
    doses: Iterable[TakenDose],
    entry_days: Collection[date],
    first_entry_on: date | None,
    zone: str,
    day_starts: time,
    now: datetime,
) -> DosesChart:
    """The points of chart 7. Give the doses of one day more on either side of the period, see `adherence.slots`.

    `entry_days` are the days with any entry. Days before `first_entry_on` belong to no record: nothing is missed or
    not recorded there.
    """
    intake = _intake(period, steps, tuple(doses), entry_days, first_entry_on, zone, day_starts, now)
    weekly = len(period) > DAILY_UP_TO
    weeks = _weeks(intake)
    return DosesChart(
        period=period,
        words=_words(intake, weekly),
        marks=tuple(mark for mark, _ in intake.marks),
        not_recorded=intake.not_recorded,
        weeks=weeks if weekly else (),
        table=_week_table(period, weeks) if weekly else _day_table(intake),
    )


def _intake(
    period: Period,
    steps: Sequence[Step],
    doses: Sequence[TakenDose],
    entry_days: Collection[date],
    first_entry_on: date | None,
    zone: str,
    day_starts: time,
    now: datetime,
) -> _Intake:
    known = {*entry_days, *(d.on for d in doses), *(plan_day(d.on, d.minute, day_starts) for d in doses)}
    # One day back: a dose taken after midnight is drawn on its own day, even where the plan had it the evening before.
    wide = Period(period.first_on - _DAY, period.last_on)
    matched = slots(steps, doses, known, wide, zone, day_starts, now)
    begun = [slot for slot in matched.slots if slot.dose is not None or _begun(first_entry_on, slot.on)]
    found = [_slot_mark(slot) for slot in begun if slot.status in STATUSES]
    found += [(DoseMark(d.on, d.minute, d.status), d.amount_ug) for d in matched.extra]
    wall = now.astimezone(ZoneInfo(zone))
    today = plan_day(wall.date(), wall.hour * 60 + wall.minute, day_starts)
    blank = {slot.on for slot in begun if slot.status == "not_recorded"}
    return _Intake(
        period=period,
        slots=tuple(slot for slot in begun if slot.on in period),
        extra=tuple(dose for dose in matched.extra if dose.on in period),
        not_recorded=tuple(
            on for on in period.days() if _begun(first_entry_on, on) and on not in known and (on < today or on in blank)
        ),
        first_entry_on=first_entry_on,
        marks=tuple(sorted((pair for pair in found if pair[0].on in period), key=_order)),
    )


def _begun(first_entry_on: date | None, on: date) -> bool:
    return first_entry_on is not None and on >= first_entry_on


def _order(pair: tuple[DoseMark, int]) -> tuple[date, int, str, int]:
    return pair[0].on, pair[0].minute, pair[0].status, pair[1]


def _slot_mark(slot: Slot) -> tuple[DoseMark, int]:
    """Taken and late stand where the dose was taken, skipped and missed at the planned time."""
    if slot.dose is not None and slot.status in {"taken", "late"}:
        status: DoseStatus = "late" if slot.status == "late" else "taken"
        return DoseMark(slot.dose.on, slot.dose.minute, status), slot.dose.amount_ug
    return DoseMark(slot.on, slot.minute, "skipped" if slot.status == "skipped" else "missed"), slot.amount_ug


def _weeks(intake: _Intake) -> tuple[DoseWeek, ...]:
    first_on = intake.period.first_on
    counts = Counter(((on - first_on).days // 7, status) for on, status in _statuses(intake))
    return tuple(_week(week, counts, n) for n, week in enumerate(in_weeks(intake.period)))


def _week(week: Period, counts: Counter[tuple[int, str]], n: int) -> DoseWeek:
    return DoseWeek(
        first_on=week.first_on,
        last_on=week.last_on,
        taken=counts[n, "taken"],
        late=counts[n, "late"],
        skipped=counts[n, "skipped"],
        missed=counts[n, "missed"],
        not_recorded_days=counts[n, "blank"],
    )


def _statuses(intake: _Intake) -> Iterable[tuple[date, str]]:
    """Each planned time on its planned day, each further dose on its own, and the days without an entry ("blank")."""
    yield from ((slot.on, slot.status) for slot in intake.slots)
    yield from ((dose.on, dose.status) for dose in intake.extra)
    yield from ((on, "blank") for on in intake.not_recorded)


def _words(intake: _Intake, weekly: bool) -> Words:
    minutes = LATE_AFTER // timedelta(minutes=1)
    mark = (
        "Each column is a week with its doses taken, late, skipped and missed"
        if weekly
        else "Each mark is a dose at the time it was taken; skipped and missed ones stand at their planned time"
    )
    return Words(
        question="Which doses were taken, and when?",
        answer=_answer(intake),
        reading=f"{mark}; late is more than {minutes} minutes after the planned time; shaded days have no entry.",
        state=_state(len(intake.marks)),
    )


def _state(marks: int) -> State:
    if not marks:
        return "empty"
    return "chart" if marks >= FEWEST_MARKS else "too_little"


def _answer(intake: _Intake) -> str:
    if not intake.marks:
        return "No dose is recorded in this period."
    due: Counter[str] = Counter(slot.status for slot in intake.slots if slot.status != "pending")
    said = _planned_words(intake, due) if due else _unplanned_words(intake)
    blank = len(intake.not_recorded)
    return f"{said}; {counted(blank, 'day')} {'has' if blank == 1 else 'have'} no entry." if blank else f"{said}."


def _planned_words(intake: _Intake, due: Counter[str]) -> str:
    """ "Of 56 planned doses 49 were taken on time, 3 late, 1 skipped, 2 missed, 1 not recorded": these add up."""
    others = [(status, status.replace("_", " ")) for status in ("late", "skipped", "missed", "not_recorded")]
    parts = [f"{due['taken']:,} {'was' if due['taken'] == 1 else 'were'} taken on time"]
    parts += [f"{due[status]:,} {word}" for status, word in others if due[status]]
    extra = sum(dose.status == "taken" for dose in intake.extra)
    beside = f"; {counted(extra, 'further dose')} taken beside the plan" if extra else ""
    return f"Of {counted(due.total(), 'planned dose')} {', '.join(parts)}{beside}"


def _unplanned_words(intake: _Intake) -> str:
    counts = Counter(mark.status for mark, _ in intake.marks)
    days = len({mark.on for mark, _ in intake.marks})
    skipped = f" and {counts['skipped']:,} skipped" if counts["skipped"] else ""
    return f"{counted(counts['taken'] + counts['late'], 'dose')} taken{skipped} on {counted(days, 'day')}"


def _day_table(intake: _Intake) -> Table:
    cells: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mark, amount_ug in intake.marks:
        at = f"{mark.minute // 60:02d}:{mark.minute % 60:02d}"
        cells[mark.on][mark.status].append(f"{at} ({milligrams(amount_ug)}\u00a0mg)")
    return Table(
        caption=f"Doses of each day, {period_words(intake.period, date.min)}",
        head=("Day", "Taken", "Late", "Skipped", "Missed"),
        rows=tuple(_day_row(intake, on, cells.get(on, {})) for on in intake.period.days()),
    )


def _day_row(intake: _Intake, on: date, cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    taken = "none"
    if on in intake.not_recorded:
        taken = "not recorded"
    elif not _begun(intake.first_entry_on, on):
        taken = "before the first entry"
    shown = [", ".join(cells.get(status, ())) for status in STATUSES]
    return (day_words(on, intake.period.spans_years), shown[0] or taken, *(text or "none" for text in shown[1:]))


def _week_table(period: Period, weeks: Sequence[DoseWeek]) -> Table:
    return Table(
        caption=f"Doses of each week, {period_words(period, date.min)}",
        head=("Week", "Taken", "Late", "Skipped", "Missed", "Days not recorded"),
        rows=tuple(
            (
                period_words(Period(week.first_on, week.last_on), date.min),
                *map(str, (week.taken, week.late, week.skipped, week.missed, week.not_recorded_days)),
            )
            for week in weeks
        ),
    )
