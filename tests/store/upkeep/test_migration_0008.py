"""Step 0008 on a plan as the version before left it: the same instants, amounts and statuses, and back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from journal.core.plan.adherence import Lived, match, taken_dose
from journal.core.plan.regimens import Plan, RecordedStep, Step
from journal.core.plan.schedules import AsNeeded, Days, PlannedDose
from journal.core.values.clock import Zones, local_moment
from journal.core.values.errors import JournalError
from journal.core.values.periods import Period
from journal.store.database.database import Database
from journal.store.plan import regimens
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

BERLIN = "Europe/Berlin"
PATIENT = (
    "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
    " own_symptoms, past_zones, revision) VALUES (:id, :id, :id, '-', 0, 'Europe/Berlin', '04:00', '24', '{}', '[]', 7)"
)
MEDICINE = (
    "INSERT INTO medicine (patient_id, id, monograph, unit, amounts, position, created_at)"
    " VALUES (:id, 'clonazepam', 'clonazepam', 'mg', '[]', 0, 0)"
)
STEP = (
    "INSERT INTO regimen_step (patient_id, id, medicine_id, starts_on, ends_on, times, amount, form, created_at,"
    " ended_at) VALUES (:patient, :id, 'clonazepam', :starts_on, :ends_on, :times, :amount, 'tablet', :created_at,"
    " :ended_at)"
)
CHANGED_AT = datetime(2026, 3, 20, 11, tzinfo=UTC)
SAVED_AT = datetime(2026, 2, 28, 23, tzinfo=UTC)
WALLS = (time(2, 30), time(8), time(20))
OLD = (
    ("a", "2026-03-01", "2026-03-19", "02:30 08:00 20:00", 62_500, SAVED_AT, CHANGED_AT),
    ("b", "2026-03-20", None, "21:05", 1_000_000, CHANGED_AT, None),
)
PLAN = (
    RecordedStep(Step.every_day(date(2026, 3, 20), None, (time(21, 5),), 1_000_000, "tablet"), None, CHANGED_AT),
    RecordedStep(
        Step.every_day(date(2026, 3, 1), date(2026, 3, 19), WALLS, 62_500, "tablet"), None, SAVED_AT, CHANGED_AT
    ),
)


def microseconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp()) * 10**6


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """Two patients with a plan that was changed once, at step 0007."""
    made = Database(databases.keep(migrated(databases, "0007"), "before-0008"))
    with made.writing() as session:
        for patient in ("ann", "bea"):
            session.execute(text(PATIENT), {"id": patient})
            session.execute(text(MEDICINE), {"id": patient})
            for step_id, starts_on, ends_on, times, amount, saved_at, ended_at in OLD:
                row = {"patient": patient, "id": step_id, "starts_on": starts_on, "ends_on": ends_on, "times": times}
                instants = {"created_at": microseconds(saved_at), "ended_at": microseconds(ended_at)}
                session.execute(text(STEP), row | instants | {"amount": amount})
    yield made
    made.close()


def rows(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        found = session.execute(text("SELECT * FROM regimen_step ORDER BY patient_id, id"))
        return [dict(row._mapping) for row in found]


def test_every_planned_time_keeps_its_instant_its_amount_and_its_status(database: Database) -> None:
    before = rows(database)
    migrations.upgrade(database)
    with database.reading() as session:
        plan = regimens.list_recorded(session, "ann")
        assert regimens.list_recorded(session, "bea") == plan == PLAN
    first = datetime(2026, 3, 1)  # noqa: DTZ001 - a wall time
    lived = [local_moment(first + timedelta(hours=9 * n), BERLIN, fold=False) for n in range(60) if 9 * n != 506]
    doses = tuple(taken_dose(each, 62_500, "taken", each.at) for each in lived)
    period, now = Period(date(2026, 3, 1), date(2026, 4, 2)), datetime(2026, 4, 10, tzinfo=UTC)
    found = match(Plan(plan), Lived(doses, {dose.on for dose in doses}), Zones(BERLIN), period, now)
    assert len(found.slots) == 19 * 3 + 2 + 14  # two of the day of the change had come when it was saved
    assert {slot.planned.amount for slot in found.slots} == {62_500, 1_000_000}
    migrations.upgrade(database, "0007")
    assert rows(database) == before


@pytest.mark.parametrize(
    "other",
    [
        Step(date(2026, 4, 1), None, (PlannedDose(time(8), 500), PlannedDose(time(20), 1000)), "tablet"),
        Step(date(2026, 4, 1), None, (PlannedDose(time(8), 500),), "tablet", Days(2)),
        Step(date(2026, 4, 1), None, (PlannedDose(time(8), 500),), "tablet", as_needed=AsNeeded(500)),
        Step(date(2026, 4, 1), None, (), "tablet", as_needed=AsNeeded(500)),
    ],
)
def test_what_the_version_before_cannot_hold_is_not_cut(database: Database, other: Step) -> None:
    migrations.upgrade(database)
    with database.writing() as session:
        regimens.add_step(session, "bea", "clonazepam", "c", other, CHANGED_AT)
    before = rows(database)
    with pytest.raises(JournalError, match=r"^1 steps of a plan .* cannot hold them, so nothing was changed\.$"):
        migrations.upgrade(database, "0007")
    assert rows(database) == before
