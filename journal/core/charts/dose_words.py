"""Say the doses of the severity chart: a line for each medicine where there are several, and the days of pauses."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce

from journal.core.charts.severity_points import Beside, DoseLine, DoseStep
from journal.core.values.amounts import write_average
from journal.core.values.languages import _, listed, ngettext
from journal.core.values.periods import Period, day_words, period_words
from journal.core.values.sentences import opening

MOST_STEPS = 4  # more amounts than this make a sentence nobody reads


def dose_words(period: Period, dose: DoseLine, beside: Beside, today: date) -> Iterator[str]:
    """A line for each medicine that is drawn, one for the rest, and one for the days of pauses.

    A medicine that is alone has its amounts in the lines of the effects already.
    """
    lines = (dose, *beside.lines)
    if dose.of.name:
        for line in lines:
            yield _("%(medicine)s: %(doses)s.", medicine=opening(line.of.name), doses=_doses(line, today))
    if beside.also:
        yield _("Taken too, not drawn here: %(medicines)s.", medicines=listed(beside.also))
    if said := pause_words((pause for line in lines for pause in line.pauses), today):
        yield said


def pause_words(pauses: Iterable[Period], today: date) -> str:
    """The days of pauses, each told once; empty where there are none."""
    found = sorted(set(pauses), key=lambda pause: pause.first_on)
    if not found:
        return ""
    return _("Pause, nothing planned: %(days)s.", days=listed([period_words(pause, today) for pause in found]))


def _doses(line: DoseLine, today: date) -> str:
    if line.steps:
        return _planned(line, today)
    if not line.days_taken:
        return _("taken as needed, on no day") if line.as_needed else _("no dose recorded")
    if line.as_needed:
        return ngettext("taken as needed, on %(num)s day", "taken as needed, on %(num)s days", line.days_taken)
    return ngettext("taken without a plan, on %(num)s day", "taken without a plan, on %(num)s days", line.days_taken)


def _planned(line: DoseLine, today: date) -> str:
    """ "1.5 mg a day, then 1 mg a day from 16 September"; of many amounts the first and the last."""
    first, *later = line.steps
    if len(later) >= MOST_STEPS:
        return ngettext(
            "%(first)s at first, %(last)s; %(num)s amount in all",
            "%(first)s at first, %(last)s; %(num)s amounts in all",
            len(line.steps),
            first=_amount(first, line),
            last=_from(later[-1], line, today),
        )
    said = [_amount(first, line), *(_from(step, line, today) for step in later)]
    return reduce(lambda before, then: _("%(before)s, then %(then)s", before=before, then=then), said)


def _from(step: DoseStep, line: DoseLine, today: date) -> str:
    on = day_words(step.first_on, step.first_on.year != today.year)
    return _("%(amount)s from %(day)s", amount=_amount(step, line), day=on)


def _amount(step: DoseStep, line: DoseLine) -> str:
    if not step.daily_amount:
        return _("nothing planned")
    return _("%(amount)s a day", amount=write_average(step.daily_amount, line.of.unit))
