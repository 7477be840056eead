"""A liquid: a dose, a plan and the amounts of a medicine typed in ml or mg; both are shown; bad ml are refused."""

import csv
import json
from collections.abc import Callable
from io import StringIO

import pytest

from tests.web.client import Browser

SOLUTION = '\n\n[[forms]]\nkey = "solution"\nname = "Oral solution"\nmg_per_ml = "2.5"'
STRONG = '\n\n[[forms]]\nkey = "drops"\nname = "Strong drops"\nmg_per_ml = "20"'
STRENGTHS = 'strengths_mg = ["5", "10"]'


@pytest.fixture
def ann(log_in: Callable[..., Browser], known_too: Callable[..., None]) -> Browser:
    """Somebody whose medicine comes as tablets and as a solution."""
    known_too("examplol", (STRENGTHS, STRENGTHS + SOLUTION))
    return log_in("Ann", medicine="examplol")


def typed(amount: str, form: str = "solution") -> dict[str, str]:
    return {"amount": "other", "other_amount": amount, "form": form}


def test_the_page_of_the_medicine_says_how_much_is_in_one_ml(ann: Browser) -> None:
    assert "Oral solution 2.5 mg in each ml." in ann.get("/medicine").text


def test_a_dose_in_ml_is_recorded_in_mg_and_both_are_said(ann: Browser) -> None:
    page = ann.follow(ann.submit("/doses/new", "/doses", typed("3 ml") | {"when": "now"}))
    assert "Saved: 7.5 mg (3 ml) oral solution" in page.text
    assert "Yes: 7.5 mg (3 ml) at 12:00" in page.text
    assert "7.5 mg (3 ml)" in ann.get("/history").entries[0]
    assert "7.5 mg (3 ml)" in ann.get("/history/2026-11-23").text


def test_a_dose_of_the_same_in_mg_says_the_ml_beside_it(ann: Browser) -> None:
    ann.submit("/doses/new", "/doses", typed("7.5 mg") | {"when": "now"})
    assert "7.5 mg (3 ml)" in ann.get("/history").entries[0]


def test_it_is_edited_and_keeps_what_was_typed(ann: Browser) -> None:
    entry_id = ann.log_dose(**typed("3 ml"))
    address = f"/doses/{entry_id}"
    page = ann.get(address)
    assert page.fields(address)["other_amount"] == "7.5"
    assert "Of a liquid also in ml: write ml behind the number." in page.text
    ann.submit(address, address, {"amount": "other", "other_amount": "2 ml"})
    assert "5 mg (2 ml)" in ann.get("/history").entries[0]
    ann.submit(address, address, {"amount": "5", "other_amount": "", "form": "tablet"})
    assert "ml" not in ann.get("/history").entries[0]


@pytest.mark.parametrize(
    ("amount", "form", "said"),
    [
        ("5 ml", "tablet", "Only a liquid is measured in ml."),
        ("0 ml", "solution", "The amount must be more than 0 ml."),
        ("0.000001 ml", "solution", "cannot be written in mg with 6 digits after the decimal point. Write mg."),
        ("400.4 ml", "solution", "are more than 1000 mg, the largest amount there is room for."),
        ("5 ml of it", "solution", "Write the amount as a number in mg"),
    ],
)
@pytest.mark.parametrize("way", ["dose", "plan"])
def test_bad_ml_are_refused_beside_the_field_and_nothing_is_saved(
    ann: Browser, way: str, amount: str, form: str, said: str
) -> None:
    if way == "dose":
        page = ann.submit("/doses/new", "/doses", typed(amount, form) | {"when": "now"}, 422)
        field, fields = "other_amount", page.fields("/doses")
    else:
        row = {"often": "", "amount_1": "other", "other_amount_1": amount, "form": form}
        page = ann.submit("/regimens/new", "/regimens", row, 422)
        field, fields = "other_amount_1", page.fields("/regimens")
    assert said in page.error_beside(field).replace("\u00a0", " ")
    assert fields[field] == amount
    assert ann.get("/history").entries == []
    assert "No times are planned" in ann.get("/medicines").text or way == "dose"


def test_a_question_about_a_large_amount_is_asked_of_ml_too(ann: Browser) -> None:
    """Above 10 mg one dose is asked about: 4 ml are 10 mg, 5 ml are more."""
    ann.submit("/doses/new", "/doses", typed("4 ml") | {"when": "now"})
    page = ann.submit("/doses/new", "/doses", typed("5 ml") | {"when": "now"}, 422)
    assert "12.5 mg" in page.text


def plan_in_ml(ann: Browser) -> None:
    rows = {"often": "", "amount_1": "other", "other_amount_1": "2 ml", "form": "solution", "time_1": "08:00"}
    more = {"more_doses": "13:00 1 ml; 20:00 5", "as_needed_amount": "other", "as_needed_other_amount": "1 ml"}
    ann.submit("/regimens/new", "/regimens", rows | more | {"most_a_day": "4 ml", "starts_on": "2026-11-23"})


def test_planned_times_are_typed_in_ml_or_mg_and_today_says_both(ann: Browser) -> None:
    plan_in_ml(ann)
    text = ann.get("/medicine").text
    assert "5 mg (2 ml) at 08:00; 2.5 mg (1 ml) at 13:00; 5 mg (2 ml) at 20:00" in text or (
        "5 mg (2 ml) at 08:00, 2.5 mg (1 ml) at 13:00 and 5 mg (2 ml) at 20:00" in text
    )
    assert "2.5 mg (1 ml) as needed, at most 10 mg (4 ml) in 24 hours" in text
    today = ann.get("/").text
    assert "5 mg (2 ml)" in today
    assert "2.5 mg (1 ml)" in today


def test_the_row_of_today_takes_the_liquid_it_planned(ann: Browser) -> None:
    plan_in_ml(ann)
    page = ann.get("/")
    ann.send(page, "/doses", {"status": "taken"})
    entry = ann.get("/history").entries[0]
    assert "mg (" in entry
    assert "oral solution" in entry.lower()


def test_the_amounts_somebody_takes_are_typed_in_ml_and_offered_with_both(ann: Browser) -> None:
    address = "/medicines/examplol"
    ann.submit(address, address, {"amounts": "2 ml; 7.5"})
    assert ann.get(address).fields(address)["amounts"] in {"5; 7.5", "7.5"}
    form = ann.get("/doses/new?when=earlier&form=solution").text
    assert "7.5 mg (3 ml)" in form
    page = ann.submit(address, address, {"amounts": "0 ml"}, 422)
    assert "more than 0 ml" in page.error_beside("amounts").replace("\u00a0", " ")
    assert page.fields(address)["amounts"] == "0 ml"


def test_ml_of_two_liquids_mean_different_mg_and_the_form_says_which(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    known_too("examplol", (STRENGTHS, STRENGTHS + SOLUTION + STRONG))
    ben = log_in("Ben", medicine="examplol")
    ben.log_dose(**typed("0.5 ml", "solution"))
    ben.log_dose(**typed("0.5 ml", "drops"))
    newest = " ".join(ben.get("/history").entries)
    assert "10 mg (0.5 ml)" in newest
    assert "1.25 mg (0.5 ml)" in newest
    page = ben.submit("/medicines/examplol", "/medicines/examplol", {"amounts": "2 ml"}, 422)
    assert "Only a liquid is measured in ml." in page.error_beside("amounts")


def test_what_is_downloaded_has_the_form_and_the_ml(ann: Browser) -> None:
    ann.log_dose(**typed("3 ml"))
    ann.log_dose(**typed("5", "tablet"))
    plan_in_ml(ann)
    document = json.loads(ann.client.get("/exports/journal.json").data)
    first, second = (entry for entry in document["entries"] if entry["kind"] == "dose")
    assert (first["amount"], first["unit"], first["form"], first["ml"]) == ("7.5", "mg", "solution", "3")
    assert "ml" not in second
    assert document["monographs"][0]["mg_per_ml"] == {"solution": "2.5"}
    rows = [*csv.DictReader(StringIO(ann.client.get("/exports/doses.csv").data.decode("utf-8-sig")), delimiter=",")]
    assert [(row["form"], row["amount in mg"], row["ml"]) for row in rows] == [
        ("Oral solution", "7.5", "3"),
        ("Tablet", "5", ""),
    ]
    planned = [*csv.DictReader(StringIO(ann.client.get("/exports/regimen.csv").data.decode("utf-8-sig")))]
    assert [row["ml"] for row in planned] == ["2", "1", "2", "1"]


def test_a_medicine_without_a_liquid_speaks_of_no_ml(owner: Browser) -> None:
    for address in ("/doses/new?when=earlier", "/regimens/new", "/medicines/clonazepam"):
        page = owner.get(address)
        assert "ml" not in page.text.split(), address
        assert 'inputmode="text"' not in page.html
