"""planned.csv: each planned time of a medicine once, with what became of it, and each further dose once."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.exchange import planned
from journal.core.exchange.exports import instant
from journal.core.exchange.planned import HEAD, Told, planned_sheet, told_days
from journal.core.medicine.medicines import Called
from journal.core.plan.adherence import Lived, TakenDose, match
from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step
from journal.core.plan.schedules import AsNeeded
from journal.core.values.clock import Zones
from journal.core.values.periods import MOST_DAYS, Period
from tests.core.plan.plans import BERLIN, as_plan, at, dose, saved

DAY = date(2026, 3, 10)
DAYS = Period(DAY, DAY)
HERE = Zones(BERLIN)
NAME = Called("Examplamine", "mg", {"capsule": "Capsule"})
MEDICINES = [("", NAME)]


def rows(
    *doses: TakenDose,
    plan: Plan | None = None,
    period: Period = DAYS,
    now: str | datetime = "11 12:00",
    zones: Zones = HERE,
    lived_on: tuple[date, ...] = (DAY,),
) -> list[dict[str, object]]:
    """The rows of the table, by what the columns are called."""
    moment = at(now) if isinstance(now, str) else now
    told = Told(period, Lived(doses, set(lived_on)), zones, moment)
    head, *found = planned_sheet(told, plan or as_plan([saved()]), MEDICINES)
    assert head == HEAD
    return [dict(zip(HEAD, row, strict=True)) for row in found]


def states(*doses: TakenDose, **given_values: object) -> list[tuple[object, object]]:
    return [(row["state"], row["mark"]) for row in rows(*doses, **given_values)]  # type: ignore[arg-type]


def test_a_planned_time_stands_with_its_dose_and_how_long_after_it_that_was_taken() -> None:
    first, second = rows(dose("10 08:05"))
    assert first == {
        "date": "2026-03-10",
        "time": "08:00",
        "minutes from UTC": 60,
        "instant (UTC)": "2026-03-10T07:00:00Z",
        "medicine": "Examplamine",
        "planned amount": Decimal("0.5"),
        "taken amount": Decimal("0.5"),
        "unit": "mg",
        "state": "taken",
        "mark": "",
        "minutes after planned": 5,
        "doses (UTC)": "2026-03-10T07:05:00Z",
    }
    assert (second["time"], second["state"], second["taken amount"], second["doses (UTC)"]) == (
        "20:00",
        "missed",
        None,
        "",
    )


def test_early_late_skipped_and_another_amount_are_told_apart() -> None:
    early, late = rows(dose("10 07:30"), dose("10 23:30", amount=250_000))
    assert (early["state"], early["minutes after planned"]) == ("taken", -30)
    assert (late["state"], late["mark"], late["minutes after planned"]) == ("late", "other_amount", 210)
    assert late["taken amount"] == Decimal("0.25")
    skipped = rows(dose("10 08:00", status="skipped"))[0]
    assert (skipped["state"], skipped["taken amount"], skipped["minutes after planned"]) == ("skipped", 0, None)
    assert skipped["doses (UTC)"] == "2026-03-10T07:00:00Z"


def test_two_doses_that_make_up_one_amount_are_one_row() -> None:
    row = rows(dose("10 08:00", amount=250_000), dose("10 08:30", amount=250_000))[0]
    assert (row["state"], row["mark"], row["taken amount"]) == ("taken", "", Decimal("0.5"))
    assert row["doses (UTC)"] == "2026-03-10T07:00:00Z 2026-03-10T07:30:00Z"


def test_one_more_has_a_row_of_its_own_at_its_own_time() -> None:
    found = rows(dose("10 08:00"), dose("10 08:40"))
    assert [(row["time"], row["state"], row["mark"]) for row in found] == [
        ("08:00", "taken", ""),
        ("08:40", "taken", "one_more"),
        ("20:00", "missed", ""),
    ]
    assert found[1]["planned amount"] is None
    assert (found[1]["taken amount"], found[1]["doses (UTC)"]) == (Decimal("0.5"), "2026-03-10T07:40:00Z")


def test_doses_without_a_plan_and_as_needed_have_their_mark() -> None:
    assert states(dose("10 08:00"), dose("10 09:00", status="skipped"), plan=Plan()) == [
        ("taken", "without_plan"),
        ("skipped", "without_plan"),
    ]
    as_needed = Step(date(2026, 3, 1), None, (), "tablet", as_needed=AsNeeded(500_000, least_hours=4))
    plan = Plan((RecordedStep(as_needed, None, at("1 00:00")),))
    assert states(dose("10 08:00"), dose("10 09:00"), plan=plan) == [("taken", "as_needed"), ("taken", "one_more")]


def test_a_time_that_has_come_is_open_and_one_of_later_today_is_to_come() -> None:
    assert states(now="10 12:00") == [("open", ""), ("to_come", "")]
    assert states(now="14 12:00", lived_on=()) == [("not_recorded", ""), ("not_recorded", "")]


def test_days_of_a_pause_have_no_planned_times_and_a_dose_of_them_no_plan() -> None:
    plan = Plan(as_plan([saved()]).steps, (Pause(DAY, DAY, "in hospital", at("20 12:00")),))
    assert states(dose("10 08:00"), plan=plan, now="21 12:00") == [("taken", "without_plan")]


def test_a_dose_of_the_first_day_and_of_the_last_stands_with_its_planned_time_of_another_day() -> None:
    plan = as_plan([saved(times="00:30 23:30")])
    found = rows(dose("10 00:20"), dose("10 23:59"), dose("9 23:50"), plan=plan, now="11 00:05")
    assert [(row["date"], row["time"], row["state"]) for row in found] == [
        ("2026-03-10", "00:30", "taken"),
        ("2026-03-10", "23:30", "taken"),
    ]
    late = rows(dose("10 00:10"), plan=as_plan([saved(times="23:30")]), now="10 12:00")
    assert [(row["date"], row["state"]) for row in late] == [("2026-03-09", "taken"), ("2026-03-10", "to_come")]
    ahead = rows(dose("10 23:40"), plan=as_plan([saved(times="00:30")]), now="10 23:45")
    assert [(row["date"], row["state"]) for row in ahead] == [("2026-03-10", "missed"), ("2026-03-11", "taken")]
    skipped = rows(dose("10 00:10", status="skipped"), plan=as_plan([saved(times="23:30")]), now="10 12:00")
    assert [(row["date"], row["state"]) for row in skipped] == [("2026-03-09", "skipped"), ("2026-03-10", "to_come")]


def test_a_dose_of_the_days_before_is_not_told() -> None:
    assert states(dose("9 12:00"), plan=Plan()) == []


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 29), ("2026-03-29", "02:30", 60, "2026-03-29T01:30:00Z")),  # 03:30 on the clock
        (date(2026, 10, 25), ("2026-10-25", "02:30", 120, "2026-10-25T00:30:00Z")),  # the first of two
    ],
)
def test_both_nights_the_clock_changes_say_the_instant(on: date, said: tuple[object, ...]) -> None:
    plan = as_plan([saved(times="02:30")])
    (row,) = rows(plan=plan, period=Period(on, on), now=datetime(2026, 12, 1, tzinfo=at("1 00:00").tzinfo))
    assert (row["date"], row["time"], row["minutes from UTC"], row["instant (UTC)"]) == said


def test_each_medicine_has_its_own_rows_in_its_own_unit() -> None:
    def of(step: RecordedStep, medicine_id: str) -> RecordedStep:
        return RecordedStep(step.step, None, step.saved_at, medicine_id=medicine_id)

    (step,) = as_plan([saved()]).steps
    plan = Plan((of(step, "a"), of(step, "b")))
    taken = dose("10 08:00")
    doses = tuple(
        TakenDose(taken.at, taken.on, taken.minute, amount, "taken", taken.recorded_at, name)
        for name, amount in (("a", 500_000), ("b", 1_000_000))
    )
    told = Told(DAYS, Lived(doses, {DAY}), HERE, at("11 12:00"))
    found = list(planned_sheet(told, plan, [("a", NAME), ("b", Called("Drops", "drops", {}))]))[1:]
    assert [(row[4], row[6], row[7], row[9]) for row in found] == [
        ("Examplamine", Decimal("0.5"), "mg", ""),
        ("Examplamine", None, "mg", ""),
        ("Drops", 1, "drops", "other_amount"),
        ("Drops", None, "drops", ""),
    ]


def test_the_days_told_begin_with_the_first_entry_and_are_ten_years_at_most() -> None:
    plan = as_plan([saved()])
    assert told_days(plan, None, DAY) is None
    assert list(planned_sheet(None, plan, MEDICINES)) == [HEAD]
    assert told_days(plan, date(2026, 3, 1), DAY) == Period(date(2026, 3, 1), DAY)
    assert told_days(plan, DAY + timedelta(days=1), DAY) == DAYS
    ten_years = told_days(Plan(), date(1900, 1, 1), DAY)
    assert ten_years is not None
    assert len(ten_years) == MOST_DAYS


def test_many_times_a_day_of_several_medicines_have_fewer_days() -> None:
    often = Step.every_day(date(2000, 1, 1), None, [time(hour) for hour in range(24)], 500_000, "tablet")
    steps = [RecordedStep(often, None, at("1 00:00"), medicine_id=name) for name in ("a", "b")]
    days = told_days(Plan((*steps, steps[0])), date(1900, 1, 1), DAY)
    assert days is not None
    assert len(days) == planned.MOST_TIMES_TOLD // 48


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 21 * 24 * 60 - 1), st.sampled_from([250_000, 500_000])), max_size=40),
    st.integers(1, 9),
)
def test_every_planned_time_and_every_dose_stands_once_however_the_days_are_cut(
    taken: list[tuple[int, int]], part: int
) -> None:
    first = at("1 00:00")
    doses = []
    for n, (minutes, amount) in enumerate(taken):
        lived = first + timedelta(minutes=minutes)
        doses.append(dose(f"{1 + minutes // 1440} {minutes // 60 % 24:02}:{minutes % 60:02}", amount=amount))
        assert doses[n].at == lived
    plan, period = as_plan([saved()]), Period(date(2026, 3, 1), date(2026, 3, 21))
    before = planned.A_PART, planned.TIMES_AT_ONCE
    planned.A_PART, planned.TIMES_AT_ONCE = part, 0
    try:
        found = rows(*doses, plan=plan, period=period, now="22 12:00")
    finally:
        planned.A_PART, planned.TIMES_AT_ONCE = before
    assert found == rows(*doses, plan=plan, period=period, now="22 12:00")
    told = Counter(each for row in found for each in str(row["doses (UTC)"]).split())
    assert told == Counter(instant(each.at) for each in doses)
    whole = match(plan, Lived(tuple(doses), {DAY}), HERE, period, at("22 12:00"))
    planned_rows = [row for row in found if row["planned amount"] is not None]
    expected = [slot for slot in whole.slots if slot.planned.on in period]
    in_period = [row for row in planned_rows if str(row["date"]) <= "2026-03-21"]
    assert [row["instant (UTC)"] for row in in_period] == [instant(slot.planned.at) for slot in expected]
    assert [row["state"] for row in in_period] == [slot.status for slot in expected]


def test_days_that_were_asked_for_end_where_they_were_asked_to() -> None:
    """A dose of the day after them is not among them; where nobody asked for an end, one lived further east is."""
    doses = dose("10 08:05"), dose("11 13:30")
    whole, asked = (Told(DAYS, Lived(doses, {DAY}), HERE, at("12 12:00"), ends=ends) for ends in (False, True))
    assert [each.has(doses[1]) for each in (whole, asked)] == [True, False]
    assert all(each.has(doses[0]) for each in (whole, asked))
    _head, *found = planned_sheet(asked, as_plan([saved()]), MEDICINES)
    assert {row[0] for row in found} == {"2026-03-10"}


def test_the_days_to_tell_are_those_of_the_record_that_were_asked_for() -> None:
    asked, plan = Period(date(2026, 3, 1), date(2026, 3, 5)), as_plan([saved()])
    assert told_days(plan, DAY, DAY + timedelta(days=9), asked) is None
    assert told_days(plan, date(2026, 3, 3), DAY, asked) == Period(date(2026, 3, 3), date(2026, 3, 5))
    assert told_days(plan, date(2026, 1, 1), date(2026, 3, 4), asked) == Period(date(2026, 3, 1), date(2026, 3, 4))


def test_what_became_of_planned_times_is_counted_and_a_late_dose_says_for_which_it_was() -> None:
    late = dose("10 13:30")
    lived = Lived((late,), {DAY})
    found = planned.follow(Told(DAYS, lived, HERE, at("11 12:00")), as_plan([saved()]), lived)
    assert found.states == {"late": 1, "missed": 1}
    assert found.late == {late.at: "2026-03-10T08:00:00+01:00"}
