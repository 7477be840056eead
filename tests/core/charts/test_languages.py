"""Every word that is said with a chart is a message: the pseudo language leaves nothing outside of its brackets."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest

from journal.core.charts.amount import Curve, amount_chart
from journal.core.charts.amount_curves import Beside, Taken, curves_of
from journal.core.charts.comparison_words import other_words
from journal.core.charts.day_marks import DaysUnder, look_sentence, sleep_sentence, with_days
from journal.core.charts.dose_lines import Doses
from journal.core.charts.points import Chart, Of
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import Medicine
from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.core.values.languages import using
from journal.core.values.periods import Period
from tests.core.charts import test_amount, test_balance, test_hours
from tests.core.charts.test_dose_lines import AS_NEEDED, PARACETAMOL, SYRUP, pause
from tests.core.charts.test_dose_lines import chart as several
from tests.core.charts.test_points import DIZZY, DROWSY, FIRST, calendar, day, dose, doses, rated, step
from tests.core.charts.test_severity import UP_AND_BACK, chart
from tests.pseudo import CLOSING, OPENING, PSEUDO, bare_text

PAUSED = [step(FIRST, day(9), 500_000), step(day(20), day(29), 500_000), step(day(40), None, 500_000)]
MANY = [step(day(10 * n), day(10 * n + 9), 250_000 + 250_000 * (n % 2)) for n in range(9)]
YEARS = Period(FIRST, day(499))
NAMES = {
    "drowsiness",
    "dizziness",
    "Drowsiness",
    "Dizziness",
    "Clonazepam",
    "Syrup",
    "Paracetamol",
    "paracetamol",
    "mg",
    "ml",
}
NIGHT = [step(FIRST, None, 500_000, times=(time(22),))]


def severity_charts() -> Iterator[Chart]:
    yield chart()
    yield chart(taken=[(FIRST, 500_000), (day(1), 0)])
    for values in ([4], [1, 1, 3, 1, 1, 1, 1], [0] * 7, [1] * 4 + [2] * 4, [1, 2, 3]):
        yield chart(rated(*values))
        yield chart(rated(*values), UP_AND_BACK, effects=(DROWSY, DIZZY))
    for values in ([2] * 90, [1] * 30 + [2] * 26 + [3] * 34, [2] * 30 + [4] + [None] * 25 + [3] * 6):
        for steps in (UP_AND_BACK, PAUSED, MANY):
            yield chart(rated(*values), steps)
            yield chart(rated(*values), steps, today=day(200))
    yield chart(rated(1, 2, 3), PAUSED, period=YEARS)
    for low, high in ((1, 1), (0, 4)):
        yield chart(rated(*[low, high] * 100), UP_AND_BACK, [(day(n), 500_000) for n in range(0, 90, 3)], period=YEARS)


def charts_of_several() -> Iterator[Chart]:
    taper = Doses(MANY, (), Of("Drowsiness", "ml"))
    weeks = Doses([step(FIRST, None, 500_000)], [(FIRST, 500_000), (day(1), 0)], Of("Dizziness"))
    loose = Doses((), [(day(n), 1_000_000) for n in range(3)], Of("Drowsiness"))
    pauses = [pause(day(3), day(4)), pause(day(8), day(8))]
    for others in ([], [SYRUP, PARACETAMOL], [taper, weeks, loose], [SYRUP, PARACETAMOL, taper, weeks, loose]):
        yield several(*others, pauses=pauses)
        yield several(*others, period=YEARS)
    yield several(Doses(AS_NEEDED, (), Of("Drowsiness")), of=Doses((), (), Of("Dizziness")))


def other_charts() -> Iterator[Chart]:
    for values in ([], [4], [3, 1, 1], [2, 1, 1], [0, 0, 0]):
        yield calendar(*values)
    taken = [dose(day(n), "08:00", amount=500_000 + 250_000 * (n % 2)) for n in range(5)]
    skipped = [dose(day(5), "20:00", "skipped"), dose(FIRST, "21:15"), dose(FIRST, "21:30")]
    yield doses()
    for steps in ([], NIGHT, [step(day(3), None, 500_000)]):
        for hours in ("12", "24"):
            yield doses(*taken, *skipped, steps=steps, hours=hours, first_entry_on=day(1))
        yield doses(*taken, *skipped, steps=steps, entry_days=[FIRST])
    yield doses(*taken, *skipped, period=YEARS)
    yield doses(*taken, *skipped, pauses=[pause(day(1), day(1)), pause(day(6), day(6))])


def charts_of_days() -> Iterator[Chart]:
    answers = [(day(n), key, n % 2) for n in range(7) for key in ("drove", "fell", "missed", "alcohol", "sedative")]
    answers += [(FIRST, "sleep", 15), (day(1), "sleep", 17), (FIRST, "living", 2)]
    yield with_days(chart(rated(2, 2, 2, 2)), answers)
    yield with_days(chart(rated(2, 2, 2, 2)), answers[:1])
    yield with_days(chart(rated(2, 2, 2, 2), period=YEARS), answers)


def said(chart: Chart) -> Iterator[str]:
    if isinstance(chart, DaysUnder):
        yield sleep_sentence(chart.sleep)
        yield from (look_sentence(look, FIRST) for look in chart.looks)
    yield from (chart.caption.question, *chart.caption.lines, chart.caption.explanation, chart.table.caption)
    for change in getattr(chart, "compared", ()):
        yield other_words(change, with_year=True)
    yield from (cell for row in (chart.table.head, *chart.table.rows) for cell in row)


def hours_charts() -> Iterator[Chart]:
    for count in (0, 1, 4):
        told = test_hours.evening(count) + test_hours.evening(count, effect="dizziness")
        for effects in ((DROWSY,), (DROWSY, DIZZY)):
            for doses_ in ([], test_hours.DAILY):
                for of in (Of(), Of("Drowsiness")):
                    yield test_hours.chart(told, doses_, effects, of=of)
    spread = [test_hours.answer(24 * n + 21, severity=4, now=n) for n in range(5)]
    yield test_hours.chart(spread, test_hours.DAILY)


def amount_charts() -> Iterator[Chart]:
    pk = test_amount.PK.model_copy(update={"changed_by": "", "source": ""})
    for length, first in ((3, 0), (28, -60), (90, 5), (500, -60)):
        doses_ = test_amount.daily(first, length - 1)
        for names in (("",), ("Drowsiness", "Dizziness", *["Drowsiness"] * 5)):
            curves = [Curve(Of(name), pk, taken) for name in names for taken in (doses_,)]
            days = {test_amount.day(n) for n in range(-70, length) if n != 2}
            over, lived = test_amount.period(length), Lived((), days)
            yield amount_chart(over, curves, (), lived, test_amount.BEGINS, test_amount.UTC_ZONE, doses_[-1].at)
    lived = Lived((), {FIRST})
    now = test_amount.dose(FIRST).at
    yield amount_chart(test_amount.period(3), (), without(), lived, FIRST, test_amount.UTC_ZONE, now)
    yield test_amount.chart([])
    yield test_amount.chart([test_amount.dose(test_amount.FIRST, amount=4000)], pk=pk)


def balance_charts() -> Iterator[Chart]:
    """With kinds of episodes that have no name, for theirs are the monograph's."""
    kinds = [(n, "") for n in (1, 1, 40)]
    effects = (("drowsiness", "Drowsiness"), ("dizziness", "Dizziness"))
    for episodes in ([], kinds):
        for ratings, answers in (([], []), ([(1, "drowsiness", 4)], [(1, "fell", 1)])):
            for of in (Of(), Of("Drowsiness")):
                for days in (range(60), range(20), range(3)):
                    yield test_balance.chart(
                        ratings, episodes, answers, days=days, of=of, effects=effects, names={"": ""}
                    )
    yield test_balance.chart(steps=(), effects=effects)
    yield test_balance.chart(steps=(step(day(-9), day(9), 500_000),), effects=effects[:1])


def without() -> list[str]:
    """Every reason why there is no curve."""
    doses_ = {test_amount.MINE.id: [test_amount.dose(test_amount.FIRST)]}
    known = test_amount.CLONAZEPAM
    forbidden = test_amount.PK.model_copy(update={"not_for_forms": ("tablet",), "not_with": ("dizziness",)})
    of_form = known.model_copy(update={"pk": forbidden, "forms": (known.forms[0].model_copy(update={"name": ""}),)})
    none = known.model_copy(update={"pk": None, "no_curve": ""})
    other = Taken(Medicine("other", name="Dizziness"), "Dizziness", None)
    recorded = replace(test_amount.plan(8), medicine_id="clonazepam")
    found = []
    for monograph, steps in ((None, ()), (none, ()), (of_form, (recorded,)), (of_form, ())):
        taken = Taken(test_amount.MINE, "Drowsiness", monograph)
        found += curves_of(test_amount.period(28), [taken, other], Plan(steps), doses_).without
    slowly = [of_form.forms[0].model_copy(update={"release": release}) for release in ("delayed", "extended")]
    in_a_body = forbidden.model_copy(update={"not_for_forms": (), "not_with": (), "not_with_kidney_disease": True})
    for changed in ({"forms": (slowly[0],)}, {"forms": (slowly[1],)}, {"pk": in_a_body}):
        taken = Taken(test_amount.MINE, "Drowsiness", of_form.model_copy(update=changed))
        beside = Beside(Circumstances(kidney_disease=True), {test_amount.MINE.id: {"tablet"}})
        found += curves_of(test_amount.period(28), [taken], Plan(), doses_, beside=beside).without
    return found


@pytest.mark.parametrize(
    "charts",
    [severity_charts, charts_of_days, charts_of_several, other_charts, hours_charts, amount_charts, balance_charts],
)
def test_every_word_said_with_a_chart_is_a_message(charts) -> None:
    with using(PSEUDO):
        texts = {text for found in charts() for text in said(found)}
    assert [text for text in texts if text.count(OPENING) != text.count(CLOSING)] == []
    bare = (bare_text(text) for text in texts)
    words = {word for text in bare for word in re.findall(r"[^\W\d_]{2,}", text)}
    assert words == NAMES & words, "names and units alone"
