"""Benefit and burden as a picture: bars on tracks, each with its words, whatever the width."""

from dataclasses import replace
from io import BytesIO

import pytest
from matplotlib.patches import PathPatch
from pypdf import PdfReader

from journal.core.charts.balance_points import BalanceChart, Share
from journal.render import images, paper
from journal.render.charts import charts
from journal.render.charts.balance_layout import LEVELS_A_PAGE, LEVELS_UNDER_CAPTION, BalanceLayout, lay_out, split
from journal.render.charts.layout import WIDTHS, long
from journal.render.style import THEMES
from tests.render import samples

SAMPLE = samples.balance()


def strokes(found: BalanceChart, gid: str) -> list[tuple[float, ...]]:
    figure = charts.figure(found, THEMES["light"])
    patches = [patch for patch in figure.findobj(PathPatch) if patch.get_gid() == gid]
    return [tuple(stroke) for patch in patches for stroke in patch.get_path().vertices.reshape(-1, 4)]


def said(found: BalanceChart) -> list[str]:
    place = lay_out(found, "wide", False)
    return [line.text.replace("\u00a0", " ") for line in place.words]


def test_the_bars_are_as_long_as_their_share_of_the_track() -> None:
    place = charts.lay_out(SAMPLE, "wide", True)
    assert isinstance(place, BalanceLayout)
    whole = place.right - place.left
    low, high = SAMPLE.levels
    lengths = [right - left for left, _y, right, _y2 in strokes(SAMPLE, "episode")]
    assert lengths == pytest.approx([whole * low.a_week(0) / high.a_week(0), whole], abs=0.1)
    hard = [right - left for left, _y, right, _y2 in strokes(SAMPLE, "hard")]
    assert hard == pytest.approx([whole * 5 / 26, whole * 12 / 24], abs=0.1)
    assert len(strokes(SAMPLE, "tracks")) == 6
    assert len(strokes(SAMPLE, "mattered")) == 1, "what is none, or not known, has its track alone"


def test_each_bar_has_its_count_in_words() -> None:
    words = said(SAMPLE)
    assert {"3 in 28 days, 0.8 a week", "5 of 26 days", "1 of 20 days", "no day answered", "1 mg a day"} <= set(words)
    unrated = replace(SAMPLE, levels=(replace(SAMPLE.levels[0], bothersome=Share(0, 0)),), kinds=())
    assert {"no day rated", "none in 28 days", "Episodes"} <= set(said(unrated))
    assert "Falls, missed work" not in said(replace(SAMPLE, has_mattered=False))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_meet_on_any_screen(width) -> None:
    named = replace(SAMPLE, kinds=("An episode with a name that is as long as a name may ever be, and then some",))
    for found in (SAMPLE, named):
        place = lay_out(found, width, True)
        for n, one in enumerate(place.words):
            assert one.left >= 0
            assert one.left + long(one) <= place.width
            for other in place.words[n + 1 :]:
                apart = abs(one.y - other.y) >= 11
                beside = one.left + long(one) <= other.left or other.left + long(other) <= one.left
                assert apart or beside, (one.text, other.text)


@pytest.mark.parametrize("width", WIDTHS)
def test_its_picture_is_as_large_as_its_layout_says(width) -> None:
    wide, high = images.size(SAMPLE, width, caption=False)
    assert f'width="{wide}" height="{high}"'.encode() in images.draw(SAMPLE, "svg", width=width, caption=False)


def test_days_have_no_place_in_it() -> None:
    assert images.day_boxes(SAMPLE, "desk") == ()


def test_it_is_a_file_to_print_and_a_part_of_the_paper() -> None:
    assert images.draw(SAMPLE, "png", "print").startswith(b"\x89PNG")
    assert images.draw(SAMPLE, "pdf", "print").startswith(b"%PDF")
    [page] = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [SAMPLE], []))).pages
    assert SAMPLE.caption.question in page.extract_text()


def test_more_levels_than_a_page_holds_stand_on_several_with_one_scale() -> None:
    many = replace(SAMPLE, levels=4 * SAMPLE.levels)
    parts = split(many)
    assert [len(part.levels) for part in parts] == [LEVELS_UNDER_CAPTION, LEVELS_A_PAGE]
    assert {part.most_a_week for part in parts} == {SAMPLE.most_a_week}
    assert [len(part.levels) for part in split(SAMPLE)] == [2]
