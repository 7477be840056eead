"""What is written in the severity chart: the usual rating at its line, the ends of the scale, each change."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import cast

import pytest
from matplotlib.patches import PathPatch

from journal.core.charts.points import Table
from journal.core.charts.severity_points import DoseLine, DoseStep, Panel, PeriodMedian, SeverityChart
from journal.core.values.periods import Period
from journal.render.charts import charts, severity_layout
from journal.render.charts.axis import Days
from journal.render.charts.layout import PHONES, WIDTHS, WITH_MARGINS, Line, Width, long
from journal.render.charts.sheet import Letters
from journal.render.style import SMALL, THEMES
from tests.render import samples

FIRST = date(2026, 9, 1)
LENGTH = 90


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def chart(*medians: float | None, amounts: tuple[int, ...] = (), panels: int = 1) -> SeverityChart:
    """Dose periods of equal length with these usual ratings; the amounts in thousandths of a mg."""
    count = len(medians)
    edges = [LENGTH * n // count for n in range(count + 1)]
    spans = [(day(a), day(b - 1)) for a, b in pairwise(edges)]
    usual = tuple(PeriodMedian(a, b, median) for (a, b), median in zip(spans, medians, strict=True))
    steps = tuple(DoseStep(a, b, each * 1000) for (a, b), each in zip(spans, amounts, strict=True)) if amounts else ()
    dose = DoseLine(steps, (1_000_000,) * LENGTH, tuple(step.first_on for step in steps[1:]))
    shown = tuple(Panel(f"e{n}", f"Effect {n}", (1,) * LENGTH, LENGTH, usual) for n in range(panels))
    return SeverityChart(
        Period(day(0), day(LENGTH - 1)), samples.caption("Q", "A", "R"), Table("", (), ()), shown, dose
    )


def lines(of: SeverityChart, width: Width) -> list[Line]:
    figure = charts.figure(of, THEMES["light"], width=width, caption=False)
    return [letters.line for letters in figure.findobj(Letters)]


def texts(of: SeverityChart, width: Width) -> list[str]:
    return [line.text for line in lines(of, width)]


def test_the_usual_rating_stands_at_its_line_at_both_ends() -> None:
    of = chart(1.0, 2.0, amounts=(1500, 1000))
    place = severity_layout.lay_out(of, "desk", False)
    found = {line.text: line for line in lines(of, "desk")}
    mild, moderate = found["usual: mild"], found["usual: moderate"]
    assert (mild.align, mild.x < place.left) == ("right", True)
    assert (moderate.align, moderate.x > place.right) == ("left", True)
    for line, level in ((mild, 1), (moderate, 2)):
        assert abs(line.y - 4 - (place.panels[0].bottom - level * place.step)) <= 2


def test_with_one_dose_the_usual_rating_is_said_once() -> None:
    assert texts(chart(1.0), "desk").count("usual: mild") == 1


def test_where_too_few_days_are_rated_nothing_is_called_usual() -> None:
    assert not any("usual" in text for text in texts(chart(None, None, amounts=(1000, 500)), "desk"))
    said = texts(chart(None, None, amounts=(1000, 500)), "narrow")
    assert "rated on 90 of 90 days" in said, "a phone then says how many days there are"


@pytest.mark.parametrize("width", list(WIDTHS))
def test_the_ends_of_the_scale_stand_once(width: Width) -> None:
    said = texts(chart(1.0, 2.0, amounts=(1500, 1000), panels=3), width)
    assert said.count("very severe") == said.count("none") == 1


def test_a_usual_rating_at_an_end_of_the_scale_names_it() -> None:
    at_left = [line.text for line in lines(chart(0.0, 1.0, amounts=(1500, 1000)), "desk") if line.align == "right"]
    assert "usual: none" in at_left
    assert "none" not in at_left
    assert "very severe" in at_left


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((1500, 1000), ["1 October: from 1.5\u00a0mg to 1\u00a0mg a day"]),
        ((0, 1000), ["1 October: 1\u00a0mg a day"]),
        ((1000, 0), ["1 October: nothing planned"]),
    ],
)
def test_a_change_is_named_over_its_dashes(amounts: tuple[int, int], said: list[str]) -> None:
    edge = 30
    of = chart(1.0, 2.0, amounts=amounts)
    usual = tuple(replace(m, first_on=day(0)) for m in of.panels[0].medians)
    steps = (DoseStep(day(0), day(edge - 1), amounts[0] * 1000), DoseStep(day(edge), day(89), amounts[1] * 1000))
    panel = replace(of.panels[0], medians=usual)
    of = replace(of, panels=(panel,), dose=replace(of.dose, steps=steps, changes=(day(edge),)))
    place = severity_layout.lay_out(of, "desk", False)
    named = [line for line in place.words if line.tone == "act"]
    assert [line.text for line in named] == said
    days = Days(place.left, place.right, of.period)
    assert named[0].left < days.edge(edge) < named[0].left + long(named[0])
    assert named[0].y < place.panels[0].over[0].y
    drawn = charts.figure(of, THEMES["light"], width="desk", caption=False)
    dashes = next(p for p in drawn.findobj(PathPatch) if p.get_gid() == "changes").get_path().vertices
    assert {x for x, _y in dashes} == {days.edge(edge)}
    assert named[0].y <= min(y for _x, y in dashes) < place.panels[0].top


def test_many_changes_are_named_by_less_and_then_by_their_amounts_alone() -> None:
    four = severity_layout.lay_out(chart(*[1.0] * 5, amounts=(2000, 1500, 1000, 500, 250)), "desk", False)
    assert next(line.text for line in four.words if line.tone == "act") == "19 Sep: 1.5\u00a0mg"
    thirty = tuple(2000 - 50 * n for n in range(30))
    many = severity_layout.lay_out(chart(*[1.0] * 30, amounts=thirty), "desk", False)
    assert not [line for line in many.words if line.tone == "act"]
    assert many.dose.labels.labels, "every step still has its amount"


@pytest.mark.parametrize("width", sorted(PHONES))
def test_on_a_phone_the_dose_comes_first_and_the_days_have_all_the_room(width: Width) -> None:
    of = chart(1.0, 2.0, amounts=(1500, 1000))
    place = severity_layout.lay_out(of, width, False)
    assert place.dose.bottom < place.panels[0].top < place.axis
    assert place.right - place.left == WIDTHS[width] - 2 * 14
    found = {line.text: line for line in lines(of, width)}
    assert found["usual mild, then moderate"].y == found["Effect 0"].y
    assert found["1\u00a0mg since 16 October"].y < place.dose.bottom


@pytest.mark.parametrize("medians", [(1.0, 1.0), (1.0, None), (None, 1.0)])
def test_on_a_phone_one_usual_rating_is_said_once(medians: tuple[float | None, float | None]) -> None:
    assert "usual mild" in texts(chart(*medians, amounts=(1500, 1000)), "narrow")


def test_on_a_phone_each_dose_is_said_where_there_is_room() -> None:
    amounts = (1500, 1000, 1500)
    assert "usual mild, moderate, mild" in texts(chart(1.0, 2.0, 1.0, amounts=amounts), "narrow")
    assert "usual mild at first, severe at last" in texts(chart(1.0, 1.5, 3.0, amounts=amounts), "narrow")


def test_a_period_over_two_years_says_the_year_of_a_change() -> None:
    assert "4 April 2026: from 1\u00a0mg to 1.5\u00a0mg a day" in texts(samples.severity(366), "desk")


def overlap(one: Line, other: Line) -> bool:
    """Whether two lines of text stand on each other."""
    across = one.left < other.left + long(other) and other.left < one.left + long(one)
    return across and one.y - one.size * 0.75 < other.y and other.y - other.size * 0.75 < one.y


@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize(
    "of",
    [
        *(samples.severity(length, 3) for length in (1, 3, 28, 90, 365, 3650)),
        *(
            chart(*medians, amounts=(1500, 1000), panels=3)
            for medians in ((0.5, 3.5), (0.0, 4.0), (4.0, 0.0), (1.5, 2.5))
        ),
        chart(*[2.5] * 30, amounts=tuple(2000 - 50 * n for n in range(30)), panels=2),
        chart(2.5, panels=2),
    ],
    ids=lambda of: f"{len(of.period)} days, {len(of.dose.steps)} doses, {of.panels[0].medians[0].median}",
)
def test_no_two_words_stand_on_each_other_and_none_leaves_the_picture(of: SeverityChart, width: Width) -> None:
    found = lines(of, width)
    assert not [(one.text, other.text) for one, other in combinations(found, 2) if overlap(one, other)]
    assert all(line.left >= 0 and line.left + long(line) <= WIDTHS[width] for line in found)
    assert all(line.size >= SMALL for line in found)


def test_charts_with_margins_are_those_wide_enough_for_them() -> None:
    assert {cast("str", width) for width, pixels in WIDTHS.items() if pixels >= 640} == WITH_MARGINS
