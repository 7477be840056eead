"""The estimated amount from a record: of its owner, of every medicine that is known, with doses before the period."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from journal.actions import medicines, regimens
from journal.actions import trends as actions
from journal.actions.circumstances import note_circumstances
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient
from journal.core.charts.amount_points import AmountChart
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.doses import Dose
from journal.core.safety.check import askable
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from tests.acting import acting

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
PERIOD = Period(NOW.date() - timedelta(days=6), NOW.date())
SYRUP = Medicine("syrup", name="Syrup", unit="ml")


class Record:
    """A patient's doses, written through the door of everything else."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph
        known = {"clonazepam": monograph}
        self.request = actions.ChartRequest(PERIOD, (), NOW, NOW.date() - timedelta(days=60), known=known)

    def dose(
        self, hours_ago: float, medicine_id: str = "clonazepam", status: str = "taken", form: str = "tablet"
    ) -> None:
        at = moment(NOW - timedelta(hours=hours_ago), "Europe/Berlin")
        form = form if medicine_id == "clonazepam" else ""
        detail = Dose(moment=at, status=status, amount=500_000, form=form, medicine_id=medicine_id)  # type: ignore[arg-type]
        doing = acting(self.database, self.patient, NOW)
        entries.log_entry(doing, str(uuid.uuid4()), detail, b"f", self.monograph, askable())

    def plan(self, ago: int, medicine_id: str = "clonazepam") -> None:
        step = Step.every_day(NOW.date() - timedelta(days=ago), None, (time(8),), 500_000, "tablet")
        regimens.log_step(acting(self.database, self.patient, NOW), medicine_id, step, medicine_id=medicine_id)

    def chart(self, **changed) -> AmountChart:
        request = replace(self.request, **changed)
        chart = actions.build_charts(acting(self.database, self.patient, NOW), request, ["amount"])["amount"]
        assert isinstance(chart, AmountChart)
        return chart


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    found = Record(database, patient, clonazepam)
    for days in range(50):
        found.dose(24 * days + 10)
    return found


def test_doses_of_45_days_before_are_in_it(record: Record) -> None:
    """One dose of 0.5 mg a day for fifty days: from 0.75 to 1.14 mg."""
    [panel] = record.chart().panels
    assert {span.certainty for span in panel.spans} == {"sure"}
    first = panel.spans[0].amounts
    assert first is not None
    assert (first.low, first.high) == pytest.approx((0.748, 1.142), abs=2e-3)
    assert panel.now == pytest.approx(0.99, abs=0.02)


def test_without_its_numbers_a_medicine_has_no_curve(record: Record) -> None:
    chart = record.chart(known={})
    assert chart.panels == ()
    assert "does not know how long it stays in the body" in chart.caption.answer


def test_each_medicine_has_its_own_doses_and_others_a_sentence(record: Record, clonazepam: Monograph) -> None:
    medicines.add_medicine(acting(record.database, record.patient, NOW), SYRUP, {"clonazepam": clonazepam})
    record.patient = replace(record.patient, medicines=(*record.patient.medicines, SYRUP))
    record.dose(5, "syrup")
    mine = record.patient.medicines[0]
    of_mine = record.chart(medicine=mine, called="Clonazepam", beside=((SYRUP, "Syrup"),))
    of_syrup = record.chart(medicine=SYRUP, called="Syrup", beside=((mine, "Clonazepam"),))
    assert of_mine == of_syrup, "all stand in it, whichever the other charts are of"
    [panel] = of_mine.panels
    assert panel.of.name == "Clonazepam"
    assert of_mine.caption.lines[-1] == "No curve for Syrup: the journal does not know how long it stays in the body."


def test_the_plan_says_when_a_medicine_began(database: Database, patient: Patient, clonazepam: Monograph) -> None:
    record = Record(database, patient, clonazepam)
    record.dose(10)
    assert {span.certainty for span in record.chart().panels[0].spans} == {"unknown", "unsure"}
    for days in range(1, 30):
        record.dose(24 * days, status="skipped")
    record.plan(40)
    assert {span.certainty for span in record.chart().panels[0].spans} == {"sure"}


def known_as(clonazepam: Monograph, release: str = "plain", **barred: bool) -> dict[str, Monograph]:
    """The monograph with a second form that is released so, and with numbers that do not hold where that is barred."""
    assert clonazepam.pk
    forms = (clonazepam.forms[0], clonazepam.forms[1].model_copy(update={"release": release}), *clonazepam.forms[2:])
    changes = {"forms": forms, "pk": clonazepam.pk.model_copy(update=barred)}
    return {"clonazepam": clonazepam.model_copy(update=changes)}


@pytest.mark.parametrize(("days_ago", "status", "curves"), [(1, "taken", 0), (40, "taken", 0), (1, "skipped", 1)])
def test_a_form_taken_that_is_released_slowly_takes_the_curve_away(
    record: Record, clonazepam: Monograph, make_patient, days_ago: int, status: str, curves: int
) -> None:
    """Also one from before the period of which something may be left; not one that was skipped, or another's."""
    known = known_as(clonazepam, "extended")
    record.dose(24 * days_ago, status=status, form="orally_disintegrating_tablet")
    assert len(record.chart(known=known).panels) == curves
    assert len(record.chart().panels) == 1
    other = Record(record.database, replace(record.patient, id=make_patient("Other")), clonazepam)
    other.dose(10)
    assert len(other.chart(known=known).panels) == 1


def test_what_is_noted_of_the_body_takes_the_curve_away_and_gives_it_back(
    record: Record, clonazepam: Monograph, make_patient
) -> None:
    known = known_as(clonazepam, not_with_kidney_disease=True)
    other = Record(record.database, replace(record.patient, id=make_patient("Other")), clonazepam)
    other.dose(10)
    note_circumstances(acting(record.database, record.patient, NOW), Circumstances(kidney_disease=True))
    chart = record.chart(known=known)
    assert chart.panels == ()
    assert "what is noted of the body" in chart.caption.answer
    assert len(other.chart(known=known).panels) == 1, "what somebody else noted says nothing"
    assert len(record.chart().panels) == 1, "whose numbers do not depend on it"
    note_circumstances(acting(record.database, record.patient, NOW), Circumstances())
    assert len(record.chart(known=known).panels) == 1


def test_nobody_elses_doses_are_in_it(record: Record, make_patient) -> None:
    record.patient = replace(record.patient, id=make_patient("Other"))
    assert record.chart().panels == ()
