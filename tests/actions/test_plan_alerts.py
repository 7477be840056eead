"""What the safety rules find in a plan is kept with its steps: once, struck where another plan takes their place."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from journal.actions import regimens as actions
from journal.actions.acting import ActingForPatient
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step, version_tag
from journal.core.plan.tapers import in_a_row
from journal.core.safety.alerts import About, Alert
from journal.store import medicines
from journal.store.database.database import Database
from journal.store.plan import regimens as store
from journal.store.safety import alerts
from tests.acting import acting
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FORM = "00000000-0000-4000-8000-000000000001"


def day(after: int) -> date:
    return TODAY + timedelta(days=after)


def step(after: int, amount: int) -> Step:
    """A step of that amount a day, so many days after today."""
    return Step.every_day(day(after), None, (time(8),), amount, "tablet")


class Plans:
    """One patient's plans, and what is kept of them."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph
        self.now = NOW

    def acting(self) -> ActingForPatient:
        return replace(acting(self.database, self.patient, self.now), monographs={"clonazepam": self.monograph})

    def log(self, step_id: str, one: Step) -> None:
        actions.log_step(self.acting(), step_id, one)

    def kept(self) -> list[Alert]:
        with self.database.reading() as session:
            return list(alerts.list_all(session, self.patient.id))

    def standing(self) -> list[tuple[date, int]]:
        """The first day and the new amount of each step that is told of, and not struck."""
        found = (each for each in self.kept() if each.struck_at is None)
        return sorted((each.about.day_on, each.finding.number("after")) for each in found)

    def tag(self) -> str:
        with self.database.reading() as session:
            return version_tag(store.list_steps(session, self.patient.id, "clonazepam"))


@pytest.fixture
def plans(database: Database, patient: Patient, clonazepam: Monograph) -> Plans:
    found = Plans(database, patient, clonazepam)
    found.log("first", step(-2, 2_000_000))
    return found


def test_a_step_that_falls_fast_is_kept_with_the_values_it_was_held_against(plans: Plans) -> None:
    assert plans.kept() == [], "the first step falls from nothing"
    plans.log("second", step(2, 1_000_000))
    (kept,) = plans.kept()
    assert kept.about == About("step", "second", day(2), None, "clonazepam")
    assert (kept.rule, kept.finding.level, kept.came) == ("fast_step", "caution", "told")
    assert kept.finding.values == {
        "before": 2_000_000, "after": 1_000_000, "days": 4, "example_less": 250_000, "example_days": 3,
    }  # fmt: skip
    assert (kept.raised_at, kept.raised_by) == (NOW, plans.patient.id)


def test_a_step_that_falls_as_slowly_as_the_example_has_none(plans: Plans) -> None:
    plans.log("second", step(1, 1_750_000))
    assert plans.kept() == []


def test_of_several_steps_each_has_its_own_and_they_are_written_at_once(plans: Plans, database: Database) -> None:
    steps = [step(1, 1_500_000), step(2, 1_400_000), step(3, 1_390_000), step(4, 500_000)]
    with counted(database) as statements:
        actions.log_steps(plans.acting(), FORM, in_a_row(steps))
    assert plans.standing() == [(day(1), 1_500_000), (day(2), 1_400_000), (day(4), 500_000)]
    assert len([each for each in statements if "alert" in each]) == 2, statements
    actions.log_steps(plans.acting(), FORM, in_a_row(steps))
    assert len(plans.kept()) == 3, "the same form again"


def test_a_step_that_is_replaced_has_it_struck(plans: Plans) -> None:
    plans.log("second", step(2, 1_000_000))
    plans.now += timedelta(hours=1)
    plans.log("third", step(2, 1_900_000))
    (struck,) = plans.kept()
    assert (struck.struck_at, struck.about.id) == (plans.now, "second")


def test_a_step_that_says_the_same_on_the_same_day_has_no_second_one(plans: Plans) -> None:
    plans.log("second", step(2, 1_000_000))
    first = plans.kept()
    later = Step.every_day(day(2), None, (time(21),), 1_000_000, "tablet")
    plans.log("third", later)
    assert plans.kept() == first
    plans.log("fourth", step(2, 2_000_000))
    assert plans.standing() == []
    plans.log("fifth", step(2, 1_000_000))
    assert [(each.id, each.struck_at) for each in plans.kept()] == [(first[0].id, None)], "true again, it stands again"


def test_another_plan_later_on_leaves_what_was_said_of_an_earlier_step(plans: Plans) -> None:
    plans.log("second", step(2, 1_000_000))
    plans.log("third", step(4, 500_000))
    assert plans.standing() == [(day(2), 1_000_000), (day(4), 500_000)]
    plans.log("fourth", step(3, 500_000))
    assert plans.standing() == [(day(2), 1_000_000), (day(3), 500_000)]


def test_a_plan_that_is_ended_has_what_was_to_come_struck_until_the_end_is_taken_back(plans: Plans) -> None:
    plans.log("second", step(2, 1_000_000))
    before = actions.end_regimen(plans.acting())
    assert plans.standing() == []
    actions.restore_regimen(plans.acting(), plans.tag(), before or "")
    assert plans.standing() == [(day(2), 1_000_000)]
    assert len(plans.kept()) == 1


def test_a_last_day_of_the_medicine_strikes_what_would_have_come_after_it(plans: Plans, clonazepam: Monograph) -> None:
    plans.log("second", step(2, 1_000_000))
    (taken,) = plans.patient.medicines
    ended = replace(taken, ends_on=day(1))
    actions.change_medicine(plans.acting(), ended, taken.version_tag, {"clonazepam": clonazepam})
    assert plans.standing() == []


def test_steps_from_before_alerts_were_kept_get_none(plans: Plans, database: Database) -> None:
    """It was saved before there was such a rule: what is new is told of what is new."""
    with database.writing() as session:
        store.add_step(session, plans.patient.id, "clonazepam", "old", step(2, 1_000_000), NOW)
        store.close_steps(session, plans.patient.id, "clonazepam", [step(-2, 2_000_000)], day(1))
    plans.log("new", step(3, 500_000))
    assert plans.standing() == [(day(3), 500_000)]


def test_of_a_medicine_without_the_example_nothing_is_read(plans: Plans, database: Database) -> None:
    thresholds = plans.monograph.thresholds.model_copy(update={"fast_step": None})
    plans.monograph = plans.monograph.model_copy(update={"thresholds": thresholds})
    with counted(database) as statements:
        plans.log("second", step(2, 1_000_000))
    assert [each for each in statements if "alert" in each] == []
    assert plans.kept() == []


def test_plans_of_two_medicines_do_not_touch_what_is_kept_of_each_other(plans: Plans, database: Database) -> None:
    plans.log("second", step(2, 1_000_000))
    with database.writing() as session:
        (taken,) = medicines.list_medicines(session, plans.patient.id)
        other = replace(taken, id="other", name="Another one")
        medicines.add_medicine(session, plans.patient.id, other, 2, NOW)
    plans.patient = replace(plans.patient, medicines=(taken, other))
    actions.log_step(plans.acting(), "beside", step(-5, 1_000_000), medicine_id="other")
    actions.log_step(plans.acting(), "less", step(0, 500_000), medicine_id="other")
    assert plans.standing() == [(TODAY, 500_000), (day(2), 1_000_000)]
