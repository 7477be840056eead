"""What medicines are for in the charts: what was answered, below the effects, and lower is better."""

from datetime import time

from journal.core.charts.benefits import answered, day_by_day, lower_is_better
from journal.core.charts.dose_lines import Doses
from journal.core.charts.severity import severity_chart
from journal.core.plan.regimens import Step
from journal.core.values.periods import Period
from tests.core.charts.test_points import NEVER_SAID, day
from tests.core.charts.worst import worst

NAMES = {"pain": "Pain", "worry": "Worry", "spasms": "Spasms"}
PERIOD = Period(day(0), day(59))
UP = (
    Step.every_day(day(-90), day(29), [time(8)], 1_000_000, "t"),
    Step.every_day(day(30), None, [time(8)], 2_000_000, "t"),
)


def chart(answers, effects=(("drowsiness", "Drowsiness"),)):
    """Sixty days, drowsiness mild on each; the dose is doubled on day 30. Answers are by the numbers of their days."""
    answers = [(day(n), key, value) for n, key, value in answers]
    daily = worst((on, "drowsiness", 1) for on in PERIOD.days())
    below = day_by_day(PERIOD, answered(PERIOD, answers, NAMES), answers)
    return severity_chart(PERIOD, effects, daily, Doses(UP), set(PERIOD.days()), PERIOD.last_on, benefits=below)


def test_only_what_was_answered_in_the_period_is_shown_in_the_order_of_the_medicines():
    answers = [
        (day(3), "benefit-worry", 1),
        (day(4), "benefit-pain", 0),
        (day(99), "benefit-spasms", 4),
        (day(5), "fell", 1),
    ]
    assert answered(PERIOD, answers, NAMES) == (("benefit-pain", "Pain"), ("benefit-worry", "Worry"))
    assert answered(PERIOD, [], NAMES) == ()


def test_without_its_file_a_benefit_goes_by_its_key_and_comes_last():
    answers = [(day(3), "benefit-gone", 1), (day(3), "benefit-worry", 1)]
    assert answered(PERIOD, answers, NAMES) == (("benefit-worry", "Worry"), ("benefit-gone", "gone"))


def test_it_has_a_panel_below_the_effects_and_says_that_lower_is_better():
    found = chart([(n, "benefit-pain", 3 if n < 30 else 1) for n in range(0, 60, 2)])
    drowsiness, pain = found.panels
    assert (drowsiness.name, pain.name) == ("Drowsiness", "Pain (lower is better)")
    assert [median.median for median in pain.medians] == [3.0, 1.0]
    assert found.caption.question == "How was drowsiness around each dose?"
    assert any(line.startswith("Pain (lower is better): usual rating severe at 1") for line in found.caption.lines)
    assert "What a medicine is for is answered once a day" in found.caption.explanation
    assert "Pain (lower is better)" in found.table.head


def test_a_day_without_an_answer_stays_a_gap_and_counts_as_nothing():
    found = chart([(4, "benefit-pain", 4), (6, "benefit-pain", 0)])
    pain = found.panels[-1]
    assert pain.days[3:8] == (None, 4, None, 0, None)
    assert pain.rated == 2
    assert all(median.median is None for median in pain.medians), "two answers say nothing usual"


def test_it_is_not_compared_with_the_days_before_a_change_as_a_side_effect_is():
    """A benefit is no effect that a change of dose is judged by here."""
    found = chart([(n, "benefit-pain", 4 if n < 30 else 0) for n in range(60)])
    assert found.compared
    assert {each.effect for change in found.compared for each in change.rows} == {"drowsiness"}


def test_without_answers_the_chart_is_the_one_of_before():
    found = chart([])
    assert len(found.panels) == 1
    assert "medicine is for" not in found.caption.explanation


def test_nothing_in_it_is_a_verdict():
    found = chart([(n, "benefit-pain", n % 5) for n in range(60)])
    assert not NEVER_SAID.search(found.caption.answer + found.caption.explanation + lower_is_better("Pain"))
