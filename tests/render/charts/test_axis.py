"""An axis need not be of days: a chart over the hours since a dose goes through the real panels, files and paper."""

from io import BytesIO
from itertools import pairwise

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from pypdf import PdfReader

from journal.render import images, paper
from journal.render.charts import charts
from journal.render.charts.layout import WIDTHS
from journal.render.charts.severity_layout import STEP
from journal.render.charts.sheet import Letters
from journal.render.style import THEMES
from journal.render.text.text_widths import measure
from tests.render import hours_chart, samples

WORST = (0, 1, 3, 3, 2, None, None, None, 1, *[0] * 15)
SAID = samples.caption("How long does it last?", "Worst three hours after a dose.", "Hatched hours have no rating.")
CHART = hours_chart.HoursChart(samples.period(28), SAID, samples.TABLE, WORST)


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that render has to be told of a chart."""
    drawing = charts.Drawing(hours_chart.lay_out, "tests.render.hours_chart")
    monkeypatch.setitem(charts.DRAWINGS, CHART.name, drawing)  # type: ignore[arg-type]


def strokes(figure: Figure, gid: str) -> list[tuple[float, float]]:
    """Where the strokes of that name begin and end sideways."""
    found = [patch for patch in figure.findobj(PathPatch) if patch.get_gid() == gid]
    return [(x0, x1) for patch in found for x0, _y0, x1, _y1 in patch.get_path().vertices.reshape(-1, 4)]


def test_bars_gaps_and_ticks_stand_on_their_hours() -> None:
    figure = charts.figure(CHART, THEMES["light"])
    place = charts.lay_out(CHART, "wide", True)
    hours = hours_chart.Hours(place.left, place.right, len(WORST))
    for severity in range(5):
        bars = strokes(figure, f"severity-{severity}")
        expected = [hour for hour, worst in enumerate(WORST) if worst == severity]
        assert len(bars) == len(expected)
        for (left, right), hour in zip(bars, expected, strict=True):
            assert hours.edge(hour) <= left < right <= hours.edge(hour + 1)
    assert strokes(figure, "not-rated") == [(hours.edge(5), hours.edge(8))]
    assert [x for x, _ in strokes(figure, "dates")] == [hours.edge(hour) for hour in (0, 6, 12, 18, 24)]
    assert {"0 h", "6 h", "24 h", "How long does it last?"} <= {it.line.text for it in figure.findobj(Letters)}


@pytest.mark.parametrize("width", WIDTHS)
def test_its_picture_is_as_large_as_its_layout_says_on_every_screen(width) -> None:
    wide, high = images.size(CHART, width, caption=False)
    assert f'width="{wide}" height="{high}"'.encode() in images.draw(CHART, "svg", width=width, caption=False)
    assert wide == WIDTHS[width]
    assert high > 4 * STEP
    hours = hours_chart.Hours(0, wide, len(WORST)).ticks(4)
    assert all(two.x - one.x > measure(two.text, 13) for one, two in pairwise(hours))


def test_it_is_a_file_to_print_and_a_part_of_the_paper() -> None:
    assert images.draw(CHART, "png", "print").startswith(b"\x89PNG")
    assert images.draw(CHART, "pdf", "print").startswith(b"%PDF")
    [page] = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [CHART], []))).pages
    assert "How long does it last?" in page.extract_text()
