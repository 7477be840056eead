"""Lanes as a picture: pale cells, a mark for what was not as planned, its word where there is room for it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from journal.core.charts.doses_points import DosesChart
from journal.core.charts.lanes import Lane, LaneCell, LaneState
from journal.core.charts.points import Table
from journal.core.values.periods import Period
from journal.render import images
from journal.render.charts import charts, lanes_layout, severity_layout
from journal.render.charts.axis import Days
from journal.render.charts.layout import PHONES, WIDTHS, Line, Width, long
from journal.render.charts.sheet import Letters
from journal.render.style import SMALL, THEMES
from tests.render import samples

FIRST = date(2026, 9, 1)
WORDS: dict[LaneState, str] = {
    "late": "late 11:05",
    "skipped": "skipped",
    "missed": "missed or not logged",
    "more": "1\u00a0mg for 0.5\u00a0mg",
    "less": "0.25\u00a0mg for 0.5\u00a0mg",
    "no time": "0.5\u00a0mg at 10:00",
}


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def chart(length: int, *lanes: tuple[str, dict[int, LaneState]], empty: tuple[int, ...] = ()) -> DosesChart:
    """Lanes in which every day that is not named is as planned."""
    drawn = []
    for name, states in lanes:
        found = ((n, states.get(n, "as planned")) for n in range(length) if n not in empty)
        drawn.append(Lane(name, tuple(LaneCell(day(n), state, WORDS.get(state, "")) for n, state in found)))
    period = Period(FIRST, day(length - 1))
    not_recorded = tuple(map(day, empty))
    return DosesChart(
        period, samples.caption("Q", "A", "R"), Table("", (), ()), (), not_recorded, (), lanes=tuple(drawn)
    )


def words(of: DosesChart, width: Width) -> list[Line]:
    figure = charts.figure(of, THEMES["light"], width=width, caption=False)
    return [letters.line for letters in figure.findobj(Letters)]


def test_a_pause_has_its_word_once_over_all_lanes_and_takes_the_place_of_not_planned() -> None:
    rested = chart(90, ("08:00", {}), ("20:00", {}), empty=tuple(range(30, 50)))
    assert [line.text for line in words(rested, "wide")].count("not planned") == 2
    paused = replace(rested, pauses=(Period(day(34), day(49)), Period(day(51), day(51)), Period(day(80), day(82))))
    said = [line for line in words(paused, "narrow") if line.text == "pause"]
    assert len(said) == 2, "the second would stand on the first"
    assert "not planned" not in {line.text for line in words(paused, "wide")}
    place, before = (lanes_layout.lay_out(each, "narrow", False) for each in (paused, rested))
    assert place.height == before.height + lanes_layout.PAUSE_HIGH
    assert all(line.y < place.top for line in said)


MIXED = chart(
    28,
    ("08:00", {1: "late", 5: "skipped", 9: "missed", 13: "more", 17: "less"}),
    ("20:00", {2: "late", 20: "late", 27: "pending"}),
    empty=(23, 24, 25),
)
DENSE = chart(90, *((f"{hour:02d}:00", dict.fromkeys(range(0, 90, 2), "missed")) for hour in range(8, 20)))
YEAR = chart(365, ("8:00 am to 8:24 am", dict.fromkeys(range(0, 365, 9), "late")), ("no planned time", {7: "no time"}))


def figure(of: DosesChart, width: Width = "desk") -> Figure:
    return charts.figure(of, THEMES["light"], width=width, caption=False)


def strokes(drawn: Figure, gid: str) -> int:
    found = [p for p in drawn.findobj(PathPatch) if p.get_gid() == gid]
    return sum(int((p.get_path().codes == Path.MOVETO).sum()) for p in found)


def lines(of: DosesChart, width: Width) -> list[Line]:
    return [letters.line for letters in figure(of, width).findobj(Letters)]


def test_each_deviation_has_its_own_mark_and_what_was_taken_a_cell() -> None:
    """And one of each in the legend."""
    drawn = figure(MIXED)
    assert strokes(drawn, "late") == 3 + 1
    assert strokes(drawn, "skipped") == 1 + 1
    assert strokes(drawn, "missed") == 2 * (1 + 1)
    assert strokes(drawn, "more") == 2 * (1 + 1)
    assert strokes(drawn, "less") == 1 + 1
    assert strokes(drawn, "pending") == 1 + 1, "what is still to come is hollow"
    assert strokes(drawn, "as-planned") == 2 * 25 - 2 - 1 + 1, "skipped, missed and pending ones have none"
    assert strokes(drawn, "not-recorded") == 1


def test_a_word_stands_over_its_mark() -> None:
    place = lanes_layout.lay_out(MIXED, "desk", False)
    days = Days(place.left, place.right, MIXED.period)
    found = [line for line in place.words if line.text == "late 11:05"]
    middles = {place.middles[0]: 1, place.middles[1]: 2}
    for line in found[:2]:
        middle = min(middles, key=lambda y: abs(y - line.y))
        assert 0 < middle - line.y < 20
        assert abs(line.x - days.centre(days.index(day(middles[middle])))) <= 0.5 or line.x > days.centre(15)


def test_days_stand_under_those_of_the_severity_chart() -> None:
    for width in WIDTHS:
        lanes, panels = (
            lanes_layout.lay_out(MIXED, width, False),
            severity_layout.lay_out(samples.severity(28), width, False),
        )
        assert (lanes.left, lanes.right) == (panels.left, panels.right)


def test_where_words_would_meet_the_weightier_stays_and_every_mark() -> None:
    """Late on the day after a missed one, too near for both words."""
    of = chart(90, ("08:00", {40: "missed", 41: "late"}))
    said = [line.text for line in lines(of, "narrow")]
    assert said.count("missed or not logged") == 2, "over its mark and in the legend"
    assert "late 11:05" not in said
    assert strokes(figure(of, "narrow"), "late") == 2
    newer = [line for line in lanes_layout.lay_out(DENSE, "desk", False).words if line.text == "missed or not logged"]
    assert newer, "of equal ones the newest has its word"


def test_only_what_occurs_is_explained() -> None:
    assert {line.text for line in lines(chart(28, ("08:00", {})), "desk")} & set(WORDS.values()) == set()
    legend = [line.text for _state, line in lanes_layout.lay_out(MIXED, "desk", False).legend]
    assert legend == [
        "as planned", "late", "skipped", "missed or not logged", "more than planned", "less than planned",
        "still to come", "nothing recorded",
    ]  # fmt: skip


def test_where_a_time_was_long_out_of_the_plan_it_says_so() -> None:
    of = chart(90, ("08:00", {}), ("14:00", {}))
    short = replace(of.lanes[1], cells=of.lanes[1].cells[:40])
    assert [line.text for line in lines(replace(of, lanes=(of.lanes[0], short)), "desk")].count("not planned") == 1
    assert "not planned" not in [line.text for line in lines(of, "desk")]


def test_the_name_of_a_lane_stands_left_of_it_or_over_it_on_a_phone() -> None:
    for width in WIDTHS:
        place = lanes_layout.lay_out(MIXED, width, False)
        name = next(line for line in place.words if line.text == "08:00")
        assert (name.y < place.middles[0] - 8) == (width in PHONES or width == "medium")


@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("of", [MIXED, DENSE, YEAR, chart(1, ("08:00", {0: "missed"}))], ids=lambda of: len(of.period))
def test_no_two_words_stand_on_each_other_and_none_leaves_the_picture(of: DosesChart, width: Width) -> None:
    found = lines(of, width)

    def meet(one: Line, other: Line) -> bool:
        across = one.left < other.left + long(other) and other.left < one.left + long(one)
        return across and one.y - one.size * 0.75 < other.y and other.y - other.size * 0.75 < one.y

    assert not [(one.text, other.text) for one, other in combinations(found, 2) if meet(one, other)]
    assert all(line.left >= 0 and line.left + long(line) <= WIDTHS[width] for line in found)
    assert all(line.size >= SMALL for line in found)


@pytest.mark.parametrize("fmt", ["svg", "png", "pdf"])
def test_the_same_lanes_are_the_same_bytes(fmt) -> None:
    assert images.draw(MIXED, fmt, "print") == images.draw(MIXED, fmt, "print")


def test_a_year_of_lanes_is_a_small_picture() -> None:
    assert len(images.draw(YEAR, "svg", width="desk")) < 64_000
    assert len(images.draw(DENSE, "svg", width="desk")) < 100_000
