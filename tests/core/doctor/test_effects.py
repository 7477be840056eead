"""The table of effects of the report, counted by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.dose_lines import Doses
from journal.core.charts.severity import severity_chart
from journal.core.doctor.effects import EffectTable, Worst, days_before, effect_table, most_bothersome
from journal.core.values.periods import Period
from tests.core.charts.test_points import DIZZY, DROWSY, day, rated, step
from tests.core.charts.worst import worst

PERIOD = Period(day(30), day(57))  # 28 days
RECORDED = Period(day(0), day(57))
EFFECTS = (DROWSY, DIZZY, ("memory", "Memory"))
TWO_DOSES = [step(day(0), day(43), 750_000), step(day(44), None, 500_000)]


def table(ratings, before=(), steps=(), effects=(DROWSY,), period=PERIOD, recorded=RECORDED) -> EffectTable:
    chart = severity_chart(period, effects, worst(ratings), Doses(steps), set(), period.last_on)
    return effect_table(chart, worst(before), worst(ratings), recorded)


def test_each_effect_with_its_days_its_usual_and_its_worst():
    found = table(rated(*[2] * 13, None, *[0] * 8, 4, *[1] * 5, first=PERIOD.first_on), steps=TWO_DOSES)
    assert found.amounts == (1_500_000, 1_000_000)
    (row,) = found.rows
    assert (row.days_with, row.rated) == (19, 27)
    assert row.usual == (2, 0), "the day of the change belongs to neither"
    assert row.worst == Worst(4, PERIOD.first_on + timedelta(days=22))


def test_the_worst_is_told_by_the_last_day_of_it():
    (row,) = table(rated(3, 1, 3, 0, first=PERIOD.first_on)).rows
    assert row.worst == Worst(3, PERIOD.first_on + timedelta(days=2))


def test_what_was_never_there_has_no_worst_day():
    (row,) = table(rated(0, 0, 0, first=PERIOD.first_on)).rows
    assert (row.days_with, row.rated, row.worst) == (0, 3, None)


def test_too_few_days_say_nothing_usual():
    (row,) = table(rated(*[1] * 6, first=PERIOD.first_on)).rows
    assert row.usual == (None,)


def test_without_a_change_there_is_one_column_without_an_amount():
    found = table(rated(*[1] * 28, first=PERIOD.first_on), steps=[step(day(0), None, 500_000)])
    assert (found.amounts, found.columns) == ((), 1)
    assert found.rows[0].usual == (1,)


def test_the_days_are_held_against_as_many_before_them():
    before = rated(*[1] * 28, first=PERIOD.first_on - timedelta(days=28))
    worse = table(rated(*[3] * 28, first=PERIOD.first_on), before).rows[0].before
    alike = table(rated(*[1] * 28, first=PERIOD.first_on), before).rows[0].before
    milder = table(rated(*[0] * 28, first=PERIOD.first_on), before).rows[0].before
    assert [each.word for each in (worse, alike, milder) if each] == ["more", "same", "less"]


def test_fewer_than_fourteen_rated_days_on_a_side_are_too_few():
    before = rated(*[1] * 13, first=PERIOD.first_on - timedelta(days=13))
    compared = table(rated(*[3] * 28, first=PERIOD.first_on), before).rows[0].before
    assert compared is not None
    assert compared.word == "too few"


def test_a_record_that_begins_with_the_period_has_nothing_before_it():
    found = table(rated(*[3] * 28, first=PERIOD.first_on), recorded=PERIOD)
    assert found.rows[0].before is None


def test_the_first_days_of_all_have_as_many_before_them_as_there_are():
    assert days_before(Period(date(1, 1, 3), date(1, 1, 30))) == Period(date(1, 1, 1), date(1, 1, 2))


def test_the_eight_that_were_there_on_the_most_days_and_never_what_was_not_rated():
    names = tuple((f"e{n}", f"Effect {n}") for n in range(11))
    ratings = [each for n in range(10) for each in rated(*[1] * n, 0, effect=f"e{n}", first=PERIOD.first_on)]
    assert most_bothersome(names, worst(ratings), PERIOD) == ("e9", "e8", "e7", "e6", "e5", "e4", "e3", "e2")
    assert most_bothersome(names, worst(rated(0, effect="e1", first=PERIOD.first_on)), PERIOD) == ("e1",)
    assert most_bothersome(names, worst(rated(4, effect="e1", first=day(0))), PERIOD) == (), "before the period"


ratings = st.lists(
    st.tuples(st.integers(0, 27), st.sampled_from(["drowsiness", "dizziness", "memory"]), st.integers(0, 4)),
    max_size=40,
).map(lambda them: [(PERIOD.first_on + timedelta(days=n), effect, worst) for n, effect, worst in them])


@given(ratings, st.randoms())
def test_the_order_of_entries_does_not_matter_and_gaps_stay_gaps(found, chance):
    shuffled = [*found]
    chance.shuffle(shuffled)
    one, other = (table(each, effects=EFFECTS) for each in (found, shuffled))
    assert one == other
    for row in one.rows:
        assert 0 <= row.days_with <= row.rated <= len(PERIOD)
    days = {(on, effect) for on, effect, _worst in found}
    assert sum(row.rated for row in one.rows) == len(days)
