"""The page that asks about a dose: what is recorded already, both answers, and that a yes always records."""

from datetime import timedelta
from typing import Any

import pytest

from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser, Page

PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}
NOW = {"when": "now", "amount": "0.5"}


def ask(owner: Browser, **fields: str) -> Page:
    """A dose that is asked about."""
    return owner.submit("/doses/new", "/doses", NOW | fields, 422)


def answers(page: Page) -> list[str]:
    return page.words("button")


@pytest.fixture
def planned(owner: Browser, clock: Any) -> Browser:
    """Noon of the day after the plan was entered; the one dose so far was a little late."""
    owner.submit("/regimens/new", "/regimens", PLAN)
    clock.shift(timedelta(days=1))
    owner.log_dose(when="earlier", on="2026-11-24", at="11:30")
    return owner


def test_a_second_dose_of_a_planned_time_is_asked_about_before_it_is_saved(planned: Browser) -> None:
    asked = ask(planned)
    assert asked.h1 == "Did you take 0.5 mg more?"
    for said in (
        "Nothing is saved yet.",
        "Already recorded: 0.5 mg at 11:30.",
        "30 minutes earlier, the one for 08:00.",
        "Next planned: 20:00.",
        "Ask your pharmacist before you take another one.",
        "Very sleepy, confused, breathing slowly? Call 112",
    ):
        assert said in asked.text
    assert answers(asked) == [
        "No, it is the same dose, nothing more is saved",
        "Yes, I took 0.5 mg more, saved as taken, 12:00",
        "Change the time or the amount",
    ]
    assert len(planned.get("/history").entries) == 1


def test_yes_records_it_at_its_own_time_and_tells_it_once(planned: Browser, clock: Any) -> None:
    asked = ask(planned)
    clock.shift(timedelta(minutes=7))
    page = planned.follow(planned.send(asked, "/doses"))
    assert page.notice.startswith("Saved: 0.5 mg tablet, 12:00")
    assert (
        "0.5 mg more at 12:00. Already recorded: 0.5 mg at 11:30. 30 minutes earlier, the one for 08:00." in page.text
    )
    assert "of the day" not in page.text
    assert page.link("Took one dose twice: what to do") == "/emergency#twice"
    assert len(planned.get("/history").entries) == 2


def test_no_saves_nothing_and_sending_the_same_form_twice_saves_once(planned: Browser) -> None:
    asked = ask(planned)
    assert asked.link("No, it is the same dose, nothing more is saved") == "/"
    assert len(planned.get("/history").entries) == 1
    planned.send(asked, "/doses")
    again = planned.follow(planned.send(asked, "/doses"))
    assert "Already recorded, once" in again.text
    assert len(planned.get("/history").entries) == 2


def test_the_form_comes_back_with_everything_that_was_typed_where_something_is_to_be_changed(planned: Browser) -> None:
    earlier = {"when": "earlier", "on": "2026-11-24", "at": "11:45", "note": "with water"}
    asked = ask(planned, **earlier)
    form = planned.send(asked, "/doses", {"change": "yes"}, 200)
    assert form.h1 == "When did you take it?"
    fields = form.fields("/doses")
    assert (fields["at"], fields["note"], fields["id"]) == ("11:45", "with water", asked.fields("/doses")["id"])
    assert "confirmed_double_dose" not in fields
    planned.send(form, "/doses", {"when": "earlier", "at": "04:00"})
    assert "with water" in planned.get("/history").entries[1]


def test_a_pressed_time_stays_the_time_it_was(planned: Browser, clock: Any) -> None:
    form = planned.get("/doses/new")
    pressed = next(b.get("value") for b in form.document.iter("button") if (b.get("value") or "").startswith("ago 0"))
    asked = planned.send(form, "/doses", {"amount": "0.5", "pressed": pressed}, 422)
    clock.shift(timedelta(minutes=45))
    saved = planned.follow(planned.send(asked, "/doses"))
    assert saved.notice.startswith("Saved: 0.5 mg tablet, 12:00")


def test_the_tap_of_today_is_asked_about_and_one_for_the_next_time_is_not(planned: Browser, clock: Any) -> None:
    clock.shift(timedelta(hours=5))
    page = planned.follow(planned.submit("/doses/new", "/doses", NOW))
    assert "Took one dose twice" not in page.text, "it is the one for the evening"
    asked = ask(planned)
    assert "Already recorded: 0.5 mg at 17:00. Less than a minute earlier, the one for 20:00." in asked.text


def test_a_skipped_dose_is_not_asked_about(planned: Browser) -> None:
    planned.submit("/doses/new", "/doses", NOW | {"status": "skipped", "when": "earlier", "at": "11:50"})


def test_without_a_plan_a_dose_within_two_hours_is_asked_about(owner: Browser, clock: Any) -> None:
    owner.log_dose()
    clock.shift(timedelta(hours=1, minutes=59))
    asked = ask(owner)
    assert "Already recorded: 0.5 mg at 12:00. 1 hour 59 minutes earlier." in asked.text
    clock.shift(timedelta(minutes=1))
    owner.submit("/doses/new", "/doses", NOW)


def test_several_questions_stand_on_one_page_and_one_yes_answers_all(planned: Browser) -> None:
    asked = ask(planned, amount="other", other_amount="4.25")
    assert asked.h1 == "Is 4.25 mg the amount you took?"
    assert "Did you take 4.25 mg more?" in asked.text
    assert "4.75 mg" not in asked.text, "that the day has too much follows from it"
    assert answers(asked) == [
        "No, it is the same dose, nothing more is saved",
        "No, it was another amount, look at the form again",
        "Yes, all of this is right, saved as taken, 12:00",
    ]
    page = planned.follow(planned.send(asked, "/doses"))
    assert page.notice.startswith("Saved: 4.25 mg")


def test_a_day_above_4_mg_is_asked_about_once_and_above_the_range_is_a_note(owner: Browser, clock: Any) -> None:
    owner.log_dose(amount="2")
    clock.shift(timedelta(hours=3))
    noted = owner.follow(owner.submit("/doses/new", "/doses", NOW | {"amount": "2"}))
    assert "With this dose it is 4 mg in 24 hours." in noted.text
    assert "This is above the range in this monograph. What your prescriber ordered counts." in noted.text
    clock.shift(timedelta(hours=3))
    asked = ask(owner)
    assert asked.h1 == "Did you take 4.5 mg in all?"
    assert "Signs of too much" not in asked.text
    told = owner.follow(owner.send(asked, "/doses"))
    assert "With this dose it is 4.5 mg in 24 hours." in told.text
    clock.shift(timedelta(hours=3))
    assert "in 24 hours" not in owner.follow(owner.submit("/doses/new", "/doses", NOW)).html.split("So far today")[0]


@pytest.mark.parametrize(
    ("before", "amount", "said"),
    [
        (0, "21", "It would be more than 10 tablets of 2 mg."),
        (6, "4", "With this dose it is 22 mg in 24 hours. It would be 11 tablets of 2 mg."),
    ],
)
def test_above_20_mg_the_question_has_the_number_of_tablets_and_the_signs_of_an_overdose(
    owner: Browser, clock: Any, before: int, amount: str, said: str
) -> None:
    for _n in range(before):
        owner.log_dose(amount="other", other_amount="3")
        clock.shift(timedelta(hours=3))
    asked = ask(owner, amount="other", other_amount=amount)
    assert said in asked.text
    assert "Signs of too much clonazepam" in asked.text
    owner.send(asked, "/doses")
    assert f"{amount} mg" in owner.get("/history").entries[0]


def test_a_dose_above_its_plan_for_the_day_is_told_and_not_asked_about(owner: Browser, clock: Any) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    owner.log_dose(amount="1", when="earlier", on="2026-11-23", at="08:00")
    clock.shift(timedelta(hours=8))
    page = owner.follow(owner.submit("/doses/new", "/doses", NOW))
    assert "With this dose it is 1.5 mg for the day. 1 mg is planned. Not sure? Ask your pharmacist." in page.text


def test_another_medicine_has_its_own_doses_and_is_named(planned: Browser, clock: Any) -> None:
    syrup = planned.add_medicine("Syrup", unit="ml", amounts="5")
    for _n in range(2):  # nothing is known of it, and nothing is planned
        planned.submit(f"/doses/new?medicine={syrup}", "/doses", {"when": "now", "amount": "5"})
    planned.submit(f"/regimens/new?medicine={syrup}", "/regimens", {"time_1": "14:00", "amount_1": "5"})
    clock.shift(timedelta(days=1))
    planned.submit(f"/doses/new?medicine={syrup}", "/doses", {"when": "now", "amount": "5"})
    asked = planned.submit(f"/doses/new?medicine={syrup}", "/doses", {"when": "now", "amount": "5"}, 422)
    assert asked.h1 == "Did you take 5 ml more?"
    assert "Syrup. Nothing is saved yet." in asked.text


def test_an_edit_that_makes_a_dose_one_too_many_is_asked_by_a_tick(planned: Browser) -> None:
    entry_id = planned.log_dose(when="earlier", on="2026-11-24", at="04:00")
    address = f"/doses/{entry_id}"
    asked = planned.submit(address, address, {"at": "11:40", "note": "later than I thought"}, 422)
    assert "Already recorded: 0.5 mg at 11:30." in asked.error_beside("confirmed_double_dose")
    assert asked.fields(address)["note"] == "later than I thought"
    planned.send(asked, address, {"confirmed_double_dose": "yes"})
    assert len(planned.get("/history").entries) == 2


def test_an_edit_that_leaves_the_dose_alone_is_not_asked_about_again(planned: Browser) -> None:
    saved = planned.send(ask(planned), "/doses")
    address = f"/doses/{saved.location.partition('saved=')[2]}"
    planned.submit(address, address, {"note": "by mistake"})
    assert "by mistake" in planned.get("/history").entries[0]
    planned.submit(address, address, {"amount": "1"}, 422)


def test_a_dose_of_last_year_elsewhere_is_held_against_the_plan_of_its_day(owner: Browser) -> None:
    """The plan was lived in Berlin. After the move the same minutes are hours earlier on the clock."""
    owner.submit("/regimens/new", "/regimens", PLAN | {"time_1": "08:00", "time_2": "14:00"})
    for at in ("08:00", "14:00"):
        owner.log_dose(when="earlier", on="2026-11-22", at=at)
    entry_id = owner.log_dose(when="earlier", on="2026-11-21", at="14:00")
    owner.log_dose(when="earlier", on="2026-11-21", at="08:00")
    owner.submit("/settings", "/settings", {"zone": "America/New_York"})
    address = f"/doses/{entry_id}"
    owner.submit(address, address, {"note": "as always"})


def test_a_record_of_years_takes_no_more_statements(owner: Browser, database: Database) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    counts = []
    for n in range(2):
        form = owner.get("/doses/new")
        with counted(database) as statements:
            owner.send(form, "/doses", {"when": "earlier", "on": f"2026-11-{20 + n}", "at": "08:00", "amount": "0.5"})
        counts.append(len(statements))
        for year in range(2016, 2026):
            for day in range(1, 4):
                owner.log_dose(when="earlier", on=f"{year}-11-0{day}", at="08:00", day_confirmed=f"{year}-11-0{day}")
    assert counts[0] == counts[1]
