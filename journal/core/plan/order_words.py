"""What a step of the plan orders, in words: amounts at times, on which days, and as needed."""

from collections.abc import Sequence
from datetime import time
from itertools import groupby

from journal.core.medicine.liquids import amount_and_ml
from journal.core.medicine.parts import Form
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import EVERY_DAY, AsNeeded, Days, PlannedDose
from journal.core.values.amounts import Amount, write_amount
from journal.core.values.clock import wall_words
from journal.core.values.languages import _, listed, ngettext
from journal.core.values.weeks import weekday_name


def ordered_words(step: Step, hours: str = "24", unit: str = "mg", form: Form | None = None) -> str:
    """All of it: "0.5 mg at 08:00 and 1 mg at 20:00, on Monday and Friday, and 0.5 mg as needed"; with the ml of a
    `form` that is a liquid."""
    planned, as_needed = planned_words(step, hours, unit, form), as_needed_words(step.as_needed, unit, form)
    if planned and as_needed:
        return _("%(planned)s, and besides %(as_needed)s", planned=planned, as_needed=as_needed)
    return planned or as_needed or _("no times")


def planned_words(step: Step, hours: str = "24", unit: str = "mg", form: Form | None = None) -> str:
    """Its planned times: "0.5 mg at 08:00 and 20:00, every 2 days"; "" where it has none."""
    doses = doses_words(step.doses, hours, unit, form)
    if not doses or step.days == EVERY_DAY:
        return doses
    return _("%(doses)s, %(days)s", doses=doses, days=days_words(step.days))


def doses_words(doses: Sequence[PlannedDose], hours: str = "24", unit: str = "mg", form: Form | None = None) -> str:
    """The doses of a day; times with one amount stand together: "0.5 mg at 08:00 and 14:00 and 1 mg at 20:00"."""
    groups = [(amount, [dose.at for dose in group]) for amount, group in groupby(doses, key=lambda dose: dose.amount)]
    said = [
        _("%(amount)s at %(times)s", amount=_amount(amount, unit, form), times=_times(times, hours))
        for amount, times in groups
    ]
    return listed(said) if all(len(times) == 1 for _amount, times in groups) else _apart(said)


def _apart(said: Sequence[str]) -> str:
    """Parts that hold an "and" of their own are set apart: "0.5 mg at 08:00 and 14:00; 1 mg at 20:00"."""
    found = said[0]
    for following in said[1:]:
        found = _("%(parts)s; %(next)s", parts=found, next=following)
    return found


def days_words(days: Days) -> str:
    """On which days, where that is not every day: "on Monday and Friday", "every 2 days"."""
    if days.weekdays:
        return _("on %(weekdays)s", weekdays=listed([weekday_name(weekday) for weekday in days.weekdays]))
    return ngettext("every %(num)s day", "every %(num)s days", days.every)


def as_needed_words(order: AsNeeded | None, unit: str = "mg", form: Form | None = None) -> str:
    """Doses as needed with what was ordered of them: "0.5 mg as needed, at most 2 mg in 24 hours"; "" without one."""
    if order is None:
        return ""
    amount = _amount(order.amount, unit, form)
    most = "" if order.most_a_day is None else _amount(order.most_a_day, unit, form)
    if most and order.least_hours:
        return ngettext(
            "%(amount)s as needed, at most %(most)s in 24 hours, with at least %(num)s hour between",
            "%(amount)s as needed, at most %(most)s in 24 hours, with at least %(num)s hours between",
            order.least_hours,
            amount=amount,
            most=most,
        )
    if most:
        return _("%(amount)s as needed, at most %(most)s in 24 hours", amount=amount, most=most)
    if order.least_hours:
        return ngettext(
            "%(amount)s as needed, with at least %(num)s hour between",
            "%(amount)s as needed, with at least %(num)s hours between",
            order.least_hours,
            amount=amount,
        )
    return _("%(amount)s as needed", amount=amount)


def daily_words(step: Step, unit: str = "mg") -> str:
    """How much that is: "1 mg a day", "1 mg on each of these days", "as needed"."""
    if not step.doses:
        return _("As needed")
    amount = write_amount(step.amount_of_day, unit)
    if step.days == EVERY_DAY:
        return _("%(amount)s a day", amount=amount)
    return _("%(amount)s on each of these days", amount=amount)


def _amount(amount: Amount, unit: str, form: Form | None) -> str:
    return amount_and_ml(amount, unit, form) if form else write_amount(amount, unit)


def _times(times: Sequence[time], hours: str) -> str:
    return listed([wall_words(at, hours) for at in times])
