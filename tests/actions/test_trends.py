"""The charts of a record: each reads what it is made of, nothing else, and nobody else's."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from importlib.util import find_spec
from zoneinfo import ZoneInfo

import pytest

from journal.actions import medicines, regimens
from journal.actions import trends as actions
from journal.actions.record import entries
from journal.actions.shown_first import ShownFirst, find_shown_first
from journal.core.accounts.accounts import Patient
from journal.core.charts.calendar import CalendarChart
from journal.core.charts.doses_points import DosesChart
from journal.core.charts.severity_points import SeverityChart
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.render.charts.charts import DRAWINGS
from journal.store.database.database import Database
from tests.acting import acting
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TODAY = NOW.date()
PERIOD = Period(TODAY - timedelta(days=6), TODAY)
EFFECTS = (("drowsiness", "Drowsiness"), ("dizziness", "Dizziness"))
ASKED = actions.ChartRequest(PERIOD, EFFECTS, NOW, PERIOD.first_on)


@pytest.fixture
def recorded(database: Database, patient: Patient, clonazepam: Monograph) -> Patient:
    step = Step.every_day(PERIOD.first_on, None, (time(8),), 500_000, "tablet")
    regimens.log_step(acting(database, patient, NOW), "s", step)
    for day in range(6):  # today has no entry yet
        at = moment(NOW - timedelta(days=6 - day, hours=11), "Europe/Berlin")
        ratings = (Rated(effect="drowsiness", severity=day % 3), Rated(effect="memory", severity=4))
        for detail in (
            Dose(
                moment=at,
                status="skipped" if day == 2 else "taken",
                amount=500_000,
                form="tablet",
                medicine_id="clonazepam",
            ),
            CheckIn(moment=at, day_on=at.on, ratings=ratings),
            CheckIn(moment=at, day_on=at.on, ratings=(Rated(effect="drowsiness", severity=0),)),
        ):
            entries.log_entry(acting(database, patient, NOW), str(uuid.uuid4()), detail, b"f", clonazepam)
    return patient


def test_the_severity_chart_holds_the_worst_of_each_day_and_the_dose(database: Database, recorded: Patient) -> None:
    chart = actions.build_charts(acting(database, recorded), ASKED, ["severity"])["severity"]
    assert isinstance(chart, SeverityChart)
    assert [panel.name for panel in chart.panels] == ["Drowsiness", "Dizziness"]
    assert chart.panels[0].days == (0, 1, 2, 0, 1, 2, None)
    assert chart.panels[1].days == (None,) * 7
    assert chart.dose.taken_amount == (500_000, 500_000, 0, 500_000, 500_000, 500_000, None)
    assert [row[3] for row in chart.table.rows] == [
        *["0.5\u00a0mg"] * 2,
        "skipped",
        *["0.5\u00a0mg"] * 3,
        "not recorded",
    ]


def test_the_calendar_holds_the_worst_of_the_chosen_effects_alone(database: Database, recorded: Patient) -> None:
    chart = actions.build_charts(acting(database, recorded), ASKED, ["calendar"])["calendar"]
    assert isinstance(chart, CalendarChart)
    assert chart.months[0].days[16:24] == (0, 1, 2, 0, 1, 2, None, -1)


@pytest.mark.parametrize(("clock", "days"), [(time(1), 6), (time(6), 7)])  # a day begins at 04:00
def test_a_new_day_counts_as_unrated_once_it_can_be_rated(
    database: Database, recorded: Patient, clock: time, days: int
) -> None:
    now = datetime.combine(TODAY, clock, ZoneInfo("Europe/Berlin"))
    for name in ("severity", "calendar"):
        charts = actions.build_charts(acting(database, recorded), replace(ASKED, now=now), [name])
        assert f"Rated on 6 of {days} days" in charts[name].caption.answer


def test_the_doses_chart_tells_taken_skipped_and_missed_apart(database: Database, recorded: Patient) -> None:
    chart = actions.build_charts(acting(database, recorded), ASKED, ["doses"])["doses"]
    assert isinstance(chart, DosesChart)
    assert [mark.status for mark in chart.marks] == ["taken", "taken", "skipped", "taken", "taken", "taken"]


def test_all_together_say_the_same_as_one_by_one(database: Database, recorded: Patient) -> None:
    together = actions.build_charts(acting(database, recorded), ASKED)
    assert tuple(together) == tuple(actions.SOURCES)
    for name, chart in together.items():
        assert chart == actions.build_charts(acting(database, recorded), ASKED, [name])[name]


def test_a_chart_has_one_name_in_every_ring() -> None:
    assert tuple(DRAWINGS) == tuple(actions.SOURCES)
    for name, drawing in DRAWINGS.items():
        assert drawing.module == f"journal.render.charts.{name}"
        assert find_spec(drawing.module)
        assert find_spec(f"journal.core.charts.{name}")


@pytest.mark.parametrize(
    ("name", "most"),
    [("severity", 5), ("calendar", 2), ("doses", 4), ("hours", 3), ("dose_changes", 2), ("balance", 4), ("amount", 3)],
)
def test_each_reads_only_what_it_is_made_of(database: Database, recorded: Patient, name: str, most: int) -> None:
    with counted(database) as statements:
        actions.build_charts(acting(database, recorded), ASKED, [name])[name]
    assert len(statements) == most


def test_the_effects_rated_most_often_come_first_in_the_lists_order(
    database: Database, recorded: Patient, clonazepam: Monograph
) -> None:
    names = list(clonazepam.rating_names)
    found = find_shown_first(acting(database, recorded, NOW), names)
    assert found.rated == ("drowsiness", "memory")
    assert found.before == ()  # nothing is a week old
    assert len(found.effects) == 3
    assert found.effects == tuple(key for key in names if key in {"drowsiness", "memory", names[1]})
    backwards = find_shown_first(acting(database, recorded, NOW), names[::-1])
    assert backwards.rated == ("memory", "drowsiness")


def test_what_was_shown_first_a_week_ago_is_known(database: Database, recorded: Patient, clonazepam: Monograph) -> None:
    def found(days: int) -> ShownFirst:
        names = ["weakness", "memory", "drowsiness", "dizziness"]
        return find_shown_first(acting(database, recorded, NOW + timedelta(days=days)), names)

    assert found(days=1).before == ("memory",)  # drowsiness was none that day
    assert found(days=2).before == ("memory", "drowsiness")
    for day, effect, count in ((8, "weakness", 8), (9, "dizziness", 7)):
        at = moment(NOW - timedelta(days=day), "UTC")
        for number in range(count):
            rated = CheckIn(moment=at, day_on=at.on, ratings=(Rated(effect=effect, severity=1),))
            entries.log_entry(acting(database, recorded, NOW), f"{effect}-{number}", rated, b"f", clonazepam)
    assert found(days=0).before == ("weakness", "dizziness")
    assert found(days=0).rated == ("weakness", "memory", "dizziness")
    assert find_shown_first(acting(database, recorded, NOW), []).effects == ()
    assert "weakness" in found(days=356).rated
    assert "weakness" not in found(days=357).rated  # rated more than a year ago


def test_the_first_day_of_the_record(database: Database, recorded: Patient) -> None:
    assert actions.first_entry_on(acting(database, recorded)) == PERIOD.first_on


def test_the_record_begins_with_what_was_lived_first_and_not_with_what_was_written_first(
    database: Database, recorded: Patient, clonazepam: Monograph
) -> None:
    lived = {day: moment(NOW - timedelta(days=day), "UTC") for day in (40, 50)}
    late = {
        day: Dose(moment=at, status="taken", amount=500_000, form="tablet", medicine_id="clonazepam")
        for day, at in lived.items()
    }
    for day, detail in late.items():  # written down last
        entries.log_entry(acting(database, recorded, NOW), f"late-{day}", detail, b"f", clonazepam)
    assert actions.first_entry_on(acting(database, recorded)) == late[50].day_on
    entries.delete_entry(acting(database, recorded, NOW), "late-50")
    assert actions.first_entry_on(acting(database, recorded)) == late[40].day_on


def test_an_empty_record_has_charts_without_a_point(database: Database, patient: Patient) -> None:
    assert actions.first_entry_on(acting(database, patient)) is None
    assert {chart.caption.state for chart in actions.build_charts(acting(database, patient), ASKED).values()} == {
        "empty"
    }


def test_nobody_elses_record_is_read(database: Database, recorded: Patient, make_patient) -> None:
    other = replace(recorded, id=make_patient("Other"))
    assert {chart.caption.state for chart in actions.build_charts(acting(database, other), ASKED).values()} == {"empty"}


def test_two_medicines_are_never_summed_and_each_has_its_own_plan(
    database: Database, recorded: Patient, clonazepam: Monograph
) -> None:
    syrup = Medicine("syrup", name="Syrup", unit="ml")
    medicines.add_medicine(acting(database, recorded, NOW), syrup, {"clonazepam": clonazepam})
    both = replace(recorded, medicines=(*recorded.medicines, syrup))
    step = Step.every_day(PERIOD.first_on + timedelta(days=3), None, (time(8), time(20)), 4_000_000, "")
    regimens.log_step(acting(database, both, NOW), "syrup", step, medicine_id="syrup")
    at = moment(NOW - timedelta(days=3, hours=10), "Europe/Berlin")
    dose = Dose(moment=at, status="taken", amount=2_000_000, form="", medicine_id="syrup")
    entries.log_entry(acting(database, both, NOW), str(uuid.uuid4()), dose, b"f", clonazepam)

    first = actions.build_charts(acting(database, both), ASKED)
    assert {name: replace(chart) for name, chart in first.items()} == actions.build_charts(
        acting(database, recorded), ASKED
    )
    named = replace(ASKED, medicine=syrup, called="Syrup")
    other = actions.build_charts(acting(database, both), named)
    severity, doses = other["severity"], other["doses"]
    assert isinstance(severity, SeverityChart)
    assert isinstance(doses, DosesChart)
    assert severity.dose.taken_amount == (None, None, None, 2_000_000, None, None, None)
    assert [step.daily_amount for step in severity.dose.steps] == [0, 8_000_000]
    assert not severity.compared  # the first plan ever of this one is no change, whatever the other one's was
    assert {row[-1] for row in severity.table.rows} == {"nothing planned", "8\u00a0ml"}
    assert doses.caption.question == "Which doses of Syrup were not as planned?"
    assert not [cell for row in doses.table.rows for cell in row if "0.5" in cell or "mg" in cell]
