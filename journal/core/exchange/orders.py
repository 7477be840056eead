"""The plan as a table: one row for each dose of a step, as it was ordered."""

from collections.abc import Iterable, Iterator

from journal.core.exchange.exports import Cell, Medicines, Row, exact, instant
from journal.core.plan.regimens import RecordedStep, Step
from journal.core.values.amounts import Amount


def regimen_sheet(plan: Iterable[RecordedStep], medicines: Medicines) -> Iterator[Row]:
    """regimen.csv: one row for each dose of a step, those of steps included that were replaced before they began."""
    yield (
        *("step", "first day", "last day", "days", "time", "amount in mg", "most a day in mg", "least hours between"),
        *("form", "written (UTC)", "stopped (UTC)", "replaced (UTC)", "medicine", "amount", "most a day", "unit"),
        *("ordered by", "ml"),
    )
    for recorded in plan:
        step, of = recorded.step, medicines[recorded.medicine_id]
        is_mg = of.unit == "mg"
        for days, time, ordered, most, hours in _ordered(step):
            amount, ml = exact(ordered), of.ml(ordered, step.form)
            yield (
                recorded.id,
                step.starts_on.isoformat(),
                step.ends_on.isoformat() if step.ends_on else "",
                days,
                time,
                amount if is_mg else None,
                most if is_mg else None,
                hours,
                of.forms.get(step.form, step.form),
                instant(recorded.saved_at),
                instant(recorded.ended_at),
                instant(recorded.replaced_at),
                of.name,
                amount,
                most,
                of.unit,
                step.ordered_by,
                None if ml is None else exact(ml),
            )


def _ordered(step: Step) -> Iterator[tuple[str, str, Amount, Cell, Cell]]:
    """What a step orders, dose by dose; the ones as needed last."""
    for dose in step.doses:
        yield step.days.text, f"{dose.at:%H:%M}", dose.amount, "", ""
    if step.as_needed is not None:
        order = step.as_needed
        most = "" if order.most_a_day is None else exact(order.most_a_day)
        yield "as needed", "", order.amount, most, order.least_hours or ""
