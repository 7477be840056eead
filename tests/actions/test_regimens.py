"""A new step closes the one before it; the days gone by keep their plan."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

from journal.actions import regimens as actions
from journal.core.accounts import Viewer
from journal.core.regimens import Step
from journal.store import regimens as store
from journal.store.database import Database

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def step(starts_on: date, amount_ug: int = 500) -> Step:
    return Step(starts_on, None, (time(8), time(20)), amount_ug, "tablet")


def steps(database: Database, viewer: Viewer) -> list[tuple[date, date | None, int]]:
    with database.reading() as session:
        return [(s.starts_on, s.ends_on, s.amount_ug) for s in store.list_steps(session, viewer.id)]


def test_a_step_closes_the_one_before(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY - timedelta(days=30)), NOW)
    actions.log_step(database, viewer, "b", step(TODAY, 1000), NOW)
    assert steps(database, viewer) == [
        (TODAY - timedelta(days=30), TODAY - timedelta(days=1), 500), (TODAY, None, 1000),
    ]  # fmt: skip


def test_the_same_step_twice_is_one(database: Database, viewer: Viewer) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: actions.log_step(database, viewer, "a", step(TODAY), NOW), range(4)))
    assert len(steps(database, viewer)) == 1


def test_a_step_to_come_is_replaced_and_kept_as_superseded(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=7), 1000), NOW)
    actions.log_step(database, viewer, "c", step(TODAY + timedelta(days=2), 250), NOW)
    assert [amount for _, _, amount in steps(database, viewer)] == [500, 250]
    with database.reading() as session:
        superseded = session.connection().exec_driver_sql("SELECT id FROM regimen_step WHERE superseded_at IS NOT NULL")
        assert list(superseded.scalars()) == ["b"]


def test_ending_the_regimen_keeps_today_and_everything_before(database: Database, viewer: Viewer) -> None:
    actions.end_regimen(database, viewer, TODAY, NOW)
    assert steps(database, viewer) == []
    actions.log_step(database, viewer, "a", step(TODAY - timedelta(days=3)), NOW)
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=7), 1000), NOW)
    actions.end_regimen(database, viewer, TODAY, NOW)
    assert steps(database, viewer) == [(TODAY - timedelta(days=3), TODAY, 500)]


def test_a_plan_is_one_patients_own(database: Database, viewer: Viewer, make_patient) -> None:
    from dataclasses import replace

    other = replace(viewer, id=make_patient("Other"))
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    actions.log_step(database, other, "a", step(TODAY + timedelta(days=1), 1000), NOW)
    actions.end_regimen(database, other, TODAY, NOW)
    assert steps(database, viewer) == [(TODAY, None, 500)]
