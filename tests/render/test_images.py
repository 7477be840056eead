"""The files of charts: same bytes, small, valid, and safe with any words."""

import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from journal.core.charts.points import Chart
from journal.core.charts.severity_points import SeverityChart
from journal.render import files, images
from journal.render.charts.layout import WIDTHS, Width
from journal.render.style import SMALL, THEMES, ThemeName, widths
from tests.render import samples

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [
    samples.severity(90),
    samples.calendar(90),
    samples.doses(90),
    samples.hours(),
    samples.changes(),
    samples.balance(),
    samples.amount(28),
]
NASTY = [
    "$\\foo$ $x^2$",
    "עברית و عربي",
    "<script>alert(1)</script> & \"'",
    "bad\x00\x0b\u202eName\ud800",
    "李小龙 😀",
    "",
]


def texts(svg: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("fmt", ["svg", "png", "pdf"])
def test_same_chart_gives_same_bytes(fmt: images.Format) -> None:
    chart = samples.severity(28, 1)
    assert images.draw(chart, fmt, width="narrow") == images.draw(chart, fmt, width="narrow")


def test_threads_draw_the_same_as_one_after_another() -> None:
    jobs: list[tuple[Chart, ThemeName]] = [
        (chart, theme) for chart in (*CHARTS, samples.severity(28, 2)) for theme in ("light", "dark")
    ]
    alone = [images.draw(chart, "svg", theme) for chart, theme in jobs]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda job: images.draw(job[0], "svg", job[1]), jobs))
    assert together == alone


def test_threads_draw_the_same_png() -> None:
    charts = [samples.severity(7, 1), samples.calendar(28)]
    alone = [images.draw(chart, "png", width="narrow") for chart in charts]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda chart: images.draw(chart, "png", width="narrow"), charts)) == alone


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_year_is_within_64_kb_and_ten_years_within_150(width: Width) -> None:
    for make in (lambda n: samples.severity(n, 4), samples.calendar, samples.doses):
        assert len(images.draw(make(365), "svg", width=width)) <= 64_000
        assert len(images.draw(make(3652), "svg", width=width)) <= 150_000


def test_neither_pyplot_nor_matplotlib_comes_with_the_module() -> None:
    code = (
        "import sys, journal.render.images as i, journal.render.paper; assert 'matplotlib' not in sys.modules;"
        "assert 'numpy' not in sys.modules and 'typst' not in sys.modules; i.failed('x'); i.warm();"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("length", [1, 28, 500])
def test_svg_is_valid_named_and_as_large_as_said(theme: ThemeName, width: Width, length: int) -> None:
    for make in (lambda n: samples.severity(n, 1), samples.calendar, samples.doses):
        chart = make(length)
        root = ElementTree.fromstring(images.draw(chart, "svg", theme, width=width))
        assert (int(root.attrib["width"]), int(root.attrib["height"])) == images.size(chart, width)
        assert root.findtext(f"{SVG}title") == chart.caption.answer
        assert not list(root.iter("style"))


def test_colours_are_attributes_not_styles() -> None:
    svg = images.draw(CHARTS[0], "svg")
    assert b"style=" not in svg
    assert THEMES["light"].ramp[3].encode() in svg


@pytest.mark.parametrize("name", NASTY)
def test_any_words_are_drawn_as_letters(name: str) -> None:
    chart = samples.severity(28, 1)
    words = replace(chart.caption, question=name, answer=name)
    strange = replace(chart, caption=words, panels=(replace(chart.panels[0], name=name),))
    root = ElementTree.fromstring(images.draw(strange, "svg"))
    assert not list(root.iter(f"{SVG}script"))
    assert images.draw(strange, "pdf")


def test_any_words_are_drawn_on_png() -> None:
    chart = samples.severity(7, 0)
    strange = replace(chart, caption=replace(chart.caption, question=" ".join(NASTY), answer="", explanation=""))
    assert images.draw(strange, "png", width="narrow")


def test_dollars_are_kept() -> None:
    chart = samples.severity(28, 1)
    panel = replace(chart.panels[0], name="$\\foo$")
    assert "$\\foo$" in texts(images.draw(replace(chart, panels=(panel,)), "svg"))


def test_long_names_wrap_inside_the_picture() -> None:
    chart = samples.severity(28, 1)
    panel = replace(chart.panels[0], name="W" * 60)
    width, _height = images.size(chart, width="narrow")
    drawn = texts(images.draw(replace(chart, panels=(panel,)), "svg", width="narrow"))
    assert "".join(text for text in drawn if set(text) == {"W"}) == "W" * 60
    assert max(map(len, (t for t in drawn if set(t) == {"W"}))) * widths(True)["W"] * 16 / 1000 < width


def test_nothing_is_drawn_outside() -> None:
    for chart in (*CHARTS, samples.calendar(500), samples.severity(365, 2), samples.severity(1, 1)):
        for shown in WIDTHS:
            width, height = images.size(chart, shown)
            svg = images.draw(chart, "svg", width=shown).decode()
            spots = [(float(x), float(y)) for x, y in re.findall(r"[ML] ?(-?[\d.]+) (-?[\d.]+)", svg)]
            assert all(0 <= x <= width and 0 <= y <= height for x, y in spots)


@pytest.mark.parametrize("width", list(WIDTHS))
def test_no_letters_are_smaller_than_small(width: Width) -> None:
    """The pictures are shown at the width they are drawn for (tests/browser), so their letters are what counts."""
    for chart in (*CHARTS, samples.severity(500, 2), samples.calendar(500), samples.doses(500)):
        root = ElementTree.fromstring(images.draw(chart, "svg", width=width))
        sizes = {
            float(part.attrib["font-size"].removesuffix("px")) for part in root.iter() if "font-size" in part.attrib
        }
        assert min(sizes) == SMALL == 13


def test_what_letters_share_is_said_once() -> None:
    svg = images.draw(samples.calendar(90), "svg").decode()
    assert svg.count("font-family=") == 1
    assert all("fill=" in shape for shape in re.findall(r"<path[^>]*>", svg)), "none takes the fill of the letters"


def test_png_is_at_print_resolution_without_date() -> None:
    png = images.draw(samples.severity(7, 1), "png", "print")
    start = png.index(b"pHYs") + 4
    assert round(struct.unpack(">I", png[start : start + 4])[0] * 0.0254) == 300
    assert b"tEXt" not in png


def test_png_longer_than_two_pages_has_less_resolution_and_never_more_pixels() -> None:
    png = images.draw(samples.calendar(3653), "png", "print")
    width, height = struct.unpack(">II", png[16:24])
    assert 10_000_000 < width * height <= files.MOST_PIXELS
    assert width > images.size(samples.calendar(3653))[0] * 2  # twice what the screen shows, at least


def test_pdf_is_one_page_without_date() -> None:
    reader = PdfReader(BytesIO(images.draw(CHARTS[0], "pdf", "print")))
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == CHARTS[0].caption.question
    assert "/CreationDate" not in reader.metadata
    assert "Drowsiness" in reader.pages[0].extract_text()


def test_words_can_stay_out_of_the_picture() -> None:
    chart = CHARTS[0]
    assert chart.caption.question not in texts(images.draw(chart, "svg", caption=False))
    assert images.size(chart, caption=False)[1] < images.size(chart)[1]


def test_twelve_effects_are_taller_not_smaller() -> None:
    twelve, six, one = (images.size(samples.severity(28, n))[1] for n in (12, 6, 1))
    assert (twelve - six) == 6 * (six - one) / 5


def test_no_panels_still_draws_the_dose() -> None:
    chart: SeverityChart = replace(samples.severity(28, 1), panels=())
    assert {"Dose, mg a day", "1"} <= set(texts(images.draw(chart, "svg")))


def test_failed_says_so() -> None:
    root = ElementTree.fromstring(
        images.failed("The chart could not be drawn. The table <below> has the same numbers.")
    )
    assert root.findtext(f"{SVG}title") == "The chart could not be drawn. The table <below> has the same numbers."
    assert int(root.attrib["width"]) == WIDTHS["narrow"]


@pytest.mark.parametrize(
    "chart", [samples.severity(28, 3), samples.calendar(90), samples.calendar(900), samples.doses(90)]
)
def test_words_can_be_taken_off_a_picture_that_was_drawn_with_them(chart: Chart) -> None:
    """What is left is the picture without words, moved: every other word is there, and stands as it would."""
    cut = ElementTree.fromstring(images.without_caption(images.draw(chart, "svg", "print"), chart))
    bare = ElementTree.fromstring(images.draw(chart, "svg", "print", caption=False))
    width, height = images.size(chart, caption=False)
    assert (cut.get("width"), cut.get("height")) == (str(width), str(height))
    moved = images.size(chart)[1] - height
    assert cut.get("viewBox") == f"0 {moved} {width} {height}"
    assert [text.text for text in cut.iter(f"{SVG}text")] == [text.text for text in bare.iter(f"{SVG}text")]
    places = [[place(text) for text in root.iter(f"{SVG}text")] for root in (cut, bare)]
    assert all((x, y - moved) == pytest.approx(other) for (x, y), other in zip(*places, strict=True))


def place(text: ElementTree.Element) -> tuple[float, float]:
    """Where a text stands."""
    if "transform" in text.attrib:
        x, y = re.findall(r"-?[\d.]+", text.attrib["transform"])[:2]
        return float(x), float(y)
    return float(text.attrib["x"]), float(text.attrib["y"])
