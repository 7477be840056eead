"""Tapers: as ordered, by a rule or as a table; never up, never below zero, never 200 steps."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.medicines import Medicine, known_of, of_monograph
from journal.core.medicine.monograph import DATA, Monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.medicine.parts import Form
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import Days, PlannedDose
from journal.core.plan.tapers import MOST_STEPS, Rule, followed_by, line_of, read_rule, read_table, steps_of, table_of
from journal.core.record.forms import FormContext
from journal.core.values.errors import InvalidEntry

TODAY = date(2026, 11, 23)
MONOGRAPHS = read_monographs(DATA, Path(__file__).parents[2] / "data")


def form_context(medicine):
    now = datetime(2026, 11, 23, 11, tzinfo=UTC)
    return FormContext(now, "Europe/Berlin", time(4), known_of(medicine, MONOGRAPHS), of=medicine)


TABLETS = form_context(of_monograph("clonazepam"))
CAPSULES = form_context(of_monograph("examplamine"))
SYRUP = form_context(Medicine("s", name="Syrup", unit="ml"))
MORNING, EVENING = time(8), time(20)
START = Step.every_day(date(2026, 11, 1), None, (MORNING, EVENING), 500_000, "tablet")
RULE = {"first_on": "2026-12-01", "every": "14", "less": "0.125", "at": "08:00", "down_to": "0.5"}
TABLE = {
    "time_1": "08:00",
    "time_2": "20:00",
    "from_1": "2026-12-01",
    "amount_1_1": "0.25",
    "amount_1_2": "0.5",
    "from_2": "2026-12-15",
    "amount_2_1": "",
    "amount_2_2": "0,5",
}


def by_rule(medicine=TABLETS, start=START, **fields):
    return steps_of(read_rule(RULE | fields, start, medicine, TODAY), start)


def said(steps):
    return [(s.starts_on, s.ends_on, [(f"{d.at:%H}", d.amount / 1_000_000) for d in s.doses]) for s in steps]


def refused(read, **fields):
    with pytest.raises(InvalidEntry) as error:
        read(**fields)
    return error.value.errors


def table(medicine=TABLETS, **fields):
    return read_table(TABLE | fields, START, medicine, TODAY)


def test_a_rule_takes_less_at_one_time_until_the_amount_it_goes_down_to():
    assert said(by_rule()) == [
        (date(2026, 12, 1), date(2026, 12, 14), [("08", 0.375), ("20", 0.5)]),
        (date(2026, 12, 15), date(2026, 12, 28), [("08", 0.25), ("20", 0.5)]),
        (date(2026, 12, 29), date(2027, 1, 11), [("08", 0.125), ("20", 0.5)]),
        (date(2027, 1, 12), None, [("20", 0.5)]),
    ]


def test_of_a_liquid_a_taper_can_be_typed_in_ml_and_of_tablets_it_cannot():
    """The form is that of the plan it begins from: 2.5 mg are in one ml."""
    solution = Form.model_validate({"key": "solution", "name": "Solution", "mg_per_ml": "2.5"})
    known = TABLETS.monograph
    both = Monograph.model_construct(**dict(known) | {"forms": (*known.forms, solution)})
    medicine, start = replace(TABLETS, monograph=both), replace(START, form="solution")
    rule = by_rule(medicine, start, less="0.05 ml", down_to="0.2 ml")
    assert [step.doses for step in rule] == [step.doses for step in by_rule()]
    rows = {"amount_1_1": "0.1 ml", "amount_1_2": "0.2ml"}
    assert said(read_table(TABLE | rows, start, medicine, TODAY)) == said(table())
    assert "Only a liquid" in refused(lambda **fields: by_rule(medicine, **fields), less="0.05 ml")["less"]
    assert "Only a liquid" in refused(lambda **fields: table(medicine, **fields), **rows)["amount_1_1"]


def test_a_rule_down_to_nothing_ends_the_plan():
    found = said(by_rule(at="each", less="0.25", down_to=""))
    assert found == [(date(2026, 12, 1), date(2026, 12, 14), [("08", 0.25), ("20", 0.25)])]
    assert by_rule(at="each", down_to="0")[-1].ends_on == date(2027, 1, 11)


def test_a_time_that_would_fall_below_zero_is_never_left_out_in_silence():
    """0.95 and 0.7 mg, 0.3 less each: after the second step one time would be below zero and the other one above."""
    start = replace(START, doses=(PlannedDose(MORNING, 950_000), PlannedDose(EVENING, 700_000)))
    for down_to in ("", "0.01"):
        found = refused(by_rule, start=start, at="each", less="0.3", down_to=down_to)
        assert found == {"less": "One of the times would fall below zero. Enter the steps one by one."}
    assert by_rule(start=start, at="each", less="0.3", down_to="0.06")[-1].ends_on is None, "it ends before that"
    assert by_rule(at="each", less="0.3", down_to="")[-1].ends_on == date(2026, 12, 14), "both are used up at once"


EVERY_THIRD = replace(START, days=Days(3))  # the first, fourth, seventh of November and so on


def test_a_rule_keeps_the_rhythm_of_every_third_day():
    found = by_rule(start=EVERY_THIRD, every="15", down_to="0.75")
    days = [
        step.starts_on + timedelta(days=n)
        for step in found
        for n in range(15)
        if step.plans(step.starts_on + timedelta(days=n))
    ]
    assert all((on - START.starts_on).days % 3 == 0 for on in days)
    assert len(days) == 10
    weekdays = replace(START, days=Days(weekdays=(0, 3)))
    assert len(by_rule(start=weekdays, every="10", down_to="0.75")) == 2, "weekdays are weekdays whenever a step begins"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"every": "14"}, "every", "It is taken every 3 days. Write a number of days that 3 goes into, such as 12."),
        ({"every": "1"}, "every", "It is taken every 3 days. Write a number of days that 3 goes into, such as 3."),
        ({"first_on": "2026-12-02"}, "first_on", "Nothing is planned on this day. Choose a day on which it is taken."),
    ],
)
def test_a_rule_that_would_break_the_rhythm_is_answered_with_a_sentence(fields, field, sentence):
    assert refused(by_rule, start=EVERY_THIRD, **({"every": "15"} | fields)) == {field: sentence}


def test_of_many_times_a_day_there_is_room_for_as_many_steps_as_one_form_can_send():
    hourly = replace(START, doses=tuple(PlannedDose(time(hour), 1_000_000) for hour in range(24)))
    found = refused(by_rule, start=hourly, at="each", less="0.05", down_to="")
    assert found == {"every": "There is room for 15 steps. Enter the first ones now and the others later."}
    steps = by_rule(start=hourly, at="each", less="0.05", down_to="6")
    assert len(steps) == 15
    fields = {f"time_{n}": f"{n - 1:02d}:00" for n in range(1, 25)} | table_of(steps, hourly)
    assert len(fields) < 400
    assert [s.doses for s in read_table(fields, hourly, TABLETS, TODAY)] == [s.doses for s in steps]
    assert "room for 15 steps" in refused(read_table_of_hours, **fields, from_16="2028-01-01")["from_1"]


def read_table_of_hours(**fields):
    return read_table(fields, START, TABLETS, TODAY)


def test_the_line_of_the_smallest_amounts_stands_as_high_as_that_of_large_ones():
    """A millionth of a mg a week is less than a millionth a day."""
    tiny = replace(START, doses=(PlannedDose(MORNING, 2),), days=Days(weekdays=(0,)))
    found = steps_of(Rule(date(2026, 12, 1), 7, 1, MORNING, 0), tiny)
    assert line_of(found, tiny) == ((0, 600, 50),)


def test_a_table_has_a_row_for_each_step():
    assert said(table(ends_on="2026-12-31")) == [
        (date(2026, 12, 1), date(2026, 12, 14), [("08", 0.25), ("20", 0.5)]),
        (date(2026, 12, 15), date(2026, 12, 31), [("20", 0.5)]),
    ]
    assert table()[-1].ends_on is None
    assert len(table(from_2="")) == 1


def test_who_ordered_the_steps_is_named_in_each():
    assert [step.ordered_by for step in table(ordered_by="Dr Amsel")] == ["Dr Amsel", "Dr Amsel"]
    assert refused(table, ordered_by="x" * 81)["ordered_by"] == "The text is 81 characters long; there is room for 80."


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"down_to": "1"}, "down_to", "The plan is 1\u00a0mg a day now. Write less than that, since it goes down."),
        ({"down_to": "2"}, "down_to", "The plan is 1\u00a0mg a day now. Write less than that, since it goes down."),
        ({"less": "0"}, "less", "The amount must be more than 0 mg."),
        ({"less": "-0.125"}, "less", "Write the amount as a number"),
        ({"less": "1"}, "less", "One of the times would fall below zero."),
        ({"less": "0.5", "at": "each", "down_to": ""}, "less", "Nothing is left after the first step"),
        ({"less": "0.3", "down_to": "0.2"}, "less", "One of the times would fall below zero."),
        ({"every": "0"}, "every", "1 to 366"),
        ({"every": "x"}, "every", "1 to 366"),
        ({"at": "09:00"}, "at", "Choose at which time"),
        ({"first_on": ""}, "first_on", "no such day"),
        ({"less": "0.0025", "at": "each", "down_to": "", "every": "1"}, "every", "There is room for 60 steps."),
    ],
)
def test_a_rule_that_is_none_is_answered_with_a_sentence(fields, field, sentence):
    found = refused(by_rule, **fields)
    assert list(found) == [field]
    assert sentence in found[field]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"from_2": "2026-12-01"}, "from_2", "before the one above it"),
        ({"from_2": "2026-11-30"}, "from_2", "before the one above it"),
        ({"from_1": "2026-11-01", "from_2": "2026-11-23"}, "from_2", "Only the first step"),
        ({"from_1": "x"}, "from_1", "no such day"),
        ({"amount_2_2": ""}, "amount_2_1", "at least one time"),
        ({"amount_1_1": "lots"}, "amount_1_1", "as a number"),
        ({"time_2": "08:00"}, "time_1", "twice"),
        ({"time_2": "noon"}, "time_2", "hours and minutes"),
        ({"ends_on": "2026-12-14"}, "ends_on", "before the last step"),
        ({"from_1": "", "from_2": ""}, "from_1", "at least one step"),
        ({f"from_{n}": "2026-12-01" for n in range(1, 200)}, "from_1", "There is room for 60 steps."),
    ],
)
def test_a_table_that_is_none_is_answered_with_a_sentence(fields, field, sentence):
    found = refused(table, **fields)
    assert field in found
    assert sentence in found[field]


@given(
    st.lists(st.integers(1, 16), min_size=1, max_size=4), st.integers(1, 8), st.integers(1, 366), st.integers(0, 40),
    st.booleans(),
)  # fmt: skip
def test_a_taper_only_goes_down_and_its_steps_follow_each_other(eighths, less, every, down_to, is_each):
    doses = tuple(PlannedDose(time(6 + 4 * n), 125_000 * eighth) for n, eighth in enumerate(eighths))
    start = Step(date(2026, 11, 1), None, doses, "tablet")
    fields = RULE | {"every": str(every), "less": str(less * 0.125), "at": "each" if is_each else "06:00"}
    try:
        found = steps_of(read_rule(fields | {"down_to": str(down_to * 0.125)}, start, TABLETS, TODAY), start)
    except InvalidEntry:
        return
    amounts = [start.amount_of_day, *(step.amount_of_day for step in found)]
    assert all(later < earlier for earlier, later in pairwise(amounts))
    assert min(amounts) >= down_to * 125_000
    assert len(found) <= MOST_STEPS
    assert all(dose.amount > 0 for step in found for dose in step.doses)
    for earlier, later in pairwise(found):
        assert (later.starts_on - earlier.ends_on).days == 1
        assert (later.starts_on - earlier.starts_on).days == every


def test_a_taper_is_read_in_the_unit_and_up_to_the_largest_amount_of_its_medicine():
    [first, _second] = table(SYRUP, amount_1_1="2500 ml")
    assert first.doses[0].amount == 2500 * 10**6
    assert "1000 mg or less" in refused(table, amount_1_1="2500")["amount_1_1"]
    assert table(CAPSULES, amount_1_1="3000")[0].doses[0].amount == 3000 * 10**6
    assert "3000 mg or less" in refused(table, medicine=CAPSULES, amount_1_1="3001")["amount_1_1"]
    assert "3000 mg or less" in refused(by_rule, medicine=CAPSULES, less="3001")["less"]
    assert "as a number in ml" in refused(table, medicine=SYRUP, amount_1_1="2\u00a0mg")["amount_1_1"]
    assert "The plan is 1\u00a0ml a day now." in refused(by_rule, medicine=SYRUP, down_to="1")["down_to"]


def test_what_counts_once_steps_are_saved_is_what_was_there_before_and_they():
    first, second, third = (replace(START, starts_on=TODAY + timedelta(days=days)) for days in (-9, 3, 9))
    steps = (
        replace(first, ends_on=TODAY + timedelta(days=2)),
        replace(second, ends_on=TODAY + timedelta(days=8)),
        third,
    )
    new = (replace(START, starts_on=TODAY + timedelta(days=5)),)
    assert followed_by(steps, new) == (steps[0], replace(second, ends_on=TODAY + timedelta(days=4)), *new)
    assert followed_by((), new) == new
