"""Chart 1: severity over time, one panel an effect, over the dose on the same days. The values are in `trends`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from journal.core.amounts import milligrams
from journal.core.periods import Period, day_words, period_words
from journal.core.regimens import Step, planned_on
from journal.core.trends import (
    DAILY_UP_TO,
    FEWEST_RATED,
    DoseLine,
    DoseStep,
    Middle,
    Panel,
    SeverityChart,
    State,
    Table,
    Week,
    Words,
    counted,
    in_weeks,
    inside,
    middle_of,
    opening,
    severity_words,
)

MOST_SPELLS = 4  # more dose periods than this make a sentence nobody reads

_DAY = timedelta(days=1)


def severity_chart(
    period: Period,
    effects: Sequence[tuple[str, str]],
    daily: Iterable[tuple[date, str, int]],
    steps: Sequence[Step],
    taken: Iterable[tuple[date, int]],
    entry_days: Collection[date],
    today: date,
) -> SeverityChart:
    """The points of chart 1 for `effects`, given as (key, name).

    `daily` holds the worst severity 0 to 4 as (day, effect key, severity); `taken` micrograms as (day, amount), any
    number of them a day; `entry_days` the days with any entry. What lies outside the period is left out.
    """
    worst = _daily_worst(period, [key for key, _ in effects], daily)
    dose = dose_line(period, steps, taken, entry_days)
    panels = tuple(_panel(period, key, name, worst[key], dose.steps) for key, name in effects)
    return SeverityChart(period, _words(period, panels, dose, today), panels, dose, _table(period, panels, dose))


def dose_line(
    period: Period, steps: Sequence[Step], taken: Iterable[tuple[date, int]], entry_days: Collection[date]
) -> DoseLine:
    """What was planned and what was taken on the days of the period, in micrograms; a dose makes a day recorded."""
    planned = _planned(period, steps)
    totals: dict[date, int] = defaultdict(int)
    for on, amount_ug in taken:
        totals[on] += amount_ug
    recorded = totals.keys() | set(entry_days)
    return DoseLine(
        steps=planned,
        taken_ug=tuple(totals.get(on, 0) if on in recorded else None for on in period.days()),
        changes=tuple(step.first_on for step in planned[1:]),
    )


def _planned(period: Period, steps: Sequence[Step]) -> tuple[DoseStep, ...]:
    """The planned amount a day, cut where it changes and covering the whole period; empty when nothing is planned."""
    starts = {step.starts_on for step in steps} | {step.ends_on + _DAY for step in steps if step.ends_on is not None}
    firsts = sorted({period.first_on} | {on for on in starts if on in period})
    amounts: list[tuple[date, int]] = []
    for on in firsts:
        step = planned_on(steps, on)
        daily_ug = step.daily_ug if step else 0
        if not amounts or amounts[-1][1] != daily_ug:
            amounts.append((on, daily_ug))
    lasts = [*(on - _DAY for on, _ in amounts[1:]), period.last_on]
    line = tuple(DoseStep(on, last, ug) for (on, ug), last in zip(amounts, lasts, strict=True))
    return line if any(step.daily_ug for step in line) else ()


def _daily_worst(
    period: Period, keys: Sequence[str], daily: Iterable[tuple[date, str, int]]
) -> Mapping[str, Sequence[int | None]]:
    worst: dict[str, list[int | None]] = {key: [None] * len(period) for key in keys}
    first, length = period.first_on.toordinal(), len(period)
    for on, key, severity in daily:
        index = on.toordinal() - first
        if key in worst and 0 <= index < length:
            worst[key][index] = max(worst[key][index] or 0, severity)
    return worst


def _panel(period: Period, key: str, name: str, worst: Sequence[int | None], planned: Sequence[DoseStep]) -> Panel:
    spans = [(s.first_on, s.last_on) for s in planned] or [(period.first_on, period.last_on)]
    return Panel(
        effect=key,
        name=name,
        days=tuple(worst),
        rated=sum(value is not None for value in worst),
        middles=tuple(Middle(a, b, middle_of(worst[_cut(period, a, b)])) for a, b in spans),
        weeks=_weeks(period, worst) if len(period) > DAILY_UP_TO else (),
    )


def _cut(period: Period, first: date, last: date) -> slice:
    """Where the days `first` to `last` lie among the days of the period."""
    return slice((first - period.first_on).days, (last - period.first_on).days + 1)


def _weeks(period: Period, worst: Sequence[int | None]) -> tuple[Week, ...]:
    return tuple(
        _week(week, [v for v in worst[_cut(period, week.first_on, week.last_on)] if v is not None])
        for week in in_weeks(period)
    )


def _week(week: Period, rated: Sequence[int]) -> Week:
    low, high = min(rated, default=None), max(rated, default=None)
    return Week(week.first_on, week.last_on, len(rated), low, middle_of(rated), high)


def _words(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date) -> Words:
    what = inside(panels[0].name) if len(panels) == 1 else ""
    question = f"How was {what} around each dose?" if what else "How were the side effects around each dose?"
    mark = "Lowest to highest rating of each week" if len(period) > DAILY_UP_TO else "Worst rating of each day"
    line = "the heavy line is the middle of each dose period" if dose.steps else "the heavy line is the middle rating"
    unrated = "weeks" if len(period) > DAILY_UP_TO else "days"
    rated_days = sum(any(value is not None for value in day) for day in zip(*(p.days for p in panels), strict=True))
    state = _state(rated_days, dose)
    return Words(
        question=question,
        answer=_answer(period, panels, dose, today) if state == "chart" else _too_little(period, rated_days, dose),
        reading=f"{mark}; {line}; shaded {unrated} have no rating.",
        state=state,
    )


def _state(rated_days: int, dose: DoseLine) -> State:
    if rated_days >= FEWEST_RATED:
        return "chart"
    return "too_little" if rated_days or any(dose.taken_ug) else "empty"


def _too_little(period: Period, rated_days: int, dose: DoseLine) -> str:
    taken_days = sum(bool(ug) for ug in dose.taken_ug)
    if rated_days:
        return f"Rated on {rated_days} of {counted(len(period), 'day')}: too few to show a usual rating."
    if taken_days:
        return f"Nothing is rated in this period; doses were taken on {counted(taken_days, 'day')}."
    return "Nothing is rated in this period, and no dose was taken."


def _answer(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date) -> str:
    """One sentence about the effect that weighed most: the largest sum of daily ratings, the first where equal."""
    panel = max(panels, key=lambda p: sum(value or 0 for value in p.days))
    amounts: list[int | None] = [step.daily_ug for step in dose.steps] or [None]
    spells = [(ug, m) for ug, m in zip(amounts, panel.middles, strict=True) if m.median is not None]
    if len(spells) > MOST_SPELLS:
        ends = [_spell(spells[0], (), period, today), _spell(spells[-1], (), period, today)]
        since = day_words(spells[-1][1].first_on, spells[-1][1].first_on.year != today.year)
        said = f"{ends[0]} at first, {ends[1]} from {since} on; {len(spells)} dose periods in all"
    else:
        said = ", ".join(_spell(spell, spells[:n], period, today) for n, spell in enumerate(spells))
        said += _worst(period, panel, today) if len(spells) == 1 else ""
    return f"{opening(panel.name)}: usual rating {said}."


_Spell = tuple[int | None, Middle]


def _spell(spell: _Spell, earlier: Sequence[_Spell], period: Period, today: date) -> str:
    """ "moderate at 1.5 mg"; where that amount was there before: "mild again since 27 October"."""
    amount_ug, middle = spell
    word = severity_words(middle.median or 0)
    before = [m.median for ug, m in earlier if ug == amount_ug]
    at = _at(amount_ug)
    if not before:
        return word + at
    # "mild again" would be untrue where the same amount had another rating the last time.
    said = f"{word} again" if before[-1] == middle.median else f"{word}{at} again"
    first, last = (day_words(on, on.year != today.year) for on in (middle.first_on, middle.last_on))
    return f"{said} since {first}" if middle.last_on == period.last_on == today else f"{said} from {first} to {last}"


def _at(amount_ug: int | None) -> str:
    if amount_ug is None:
        return ""
    return f" at {milligrams(amount_ug)} mg" if amount_ug else " with nothing planned"


def _worst(period: Period, panel: Panel, today: date) -> str:
    """The end of the sentence where there is one dose period only: the worst day, and how complete the record is."""
    completeness = f"rated on {panel.rated:,} of {counted(len(period), 'day')}"
    worst = max(value for value in panel.days if value is not None)
    if not worst:
        return f" throughout; {completeness}"
    found = [on for on, value in zip(period.days(), panel.days, strict=True) if value == worst]
    last = day_words(found[-1], found[-1].year != today.year)
    return f", worst {severity_words(worst)}{'' if len(found) == 1 else ', last'} on {last}; {completeness}"


def _table(period: Period, panels: Sequence[Panel], dose: DoseLine) -> Table:
    weekly = len(period) > DAILY_UP_TO
    return Table(
        caption=f"Worst rating and dose of each {'week' if weekly else 'day'}, {_full(period)}",
        head=("Week" if weekly else "Day", *(opening(panel.name) for panel in panels), "Taken", "Planned"),
        rows=_week_rows(period, panels, dose) if weekly else _day_rows(period, panels, dose),
    )


def _full(period: Period) -> str:
    return period_words(period, date.min)


def _day_rows(period: Period, panels: Sequence[Panel], dose: DoseLine) -> tuple[tuple[str, ...], ...]:
    planned = _planned_each_day(period, dose)
    return tuple(
        (
            day_words(on, period.spans_years),
            *("not rated" if (value := p.days[n]) is None else severity_words(value) for p in panels),
            "not recorded" if (ug := dose.taken_ug[n]) is None else f"{milligrams(ug)} mg",
            f"{milligrams(planned[n])} mg" if planned[n] else "nothing planned",
        )
        for n, on in enumerate(period.days())
    )


def _planned_each_day(period: Period, dose: DoseLine) -> Sequence[int]:
    days = [s.daily_ug for s in dose.steps for _ in range((s.last_on - s.first_on).days + 1)]
    return days or [0] * len(period)


def _week_rows(period: Period, panels: Sequence[Panel], dose: DoseLine) -> tuple[tuple[str, ...], ...]:
    planned = _planned_each_day(period, dose)
    return tuple(
        (
            _full(week),
            *(_week_cell(panel.weeks[n]) for panel in panels),
            _taken_cell(dose.taken_ug[_cut(period, week.first_on, week.last_on)]),
            _planned_cell(planned[_cut(period, week.first_on, week.last_on)]),
        )
        for n, week in enumerate(in_weeks(period))
    )


def _week_cell(week: Week) -> str:
    if week.median is None or week.high is None:
        return "not rated"
    highest = "" if week.low == week.high else f", highest {severity_words(week.high)}"
    return f"{severity_words(week.median)}{highest} ({counted(week.rated, 'day')} rated)"


def _taken_cell(taken_ug: Sequence[int | None]) -> str:
    recorded = [ug for ug in taken_ug if ug is not None]
    if not recorded:
        return "not recorded"
    return f"{milligrams(sum(recorded))} mg ({counted(len(recorded), 'day')} recorded)"


def _planned_cell(daily_ug: Sequence[int]) -> str:
    """ "1 mg a day, then 1.5 mg a day"."""
    amounts = [ug for n, ug in enumerate(daily_ug) if n == 0 or daily_ug[n - 1] != ug]
    return ", then ".join(f"{milligrams(ug)} mg a day" if ug else "nothing planned" for ug in amounts)
