"""Every step of the dose is named, at every width."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from journal.core.charts.points import Of
from journal.core.charts.severity_points import DoseStep
from journal.core.values.amounts import write_number
from journal.render.charts.axis import Days
from journal.render.charts.dose_labels import AIR, ROW, StepLabels, spread, step_labels
from journal.render.charts.layout import WIDTHS, Width, days_plot
from journal.render.style import NAME, SMALL
from journal.render.text.text_widths import measure
from tests.render import samples

MANY = [2_000_000, 1_750_000, 1_500_000, 1_250_000, 1_000_000, 750_000, 500_000, 250_000, 125_000, 0]


def days_of(width: Width, length: int) -> Days:
    return Days(*days_plot(width), samples.period(length))


def taper(amounts: list[int], length: int, width: Width) -> tuple[StepLabels, Days]:
    """Steps as equal as the days allow."""
    days = days_of(width, length)
    starts = [round(length * n / len(amounts)) for n in range(len(amounts) + 1)]
    first = days.period.first_on
    steps = [
        DoseStep(first + timedelta(days=a), first + timedelta(days=b - 1), amount)
        for (a, b), amount in zip(pairwise(starts), amounts, strict=True)
    ]
    return step_labels(steps, days), days


@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize(
    "amounts",
    [
        [1_500_000, 1_000_000],
        [1_000_000, 1_500_000, 1_000_000, 500_000],
        MANY,
    ],
)
def test_every_step_has_its_label(width: Width, amounts: list[int]) -> None:
    found, _days = taper(amounts, 90, width)
    expected = [write_number(amount) if amount else "none" for amount in amounts]
    assert [label.text.split()[0] for label in found.labels] == expected
    assert "mg a day" in found.title + found.labels[0].text, "a bare figure never stands without its unit"


def test_words_stand_over_their_step_where_there_is_room() -> None:
    found, days = taper([1_000_000, 500_000], 90, "desk")
    assert [label.text for label in found.labels] == ["1\u00a0mg a day", "0.5\u00a0mg"]
    assert found.title == "Dose"
    assert [label.x for label in found.labels] == [days.left + 5, days.edge(45) + 5]
    assert found.rows == 0


def test_unit_moves_to_the_title_where_figures_alone_fit() -> None:
    found, _days = taper([1_000_000, 1_500_000, 1_000_000, 500_000], 90, "small")
    assert [label.text for label in found.labels] == ["1", "1.5", "1", "0.5"]
    assert found.title == "Dose, mg a day"
    assert {label.row for label in found.labels} == {0}


@pytest.mark.parametrize("width", ["small", "narrow"])
def test_labels_of_narrow_steps_do_not_meet(width: Width) -> None:
    """In rows above the plot, in the order of the steps; the line of an upper one passes between two lower ones."""
    found, days = taper(MANY, 90, width)
    boxes = [(label.row, label.x, measure(label.text, SMALL, bold=True) / 2) for label in found.labels]
    assert found.rows == max(row for row, _x, _half in boxes)
    assert found.high > found.rows * ROW
    for row in range(1, found.rows + 1):
        same = [(x, half) for at, x, half in boxes if at == row]
        assert all(x0 + half0 + AIR - 1 <= x1 - half1 for (x0, half0), (x1, half1) in pairwise(same))
    assert all(x0 + half0 + 2 < x1 for (one, x0, half0), (two, x1, _h) in pairwise(boxes) if one < two)
    assert all(days.left <= x - half and x + half <= days.right + 0.5 for _row, x, half in boxes)


def test_more_steps_than_fit_are_named_by_turns() -> None:
    """Thirty steps on the narrowest phone: as many as can be told apart, the first one among them."""
    found, _days = taper([2_000_000 - 60_000 * n for n in range(30)], 300, "small")
    assert 7 <= len(found.labels) < 30
    assert found.labels[0].text == "2"


def test_no_plan_has_no_labels() -> None:
    assert step_labels((), days_of("narrow", 28)) == StepLabels("Dose", (), 0)


def test_spread_keeps_order_distance_and_ends() -> None:
    assert spread([10, 50, 90], [20, 20], 0, 100) == [10, 50, 90]
    assert spread([50, 50, 50], [20, 20], 0, 100) == [30, 50, 70]
    assert spread([0, 0, 99], [20, 20], 0, 100) == [0, 20, 99]
    assert spread([99, 100], [20], 0, 100) == [80, 100]


def test_where_nothing_names_the_change_the_last_amount_says_since_when_it_holds() -> None:
    days = days_of("narrow", 90)
    first = days.period.first_on
    changed = first + timedelta(days=45)
    steps = [DoseStep(first, changed - timedelta(days=1), 1_500_000), DoseStep(changed, days.period.last_on, 1_000_000)]
    assert [label.text for label in step_labels(steps, days, names_change=True).labels] == [
        "1.5\u00a0mg a day",
        "1\u00a0mg since 10 October",
    ]
    alone = [DoseStep(first, days.period.last_on, 1_000_000)]
    assert [label.text for label in step_labels(alone, days, names_change=True).labels] == ["1\u00a0mg a day"]


def test_the_title_names_the_medicine_and_the_unit_of_bare_figures_and_never_leaves_its_room() -> None:
    days = days_of("wide", 28)
    steps = [DoseStep(days.period.first_on, days.period.last_on, 2_000_000)]
    found = step_labels(steps, days, of=Of("Syrup", "ml"))
    assert (found.title, [label.text for label in found.labels]) == ("Syrup", ["2\u00a0ml a day"])
    short = [replace(steps[0], last_on=days.period.first_on), replace(steps[0], first_on=days.period.last_on)]
    assert step_labels(short, days, of=Of("", "drops")).title == "Dose, drops a day"
    assert step_labels(short, days, of=Of("Syrup", "ml")).title == "Syrup, ml a day"
    for name in ("x" * 60, "Wide name of a medicine " * 3):
        for taken in (steps, short):
            title = step_labels(taken, days_of("small", 28), of=Of(name, "pieces")).title
            assert measure(title, NAME, bold=True) <= WIDTHS["small"]
