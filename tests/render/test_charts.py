"""Bars, shading and marks stand where the points say."""

from datetime import date
from itertools import pairwise

import pytest
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from journal.core.periods import Period
from journal.core.trends import (
    OUTSIDE,
    CalendarChart,
    DoseLine,
    DoseMark,
    DosesChart,
    DoseStep,
    Middle,
    Month,
    Panel,
    SeverityChart,
    Table,
)
from journal.render import charts, layout
from journal.render.letters import clean, measure, wrap
from journal.render.scale import Days, ticks
from journal.render.sheet import Letters
from journal.render.style import THEMES, font_folder, widths
from tests.render import samples

LIGHT = THEMES["light"]
ON = [date(2026, 3, day) for day in range(1, 11)]
PERIOD = Period(ON[0], ON[-1])


def patch(figure: Figure, gid: str) -> PathPatch:
    return next(p for p in figure.findobj(PathPatch) if p.get_gid() == gid)


def strokes(figure: Figure, gid: str) -> int:
    found = [p for p in figure.findobj(PathPatch) if p.get_gid() == gid]
    return sum(int((p.get_path().codes == Path.MOVETO).sum()) for p in found)


def said(figure: Figure) -> list[str]:
    return [letters.line.text for letters in figure.findobj(Letters)]


def small() -> SeverityChart:
    panel = Panel("dizzy", "Dizziness", (0, 1, 1, None, 2, 3, 4, None, None, 2), 7, (Middle(ON[0], ON[-1], 2.0),))
    dose = DoseLine((DoseStep(ON[0], ON[4], 1000), DoseStep(ON[5], ON[9], 500)), (1000,) * 4 + (None,) * 6, (ON[5],))
    return SeverityChart(PERIOD, samples.words("Q", "A", "R"), (panel,), dose, Table("", (), ()))


def test_each_rated_day_is_a_bar_in_the_colour_of_its_severity() -> None:
    figure = charts.severity_over_time(small(), LIGHT)
    assert [strokes(figure, f"severity-{n}") for n in range(5)] == [1, 2, 2, 1, 1]
    for severity in range(1, 5):
        bar = patch(figure, f"severity-{severity}")
        assert bar.get_linewidth() == severity * layout.STEP_WIDE
    assert tuple(round(c * 255) for c in patch(figure, "severity-4").get_edgecolor()[:3]) == (0xA6, 0x2F, 0x33)


def test_bars_stand_on_the_baseline_of_their_day() -> None:
    chart = small()
    place = layout.severity(chart, True, True)
    days = layout.days(chart, place)
    x0, y0 = patch(charts.severity_over_time(chart, LIGHT), "severity-4").get_path().vertices[0]
    assert days.edge(6) <= x0 < days.edge(7)
    assert y0 + 2 * place.step == place.panels[0].bottom


def test_days_without_a_rating_are_shaded() -> None:
    figure = charts.severity_over_time(small(), LIGHT)
    assert strokes(figure, "not-rated") == 2  # 4 March, and 8 and 9 March together
    assert strokes(figure, "dose-unknown") == 1


@pytest.mark.parametrize("length", [28, 90, 365])
def test_shaded_days_are_exactly_the_unrated(length: int) -> None:
    chart = samples.severity(length, 1)
    days = layout.days(chart, layout.severity(chart, True, True))
    path = patch(charts.severity_over_time(chart, LIGHT), "not-rated").get_path().vertices.reshape(-1, 4)
    shaded = {n for n in range(length) for x0, _y, x1, _z in path if x0 <= days.edge(n) and days.edge(n + 1) <= x1}
    assert shaded == {n for n, value in enumerate(chart.panels[0].days) if value is None}


def test_medians_and_changes_are_marked() -> None:
    figure = charts.severity_over_time(small(), LIGHT)
    place = layout.severity(small(), True, True)
    line = patch(figure, "medians").get_path().vertices
    assert line[0][1] == place.panels[0].bottom - 2 * place.step
    assert (line[0][0], line[1][0]) == (place.left, place.right)
    assert strokes(figure, "changes") == 1


def test_steps_are_named_and_narrow_ones_are_not() -> None:
    assert {"1 mg a day", "0.5 mg"} <= set(said(charts.severity_over_time(small(), LIGHT)))
    narrow = said(charts.severity_over_time(samples.severity(90, 1), LIGHT, wide=False))
    assert "1.5 mg" in narrow
    assert "0.5 mg" not in narrow


def test_long_periods_are_drawn_in_weeks() -> None:
    chart = samples.severity(500, 1)
    figure = charts.severity_over_time(chart, LIGHT)
    gids = {p.get_gid() for p in figure.findobj(PathPatch)} - {"planned"}
    drawn = {gid: strokes(figure, gid) for gid in gids if gid}
    rated = sum(week.high is not None for week in chart.panels[0].weeks)
    assert sum(count for gid, count in drawn.items() if gid.startswith("weeks-")) == rated
    assert drawn["medians"] == len(chart.panels[0].middles)


def test_the_answer_is_said_on_the_picture() -> None:
    assert {"Q", "A", "R", "Dizziness", "rated on 7 of 10 days", "none", "very", "severe"} <= set(
        said(charts.severity_over_time(small(), LIGHT))
    )


def test_calendar_has_a_square_for_each_day() -> None:
    chart = samples.calendar(90)
    figure = charts.calendar(chart, LIGHT)
    values = [value for month in chart.months for value in month.days]
    for severity in range(5):
        assert strokes(figure, f"severity-{severity}") == values.count(severity)
    assert strokes(figure, "not-rated") == values.count(None)
    assert OUTSIDE in values
    sides = [patch(figure, f"key-{n}").get_linewidth() for n in range(5)]
    assert sides == sorted(set(sides))


def test_on_a_phone_a_line_of_the_calendar_is_a_week() -> None:
    """Monday first, the month at its first week, the first day of the line at every other; no empty weeks."""
    october, november = Month(date(2026, 10, 1), (OUTSIDE,) * 26 + (2,) * 5), Month(date(2026, 11, 1), (1,) * 30)
    period = Period(date(2026, 10, 27), date(2026, 11, 30))
    chart = CalendarChart(period, samples.words("Q", "A", "R"), (october, november), Table("", (), ()))
    place = layout.calendar(chart, wide=False, words=False)
    assert [line.text for line in place.heads] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [line.text for line in place.names] == ["Oct", "Nov", "2", "9", "16", "23", "30"]
    columns = [line.x for line in place.heads]
    assert place.middle(october, place.rows[0], 26)[0] == columns[1], "27 October is a Tuesday"
    assert place.middle(november, place.rows[1], 0)[0] == columns[6], "1 November is a Sunday"
    days = (
        place.middle(october, place.rows[0], 26),
        *(place.middle(november, place.rows[1], n) for n in (0, 1, 8, 29)),
    )
    lines = [place.names[n] for n in (0, 1, 2, 3, 6)]
    for (_x, y), line in zip(days, lines, strict=True):
        assert abs(line.y - y) < place.row / 2, f"{line.text} stands beside its line"


def test_at_a_desk_a_line_of_the_calendar_is_a_month() -> None:
    chart = samples.calendar(90)
    place = layout.calendar(chart, wide=True, words=False)
    assert [line.text for line in place.heads] == ["1", "5", "10", "15", "20", "25", "30"]
    assert [line.text for line in place.names] == ["Aug", "Sep", "Oct", "Nov"]
    assert [place.middle(chart.months[1], place.rows[1], n)[0] for n in (0, 14)] == [place.heads[n].x for n in (0, 3)]


def test_doses_are_marked_by_what_became_of_them() -> None:
    marks = (
        DoseMark(ON[0], 480, "taken"),
        DoseMark(ON[1], 720, "late"),
        DoseMark(ON[2], 480, "skipped"),
        DoseMark(ON[3], 480, "missed"),
        DoseMark(ON[4], 1439, "taken"),
    )
    chart = DosesChart(PERIOD, samples.words("Q", "A", "R"), marks, (ON[6], ON[7]), (), Table("", (), ()))
    figure, place = charts.doses(chart, LIGHT), layout.doses(chart, True, True)
    assert [strokes(figure, kind) for kind in ("taken", "late", "skipped", "missed")] == [2, 1, 1, 2]
    assert strokes(figure, "not-recorded") == 1
    noon = patch(figure, "late").get_path().vertices[:4, 1].mean()
    assert noon == (place.top + place.bottom) / 2
    assert {"00:00", "12:00", "24:00"} <= set(said(figure))


def test_doses_of_years_are_counted_by_week() -> None:
    figure = charts.doses(samples.doses(800), LIGHT)
    assert strokes(figure, "taken") > 100
    assert "a week" in said(figure)


@pytest.mark.parametrize("length", [1, 2, 5, 7, 14, 28, 45, 90, 180, 365, 800, 3652, 20000])
@pytest.mark.parametrize("right", [344, 666])
def test_dates_fit_beside_each_other(length: int, right: int) -> None:
    days = Days(samples.period(length), 68, right)
    dated = ticks(days)
    assert 1 <= len(dated) <= 6
    assert length < 7 or len(dated) > 1
    for one, two in pairwise(dated):
        assert days.middle(two.on) - days.middle(one.on) > (measure(one.words, 13) + measure(two.words, 13)) / 2


def test_years_are_said_when_a_period_spans_them() -> None:
    words = [tick.words for tick in ticks(Days(samples.period(365), 68, 666))]
    assert all(len(text.split()) == 2 and text[-4:].isdigit() for text in words)


@pytest.mark.parametrize("bold", [True, False])
def test_widths_are_those_of_the_letters(bold: bool) -> None:
    font = FT2Font(str(font_folder() / f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"))
    font.set_size(1000, 72)
    for letter in "AWilm 0–…ö":
        assert font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 == widths(bold)[letter]


def test_text_is_broken_to_fit() -> None:
    lines = wrap("one two three " + "w" * 90, 15, 120)
    assert all(measure(line, 15) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == "onetwothree" + "w" * 90
    assert clean("a\x00b\n c\u202e") == "a b c"
