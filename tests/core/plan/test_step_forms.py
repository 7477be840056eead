"""The form of a step: times each with an amount, days, as needed; every field that cannot be read is named."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.medicines import Medicine, known_of
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import EVERY_DAY, AsNeeded, Days, PlannedDose, days_of
from journal.core.plan.step_forms import choices_of, fields_of, of_this_release, read_step
from journal.core.record.forms import FormContext
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
TODAY = date(2026, 3, 1)
FORM_CONTEXT = FormContext(datetime(2026, 3, 1, 7, tzinfo=UTC), "Europe/Berlin", time(4), EXAMPLAMINE)
FIVE = 5_000_000
MORNING, EVENING = PlannedDose(time(8), FIVE), PlannedDose(time(20), FIVE)
FIELDS = {"starts_on": "2026-03-01", "time_1": "08:00", "amount_1": "5", "time_2": "20:00", "amount_2": "5"}


def read(**fields):
    return read_step(FIELDS | fields, FORM_CONTEXT, TODAY)


def refused(**fields):
    with pytest.raises(InvalidEntry) as error:
        read(**fields)
    return error.value.errors


def test_a_step_is_read_from_its_form():
    assert read(form="syrup") == Step(TODAY, None, (MORNING, EVENING), "syrup")
    night = read(amount_2="other", other_amount_2="1,25", ends_on="2026-03-14")
    assert night.doses == (MORNING, PlannedDose(time(20), 1_250_000))
    assert night.ends_on == date(2026, 3, 14)
    assert night.amount_of_day == night.daily_amount == 6_250_000


def test_a_plan_is_read_up_to_the_largest_amount_of_its_medicine():
    large = {"amount_1": "1500", "more_doses": "12:00 3000", "as_needed_amount": "1500", "most_a_day": "3000"}
    found = read(**large, confirmed="yes")
    assert [dose.amount // 10**6 for dose in found.doses] == [1500, 3000, 5]
    assert found.as_needed == AsNeeded(1_500_000_000, 3_000_000_000, None)
    sentence = "The amount must be 3000 mg or less. Check the decimal point."
    for name, typed in (("amount_1", "3001"), ("more_doses", "12:00 3000.5"), ("most_a_day", "3000.000001")):
        assert refused(**large | {name: typed}, confirmed="yes") == {name: sentence}
    assert refused(as_needed_amount="3001") == {"as_needed_amount": sentence}


def test_who_ordered_it_may_be_named_in_one_line():
    assert not read().taken_before
    assert read(taken_before="yes").taken_before
    assert fields_of(read(taken_before="yes"), ())["taken_before"] == "yes"
    assert "taken_before" not in fields_of(read(), ())
    assert read().ordered_by == ""
    assert read(ordered_by="  Dr\n Amsel ").ordered_by == "Dr Amsel"
    assert read(ordered_by="\u200b \u00ad").ordered_by == ""
    assert read(ordered_by="x" * 80).ordered_by == "x" * 80


def test_a_form_that_was_open_during_the_upgrade_has_one_amount_for_all_its_times():
    older = {"starts_on": "2026-03-01", "time_1": "08:00", "time_2": "20:00", "time_3": "", "time_4": ""}
    listed = of_this_release(older | {"amount": "5", "other_amount": "", "more_times": "10:00, 14:00"})
    assert read_step(listed, FORM_CONTEXT, TODAY).doses == tuple(PlannedDose(time(n), FIVE) for n in (8, 10, 14, 20))
    typed = of_this_release(older | {"amount": "other", "other_amount": "5"})
    assert read_step(typed, FORM_CONTEXT, TODAY).doses == (MORNING, EVENING)
    with pytest.raises(InvalidEntry) as error:
        read_step(of_this_release(older | {"other_amount": ""}), FORM_CONTEXT, TODAY)
    assert set(error.value.errors) == {"times"}
    assert of_this_release(FIELDS) == FIELDS


def test_a_row_without_an_amount_is_no_time():
    assert read(amount_1="", time_1="banana").doses == (EVENING,)
    assert read(time_3="12:00").doses == (MORNING, EVENING)


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("10:00 5; 14:00 5", (time(10), time(14))),
        ("14:00 5, 10:00 5", (time(10), time(14))),
        ("10:00 5,0, 14:00 5.0", (time(10), time(14))),
        ("10:00=5 mg;2 pm 5mg", (time(10), time(14))),
        (" ; 10:00  5 ;; \n2:00 pm: 5", (time(10), time(14))),
        ("١٠:٠٠ ٥، 14:00 ٥", (time(10), time(14))),
    ],
)
def test_more_times_are_typed_with_their_amounts(typed, times):
    step = read(more_doses=typed)
    assert step.times == (time(8), *times, time(20))
    assert {dose.amount for dose in step.doses} == {FIVE}


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (
            {"amount_1": "", "amount_2": ""},
            "times",
            "Choose an amount for at least one time of day, or as needed.",
        ),
        ({"time_1": "25:00"}, "times", "Write the time as hours and minutes, for example 08:05 or 8:05 pm."),
        ({"time_2": "8:00"}, "times", "The same time stands there twice. Write each time once."),
        (
            {"more_doses": "; ".join(f"{hour:02d}:30 5" for hour in range(23))},
            "times",
            "There is room for 24 times a day.",
        ),
        ({"more_doses": "10:00"}, "more_doses", "Write each time with its amount, for example 10:00 0.5; 14:00 0.25"),
        ({"more_doses": "25:00 5"}, "more_doses", "Write the time as hours and minutes, for example 08:05 or 8:05 pm."),
        ({"days": "weekdays"}, "weekday_0", "Choose at least one weekday."),
        ({"days": "every_nth", "every": "0"}, "every", "Write how many days it is from one to the next: 2 to 31."),
        (
            {"ends_on": "2026-02-28"},
            "ends_on",
            "The last day is before the first. Choose a later day, or leave it empty.",
        ),
        (
            {"as_needed_amount": "5", "most_a_day": "2.5"},
            "most_a_day",
            "This is less than one dose. Look at both amounts again.",
        ),
        (
            {"as_needed_amount": "5", "least_hours": "49"},
            "least_hours",
            "Write whole hours from 1 to 48, or leave it empty.",
        ),
        ({"ordered_by": "x" * 81}, "ordered_by", "The text is 81 characters long; there is room for 80."),
        (
            {"least_hours": "6"},
            "as_needed_amount",
            "Choose the amount of one dose as needed, or empty the two fields below it.",
        ),
    ],
)
def test_what_is_no_plan_is_answered_with_a_sentence(fields, field, sentence):
    assert refused(**fields) == {field: sentence}


def test_24_times_a_day_have_room():
    assert len(read(more_doses="; ".join(f"{hour:02d}:30 5" for hour in range(22))).doses) == 24


def test_days_and_doses_as_needed_are_read():
    assert read(days="weekdays", weekday_0="yes", weekday_4="yes").days == Days(weekdays=(0, 4))
    assert read(days="weekdays", **{f"weekday_{n}": "yes" for n in range(7)}).days == EVERY_DAY
    assert read(days="every_nth", every="31").days == Days(31)
    alone = read(amount_1="", amount_2="", as_needed_amount="5", most_a_day="20", least_hours="6")
    assert (alone.doses, alone.as_needed) == ((), AsNeeded(FIVE, 4 * FIVE, 6))
    besides = read(as_needed_amount="other", as_needed_other_amount="2.5")
    assert (besides.doses, besides.as_needed) == ((MORNING, EVENING), AsNeeded(2_500_000))


def test_a_plan_begins_within_a_year_or_long_ago():
    assert read(starts_on="1999-02-28").starts_on == date(1999, 2, 28)
    assert read(starts_on="2027-03-02").starts_on == date(2027, 3, 2)
    too_far = {"starts_on": "This is more than a year ahead. Choose a day within the next year."}
    assert refused(starts_on="2027-03-03") == too_far


@pytest.mark.parametrize("starts_on", ["", "2026-02-29", "0001-01-01", "1899-12-31", "9999-12-31", "soon\x00"])
def test_a_start_that_is_no_day_is_refused(starts_on):
    assert refused(starts_on=starts_on).keys() == {"starts_on"}


def test_every_field_that_cannot_be_read_is_named_at_once():
    wrong = refused(starts_on="x", time_1="x", amount_2="x", form="x", days="x", as_needed_amount="x")
    assert wrong.keys() == {"starts_on", "times", "amount_2", "form", "days", "as_needed_amount"}


def test_an_amount_that_looks_like_a_slip_is_asked_about_in_the_words_of_a_plan():
    for field in ("amount_2", "as_needed_amount"):
        assert refused(**{field: "65"})["confirmed"].endswith(
            "If that is what was prescribed, confirm it and save again."
        )
    assert read(amount_1="65", confirmed="yes").doses[0].amount == 65_000_000


def test_strengths_and_halves_of_the_usual_tablet_can_be_pressed():
    clonazepam = choices_of(read_monograph(DATA / "clonazepam.toml"))
    assert clonazepam == (125_000, 250_000, 500_000, 1_000_000, 2_000_000)


amounts = st.integers(1, 200_000).map(lambda n: n * 1000)
doses = st.lists(
    st.builds(PlannedDose, st.times().map(lambda at: at.replace(second=0, microsecond=0)), amounts),
    max_size=24,
    unique_by=lambda dose: dose.at,
).map(lambda found: tuple(sorted(found)))
any_days = st.one_of(st.integers(1, 31).map(Days), st.sets(st.integers(0, 6), min_size=1).map(days_of))
orders = st.none() | st.builds(
    lambda amount, more, hours: AsNeeded(amount, amount + more if more is not None else None, hours),
    amounts,
    st.none() | amounts,
    st.none() | st.integers(1, 48),
)


@given(doses, any_days, orders, st.sampled_from(["", "Dr Amsel"]))
def test_the_form_of_a_step_is_read_back_as_that_step(planned, days, order, named):
    step = Step(TODAY, None, planned, EXAMPLAMINE.forms[0].key, days if planned else EVERY_DAY, order, named)
    fields = fields_of(step, choices_of(EXAMPLAMINE)) | {"starts_on": "2026-03-01", "confirmed": "yes"}
    if not planned and order is None:
        with pytest.raises(InvalidEntry):
            read_step(fields, FORM_CONTEXT, TODAY)
    else:
        assert read_step(fields, FORM_CONTEXT, TODAY) == step


def test_of_a_medicine_nothing_is_known_of_no_amount_can_be_pressed():
    assert choices_of(known_of(Medicine("a", name="Valproate"), {}), Medicine("a", name="Valproate")) == ()
