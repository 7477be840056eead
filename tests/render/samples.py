"""Seeded sample charts: two or more effects, gaps, a raised dose and its reduction."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

from journal.core.charts.amount import Curve, amount_chart
from journal.core.charts.amount_points import AmountChart
from journal.core.charts.balance_points import BalanceChart, Level, Share
from journal.core.charts.calendar import OUTSIDE, CalendarChart, Month
from journal.core.charts.comparison import Side
from journal.core.charts.dose_changes_points import Around, Change, DoseChangesChart
from journal.core.charts.doses_points import DoseMark, DosesChart, DoseStatus, DoseWeek
from journal.core.charts.hours import BINS, HoursChart, HoursPanel, bin_of
from journal.core.charts.points import DAILY_UP_TO, Caption, Of, Table
from journal.core.charts.severity_points import DoseLine, DoseStep, Panel, PeriodMedian, SeverityChart, Week
from journal.core.medicine.kinetics import Kinetics
from journal.core.plan.adherence import Lived, taken_dose
from journal.core.values.clock import Moment, Zones
from journal.core.values.periods import Period

LAST = date(2026, 11, 23)
NAMES = ("Drowsiness", "Dizziness", "Low mood", "Forgetting things", "Unsteady walking", "Blurred vision")
TABLE = Table("The same numbers", ("Day", "Worst"), (("1 Sep", "mild"),))
PLAN = (1_000_000, 1_500_000, 1_000_000, 500_000)


def period(length: int) -> Period:
    """The `length` days up to a fixed day."""
    return Period(LAST - timedelta(days=length - 1), LAST)


def caption(question: str, answer: str, explanation: str) -> Caption:
    """A caption with enough to draw."""
    return Caption(question, answer, explanation, "chart")


def _levels(length: int) -> list[tuple[int, int, int]]:
    edges = [round(length * share) for share in (0, 0.36, 0.68, 0.88, 1)]
    return [(a, b, amount) for (a, b), amount in zip(pairwise(edges), PLAN, strict=True) if b > a]


def _day(chance: random.Random, amount: int, bias: float) -> int:
    return max(0, min(4, round(chance.gauss(amount / 700_000 - 0.6 + bias, 0.9))))


def daily(length: int, seed: int) -> tuple[int | None, ...]:
    """Worst severity of each day, unrated one day in twelve and for a stretch in the middle."""
    chance = random.Random(seed)
    bias = chance.uniform(-0.5, 0.5)
    days: list[int | None] = [_day(chance, amount, bias) for a, b, amount in _levels(length) for _ in range(b - a)]
    away = range(round(length * 0.52), round(length * 0.6))
    return tuple(None if n in away or (length > 1 and chance.random() < 0.08) else v for n, v in enumerate(days))


def medians(days: tuple[int | None, ...], over: Period) -> tuple[PeriodMedian, ...]:
    """The median of each dose period."""
    found = []
    for a, b, _ug in _levels(len(days)):
        rated = [v for v in days[a:b] if v is not None]
        first = over.first_on + timedelta(days=a)
        found.append(PeriodMedian(first, first + timedelta(days=b - a - 1), median(rated) if rated else None))
    return tuple(found)


def weeks(days: tuple[int | None, ...], over: Period) -> tuple[Week, ...]:
    """Seven days in one mark."""
    found = []
    for n in range(0, len(days), 7):
        part = days[n : n + 7]
        rated = [v for v in part if v is not None]
        first = over.first_on + timedelta(days=n)
        ends = (min(rated), float(median(rated)), max(rated)) if rated else (None, None, None)
        found.append(Week(first, first + timedelta(days=len(part) - 1), len(rated), *ends))
    return tuple(found)


def panel(length: int, n: int) -> Panel:
    """One effect."""
    over, days = period(length), daily(length, n)
    rated = sum(v is not None for v in days)
    long = weeks(days, over) if length > DAILY_UP_TO else ()
    return Panel(f"effect{n}", NAMES[n % len(NAMES)], days, rated, medians(days, over), long)


def dose(length: int) -> DoseLine:
    """Planned steps and what was taken, with misses."""
    over, chance = period(length), random.Random(99)
    steps, taken, changes = [], [], []
    for a, b, amount in _levels(length):
        first = over.first_on + timedelta(days=a)
        steps.append(DoseStep(first, first + timedelta(days=b - a - 1), amount))
        changes += [first] if a else []
        for n in range(a, b):
            away = round(length * 0.52) <= n < round(length * 0.57)
            taken.append(None if away else amount // 2 if chance.random() < 0.06 else amount)
    return DoseLine(tuple(steps), tuple(taken), tuple(changes))


def severity(length: int, effects: int = 3) -> SeverityChart:
    """Chart 1 of the last `length` days."""
    said = caption(
        "How were the side effects around each dose?",
        "Drowsiness: usual rating mild at 1 mg, moderate at 1.5 mg, mild again since 27 October.",
        "Worst rating of each day; the dark line is the middle of each dose period; shaded days have no rating.",
    )
    return SeverityChart(period(length), said, TABLE, tuple(panel(length, n) for n in range(effects)), dose(length))


def _months(over: Period, days: tuple[int | None, ...]) -> tuple[Month, ...]:
    by_day = dict(zip(over.days(), days, strict=True))
    first, found = over.first_on.replace(day=1), []
    while first <= over.last_on:
        following = (first + timedelta(days=32)).replace(day=1)
        count = (following - first).days
        found.append(Month(first, tuple(by_day.get(first + timedelta(days=n), OUTSIDE) for n in range(count))))
        first = following
    return tuple(found)


def calendar(length: int) -> CalendarChart:
    """Chart 2 of the last `length` days."""
    said = caption(
        "Which days were bad?",
        "Severe or very severe on 24 of 80 rated days, most of them in October.",
        "One square a day, larger the worse the day was; a stroke means not rated.",
    )
    return CalendarChart(period(length), said, TABLE, _months(period(length), daily(length, 1)))


def doses(length: int) -> DosesChart:
    """Chart 7 of the last `length` days: two doses a day."""
    over, chance = period(length), random.Random(5)
    marks, empty = [], []
    for n, on in enumerate(over.days()):
        if (length > 1 and chance.random() < 0.05) or round(length * 0.52) <= n < round(length * 0.56):
            empty.append(on)
            continue
        for planned in (480, 1200):
            status, late = _dose(chance)
            marks.append(DoseMark(on, min(1439, max(0, planned + late)), status))
    said = caption(
        "Were the doses taken as planned?",
        "Taken as planned on 71 of 90 days; 6 late, 3 skipped, 2 missed.",
        "Each mark is one dose at its time of day; shaded days have nothing recorded.",
    )
    long = dose_weeks(over, marks, empty) if length > DAILY_UP_TO else ()
    return DosesChart(over, said, TABLE, tuple(marks), tuple(empty), long)


def _dose(chance: random.Random) -> tuple[DoseStatus, int]:
    roll = chance.random()
    if roll < 0.84:
        return "taken", round(chance.gauss(5, 18))
    if roll < 0.92:
        return "late", round(chance.uniform(70, 200))
    return ("skipped", 0) if roll < 0.96 else ("missed", 0)


def dose_weeks(over: Period, marks: list[DoseMark], empty: list[date]) -> tuple[DoseWeek, ...]:
    """Counts of each week."""
    counts: dict[tuple[int, str], int] = {}
    for mark in marks:
        at = ((mark.on - over.first_on).days // 7, mark.status)
        counts[at] = counts.get(at, 0) + 1
    none = [(on - over.first_on).days // 7 for on in empty]
    found = []
    for n in range((len(over) + 6) // 7):
        first = over.first_on + timedelta(days=7 * n)
        last = min(first + timedelta(days=6), over.last_on)
        each = [counts.get((n, kind), 0) for kind in ("taken", "late", "skipped", "missed")]
        found.append(DoseWeek(first, last, *each, none.count(n)))
    return tuple(found)


def hours(panels: int = 2) -> HoursChart:
    """Answers to "And right now?", strongest some hours after a dose; of the last bin too few."""
    chance = random.Random(5)
    levels = (1.2, 2.4, 1.6, 0.9, 0.5)
    counts = (23, 9, 31, 6, 2)
    found = []
    for n in range(panels):
        drawn = ([max(0, min(4, round(chance.gauss(levels[b], 0.9)))) for _ in range(counts[b])] for b in range(BINS))
        found.append(HoursPanel(f"effect{n}", NAMES[n % len(NAMES)], tuple(map(bin_of, drawn))))
    said = caption("How were they in the hours after a dose?", "Drowsiness: moderate (2 to 4 h).", "Shaded: too few.")
    return HoursChart(period(28), said, TABLE, tuple(found))


def _felt(chance: random.Random, level: float) -> int:
    return max(0, min(4, round(chance.gauss(level, 0.8))))


def changes(panels: int = 2) -> DoseChangesChart:
    """Two changes of dose, each with what was rated 28 days before and after it, and a verdict on the first effect."""
    chance = random.Random(7)
    found = []
    for number, on in enumerate((LAST - timedelta(days=30), LAST - timedelta(days=60))):
        rows = []
        for n in range(panels):
            sides = [
                {side * d: _felt(chance, level) for d in range(1, 29) if chance.random() < 0.9}
                for side, level in ((-1, 2.2), (1, 1.2 + n))
            ]
            usual = (Side(28, len(side), float(median(side.values()))) for side in sides)
            rows.append(Around(f"effect{n}", NAMES[n], *sides, *usual, verdict="not clear" if n else "changed"))
        days = Period(on - timedelta(days=28), on + timedelta(days=28))
        found.append(Change(on, PLAN[number], PLAN[number + 1], days, tuple(rows)))
    said = caption("Is it more than ups and downs?", "Not clear: drowsiness.", "Each dot is a rated day.")
    return DoseChangesChart(period(90), said, TABLE, tuple(found))


PK = Kinetics(
    bioavailability=0.9,
    absorption_half_life_hours=0.4,
    half_life_hours=35,
    band_hours=(30, 40),
    changed_by="?",
    source="?",
)


def amount(length: int, names: tuple[str, ...] = ("",), times: float = 1) -> AmountChart:
    """Two doses of half a mg, or `times` as much, on each day of a record that begins with them."""
    over = period(length)
    midnights = [datetime.combine(on, time(), UTC) for on in over.days()]
    instants = [at + timedelta(hours=hours) for at in midnights for hours in (8, 20)]
    doses = [taken_dose(Moment(at, "UTC", 0), round(500_000 * times), "taken", at) for at in instants]
    lived = Lived(tuple(doses), set(over.days()))
    curves = [Curve(Of(name), PK, doses) for name in names]
    found = amount_chart(over, curves, (), lived, over.first_on, Zones("UTC"), instants[-1] + timedelta(hours=3))
    return replace(found, caption=caption("About how much is in the body?", "About 2 mg now.", "An estimate."))


def balance() -> BalanceChart:
    """Two doses, the higher one with more episodes and more hard days."""
    first = LAST - timedelta(days=57)
    low = Level(1_000_000, Period(first, first + timedelta(days=27)), 28, (3,), Share(5, 26), Share(1, 20))
    high = Level(1_500_000, Period(first + timedelta(days=30), LAST), 28, (9,), Share(12, 24), Share(0, 0))
    said = caption("At each dose: how many episodes?", "1 mg a day: seizure 3 times in 28 days.", "Counts alone.")
    return BalanceChart(period(58), said, TABLE, (low, high), ("Seizure",), high.a_week(0), has_mattered=True)
