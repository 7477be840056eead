"""Tapers: several steps as the prescriber ordered them, entered as a table or by a rule. The journal proposes none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from journal.core.plan.regimens import Step, close_for
from journal.core.plan.schedules import MOST_TIMES, PlannedDose
from journal.core.plan.step_forms import read_ordered_by, read_start, read_whole
from journal.core.record.forms import Errors, FormContext, read_time
from journal.core.values.amounts import Amount, InvalidAmount, write_amount, write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _

MOST_STEPS = 60
MOST_FIELDS = 380  # of the days and amounts of a table: a form of more than 400 fields is not taken
MOST_DAYS_A_STEP = 366
FIRST_ROWS = 6  # of an empty table
WIDE, HIGH = 600, 100  # of the line that is drawn
EACH = "each"  # the field "at" of the rule: less at every time of the day, not at one of them alone

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A taper as a rule: from `first_on` on `less` at `at` (None: at each time), and again every `every` days, as long
    as the amount of a day is `down_to` or more."""

    first_on: date
    every: int
    less: Amount
    at: time | None
    down_to: Amount


def read_rule(fields: Mapping[str, str], start: Step, form_context: FormContext, today: date) -> Rule:
    """Read the form of a rule: "first_on", "every", "less", "at" ("08:00" or "each"), "down_to" (empty: to the end).

    Raises InvalidEntry with a sentence for every field that cannot be read or does not go down from `start`.
    """
    form_context = replace(form_context, form=start.form)
    errors: Errors = {}
    first_on = read_start(fields, today, errors, "first_on")
    every, less = read_whole(fields.get("every", "")), _read(fields, "less", form_context, errors)
    if every is None or not 1 <= every <= MOST_DAYS_A_STEP:
        errors["every"] = _("Write after how many days it goes down: 1 to %(most)s.", most=MOST_DAYS_A_STEP)
    elif first_on is not None:
        _refuse_other_days(first_on, every, start, errors)
    at = _read_at(fields.get("at", EACH), start, errors)
    has_floor = fields.get("down_to", "").strip() not in {"", "0"}
    down_to = _read(fields, "down_to", form_context, errors) if has_floor else 0
    if not errors and down_to >= start.amount_of_day:
        errors["down_to"] = _(
            "The plan is %(amount)s a day now. Write less than that, since it goes down.",
            amount=write_amount(start.amount_of_day, form_context.medicine.unit),
        )
    if errors or first_on is None or every is None:
        raise InvalidEntry(errors)
    return Rule(first_on, every, less, at, down_to)


def steps_of(rule: Rule, start: Step) -> tuple[Step, ...]:
    """The steps of a rule, each until the day before the next. Where it goes down to nothing the last one ends.

    Raises InvalidEntry where a time would fall below zero while something is left of the day, since nothing says what
    was ordered then, and for more steps than there is room for.
    """
    found: list[Step] = []
    doses, on = start.doses, rule.first_on
    while True:
        lower = tuple(replace(d, amount=d.amount - rule.less) if rule.at in {None, d.at} else d for d in doses)
        doses = tuple(dose for dose in lower if dose.amount > 0)
        if not doses or sum(dose.amount for dose in doses) < rule.down_to:
            break
        if any(dose.amount < 0 for dose in lower):
            raise InvalidEntry({"less": _("One of the times would fall below zero. Enter the steps one by one.")})
        found.append(Step(on, None, doses, start.form, start.days, start.as_needed))
        if rule.at is not None and rule.at not in {dose.at for dose in doses}:
            on += timedelta(days=rule.every)
            break
        on += timedelta(days=rule.every)
        if len(found) > room_for(len(start.doses)):
            raise InvalidEntry({"every": too_many(len(start.doses))})
    if not found:
        raise InvalidEntry({"less": _("Nothing is left after the first step. Write a smaller amount.")})
    ends_on = on - _DAY if rule.down_to == 0 and not doses else None
    return in_a_row(found, ends_on)


def in_a_row(steps: Sequence[Step], ends_on: date | None = None) -> tuple[Step, ...]:
    """The steps with the last day of each, the day before the next one; `ends_on` is that of the last."""
    lasts = [*(following.starts_on - _DAY for following in steps[1:]), ends_on]
    return tuple(replace(step, ends_on=last) for step, last in zip(steps, lasts, strict=True))


def followed_by(steps: Sequence[Step], new: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that count once `new` ones are saved, oldest first."""
    change = close_for(steps, new[0].starts_on)
    closed = {step.starts_on: step for step in change.closed}
    return (*(closed.get(step.starts_on, step) for step in steps if step not in change.superseded), *new)


def read_table(fields: Mapping[str, str], start: Step, form_context: FormContext, today: date) -> tuple[Step, ...]:
    """Read steps entered as a table: "from_1" with "amount_1_1" and so on, under the times "time_1" and so on; perhaps
    "ends_on" and "ordered_by". Rows without a day are left out, and so are times without an amount.

    Raises InvalidEntry with a sentence for every field that cannot be read, for days that do not ascend, for a row
    without an amount, and for more rows than there is room for.
    """
    form_context = replace(form_context, form=start.form)
    errors: Errors = {}
    times = _read_times(fields, errors)
    rows = sorted(int(name[5:]) for name, typed in fields.items() if _is_row(name) and typed.strip())
    if len(rows) > room_for(len(times)):
        raise InvalidEntry({"from_1": too_many(len(times))})
    ordered_by = read_ordered_by(fields, errors)
    steps: list[Step] = []
    for n in rows:
        starts_on = read_start(fields, today + timedelta(days=MOST_DAYS_A_STEP), errors, f"from_{n}")
        doses = _read_row(fields, n, times, form_context, errors)
        if starts_on is None:
            continue
        if steps and starts_on <= steps[-1].starts_on:
            errors[f"from_{n}"] = _("This step begins before the one above it has. Write the days in order.")
        if steps and starts_on <= today:
            errors[f"from_{n}"] = _("Only the first step may begin before tomorrow. Leave out the steps that are over.")
        steps.append(Step(starts_on, None, doses, start.form, start.days, start.as_needed, ordered_by))
    if not steps and not errors:
        errors["from_1"] = _("Write at least one step: a day and an amount.")
    ends_on = read_start(fields, today + timedelta(days=3650), errors, "ends_on") if fields.get("ends_on") else None
    if ends_on is not None and steps and ends_on < steps[-1].starts_on:
        errors["ends_on"] = _("The last day is before the last step begins.")
    if errors:
        raise InvalidEntry(errors)
    return in_a_row(steps, ends_on)


def table_of(steps: Sequence[Step], start: Step) -> dict[str, str]:
    """The fields of the table as these steps fill them, under the times of the plan they begin from."""
    fields = {}
    for n, step in enumerate(steps, start=1):
        fields[f"from_{n}"] = step.starts_on.isoformat()
        amounts = {dose.at: write_number(dose.amount) for dose in step.doses}
        fields |= {f"amount_{n}_{column}": amounts.get(d.at, "") for column, d in enumerate(start.doses, start=1)}
    last = steps[-1].ends_on if steps else None
    return fields | ({"ends_on": last.isoformat()} if last else {})


def line_of(steps: Sequence[Step], start: Step) -> tuple[tuple[int, int, int], ...]:
    """The steps as a line in a picture of 600 by 100: from where to where, and how far from the top; more is higher.

    They have the days of `start`, so that the amount of one day tells how high each stands.
    """
    first_on = steps[0].starts_on
    last_on = steps[-1].ends_on or steps[-1].starts_on + (steps[-1].starts_on - first_on) / max(len(steps) - 1, 1)
    days = max((last_on - first_on).days, 1)
    most = max(start.amount_of_day, *(step.amount_of_day for step in steps))
    ends = [*(step.starts_on for step in steps[1:]), last_on]
    return tuple(
        (
            (step.starts_on - first_on).days * WIDE // days,
            (end - first_on).days * WIDE // days,
            HIGH - step.amount_of_day * HIGH // most,
        )
        for step, end in zip(steps, ends, strict=True)
    )


def keep_past(steps: Sequence[Step], today: date) -> None:
    """Raise InvalidEntry when the first of several steps would begin on a day gone by."""
    if steps[0].starts_on < today:
        raise InvalidEntry({"from_1": _("The first step begins today or later. Days gone by stay as they were.")})


def read_times(fields: Mapping[str, str]) -> tuple[time, ...]:
    """The times of day "at_1" and so on, ascending: the columns of a table that is begun without a plan.

    Raises InvalidEntry with a sentence for each that cannot be read, and where there is none.
    """
    errors: Errors = {}
    found = _read_times(fields, errors, "at_")
    if not found and not errors:
        errors["at_1"] = _("Write at least one time of day.")
    if errors:
        raise InvalidEntry(errors)
    return tuple(sorted(found.values()))


def room_for(times: int) -> int:
    """How many steps a table has room for, with so many times of day."""
    return min(MOST_STEPS, MOST_FIELDS // (times + 1))


def too_many(times: int) -> str:
    """The sentence for more steps than that."""
    return _("There is room for %(most)s steps. Enter the first ones now and the others later.", most=room_for(times))


def _is_row(name: str) -> bool:
    return name.startswith("from_") and name[5:].isdecimal() and name[5:].isascii() and len(name) < 9


def _read(fields: Mapping[str, str], name: str, form_context: FormContext, errors: Errors) -> Amount:
    try:
        return form_context.read_amount(fields.get(name, ""))
    except InvalidAmount as error:
        errors[name] = str(error)
        return 0


def _read_at(typed: str, start: Step, errors: Errors) -> time | None:
    if typed == EACH:
        return None
    found = next((dose.at for dose in start.doses if f"{dose.at:%H:%M}" == typed), None)
    if found is None:
        errors["at"] = _("Choose at which time it goes down.")
    return found


def _refuse_other_days(first_on: date, every: int, start: Step, errors: Errors) -> None:
    """A step of every n-th day counts from its first day: one that begins on another day would break the rhythm."""
    rhythm = start.days.every
    if every % rhythm:
        errors["every"] = _(
            "It is taken every %(days)s days. Write a number of days that %(days)s goes into, such as %(example)s.",
            days=rhythm,
            example=max(every // rhythm, 1) * rhythm,
        )
    if (first_on - start.starts_on).days % rhythm:
        errors["first_on"] = _("Nothing is planned on this day. Choose a day on which it is taken.")


def _read_times(fields: Mapping[str, str], errors: Errors, before: str = "time_") -> dict[int, time]:
    """The times of the columns that have one, each once."""
    times: dict[int, time] = {}
    for n in range(1, MOST_TIMES + 1):
        name = f"{before}{n}"
        if fields.get(name, "").strip():
            try:
                times[n] = read_time(fields[name])
            except ValueError as error:
                errors[name] = str(error)
    if len(set(times.values())) < len(times):
        errors[f"{before}1"] = _("The same time stands there twice. Write each time once.")
    return times


def _read_row(
    fields: Mapping[str, str], n: int, times: Mapping[int, time], form_context: FormContext, errors: Errors
) -> tuple[PlannedDose, ...]:
    doses = []
    for column, at in times.items():
        name = f"amount_{n}_{column}"
        if fields.get(name, "").strip() not in {"", "0"}:
            amount = _read(fields, name, form_context, errors)
            doses.append(PlannedDose(at, amount))
    if not doses:
        errors[f"amount_{n}_1"] = _("Write an amount for at least one time, or empty the day of this step.")
    return tuple(sorted(doses))
