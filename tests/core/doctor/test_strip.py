"""The safety strip of the report: each count by hand, and what was none said quietly."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from journal.core.charts.doses_intake import read_intake
from journal.core.doctor.strip import Cell, strip
from journal.core.plan.adherence import Lived, TakenDose
from journal.core.plan.regimens import Plan, RecordedStep, Step
from journal.core.safety.alerts import AlertCount
from journal.core.values.clock import Zones
from journal.core.values.periods import Period

UTC_ALWAYS = Zones("UTC")
PERIOD = Period(date(2026, 11, 1), date(2026, 11, 10))
NOW = datetime(2026, 11, 10, 23, tzinfo=UTC)
PLAN = Plan(
    (
        RecordedStep(
            Step.every_day(PERIOD.first_on, None, [time(8), time(20)], 500_000, "tablet"), None, NOW - timedelta(90)
        ),
    )
)
NO_ALERT = AlertCount(0, 0, None)
NAMES = ("doses", "more", "late", "blank", "falls", "alerts", "sedatives")


def dose(on: int, hour: int, minute: int = 0, status: str = "taken") -> TakenDose:
    return _dose_at(datetime(2026, 11, on, hour, minute, tzinfo=UTC), status)


def _dose_at(at: datetime, status: str = "taken") -> TakenDose:
    said = "skipped" if status == "skipped" else "taken"
    return TakenDose(at, at.date(), at.hour * 60 + at.minute, 500_000, said, at, "m", f"{at}{status}")


ALL = [dose(on, hour) for on in range(1, 11) for hour in (8, 20)]


def told(doses, answers=(), alerts=NO_ALERT, plan=PLAN, period=PERIOD) -> dict[str, Cell]:
    lived = Lived(doses, {each.on for each in doses})
    intake = read_intake(period, plan, lived, PERIOD.first_on, UTC_ALWAYS, NOW)
    cells = strip(intake, answers, alerts)
    return dict(zip(NAMES if intake.due else ("doses", *NAMES[3:]), cells, strict=True))


def test_all_as_planned_is_said_quietly_and_stays_there():
    found = told(ALL)
    assert [found[name].count for name in NAMES] == [
        "none missed",
        "none more",
        "none late",
        "every day",
        "not asked",
        "no alert",
        "not asked",
    ]
    assert all(cell.is_none for cell in found.values())


def test_missed_and_skipped_are_told_apart():
    found = told(
        [each for each in ALL if (each.on.day, each.minute) not in {(3, 480), (4, 480)}] + [dose(4, 8, 1, "skipped")]
    )
    assert found["doses"] == Cell("1 missed", ("or not logged", "of 20 planned", "1 skipped"))


def test_a_day_without_an_entry_is_no_missed_dose():
    found = told([each for each in ALL if each.on.day not in {5, 6, 9}])
    assert found["doses"].count == "none missed"
    assert found["blank"] == Cell("3 days", ("without an entry", "5 Nov to 6 Nov"))


def test_one_day_without_an_entry_is_named_by_itself():
    assert told([each for each in ALL if each.on.day != 9])["blank"].lines == ("without an entry", "9 Nov")


def test_what_was_taken_beside_the_plan_with_its_last_day():
    assert told([*ALL, dose(6, 20, 30)])["more"] == Cell("1 more", ("than planned", "last on 6 Nov"))


def test_late_doses_with_the_last_of_them():
    late = [each for each in ALL if each != dose(7, 8)] + [dose(7, 12)]
    assert told(late)["late"] == Cell("1 late", ("last on 7 Nov",))


def test_of_more_than_a_year_late_doses_are_counted_and_not_dated():
    """There the days that were planned alike are counted together, and none of them is looked at by itself."""
    long = Period(date(2025, 9, 1), PERIOD.last_on)
    ordered = Step.every_day(long.first_on, None, [time(8), time(20)], 500_000, "tablet")
    plan = Plan((RecordedStep(ordered, None, datetime(2025, 9, 1, tzinfo=UTC)),))
    days = (NOW.replace(hour=0) - timedelta(days=n) for n in range(len(long)))
    doses = [_dose_at(day + timedelta(hours=hour)) for day in days for hour in (8, 20)]
    doses[100] = _dose_at(doses[100].at + timedelta(hours=4))
    lived = Lived(doses, {each.on for each in doses})
    intake = read_intake(long, plan, lived, long.first_on, UTC_ALWAYS, NOW, weekly=True)
    assert intake.stretches
    assert strip(intake, (), NO_ALERT)[2] == Cell("1 late")


def test_without_a_plan_nothing_is_missed():
    found = told([dose(2, 9)], plan=Plan())
    assert found["doses"] == Cell("1 dose", ("no planned times",))
    assert told([], plan=Plan())["doses"] == Cell("no dose", ("no plan",), is_none=True)


@pytest.mark.parametrize(
    ("answers", "cell"),
    [
        ([], Cell("not asked", ("a fall, or nearly",), is_none=True)),
        ([(date(2026, 11, 2), "fell", 0)], Cell("none", ("a fall, or nearly", "of 1 answered"), is_none=True)),
        (
            [(date(2026, 11, n), "fell", int(n == 3)) for n in range(1, 5)],
            Cell("1 day", ("a fall, or nearly", "of 4 answered")),
        ),
        ([(date(2026, 10, 31), "fell", 1)], Cell("not asked", ("a fall, or nearly",), is_none=True)),
    ],
)
def test_falls_are_counted_over_the_days_that_were_answered(answers, cell):
    assert told(ALL, answers)["falls"] == cell


def test_alcohol_and_sedatives_are_one_count_of_days():
    answers = [(date(2026, 11, 2), "alcohol", 1), (date(2026, 11, 2), "sedative", 1), (date(2026, 11, 3), "alcohol", 0)]
    assert told(ALL, answers)["sedatives"] == Cell("1 day", ("alcohol, sedatives", "of 2 answered"))


def test_alerts_that_stand_and_how_many_are_urgent():
    found = told(ALL, alerts=AlertCount(2, 1, date(2026, 11, 8)))
    assert found["alerts"] == Cell("2 alerts", ("1 urgent", "last on 8 Nov"))
    assert told(ALL, alerts=AlertCount(1, 0, date(2025, 11, 8)))["alerts"] == Cell("1 alert", ("last on 8 Nov 2025",))
    assert told(ALL)["alerts"].is_none
