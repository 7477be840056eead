"""A new step closes the one before it; the days gone by keep their plan."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from journal.actions import regimens as actions
from journal.core.accounts.accounts import Viewer
from journal.core.plan.regimens import Kept, Step, mark
from journal.core.values.errors import InvalidEntry
from journal.store.database.database import Database
from journal.store.database.models import Patient
from journal.store.plan import regimens as store
from tests.core.plan.plans import change

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


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


def test_the_same_form_with_another_step_is_refused(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    with pytest.raises(actions.StepExists) as error:
        actions.log_step(database, viewer, "a", step(TODAY, 2000), NOW)
    assert error.value.steps == (step(TODAY),)
    assert error.value.earlier == Kept(step(TODAY), None, NOW)
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=1)), NOW)
    actions.log_step(database, viewer, "a", step(TODAY), NOW)  # closed since, and still the same form
    assert len(steps(database, viewer)) == 2


def test_what_is_planned_already_changes_nothing(database: Database, viewer: Viewer) -> None:
    begun = step(TODAY - timedelta(days=3))
    actions.log_step(database, viewer, "a", begun, NOW)
    actions.log_step(database, viewer, "b", begun, NOW)
    with database.reading() as session:
        assert store.list_kept(session, viewer.id) == (Kept(begun, None, NOW),)


def test_a_plan_that_changed_meanwhile_is_asked_about(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY), NOW, seen=mark(()))
    for act in (
        lambda: actions.log_step(database, viewer, "b", step(TODAY, 2000), NOW, seen=mark(())),
        lambda: actions.end_regimen(database, viewer, TODAY, NOW, seen=mark(())),
    ):
        with pytest.raises(actions.PlanChanged) as error:
            act()
        assert (error.value.steps, error.value.earlier) == ((step(TODAY),), None)
    assert steps(database, viewer) == [(TODAY, None, 500)]
    actions.log_step(database, viewer, "b", step(TODAY, 2000), NOW, seen=mark((step(TODAY),)))
    actions.end_regimen(database, viewer, TODAY, NOW, seen=mark((step(TODAY, 2000),)))
    actions.end_regimen(database, viewer, TODAY, NOW, seen="pressed twice")
    assert steps(database, viewer) == []  # what began today stopped today


@pytest.mark.parametrize("seen", [None, mark(())])
def test_of_first_plans_sent_at_once_one_is_saved(database: Database, viewer: Viewer, seen: str | None) -> None:
    def send(n: int) -> type[Exception] | None:
        try:
            actions.log_step(database, viewer, f"{n}", step(TODAY - timedelta(days=n), n * 500), NOW, seen=seen)
        except (actions.PlanChanged, InvalidEntry) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(1, 9)))
    assert answers.count(None) == 1
    assert answers.count(InvalidEntry if seen is None else actions.PlanChanged) == 7
    assert len(steps(database, viewer)) == 1


def test_every_change_of_the_plan_is_a_change_of_the_record(database: Database, viewer: Viewer) -> None:
    def revision() -> int:
        with database.reading() as session:
            return session.execute(select(Patient.revision).where(Patient.id == viewer.id)).scalar_one()

    assert revision() == 0
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    assert revision() == 1
    actions.end_regimen(database, viewer, TODAY, NOW)
    assert revision() == 2


def test_a_step_to_come_is_replaced_and_kept_as_superseded(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=7), 1000), NOW)
    actions.log_step(database, viewer, "c", step(TODAY + timedelta(days=2), 250), NOW)
    assert [amount for _, _, amount in steps(database, viewer)] == [500, 250]
    with database.reading() as session:
        superseded = session.connection().exec_driver_sql("SELECT id FROM regimen_step WHERE superseded_at IS NOT NULL")
        assert list(superseded.scalars()) == ["b"]


def test_ending_the_regimen_keeps_everything_before(database: Database, viewer: Viewer) -> None:
    actions.end_regimen(database, viewer, TODAY, NOW)
    assert steps(database, viewer) == []
    actions.log_step(database, viewer, "a", step(TODAY - timedelta(days=3)), NOW)
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=7), 1000), NOW)
    actions.end_regimen(database, viewer, TODAY, NOW)
    assert steps(database, viewer) == [(TODAY - timedelta(days=3), YESTERDAY, 500)]


def taken_back(database: Database, viewer: Viewer, before: str | None, now: datetime = NOW) -> None:
    """Press "Undo" beside the plan as it stands."""
    with database.reading() as session:
        seen = mark(store.list_steps(session, viewer.id))
    assert before is not None
    actions.restore_regimen(database, viewer, now, seen, before)


def test_an_ending_taken_back_leaves_the_plan_as_it_was(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY - timedelta(days=3)), NOW)
    for minute, (starts_on, amount_ug) in enumerate(((30, 4000), (20, 2000), (7, 1000), (14, 250)), start=1):
        to_come = step(TODAY + timedelta(days=starts_on), amount_ug)
        actions.log_step(database, viewer, f"{minute}", to_come, NOW + timedelta(minutes=minute))
    planned = steps(database, viewer)
    assert [amount for _, _, amount in planned] == [500, 1000, 250]
    before = actions.end_regimen(database, viewer, TODAY, NOW + timedelta(hours=1))
    assert steps(database, viewer) == [(TODAY - timedelta(days=3), YESTERDAY, 500)]
    for _ in range(2):
        taken_back(database, viewer, before)
        assert steps(database, viewer) == planned
    assert actions.end_regimen(database, viewer, TODAY, NOW + timedelta(hours=2)) == before
    taken_back(database, viewer, before)
    assert steps(database, viewer) == planned


def test_a_plan_without_later_steps_goes_on_until_further_notice(database: Database, viewer: Viewer) -> None:
    assert actions.end_regimen(database, viewer, TODAY, NOW) is None
    actions.log_step(database, viewer, "a", step(TODAY, 1000), NOW)
    taken_back(database, viewer, actions.end_regimen(database, viewer, TODAY, NOW + timedelta(hours=1)))
    assert steps(database, viewer) == [(TODAY, None, 1000)]


def test_a_plan_still_to_come_can_be_taken_back_until_it_would_have_begun(database: Database, viewer: Viewer) -> None:
    begins_on = TODAY + timedelta(days=2)
    actions.log_step(database, viewer, "a", step(begins_on), NOW)
    before = actions.end_regimen(database, viewer, TODAY, NOW)
    assert steps(database, viewer) == []
    with pytest.raises(actions.EndingOver):
        taken_back(database, viewer, before, NOW + timedelta(days=2))
    taken_back(database, viewer, before, NOW + timedelta(days=1))
    assert steps(database, viewer) == [(begins_on, None, 500)]


def test_an_ending_is_not_taken_back_once_the_plan_was_changed(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    before = actions.end_regimen(database, viewer, TODAY, NOW + timedelta(hours=1))
    with database.reading() as session:
        ended = mark(store.list_steps(session, viewer.id))
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=1), 2000), NOW + timedelta(hours=2))
    changed = steps(database, viewer)
    for seen in (ended, mark(())):
        with pytest.raises(actions.PlanChanged) as error:
            actions.restore_regimen(database, viewer, NOW, seen, before or "")
        assert [s.amount_ug for s in error.value.steps] == [2000]
    for made_up in (before, "", "made up"):
        with pytest.raises(actions.PlanChanged):
            taken_back(database, viewer, made_up)
    assert steps(database, viewer) == changed


def test_an_ending_is_not_taken_back_once_days_without_a_plan_have_begun(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    before = actions.end_regimen(database, viewer, TODAY, NOW + timedelta(hours=1))
    with pytest.raises(actions.EndingOver, match="the days gone by stay as they were") as error:
        taken_back(database, viewer, before, NOW + timedelta(days=1))
    assert error.value.steps == ()
    assert steps(database, viewer) == []


def test_the_record_keeps_the_minute_a_step_stopped(database: Database, viewer: Viewer) -> None:
    """As `tests.core.plan.plans.change` says it: what the rules are tested with is what the record holds."""
    noon, later = NOW, NOW + timedelta(hours=3)
    actions.log_step(database, viewer, "a", step(TODAY - timedelta(days=3)), noon - timedelta(days=3))
    actions.log_step(database, viewer, "b", step(TODAY, 1000), noon)
    actions.log_step(database, viewer, "c", step(TODAY + timedelta(days=2), 250), noon + timedelta(hours=1))
    actions.end_regimen(database, viewer, TODAY, later)
    plan = [Kept(step(TODAY - timedelta(days=3)), None, noon - timedelta(days=3))]
    plan = change(plan, noon, "08:00 20:00", 1000)
    plan = change(plan, noon + timedelta(hours=1), "08:00 20:00", 250, TODAY + timedelta(days=2))
    with database.reading() as session:
        assert set(store.list_kept(session, viewer.id)) == set(change(plan, later))


def test_a_step_for_a_later_day_leaves_today_alone(database: Database, viewer: Viewer) -> None:
    actions.log_step(database, viewer, "a", step(TODAY - timedelta(days=3)), NOW - timedelta(days=3))
    actions.log_step(database, viewer, "b", step(TODAY + timedelta(days=1)), NOW)
    with database.reading() as session:
        assert [kept.ended_at for kept in store.list_kept(session, viewer.id)] == [None, None]


def test_a_plan_is_one_patients_own(database: Database, viewer: Viewer, make_patient) -> None:
    from dataclasses import replace

    other = replace(viewer, id=make_patient("Other"))
    actions.log_step(database, viewer, "a", step(TODAY), NOW)
    actions.log_step(database, other, "a", step(TODAY + timedelta(days=1), 1000), NOW)
    before = actions.end_regimen(database, other, TODAY, NOW)
    assert steps(database, viewer) == [(TODAY, None, 500)]
    actions.end_regimen(database, viewer, TODAY, NOW)
    taken_back(database, other, before)
    assert steps(database, viewer) == []
