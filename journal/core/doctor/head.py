"""The head of the report: whose it is, what is taken now and since when, and which days it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from journal.core.charts.comparison_words import change_words
from journal.core.charts.dose_lines import planned_steps
from journal.core.charts.points import Of
from journal.core.plan.order_words import daily_words, ordered_words
from journal.core.plan.regimens import Pause, Plan, Step, planned_on
from journal.core.values.languages import _, ngettext
from journal.core.values.periods import SINCE_VISIT, Period, day_words, period_words, short_day

MOST_BESIDE = 7  # other medicines named with their doses; more are counted
LONGEST = 40  # characters of a name that stands beside others


@dataclass(frozen=True, slots=True)
class Head:
    """Whose report it is, of which medicine, and of which days.

    `medicine` names it with what is planned a day now, `ordered` the times; `changes` are what changed last and what is
    to come, `beside` each other medicine. `facts` stand at the side, the days first.
    """

    name: str
    medicine: str
    ordered: str
    changes: tuple[str, ...]
    facts: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What changed, what is to come, and what is taken besides in one sentence."""
        if not self.beside:
            return self.changes
        return (*self.changes, _("Also: %(medicines)s.", medicines=reduce(_and_then, self.beside)))


@dataclass(frozen=True, slots=True)
class Beside:
    """Another medicine of the patient's: its name and unit, its steps, and the days of the period it was taken on."""

    of: Of
    steps: Sequence[Step]
    taken_on: Sequence[date]


def head(
    name: str,
    of: Of,
    plan: Plan,
    beside: Sequence[Beside],
    period: Period,
    days_logged: int,
    today: date,
    hours: str = "24",
) -> Head:
    """The head of the report of a period. `days_logged` are its days with any entry."""
    steps = plan.counting
    step = planned_on(steps, today)
    return Head(
        name=name,
        medicine=_medicine(of, step, plan.pause_on(today)),
        ordered=ordered_words(step, hours, of.unit) if step else "",
        changes=tuple(filter(None, (_changed(steps, of, today), _to_come(steps, of, today)))),
        facts=(
            period_words(period, date.min),
            *([_("since the last visit")] if period.name == SINCE_VISIT else []),
            ngettext(
                "logged on %(logged)s of %(num)s day",
                "logged on %(logged)s of %(num)s days",
                len(period),
                logged=days_logged,
            ),
            _("printed on %(day)s", day=day_words(today, with_year=True)),
        ),
        beside=_beside(beside, today),
    )


def _medicine(of: Of, step: Step | None, pause: Pause | None) -> str:
    if step is None:
        return _("%(medicine)s, no plan now", medicine=of.name)
    if pause is not None:
        return _("%(medicine)s, a pause now", medicine=of.name)
    if not step.doses:
        return _("%(medicine)s as needed", medicine=of.name)
    return _("%(medicine)s %(daily)s", medicine=of.name, daily=daily_words(step, of.unit))


def _changed(steps: Sequence[Step], of: Of, today: date) -> str:
    """The last change of the planned amount up to today, whenever it was."""
    if not steps:
        return ""
    first = min(step.starts_on for step in steps)
    if first > today:
        return ""
    lines = planned_steps(Period(first, today), steps)
    if len(lines) < 2:
        return _("No change since %(day)s, when the plan begins.", day=day_words(first, first.year != today.year))
    before, after = lines[-2:]
    said = change_words(
        after.first_on,
        before.daily_amount,
        after.daily_amount,
        with_year=after.first_on.year != today.year,
        unit=of.unit,
    )
    return _("Last change %(change)s.", change=said)


def _to_come(steps: Sequence[Step], of: Of, today: date) -> str:
    """The next step that is ordered."""
    coming = min((step for step in steps if step.starts_on > today), key=lambda step: step.starts_on, default=None)
    if coming is None:
        return ""
    on = day_words(coming.starts_on, coming.starts_on.year != today.year)
    return _("Next ordered: %(daily)s from %(day)s.", daily=daily_words(coming, of.unit), day=on)


def _beside(others: Sequence[Beside], today: date) -> tuple[str, ...]:
    said = [_one_beside(each, today) for each in others[:MOST_BESIDE]]
    if len(others) > MOST_BESIDE:
        said.append(ngettext("%(num)s more", "%(num)s more", len(others) - MOST_BESIDE))
    return tuple(said)


def _and_then(before: str, following: str) -> str:
    return _("%(parts)s; %(next)s", parts=before, next=following)


def _one_beside(each: Beside, today: date) -> str:
    name, step = shortened(each.of.name), planned_on(each.steps, today)
    if step is not None and step.doses:
        since = short_day(step.starts_on, step.starts_on.year != today.year)
        return _(
            "%(medicine)s %(daily)s since %(day)s", medicine=name, daily=daily_words(step, each.of.unit), day=since
        )
    taken_on = sorted(each.taken_on)
    said = ngettext(
        "%(medicine)s, taken on %(num)s day", "%(medicine)s, taken on %(num)s days", len(taken_on), medicine=name
    )
    if not taken_on:
        return said
    return _("%(taken)s, last on %(day)s", taken=said, day=short_day(taken_on[-1], taken_on[-1].year != today.year))


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name as long as fits beside others."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
