"""The days around each change of dose, and what is said of them: one look, what was watched before, all together."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.comparison import Side
from journal.core.charts.dose_changes import dose_changes_chart
from journal.core.charts.dose_changes_points import DRAWN, DoseChangesChart
from journal.core.charts.dose_lines import Doses
from journal.core.charts.points import Of
from journal.core.charts.verdicts import CHANGED_BELOW, holm, judge
from journal.core.plan.regimens import Pause
from journal.core.values.languages import using
from journal.core.values.periods import Period
from tests.core.charts.test_points import DIZZY, DROWSY, NEVER_SAID, rated, step
from tests.core.charts.worst import worst
from tests.pseudo import PSEUDO, bare_text
from tests.reading import grade

ON = date(2026, 10, 12)
BEFORE, AFTER = ON - timedelta(days=28), ON + timedelta(days=28)
LONG_AFTER = ON + timedelta(days=60)
EFFECTS = (DROWSY, DIZZY)
ONE_STEP = (step(date(2026, 1, 1), ON - timedelta(days=1), 750_000), step(ON, None, 500_000))
MIXED = [1, 2, 3, 2, 1, 2, 2]  # a week of ups and downs


def day(n: int) -> date:
    return ON + timedelta(days=n)


def taper(*ons: int) -> list:
    """A first plan, and a lower amount from each of these days on."""
    starts = [date(2026, 1, 1), *map(day, ons)]
    ends = [*(on - timedelta(days=1) for on in starts[1:]), None]
    lasts = zip(starts, ends, strict=True)
    return [step(first, last, 1_000_000 - 100_000 * n) for n, (first, last) in enumerate(lasts)]


def chart(
    before, after, steps=ONE_STEP, watched=(DROWSY,), today=LONG_AFTER, effects=EFFECTS, of=None, **more
) -> DoseChangesChart:
    """Ratings of drowsiness from 28 days before the change on, and from the day after it on."""
    ratings = rated(*before, first=BEFORE) + rated(*after, first=day(1))
    daily = worst([*ratings, *more.pop("daily", [])])
    doses = Doses(steps, (), of or Of())
    period = more.pop("period", Period(BEFORE, min(today, LONG_AFTER)))
    return dose_changes_chart(period, effects, lambda _on: watched, daily, doses, today, date(2026, 1, 1), **more)


def verdicts(found: DoseChangesChart) -> list[str]:
    return [row.verdict for change in found.changes for row in change.rows]


STAYED = [1, 0, 1, 1, 0, 1, 1] * 4, [1, 2, 1, 2, 1, 1, 2] * 4
RISE, LEVEL = ([1] * 28, [3] * 28), (MIXED * 4, MIXED[::-1] * 4)


# When there is a verdict


def test_a_clear_rise_is_told_with_how_rare_it_is_and_what_it_does_not_show() -> None:
    found = chart(MIXED * 4, [3, 4, 3, 3, 4, 4, 3] * 4)
    [change] = found.changes
    [row] = change.rows
    assert (row.verdict, row.before, row.after) == ("changed", Side(28, 28, 2), Side(28, 28, 3))
    assert row.judged == judge(row.rated_before, row.rated_after)
    assert row.p == row.judged.p < CHANGED_BELOW
    [line] = found.caption.lines
    assert line == (
        "After the change to 1\u00a0mg a day on 12 October, drowsiness was rated higher. The middle rating went from "
        "moderate to severe. Take any day after it and any day before: the later one was worse about 10 times in 10. "
        "Ups and downs alone would rarely look like this: about 1 time in 1,000."
    )
    assert "This does not show that the dose is the reason" in found.caption.explanation
    assert "show it to your prescriber" in found.caption.explanation
    assert "New or stronger symptoms after a lower dose can also be withdrawal." in found.caption.explanation


def test_a_fall_is_told_the_other_way_and_a_higher_dose_brings_no_withdrawal() -> None:
    up = (step(date(2026, 1, 1), ON - timedelta(days=1), 250_000), step(ON, None, 500_000))
    found = chart([3, 4, 3, 3, 4, 4, 3] * 4, MIXED * 4, up)
    assert "drowsiness was rated lower. The middle rating went from severe to moderate" in found.caption.answer
    assert "the later one was milder about 10 times in 10" in found.caption.answer
    assert "withdrawal" not in found.caption.explanation


def test_the_middle_may_stay_where_it_was() -> None:
    found = chart(*STAYED)
    assert "The middle rating stayed mild." in found.caption.answer


def test_ordinary_swings_are_not_clear_and_never_no_difference() -> None:
    found = chart(*LEVEL)
    assert verdicts(found) == ["not clear"]
    assert found.caption.answer == (
        "Not clear after the change to 1\u00a0mg a day on 12 October: drowsiness. The ratings differ a little, but "
        "ordinary day-to-day swings could explain it. Two weeks are often too short to tell; four weeks tell more."
    )


def test_there_is_one_look_when_the_days_after_are_over() -> None:
    for today, verdict in ((day(1), "waiting"), (AFTER, "waiting"), (day(29), "changed")):
        found = chart(RISE[0], RISE[1][: (today - ON).days], today=today)
        assert verdicts(found) == [verdict]
    waiting = chart(RISE[0], RISE[1][:20], today=day(20))
    assert waiting.caption.answer == (
        "A comparison is possible from 10 November. Then the days after the change to 1\u00a0mg a day on 12 October "
        "are over. It is about drowsiness."
    )
    assert waiting.changes[0].rows[0].after == Side(20, 20, 3), "the dots and the middle are shown until then"


def test_the_days_after_end_at_the_next_change() -> None:
    steps = taper(0, 20)
    assert verdicts(chart(*RISE, steps, today=day(19), period=Period(BEFORE, day(19)))) == ["waiting"]
    found = chart(*RISE, steps, today=day(20), period=Period(BEFORE, day(10)))
    assert verdicts(found) == ["changed"]
    assert found.changes[0].days == Period(BEFORE, day(19))
    assert found.changes[0].rows[0].after == Side(19, 19, 3)


@pytest.mark.parametrize(("ons", "short"), [((0, 14), True), ((-14, 0), True), ((0, 15), False), ((-15, 0), False)])
def test_steps_of_two_weeks_have_no_verdict_from_their_first_day_on(ons: tuple[int, ...], short: bool) -> None:
    found = chart(*RISE, taper(*ons), today=ON, period=Period(day(-1), ON))
    [change] = found.changes
    assert [row.verdict for row in change.rows] == ["too short" if short else "waiting"]
    assert ("steps of two weeks or less are too short to compare" in found.caption.answer) is short


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(28, 28, "changed"), (20, 20, "changed"), (19, 28, "too few"), (28, 19, "too few"), (0, 0, "too few")],
)
def test_seven_of_ten_days_have_to_be_rated_on_each_side(before: int, after: int, verdict: str) -> None:
    none = [None] * 28
    found = chart([*[1, 0] * 14][:before] + none[before:], [*[3, 4] * 14][:after] + none[after:])
    assert verdicts(found) == [verdict]


def test_too_few_days_are_told_with_their_numbers() -> None:
    found = chart([1] * 7, [2] * 28)
    assert found.caption.answer == (
        "Drowsiness after the change to 1\u00a0mg a day on 12 October: too few days are rated to compare. Before it "
        "7 of 28, after it 28 of 28."
    )
    assert found.changes[0].rows[0].before == Side(28, 7, 1)


def test_days_before_the_record_and_days_of_a_pause_are_on_no_side() -> None:
    pause = Pause(day(3), day(9), "in hospital", datetime(2026, 10, 1, tzinfo=UTC))
    found = chart(*RISE, pauses=[pause])
    assert found.changes[0].rows[0].after == Side(21, 21, 3)
    late = dose_changes_chart(
        Period(BEFORE, LONG_AFTER),
        EFFECTS,
        lambda _on: (DROWSY,),
        worst(rated(*[1] * 14, first=day(-14)) + rated(*[3] * 28, first=day(1))),
        Doses(ONE_STEP),
        LONG_AFTER,
        day(-14),
    )
    assert late.changes[0].rows[0].before == Side(14, 14, 1)
    assert verdicts(late) == ["changed"]


# What is judged


def test_what_was_not_watched_before_is_shown_and_not_judged() -> None:
    found = chart(*RISE, watched=())
    assert [row.name for row in found.changes[0].rows] == ["Drowsiness", "Dizziness"]
    assert verdicts(found) == ["not watched"] * 2
    assert found.changes[0].rows[0].before.usual == 1
    assert "Nothing was watched before the change to 1\u00a0mg a day on 12 October, so there is no verdict" in (
        found.caption.answer
    )


def test_what_was_watched_is_judged_whatever_is_chosen_to_be_seen() -> None:
    assert verdicts(chart(*RISE, effects=(DIZZY,))) == ["changed"]


def test_all_verdicts_of_the_page_are_judged_together() -> None:
    """A difference that alone would be one is none among three."""
    before = [1, 1, 2, 1, 0, 1, 2] * 4
    after = [1, 2, 2, 1, 1, 2, 2] * 4
    alone = chart(before, after).changes[0].rows[0]
    assert alone.judged is not None
    others = [("a", "A"), ("b", "B")]
    daily = [(on, key, value) for key, _ in others for on, _e, value in rated(*LEVEL[0], first=BEFORE)]
    daily += [(on, key, value) for key, _ in others for on, _e, value in rated(*LEVEL[1], first=day(1))]
    found = chart(before, after, watched=(DROWSY, *others), daily=daily).changes[0].rows
    assert [row.p for row in found] == list(holm([row.judged.p for row in found if row.judged]))
    assert found[0].judged == alone.judged
    assert found[0].p == pytest.approx(3 * (alone.p or 0))
    assert alone.verdict == "changed"
    assert {row.verdict for row in found} == {"not clear"}


def test_changes_come_newest_first_and_the_picture_has_two_of_them() -> None:
    found = chart(*RISE, taper(-60, -30, 0), period=Period(day(-70), LONG_AFTER))
    assert [change.on for change in found.changes] == [ON, day(-30), day(-60)]
    assert [(change.before, change.after) for change in found.changes[:1]] == [(1_600_000, 1_400_000)]
    assert len(found.drawn) == DRAWN
    assert len(found.table.rows) == 3
    assert "13 August" not in found.caption.answer


# Bad input and what is missing


def test_without_a_change_there_is_nothing_to_show() -> None:
    for steps in ([], [step(ON, None, 500_000)]):
        found = chart(*RISE, steps)
        assert (found.changes, found.caption.state) == ((), "empty")
        assert found.caption.answer == "No change of dose in this period."


@pytest.mark.parametrize(
    ("ratings", "state"), [(([], []), "empty"), (([1], []), "too_few_ratings"), (([1, 1], [1]), "chart")]
)
def test_states(ratings, state: str) -> None:
    assert chart(*ratings).caption.state == state


def test_two_changes_on_following_days_leave_no_day_between() -> None:
    found = chart(*RISE, taper(0, 1))
    assert verdicts(found) == ["too short", "too short"]
    assert found.changes[1].rows[0].after == Side(0, 0, None)


def test_all_ratings_equal_are_not_clear() -> None:
    found = chart([2] * 28, [2] * 28)
    assert verdicts(found) == ["not clear"]
    assert found.changes[0].rows[0].p == 1


def test_one_of_several_medicines_is_named_and_has_its_unit() -> None:
    found = chart(*RISE, of=Of("Tea", "drops"))
    assert found.caption.question == "Is it more than ups and downs since the dose of Tea changed?"
    assert "the change to 1\u00a0drop a day" in found.caption.answer


def test_an_end_of_the_plan_is_a_change() -> None:
    found = chart(*RISE, [step(date(2026, 1, 1), ON - timedelta(days=1), 750_000)])
    assert found.caption.answer.startswith("After the last planned dose before 12 October, drowsiness was rated higher")


@given(st.lists(st.none() | st.integers(0, 4), max_size=28), st.lists(st.none() | st.integers(0, 4), max_size=28))
def test_an_unrated_day_is_never_counted(before, after) -> None:
    row = chart(before, after).changes[0].rows[0]
    assert row.rated_days == sum(value is not None for value in (*before, *after))
    assert (row.judged is None) == (row.verdict == "too few")


# Words


def test_the_table_says_what_the_picture_shows() -> None:
    found = chart(MIXED * 4, [3, 4, 3, 3, 4, 4, 3] * 4)
    [row] = found.table.rows
    assert row[:5] == (
        "Drowsiness",
        "12 October: from 1.5\u00a0mg to 1\u00a0mg a day",
        "moderate at 1.5\u00a0mg a day (28 of 28 days rated)",
        "severe at 1\u00a0mg a day (28 of 28 days rated)",
        "changed",
    )
    assert re.fullmatch(r"about \d+ times in 100, between \d+ and \d+", row[5])
    assert chart(*RISE).table.rows[0][5] == "about 100 times in 100"
    few = chart([1] * 6, [2] * 6).table.rows[0]
    assert few[2] == "6 of 28 days rated, at 1.5\u00a0mg a day"
    assert few[4:] == ("too few days", "")


def every_kind() -> list[DoseChangesChart]:
    return [
        chart(*RISE),
        chart(*RISE[::-1]),
        chart(*STAYED),
        chart(*LEVEL),
        chart(RISE[0], [], today=day(9)),
        chart(*RISE, taper(0, 10)),
        chart([1] * 7, [2] * 28),
        chart(*RISE, watched=(), of=Of("Drowsiness")),
        chart(*RISE, [step(date(2026, 1, 1), ON - timedelta(days=1), 750_000)]),
        chart([], [], []),
    ]


def said(found: DoseChangesChart) -> list[str]:
    caption = found.caption
    cells = [cell for row in (found.table.head, *found.table.rows) for cell in row]
    return [caption.question, *caption.lines, caption.explanation, found.table.caption, *cells]


def test_nothing_is_said_that_the_journal_never_says() -> None:
    for found in every_kind():
        for text in said(found):
            assert not NEVER_SAID.search(text), text


def test_every_line_is_for_somebody_of_twelve() -> None:
    for found in every_kind():
        for line in (*found.caption.lines, found.caption.explanation):
            assert grade(line) <= 8, line


def test_every_word_is_a_message() -> None:
    with using(PSEUDO):
        texts = {text for found in every_kind() for text in said(found)}
    left = {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", bare_text(text))}
    assert left <= {"drowsiness", "Drowsiness", "Dizziness", "dizziness", "mg"}
