"""The drawings of the report as numbers for Typst: places along the days as shares from 0 to 1, severities 0 to 4."""

from collections.abc import Callable, Iterator
from datetime import date
from math import floor
from typing import Any

from journal.core.charts.balance_words import dose_words
from journal.core.charts.comparison_words import change_words
from journal.core.charts.hours import Bin, bin_name
from journal.core.charts.severity_points import Panel, PeriodMedian
from journal.core.doctor import words
from journal.core.doctor.benefits import benefit_lines
from journal.core.doctor.report import Report
from journal.core.values.amounts import write_average
from journal.core.values.languages import _, number
from journal.core.values.periods import Period
from journal.core.values.sentences import opening
from journal.render.charts.axis import Days
from journal.render.charts.axis import runs as runs_of

MOST_TICKS = 7
OWN_BAR_UP_TO = 120  # days; of more, neighbours that are alike are one bar
BAR = 0.84  # of the width of a day
ROOM = 740  # the width of the days in the points the ticks are measured in

Data = dict[str, Any]
Said = Callable[[str], Any]


def tag(severity: float | None, text: str, said: Said) -> Data | None:
    """A severity in its colour with its word; None where it is not known."""
    return None if severity is None else {"step": floor(severity), "words": said(text)}


def days(report: Report, said: Said) -> Data:
    """The panels, the dose under them, the days that are named, and the changes of dose."""
    period, unit = report.period, report.severity.dose.of.unit
    axis = Days(0, ROOM, period)
    changes = [
        [
            axis.index(each.on) / len(period),
            said(change_words(each.on, each.before, each.after, with_year=period.spans_years, unit=unit)),
        ]
        for each in report.severity.compared
    ]
    return {
        "panels": [_panel(panel, period, said) for panel in report.panels],
        "dose": {"name": said(_("Planned dose")), "steps": [*_dose(report, said)]},
        "ticks": [[tick.x / ROOM, said(tick.text)] for tick in axis.ticks(MOST_TICKS)],
        "changes": changes,
    }


def _panel(panel: Panel, period: Period, said: Said) -> Data:
    known = [each for each in panel.medians if each.median is not None]
    first, last = (known[0], known[-1]) if known else (None, None)
    return {
        "name": said(opening(panel.name)),
        "bars": [*(_weeks(panel, period) if panel.weeks else _days(panel))],
        "blank": [*_unrated(panel, period)],
        "usual": [[*_span(each.first_on, each.last_on, period), each.median] for each in known],
        "first": _beside(first, said) if first is not last else None,
        "last": _beside(last, said),
    }


def _beside(found: PeriodMedian | None, said: Said) -> Data | None:
    if found is None:
        return None
    return {"at": found.median, "words": said(words.usual_words(found.median))}


def _span(first_on: date, last_on: date, period: Period) -> tuple[float, float]:
    days = len(period)
    return (first_on - period.first_on).days / days, ((last_on - period.first_on).days + 1) / days


def _days(panel: Panel) -> Iterator[list[float]]:
    """A bar for each rated day, from none to its worst; neighbours that are alike are one where days are narrow."""
    count = len(panel.days)
    for worst, start, stop in runs_of(panel.days):
        if worst is not None:
            pieces = [(n, n + BAR) for n in range(start, stop)] if count <= OWN_BAR_UP_TO else [(start, float(stop))]
            for begin, end in pieces:
                yield [begin / count, end / count, 0, worst]


def _weeks(panel: Panel, period: Period) -> Iterator[list[float]]:
    """A bar for each week from its lowest to its highest day."""
    for week in panel.weeks:
        if week.low is not None and week.high is not None:
            yield [*_span(week.first_on, week.last_on, period), week.low, week.high]


def _unrated(panel: Panel, period: Period) -> Iterator[list[float]]:
    if panel.weeks:
        for week in panel.weeks:
            if week.low is None:
                yield [*_span(week.first_on, week.last_on, period)]
        return
    count = len(panel.days)
    for worst, start, stop in runs_of([value is None for value in panel.days]):
        if worst:
            yield [start / count, stop / count]


def _dose(report: Report, said: Said) -> Iterator[Data]:
    """The planned amount a day as steps; a pause between them has no share."""
    line, period = report.severity.dose, report.period
    most = max((step.daily_amount for step in line.owed), default=0)
    if not most and not line.pauses:
        yield {"from": 0, "to": 1, "share": 0, "words": said(_("as needed") if line.as_needed else _("no plan"))}
    for step in line.owed:
        begin, end = _span(step.first_on, step.last_on, period)
        amount = _("%(amount)s a day", amount=write_average(step.daily_amount, line.of.unit))
        if step.daily_amount:
            yield {"from": begin, "to": end, "share": step.daily_amount / most, "words": said(amount)}
        elif any(step.first_on in pause for pause in line.pauses):
            yield {"from": begin, "to": end, "share": 0, "words": said(_("pause"))}


def hours(report: Report, said: Said) -> Data:
    """The answers by the hours since a dose."""
    panel = report.hours_panel
    return {
        "question": said(words.hours_question(report)),
        "how": said(words.hours_how(report)),
        "bins": [_bin(each, n, said) for n, each in enumerate(panel.bins)] if panel else [],
    }


def _bin(each: Bin, n: int, said: Said) -> Data:
    return {
        "words": said(bin_name(n)),
        "answers": said(number(each.answers)),
        "median": each.median,
        "step": floor(each.median or 0),
        "low": each.low,
        "quarter": each.quarter,
        "three_quarters": each.three_quarters,
        "high": each.high,
    }


def benefits(report: Report, said: Said) -> Data:
    """What the medicines are for and nobody can count as episodes, in sentences."""
    lines = benefit_lines(report.benefits, report.severity.dose.of.unit)
    return {"heading": said(words.benefit_heading()), "lines": [said(line) for line in lines]}


def episodes(report: Report, said: Said) -> Data:
    """The episodes of each time at a dose, a week."""
    most = max(map(words.a_week, report.levels), default=0.0)
    return {
        "told": report.tells_episodes,
        "question": said(_("Episodes")),
        "how": said(words.episodes_how(report)),
        "levels": [
            {
                "amount": said(opening(dose_words(level, report.severity.dose.of.unit))),
                "days": said(words.level_days(level)),
                "share": words.a_week(level) / most if most else 0.0,
                "rate": said(words.level_rate(level)),
                "kinds": said(words.kinds_words(report.balance.kinds, level.episodes)),
            }
            for level in report.levels
        ],
    }
