"""The picture of a plan: where line, dashes, bars and letters stand, and when there is none."""

from dataclasses import replace
from datetime import date, timedelta

from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.render.charts.plan_line import BASE, TOP, WIDE, plan_line
from tests.core.plan.plans import dose, paused, saved

TODAY = date(2026, 3, 10)
NOTHING = Lived((), ())
HALF, WHOLE = 76, TOP  # how high half of the most and the most stand


def steps(*amounts, first=1, each=10):
    """A step of ten days for each of the amounts; the last goes on."""
    found = []
    for n, amount in enumerate(amounts):
        one = saved("08:00", amount=amount)
        starts_on = date(2026, 3, first) + timedelta(days=n * each)
        ends_on = None if n == len(amounts) - 1 else starts_on + timedelta(days=each - 1)
        found.append(replace(one, step=replace(one.step, starts_on=starts_on, ends_on=ends_on)))
    return found


def test_a_plan_that_goes_down_is_solid_until_today_and_dashed_afterwards() -> None:
    """Forty-five days: the first to the tenth of March, the second step from the eleventh, the third to come."""
    line = plan_line(Plan(tuple(steps(1_000_000, 500_000, 250_000))), NOTHING, TODAY, "mg")
    assert line.planned == f"M0 {WHOLE}H102"
    assert line.ahead == f"M102 {HALF}H205V94H{WIDE}"
    assert line.today_x == 102
    assert [(label.x, label.words) for label in line.amounts] == [(4, "1\u00a0mg"), (106, "0.5"), (209, "0.25")]
    assert [(label.x, label.words) for label in line.months] == [(0, "Mar"), (318, "Apr")]


def test_what_was_taken_is_a_bar_for_each_day_that_has_some() -> None:
    doses = [dose("2 08:00", amount=250_000), dose("2 20:00", amount=250_000), dose("3 08:00", "skipped")]
    doses.append(dose("4 08:00", amount=9_000_000))  # stands at the top, half above what is most planned
    line = plan_line(Plan(tuple(steps(1_000_000, 500_000))), Lived(tuple(doses), ()), TODAY, "mg")
    assert line.taken == f"M14 {BASE}V88H28V{BASE}ZM43 {BASE}V{TOP}H57V{BASE}Z"


def test_a_pause_and_days_without_a_plan_are_gaps() -> None:
    plan = Plan(tuple(steps(1_000_000, 500_000)), (paused(3, 4), paused(8, 12), paused(20, 30)))
    line = plan_line(plan, NOTHING, TODAY, "mg")
    assert line.planned.count("M") == 2
    assert line.ahead == "M172 76H273"  # from the thirteenth, after one pause, to the next
    ends = Plan((saved("08:00", amount=1_000_000, ends_on=date(2026, 3, 12)),))
    assert plan_line(ends, NOTHING, TODAY, "mg").ahead.count("M") == 1


def test_letters_that_have_no_room_are_left_out_and_the_last_ones_end_at_the_side() -> None:
    line = plan_line(Plan(tuple(steps(*range(1_000_000, 0, -50_000), each=1))), NOTHING, TODAY, "mg")
    assert len(line.amounts) < 8
    late = plan_line(Plan(tuple(steps(1_000_000, 333_333, each=175))), NOTHING, TODAY, "mg")
    assert [label.is_last for label in late.amounts] == [False, True]


def test_there_is_no_picture_of_one_amount_of_nothing_and_of_what_is_over() -> None:
    assert plan_line(Plan((saved(),)), NOTHING, TODAY, "mg") is None
    assert plan_line(Plan(), NOTHING, TODAY, "mg") is None
    assert plan_line(Plan((saved(ends_on=date(2026, 3, 9)),)), NOTHING, TODAY, "mg") is None
    assert plan_line(Plan((saved(""),)), NOTHING, TODAY, "mg") is None
