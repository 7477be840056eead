"""The head of the report: what is taken now, since when, what comes next and what is taken beside it."""

from datetime import UTC, date, datetime, time

import pytest

from journal.core.charts.points import Of
from journal.core.doctor.head import LONGEST, Beside, Head, head
from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step
from journal.core.plan.schedules import AsNeeded
from journal.core.values.periods import Period

TODAY = date(2026, 11, 28)
PERIOD = Period(date(2026, 11, 1), TODAY)
SAVED = datetime(2026, 1, 1, tzinfo=UTC)


def step(first: date, last: date | None, amount: int) -> Step:
    return Step.every_day(first, last, [time(8), time(20)], amount, "tablet")


def told(*steps: Step, beside=(), pauses=(), hours="24") -> Head:
    plan = Plan(tuple(RecordedStep(each, None, SAVED) for each in steps), pauses)
    return head("Ada", Of("Clonazepam"), plan, beside, PERIOD, 26, TODAY, hours)


def test_the_dose_now_the_last_change_and_what_is_ordered_next():
    found = told(
        step(date(2026, 1, 1), date(2026, 10, 11), 750_000),
        step(date(2026, 10, 12), date(2026, 12, 13), 500_000),
        step(date(2026, 12, 14), None, 250_000),
    )
    assert (found.name, found.medicine) == ("Ada", "Clonazepam 1\u00a0mg a day")
    assert found.ordered == "0.5\u00a0mg at 08:00 and 20:00"
    assert found.lines == (
        "Last change 12 October: from 1.5\u00a0mg to 1\u00a0mg a day.",
        "Next ordered: 0.5\u00a0mg a day from 14 December.",
    )
    assert found.facts == (
        "1 November 2026 to 28 November 2026",
        "logged on 26 of 28 days",
        "printed on 28 November 2026",
    )


def test_a_plan_that_never_changed_says_since_when():
    assert told(step(date(2025, 12, 24), None, 500_000)).lines == (
        "No change since 24 December 2025, when the plan begins.",
    )


def test_the_clock_of_the_reader():
    assert (
        told(step(date(2026, 1, 1), None, 500_000), hours="12").ordered
        == "0.5\u00a0mg at 8:00\u00a0am and 8:00\u00a0pm"
    )


def test_without_a_plan_as_needed_and_in_a_pause():
    as_needed = Step(date(2026, 1, 1), None, (), "tablet", as_needed=AsNeeded(500_000))
    pause = Pause(TODAY, TODAY, "in hospital", SAVED)
    assert (told().medicine, told().ordered, told().lines) == ("Clonazepam, no plan now", "", ())
    assert told(as_needed).medicine == "Clonazepam as needed"
    assert told(step(date(2026, 1, 1), None, 1), pauses=(pause,)).medicine == "Clonazepam, a pause now"
    assert told(step(date(2026, 12, 1), None, 500_000)).lines == ("Next ordered: 1\u00a0mg a day from 1 December.",)


def beside(name: str, amount: int = 0, days: int = 0) -> Beside:
    steps = (step(date(2026, 1, 1), None, amount),) if amount else ()
    return Beside(Of(name), steps, [date(2026, 11, 2 + day) for day in range(days)])


def test_other_medicines_with_what_is_planned_or_on_how_many_days():
    found = told(beside=[beside("Valproate", 500_000_000), beside("Ibuprofen", days=1)])
    assert found.lines == ("Also: Valproate 1000\u00a0mg a day since 1 Jan; Ibuprofen, taken on 1 day, last on 2 Nov.",)
    as_needed = Step(date(2026, 1, 1), None, (), "tablet", as_needed=AsNeeded(500_000))
    (line,) = told(beside=[Beside(Of("Paracetamol"), (as_needed,), ())]).lines
    assert line == "Also: Paracetamol, taken on 0 days."


@pytest.mark.parametrize(("many", "rest"), [(2, ""), (4, ""), (6, ""), (7, ""), (9, "; 2 more")])
def test_of_three_five_and_seven_medicines_all_are_named(many, rest):
    (line,) = told(beside=[beside(f"M{n}", days=2) for n in range(many)]).lines
    named = [f"M{n}, taken on 2 days, last on 3 Nov" for n in range(min(many, 7))]
    assert line == "Also: " + "; ".join(named) + rest + "."


def test_a_long_name_beside_others_is_cut():
    (line,) = told(beside=[beside("x" * 200, days=1)]).lines
    assert f"{'x' * (LONGEST - 1)}…," in line
