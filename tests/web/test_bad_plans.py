"""What is no plan, no day and no amount: a sentence beside the field, all of it kept, nothing saved by half."""

from datetime import UTC, datetime, timedelta

import pytest

from journal.store.database.database import Database
from journal.store.plan import regimens as store
from tests.web.client import Browser

ROWS = {"from_1": "2026-12-01", "amount_1_1": "0.25", "from_2": "2026-12-15", "amount_2_1": "0.125"}
TABLE = "/regimens/tapers/new?at_1=08:00"


def planned(database: Database, person: Browser) -> list[tuple[str, str]]:
    with database.reading() as session:
        steps = store.list_steps(session, person.patient_id, "clonazepam")
    return [(str(step.starts_on), str(step.ends_on)) for step in steps]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"ends_on": "2026-11-22"}, "ends_on", "The last day is before the first."),
        ({"ends_on": "9999-12-31"}, "ends_on", "The year must be between 1900 and 2200."),
        ({"starts_on": "0001-01-01"}, "starts_on", "The year must be between 1900 and 2200."),
        ({"amount_1": "other", "other_amount_1": "1001"}, "other_amount_1", "The amount must be 1000 mg or less."),
        ({"more_doses": "10:00 1001"}, "more_doses", "The amount must be 1000 mg or less."),
        ({"as_needed_amount": "0.5", "most_a_day": "1001"}, "most_a_day", "The amount must be 1000 mg or less."),
        ({"more_doses": "; ".join(f"{n // 60:02d}:{n % 60:02d} 1" for n in range(24))}, "times", "room for 24 times"),
        ({"more_doses": "08:00 1"}, "times", "The same time stands there twice."),
        ({"days": "every_nth", "every": "0"}, "every", "2 to 31"),
        ({"days": "weekdays"}, "weekday_0", "Choose at least one weekday."),
    ],
)
def test_a_plan_that_is_none_says_what_is_wrong(
    owner: Browser, database: Database, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = owner.submit("/regimens/new", "/regimens", {"amount_1": "0.5", "often": ""} | fields, 422)
    assert sentence in page.errors()[field]
    kept = page.fields("/regimens")
    assert all(kept[name] == typed for name, typed in fields.items())
    assert planned(database, owner) == []


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"from_2": "2026-12-01"}, "from_2", "This step begins before the one above it has."),
        ({"from_1": "0001-01-01"}, "from_1", "The year must be between 1900 and 2200."),
        ({"from_1": "2026-11-22"}, "from_1", "The first step begins today or later."),
        ({"ends_on": "2026-12-01"}, "ends_on", "The last day is before the last step begins."),
        ({"amount_2_1": "-0.125"}, "amount_2_1", "Write the amount as a number"),
        ({"amount_2_1": "1001"}, "amount_2_1", "The amount must be 1000 mg or less."),
        ({f"from_{n}": f"{2026 + n // 12}-{1 + n % 12:02d}-01" for n in range(1, 201)}, "from_1", "room for 60 steps"),
    ],
)
def test_steps_that_are_none_say_what_is_wrong(
    owner: Browser, database: Database, fields: dict[str, str], field: str, sentence: str
) -> None:
    page = owner.submit(TABLE, "/regimens/tapers", ROWS | fields, 422)
    assert sentence in page.errors()[field]
    kept = page.fields("/regimens/tapers")
    assert all(kept[name] == typed for name, typed in (ROWS | fields).items() if name in kept)
    assert planned(database, owner) == []


@pytest.mark.parametrize(
    ("rule", "field", "sentence"),
    [
        ("every=14&less=-0.125&at=each", "less", "Write the amount as a number"),
        ("every=14&less=0.125&at=each&down_to=2", "down_to", "Write less than that, since it goes down."),
        ("every=14&less=0.3&at=08:00&down_to=0.1", "less", "One of the times would fall below zero."),
        ("every=1&less=0.0001&at=each", "every", "There is room for 60 steps."),
        ("every=0&less=0.1&at=each", "every", "1 to 366"),
    ],
)
def test_a_rule_that_goes_up_below_zero_or_on_and_on_says_so(
    owner: Browser, rule: str, field: str, sentence: str
) -> None:
    owner.submit("/regimens/new", "/regimens", {"amount_1": "0.5", "amount_4": "0.5", "often": ""})
    page = owner.get(f"/regimens/tapers/new?first_on=2026-12-01&{rule}", 422)
    assert sentence in page.errors()[field]
    assert page.fields("/regimens/tapers/new")[field] in rule


def test_a_pause_over_a_change_of_the_plan_owes_nothing_and_the_new_step_goes_on(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 16, 8, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "08:00", "amount_1": "0.5", "often": ""})
    owner.log_dose()
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-19", "amount_1": "1"})
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    owner.submit("/regimens/pauses/new", "/regimens/pauses", {"first_on": "2026-11-18", "last_on": "2026-11-20"})
    for day in (18, 19, 20):
        assert "08:00" not in owner.get(f"/history/2026-11-{day}").text
    assert "08:00 0.5 mg" in owner.get("/history/2026-11-17").text
    assert "08:00 1 mg" in owner.get("/history/2026-11-21").text


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"last_on": "2026-11-19"}, "last_on", "The last day is before the first."),
        ({"first_on": "0001-01-01"}, "first_on", "The year must be between 1900 and 2200."),
        ({"last_on": "9999-12-31"}, "last_on", "The year must be between 1900 and 2200."),
        ({"last_on": "2027-12-31"}, "last_on", "A pause lasts a year at most"),
    ],
)
def test_a_pause_that_is_none_says_what_is_wrong(
    owner: Browser, fields: dict[str, str], field: str, sentence: str
) -> None:
    days = {"first_on": "2026-11-20", "last_on": "2026-11-23", "other_reason": "away"} | fields
    page = owner.submit("/regimens/pauses/new", "/regimens/pauses", days, 422)
    assert sentence in page.errors()[field]
    kept = page.fields("/regimens/pauses")
    assert {name: kept[name] for name in days} == days


def test_a_dose_for_a_medicine_that_has_ended_is_recorded_and_said(owner: Browser, clock) -> None:
    ended = owner.add_medicine("Syrup", unit="ml", amounts="5")
    owner.log_dose(medicine=ended, amount="5", form="", when="earlier", on="2026-11-20", at="08:00")
    owner.submit(f"/medicines/{ended}", f"/medicines/{ended}/end")
    clock.shift(timedelta(hours=13))
    page = owner.get(f"/doses/new?medicine={ended}")
    assert "This medicine has ended. A dose you took can still be recorded." in page.text
    saved = owner.send(page, "/doses", {"when": "now", "amount": "5"})
    assert "5 ml" in owner.follow(saved).notice


def test_two_windows_that_plan_the_same_days_never_hold_at_once(owner: Browser, database: Database, clock) -> None:
    first, second = owner.get("/regimens/new"), owner.get("/regimens/new")
    fields = {"amount_1": "0.5", "often": "", "ends_on": "2026-12-31"}
    owner.send(first, "/regimens", fields)
    both = owner.send(second, "/regimens", fields | {"starts_on": "2026-12-01", "amount_1": "1"}, 409)
    clock.shift(timedelta(minutes=1))
    owner.send(both, "/regimens")
    assert planned(database, owner) == [("2026-11-23", "2026-11-30"), ("2026-12-01", "2026-12-31")]
