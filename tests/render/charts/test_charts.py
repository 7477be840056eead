"""Bars, shading and marks stand where the points say."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import cast

import pytest
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from journal.core.charts.calendar import OUTSIDE, QUIET, CalendarChart, Month
from journal.core.charts.doses_points import DoseMark, DosesChart
from journal.core.charts.points import Table
from journal.core.charts.severity_points import DoseLine, DoseStep, Panel, PeriodMedian, SeverityChart
from journal.core.values.periods import Period
from journal.render.charts import calendar_layout, charts, doses_layout, severity_layout
from journal.render.charts.axis import Days
from journal.render.charts.layout import Width
from journal.render.charts.sheet import Letters
from journal.render.style import THEMES, font_folder, widths
from journal.render.text.text_widths import clean, measure, wrap
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
    panel = Panel("dizzy", "Dizziness", (0, 1, 1, None, 2, 3, 4, None, None, 2), 7, (PeriodMedian(ON[0], ON[-1], 2.0),))
    dose = DoseLine(
        (DoseStep(ON[0], ON[4], 1_000_000), DoseStep(ON[5], ON[9], 500_000)), (1_000_000,) * 4 + (None,) * 6, (ON[5],)
    )
    return SeverityChart(PERIOD, samples.caption("Q", "A", "R"), Table("", (), ()), (panel,), dose)


def test_each_rated_day_is_a_bar_in_the_colour_of_its_severity() -> None:
    figure = charts.figure(small(), LIGHT)
    assert [strokes(figure, f"severity-{n}") for n in range(5)] == [1, 2, 2, 1, 1]
    for severity in range(1, 5):
        bar = patch(figure, f"severity-{severity}")
        assert bar.get_linewidth() == severity * severity_layout.STEP_WIDE
    assert tuple(round(c * 255) for c in patch(figure, "severity-4").get_edgecolor()[:3]) == (0xA6, 0x2F, 0x33)


def test_bars_stand_on_the_baseline_of_their_day() -> None:
    chart = small()
    place = severity_layout.lay_out(chart, "wide", True)
    days = Days(place.left, place.right, chart.period)
    x0, y0 = patch(charts.figure(chart, LIGHT), "severity-4").get_path().vertices[0]
    assert days.edge(6) <= x0 < days.edge(7)
    assert y0 + 2 * place.step == place.panels[0].bottom


def test_days_without_a_rating_are_shaded() -> None:
    figure = charts.figure(small(), LIGHT)
    assert strokes(figure, "not-rated") == 2  # 4 March, and 8 and 9 March together
    assert strokes(figure, "dose-unknown") == 1


@pytest.mark.parametrize("length", [28, 90, 365])
def test_shaded_days_are_exactly_the_unrated(length: int) -> None:
    chart = samples.severity(length, 1)
    place = severity_layout.lay_out(chart, "wide", True)
    days = Days(place.left, place.right, chart.period)
    path = patch(charts.figure(chart, LIGHT), "not-rated").get_path().vertices.reshape(-1, 4)
    shaded = {n for n in range(length) for x0, _y, x1, _z in path if x0 <= days.edge(n) and days.edge(n + 1) <= x1}
    assert shaded == {n for n, value in enumerate(chart.panels[0].days) if value is None}


def test_medians_and_changes_are_marked() -> None:
    figure = charts.figure(small(), LIGHT)
    place = severity_layout.lay_out(small(), "wide", True)
    line = patch(figure, "medians").get_path().vertices
    assert line[0][1] == place.panels[0].bottom - 2 * place.step
    assert (line[0][0], line[1][0]) == (place.left, place.right)
    assert strokes(figure, "changes") == 1


def test_long_periods_are_drawn_in_weeks() -> None:
    chart = samples.severity(500, 1)
    figure = charts.figure(chart, LIGHT)
    gids = {p.get_gid() for p in figure.findobj(PathPatch)} - {"planned"}
    drawn = {gid: strokes(figure, gid) for gid in gids if gid}
    rated = sum(week.high is not None for week in chart.panels[0].weeks)
    assert sum(count for gid, count in drawn.items() if gid.startswith("weeks-")) == rated
    assert drawn["medians"] == len(chart.panels[0].medians)


def test_where_nothing_is_planned_no_line_is_drawn() -> None:
    """It is no plan of 0 mg: the line neither rises from the baseline nor falls to it."""
    amounts = (0, 1_000_000, 1_500_000, 0, 500_000)
    steps = tuple(DoseStep(ON[2 * n], ON[2 * n + 1], amount) for n, amount in enumerate(amounts))
    chart = replace(small(), dose=DoseLine(steps, (None,) * 10, (ON[4], ON[6], ON[8])))
    figure, place = charts.figure(chart, LIGHT), severity_layout.lay_out(chart, "wide", True)
    lines = [patch(figure, gid).get_path().vertices for gid in ("planned", "planned-1")]
    assert [len(line) for line in lines] == [4, 2]
    assert all(y < place.dose.bottom for line in lines for _x, y in line)
    days = Days(place.left, place.right, chart.period)
    assert [line[0][0] for line in lines] == [days.edge(2), days.edge(8)]
    assert "nothing planned" in said(figure) or "none" in said(figure)


def test_each_line_of_the_answer_is_a_line_of_the_picture() -> None:
    chart = replace(small(), caption=samples.caption("Q", "First.\nSecond.", "R"))
    shown = [
        line for line in severity_layout.lay_out(chart, "wide", True).head if line.text in {"First.", "Second.", "R"}
    ]
    assert [line.text for line in shown] == ["First.", "Second.", "R"]
    assert shown[0].y < shown[1].y < shown[2].y


def test_the_answer_is_said_on_the_picture() -> None:
    assert {"Q", "A", "R", "Dizziness", "rated on 7 of 10 days", "none", "very severe"} <= set(
        said(charts.figure(small(), LIGHT))
    )


def test_calendar_has_a_cell_for_each_day() -> None:
    chart = samples.calendar(90)
    figure = charts.figure(chart, LIGHT)
    values = [value for month in chart.months for value in month.days]
    for severity in range(5):
        assert strokes(figure, f"severity-{severity}") == values.count(severity)
        assert strokes(figure, f"key-severity-{severity}") == 1
    assert strokes(figure, "edge") == values.count(0), "none is edged"
    assert strokes(figure, "not-rated") >= 3 * values.count(None), "hatched"
    assert OUTSIDE in values


def test_calendar_is_coloured_like_the_one_of_the_history() -> None:
    figure = charts.figure(samples.calendar(90), LIGHT)
    for severity in (0, 4):
        red, green, blue, _alpha = patch(figure, f"key-severity-{severity}").get_edgecolor()
        assert "#" + "".join(f"{round(share * 255):02x}" for share in (red, green, blue)) == LIGHT.ramp[severity]


OCTOBER, NOVEMBER = Month(date(2026, 10, 1), (OUTSIDE,) * 26 + (2,) * 5), Month(date(2026, 11, 1), (1,) * 30)
AUTUMN = CalendarChart(
    Period(date(2026, 10, 27), date(2026, 11, 30)),
    samples.caption("Q", "A", "R"),
    Table("", (), ()),
    (OCTOBER, NOVEMBER),
)


@pytest.mark.parametrize("width", ["narrow", "desk"])
def test_a_line_of_the_calendar_is_a_week(width: Width) -> None:
    """Monday first, weeks outside the period left out, every cell with its day."""
    place = calendar_layout.lay_out(AUTUMN, width, with_caption=False)
    assert [line.text for line in place.names] == ["Oct 2026", "Nov"]
    assert [line.text for line in place.heads[:7]] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    october, november = place.boxes
    tuesday, saturday = place.centre(october, 26), place.centre(october, 30)
    assert (tuesday[0], saturday[0]) == (place.heads[1].x, place.heads[5].x), "27 October is a Tuesday"
    assert tuesday[1] == saturday[1]
    assert 0 < tuesday[1] - place.heads[1].y < place.row, "its week is the first line"
    assert place.centre(november, 0)[0] == place.heads[13].x, "1 November is a Sunday"
    assert place.centre(november, 1)[1] - place.centre(november, 0)[1] == place.row
    days = [text for text in said(charts.figure(AUTUMN, LIGHT, width=width, caption=False)) if text.isdigit()]
    assert sorted(map(int, days)) == sorted([27, 28, 29, 30, 31, *range(1, 31)])


def test_weeks_of_the_calendar_begin_where_they_are_asked_to() -> None:
    place = calendar_layout.lay_out(replace(AUTUMN, first_weekday=6), "desk", with_caption=False)
    assert [line.text for line in place.heads[:7]] == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    october, november = place.boxes
    assert place.centre(october, 26)[0] == place.heads[2].x, "27 October is a Tuesday"
    assert place.centre(october, 30)[0] == place.heads[6].x, "31 October is a Saturday"
    assert place.centre(november, 0)[0] == place.heads[7].x, "1 November is a Sunday and begins the week"
    assert place.centre(november, 6)[1] == place.centre(november, 0)[1]


def test_months_stand_side_by_side_where_there_is_room() -> None:
    """Two on a phone, three on a tablet and on paper, four on a desk; one on a phone when there are two at most."""
    year = samples.calendar(365)
    half = samples.calendar(150)
    assert (len(year.months), len(half.months)) == (13, 6)
    for width, across, of_half in (("small", 2, 2), ("narrow", 2, 2), ("medium", 3, 3), ("wide", 4, 3), ("desk", 5, 4)):
        place = calendar_layout.lay_out(year, cast("Width", width), with_caption=False)
        assert len({box.left for box in place.boxes}) == across, f"{width}: 13 months, the last one not alone"
        assert len({box.left for box in calendar_layout.lay_out(half, cast("Width", width), False).boxes}) == of_half
        assert place.cell >= 19, "two figures of 13 pixels fit"
    assert len({box.left for box in calendar_layout.lay_out(AUTUMN, "narrow", with_caption=False).boxes}) == 1
    four = calendar_layout.lay_out(samples.calendar(90), "medium", with_caption=False)
    assert len({box.left for box in four.boxes}) == len({box.top for box in four.boxes[::2]}) == 2


def test_a_month_of_many_years_is_a_line() -> None:
    chart = samples.calendar(800)
    place = calendar_layout.lay_out(chart, "desk", with_caption=False)
    assert len({box.top for box in place.boxes}) == len(chart.months)
    assert not place.numbered
    assert [line.text for line in place.names[:3]] == ["2024", "Sep", "Oct"]
    assert place.centre(place.boxes[0], 9)[0] == place.heads[1].x, "10 stands over the tenth"
    figure = charts.figure(chart, LIGHT, width="desk", caption=False)
    values = [value for month in chart.months for value in month.days]
    assert strokes(figure, "not-rated") == values.count(None), "one stroke a day"
    assert 2 <= strokes(figure, "edge") < 2 * values.count(0), "neighbours share theirs"


def test_doses_are_marked_by_what_became_of_them() -> None:
    marks = (
        DoseMark(ON[0], 480, "taken"),
        DoseMark(ON[1], 720, "late"),
        DoseMark(ON[2], 480, "skipped"),
        DoseMark(ON[3], 480, "missed"),
        DoseMark(ON[4], 1439, "taken"),
    )
    chart = DosesChart(PERIOD, samples.caption("Q", "A", "R"), Table("", (), ()), marks, (ON[6], ON[7]), ())
    figure, place = charts.figure(chart, LIGHT), doses_layout.lay_out(chart, "wide", True)
    assert [strokes(figure, kind) for kind in ("taken", "late", "skipped", "missed")] == [2, 1, 1, 2]
    assert strokes(figure, "not-recorded") == 1
    noon = patch(figure, "late").get_path().vertices[:4, 1].mean()
    assert noon == (place.top + place.bottom) / 2
    assert {"00:00", "12:00", "24:00"} <= set(said(figure))


def test_the_hours_of_the_axis_are_those_of_the_clock_a_person_chose() -> None:
    chart = replace(samples.doses(7), hours="12")
    found = [text for text in said(charts.figure(chart, LIGHT)) if text.endswith((" am", " pm")) or ":" in text]
    assert found == ["12 am", "6 am", "12 pm", "6 pm", "12 am"]


def test_doses_of_years_are_counted_by_week() -> None:
    figure = charts.figure(samples.doses(800), LIGHT)
    assert strokes(figure, "taken") > 100
    assert "a week" in said(figure)


@pytest.mark.parametrize("length", [1, 2, 5, 7, 14, 28, 45, 90, 180, 365, 800, 3652, 20000])
@pytest.mark.parametrize("right", [344, 666])
def test_dates_fit_beside_each_other(length: int, right: int) -> None:
    days = Days(68, right, samples.period(length))
    dated = days.ticks()
    assert 1 <= len(dated) <= 6
    assert length < 7 or len(dated) > 1
    for one, two in pairwise(dated):
        assert two.x - one.x > (measure(one.text, 13) + measure(two.text, 13)) / 2


def test_years_are_said_when_a_period_spans_them() -> None:
    words = [tick.text for tick in Days(68, 666, samples.period(365)).ticks()]
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


def test_quiet_days_have_frames_of_their_own_and_no_shade() -> None:
    """The fourth, the eighth and the ninth day are not rated; two of them are quiet."""
    chart = replace(small(), quiet_days=(ON[3], ON[7]))
    before, figure = charts.figure(small(), LIGHT), charts.figure(chart, LIGHT)
    assert strokes(figure, "quiet") == 2 * 4
    assert (strokes(before, "not-rated"), strokes(figure, "not-rated")) == (2, 1)
    assert strokes(before, "quiet") == 0
    assert strokes(figure, "medians") == strokes(before, "medians")


@pytest.mark.parametrize("days", [35, 800])
def test_quiet_days_are_framed_in_the_calendar_and_named_in_its_legend(days: int) -> None:
    """Each has a mark that neither "none" nor an unrated day has, and no colour of the ramp."""
    chart = samples.calendar(days)
    first = chart.months[-1]
    calm = replace(first, days=tuple(QUIET if value is None else value for value in first.days))
    quiet = sum(value == QUIET for value in calm.days)
    changed = replace(chart, months=(*chart.months[:-1], calm))
    before, figure = charts.figure(chart, LIGHT), charts.figure(changed, LIGHT)
    a_day = 5 if days < 400 else 1
    assert quiet
    assert strokes(figure, "quiet") == a_day * quiet
    assert strokes(figure, "not-rated") < strokes(before, "not-rated")
    assert [strokes(figure, f"severity-{n}") for n in range(5)] == [strokes(before, f"severity-{n}") for n in range(5)]
    words = [line.text for line in calendar_layout.lay_out(changed, "desk", False).legend]
    assert words[-2:] == ["not rated", "quiet"]
