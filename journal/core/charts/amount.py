"""Compute the estimated amount of each medicine in the body of a typical person, and on which days that is known.

What was taken on a day without any entry is not known, and neither is what was taken before the record begins: on such
days, and for `UNSURE` days after them, nothing is drawn in full. Skipped and missed doses are no doses.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from journal.core.charts.amount_caption import caption, table
from journal.core.charts.amount_clock import DECIMALS, LOOK_BACK, Clock, doses_before
from journal.core.charts.amount_model import Band, Given, GivenColumns, Rates, amounts
from journal.core.charts.amount_points import (
    AmountChart,
    AmountPanel,
    AmountPoint,
    AmountSpan,
    Certainty,
    Stretch,
    together,
)
from journal.core.charts.points import DAILY_UP_TO, Of, in_weeks
from journal.core.medicine.kinetics import Kinetics
from journal.core.plan.adherence import Lived, TakenDose
from journal.core.plan.dose_columns import columns_of
from journal.core.plan.regimens import RecordedStep
from journal.core.values.clock import Zones, instant, microseconds
from journal.core.values.periods import Period

UNSURE = 7  # days after what is not known; then 96 % of what regular doses of clonazepam come to is there
MOST_PANELS = 5
LINE_UP_TO, FINE_UP_TO = 31, 8  # days drawn as a line, and those that have a point every hour
DOSES_A_DAY = 6  # of more the line has no points of their own

_DAY = timedelta(days=1)


class Curve(NamedTuple):
    """One medicine whose numbers are known: what it is called, its taken and skipped doses, the first day of its plan
    if it has one, and the step that says it was taken like that before, if one does."""

    of: Of
    pk: Kinetics
    doses: Sequence[TakenDose]
    planned_from: date | None = None
    taken_before: RecordedStep | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is anything of it in the period or shortly before."""
        return self.taken_before is not None or any(columns_of(self.doses).taken)


def amount_chart(
    period: Period,
    curves: Sequence[Curve],
    without: Sequence[str],
    lived: Lived,
    first_entry_on: date | None,
    zones: Zones,
    now: datetime,
) -> AmountChart:
    """The points of the period, up to `now`; `without` says of other medicines why they have no curve.

    The doses, and the days of `lived` with any entry, reach `LOOK_BACK` before the period.
    """
    there = [curve for curve in curves if curve.is_there]
    drawn, more = there[:MOST_PANELS], [curve.of.name for curve in there[MOST_PANELS:]]
    clock = Clock(period, zones, now)
    recorded = {on for on in lived.entry_days if first_entry_on is None or on >= first_entry_on}
    panels = tuple(_panel(curve, clock, recorded, first_entry_on) for curve in drawn)
    return AmountChart(
        period=period,
        caption=caption(period, panels, without, more, UNSURE),
        table=table(period, panels),
        panels=panels,
    )


def _panel(curve: Curve, clock: Clock, recorded: Collection[date], first_entry_on: date | None) -> AmountPanel:
    from journal.core.charts.amount_bands import bands  # noqa: PLC0415 - it loads numpy

    period = clock.period
    begins_on = _begins_on(curve, first_entry_on)
    doses = _given(curve, begins_on, clock)
    is_known = _known(begins_on, recorded, assumes=curve.taken_before is not None)
    certainties = _certainties(period, is_known)
    rates = [Rates.of(curve.pk, half_life) for half_life in (None, *curve.pk.band_hours)]
    is_line, is_long = len(period) <= LINE_UP_TO, len(period) > DAILY_UP_TO
    spans = _spans(period, certainties, recorded, is_long=is_long)
    usual, quick, slow = rates
    found = bands(usual, quick, slow, doses, clock.ascending([0, *(span.after for span in spans)]))
    told = [span.told(period, band) for span, band in zip(spans, found, strict=True)]
    if is_long:
        told = _weeks(period, told)
    points = _line(rates, doses.since(), clock) if is_line else [_sides(span, period) for span in told]
    is_now = certainties[-1] == "sure" and clock.edge(len(period) - 1) < clock.now <= clock.edge(len(period))
    return AmountPanel(
        of=curve.of,
        pk=curve.pk,
        spans=tuple(told),
        stretches=tuple(_stretches([span.certainty for span in told], points)),
        is_line=is_line,
        now=_now(usual, doses, clock) if is_now else None,
    )


def _given(curve: Curve, begins_on: date, clock: Clock) -> GivenColumns:
    """The taken doses, and those from before the record where it is known that there were some."""
    from journal.core.charts.amount_bands import given_in_order  # noqa: PLC0415 - it loads numpy

    columns = columns_of(curve.doses)
    if curve.taken_before is None:
        return given_in_order(columns, microseconds(clock.origin))
    first_at = instant(columns.at[0]) if columns else clock.at(clock.period.last_on, time())
    before = doses_before(curve.taken_before, begins_on, first_at, clock)
    return given_in_order(columns, microseconds(clock.origin), before)


def _now(rates: Rates, doses: GivenColumns, clock: Clock) -> float:
    """What there is now, of the doses of `LOOK_BACK`."""
    since = clock.now - LOOK_BACK.total_seconds() / 3600
    [amount] = amounts(rates, doses.since(since), [clock.now])
    return round(amount, DECIMALS)


def _begins_on(curve: Curve, first_entry_on: date | None) -> date:
    """The first day of its record: that of its first dose or of its plan, and never before the journal's."""
    columns = columns_of(curve.doses)
    days = [*([date.fromordinal(columns.first_day())] if columns else []), *filter(None, [curve.planned_from])]
    first_on = min(days)
    return first_on if first_entry_on is None else max(first_on, first_entry_on)


def _known(begins_on: date, recorded: Collection[date], *, assumes: bool) -> Callable[[date], bool]:
    """Whether what was taken on a day is known."""
    return lambda on: on in recorded if on >= begins_on else assumes


def _certainties(period: Period, is_known: Callable[[date], bool]) -> list[Certainty]:
    """How sure each day of the period is: all of it, and all of the `UNSURE` days before, have to be known."""
    since = UNSURE  # days since one that is not known; more than that make no difference
    found: list[Certainty] = []
    for on in Period(period.first_on - UNSURE * _DAY, period.last_on).days():
        since = since + 1 if is_known(on) else 0
        found.append("unknown" if not since else "sure" if since > UNSURE else "unsure")
    return found[UNSURE:]


class _Span(NamedTuple):
    """Days of the period from number `first` to before number `after` that are equally sure, in one week if it is
    long."""

    first: int
    after: int
    certainty: Certainty
    recorded: bool

    def told(self, period: Period, band: Band) -> AmountSpan:
        """The same with its amounts, as far as anything is known of them."""
        x = (self.first + self.after) / 2
        amounts_ = None if self.certainty == "unknown" else _point(x, *band)
        first_on = period.first_on + self.first * _DAY
        return AmountSpan(first_on, period.first_on + (self.after - 1) * _DAY, self.certainty, self.recorded, amounts_)


def _spans(
    period: Period, certainties: Sequence[Certainty], recorded: Collection[date], *, is_long: bool
) -> list[_Span]:
    """Each day, or the days of a week that are equally sure."""
    days = list(zip(range(len(period)), certainties, (on in recorded for on in period.days()), strict=True))
    together_ = groupby(days, key=lambda day: (day[0] // 7, day[1]) if is_long else day[0])
    found = []
    for _key, same in together_:
        of_them = list(same)
        has_any = any(is_recorded for _n, _certainty, is_recorded in of_them)
        found.append(_Span(of_them[0][0], of_them[-1][0] + 1, of_them[0][1], has_any))
    return found


def _point(x: float, *values: float) -> AmountPoint:
    return AmountPoint(x, *(round(value, DECIMALS) for value in values))


def _weeks(period: Period, spans: Sequence[AmountSpan]) -> list[AmountSpan]:
    """The weeks of a long period: of each what is best known of its days."""
    of_week = {
        n: list(same) for n, same in groupby(spans, key=lambda span: (span.first_on - period.first_on).days // 7)
    }
    found = []
    for n, week in enumerate(in_weeks(period)):
        parts = of_week[n]
        certainty = min((part.certainty for part in parts), key=("sure", "unsure", "unknown").index)
        best = [part.amounts for part in parts if part.certainty == certainty and part.amounts]
        recorded = any(part.recorded for part in parts)
        amounts_ = together(best, 7 * n + len(week) / 2)
        found.append(AmountSpan(week.first_on, week.last_on, certainty, recorded, amounts_))
    return found


def _sides(span: AmountSpan, period: Period) -> list[AmountPoint]:
    """A day or a week as three points: its beginning, its middle and its end."""
    if span.amounts is None:
        return []
    first = (span.first_on - period.first_on).days
    after = (span.last_on - period.first_on).days + 1
    return [span.amounts._replace(x=float(first)), span.amounts, span.amounts._replace(x=float(after))]


def _line(rates: Sequence[Rates], doses: Sequence[Given], clock: Clock) -> list[list[AmountPoint]]:
    """The points of each day: every hour or two, and at each dose."""
    a_day = 24 if len(clock.period) <= FINE_UP_TO else 12
    edges = clock.ascending(range(len(clock.period) + 1))
    inside = [dose.at for dose in doses if edges[0] < dose.at < edges[-1]]
    own = inside if len(inside) <= DOSES_A_DAY * len(clock.period) else []
    hours_of = []
    for first, after in pairwise(edges):
        steps = (first + (after - first) * n / a_day for n in range(a_day + 1))
        hours_of.append(sorted({*steps, *(at for at in own if first < at < after)}))
    every = [hour for hours in hours_of for hour in hours]
    values = iter(zip(every, *(amounts(each, doses, every) for each in rates), strict=True))
    found = []
    for day, hours in enumerate(hours_of):
        of_day = (next(values) for _hour in hours)
        points = [_point(clock.place(day, hour), usual, usual, low, high) for hour, usual, low, high in of_day]
        found.append(points)
    return found


def _stretches(certainties: Sequence[Certainty], points: Sequence[Sequence[AmountPoint]]) -> Iterable[Stretch]:
    """The points of days that follow each other, where anything is known."""
    numbers = range(len(certainties))
    for certainty, same in groupby(numbers, key=lambda n: certainties[n]):
        joined = [point for n in same for point in points[n]]
        if certainty != "unknown" and joined:
            yield Stretch(certainty == "sure", tuple(dict.fromkeys(joined)))
