"""A new step closes the one before it; the days gone by keep their plan."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from journal.actions import regimens as actions
from journal.core.accounts.accounts import Patient
from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import RecordedStep, Step, version_tag
from journal.core.values.errors import InvalidEntry
from journal.store import medicines
from journal.store.database.database import Database
from journal.store.database.models import Patient as PatientRow
from journal.store.plan import regimens as store
from tests.acting import acting
from tests.core.plan.plans import change

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


def step(starts_on: date, amount: int = 500_000) -> Step:
    return Step.every_day(starts_on, None, (time(8), time(20)), amount, "tablet")


def steps(database: Database, patient: Patient) -> list[tuple[date, date | None, int]]:
    with database.reading() as session:
        found = store.list_steps(session, patient.id, "clonazepam")
        return [(s.starts_on, s.ends_on, s.doses[0].amount) for s in found]


def test_a_step_closes_the_one_before(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY - timedelta(days=30)))
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY, 1_000_000))
    assert steps(database, patient) == [
        (TODAY - timedelta(days=30), TODAY - timedelta(days=1), 500_000), (TODAY, None, 1_000_000),
    ]  # fmt: skip


def test_the_same_step_twice_is_one(database: Database, patient: Patient) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: actions.log_step(acting(database, patient, NOW), "a", step(TODAY)), range(4)))
    assert len(steps(database, patient)) == 1


def test_the_same_form_with_another_step_is_refused(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))
    with pytest.raises(actions.StepExists) as error:
        actions.log_step(acting(database, patient, NOW), "a", step(TODAY, 2_000_000))
    assert error.value.steps == (step(TODAY),)
    assert error.value.earlier == RecordedStep(step(TODAY), None, NOW)
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY + timedelta(days=1)))
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))  # closed since, and still the same form
    assert len(steps(database, patient)) == 2


FORM = "00000000-0000-4000-8000-000000000001"
TAPER = [
    replace(step(TODAY, 1_000_000), ends_on=TODAY + timedelta(days=6)),
    replace(step(TODAY + timedelta(days=7), 750_000), ends_on=TODAY + timedelta(days=30)),
]


def log_taper(
    database: Database, patient: Patient, sent: list[Step], medicine_id: str = "clonazepam", now: datetime = NOW
) -> None:
    actions.log_steps(acting(database, patient, now), FORM, sent, medicine_id=medicine_id)


def test_several_steps_are_sent_twice_and_saved_once(database: Database, patient: Patient) -> None:
    for now in (NOW, NOW, NOW + timedelta(days=2)):
        log_taper(database, patient, TAPER, now=now)
    assert [amount for _first, _last, amount in steps(database, patient)] == [1_000_000, 750_000]


@pytest.mark.parametrize(
    "sent",
    [
        [TAPER[0], step(TODAY + timedelta(days=7))],
        [TAPER[0]],
        [replace(TAPER[0], ends_on=None)],
        [*TAPER, step(TODAY + timedelta(days=31))],
        [TAPER[0], replace(TAPER[1], ends_on=None)],
        [TAPER[0], replace(TAPER[1], ends_on=TODAY + timedelta(days=29))],
        [TAPER[0], replace(TAPER[1], ends_on=TODAY + timedelta(days=31))],
    ],
    ids=["another amount", "fewer rows", "one step on and on", "more rows", "no last day", "one earlier", "one later"],
)
def test_a_form_that_saved_other_steps_is_refused_and_never_dropped_in_silence(
    database: Database, patient: Patient, sent: list[Step]
) -> None:
    log_taper(database, patient, TAPER)
    before = steps(database, patient)
    with pytest.raises(actions.StepExists) as error:
        log_taper(database, patient, sent)
    assert (error.value.is_sent_again, error.value.earlier and error.value.earlier.step) == (True, TAPER[0])
    assert steps(database, patient) == before


def test_a_form_that_saved_steps_of_another_medicine_is_refused_and_tells_of_none(
    database: Database, patient: Patient
) -> None:
    with database.writing() as session:
        medicines.add_medicine(session, patient.id, Medicine("other", "Other"), 1, NOW)
    log_taper(database, patient, TAPER)
    with pytest.raises(actions.StepExists, match="for another medicine") as error:
        log_taper(database, patient, TAPER, "other")
    assert (error.value.is_sent_again, error.value.steps, error.value.earlier) == (True, (), None)
    with pytest.raises(actions.StepExists, match="for another medicine"):
        actions.log_step(acting(database, patient, NOW), FORM, TAPER[0], medicine_id="other")


def test_steps_that_were_cut_short_since_are_still_those_of_the_form(database: Database, patient: Patient) -> None:
    log_taper(database, patient, TAPER)
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY + timedelta(days=14), 250_000))
    log_taper(database, patient, TAPER)
    assert [amount for _first, _last, amount in steps(database, patient)] == [1_000_000, 750_000, 250_000]
    actions.end_regimen(acting(database, patient, NOW + timedelta(days=2)))
    log_taper(database, patient, TAPER)
    assert [amount for _first, _last, amount in steps(database, patient)] == [1_000_000]


def test_one_step_sent_again_with_another_last_day_is_refused(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", TAPER[0])
    with pytest.raises(actions.StepExists):
        actions.log_step(acting(database, patient, NOW), "a", replace(TAPER[0], ends_on=None))
    actions.log_step(acting(database, patient, NOW), "a", TAPER[0])
    assert steps(database, patient) == [(TODAY, TODAY + timedelta(days=6), 1_000_000)]


def test_several_steps_begin_today_or_later_also_without_a_plan(database: Database, patient: Patient) -> None:
    with pytest.raises(InvalidEntry) as error:
        log_taper(database, patient, TAPER, now=NOW + timedelta(days=1))
    assert error.value.errors == {"from_1": "The first step begins today or later. Days gone by stay as they were."}
    assert steps(database, patient) == []


def test_what_is_planned_already_changes_nothing(database: Database, patient: Patient) -> None:
    begun = step(TODAY - timedelta(days=3))
    actions.log_step(acting(database, patient, NOW), "a", begun)
    actions.log_step(acting(database, patient, NOW), "b", begun)
    with database.reading() as session:
        assert store.list_recorded(session, patient.id) == (RecordedStep(begun, None, NOW),)


def test_a_plan_that_changed_meanwhile_is_asked_about(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY), seen=version_tag(()))
    for act in (
        lambda: actions.log_step(acting(database, patient, NOW), "b", step(TODAY, 2_000_000), seen=version_tag(())),
        lambda: actions.end_regimen(acting(database, patient, NOW), seen=version_tag(())),
    ):
        with pytest.raises(actions.PlanChanged) as error:
            act()
        assert (error.value.steps, error.value.earlier) == ((step(TODAY),), None)
    assert steps(database, patient) == [(TODAY, None, 500_000)]
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY, 2_000_000), seen=version_tag((step(TODAY),)))
    actions.end_regimen(acting(database, patient, NOW), seen=version_tag((step(TODAY, 2_000_000),)))
    actions.end_regimen(acting(database, patient, NOW), seen="pressed twice")
    assert steps(database, patient) == []  # what began today stopped today


@pytest.mark.parametrize("seen", [None, version_tag(())])
def test_of_first_plans_sent_at_once_one_is_saved(database: Database, patient: Patient, seen: str | None) -> None:
    def send(n: int) -> type[Exception] | None:
        try:
            begun = step(TODAY - timedelta(days=n), n * 500_000)
            actions.log_step(acting(database, patient, NOW), f"{n}", begun, seen=seen)
        except (actions.PlanChanged, InvalidEntry) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(1, 9)))
    assert answers.count(None) == 1
    assert answers.count(InvalidEntry if seen is None else actions.PlanChanged) == 7
    assert len(steps(database, patient)) == 1


def test_every_change_of_the_plan_is_a_change_of_the_record(database: Database, patient: Patient) -> None:
    def revision() -> int:
        with database.reading() as session:
            return session.execute(select(PatientRow.revision).where(PatientRow.id == patient.id)).scalar_one()

    assert revision() == 0
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))
    assert revision() == 1
    actions.end_regimen(acting(database, patient, NOW))
    assert revision() == 2


def test_a_step_to_come_is_replaced_and_kept_as_superseded(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY + timedelta(days=7), 1_000_000))
    actions.log_step(acting(database, patient, NOW), "c", step(TODAY + timedelta(days=2), 250_000))
    assert [amount for _, _, amount in steps(database, patient)] == [500_000, 250_000]
    with database.reading() as session:
        superseded = session.connection().exec_driver_sql("SELECT id FROM regimen_step WHERE superseded_at IS NOT NULL")
        assert list(superseded.scalars()) == ["b"]


def test_ending_the_regimen_keeps_everything_before(database: Database, patient: Patient) -> None:
    actions.end_regimen(acting(database, patient, NOW))
    assert steps(database, patient) == []
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY - timedelta(days=3)))
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY + timedelta(days=7), 1_000_000))
    actions.end_regimen(acting(database, patient, NOW))
    assert steps(database, patient) == [(TODAY - timedelta(days=3), YESTERDAY, 500_000)]


def taken_back(database: Database, patient: Patient, before: str | None, now: datetime = NOW) -> None:
    """Press "Undo" beside the plan as it stands."""
    with database.reading() as session:
        seen = version_tag(store.list_steps(session, patient.id, "clonazepam"))
    assert before is not None
    actions.restore_regimen(acting(database, patient, now), seen, before)


def test_an_ending_taken_back_leaves_the_plan_as_it_was(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY - timedelta(days=3)))
    for minute, (starts_on, amount) in enumerate(
        ((30, 4_000_000), (20, 2_000_000), (7, 1_000_000), (14, 250_000)), start=1
    ):
        to_come = step(TODAY + timedelta(days=starts_on), amount)
        actions.log_step(acting(database, patient, NOW + timedelta(minutes=minute)), f"{minute}", to_come)
    planned = steps(database, patient)
    assert [amount for _, _, amount in planned] == [500_000, 1_000_000, 250_000]
    before = actions.end_regimen(acting(database, patient, NOW + timedelta(hours=1)))
    assert steps(database, patient) == [(TODAY - timedelta(days=3), YESTERDAY, 500_000)]
    for _ in range(2):
        taken_back(database, patient, before)
        assert steps(database, patient) == planned
    assert actions.end_regimen(acting(database, patient, NOW + timedelta(hours=2))) == before
    taken_back(database, patient, before)
    assert steps(database, patient) == planned


def test_a_plan_without_later_steps_goes_on_until_further_notice(database: Database, patient: Patient) -> None:
    assert actions.end_regimen(acting(database, patient, NOW)) is None
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY, 1_000_000))
    taken_back(database, patient, actions.end_regimen(acting(database, patient, NOW + timedelta(hours=1))))
    assert steps(database, patient) == [(TODAY, None, 1_000_000)]


def test_a_plan_with_a_last_day_has_that_day_again(database: Database, patient: Patient) -> None:
    until = replace(step(TODAY - timedelta(days=3)), ends_on=TODAY + timedelta(days=30))
    actions.log_step(acting(database, patient, NOW - timedelta(days=3)), "a", until)
    planned = steps(database, patient)
    before = actions.end_regimen(acting(database, patient, NOW))
    assert steps(database, patient) == [(TODAY - timedelta(days=3), YESTERDAY, 500_000)]
    assert before is not None
    for made_up in (before.partition(".")[0], f"{before}x", f"{before.partition('.')[0]}.2026-12-01"):
        with pytest.raises(actions.PlanChanged):
            taken_back(database, patient, made_up)
    for _ in range(2):
        taken_back(database, patient, before)
        assert steps(database, patient) == planned


def test_a_plan_still_to_come_can_be_taken_back_until_it_would_have_begun(database: Database, patient: Patient) -> None:
    begins_on = TODAY + timedelta(days=2)
    actions.log_step(acting(database, patient, NOW), "a", step(begins_on))
    before = actions.end_regimen(acting(database, patient, NOW))
    assert steps(database, patient) == []
    with pytest.raises(actions.EndingOver):
        taken_back(database, patient, before, NOW + timedelta(days=2))
    taken_back(database, patient, before, NOW + timedelta(days=1))
    assert steps(database, patient) == [(begins_on, None, 500_000)]


def test_an_ending_is_not_taken_back_once_the_plan_was_changed(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))
    before = actions.end_regimen(acting(database, patient, NOW + timedelta(hours=1)))
    with database.reading() as session:
        ended = version_tag(store.list_steps(session, patient.id, "clonazepam"))
    actions.log_step(
        acting(database, patient, NOW + timedelta(hours=2)), "b", step(TODAY + timedelta(days=1), 2_000_000)
    )
    changed = steps(database, patient)
    for seen in (ended, version_tag(())):
        with pytest.raises(actions.PlanChanged) as error:
            actions.restore_regimen(acting(database, patient, NOW), seen, before or "")
        assert [s.doses[0].amount for s in error.value.steps] == [2_000_000]
    for made_up in (before, "", "made up"):
        with pytest.raises(actions.PlanChanged):
            taken_back(database, patient, made_up)
    assert steps(database, patient) == changed


def test_an_ending_is_not_taken_back_once_days_without_a_plan_have_begun(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))
    before = actions.end_regimen(acting(database, patient, NOW + timedelta(hours=1)))
    with pytest.raises(actions.EndingOver, match="the days gone by stay as they were") as error:
        taken_back(database, patient, before, NOW + timedelta(days=1))
    assert error.value.steps == ()
    assert steps(database, patient) == []


def test_the_record_keeps_the_minute_a_step_stopped(database: Database, patient: Patient) -> None:
    """As `tests.core.plan.plans.change` says it: what the rules are tested with is what the record holds."""
    noon, later = NOW, NOW + timedelta(hours=3)
    actions.log_step(acting(database, patient, noon - timedelta(days=3)), "a", step(TODAY - timedelta(days=3)))
    actions.log_step(acting(database, patient, noon), "b", step(TODAY, 1_000_000))
    actions.log_step(
        acting(database, patient, noon + timedelta(hours=1)), "c", step(TODAY + timedelta(days=2), 250_000)
    )
    actions.end_regimen(acting(database, patient, later))
    plan = [RecordedStep(step(TODAY - timedelta(days=3)), None, noon - timedelta(days=3))]
    plan = change(plan, noon, "08:00 20:00", 1_000_000)
    plan = change(plan, noon + timedelta(hours=1), "08:00 20:00", 250_000, TODAY + timedelta(days=2))
    with database.reading() as session:
        assert set(store.list_recorded(session, patient.id)) == set(change(plan, later))


def test_a_step_for_a_later_day_leaves_today_alone(database: Database, patient: Patient) -> None:
    actions.log_step(acting(database, patient, NOW - timedelta(days=3)), "a", step(TODAY - timedelta(days=3)))
    actions.log_step(acting(database, patient, NOW), "b", step(TODAY + timedelta(days=1)))
    with database.reading() as session:
        assert [recorded.ended_at for recorded in store.list_recorded(session, patient.id)] == [None, None]


def test_a_plan_is_one_patients_own(database: Database, patient: Patient, make_patient) -> None:
    other = replace(patient, id=make_patient("Other"))
    actions.log_step(acting(database, patient, NOW), "a", step(TODAY))
    actions.log_step(acting(database, other, NOW), "a", step(TODAY + timedelta(days=1), 1_000_000))
    before = actions.end_regimen(acting(database, other, NOW))
    assert steps(database, patient) == [(TODAY, None, 500_000)]
    actions.end_regimen(acting(database, patient, NOW))
    taken_back(database, other, before)
    assert steps(database, patient) == []
