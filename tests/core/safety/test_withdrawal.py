"""Symptoms after a smaller dose can be withdrawal: told for the monograph's days, and never for doses as needed."""

from datetime import date, timedelta

import pytest

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.thresholds import Thresholds
from journal.core.plan.reductions import fell_around, reduced_on, reductions
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import AsNeeded, Days, PlannedDose
from journal.core.record.episodes import Episode
from journal.core.safety import withdrawal
from journal.core.safety.rules import Context, Finding, Speaking
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from tests.core.plan.plans import as_plan, at, change, paused, saved

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
LESS = Finding("note", {"reduced_on": "2026-03-10"})


def found(now: str, plan: object, thresholds: Thresholds | None = None) -> Finding | None:
    monograph = CLONAZEPAM.model_copy(update={"thresholds": thresholds or CLONAZEPAM.thresholds})
    return withdrawal.find(None, Context(monograph, at(now), "Europe/Berlin", plan))  # type: ignore[arg-type]


REDUCED = as_plan(change([saved("08:00 20:00")], at("9 12:00"), "08:00", starts=date(2026, 3, 10)))


def test_it_is_told_from_the_day_of_a_smaller_amount_to_fourteen_days_after() -> None:
    assert found("9 23:00", REDUCED) is None
    assert found("10 00:30", REDUCED) == LESS
    assert found("24 23:00", REDUCED) == LESS
    assert found("25 00:30", REDUCED) is None


def test_a_plan_that_ended_is_a_step_to_nothing() -> None:
    ended = as_plan(change([saved("08:00")], at("10 09:00")))
    assert found("10 10:00", ended) == LESS
    assert found("24 10:00", ended) == LESS
    assert found("26 10:00", ended) is None


def test_more_again_or_the_same_says_nothing() -> None:
    again = as_plan(change(list(REDUCED.steps), at("12 09:00"), "08:00 20:00", starts=date(2026, 3, 13)))
    assert found("12 10:00", again) == LESS
    assert found("13 10:00", again) is None
    more = as_plan(change([saved("08:00")], at("9 12:00"), "08:00 20:00", starts=date(2026, 3, 10)))
    assert found("11 10:00", more) is None
    assert found("2 10:00", as_plan([saved("08:00")])) is None, "the first day of a plan is no fall"


def test_a_pause_is_no_smaller_dose_and_a_missing_threshold_is_silent() -> None:
    assert found("11 10:00", as_plan([saved("08:00")], paused(10, 12))) is None
    assert found("14 10:00", as_plan([saved("08:00")], paused(10, 12))) is None
    assert found("11 10:00", REDUCED, Thresholds()) is None
    detail = Episode(moment=moment(at("11 10:00"), "Europe/Berlin"), what="seizure")
    assert withdrawal.find(detail, Context(CLONAZEPAM, at("11 10:00"), "Europe/Berlin", REDUCED)) is None


def step(first: int, last: int | None, amount: int = 0, days: str = "every 1", as_needed: bool = False) -> Step:
    doses = (PlannedDose(at("1 08:00").time(), amount),) if amount else ()
    order = AsNeeded(500_000) if as_needed else None
    ends_on = date(2026, 3, last) if last else None
    return Step(date(2026, 3, first), ends_on, doses, "tablet", Days.from_text(days), order)


def test_doses_as_needed_alone_have_no_amount_to_fall_from_or_to() -> None:
    assert list(reductions([step(1, 9, 1_000_000), step(10, None, as_needed=True)])) == []
    assert list(reductions([step(1, 9, as_needed=True), step(10, None, 500_000)])) == []


def test_fewer_days_of_the_same_amount_are_less_a_day_on_average() -> None:
    fewer = [step(1, 9, 1_000_000), step(10, None, 1_000_000, "every 2")]
    assert [each.on for each in reductions(fewer)] == [date(2026, 3, 10)]


@pytest.mark.parametrize(("first", "last", "expected"), [(1, 9, False), (1, 10, True), (24, 31, True), (25, 31, False)])
def test_a_period_is_around_a_fall_when_one_of_its_days_is(first: int, last: int, expected: bool) -> None:
    steps = [step(1, 9, 1_000_000), step(10, None, 500_000)]
    assert fell_around(steps, Period(date(2026, 3, first), date(2026, 3, last)), 14) is expected


def test_the_first_and_the_last_day_there_is_break_nothing() -> None:
    forever = [Step(date.min, date.max, (PlannedDose(at("1 08:00").time(), 1),), "tablet")]
    assert list(reductions(forever)) == []
    assert reduced_on(forever, date.min + timedelta(days=1), 14) is None
    assert reduced_on([], date(2026, 3, 1), 14) is None


def test_it_is_one_quiet_sentence() -> None:
    notice = withdrawal.words(LESS, Speaking(CLONAZEPAM))
    assert (notice.level, notice.sentences, notice.link) == (
        "note",
        ("New or stronger symptoms can also be withdrawal.",),
        "",
    )
