"""The days around a change of dose as a picture: a dot a rated day, the middle of each side, what is not compared."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from matplotlib.patches import PathPatch
from pypdf import PdfReader

from journal.core.charts.dose_changes_points import DoseChangesChart
from journal.core.values.periods import Period
from journal.render import images, paper
from journal.render.charts import charts
from journal.render.charts.dose_changes_layout import ROWS_A_PAGE, DaysAround, DoseChangesLayout, lay_out, split
from journal.render.charts.layout import WIDTHS, Line, long
from journal.render.style import THEMES
from tests.render import samples

SAMPLE = samples.changes()


def strokes(found: DoseChangesChart, gid: str) -> list[tuple[float, ...]]:
    """The strokes of that name, each from x and y to x and y."""
    figure = charts.figure(found, THEMES["light"])
    patches = [patch for patch in figure.findobj(PathPatch) if patch.get_gid() == gid]
    return [tuple(stroke) for patch in patches for stroke in patch.get_path().vertices.reshape(-1, 4)]


def place_of(found: DoseChangesChart) -> tuple[DoseChangesLayout, DaysAround]:
    place = charts.lay_out(found, "wide", True)
    assert isinstance(place, DoseChangesLayout)
    return place, DaysAround(place.left, place.right)


def test_every_rated_day_is_a_dot_at_its_severity() -> None:
    place, axis = place_of(SAMPLE)
    expected = {
        (axis.place(n), box.bottom - severity * place.step)
        for box in place.panels
        for n, severity in (*box.row.rated_before.items(), *box.row.rated_after.items())
    }
    assert {(x, y) for x, y, _x, _y in strokes(SAMPLE, "rated-days")} == expected


def test_the_middle_of_each_side_reaches_from_its_first_to_its_last_rated_day() -> None:
    place, axis = place_of(SAMPLE)
    [box, *_] = place.panels
    left, right = strokes(SAMPLE, "medians")[:2]
    assert left[1] == box.bottom - (box.row.before.usual or 0) * place.step
    assert right[1] == box.bottom - (box.row.after.usual or 0) * place.step
    assert left[2] < axis.place(0) < right[0]


def test_a_side_with_too_few_days_has_dots_and_no_middle() -> None:
    [change, *_] = SAMPLE.changes
    row = replace(change.rows[0], before=replace(change.rows[0].before, usual=None))
    found = replace(SAMPLE, changes=(replace(change, rows=(row,)),))
    assert len(strokes(found, "medians")) == 1
    assert len(strokes(found, "rated-days")) == row.rated_days


def test_days_beyond_the_next_change_are_shaded() -> None:
    [change, *_] = SAMPLE.changes
    near = Period(change.days.first_on, change.on + timedelta(days=20))
    found = replace(SAMPLE, changes=(replace(change, days=near, rows=change.rows[:1]),))
    _place, axis = place_of(found)
    [(left, _y0, right, _y1)] = strokes(found, "not-compared")
    assert (left, right) == (axis.edge(28 + 21), axis.edge(57))
    assert strokes(SAMPLE, "not-compared") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_meet_on_any_screen(width) -> None:
    [change, *_] = SAMPLE.changes
    long_name = replace(change.rows[0], name="A symptom with a name that is as long as a name may be, and then some")
    for found in (SAMPLE, replace(SAMPLE, changes=(replace(change, rows=(long_name,)),))):
        place = lay_out(found, width, True)
        axis = DaysAround(place.left, place.right)
        ticks = []
        for y in place.axes:
            for tick in axis.ticks():
                half = long(Line(tick.text, 0, 0, 13)) / 2
                x = min(max(tick.x, half + 2), place.width - half - 2)
                ticks.append(Line(tick.text, x, y + 21, 13, align="centre"))
        lines = [*(line for box in place.panels for line in box.over), *place.words, *ticks]
        for n, one in enumerate(lines):
            assert one.left >= 0
            assert one.left + long(one) <= place.width
            for other in lines[n + 1 :]:
                beside = one.left + long(one) <= other.left or other.left + long(other) <= one.left
                assert abs(one.y - other.y) >= 11 or beside, (one.text, other.text)


@pytest.mark.parametrize("width", WIDTHS)
def test_its_picture_is_as_large_as_its_layout_says(width) -> None:
    wide, high = images.size(SAMPLE, width, caption=False)
    assert f'width="{wide}" height="{high}"'.encode() in images.draw(SAMPLE, "svg", width=width, caption=False)


def test_without_a_change_it_is_an_empty_picture() -> None:
    assert images.draw(replace(SAMPLE, changes=()), "svg").startswith(b"<svg")


def test_what_is_too_tall_for_a_page_is_parted_by_change_and_effect() -> None:
    assert split(replace(SAMPLE, changes=SAMPLE.changes[:1])) == [replace(SAMPLE, changes=SAMPLE.changes[:1])]
    [change, *_] = SAMPLE.changes
    many = replace(change, rows=change.rows[:1] * (ROWS_A_PAGE + 1))
    parts = split(replace(SAMPLE, changes=(many, change)))
    assert [len(part.changes[0].rows) for part in parts] == [ROWS_A_PAGE, 1, len(change.rows)]
    pages = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [replace(SAMPLE, changes=(many, change))], []))).pages
    assert SAMPLE.caption.question in pages[0].extract_text()
