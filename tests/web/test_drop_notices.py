"""Much less than usual for two days: Today says so while it lasts, and the page after the next dose, which keeps it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from journal.store.database.database import Database
from journal.store.database.models import EntryRow
from tests.conftest import NOW, counted
from tests.long_records import one_entry
from tests.web.client import Browser, Page
from tests.web.lint import words_of

PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "1", "time_2": "20:00", "amount_2": "1"}
FACT = "Clonazepam, 21 November to 22 November: 1 mg recorded in all. Before that it was mostly 4 mg in 2 days."
ADVICE = (
    "If you took more and did not log it, log it now. Do not stop suddenly: call your prescriber. "
    "Seizures that do not end can follow. That can threaten life."
)


def record(database: Database, patient_id: str, amount: int = 1_000_000, medicine: str = "clonazepam") -> None:
    """Fourteen days of two such doses a day, and two days of a quarter of it, up to yesterday."""
    rows = []
    for n in range(16):
        for hour in (7, 19):
            at = datetime(2026, 11, 7 + n, hour, tzinfo=UTC)
            own = amount if n < 14 else amount // 4
            rows.append(one_entry(patient_id, "dose", at, amount=own, medicine_id=medicine, note=str(hour)))
    with database.writing() as session:
        session.execute(insert(EntryRow.__table__), rows)


def told(page: Page) -> list[str]:
    return [words for words in map(words_of, page.all("notice")) if "recorded in all" in words]


@pytest.fixture
def less(owner: Browser, database: Database) -> Browser:
    """Somebody who has taken a quarter for two days."""
    owner.submit("/regimens/new", "/regimens", PLAN)
    record(database, owner.patient_id)
    return owner


def test_today_says_it_until_it_is_over_and_the_next_dose_keeps_it(less: Browser, clock: Any) -> None:
    (said,) = told(less.get("/"))
    assert said.startswith(f"Caution {FACT} {ADVICE}")
    assert "Run out, or stopped: what to do" in said
    saved = less.submit("/doses/new", "/doses", {"when": "now", "amount": "1"})
    assert any(FACT in words_of(notice) for notice in less.follow(saved).all("notice"))
    assert FACT in less.get("/alerts").text
    assert len(told(less.get("/"))) == 1, "it is so all day"
    clock.move_to(NOW + timedelta(hours=9))
    less.log_dose(amount="1")
    less.log_dose(when="earlier", on="2026-11-23", at="09:00", amount="1")
    assert less.get("/alerts").html.count("recorded in all") == 1
    clock.move_to(NOW + timedelta(days=1))
    assert told(less.get("/")) == [], "half of the last two days was as usual"


def test_what_was_forgotten_and_is_logged_ends_it(less: Browser) -> None:
    less.log_dose(when="earlier", on="2026-11-22", at="21:00", amount="1")
    assert told(less.get("/")) == []


def test_each_medicine_is_told_of_by_its_name(less: Browser, database: Database) -> None:
    second = less.add_medicine("Rivotril", monograph="clonazepam")
    record(database, less.patient_id, 400_000, second)
    words = told(less.get("/"))
    assert len(words) == 2
    assert words[1].startswith("Caution Rivotril, 21 November to 22 November: 0.4 mg recorded in all.")


def test_nothing_is_said_of_somebody_else(less: Browser, stranger: Browser) -> None:
    assert told(less.get("/"))
    assert told(stranger.get("/")) == []


def test_it_costs_today_one_statement_and_saving_one_for_the_first_dose_of_a_day(
    less: Browser, database: Database
) -> None:
    with counted(database) as statements:
        less.get("/")
    assert len([each for each in statements if "GROUP BY entry.day_on" in each]) == 1
    assert len(statements) == 7, statements
