"""The sheet of a week on paper: A4 across, tagged, with its own letters, and a second page where one is too small."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from journal.core.exchange.week_papers import PaperCell, PaperLine, WeekPaper
from journal.render.week_sheets import week_sheet_pdf

BOXES, LINES, NOTHING = PaperCell("boxes"), PaperCell("lines"), PaperCell("nothing")
ROW = PaperLine("08:00", "Examplamine", "0.5\u00a0mg", (BOXES,) * 6 + (NOTHING,))
PAPER = WeekPaper(
    title="Week sheet, 9 March 2026 to 15 March 2026",
    name="Maria Example",
    days=tuple((f"Day {n}", f"{n} March") for n in range(9, 16)),
    rows=(
        ROW,
        replace(ROW, time="20:00", cells=(PaperCell("boxes", "1\u00a0mg"),) * 7),
        replace(ROW, cells=(LINES,) * 7),
    ),
    effects=("Drowsiness", "Dizziness", "A symptom of one's own"),
    severities=tuple((str(n), word) for n, word in enumerate(("none", "mild", "moderate", "severe", "very severe"))),
    how=("Tick it.", "Leave it."),
    emergency="In an emergency call 112.",
)


def read(paper: WeekPaper) -> PdfReader:
    return PdfReader(BytesIO(week_sheet_pdf(paper)))


def words(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_it_is_one_page_of_a4_across_that_says_everything() -> None:
    document = read(PAPER)
    (page,) = document.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    said = words(document)
    for text in (
        PAPER.title,
        PAPER.name,
        "08:00",
        "Examplamine",
        "Drowsiness",
        "very severe",
        "Episodes",
        "Notes",
        "112",
    ):
        assert text in said
    assert said.count("taken") == 13
    assert said.count("0 1 2 3 4") == 3 * 7
    assert "Page 1 / 1" in said


def test_it_is_tagged_and_named_and_has_its_letters_inside() -> None:
    document = read(PAPER)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert document.metadata is not None
    assert document.metadata.title == PAPER.title
    fonts = [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]
    inside = [each.get_object()["/FontDescriptor"].get_object() for font in fonts for each in font["/DescendantFonts"]]
    assert inside
    assert all("/FontFile3" in each or "/FontFile2" in each for each in inside)


def test_the_same_sheet_is_the_same_bytes() -> None:
    assert week_sheet_pdf(PAPER) == week_sheet_pdf(PAPER)


def test_five_medicines_three_times_a_day_go_on_on_a_second_page_with_the_days_above() -> None:
    document = read(replace(PAPER, rows=tuple(replace(ROW, name=f"Medicine {n}") for n in range(15))))
    first, second = (page.extract_text() for page in document.pages)
    assert "Day 9" in first
    assert "Day 9" in second
    assert [n for n in range(15) if f"Medicine {n}" in first + second] == list(range(15))
    assert "Notes" in second


def test_a_sheet_without_effects_and_name_says_neither() -> None:
    said = words(read(replace(PAPER, effects=(), name="")))
    assert "0 1 2 3 4" not in said
    assert PAPER.name not in said


@pytest.mark.parametrize("name", ["كآبة", "डिज़ी सिर", "orí fífọ́", "#set page(width: 1cm)"])
def test_whatever_a_person_named_stands_on_it(name: str) -> None:
    assert len(read(replace(PAPER, effects=(name,))).pages) == 1


def test_a_sign_without_a_letter_is_explained() -> None:
    assert "no letter for" in words(read(replace(PAPER, effects=("\U0001f984 horse",))))
    assert "no letter for" not in words(read(PAPER))
