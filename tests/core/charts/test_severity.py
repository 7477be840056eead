"""Chart 1 as points, sentences and a table: counted by hand here, so that no picture can be wrong alone."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.charts.dose_lines import Doses
from journal.core.charts.points import Of, severity_words
from journal.core.charts.severity import severity_chart
from journal.core.charts.severity_points import DoseStep, PeriodMedian, Week
from journal.core.values.periods import Period
from tests.core.charts.test_points import DIZZY, DROWSY, FIRST, NEVER_SAID, NINETY, day, rated, severities, step
from tests.core.charts.worst import worst

LOW = ("mood_low", "Low mood")
UP_AND_BACK = [
    step(date(2026, 1, 1), date(2026, 9, 30), 500_000),
    step(date(2026, 10, 1), date(2026, 10, 26), 750_000),
    step(date(2026, 10, 27), None, 500_000),
]
DOWN = [step(FIRST, day(44), 750_000), step(day(45), None, 500_000)]


def chart(daily=(), steps=(), taken=(), entry_days=(), period=NINETY, effects=(DROWSY,), today=NINETY.last_on):
    return severity_chart(period, effects, worst(daily), Doses(steps, taken), set(entry_days), today)


def test_ninety_days_around_three_doses_in_one_sentence():
    daily = rated(*[1] * 30, *[2] * 26, *[1] * 34)
    found = chart(daily, UP_AND_BACK)
    assert found.caption.question == "How was drowsiness around each dose?"
    assert found.caption.answer == (
        "Drowsiness: usual rating mild at 1\u00a0mg, moderate at 1.5\u00a0mg, mild again since 27 October. "
        "Rated on 90 of 90 days."
    )
    assert found.caption.explanation == (
        "Each bar is the worst rating of a day. The heavy line is the middle rating at each dose. It needs 7 rated "
        "days. Days with no rating are shaded. Beside the dose, so are days with no dose recorded."
    )
    assert found.caption.state == "chart"
    assert found.dose.changes == (date(2026, 10, 1), date(2026, 10, 27))
    assert found.dose.steps == (
        DoseStep(FIRST, date(2026, 9, 30), 1_000_000),
        DoseStep(date(2026, 10, 1), date(2026, 10, 26), 1_500_000),
        DoseStep(date(2026, 10, 27), NINETY.last_on, 1_000_000),
    )
    assert [over.median for over in found.panels[0].medians] == [1, 2, 1]


@pytest.mark.parametrize(
    ("third", "today", "end"),
    [
        (3, NINETY.last_on, "severe at 1\u00a0mg again since 27 October"),
        (1, date(2027, 1, 5), "mild again from 27 October 2026 to 29 November 2026"),
        (3, date(2026, 12, 24), "severe at 1\u00a0mg again from 27 October to 29 November"),
    ],
)
def test_the_same_dose_again_is_called_so_and_the_rating_only_where_it_is_the_same(third, today, end):
    found = chart(rated(*[1] * 30, *[2] * 26, *[third] * 34), UP_AND_BACK, today=today)
    assert found.caption.answer.endswith(f"moderate at 1.5\u00a0mg, {end}. Rated on 90 of 90 days.")


def test_what_got_worse_is_told_before_what_got_better_and_the_panels_keep_their_order():
    """At 1 mg low mood rose while drowsiness fell: low mood must not hide behind the better news."""
    effects = (DROWSY, DIZZY, LOW)
    daily = rated(*[3] * 45, *[1] * 45) + rated(*[2] * 90, effect="dizziness")
    daily += rated(*[0] * 45, *[2] * 43, effect="mood_low")
    found = chart(daily, DOWN, effects=effects)
    assert found.caption.question == "How were the side effects around each dose?"
    assert found.caption.lines == (
        "Low mood: usual rating none at 1.5\u00a0mg, moderate at 1\u00a0mg. Rated on 88 of 90 days.",
        "Dizziness: usual rating moderate at 1.5\u00a0mg, moderate at 1\u00a0mg. Rated on 90 of 90 days.",
        "Drowsiness: usual rating severe at 1.5\u00a0mg, mild at 1\u00a0mg. Rated on 90 of 90 days.",
    )
    assert found.caption.alt_text == " ".join(found.caption.lines)
    assert [panel.name for panel in found.panels] == ["Drowsiness", "Dizziness", "Low mood"]


@pytest.mark.parametrize(
    ("drowsy", "dizzy", "first"),
    [
        ((1, 2, 1), (1, 1, 2), "Dizziness"),  # worse since the dose before and since the first
        ((1, 2, 2), (2, 2, 2), "Drowsiness"),  # worse since the first
        ((3, 1, 2), (3, 3, 2), "Drowsiness"),  # worse since the dose before
        ((1, 1, 1), (2, 2, 2), "Dizziness"),  # neither: what weighed most
        ((2, 2, 2), (2, 2, 2), "Drowsiness"),  # equal: the order of the panels
        ((0, 0, 0), (4, 4, 3), "Drowsiness"),  # unchanged before better
    ],
)
def test_worse_means_since_the_dose_before_or_since_the_first(drowsy, dizzy, first):
    daily = [
        each
        for effect, (a, b, c) in (("drowsiness", drowsy), ("dizziness", dizzy))
        for each in rated(*[a] * 30, *[b] * 26, *[c] * 34, effect=effect)
    ]
    assert chart(daily, UP_AND_BACK, effects=(DROWSY, DIZZY)).caption.answer.startswith(first)


def test_an_effect_that_was_not_rated_is_told_last():
    daily = rated(*[3] * 45, *[1] * 45, effect="dizziness")  # what got better is told before it
    found = chart(daily, DOWN, effects=(DROWSY, DIZZY)).caption
    assert found.lines[1] == "Drowsiness: rated on 0 of 90 days."


def test_without_a_plan_the_sentence_names_the_worst_day_and_how_complete_the_record_is():
    found = chart(rated(1, 1, None, 3, 1, 1, 1, 1))
    assert found.caption.answer == "Drowsiness: usual rating mild, worst severe on 4 September. Rated on 7 of 90 days."
    assert "The heavy line is the middle rating. It needs 7 rated days." in found.caption.explanation
    assert found.dose.steps == found.dose.changes == ()
    assert found.panels[0].medians == (PeriodMedian(FIRST, NINETY.last_on, 1),)


def test_the_last_of_several_worst_days_is_named():
    assert ", worst mild, last on 7 September." in chart(rated(*[1] * 7)).caption.answer


def test_with_one_dose_throughout_the_sentence_names_it():
    steps = [step(date(2026, 1, 1), None, 250_000)]
    answer = "Drowsiness: usual rating none at 0.5\u00a0mg throughout. Rated on 7 of 90 days."
    assert chart(rated(*[0] * 7), steps).caption.answer == answer


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([4], "very severe on the one rated day at 2\u00a0mg. Rated on 1 of 90 days."),
        ([2, 2], "moderate on the 2 rated days at 2\u00a0mg. Rated on 2 of 90 days."),
        ([1, None, 3, 1, 1, 1, 1], "mild to severe on the 6 rated days at 2\u00a0mg. Rated on 6 of 90 days."),
        ([1, 1, 3, 1, 1, 1, 1], "usual rating mild at 2\u00a0mg, worst severe on 3 September. Rated on 7 of 90 days."),
    ],
)
def test_a_usual_rating_needs_seven_rated_days(values, said):
    found = chart(rated(*values), [step(date(2026, 1, 1), None, 1_000_000)])
    assert found.caption.answer == f"Drowsiness: {said}"
    assert (found.panels[0].medians[0].median is None) == (len(values) - values.count(None) < 7)


def test_each_dose_period_needs_seven_rated_days_of_its_own():
    daily = rated(*[2] * 30, None, 4, *[None] * 25, *[3] * 6)
    found = chart(daily, UP_AND_BACK)
    assert found.caption.answer == (
        "Drowsiness: usual rating moderate at 1\u00a0mg, very severe on the one rated day at 1.5\u00a0mg, "
        "severe on the 6 rated days at 1\u00a0mg since 27 October. Rated on 37 of 90 days."
    )
    assert [over.median for over in found.panels[0].medians] == [2, None, None]
    daily = rated(4, *[None] * 29, *[1] * 26, *[0] * 34)
    assert chart(daily, UP_AND_BACK).caption.answer == (
        "Drowsiness: very severe on the one rated day at 1\u00a0mg, usual rating mild at 1.5\u00a0mg, "
        "none at 1\u00a0mg since 27 October. Rated on 61 of 90 days."
    )


def test_a_median_between_two_words_says_both():
    assert "usual rating between mild and moderate," in chart(rated(*[1] * 4, *[2] * 4)).caption.answer
    assert severity_words(2.5) == "between moderate and severe"
    assert severity_words(4) == "very severe"


def test_a_pause_in_the_plan_is_a_dose_period_of_its_own():
    steps = [step(FIRST, day(9), 500_000), step(day(20), None, 500_000)]
    found = chart(rated(*[2] * 10, *[1] * 10, *[2] * 8), steps)
    assert found.caption.answer == (
        "Drowsiness: usual rating moderate at 1\u00a0mg, mild with nothing planned, moderate again since 21 September. "
        "Rated on 28 of 90 days."
    )
    assert [s.daily_amount for s in found.dose.steps] == [1_000_000, 0, 1_000_000]
    assert found.dose.changes == (day(10), day(20))


def test_a_dose_period_without_ratings_has_no_median_and_is_not_spoken_of():
    found = chart(rated(*[1] * 7), UP_AND_BACK)
    assert [over.median for over in found.panels[0].medians] == [1, None, None]
    assert found.caption.answer.startswith(
        "Drowsiness: usual rating mild at 1\u00a0mg, worst mild, last on 7 September."
    )


def test_a_long_taper_is_told_by_its_ends():
    steps = [step(day(10 * n), day(10 * n + 9), 2_000_000 - 200_000 * n) for n in range(9)]
    found = chart(rated(*[3] * 40, *[1] * 50), steps)
    assert found.caption.answer == (
        "Drowsiness: usual rating severe at 4\u00a0mg at first, mild at 0.8\u00a0mg from 20 November on; "
        "9 dose periods in all. Rated on 90 of 90 days."
    )


def test_a_long_taper_may_have_too_few_days_at_an_end():
    steps = [step(day(10 * n), day(10 * n + 9), 2_000_000 - 200_000 * n) for n in range(9)]
    assert chart(rated(3, *[None] * 9, *[1] * 80), steps).caption.answer.startswith(
        "Drowsiness: severe on the one rated day at 4\u00a0mg at first, "
        "usual rating mild at 0.8\u00a0mg from 20 November on;"
    )


def test_the_first_plan_there_ever_was_is_no_change_of_dose_and_no_step_up():
    """Before it nothing is known of the amount: the days have no plan, and no line is drawn for them."""
    found = chart(steps=[step(day(3), day(9), 500_000), step(day(10), day(19), 750_000), step(day(25), None, 500_000)])
    assert [(s.first_on, s.daily_amount) for s in found.dose.steps] == [
        (FIRST, 0), (day(3), 1_000_000), (day(10), 1_500_000), (day(20), 0), (day(25), 1_000_000)
    ]  # fmt: skip
    assert found.dose.changes == (day(10), day(20), day(25))


def test_other_times_with_the_same_amount_are_no_change_of_dose():
    steps = [step(FIRST, day(9), 500_000), step(day(10), None, 250_000, (time(8), time(12), time(16), time(20)))]
    assert chart(rated(1, 1, 1), steps).dose.steps == (DoseStep(FIRST, NINETY.last_on, 1_000_000),)
    assert chart(rated(1, 1, 1), steps).dose.changes == ()


def test_a_plan_that_lies_outside_the_period_is_no_plan():
    assert chart(steps=[step(date(2020, 1, 1), date(2020, 2, 29), 500_000)]).dose.steps == ()


@pytest.mark.parametrize(
    ("daily", "taken", "state", "answer"),
    [
        ([], [], "empty", "Nothing is rated in this period, and no dose is recorded as taken."),
        ([], [(FIRST, 500_000)], "too_few_ratings", "Nothing is rated in this period; doses were taken on 1 day."),
        (
            [],
            [(FIRST, 500_000), (day(1), 9)],
            "too_few_ratings",
            "Nothing is rated in this period; doses were taken on 2 days.",
        ),
        ([], [(FIRST, 0)], "empty", "Nothing is rated in this period, and no dose is recorded as taken."),
        (rated(4), [], "too_few_ratings", "Drowsiness: very severe on the one rated day. Rated on 1 of 90 days."),
    ],
)
def test_with_too_little_to_show_the_sentence_says_so(daily, taken, state, answer):
    words = chart(daily, taken=taken).caption
    assert (words.state, words.answer) == (state, answer)


def test_no_chosen_effect_is_an_empty_chart():
    assert chart(rated(1, 1, 1), effects=()).caption.state == "empty"


def test_gaps_stay_gaps():
    taken = [(FIRST, 500_000), (FIRST, 250_000), (day(3), 500_000), (day(3), 0), (day(4), 0)]
    found = chart(rated(1, None, 0, 4), taken=taken, entry_days=[day(2)])
    assert found.panels[0].days[:5] == (1, None, 0, 4, None)
    assert found.panels[0].rated == 3
    assert found.dose.taken_amount[:6] == (750_000, None, None, 500_000, 0, None)


def test_what_lies_outside_the_period_or_was_not_chosen_is_left_out():
    daily = [(FIRST - timedelta(days=1), "drowsiness", 4), (NINETY.last_on + timedelta(days=1), "drowsiness", 4)]
    found = chart([*daily, *rated(4, effect="dizziness")], taken=[(FIRST - timedelta(days=1), 500_000)])
    assert set(found.panels[0].days) == {None}
    assert set(found.dose.taken_amount) == {None}
    assert found.caption.state == "empty"


def test_the_table_twin_says_the_same_day_by_day():
    period = Period(date(2024, 2, 28), date(2024, 3, 2))
    found = severity_chart(
        period,
        [DROWSY, ("own_1", "IBS pain")],
        worst([(date(2024, 2, 28), "drowsiness", 4), (date(2024, 2, 29), "own_1", 0)]),
        Doses([step(date(2024, 2, 29), None, 500_000)], [(date(2024, 2, 28), 250_000), (date(2024, 3, 1), 0)]),
        {date(2024, 2, 29)},
        date(2026, 1, 1),
    )
    assert found.table.caption == "Worst rating and dose of each day, 28 February 2024 to 2 March 2024"
    assert found.table.head == ("Day", "Drowsiness", "IBS pain", "Taken", "Planned")
    assert found.table.rows == (
        ("28 February", "very severe", "not rated", "0.25\u00a0mg", "nothing planned"),
        ("29 February", "not rated", "none", "no dose recorded", "1\u00a0mg"),
        ("1 March", "not rated", "not rated", "skipped", "1\u00a0mg"),
        ("2 March", "not rated", "not rated", "not recorded", "1\u00a0mg"),
    )


def test_beyond_four_hundred_days_weeks_stand_for_days():
    period = Period(FIRST, day(400))
    daily = rated(1, 3, None, 2, *[None] * 4, 4)
    taken = [(FIRST, 500_000), (day(2), 0), (day(21), 0)]
    found = chart(daily, [step(FIRST, day(2), 500_000), step(day(7), None, 250_000)], taken, [day(1), day(15)], period)
    weeks = found.panels[0].weeks
    assert weeks[0] == Week(FIRST, day(6), 3, 1, 2, 3)
    assert weeks[1] == Week(day(7), day(13), 1, 4, 4, 4)
    assert weeks[2] == Week(day(14), day(20), 0, None, None, None)
    assert (len(weeks), weeks[-1].first_on, weeks[-1].last_on) == (58, day(399), day(400))
    assert len(found.panels[0].days) == 401
    assert found.caption.explanation.startswith("Each bar goes from the lowest to the highest rating of a week. ")
    assert found.table.rows[0] == (
        "1 September 2026 to 7 September 2026",
        "moderate, highest severe (3 days rated)",
        "0.5\u00a0mg (1 day with a dose)",
        "1\u00a0mg a day, then nothing planned",
    )
    assert found.table.rows[1][1:] == ("very severe (1 day rated)", "not recorded", "0.5\u00a0mg a day")
    assert found.table.rows[2][1:3] == ("not rated", "no dose recorded")
    assert found.table.rows[3][2] == "skipped"
    assert chart(daily, period=Period(FIRST, day(399))).panels[0].weeks == ()


def test_weeks_without_a_plan_say_so():
    assert chart(rated(1), period=Period(FIRST, day(400))).table.rows[0][-1] == "nothing planned"


@settings(max_examples=50)
@given(
    st.lists(severities, min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(-3, 60), st.integers(1, 3_000_000)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_input_does_not_matter_and_no_figure_is_made_up(values, changes, random):
    period = Period(FIRST, day(len(values) - 1))
    starts = dict(sorted(changes))
    firsts = sorted(starts)
    steps = [
        step(day(on), day(after - 1) if after is not None else None, starts[on])
        for on, after in zip(firsts, [*firsts[1:], None], strict=True)
    ] if firsts else []  # fmt: skip
    daily, taken = rated(*values), [(day(n), n + 1) for n in range(0, len(values), 2)]
    found = chart(daily, steps, taken, period=period)
    for shuffled in (daily, steps, taken):
        random.shuffle(shuffled)
    assert chart(daily, steps, taken, period=period) == found
    assert found.panels[0].days == tuple(values)
    assert found.panels[0].rated == sum(value is not None for value in values)
    assert all(m.median is None or 0 <= m.median <= 4 for m in found.panels[0].medians)
    assert sum(amount for amount in found.dose.taken_amount if amount is not None) == sum(amount for _, amount in taken)
    assert "0\u00a0mg" not in {cell for row in found.table.rows for cell in row}
    if found.dose.steps:
        assert [on for s in found.dose.steps for on in Period(s.first_on, s.last_on).days()] == list(period.days())
        assert all(s.daily_amount >= 0 for s in found.dose.steps)
    said = found.caption.answer + found.caption.question + found.caption.explanation
    assert not NEVER_SAID.search(said)
    assert f"rated on {found.panels[0].rated} of " in said.lower() or not found.panels[0].rated
    assert "usual" not in said or found.panels[0].rated >= 7
    assert len(found.table.rows) == len(period)


def test_every_word_is_in_the_unit_of_the_medicine_and_names_it_where_there_are_several():
    of, steps = Of("Syrup", "ml"), [step(FIRST, day(44), 1_000_000), step(day(45), None, 2_000_000)]
    daily, taken = worst(rated(*[1] * 45, *[3] * 45)), [(FIRST, 2_500_000)]
    for last in (NINETY.last_on, FIRST + timedelta(days=499)):
        found = severity_chart(Period(FIRST, last), [DROWSY], daily, Doses(steps, taken, of), {FIRST}, last, FIRST)
        words = found.caption
        said = [words.question, words.alt_text, *found.table.head, *(cell for row in found.table.rows for cell in row)]
        assert words.question == "How was drowsiness around each dose of Syrup?"
        assert words.alt_text.startswith("Syrup: Drowsiness: usual rating mild at 2\u00a0ml")
        assert any(cell.startswith("2.5\u00a0ml") for cell in found.table.rows[0])
        assert not [text for text in said if "mg" in text]
    assert chart(rated(1)).caption.alt_text == chart(rated(1)).caption.answer
