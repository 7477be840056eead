"""Compute the doses chart: taken, late, skipped, missed and not recorded, day by day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce

from journal.core.charts.doses_points import STATUSES, DoseMark, DosesChart, DoseStatus, DoseWeek
from journal.core.charts.lanes import Told, lanes
from journal.core.charts.points import BEFORE_JOURNAL, DAILY_UP_TO, Caption, State, Table, in_weeks
from journal.core.plan.adherence import Lived, Slot, TakenDose, around, match
from journal.core.plan.regimens import Plan
from journal.core.values.amounts import write_amount
from journal.core.values.clock import Zones, wall_words
from journal.core.values.languages import _, in_a_row, listed, ngettext, pgettext
from journal.core.values.periods import Period, day_words, period_words

FEWEST_MARKS = 3

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark of the chart with what the table says of it: the amount, and how it differs from what was planned."""

    mark: DoseMark
    amount: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Intake:
    """What the chart is made of: planned times, doses beside or without a plan, from the first entry of the record."""

    period: Period
    slots: tuple[Slot, ...]
    beside: tuple[TakenDose, ...]
    without_plan: tuple[TakenDose, ...]
    as_needed: tuple[TakenDose, ...]
    not_recorded: tuple[date, ...]
    first_entry_on: date | None
    marks: tuple[_Mark, ...]

    @property
    def extra(self) -> tuple[TakenDose, ...]:
        """The doses that belong to no planned time."""
        return self.beside + self.without_plan + self.as_needed


def doses_chart(
    period: Period,
    plan: Plan,
    lived: Lived,
    first_entry_on: date | None,
    zones: Zones,
    now: datetime,
    hours: str = "24",
) -> DosesChart:
    """The points of the doses chart, with times in the clock of 24 or 12 `hours`. Give what was lived around the
    period too, see `adherence.match`.

    Days before `first_entry_on` belong to no record: nothing is missed or not recorded there.
    """
    intake = _intake(period, plan, lived, first_entry_on, zones, now)
    weekly = len(period) > DAILY_UP_TO
    weeks, shown = _weeks(intake), () if weekly else lanes(_told(intake, hours))
    return DosesChart(
        period=period,
        caption=_caption(intake, weekly, has_lanes=bool(shown)),
        marks=tuple(each.mark for each in intake.marks),
        not_recorded=intake.not_recorded,
        weeks=weeks if weekly else (),
        table=_week_table(period, weeks) if weekly else _day_table(intake, hours),
        hours=hours,
        lanes=shown,
    )


def _told(intake: _Intake, hours: str) -> Told:
    return Told([(_counted_on(slot, intake.first_entry_on), slot) for slot in intake.slots], intake.without_plan, hours)


def _intake(
    period: Period, plan: Plan, lived: Lived, first_entry_on: date | None, zones: Zones, now: datetime
) -> _Intake:
    # Days more on both sides: a dose of another day than its planned time is drawn on its own day.
    margin = around(plan) - 2 * _DAY
    wide = Period(period.first_on - margin, period.last_on + margin)
    matched = match(plan, lived, zones, wide, now)
    begun = [slot for slot in matched.slots if slot.is_answered or _begun(first_entry_on, slot.planned.on)]
    found = [mark for slot in begun for mark in _slot_marks(slot)]
    found += [_extra_mark(dose, _("beside the plan")) for dose in matched.beside]
    found += [_extra_mark(dose, _("as needed")) for dose in matched.as_needed]
    found += [_extra_mark(dose, _("without a plan") if plan.steps else "") for dose in matched.without_plan]
    today = now.astimezone(zones.at(now)).date()
    blank = {slot.planned.on for slot in begun if slot.status == "not_recorded"}
    return _Intake(
        period=period,
        slots=tuple(slot for slot in begun if _counted_on(slot, first_entry_on) in period),
        beside=_of_period(matched.beside, period),
        without_plan=_of_period(matched.without_plan, period),
        as_needed=_of_period(matched.as_needed, period),
        not_recorded=tuple(
            on
            for on in period.days()
            if _begun(first_entry_on, on) and on not in lived.entry_days and (on < today or on in blank)
        ),
        first_entry_on=first_entry_on,
        marks=tuple(sorted((each for each in found if each.mark.on in period), key=_order)),
    )


def _counted_on(slot: Slot, first_entry_on: date | None) -> date:
    """The planned day; of a time before the first entry that was answered after midnight, the day of that entry."""
    on = slot.planned.on
    return on if first_entry_on is None or _begun(first_entry_on, on) else first_entry_on


def _of_period(doses: Iterable[TakenDose], period: Period) -> tuple[TakenDose, ...]:
    return tuple(dose for dose in doses if dose.on in period)


def _begun(first_entry_on: date | None, on: date) -> bool:
    return first_entry_on is not None and on >= first_entry_on


def _order(each: _Mark) -> tuple[date, int, str, int]:
    return each.mark.on, each.mark.minute, each.mark.status, each.amount


def _slot_marks(slot: Slot) -> Iterable[_Mark]:
    """Taken and late stand where the dose was taken, skipped and missed at the planned time; open times have none."""
    planned = slot.planned
    if slot.doses:
        status: DoseStatus = "late" if slot.status == "late" else "taken"
        remark = ""
        if slot.is_other_amount:
            remark = _("%(taken)s for %(planned)s", taken=_mg(slot.taken_amount), planned=_mg(planned.amount))
        for n, dose in enumerate(slot.doses):
            yield _Mark(DoseMark(dose.on, dose.minute, status), dose.amount, "" if n else remark)
    elif slot.status == "skipped":
        yield _Mark(DoseMark(planned.on, planned.minute, "skipped"), planned.amount)
    elif slot.status == "missed":
        yield _Mark(DoseMark(planned.on, planned.minute, "missed"), planned.amount)


def _extra_mark(dose: TakenDose, remark: str) -> _Mark:
    return _Mark(DoseMark(dose.on, dose.minute, dose.status), dose.amount, remark)


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
    yield from ((_counted_on(slot, intake.first_entry_on), slot.status) for slot in intake.slots)
    yield from ((dose.on, dose.status) for dose in intake.extra)
    yield from ((on, "blank") for on in intake.not_recorded)


def _caption(intake: _Intake, weekly: bool, has_lanes: bool) -> Caption:
    mark = _("Each mark is a dose at the time it was taken; skipped and missed ones stand at their planned time.")
    question = _("Which doses were taken, and when?")
    if has_lanes:
        question = _("Which doses were not as planned?")
        mark = _("A row for each planned time, a pale cell for each dose as planned. A mark stands where it was not.")
    if weekly:
        mark = _("Each column is a week with its doses taken, late, skipped and missed.")
    late = _("Late is more than a quarter of the time to the next planned dose (30 minutes to 3 hours).")
    missed = _("Missed means that nothing was logged for that time; shaded days have no entry at all.")
    return Caption(
        question=question,
        answer=_answer(intake),
        explanation=" ".join((mark, late, missed)),
        state=_state(len(intake.marks)),
    )


def _state(marks: int) -> State:
    if not marks:
        return "empty"
    return "chart" if marks >= FEWEST_MARKS else "too_few_doses"


def _answer(intake: _Intake) -> str:
    if not intake.marks:
        return _("No dose is recorded in this period.")
    due: Counter[str] = Counter(slot.status for slot in intake.slots if slot.status != "pending")
    said = _planned_words(intake, due) if due else [_unplanned_words(intake)]
    if blank := len(intake.not_recorded):
        said.append(ngettext("%(num)s day has no entry", "%(num)s days have no entry", blank))
    statements = reduce(lambda before, then: _("%(before)s; %(then)s", before=before, then=then), said)
    return _("%(statements)s.", statements=statements)


def _planned_words(intake: _Intake, due: Counter[str]) -> list[str]:
    """ "Of 56 planned doses 49 were taken on time, 3 late, 1 skipped, 2 missed or not logged": these add up."""
    parts = [ngettext("%(num)s was taken on time", "%(num)s were taken on time", due["taken"])]
    if late := due["late"]:
        parts.append(ngettext("%(num)s late", "%(num)s late", late))
    if skipped := due["skipped"]:
        parts.append(ngettext("%(num)s skipped", "%(num)s skipped", skipped))
    if missed := due["missed"]:
        parts.append(ngettext("%(num)s missed or not logged", "%(num)s missed or not logged", missed))
    if blank := due["not_recorded"]:
        parts.append(ngettext("%(num)s on a day with nothing logged", "%(num)s on a day with nothing logged", blank))
    return [
        ngettext(
            "Of %(num)s planned dose %(counts)s",
            "Of %(num)s planned doses %(counts)s",
            due.total(),
            counts=in_a_row(parts),
        ),
        *_further_words(intake),
    ]


def _further_words(intake: _Intake) -> Iterator[str]:
    """What the counts of planned times do not say."""
    if others := sum(slot.is_other_amount for slot in intake.slots):
        yield ngettext("%(num)s in another amount than planned", "%(num)s in another amount than planned", others)
    if as_needed := len(intake.as_needed):
        yield ngettext("%(num)s dose taken as needed", "%(num)s doses taken as needed", as_needed)
    beside, without = (sum(d.status == "taken" for d in doses) for doses in (intake.beside, intake.without_plan))
    if beside:
        yield ngettext(
            "%(num)s further dose taken beside the plan", "%(num)s further doses taken beside the plan", beside
        )
    if without:
        yield ngettext(
            "%(num)s further dose taken without a plan", "%(num)s further doses taken without a plan", without
        )


def _unplanned_words(intake: _Intake) -> str:
    counts = Counter(each.mark.status for each in intake.marks)
    days = len({each.mark.on for each in intake.marks})
    doses = [ngettext("%(num)s dose taken", "%(num)s doses taken", counts["taken"] + counts["late"])]
    if skipped := counts["skipped"]:
        doses.append(ngettext("%(num)s skipped", "%(num)s skipped", skipped))
    return ngettext("%(doses)s on %(num)s day", "%(doses)s on %(num)s days", days, doses=listed(doses))


def _mg(amount: int) -> str:
    return write_amount(amount)


def _day_table(intake: _Intake, hours: str) -> Table:
    cells: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in intake.marks:
        mark, amount = each.mark, _mg(each.amount)
        at = wall_words(time(*divmod(mark.minute, 60)), hours)
        said = f"{at} ({amount})"
        if each.remark:
            said = _("%(time)s (%(amount)s, %(remark)s)", time=at, amount=amount, remark=each.remark)
        cells[mark.on][mark.status].append(said)
    return Table(
        caption=_("Doses of each day, %(days)s", days=period_words(intake.period, date.min)),
        head=(pgettext("column", "Day"), *_status_heads()),
        rows=tuple(_day_row(intake, on, cells.get(on, {})) for on in intake.period.days()),
    )


def _day_row(intake: _Intake, on: date, cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    nothing = _("no dose recorded")
    if on in intake.not_recorded:
        nothing = _("not recorded")
    elif not _begun(intake.first_entry_on, on):
        nothing = _(BEFORE_JOURNAL)
    taken, *others = (in_a_row(cells.get(status, ())) for status in STATUSES)
    none = pgettext("doses", "none")
    return (day_words(on, intake.period.spans_years), taken or nothing, *(text or none for text in others))


def _status_heads() -> tuple[str, ...]:
    return (
        pgettext("column of doses", "Taken"),
        pgettext("column of doses", "Late"),
        pgettext("column of doses", "Skipped"),
        pgettext("column of doses", "Missed"),
    )


def _week_table(period: Period, weeks: Sequence[DoseWeek]) -> Table:
    return Table(
        caption=_("Doses of each week, %(days)s", days=period_words(period, date.min)),
        head=(pgettext("column", "Week"), *_status_heads(), _("Days not recorded")),
        rows=tuple(
            (
                period_words(Period(week.first_on, week.last_on), date.min),
                *map(str, (week.taken, week.late, week.skipped, week.missed, week.not_recorded_days)),
            )
            for week in weeks
        ),
    )
