"""Doses: logging one with a tap, typing one, skipping one."""

import contextlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from journal.core.medicine.monograph import read_monograph
from journal.core.record.doses import Dose, read_dose
from journal.core.record.forms import FormContext
from journal.core.values.amounts import write_number
from journal.core.values.clock import local_moment, moment
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
NOW = datetime(2026, 3, 1, 7, 2, tzinfo=UTC)
FORM_CONTEXT = FormContext(NOW, "Europe/Berlin", time(4), EXAMPLAMINE)


def wall(text):
    """A wall time as a clock shows it: without a zone."""
    return datetime.fromisoformat(text)


def refused(**fields):
    with pytest.raises(InvalidEntry) as error:
        read_dose(fields, FORM_CONTEXT)
    return error.value.errors


def test_one_tap_is_a_dose_taken_now_in_the_first_form_of_the_medicine():
    dose = read_dose({"amount": "5"}, FORM_CONTEXT)
    assert dose == Dose(
        moment=moment(NOW, "Europe/Berlin"), status="taken", amount=5_000_000, form="capsule", medicine_id="examplamine"
    )
    assert dose.kind == "dose"
    assert dose.taken_amount == 5_000_000


def test_a_skipped_dose_keeps_its_amount_but_nothing_was_taken():
    dose = read_dose({"amount": "5", "status": "skipped", "note": "too sleepy"}, FORM_CONTEXT)
    assert (dose.status, dose.amount, dose.taken_amount, dose.note) == ("skipped", 5_000_000, 0, "too sleepy")


@pytest.mark.parametrize(
    "fields",
    [
        {"other_amount": "1,25"},
        {"amount": "other", "other_amount": "1.25"},
    ],
)
def test_an_amount_may_be_typed(fields):
    assert read_dose({**fields, "form": "syrup"}, FORM_CONTEXT).amount == 1_250_000


def test_a_typed_amount_that_agrees_with_the_chosen_one_is_fine():
    assert read_dose({"amount": "5", "other_amount": "5,0", "form": "syrup"}, FORM_CONTEXT).amount == 5_000_000


@pytest.mark.parametrize("typed", ["1.25 mg", "half"])
def test_a_typed_amount_beside_another_chosen_one_is_asked_about(typed):
    with pytest.raises(InvalidEntry) as refused:
        read_dose({"amount": "5", "other_amount": typed, "form": "syrup"}, FORM_CONTEXT)
    assert list(refused.value.errors) == ["amount"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "amount"),
        ({"amount": "other"}, "other_amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "½"}, "amount"),
    ],
)
def test_no_amount_is_asked_for_at_its_field(fields, field):
    assert refused(**fields).keys() == {field}


def test_half_of_a_tablet_is_never_guessed():
    sentence = "Write the amount as a number in mg, for example 0.5 or 0,5."
    assert refused(other_amount="½ of 1 mg") == {"other_amount": sentence}


def test_a_large_amount_is_read_like_any_other():
    assert read_dose({"other_amount": "65"}, FORM_CONTEXT).amount == 65_000_000


def test_an_amount_is_read_up_to_the_largest_of_its_medicine():
    assert read_dose({"amount": "other", "other_amount": "3000"}, FORM_CONTEXT).amount == 3_000_000_000
    more = refused(amount="other", other_amount="3000.000001")
    assert more == {"other_amount": "The amount must be 3000 mg or less. Check the decimal point."}
    assert "3000 mg or less" in refused(amount="3001")["amount"]
    assert "3000 mg or less" in refused(amount="5", other_amount="3001")["amount"]


def test_every_field_that_cannot_be_read_is_named_at_once():
    fields = {"amount": "x", "status": "lost", "form": "suppository", "note": "\x00", "on": "tomorrow", "at": "25:00"}
    assert refused(**fields).keys() == {"amount", "status", "form", "note", "on", "at"}


def test_a_dose_after_midnight_keeps_its_calendar_day():
    dose = Dose(
        moment=local_moment(wall("2024-02-29 00:30"), "Europe/Berlin"),
        status="taken",
        amount=1_000,
        form="capsule",
        medicine_id="examplamine",
    )
    assert dose.day_on == date(2024, 2, 29)


@pytest.mark.parametrize("values", [{"amount": 0}, {"amount": 0.5}, {"status": "late"}, {"weight": 3}])
def test_the_value_itself_refuses_what_no_dose_can_be(values):
    good = {"moment": moment(NOW, "UTC"), "status": "taken", "amount": 500_000, "form": "capsule", "medicine_id": "m"}
    with pytest.raises(ValidationError):
        Dose.model_validate({**good, **values})


def test_a_dose_cannot_be_changed_in_place():
    dose = read_dose({"amount": "5"}, FORM_CONTEXT)
    with pytest.raises(ValidationError):
        dose.amount = 1_000


@given(st.integers(1, 60_000), st.sampled_from(["taken", "skipped"]))
def test_what_was_typed_is_what_is_recorded_and_never_negative(amount, status):
    dose = read_dose({"other_amount": write_number(amount), "status": status}, FORM_CONTEXT)
    assert dose.amount == amount
    assert dose.taken_amount in {0, amount}


@given(
    st.dictionaries(
        st.sampled_from(["amount", "other_amount", "status", "form", "note", "when", "on", "at"]), st.text(max_size=20)
    )
)
def test_whatever_is_sent_gives_a_dose_or_sentences(fields):
    with contextlib.suppress(InvalidEntry):
        assert read_dose(fields, FORM_CONTEXT).amount > 0
