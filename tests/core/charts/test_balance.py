"""Benefit and burden by dose: counts with what they are counted over, by hand, and what must hold whatever happened."""

from collections import Counter
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.balance import BOTHERSOME, balance_chart
from journal.core.charts.balance_points import FEWEST_DAYS, MOST_LEVELS, Middle, Share
from journal.core.charts.balance_words import drawn
from journal.core.charts.dose_lines import Doses
from journal.core.charts.points import FEWEST_USUAL, Of
from journal.core.plan.regimens import Pause, Step
from journal.core.plan.schedules import AsNeeded
from journal.core.values.periods import Period
from tests.core.charts.test_points import NEVER_SAID, day
from tests.core.charts.worst import worst

MG = 1_000_000
NAMES = {"seizure": "Seizure", "panic_attack": "Panic attack"}
EFFECTS = (("drowsiness", "Drowsiness"), ("dizziness", "Dizziness"))
LENGTH = 60


def step(first: int, last: int | None, mg: int) -> Step:
    return Step.every_day(day(first), None if last is None else day(last), [time(8)], mg * MG, "tablet")


UP = (step(-90, 29, 1), step(30, None, 2))


def period(length: int = LENGTH) -> Period:
    return Period(day(0), day(length - 1))


def chart(
    ratings=(),
    episodes=(),
    answers=(),
    *,
    steps=UP,
    days=None,
    length=LENGTH,
    effects=EFFECTS,
    of=None,
    pauses=(),
    today=None,
    begins=None,
    names=NAMES,
    benefits=(),
):
    """Sixty days with an entry on each: 1 mg a day, and 2 mg from day 30 on. Days are given by their numbers."""
    return balance_chart(
        period(length),
        effects,
        worst((day(n), effect, severity) for n, effect, severity in ratings),
        Counter((day(n), kind) for n, kind in episodes),
        names,
        [(day(n), key, value) for n, key, value in answers],
        Doses(steps, (), of or Of()),
        {day(n) for n in (range(length) if days is None else days)},
        today or day(length - 1),
        begins,
        pauses,
        benefits,
    )


def lines(found) -> list[str]:
    return [line.replace("\u00a0", " ") for line in found.caption.lines]


def cells(found) -> list[list[str]]:
    return [[cell.replace("\u00a0", " ") for cell in row] for row in found.table.rows]


# What is counted


def test_episodes_are_counted_over_the_days_with_an_entry_of_each_dose() -> None:
    came = [(3, "seizure"), (3, "seizure"), (20, "seizure"), (45, "seizure")]
    found = chart(episodes=came, days=[n for n in range(LENGTH) if n not in {1, 2}])
    low, high = found.levels
    assert (low.amount, low.recorded, low.episodes) == (MG, 28, (3,))
    assert (high.amount, high.recorded, high.episodes) == (2 * MG, 29, (1,)), "the day of the change is on neither"
    assert lines(found) == [
        "1 mg a day: seizure 3 times in 28 days, 0.8 a week.",
        "2 mg a day: seizure 1 time in 29 days, 0.2 a week.",
    ]
    assert found.caption.state == "chart"


def test_the_day_of_a_change_counts_for_neither_dose() -> None:
    found = chart(ratings=[(30, "drowsiness", 4)], episodes=[(30, "seizure"), (31, "seizure")])
    assert [level.episodes for level in found.levels] == [(0,), (1,)]
    assert [level.bothersome.known for level in found.levels] == [0, 0]


def test_a_day_is_hard_from_severe_on_by_the_worst_of_all_effects() -> None:
    of_one = [(0, "drowsiness", 0), (1, "drowsiness", 2), (2, "drowsiness", 4)]
    found = chart([*of_one, (0, "dizziness", BOTHERSOME), (3, "memory", 4)])
    assert found.levels[0].bothersome == Share(2, 3), "what is not among the effects is not asked"
    assert "Hard on 2 of 3 rated days." in lines(found)[0]


def test_an_unrated_day_is_unknown_and_no_easy_day() -> None:
    found = chart([(0, "drowsiness", 4)])
    assert found.levels[0].bothersome == Share(1, 1)
    assert found.levels[1].bothersome == Share(0, 0)
    assert cells(found)[1][-1] == "not known"


def test_falls_and_missed_work_are_counted_over_the_days_that_answered() -> None:
    answers = [(0, "fell", 1), (0, "missed", 1), (1, "fell", 0), (2, "missed", 1), (3, "drove", 1), (40, "sleep", 14)]
    found = chart(answers=answers)
    assert found.has_mattered
    assert [level.mattered for level in found.levels] == [Share(2, 3), Share(0, 0)]
    assert lines(found)[0] == "1 mg a day: no episode in 30 days. A fall or missed work on 2 of 3 days."
    assert found.table.head[-1] == "Falls, missed work"
    assert [row[-1] for row in cells(found)] == ["2 of 3 days", "not known"]
    assert not chart().has_mattered


def test_kinds_that_never_came_are_left_out_and_a_dose_without_one_says_never() -> None:
    found = chart(episodes=[(1, "panic_attack")])
    assert found.kinds == ("Panic attack",)
    assert lines(found)[1] == "2 mg a day: panic attack never in 29 days."
    assert chart().kinds == ()
    assert lines(chart())[0] == "1 mg a day: no episode in 30 days."


def test_days_of_a_pause_before_the_record_and_to_come_are_not_counted() -> None:
    away = Pause(day(5), day(9), "in hospital", None)  # type: ignore[arg-type]
    found = chart(pauses=[away], begins=day(3), today=day(50))
    assert [level.recorded for level in found.levels] == [27 - 5, 20]


# Which doses


def test_doses_ascend_and_one_that_comes_twice_keeps_its_order_in_time() -> None:
    found = chart(steps=(step(-90, 29, 1), step(30, 59, 2), step(60, None, 1)), length=90)
    assert [(level.amount, level.days.first_on) for level in found.levels] == [
        (MG, day(0)),
        (MG, day(61)),
        (2 * MG, day(31)),
    ]
    assert [row[0] for row in cells(found)] == ["1 mg a day", "1 mg a day", "2 mg a day"]


def test_after_the_plan_has_ended_nothing_planned_is_a_level_and_before_it_none() -> None:
    found = chart(steps=(step(20, 39, 1),))
    assert [(level.amount, level.days) for level in found.levels] == [
        (0, Period(day(41), day(59))),
        (MG, Period(day(20), day(39))),
    ]
    assert lines(found)[0] == "Nothing planned: no episode in 19 days."


def test_as_needed_alone_is_no_level() -> None:
    loose = Step(day(20), None, (), "tablet", as_needed=AsNeeded(MG, None, None))
    found = chart(steps=(step(-9, 19, 1), loose))
    assert [level.amount for level in found.levels] == [MG]
    assert not chart(steps=(loose,)).levels


def test_a_step_of_one_day_has_no_days_left() -> None:
    short = (step(-90, 29, 1), step(30, 30, 3), step(31, None, 1))
    assert [level.amount for level in chart(steps=short).levels] == [MG, MG]


# Too little, and nothing


def test_fewer_than_14_days_with_an_entry_say_too_few() -> None:
    days = [*range(FEWEST_DAYS - 1), *range(31, 31 + FEWEST_DAYS)]
    found = chart(episodes=[(1, "seizure")], days=days)
    assert [level.is_enough for level in found.levels] == [False, True]
    assert [level.amount for level in drawn(found.levels)] == [2 * MG]
    assert cells(found)[0][2:] == ["too few days", "too few days"]
    assert "13 days with an entry" in cells(found)[0][1]
    assert "is in the table alone" in found.caption.explanation
    assert found.most_a_week == 0, "a dose with too few days sets no scale"


def test_a_record_of_three_days_is_not_drawn() -> None:
    found = chart(days=range(3), length=3)
    assert found.caption.state == "too_few_days"
    assert lines(found) == ["No dose has 14 days with an entry yet: too few to say something."]
    assert len(found.table.rows) == 1


def test_without_a_plan_or_an_entry_there_is_nothing_to_draw() -> None:
    found = chart(steps=())
    assert (found.caption.state, found.levels, found.table.rows) == ("empty", (), ())
    assert lines(found) == ["Nothing is planned in these days: there is no dose to count by."]
    empty = chart(days=())
    assert (empty.caption.state, empty.table.rows) == ("empty", ())


def test_of_a_long_taper_the_newest_doses_are_drawn_and_the_table_has_all() -> None:
    steps = tuple(step(20 * n, 20 * n + 19, 20 - n) for n in range(12))
    found = chart(steps=steps, length=240)
    assert len(found.levels) == len(found.table.rows) == 12
    shown = drawn(found.levels)
    assert len(shown) == MOST_LEVELS == len(lines(found))
    assert {level.amount for level in shown} == {(20 - n) * MG for n in range(4, 12)}
    assert list(shown) == sorted(shown, key=lambda level: level.amount)


# What is said


def test_it_is_named_where_there_are_several_medicines() -> None:
    found = chart(of=Of("Clonazepam"))
    assert found.caption.question == "At each dose of Clonazepam: how many episodes, how many hard days?"
    assert found.caption.medicine == "Clonazepam"
    assert "Drowsiness" not in found.caption.explanation
    assert "when drowsiness or dizziness was severe or worse" in found.caption.explanation


def test_no_word_of_it_judges_or_gives_a_reason() -> None:
    for found in (chart(), chart(episodes=[(1, "seizure")], ratings=[(2, "drowsiness", 4)]), chart(steps=())):
        assert not NEVER_SAID.search(f"{found.caption.alt_text} {found.caption.explanation} {found.table}")


# What must hold whatever was recorded

numbers = st.integers(0, LENGTH - 1)
effect_keys = st.sampled_from(["drowsiness", "dizziness", "memory"])
some_ratings = st.lists(st.tuples(numbers, effect_keys, st.integers(0, 4)), max_size=80)
some_episodes = st.lists(st.tuples(numbers, st.sampled_from([*NAMES])), max_size=40)


@given(some_ratings, some_episodes, st.randoms(use_true_random=False))
def test_the_order_in_which_a_record_is_read_changes_nothing(ratings, episodes, random) -> None:
    found = chart(ratings, episodes)
    random.shuffle(ratings)
    random.shuffle(episodes)
    assert chart(ratings, episodes) == found


@given(some_ratings, some_episodes, st.sets(numbers))
def test_nothing_is_counted_twice_and_no_unknown_day_is_a_day(ratings, episodes, gone) -> None:
    days = [n for n in range(LENGTH) if n not in gone]
    found = chart(ratings, episodes, days=days)
    assert sum(level.recorded for level in found.levels) == len([n for n in days if n != 30])
    counted = [n for n, _kind in episodes if n in days and n != 30]
    assert sum(sum(level.episodes) for level in found.levels) == len(counted)
    for level in found.levels:
        assert 0 <= level.bothersome.days <= level.bothersome.known <= level.recorded


# What a medicine is for


PAIN = (("benefit-pain", "Pain"),)


def with_pain(answers, **more):
    return chart(answers=[(n, "benefit-pain", value) for n, value in answers], benefits=PAIN, **more)


def test_the_middle_of_the_answers_of_each_dose_is_said_and_that_lower_is_better():
    found = with_pain([(n, 3) for n in range(20)] + [(n, 1) for n in range(31, 40)], ratings=[(0, "drowsiness", 4)])
    assert [level.benefits for level in found.levels] == [(Middle(3.0, 20),), (Middle(1.0, 9),)]
    assert lines(found) == [
        "1 mg a day: no episode in 30 days. Pain usually severe, on 20 answered days. Hard on 1 of 1 rated day.",
        "2 mg a day: no episode in 29 days. Pain usually mild, on 9 answered days.",
    ]
    assert "Of pain lower is better: no bar is none, a full bar is very severe." in found.caption.explanation
    assert found.caption.question == "At each dose: how many episodes, how strong was pain, how many hard days?"
    assert found.table.head[2] == "Pain (lower is better)"
    assert [row[2] for row in cells(found)] == [
        "Usually severe, on 20 answered days",
        "Usually mild, on 9 answered days",
    ]


def test_a_day_without_an_answer_is_unknown_and_few_answers_say_nothing_usual():
    found = with_pain([(n, 4) for n in range(FEWEST_USUAL - 1)])
    assert [level.benefits for level in found.levels] == [(Middle(None, FEWEST_USUAL - 1),), (Middle(None, 0),)]
    assert "Pain answered on 6 days." in lines(found)[0]
    assert "Pain answered on 0 days." in lines(found)[1]


def test_the_day_of_a_change_and_days_without_an_entry_are_in_no_middle():
    found = with_pain([(n, 0) for n in range(24, 30)] + [(30, 4)], days=[*range(30), 30])
    assert found.levels[0].benefits == (Middle(None, 6),)


def test_where_no_medicine_is_against_episodes_none_are_spoken_of():
    found = with_pain([(n, 2) for n in range(30)], names={})
    assert lines(found)[0] == "1 mg a day: pain usually moderate, on 30 answered days."
    assert found.caption.question == "At each dose: how strong was pain, how many hard days?"
    assert "no episode" in lines(chart(names={}, ratings=[(0, "drowsiness", 1)]))[0]
    of = with_pain([(0, 2)], names={}, of=Of("Pregabalin"))
    assert of.caption.question == "At each dose of Pregabalin: how strong was pain, how many hard days?"
    assert "A day is hard" not in with_pain([(0, 2)], effects=()).caption.explanation
    both = with_pain([(0, 2)], of=Of("Pregabalin"))
    assert both.caption.question.startswith("At each dose of Pregabalin: how many episodes, how strong was pain,")
