"""The charts on paper: tagged, described, and the same bytes each time."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from journal.render import paper
from tests.render import samples

CHARTS = [samples.severity(28, 2), samples.calendar(90), samples.doses(28)]
SMALL = ["Scale: none, mild, moderate, severe, very severe.", "Unrated days are left blank.", "Not validated."]


def made(name: str = "Maria Example") -> bytes:
    return paper.charts_pdf("Side effects", name, "27 October to 23 November 2026", CHARTS, SMALL)


@pytest.fixture(scope="module")
def document() -> PdfReader:
    return PdfReader(BytesIO(made()))


def test_same_data_same_bytes() -> None:
    assert made() == made()


def test_it_says_everything(document: PdfReader) -> None:
    text = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    expected = [
        "Maria Example",
        "27 October to 23 November 2026",
        *SMALL,
        *(chart.caption.question for chart in CHARTS),
    ]
    assert all(words in text for words in expected)
    assert 1 <= len(document.pages) <= 3
    assert document.pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)


def test_it_is_tagged_and_named(document: PdfReader) -> None:
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert document.metadata is not None
    assert document.metadata.title == "Side effects"


def test_no_reader_of_pdf_complains_about_suspects() -> None:
    """pdfinfo calls "Suspects false" an object of the wrong type; without it nothing else changed and nothing moved."""
    content = made(name="/Type/Catalog /MarkInfo<</Marked true/Suspects false>>")
    document = PdfReader(BytesIO(content), strict=True)
    assert document.trailer["/Root"]["/MarkInfo"] == {"/Marked": True}
    assert "/Suspects false" in " ".join(document.pages[0].extract_text().split())


def alternative_texts(document: PdfReader) -> list[str]:
    """What is read out in place of each picture."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, DictionaryObject):
            found.extend([str(node["/Alt"])] if "/Alt" in node else [])
            walk(node.get("/K"))
        elif isinstance(node, list):
            for part in node:
                walk(part)

    walk(document.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_each_picture_has_its_answer_as_alternative_text(document: PdfReader) -> None:
    assert alternative_texts(document) == [chart.caption.answer for chart in CHARTS]


def test_on_a_shorter_paper_the_first_picture_stands_under_its_question_too() -> None:
    """US Letter is 18 mm shorter and 6 mm wider than A4: no page has the head alone."""
    chart = samples.severity(28, 3)
    told = replace(chart, caption=replace(chart.caption, answer="\n".join([chart.caption.answer[:60]] * 12)))
    (page,) = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [told], [], paper="us-letter"))).pages
    assert (page.mediabox.width, page.mediabox.height) == (612, 792)


@pytest.mark.parametrize("name", ['#link("x") $\\foo$ <b> *', "李小龙 😀 עברית", "", "a\x00b"])
def test_names_are_never_markup(name: str) -> None:
    document = PdfReader(BytesIO(paper.charts_pdf(name or "Charts", name, "", CHARTS[:1], [name])))
    if name.startswith("#link"):
        assert name in document.pages[0].extract_text()


def test_a_chart_with_too_little_is_said_in_words() -> None:
    few = replace(CHARTS[0], caption=replace(CHARTS[0].caption, state="too_few_ratings", answer="Too few days."))
    text = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [few], []))).pages[0].extract_text()
    assert "Too few days." in text
    assert "Dose" not in text.replace("dose?", "")


def test_a_line_for_each_effect_stands_over_the_first_three() -> None:
    lines = [f"Effect {n}: usual rating mild at 1 mg, moderate at 1.5 mg. Rated on 28 of 28 days." for n in range(5)]
    chart = samples.severity(28, 5)
    told = replace(chart, caption=replace(chart.caption, answer="\n".join(lines)))
    pages = [page.extract_text() for page in PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", [told], []))).pages]
    assert [line for line in pages[0].splitlines() if line.startswith("Effect")] == lines
    assert ["rated on" in line.lower() for line in pages[0].splitlines()].count(True) == 5 + 3
    assert len(pages) == 2


def test_many_effects_are_split_rather_than_shrunk() -> None:
    twelve = [samples.severity(28, 12), samples.calendar(3652)]
    document = PdfReader(BytesIO(paper.charts_pdf("T", "N", "P", twelve, [])))
    assert len(document.pages) >= 5
    assert sum(page.extract_text().count("mg a day") for page in document.pages) == 3
