"""The rows under the days: a dot for yes, a stroke for no, nothing where nothing was answered; in every width."""

from dataclasses import replace

import pytest
from matplotlib.patches import PathPatch

from journal.core.charts.day_marks import DayRow
from journal.core.charts.points import Chart
from journal.render.charts import charts, severity_layout
from journal.render.charts.layout import WIDTHS, Width, long
from journal.render.charts.sheet import Letters
from journal.render.style import THEMES
from tests.render import samples

WEEK = (True, False, None, True, None, False, True)
KEYS = ("drove", "fell", "missed", "alcohol", "sedative")


def chart(length: int = 28, keys: tuple[str, ...] = KEYS, answers: tuple[bool | None, ...] = WEEK) -> Chart:
    days = (answers * (length // len(answers) + 1))[:length]
    return replace(samples.severity(length), matters=tuple(DayRow(key, days) for key in keys))


def strokes(of: Chart, width: Width = "wide") -> dict[str, int]:
    """How many strokes each mark has, by its name."""
    figure = charts.figure(of, THEMES["light"], width=width, caption=False)
    paths = [patch for patch in figure.findobj(PathPatch) if "day" in str(patch.get_gid())]
    return {str(patch.get_gid()): len(patch.get_path().vertices) // 2 for patch in paths}


def test_there_is_a_mark_for_each_answer_and_none_for_silence() -> None:
    found = strokes(chart(28, ("fell",)))
    assert found["day-yes"] == 12
    assert found["day-no"] == 8 + 1  # one of them in the legend
    assert found["key-day-yes"] == 1


def test_in_a_long_period_only_what_was_so_is_marked() -> None:
    found = strokes(chart(365, ("fell",)))
    assert found["day-yes"] == sum(bool(WEEK[n % 7]) for n in range(365))
    assert found["day-no"] == 1


def test_a_chart_without_answers_is_as_high_as_before() -> None:
    plain = severity_layout.lay_out(samples.severity(28), "wide", False)
    assert severity_layout.lay_out(chart(28, ()), "wide", False) == plain
    assert not [name for name in strokes(samples.severity(28)) if name.startswith("day-")]


@pytest.mark.parametrize("width", WIDTHS)
def test_all_words_stand_inside_the_picture_and_below_the_dates(width: Width) -> None:
    of = chart(28)
    place = severity_layout.lay_out(of, width, False)
    for line in (*place.matters.words, *place.matters.legend):
        assert line.left >= 0
        assert line.left + long(line) <= place.width
        assert place.axis + 21 < line.y < place.height
    assert len(place.matters.middles) == 5
    assert list(place.matters.middles) == sorted(place.matters.middles)


@pytest.mark.parametrize("kind", ["lanes", "days", "weeks"])
def test_the_doses_have_the_rows_too(kind: str) -> None:
    days = DayRow("fell", (True, False) * 14)
    of = replace(samples.doses(28), matters=(days,))
    if kind == "weeks":
        of = replace(samples.doses(500), matters=(replace(days, days=(True, False) * 250),))
    if kind == "days":
        of = replace(of, lanes=())
    figure = charts.figure(of, THEMES["light"], width="wide", caption=False)
    assert "Fell or nearly fell" in {letters.line.text for letters in figure.findobj(Letters)}


def test_on_paper_the_rows_leave_room_for_a_panel_less() -> None:
    of = chart(28)
    assert len(severity_layout.split(of)) >= len(severity_layout.split(samples.severity(28)))
