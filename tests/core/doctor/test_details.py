"""The details after the report: weeks back from the last day, the plan, alerts by name, episodes, notes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from journal.core.doctor import details_words
from journal.core.doctor.details import (
    LONGEST_NOTE,
    MOST_EPISODES,
    MOST_NOTES,
    MOST_STEPS,
    MOST_WEEKS,
    Details,
    Lived,
    Week,
    details,
)
from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step
from journal.core.plan.schedules import AsNeeded
from journal.core.safety.alert_names import NAMES, name_of_rule
from journal.core.safety.alerts import RuleCount
from journal.core.safety.check import RULES
from tests.render import samples

TODAY = samples.LAST
SAVED = datetime(2026, 9, 1, 12, tzinfo=UTC)
PANIC = Lived(date(2026, 11, 4), time(20, 5), "episode", what="panic_attack", minutes=10, severity=3)
NOTE = Lived(date(2026, 11, 5), time(8, 30), "check_in", note="Slept badly.")
NO_PLAN = Plan()


def step(first: date, last: date | None, *times: int, by: str = "") -> RecordedStep:
    made = Step.every_day(first, last, [time(hour) for hour in times], 500_000, "tablet")
    return RecordedStep(replace(made, ordered_by=by), None, SAVED)


def told(days: int = 28, effects: int = 2, plan: Plan = NO_PLAN, **changed) -> Details:
    given = {"alerts": (), "episodes": (), "notes": None, "names": {"panic_attack": "panic attack"}, "today": TODAY}
    return details(samples.severity(days, effects), plan, **(given | changed))


def test_weeks_go_back_from_the_last_day_and_hold_usual_worst_and_rated_days() -> None:
    chart = samples.severity(10, 1)
    days = (0, None, 2, 1, 1, None, 3, 1, 1, 0)
    found = details(replace(chart, panels=(replace(chart.panels[0], days=days),)), Plan(), (), (), None, {}, TODAY)
    assert [(str(week.first_on), cells) for week, cells in found.weeks] == [
        ("2026-11-17", (Week(1.0, 3, 6),)),
        ("2026-11-14", (Week(1.0, 2, 2),)),
    ]
    assert details_words.heads(found) == ("Week from", "Drowsiness")
    assert [*details_words.rows(found, TODAY)] == [
        ("17 Nov", "mild, worst severe, 6 days"),
        ("14 Nov", "mild, worst moderate, 2 days"),
    ]


def test_a_week_without_a_rating_is_no_week_of_none() -> None:
    assert details_words.cell(Week(None, None, 0)) == details_words.worst(Week(None, None, 0)) == "not rated"
    assert details_words.worst(Week(0.0, 0, 7)) == "none (7)"


def test_of_a_long_period_the_newest_weeks_are_told_and_that_they_are() -> None:
    assert len(told(7 * MOST_WEEKS).weeks) == MOST_WEEKS
    assert told(7 * MOST_WEEKS).remark == ""
    long = told(3650)
    assert len(long.weeks) == MOST_WEEKS
    assert long.remark == "The newest 13."
    assert long.weeks[0][0].last_on == TODAY
    assert told(28, 0).weeks == ()


def test_the_plan_is_told_with_its_days_who_ordered_it_and_its_pauses() -> None:
    plan = Plan(
        (
            step(date(2026, 3, 1), date(2026, 9, 30), 8, 14, 20),  # before the period
            step(date(2026, 10, 1), date(2026, 12, 6), 8, 20, by="Dr Amsel"),
            step(date(2026, 12, 7), None, 20),
        ),
        (Pause(date(2026, 11, 1), date(2026, 11, 3), "in hospital", SAVED), Pause(TODAY, TODAY, "", SAVED)),
    )
    (ordered, *_others) = told(plan=plan).sections
    assert ordered.rows == (
        ("from 7 Dec on", "0.5\u00a0mg a day: 0.5\u00a0mg at 20:00"),
        ("23 Nov", "pause"),
        ("1 Nov to 3 Nov", "pause: in hospital"),
        ("1 Oct to 6 Dec", "1\u00a0mg a day: 0.5\u00a0mg at 08:00 and 20:00, as ordered by Dr Amsel"),
    )
    assert ordered.remark == ""
    assert told().sections[0].remark == "No plan in these days."


def test_what_is_taken_as_needed_has_no_amount_a_day() -> None:
    needed = replace(step(TODAY, None), step=Step(TODAY, None, (), "tablet", as_needed=AsNeeded(500_000)))
    assert told(plan=Plan((needed,))).sections[0].rows == (("from 23 Nov on", "0.5\u00a0mg as needed"),)


def test_of_many_steps_the_earliest_are_left_out_and_years_stand_where_they_are_needed() -> None:
    first = date(2025, 12, 30)
    steps = [step(first + timedelta(n), first + timedelta(n), 8) for n in range(MOST_STEPS + 1)]
    (ordered, *_others) = told(365, plan=Plan(tuple(steps))).sections
    assert len(ordered.rows) == MOST_STEPS
    assert ordered.rows[-1][0] == "31 Dec 2025"
    assert ordered.remark == "1 earlier is left out."


def test_alerts_stand_by_their_names() -> None:
    counts = [RuleCount("very_low_mood", 3, 2, date(2026, 11, 16)), RuleCount("gone", 1, 0, date(2026, 11, 2))]
    assert told(alerts=counts).sections[1].rows == (
        ("Very low mood", "3 times, 2 urgent, last on 16 Nov"),
        ("Another alert", "1 time, last on 2 Nov"),
    )
    assert told().sections[1].remark == "No alert in these days."


def test_every_rule_has_a_name_of_its_own() -> None:
    assert {rule.key for rule in RULES} == set(NAMES)
    assert len(set(map(name_of_rule, NAMES))) == len(NAMES)


def test_episodes_say_when_how_long_and_how_strong_where_that_is_known() -> None:
    bare = replace(PANIC, minutes=None, severity=None, what="a kind that is gone")
    found = told(episodes=(PANIC, bare), hours="12").sections[2]
    assert found.rows == (
        ("4 Nov, 8:05\u00a0pm", "Panic attack, 10\u00a0min, severe"),
        ("4 Nov, 8:05\u00a0pm", "A kind that is gone"),
    )
    assert told().sections[2].remark == "No episode is recorded in these days."
    many = told(episodes=[PANIC] * (MOST_EPISODES + 1)).sections[2]
    assert (len(many.rows), many.remark) == (MOST_EPISODES, "The newest 10.")


def test_notes_are_told_only_where_that_is_wished_and_never_at_length() -> None:
    assert [section.heading for section in told().sections] == ["What was ordered", "What the journal told", "Episodes"]
    assert told(notes=()).sections[3].remark == "No note in these days."
    day = replace(NOTE, kind="day", note="word " * 1000)
    found = told(notes=(NOTE, day)).sections[3]
    assert found.is_typed
    assert found.rows[0] == ("5 Nov, 08:30", "Slept badly.")
    assert found.rows[1][0] == "5 Nov"  # an answer about a day has no time
    assert len(found.rows[1][1]) <= LONGEST_NOTE
    assert len(told(notes=[NOTE] * (MOST_NOTES + 1)).sections[3].rows) == MOST_NOTES


@pytest.mark.parametrize(("hours", "said"), [("24", "5 Nov, 08:30"), ("12", "5 Nov, 8:30\u00a0am")])
def test_times_stand_by_the_clock_of_the_reader(hours: str, said: str) -> None:
    assert told(notes=[NOTE], hours=hours).sections[3].rows[0][0] == said
