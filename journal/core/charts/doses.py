"""Compute the doses chart: taken, late, skipped, missed and not recorded, day by day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from journal.core.charts.doses_caption import caption
from journal.core.charts.doses_intake import Intake, Mark, begun, counted_on, read_intake
from journal.core.charts.doses_points import STATUSES, DosesChart, DoseWeek
from journal.core.charts.lanes import Told, lanes
from journal.core.charts.points import BEFORE_JOURNAL, DAILY_UP_TO, ONLY_ONE, Of, Table, in_weeks
from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.core.values.amounts import write_amount
from journal.core.values.clock import Zones, wall_words
from journal.core.values.languages import _, in_a_row, pgettext
from journal.core.values.periods import Period, day_words, period_words


def doses_chart(
    period: Period,
    plan: Plan,
    lived: Lived,
    first_entry_on: date | None,
    zones: Zones,
    now: datetime,
    hours: str = "24",
    of: Of = ONLY_ONE,
) -> DosesChart:
    """The points of the doses chart, with times in the clock of 24 or 12 `hours`. Give what was lived around the
    period too, see `adherence.match`.

    Days before `first_entry_on` belong to no record: nothing is missed or not recorded there.
    """
    weekly = len(period) > DAILY_UP_TO
    intake = read_intake(period, plan, lived, first_entry_on, zones, now, of, weekly=weekly)
    weeks = _weeks(intake) if weekly else ()
    marks = () if weekly else intake.in_order()  # of a dose a mark, where it is drawn at all
    shown = () if weekly else lanes(_told(intake, hours))
    return DosesChart(
        period=period,
        caption=caption(intake, weekly, has_lanes=bool(shown)),
        marks=tuple(each.mark for each in marks),
        not_recorded=intake.not_recorded,
        weeks=weeks,
        table=_week_table(period, weeks) if weekly else _day_table(intake, marks, hours),
        hours=hours,
        lanes=shown,
        pauses=intake.pauses,
    )


def _told(intake: Intake, hours: str) -> Told:
    slots = [(counted_on(slot, intake.first_entry_on), slot) for slot in intake.slots]
    in_lanes = {dose for slot in intake.slots for dose in slot.beside}
    others = [dose for dose in intake.beside + intake.without_plan if dose not in in_lanes]
    return Told(slots, intake.as_needed, sorted(others, key=lambda dose: dose.at), hours, intake.of.unit)


def _weeks(intake: Intake) -> tuple[DoseWeek, ...]:
    first_on, weeks = intake.period.first_on, in_weeks(intake.period)
    counts = Counter(((on - first_on).days // 7, status) for on, status in _statuses(intake))
    for stretch in intake.stretches:
        first, last = ((on - first_on).days // 7 for on in (stretch.days.first_on, stretch.days.last_on))
        for n in range(first, last + 1):
            for status, times in stretch.counts_on(weeks[n]).items():
                counts[n, status] += times
    return tuple(_week(week, counts, n) for n, week in enumerate(weeks))


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


def _statuses(intake: Intake) -> Iterable[tuple[date, str]]:
    """Each planned time on its planned day, each further dose on its own, and the days without an entry ("blank")."""
    yield from ((counted_on(slot, intake.first_entry_on), slot.status) for slot in intake.slots)
    yield from ((dose.on, dose.status) for dose in intake.extra)
    yield from ((on, "blank") for on in intake.not_recorded)


def _day_table(intake: Intake, marks: Iterable[Mark], hours: str) -> Table:
    cells: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in marks:
        mark, amount = each.mark, write_amount(each.amount, intake.of.unit)
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


def _day_row(intake: Intake, on: date, cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    nothing = _("no dose recorded")
    if any(on in pause for pause in intake.pauses):
        nothing = _("pause")
    elif on in intake.not_recorded:
        nothing = _("not recorded")
    elif not begun(intake.first_entry_on, on):
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
