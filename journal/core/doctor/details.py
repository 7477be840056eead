"""What stands on the pages after the report, where somebody asks for them: weeks, plan, alerts, episodes and notes.

Each part holds the newest and says what it leaves out: how long a journal is makes no more pages of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from journal.core.charts.points import median_of
from journal.core.charts.severity_points import SeverityChart
from journal.core.doctor.head import shortened
from journal.core.plan.order_words import daily_words, ordered_words
from journal.core.plan.regimens import Pause, Plan, Step
from journal.core.record.forms import severity_word
from journal.core.safety.alert_names import name_of_rule
from journal.core.safety.alerts import RuleCount
from journal.core.values.clock import wall_words
from journal.core.values.languages import _, in_a_row, ngettext
from journal.core.values.periods import Period, from_to_words, short_day
from journal.core.values.sentences import opening

MOST_WEEKS = 13
MOST_STEPS = 8  # of the plan, and as many pauses
MOST_EPISODES = 10
MOST_NOTES = 15
LONGEST_NOTE = 240
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """An effect in a week: its median and worst rating, and on how many days it was rated. None: on none."""

    usual: float | None
    worst: int | None
    rated: int


@dataclass(frozen=True, slots=True)
class Lived:
    """An entry as it is told here: its day and wall time, what it was, and what was written. An episode has how long
    and how strong it was, where that is known."""

    day_on: date
    at: time
    kind: str
    note: str = ""
    what: str = ""
    minutes: int | None = None
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A list under a heading: when or what, and what is said of it. `remark` is what is left out, or that there is
    nothing. `is_typed` where the second is in somebody's own words, in whichever direction those are written."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    remark: str = ""
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """The weeks of the effects of the report, newest first, by the days they are of; and the lists after them."""

    effects: tuple[str, ...]
    weeks: tuple[tuple[Period, tuple[Week, ...]], ...]
    sections: tuple[Section, ...]
    remark: str = ""


def details(
    chart: SeverityChart,
    plan: Plan,
    alerts: Sequence[RuleCount],
    episodes: Sequence[Lived],
    notes: Sequence[Lived] | None,
    names: Mapping[str, str],
    today: date,
    hours: str = "24",
) -> Details:
    """The details of a period, of the effects of its severity chart.

    `plan` is that of the chart's medicine. Of episodes and notes one more than is told may come, which says that there
    are more. `notes` are None where they are not to be told; `names` are those of the kinds of episodes.
    """
    weeks, left_out = _weeks(chart)
    with_year = chart.period.spans_years or chart.period.last_on.year != today.year
    unit = chart.dose.of.unit
    sections = [
        _ordered(plan, chart.period, unit, today, hours),
        _alerts(alerts, with_year),
        _episodes(episodes, names, with_year, hours),
    ]
    if notes is not None:
        sections.append(_notes(notes, with_year, hours))
    return Details(
        effects=tuple(opening(panel.name) for panel in chart.panels),
        weeks=weeks if chart.panels else (),
        sections=tuple(sections),
        remark=_newest(MOST_WEEKS) if left_out else "",
    )


def _newest(shown: int) -> str:
    return ngettext("The newest one.", "The newest %(num)s.", shown)


def _weeks(chart: SeverityChart) -> tuple[tuple[tuple[Period, tuple[Week, ...]], ...], bool]:
    """Weeks back from the last day of the period, and whether there are more than are told."""
    period, last_on = chart.period, chart.period.last_on
    found: list[tuple[Period, tuple[Week, ...]]] = []
    while last_on >= period.first_on and len(found) < MOST_WEEKS:
        days = Period(max(last_on - A_WEEK + timedelta(days=1), period.first_on), last_on)
        begin = (days.first_on - period.first_on).days
        rated = (panel.days[begin : begin + len(days)] for panel in chart.panels)
        found.append((days, tuple(map(_week, rated))))
        last_on = days.first_on - timedelta(days=1)
    return tuple(found), last_on >= period.first_on


def _week(days: Sequence[int | None]) -> Week:
    rated = [value for value in days if value is not None]
    return Week(median_of(rated), max(rated, default=None), len(rated))


def _ordered(plan: Plan, period: Period, unit: str, today: date, hours: str) -> Section:
    """The steps that touch the period, and those to come; and its pauses."""
    steps = [step for step in plan.counting if step.ends_on is None or step.ends_on >= period.first_on]
    pauses = [pause for pause in plan.pauses if pause.last_on >= period.first_on]
    told: list[tuple[date, date | None, str]] = [
        *((step.starts_on, step.ends_on, _step(step, unit, hours)) for step in steps[-MOST_STEPS:]),
        *((pause.first_on, pause.last_on, _pause(pause)) for pause in pauses[-MOST_STEPS:]),
    ]
    with_year = any({first_on.year, (last_on or first_on).year} != {today.year} for first_on, last_on, _said in told)
    rows = tuple(
        (_days(first_on, last_on, with_year), said)
        for first_on, last_on, said in sorted(told, key=lambda each: each[0], reverse=True)
    )
    left_out = len(steps) + len(pauses) - len(rows)
    remark = "" if rows else _("No plan in these days.")
    if left_out:
        remark = ngettext("%(num)s earlier is left out.", "%(num)s earlier are left out.", left_out)
    return Section(_("What was ordered"), rows, remark)


def _days(first_on: date, last_on: date | None, with_year: bool) -> str:
    first = short_day(first_on, with_year)
    if last_on is None:
        return _("from %(day)s on", day=first)
    return first if first_on == last_on else from_to_words(first, short_day(last_on, with_year))


def _step(step: Step, unit: str, hours: str) -> str:
    ordered = ordered_words(step, hours, unit)
    said = _("%(daily)s: %(times)s", daily=daily_words(step, unit), times=ordered) if step.doses else ordered
    if not step.ordered_by:
        return said
    return _("%(order)s, as ordered by %(person)s", order=said, person=shortened(step.ordered_by, 40))


def _pause(pause: Pause) -> str:
    reason = shortened(pause.reason, 60)
    return _("pause: %(reason)s", reason=reason) if reason else _("pause")


def _alerts(alerts: Sequence[RuleCount], with_year: bool) -> Section:
    rows = tuple((name_of_rule(each.rule), _alert(each, with_year)) for each in alerts)
    return Section(_("What the journal told"), rows, "" if rows else _("No alert in these days."))


def _alert(each: RuleCount, with_year: bool) -> str:
    times = ngettext("%(num)s time", "%(num)s times", each.standing)
    urgent = ngettext("%(num)s urgent", "%(num)s urgent", each.urgent) if each.urgent else ""
    last = _("last on %(day)s", day=short_day(each.last_on, with_year))
    return in_a_row([part for part in (times, urgent, last) if part])


def _episodes(found: Sequence[Lived], names: Mapping[str, str], with_year: bool, hours: str) -> Section:
    rows = tuple((_when(each, with_year, hours), _episode(each, names)) for each in found[:MOST_EPISODES])
    return Section(_("Episodes"), rows, _left_out(found, MOST_EPISODES, _("No episode is recorded in these days.")))


def _episode(each: Lived, names: Mapping[str, str]) -> str:
    parts = [opening(names.get(each.what, each.what))]
    if each.minutes is not None:
        parts.append(_("%(minutes)s\u00a0min", minutes=each.minutes))
    if each.severity is not None:
        parts.append(severity_word(each.severity))
    return in_a_row(parts)


def _notes(found: Sequence[Lived], with_year: bool, hours: str) -> Section:
    rows = tuple((_when(each, with_year, hours), shortened(each.note, LONGEST_NOTE)) for each in found[:MOST_NOTES])
    return Section(_("Notes"), rows, _left_out(found, MOST_NOTES, _("No note in these days.")), is_typed=True)


def _when(each: Lived, with_year: bool, hours: str) -> str:
    day = short_day(each.day_on, with_year)
    if each.kind == "day":
        return day
    return _("%(day)s, %(time)s", day=day, time=wall_words(each.at, hours))


def _left_out(found: Sequence[Lived], most: int, nothing: str) -> str:
    if not found:
        return nothing
    return _newest(most) if len(found) > most else ""
