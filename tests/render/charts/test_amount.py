"""The estimated amount as a picture: a line or a band, shaded where it is not sure, whatever the width."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from pypdf import PdfReader

from journal.core.charts.amount_points import AmountChart
from journal.render import images, paper
from journal.render.charts import charts
from journal.render.charts.amount_layout import PANELS_A_PAGE, PANELS_UNDER_CAPTION, AmountLayout, lay_out, split
from journal.render.charts.layout import WIDTHS, long
from journal.render.charts.sheet import Letters
from journal.render.style import THEMES
from tests.render import samples

SAMPLE = samples.amount(28)


def vertices(found: AmountChart, start: str) -> list[list[tuple[float, ...]]]:
    """The points of each shape or line whose name begins so."""
    figure = charts.figure(found, THEMES["light"])
    patches = [patch for patch in figure.findobj(PathPatch) if str(patch.get_gid()).startswith(start)]
    return [[tuple(point) for point in patch.get_path().vertices] for patch in patches]


def place_of(found: AmountChart) -> AmountLayout:
    place = charts.lay_out(found, "wide", True)
    assert isinstance(place, AmountLayout)
    return place


def texts(figure: Figure) -> list[str]:
    return [it.line.text.replace("\u00a0", " ") for it in figure.findobj(Letters)]


def test_a_month_is_a_line_in_a_pale_band() -> None:
    [line] = vertices(SAMPLE, "amount-")
    [band] = vertices(SAMPLE, "band-")
    [stretch] = [stretch for stretch in SAMPLE.panels[0].stretches if stretch.is_sure]
    box = place_of(SAMPLE).panels[0]
    assert len(line) == len(stretch.points)
    for (_x, y), point in zip(line, stretch.points, strict=True):
        assert y == pytest.approx(box.bottom - point.low * box.scale, abs=0.06)
        assert box.top <= y <= box.bottom
    assert len(band) == 2 * len(line) + 1
    assert not vertices(SAMPLE, "usual-")


def test_a_longer_time_is_a_band_from_lowest_to_highest() -> None:
    for length in (90, 500):
        found = samples.amount(length)
        assert vertices(found, "usual-")
        assert not vertices(found, "amount-")


def test_what_is_not_sure_is_shaded_and_dashed() -> None:
    place = place_of(SAMPLE)
    [shade] = vertices(SAMPLE, "not-sure")
    pitch = (place.right - place.left) / 28
    assert [x for x, _y in shade] == pytest.approx([place.left, place.left + 7 * pitch], abs=0.5)
    [dashed] = vertices(SAMPLE, "unsure-")
    assert dashed[-1][0] == pytest.approx(place.left + 7 * pitch, abs=0.5)


def test_the_scale_holds_the_highest_amount_in_few_round_steps() -> None:
    box = place_of(SAMPLE).panels[0]
    assert [line.text.replace("\u00a0", " ") for line in box.levels] == ["0 mg", "1 mg", "2 mg", "3 mg"]
    for times in (0.001, 0.01, 0.3, 1, 7, 42, 350):
        found = place_of(samples.amount(28, times=times)).panels[0]
        assert 2 <= len(found.rows) <= 5
        assert found.rows[-1] == found.top
        assert found.rows[0] == found.bottom


def test_what_there_is_now_stands_over_it() -> None:
    assert "about 2 mg now" in texts(charts.figure(SAMPLE, THEMES["light"]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "names", [("",), ("Clonazepam", "A medicine with a name that is as long as a name may be, truly")]
)
def test_no_words_meet_on_any_screen(width, names) -> None:
    place = lay_out(samples.amount(28, names), width, True)
    lines = [line for box in place.panels for line in (*box.over, *box.levels)]
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


def test_every_day_has_its_place_in_it() -> None:
    boxes = images.day_boxes(SAMPLE, "desk")
    assert [box.on for box in boxes] == list(SAMPLE.period.days())


def test_ten_years_of_five_medicines_stay_small() -> None:
    found = samples.amount(3653, tuple("abcde"))
    assert len(images.draw(found, "svg")) < 400_000


def test_it_is_a_file_to_print_and_a_part_of_the_paper() -> None:
    assert images.draw(SAMPLE, "png", "print").startswith(b"\x89PNG")
    assert images.draw(SAMPLE, "pdf", "print").startswith(b"%PDF")
    [page] = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [SAMPLE], []))).pages
    assert SAMPLE.caption.question in page.extract_text()
    assert SAMPLE.period.last_on - SAMPLE.period.first_on == timedelta(days=27)


def test_more_panels_than_a_page_holds_stand_on_several() -> None:
    many = samples.amount(28, tuple(f"Medicine {n}" for n in range(5)))
    assert [len(part.panels) for part in split(many)] == [PANELS_UNDER_CAPTION, 2]
    more = replace(many, panels=2 * many.panels)
    assert [len(part.panels) for part in split(more)] == [PANELS_UNDER_CAPTION, PANELS_A_PAGE, 2]
    assert [len(part.panels) for part in split(SAMPLE)] == [1]
