"""The form of several steps: what it begins from, the table it is read as, and its page, in a conflict with both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import render_template

from journal.actions.regimens import PlanConflict
from journal.core.plan import tapers
from journal.core.plan.day_patterns import ROWS
from journal.core.plan.regimens import Step, from_day, planned_on, version_tag
from journal.core.plan.schedules import MOST_TIMES
from journal.core.plan.step_forms import ask_about_large
from journal.core.record.doses import read_form
from journal.core.values.amounts import unit_word
from journal.core.values.errors import InvalidEntry
from journal.web.medicine import plan_notices
from journal.web.record import entries
from journal.web.site import context


def begun(steps: Sequence[Step]) -> Step:
    """The step that the rows begin from: the present one; where nothing is planned, one without times."""
    return planned_on(steps, context.today()) or Step(context.today(), None, (), "")


def read(fields: Mapping[str, str], start: Step) -> tuple[Step, ...]:
    """The steps of the table. Raises InvalidEntry with a sentence for every field that cannot be read."""
    errors: dict[str, str] = {}
    form_context = context.form_context_of_medicine()
    if not start.form:
        start = replace(start, form=read_form(fields, form_context, errors))
    found = tapers.read_table(fields, start, form_context, context.today())
    largest = max((dose for step in found for dose in step.doses), key=lambda dose: dose.amount)
    ask_about_large((largest,), None, fields, form_context, errors)
    if errors:
        raise InvalidEntry(errors)
    return found


def show_conflict(conflict: PlanConflict, start: Step, fields: Mapping[str, str], found: Sequence[Step]) -> str:
    """The plan as it stands above the steps that were sent, all of which can be saved now that both were seen.

    A form that saved other steps before gets a new id; any other keeps its own, so that twice stays once.
    """
    kept = {name: text for name, text in fields.items() if name != "id" or not conflict.is_sent_again}
    return show(
        start, kept | {"seen": version_tag(conflict.steps)}, {"id": str(conflict)}, conflict.steps, found, conflict
    )


def show(
    start: Step,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    steps: Sequence[Step],
    found: Sequence[Step] = (),
    conflict: PlanConflict | None = None,
) -> str:
    """The page; `steps` are those that count, `found` those that would follow them."""
    said = plan_notices.of_steps(tapers.followed_by(steps, found)) if found else {}
    columns = [n for n in range(1, MOST_TIMES + 1) if values.get(f"time_{n}")]
    rows = max((n + 1 for n in range(1, tapers.MOST_STEPS) if values.get(f"from_{n}")), default=tapers.FIRST_ROWS)
    return render_template(
        "regimens/taper.html",
        here="more",
        start=start,
        values=values,
        errors=errors,
        steps=found,
        said=said,
        said_of_all=plan_notices.in_one([notice for step in found for notice in said.get(step.starts_on, ())]),
        line=tapers.line_of(found, start) if found else (),
        rows=range(1, min(rows, tapers.room_for(len(columns))) + 1),
        unit=unit_word(context.medicine().unit),
        columns=columns,
        row_numbers=range(1, ROWS + 1),
        called=context.medicine_name(context.medicine()),
        conflict=conflict,
        planned=from_day(conflict.steps, context.today()) if conflict else (),
        forms=context.known().form_names,
        submission_id=values.get("id") or entries.new_id(),
    )
