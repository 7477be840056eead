"""Read the form of a regimen step: times of day each with its own amount, on which days, and what is as needed."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from journal.core.medicine.medicines import Medicine, offered
from journal.core.medicine.monograph import Monograph
from journal.core.plan.day_patterns import OFTEN, ROWS, USUAL_TIMES, asks_for_each, offers_patterns, pattern_of, rows_of
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import (
    EVERY_DAY,
    FEWEST_EVERY,
    MOST_EVERY,
    MOST_HOURS_BETWEEN,
    MOST_TIMES,
    AsNeeded,
    Days,
    PlannedDose,
    days_of,
)
from journal.core.record.doses import read_amount_of, read_form
from journal.core.record.forms import Errors, FormContext, read_text, read_time
from journal.core.values.amounts import Amount, InvalidAmount, write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.periods import read_date
from journal.core.values.text import comparable, with_ascii_digits

MORE_DOSES = "more_doses"
ROW_AMOUNTS = tuple(f"amount_{n}" for n in range(1, ROWS + 1))
FURTHEST_AHEAD = timedelta(days=366)
LONGEST_ORDERED_BY = 80
TAKEN_BEFORE = "taken_before"

_BETWEEN = re.compile(r"[;\n\u061b\uff1b]+|[,\u060c\uff0c](?=\s)")  # "0,5" is one amount
_TIME_AND_AMOUNT = re.compile(r"(.+?):?[\s=]+([\d.,]+\s*[^\W\d]*)")
_DIGITS = re.compile(r"\d{1,4}")


def of_this_release(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form as it was before each time had its own amount: a page that was open while the journal was
    upgraded is sent so. Its one "amount" or "other_amount" is that of each of its times, "more_times" among them."""
    older = {name: fields[name] for name in ("amount", "other_amount") if name in fields}
    if not older:
        return dict(fields)
    found = {name: text for name, text in fields.items() if name not in {*older, "more_times"}}
    for n in range(1, ROWS + 1):
        is_planned = bool(fields.get(f"time_{n}", "").strip())
        found |= {f"{name}_{n}": text if is_planned else "" for name, text in older.items()}
    listed = older.get("amount", "")
    amount = older.get("other_amount", "") if listed in {"", "other"} else listed
    more = [text for text in re.split(r"[,;\s]+", fields.get("more_times", "")) if text]
    return found | ({MORE_DOSES: "; ".join(f"{text} {amount}" for text in more)} if more else {})


def read_step(fields: Mapping[str, str], form_context: FormContext, today: date) -> Step:
    """Read the form of a step: "starts_on" and perhaps "ends_on"; "often", and "time_1" with "amount_1" or
    "other_amount_1" and so on; "more_doses" ("10:00 0.5, 14:00 0.25"); "days" with "weekday_0" and so on or "every";
    "as_needed_amount", "most_a_day" and "least_hours"; "ordered_by"; "form"; and
    "taken_before", which is "yes" where it was so before.

    An amount above the monograph's `ask_above_mg` needs "confirmed" to be "yes".
    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    form_context = replace(form_context, form=fields.get("form", ""))
    starts_on = read_start(fields, today, errors)
    ends_on = _read_end(fields, starts_on, errors)
    doses = _read_doses(fields, form_context, errors)
    days = _read_days(fields, errors)
    as_needed = _read_as_needed(fields, form_context, errors)
    if not doses and as_needed is None and not errors.keys() & {"times", "as_needed_amount", MORE_DOSES, *ROW_AMOUNTS}:
        errors["times"] = _("Choose an amount for at least one time of day, or as needed.")
    ask_about_large(doses, as_needed, fields, form_context, errors)
    form, ordered_by = read_form(fields, form_context, errors), read_ordered_by(fields, errors)
    before = bool(doses) and fields.get(TAKEN_BEFORE) == "yes"
    if errors or starts_on is None:
        raise InvalidEntry(errors)
    return Step(starts_on, ends_on, doses, form, days if doses else EVERY_DAY, as_needed, ordered_by, before)


def read_ordered_by(fields: Mapping[str, str], errors: Errors) -> str:
    """Who ordered it, in one line; "" where nobody is named, or by signs alone that nobody sees."""
    named = " ".join(read_text(fields, "ordered_by", LONGEST_ORDERED_BY, errors).split())
    return named if comparable(named) else ""


def ask_about_large(
    doses: tuple[PlannedDose, ...],
    as_needed: AsNeeded | None,
    fields: Mapping[str, str],
    form_context: FormContext,
    errors: Errors,
) -> None:
    """Ask once about one dose that is more than one of the medicine usually is."""
    largest = max([*(dose.amount for dose in doses), *([as_needed.amount] if as_needed else [])], default=0)
    if form_context.monograph.daily_range.asks_about(largest) and fields.get("confirmed") != "yes":
        errors["confirmed"] = _(
            "%(amount)s mg is more than one dose of %(medicine)s usually is. "
            "If that is what was prescribed, confirm it and save again.",
            amount=write_number(largest),
            medicine=form_context.monograph.name,
        )


def read_start(fields: Mapping[str, str], today: date, errors: Errors, name: str = "starts_on") -> date | None:
    """The first day of a step, within a year."""
    try:
        starts_on = read_date(fields.get(name, ""), may_come=True)
    except ValueError as error:
        errors[name] = str(error)
        return None
    if starts_on > today + FURTHEST_AHEAD:
        errors[name] = _("This is more than a year ahead. Choose a day within the next year.")
    return starts_on


def _read_end(fields: Mapping[str, str], starts_on: date | None, errors: Errors) -> date | None:
    """The last day of a step, where one was given."""
    if not fields.get("ends_on", "").strip():
        return None
    try:
        ends_on = read_date(fields["ends_on"], may_come=True)
    except ValueError as error:
        errors["ends_on"] = str(error)
        return None
    if starts_on is not None and ends_on < starts_on:
        errors["ends_on"] = _("The last day is before the first. Choose a later day, or leave it empty.")
    return ends_on


def _read_doses(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> tuple[PlannedDose, ...]:
    doses = [*_read_rows(fields, form_context, errors), *_read_more(fields, form_context, errors)]
    if len(doses) > MOST_TIMES:
        errors["times"] = _("There is room for %(most)s times a day.", most=MOST_TIMES)
    elif len({dose.at for dose in doses}) < len(doses):
        errors["times"] = _("The same time stands there twice. Write each time once.")
    return tuple(sorted(doses))


def _read_rows(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> Iterator[PlannedDose]:
    """The rows whose amount is chosen; the others are times at which nothing is planned. Where it is said how often a
    day, those times have an amount, and no others."""
    often = fields.get(OFTEN, "")
    for n in range(1, ROWS + 1):
        asked = {"amount": fields.get(f"amount_{n}", ""), "other_amount": fields.get(f"other_amount_{n}", "")}
        is_empty, is_asked = not asked["amount"] and not asked["other_amount"].strip(), n in rows_of(often)
        if is_empty and is_asked and asks_for_each(often):
            errors[f"amount_{n}"] = _("Choose an amount for this time, or fewer times above.")
        if not is_empty and not is_asked:
            errors[f"amount_{n}"] = _("You chose fewer times above. Press “none” here, or “Other times” above.")
        if is_empty or not is_asked:
            continue
        of_row: Errors = {}
        amount = read_amount_of(asked, form_context, of_row)
        errors |= {f"{name}_{n}": sentence for name, sentence in of_row.items()}
        try:
            at = read_time(fields.get(f"time_{n}", ""))
        except ValueError as error:
            errors["times"] = str(error)
        else:
            if not of_row:
                yield PlannedDose(at, amount)


def _read_more(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> Iterator[PlannedDose]:
    """Times typed with their amounts, one behind the other."""
    for typed in filter(None, map(str.strip, _BETWEEN.split(with_ascii_digits(fields.get(MORE_DOSES, ""))))):
        found = _TIME_AND_AMOUNT.fullmatch(typed)
        if found is None:
            errors[MORE_DOSES] = _("Write each time with its amount, for example 10:00 0.5; 14:00 0.25")
            return
        try:
            yield PlannedDose(read_time(found[1]), form_context.read_amount(found[2]))
        except ValueError as error:
            errors[MORE_DOSES] = str(error)
            return


def _read_days(fields: Mapping[str, str], errors: Errors) -> Days:
    chosen = fields.get("days", "") or "every_day"
    if chosen == "weekdays":
        weekdays = [weekday for weekday in range(7) if fields.get(f"weekday_{weekday}") == "yes"]
        if not weekdays:
            errors["weekday_0"] = _("Choose at least one weekday.")
            return EVERY_DAY
        return days_of(weekdays)
    if chosen == "every_nth":
        every = read_whole(fields.get("every", ""))
        if every is None or not FEWEST_EVERY <= every <= MOST_EVERY:
            errors["every"] = _(
                "Write how many days it is from one to the next: %(fewest)s to %(most)s.",
                fewest=FEWEST_EVERY,
                most=MOST_EVERY,
            )
            return EVERY_DAY
        return Days(every)
    if chosen != "every_day":
        errors["days"] = _("Choose on which days it is taken.")
    return EVERY_DAY


def _read_as_needed(fields: Mapping[str, str], form_context: FormContext, errors: Errors) -> AsNeeded | None:
    asked = {name: fields.get(f"as_needed_{name}", "") for name in ("amount", "other_amount")}
    most_typed, hours_typed = fields.get("most_a_day", "").strip(), fields.get("least_hours", "").strip()
    if not asked["amount"] and not asked["other_amount"].strip():
        if most_typed or hours_typed:
            errors["as_needed_amount"] = _("Choose the amount of one dose as needed, or empty the two fields below it.")
        return None
    of_it: Errors = {}
    amount = read_amount_of(asked, form_context, of_it)
    errors |= {f"as_needed_{name}": sentence for name, sentence in of_it.items()}
    most = _read_most(most_typed, amount, form_context, errors)
    hours = read_whole(hours_typed) if hours_typed else None
    if hours_typed and (hours is None or not 1 <= hours <= MOST_HOURS_BETWEEN):
        errors["least_hours"] = _("Write whole hours from 1 to %(most)s, or leave it empty.", most=MOST_HOURS_BETWEEN)
    return None if of_it else AsNeeded(amount, most, hours)


def _read_most(typed: str, amount: Amount, form_context: FormContext, errors: Errors) -> Amount | None:
    if not typed:
        return None
    try:
        most = form_context.read_amount(typed)
    except InvalidAmount as error:
        errors["most_a_day"] = str(error)
        return None
    if most < amount:
        errors["most_a_day"] = _("This is less than one dose. Look at both amounts again.")
    return most


def read_whole(typed: str) -> int | None:
    """A whole number as it was typed, None for anything else."""
    found = _DIGITS.fullmatch(with_ascii_digits(typed).strip())
    return int(found[0]) if found else None


def choices_of(monograph: Monograph, medicine: Medicine | None = None) -> tuple[Amount, ...]:
    """The amounts that can be pressed: those the patient takes with their parts; else every listed strength, and half
    of each of the first form, the usual tablet."""
    if medicine is not None and medicine.amounts:
        return offered(medicine, monograph)
    if not monograph.forms:
        return ()
    halves = {strength // 2 for strength in monograph.forms[0].strengths if strength % 2 == 0}
    return tuple(sorted({*monograph.strengths, *halves}))


def fields_of(step: Step | None, choices: Collection[Amount]) -> dict[str, str]:
    """The fields of the form as a step fills them: its times in rows of their own, made up by the usual ones; how often
    a day, where all are usual ones."""
    doses = step.doses if step else ()
    in_rows = list(doses[:ROWS])
    free = [at for at in USUAL_TIMES if at not in {dose.at for dose in in_rows}][: ROWS - len(in_rows)]
    rows = sorted([*((dose.at, dose.amount) for dose in in_rows), *((at, 0) for at in free)])
    fields = {MORE_DOSES: "; ".join(f"{dose.at:%H:%M} {write_number(dose.amount)}" for dose in doses[ROWS:])}
    for n, (at, amount) in enumerate(rows, start=1):
        fields[f"time_{n}"] = f"{at:%H:%M}"
        fields |= _amount_fields("", f"_{n}", amount, choices)
    often = pattern_of(n for n, (_at, amount) in enumerate(rows, start=1) if amount)
    if often and offers_patterns(fields):
        fields[OFTEN] = often
    if step is None:
        return fields
    said = {"ordered_by": step.ordered_by} | ({TAKEN_BEFORE: "yes"} if step.taken_before else {})
    return fields | said | _days_fields(step.days) | _as_needed_fields(step.as_needed, choices)


def _amount_fields(before: str, after: str, amount: Amount, choices: Collection[Amount]) -> dict[str, str]:
    if amount and amount not in choices:
        return {f"{before}amount{after}": "other", f"{before}other_amount{after}": write_number(amount)}
    return {f"{before}amount{after}": write_number(amount) if amount else ""}


def _days_fields(days: Days) -> dict[str, str]:
    if days.weekdays:
        return {"days": "weekdays"} | {f"weekday_{weekday}": "yes" for weekday in days.weekdays}
    return {"days": "every_day"} if days.every == 1 else {"days": "every_nth", "every": str(days.every)}


def _as_needed_fields(order: AsNeeded | None, choices: Collection[Amount]) -> dict[str, str]:
    if order is None:
        return {}
    return _amount_fields("as_needed_", "", order.amount, choices) | {
        "most_a_day": write_number(order.most_a_day) if order.most_a_day else "",
        "least_hours": str(order.least_hours or ""),
    }
