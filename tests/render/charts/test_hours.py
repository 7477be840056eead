"""The hours since a dose as a picture: an axis that is not of days, through panels, files and paper."""

from io import BytesIO

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from pypdf import PdfReader

from journal.core.charts.hours import BINS, Bin, HoursChart, HoursPanel
from journal.render import images, paper
from journal.render.charts import charts
from journal.render.charts.hours_layout import PANELS_A_PAGE, PANELS_UNDER_CAPTION, Bins, HoursLayout, lay_out, split
from journal.render.charts.layout import WIDTHS, Line, long
from journal.render.charts.sheet import Letters
from journal.render.style import THEMES
from tests.render import samples

FEW, NONE = Bin(2, 1, 1, None, 2, 2), Bin(0)
SAMPLE = samples.hours()


def chart(*bins: Bin, name: str = "Drowsiness") -> HoursChart:
    """One panel; the bins that are not given have no answer."""
    panel = HoursPanel("effect", name, (*bins, *[NONE] * (BINS - len(bins))))
    return HoursChart(samples.period(28), SAMPLE.caption, samples.TABLE, (panel,))


def strokes(found: HoursChart, gid: str) -> list[tuple[float, ...]]:
    """The strokes of that name, each from x and y to x and y."""
    figure = charts.figure(found, THEMES["light"])
    patches = [patch for patch in figure.findobj(PathPatch) if patch.get_gid() == gid]
    return [tuple(stroke) for patch in patches for stroke in patch.get_path().vertices.reshape(-1, 4)]


def place_of(found: HoursChart) -> tuple[HoursLayout, Bins]:
    place = charts.lay_out(found, "wide", True)
    assert isinstance(place, HoursLayout)
    return place, Bins(place.left, place.right)


def texts(figure: Figure) -> set[str]:
    return {it.line.text for it in figure.findobj(Letters)}


def test_the_middle_answer_its_half_and_the_ends_stand_at_their_severities() -> None:
    found = chart(NONE, Bin(9, 0, 1, 2.0, 3, 4))
    place, bins = place_of(found)
    bottom, step, x = place.panels[0].bottom, place.step, bins.centre(1)
    [(left, y, right, _y)] = strokes(found, "medians")
    assert y == bottom - 2 * step
    assert bins.edge(1) <= left < x < right <= bins.edge(2)
    [(_left, y, _right, _y)] = strokes(found, "middle-half-2")
    assert y == bottom - 2 * step
    whole = strokes(found, "lowest-to-highest")
    assert {(x, bottom - 1 * step, x, bottom), (x, bottom - 3 * step, x, bottom - 4 * step)} <= set(whole)


def test_what_is_alike_is_drawn_once() -> None:
    found = chart(Bin(3, 1, 1, 1.0, 1, 1))
    assert len(strokes(found, "medians")) == 1
    assert not strokes(found, "lowest-to-highest")
    assert not strokes(found, "middle-half-0")


def test_bins_with_too_few_answers_are_shaded_and_keep_their_count() -> None:
    found = chart(Bin(3, 1, 1, 1.0, 2, 2), FEW, NONE, Bin(1200, 0, 0, 0.0, 0, 0), FEW)
    _place, bins = place_of(found)
    assert [(x0, x1) for x0, _y0, x1, _y1 in strokes(found, "too-few")] == [
        (bins.edge(1), bins.edge(3)),
        (bins.edge(4), bins.edge(5)),
    ]
    assert {"2", "1,200"} <= texts(charts.figure(found, THEMES["light"]))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_meet_on_any_screen(width) -> None:
    for found in (SAMPLE, chart(FEW, name="A symptom with a name that is as long as a name may be, and then some")):
        place = lay_out(found, width, True)
        bins = Bins(place.left, place.right)
        ticks = [Line(tick.text, tick.x, place.axis + 21, 13, align="centre") for tick in bins.ticks()]
        lines = [*(line for box in place.panels for line in (*box.over, *box.counts)), *place.words, *ticks]
        for n, one in enumerate(lines):
            assert one.left >= 0
            assert one.left + long(one) <= place.width
            for other in lines[n + 1 :]:
                apart = abs(one.y - other.y) >= 11
                beside = one.left + long(one) <= other.left or other.left + long(other) <= one.left
                assert apart or beside, (one.text, other.text)


@pytest.mark.parametrize("width", WIDTHS)
def test_its_picture_is_as_large_as_its_layout_says(width) -> None:
    wide, high = images.size(SAMPLE, width, caption=False)
    assert f'width="{wide}" height="{high}"'.encode() in images.draw(SAMPLE, "svg", width=width, caption=False)
    assert wide == WIDTHS[width]


def test_hours_without_room_for_their_unit_leave_it_out() -> None:
    assert [tick.text for tick in Bins(0, 200).ticks()] == ["0–2", "2–4", "4–8", "8–12", "over 12"]
    assert Bins(0, 700).ticks()[0].text == "0 to 2\u00a0h"


def test_days_have_no_place_in_it() -> None:
    assert images.day_boxes(SAMPLE, "desk") == ()


def test_it_is_a_file_to_print_and_a_part_of_the_paper() -> None:
    assert images.draw(SAMPLE, "png", "print").startswith(b"\x89PNG")
    assert images.draw(SAMPLE, "pdf", "print").startswith(b"%PDF")
    [page] = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [SAMPLE], []))).pages
    assert SAMPLE.caption.question in page.extract_text()


def test_more_panels_than_a_page_holds_stand_on_several() -> None:
    many = samples.hours(12)
    parts = [len(part.panels) for part in split(many)]
    assert parts == [PANELS_UNDER_CAPTION, PANELS_A_PAGE, 4]
    assert [len(part.panels) for part in split(samples.hours(2))] == [2]
