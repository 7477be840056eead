"""What the medicines are for on the report: usual at the last doses, else in the whole period; few answers say so."""

from dataclasses import replace

from journal.core.charts.balance_points import Middle
from journal.core.doctor.benefits import MOST_BENEFITS, BenefitRow, benefit_lines, benefit_rows
from tests.core.charts.test_balance import PAIN, UP, day, period, with_pain

ANSWERS = [(n, 3) for n in range(20)] + [(n, 1) for n in range(31, 40)]


def rows(answers=ANSWERS, benefits=PAIN, **more):
    found = [(day(n), "benefit-pain", value) for n, value in answers]
    return benefit_rows(period(), benefits, found, with_pain(answers, **more))


def said(found):
    return [line.replace("\u00a0", " ") for line in benefit_lines(found, "mg")]


def test_it_is_told_at_each_of_the_last_doses_and_that_lower_is_better():
    assert said(rows()) == [
        "Pain: usually severe at 1 mg a day, mild at 2 mg a day; answered on 29 days.",
        "Asked once a day. Lower is better.",
    ]


def test_without_a_plan_or_at_one_dose_it_is_told_of_the_whole_period():
    assert said(rows(steps=()))[0] == "Pain: usually severe; answered on 29 days."
    assert said(rows(ANSWERS[:20]))[0] == "Pain: usually severe; answered on 20 days."


def test_days_after_the_plan_ended_are_told_as_such():
    ended = (UP[0],)
    assert said(rows(steps=ended))[0].startswith("Pain: usually severe at 1 mg a day, mild with nothing planned;")


def test_few_answers_say_nothing_usual_and_days_outside_the_period_count_as_nothing():
    (row,) = rows([(0, 4), (1, 4), (200, 4)])
    assert row.whole == Middle(None, 2)
    assert said([row])[0] == "Pain: answered on 2 days, too few to say how it usually was."


def test_nothing_answered_is_not_told():
    assert rows([], ()) == ()
    assert benefit_lines((), "mg") == ()


def test_of_many_the_most_answered_are_told_and_the_rest_counted():
    two = (("benefit-worry", "Worry"), *PAIN)
    answers = [(n, 2) for n in range(10)]
    found = [(day(n), key, 2) for n in range(10) for key in ("benefit-pain", "benefit-worry") if key[8] == "p" or n < 8]
    chart = with_pain(answers)
    levels = tuple(replace(level, benefits=(Middle(None, 0), *level.benefits)) for level in chart.levels)
    assert [row.name for row in benefit_rows(period(), two, found, replace(chart, levels=levels))] == ["Pain", "Worry"]
    many = [BenefitRow(f"B{n}", Middle(1.0, 9)) for n in range(MOST_BENEFITS + 2)]
    assert said(many)[MOST_BENEFITS:] == ["2 more stand in Trends.", "Asked once a day. Lower is better."]
