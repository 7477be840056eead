"""A day of the record: planned beside taken, and what was otherwise than planned."""

from datetime import UTC, date, datetime, timedelta

from journal.core.plan.adherence import Lived
from journal.core.plan.days import day_rows, deviations, lived_at
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.values.clock import Zones
from tests.core.plan.plans import BERLIN, as_plan, at, dose, saved

DAY = date(2026, 3, 10)
HERE = Zones(BERLIN)


def rows(*doses, now="31 12:00", entries=(DAY,), plan=None, zones=HERE, on=DAY, first_on=date(2026, 3, 1)):
    now = at(now) if isinstance(now, str) else now
    return day_rows(on, as_plan(plan or [saved()]), Lived(doses, set(entries)), zones, now, first_on)


def became(*doses, **given):
    return [row.became for row in rows(*doses, **given)]


def test_every_planned_time_stands_beside_what_became_of_it():
    found = rows(dose("10 08:05"), dose("10 23:10"))
    assert [(row.planned.minute // 60, row.became, len(row.doses)) for row in found] == [
        (8, "taken", 1),
        (20, "late", 1),
    ]
    assert found[0].late_by is None
    assert found[1].late_by == timedelta(hours=3, minutes=10)
    assert became(dose("10 08:00", "skipped")) == ["skipped", "missed"]
    assert became(entries=()) == ["not_recorded", "not_recorded"]


def test_a_time_that_is_still_open_is_told_from_one_to_come():
    assert became(now="10 08:30") == ["open", "to_come"]
    assert became(now="10 07:59") == ["to_come", "to_come"]
    assert [row.is_empty for row in rows(now="10 08:30")] == [True, False]


def test_a_dose_after_midnight_stands_on_both_days_and_counts_on_that_of_its_time():
    late = dose("11 01:00")
    assert became(dose("10 08:00"), late) == ["taken", "late"]
    first, *others = rows(late, on=date(2026, 3, 11), now="11 12:00", entries=())
    assert first.planned.on == DAY
    assert first.doses == (late,)
    assert [row.became for row in others] == ["open", "to_come"]
    assert deviations([first], date(2026, 3, 11)) == ""
    assert deviations([first], DAY) == "1 dose late."


def test_what_is_more_than_planned_stands_by_itself_at_its_time():
    found = rows(dose("10 08:00"), dose("10 09:00"), dose("10 20:00"))
    assert [row.became for row in found] == ["taken", "beside", "taken"]
    assert deviations(found, DAY) == "1 dose more than planned."
    halves = rows(dose("10 08:00", amount=250_000), dose("10 09:00", amount=250_000), dose("10 20:00"))
    assert [len(row.doses) for row in halves] == [2, 1]
    assert deviations(halves, DAY) == ""


def test_without_a_plan_a_dose_is_no_deviation():
    found = day_rows(DAY, as_plan([]), Lived((dose("10 08:00"),), {DAY}), HERE, at("31 12:00"), DAY)
    assert [(row.became, row.planned) for row in found] == [("without_plan", None)]
    assert deviations(found, DAY) == ""


def test_before_the_first_entry_nothing_is_asked_for():
    assert rows(first_on=date(2026, 3, 11), entries=()) == ()
    assert rows(first_on=None, entries=()) == ()
    answered = rows(dose("11 01:00"), first_on=date(2026, 3, 11))
    assert [row.became for row in answered] == ["late"]


def test_the_line_of_a_day_names_only_what_deviates():
    assert deviations(rows(dose("10 08:00"), dose("10 20:00")), DAY) == ""
    assert deviations(rows(dose("10 08:00", "skipped")), DAY) == "1 dose skipped, 1 dose not logged."
    assert deviations(rows(entries=()), DAY) == "2 doses not logged."
    other = rows(dose("10 08:00", amount=250_000), dose("10 20:00"))
    assert deviations(other, DAY) == "1 dose in another amount than planned."
    assert deviations(rows(now="10 07:00"), DAY) == ""


def test_a_planned_time_is_lived_by_the_clock_it_was_planned_for():
    """Flown west at noon: the evening's time still stands at 20:00 of the place the day began in."""
    flown = Zones("America/New_York", ((at("10 12:00"), BERLIN),))
    evening = rows(zones=flown, now="13 12:00")[-1]
    lived = lived_at(evening.planned, flown)
    assert (lived.local.hour, lived.zone) == (20, BERLIN)
    assert lived.at == evening.planned.at


def test_both_nights_on_which_the_clock_changes():
    night = [saved("02:30 20:00")]
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    (gone, _evening) = rows(plan=night, on=spring, entries={spring}, now=datetime(2026, 4, 2, tzinfo=UTC))
    assert lived_at(gone.planned, HERE).local.hour == 3, "there was no 02:30"
    found = rows(plan=night, on=autumn, entries={autumn}, now=datetime(2026, 10, 28, tzinfo=UTC))
    assert len(found) == 2, "one dose, though the clock showed its time twice"
    assert lived_at(found[0].planned, HERE).at == found[0].planned.at


def test_a_dose_days_after_its_planned_time_stands_on_the_day_it_was_taken():
    """Every fifth day: the first, the sixth, the eleventh. Taken on the tenth for the sixth."""
    late = dose("10 09:00")
    (row,) = rows(late, plan=[saved("08:00", days=Days(5))])
    assert (row.became, row.planned.on, row.late_by) == ("late", date(2026, 3, 6), timedelta(days=4, hours=1))
    assert rows(plan=[saved("08:00", days=Days(5))]) == ()


def test_a_dose_as_needed_is_no_more_than_planned():
    ordered = [saved(as_needed=AsNeeded(250_000))]
    found = rows(dose("10 08:00"), dose("10 09:00", amount=250_000), dose("10 20:00"), plan=ordered)
    assert [row.became for row in found] == ["taken", "as_needed", "taken"]
    assert deviations(found, DAY) == ""


def test_a_dose_some_days_after_its_planned_time_stands_on_both_days():
    """Every fourth day: a window of days."""
    every_fourth = [saved("08:00", days=Days(every=4))]
    first = next(on for on in (date(2026, 3, day) for day in range(6, 12)) if len(rows(plan=every_fourth, on=on)) == 1)
    taken = dose(f"{first.day + 2} 09:00")
    assert [row.became for row in rows(taken, plan=every_fourth, on=first)] == ["late"]
    (row,) = rows(taken, plan=every_fourth, on=first + timedelta(days=2))
    assert row.planned.on == first
