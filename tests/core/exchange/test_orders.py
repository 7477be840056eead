"""What was ordered as needed, as it leaves the journal."""

from dataclasses import replace
from pathlib import Path

from journal.core.exchange.document import step_value
from journal.core.exchange.orders import regimen_sheet
from journal.core.medicine.medicines import Medicine, called
from journal.core.medicine.monograph import read_monograph
from journal.core.plan.schedules import AsNeeded
from tests.core.plan.plans import saved

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
MEDICINES = called([Medicine("examplamine", monograph="examplamine")], {"examplamine": EXAMPLAMINE})


def ordered(*order):
    return replace(saved("08:00", as_needed=AsNeeded(*order)), medicine_id="examplamine")


def rows(*order):
    head, *found = regimen_sheet([ordered(*order)], MEDICINES)
    asked = ("days", "time", "amount in mg", "most a day in mg", "least hours between")
    return [tuple(str(row[head.index(name)] or "") for name in asked) for row in found]


def test_a_dose_as_needed_is_a_row_of_its_own_with_what_was_ordered_of_it():
    assert rows(250_000, 1_000_000, 6)[1] == ("as needed", "", "0.25", "1", "6")
    assert rows(250_000)[1] == ("as needed", "", "0.25", "", "")
    assert rows(250_000)[0][1:3] == ("08:00", "0.5")


def test_in_json_the_most_is_unknown_where_none_was_ordered():
    of_it = step_value(ordered(250_000, 1_000_000, 6), MEDICINES)["as_needed"]
    assert (of_it["amount"], of_it["most_a_day"]["amount_millionths"], of_it["least_hours_between"]) == (
        "0.25",
        1_000_000,
        6,
    )
    assert step_value(ordered(250_000), MEDICINES)["as_needed"]["most_a_day"] is None
