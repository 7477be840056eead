"""One press for what is due: which doses of all medicines it records."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from journal.core.plan.one_press import OnePress, one_press
from journal.core.plan.today import Answer, Tap
from journal.core.plan.windows import PlannedTime

NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


def planned_at(minutes: int) -> PlannedTime:
    return PlannedTime(NOW + timedelta(minutes=minutes), date(2026, 11, 23), 480 + minutes, 500_000, "tablet")


def answer(kind: Any, minutes: int | None = 0, *, is_secondary: bool = False) -> Answer:
    planned = None if minutes is None else planned_at(minutes)
    tap = Tap(kind, 500_000, "tablet", planned, is_secondary) if kind else None
    return Answer("none", None, None, None, None, tap, 0)


def test_all_that_is_due_together_and_what_comes_within_the_hour() -> None:
    answers = [answer("planned", -5), answer("rest", 0), answer("planned", 60), answer("planned", 61), answer("")]
    assert one_press(answers, NOW) == OnePress((0, 1, 2))


def test_what_the_one_tap_holds_back_is_left_out() -> None:
    answers = [answer("planned", -5, is_secondary=True), answer("planned", -5), answer("more", -5, is_secondary=True)]
    assert one_press(answers, NOW) == OnePress((1,), (0,))
    assert one_press(answers[:1], NOW) == OnePress((), (0,))


def test_where_nothing_is_due_the_next_time_alone() -> None:
    answers = [answer("planned", 200), answer("planned", 120), answer("planned", 120)]
    assert one_press(answers, NOW) == OnePress((1, 2), is_early=True)


def test_what_is_not_planned_is_offered_of_one_medicine_alone() -> None:
    for kind in ("same", "as_needed"):
        assert one_press([answer(kind, None)], NOW) == OnePress((0,))
        assert one_press([answer(kind, None, is_secondary=True)], NOW) == OnePress()
        assert one_press([answer(kind, None), answer("planned", 0)], NOW) == OnePress((1,))
        assert one_press([answer(kind, None), answer("")], NOW) == OnePress()


def test_nothing_is_offered_that_is_not_there() -> None:
    assert one_press([], NOW) == OnePress()
    assert one_press([answer("")], NOW) == OnePress()
    assert one_press([answer("more", -5)], NOW) == OnePress()
