"""The pictures arrive, in the colours and the width of the screen, and everything can be taken along on paper."""

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from tests.browser.test_journeys import download

pytestmark = pytest.mark.browser

CHARTS = 7


def pictures(page: Page) -> list[str]:
    """The addresses of the pictures that were loaded and have a size."""
    images = page.locator(".chart picture img")
    expect(images).to_have_count(CHARTS)
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    return [image.evaluate("image => image.currentSrc") for image in images.all()]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_fit_the_screen(three_people: dict[str, BrowserContext], theme: Any, width: int) -> None:
    """Light or dark, wide or narrow, as large as the place kept for them, so that nothing jumps."""
    page = three_people["full"].new_page()
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/trends?period=90")
    kept = page.locator(".chart figure").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    for source in pictures(page):
        assert ("theme=dark" in source) == (theme == "dark"), source
        assert f"width={'small' if width == 320 else 'desk'}" in source, source
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    drawn = page.locator(".chart figure").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert drawn == kept
    page.close()


def smallest_letters(page: Page, image: Locator) -> float:
    """The height in pixels, as shown, of the smallest letters of a picture."""
    svg = page.context.request.get(image.evaluate("image => image.currentSrc")).text()
    share = image.evaluate("image => image.getBoundingClientRect().width / image.naturalWidth")
    return min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)) * share


@pytest.mark.parametrize("width", [320, 360, 390, 639, 640, 900, 992, 1152, 1247, 1280, 1920])
def test_letters_of_the_pictures_are_at_least_13_pixels(three_people: dict[str, BrowserContext], width: int) -> None:
    """As shown, at every window: a picture is drawn for its room and never shrunk."""
    page = three_people["full"].new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/trends?period=90")
    pictures(page)
    for image in page.locator(".chart picture img").all():
        assert 13 <= smallest_letters(page, image) <= 18
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_table_keeps_its_head_and_first_column(three_people: dict[str, BrowserContext], width: int) -> None:
    """Scrolled to its last column and row, the day and the name of each column are still in sight; where there are
    columns to the side, a line says so."""
    page = three_people["full"].new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/trends?period=90")
    twin = page.locator(".chart > details").first
    twin.locator("summary").click()
    box, table = twin.locator(".table-scroll"), twin.locator("table")
    to_the_side = box.evaluate("e => e.scrollWidth > e.clientWidth")
    assert to_the_side == (width < 600)
    expect(twin.get_by_text("More columns to the side")).to_be_visible(visible=to_the_side)
    box.evaluate("e => e.scrollTo(e.scrollWidth, e.scrollHeight)")
    frame = box.bounding_box()
    day, head = table.locator("tbody th").last.bounding_box(), table.locator("thead th").last.bounding_box()
    assert frame
    assert day
    assert head
    assert 0 <= day["x"] - frame["x"] <= 2
    assert 0 <= head["y"] - frame["y"] <= 2
    assert frame["height"] < 600
    page.close()


def test_picture_follows_the_theme(three_people: dict[str, BrowserContext]) -> None:
    """When evening comes and the system turns dark, so do the pictures."""
    page = three_people["full"].new_page()
    page.emulate_media(color_scheme="light")
    page.goto("/trends?period=90")
    pictures(page)
    page.emulate_media(color_scheme="dark")
    assert all("theme=dark" in source for source in pictures(page))
    page.close()


@pytest.mark.parametrize("period", ["7", "28", "90", "365", "all"])
def test_every_period_is_drawn(three_people: dict[str, BrowserContext], period: str) -> None:
    """Every chart has its sentence, a picture or the words why there is none, and a table where there is anything."""
    page = three_people["full"].new_page()
    page.goto(f"/trends?period={period}")
    for chart in page.locator(".chart").all():
        expect(chart.locator("picture img, .chart-state")).to_have_count(1)
        expect(chart.locator(".chart-answer")).not_to_be_empty()
        is_empty = chart.get_by_text("There is nothing to draw in this period.").count()
        assert chart.locator("table tbody tr").count() or (is_empty and not chart.locator("table").count())
    page.close()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_take_along(
    window: Callable[..., Page], three_people: dict[str, BrowserContext], tmp_path: Path, script: bool
) -> None:
    """Each chart as a file of one of its kinds in turn, and all of them as one PDF, each with one press."""
    page = window("Full", java_script_enabled=script)
    page.goto("/trends?period=90")
    charts = page.locator(".chart")
    expect(charts).to_have_count(CHARTS)
    kinds = (("PNG", b"\x89PNG\r\n"), ("PDF", b"%PDF-"), ("SVG", b"<svg"))
    for number in range(CHARTS):
        links, (kind, sign) = charts.nth(number).locator(".chart-files"), kinds[number % len(kinds)]
        expect(links.get_by_role("link")).to_have_count(len(kinds))
        kept = download(page, links.get_by_role("link", name=f"({kind})"))
        kept.save_as(tmp_path / kept.suggested_filename)
        assert (tmp_path / kept.suggested_filename).read_bytes().startswith(sign)
    kept = download(page, page.get_by_role("link", name="Take it along (PDF)"))
    kept.save_as(tmp_path / "all.pdf")
    assert "Full" in text_of((tmp_path / "all.pdf").read_bytes())
    assert len({file.name for file in tmp_path.iterdir()}) == CHARTS + 1, "a name for each file"


@pytest.mark.parametrize("address", ["/", "/history", "/trends?period=90", "/medicine"])
def test_paper_has_nothing_to_press(three_people: dict[str, BrowserContext], address: str) -> None:
    """Printed: no places, no buttons, no forms, black on white; by day and by night."""
    page = three_people["full"].new_page()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    for name in (
        ".places",
        ".skip",
        "form",
        "button",
        ".button",
        ".emergency-link",
        "input",
        "summary:not(.part > summary)",  # on paper the parts of a monograph are open, and these are their headings
        ".chart-files",
    ):
        for part in page.locator(name).all():
            expect(part, f"{name} on paper").to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    page.close()


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1280, "dark")])
def test_trends_on_paper(three_people: dict[str, BrowserContext], width: int, theme: Any) -> None:
    """The page as the browser prints it, from a phone and at night too: each question with its picture, whole, light
    and below its answer, on no more sheets than there are charts."""
    page = three_people["full"].new_page()
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/trends?period=90")
    pictures(page)
    twins = page.locator(".chart .on-paper")
    for twin in twins.all():
        page.wait_for_function("image => image.complete && image.naturalWidth > 600", arg=twin.element_handle())
    questions = page.locator(".chart h2").all_inner_texts()
    paper = page.pdf(format="A4", print_background=True)
    page.emulate_media(media="print")
    expect(page.locator(".chart picture:visible, .chart table:visible")).to_have_count(0)
    for twin in twins.all():
        expect(twin).to_be_visible()
        source = twin.evaluate("image => image.currentSrc")
        assert "dark" not in source
        assert "narrow" not in source
    page.close()
    words = text_of(paper)
    for question in questions:
        assert re.sub(r"\s", "", question) in re.sub(r"\s", "", words)
    assert "Take it along" not in words
    sheets = sheets_of(paper)
    assert len(sheets) <= CHARTS
    for number, sheet in enumerate(sheets, start=1):
        body_of(sheet, number, len(sheets))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("letters", [9, 9.5, 10, 11])
def test_history_on_paper(three_people: dict[str, BrowserContext], width: int, letters: float) -> None:
    """No sheet with a line or two, no heading at the foot, no day cut in two, wherever the breaks fall."""
    page = three_people["full"].new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/history?kind=check_in")
    days = page.locator(".day-heading").all_inner_texts()
    page.evaluate("size => { document.documentElement.style.fontSize = `${size}pt`; }", letters)
    sheets = sheets_of(page.pdf(format="A4", print_background=True))
    page.close()
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        body = body_of(sheet, number, len(sheets))
        assert len(body) >= 3, f"sheet {number} of {len(sheets)}: {body}"
        assert body[-1] not in days, "a heading at the foot"
        assert number == 1 or body[0] in days, f"sheet {number} begins with {body[0]}"


def body_of(sheet: list[str], number: int, sheets: int) -> list[str]:
    """The lines of a sheet without what stands on each: whose it is, which days, when it was printed, its number."""
    marks = (
        r"Full, \d+ \w+ \d{4} to \d+ \w+ \d{4}",
        r"printed \d+ \w+ \d{4}, \d\d:\d\d",
        rf"{number} / {sheets}",
    )
    for mark in marks:
        assert any(re.search(mark, line) for line in sheet), (mark, sheet)
    rest = (re.sub("|".join(marks), "", line).strip() for line in sheet)
    return [line for line in rest if line]


def sheets_of(paper: bytes) -> list[list[str]]:
    """The lines of each sheet of a PDF."""
    sheets = (page.extract_text().splitlines() for page in PdfReader(io.BytesIO(paper)).pages)
    return [[line.strip() for line in lines if line.strip()] for lines in sheets]


def text_of(paper: bytes) -> str:
    """The words of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def test_details_printed_lie_one_below_the_other(three_people: dict[str, BrowserContext]) -> None:
    """The table of weeks is whole, and no list over it."""
    page = three_people["full"].new_page()
    page.goto("/visit/details?period=90&notes=yes")
    rows = page.locator("#week-table tbody tr").count()
    page.emulate_media(media="print")
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    table = page.locator("#week-table table").bounding_box()
    words = text_of(page.pdf(format="A4"))
    page.close()
    assert rows > 10
    assert table
    assert boxes[0]
    assert table["y"] + table["height"] <= boxes[0]["y"] + boxes[0]["height"]
    assert all(one["y"] + one["height"] <= below["y"] for one, below in pairwise(boxes))  # type: ignore[index]
    assert words.count("worst") > rows
    assert "swipe" not in words


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_visit_prints_its_page_and_nothing_else(three_people: dict[str, BrowserContext], paper: str) -> None:
    """For whoever has no reader of PDF: one sheet, on which only the report stands, as large as the PDF has it."""
    page = three_people["full"].new_page()
    page.goto("/visit?period=90")
    image = page.locator(".sheet img")
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    printed = page.pdf(format=paper, print_background=True)
    page.emulate_media(media="print")
    expect(image).to_be_visible()
    for name in (".top", ".paper-head", "h1", ".period-bar", "#in-words", ".foot"):
        expect(page.locator(name).first, f"{name} on paper").to_be_hidden()
    assert image.evaluate("image => image.getBoundingClientRect().width / document.documentElement.clientWidth") == 1
    page.close()
    assert len(sheets_of(printed)) == 1
