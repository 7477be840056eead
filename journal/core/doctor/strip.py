"""The safety strip of the report: what a doctor asks first, each as a count; what was none stays there, quietly."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.charts.doses_intake import Intake, counted_on
from journal.core.record.day_counts import Answer, Answers, by_day, count_days
from journal.core.safety.alerts import AlertCount
from journal.core.values.languages import _, ngettext, pgettext
from journal.core.values.periods import Period, from_to_words, short_day

SEDATIVES = ("alcohol", "sedative")


@dataclass(frozen=True, slots=True)
class Cell:
    """One count with a line or two on it; `is_none` where there is nothing of it."""

    count: str
    lines: tuple[str, ...] = ()
    is_none: bool = False


def strip(intake: Intake, answers: Iterable[Answer], alerts: AlertCount) -> tuple[Cell, ...]:
    """The cells in their order: missed, more than planned, late, days without an entry, falls, alerts, other sedatives.

    Without a plan nothing can be missed or late, and how many doses there were stands in their place.
    """
    found = by_day(answers)
    planned = (_missed, _beside, _late) if intake.due else (_unplanned,)
    of_doses: Sequence[Callable[[Intake], Cell]] = (*planned, _without_entry)
    of_days = _falls(intake.period, found), _alerts(alerts, intake.today), _sedatives(intake.period, found)
    return (*(cell(intake) for cell in of_doses), *of_days)


def _missed(intake: Intake) -> Cell:
    missed, skipped = intake.due["missed"], intake.due["skipped"]
    more = (ngettext("%(num)s skipped", "%(num)s skipped", skipped),) if skipped else ()
    of = ngettext("of %(num)s planned", "of %(num)s planned", intake.due.total())
    if not missed:
        return Cell(_("none missed"), (of, *more), is_none=not skipped)
    return Cell(ngettext("%(num)s missed", "%(num)s missed", missed), (_("or not logged"), of, *more))


def _unplanned(intake: Intake) -> Cell:
    taken = sum(dose.status == "taken" for dose in intake.extra)
    if not taken:
        return Cell(_("no dose"), (_("no plan"),), is_none=True)
    return Cell(ngettext("%(num)s dose", "%(num)s doses", taken), (_("no planned times"),))


def _beside(intake: Intake) -> Cell:
    more = sorted((dose.on, dose.amount) for dose in (*intake.beside, *intake.without_plan) if dose.status == "taken")
    if not more:
        return Cell(_("none more"), (_("than planned"),), is_none=True)
    return Cell(
        ngettext("%(num)s more", "%(num)s more", len(more)),
        (_("than planned"), _last(more[-1][0], intake.today)),
    )


def _late(intake: Intake) -> Cell:
    late = intake.due["late"]
    if not late:
        return Cell(_("none late"), (_("of those taken"),), is_none=True)
    said = ngettext("%(num)s late", "%(num)s late", late)
    if intake.stretches:  # of a long period the days are counted, not told
        return Cell(said)
    days = (counted_on(slot, intake.first_entry_on) for slot in intake.slots if slot.status == "late")
    return Cell(said, (_last(max(days), intake.today),))


def _without_entry(intake: Intake) -> Cell:
    blank = len(intake.not_recorded)
    if intake.first_entry_on is None:
        return Cell(_("no entry"), (_("in this journal"),), is_none=True)
    if not blank:
        return Cell(_("every day"), (_("has an entry"),), is_none=True)
    gap = max(_gaps(intake.not_recorded), key=len)
    return Cell(
        ngettext("%(num)s day", "%(num)s days", blank),
        (_("without an entry"), _longest(gap, intake.today)),
    )


def _longest(gap: Period, today: date) -> str:
    first, last = (short_day(on, on.year != today.year) for on in (gap.first_on, gap.last_on))
    return first if len(gap) == 1 else from_to_words(first, last)


def _gaps(days: Sequence[date]) -> Iterator[Period]:
    """The days in runs without a day between."""
    first = 0
    for n, on in enumerate(days):
        if n + 1 == len(days) or days[n + 1].toordinal() > on.toordinal() + 1:
            yield Period(days[first], on)
            first = n + 1


def _falls(period: Period, answers: Answers) -> Cell:
    return _answered(period, answers, ("fell",), _("a fall, or nearly"))


def _sedatives(period: Period, answers: Answers) -> Cell:
    return _answered(period, answers, SEDATIVES, _("alcohol, sedatives"))


def _answered(period: Period, answers: Answers, keys: Sequence[str], what: str) -> Cell:
    """A count of days with a yes, over the days that were answered."""
    count = count_days(period, answers, keys)
    if not count.answered:
        return Cell(pgettext("question of a day", "not asked"), (what,), is_none=True)
    of = ngettext("of %(num)s answered", "of %(num)s answered", count.answered)
    if not count.days:
        return Cell(pgettext("days", "none"), (what, of), is_none=True)
    return Cell(ngettext("%(num)s day", "%(num)s days", count.days), (what, of))


def _alerts(alerts: AlertCount, today: date) -> Cell:
    if alerts.last_on is None:
        return Cell(_("no alert"), (_("in these days"),), is_none=True)
    lines = (ngettext("%(num)s urgent", "%(num)s urgent", alerts.urgent),) if alerts.urgent else ()
    said = ngettext("%(num)s alert", "%(num)s alerts", alerts.standing)
    return Cell(said, (*lines, _last(alerts.last_on, today)))


def _last(on: date, today: date) -> str:
    return _("last on %(day)s", day=short_day(on, on.year != today.year))
