"""The words of the pages: no paragraph needs more years of school than somebody of twelve has had."""

from xml.etree.ElementTree import Element

import pytest

from tests.reading import AT_MOST, ON_AVERAGE, grade
from tests.web.client import Browser, Page
from tests.web.lint import words_of

PUBLIC = ("/emergency", "/about", "/accounts/new", "/sessions/new")
PAGES = (
    *("/", "/history", "/history/2026-11-22", "/trends", "/medicine", "/settings", "/effects"),
    *("/check-ins/new", "/doses/new", "/episodes/new", "/regimens/new", "/devices", "/second-factors", "/exports/new"),
)
SHORT = 8  # words: below that the measure sees single words, not sentences
ENDS = (".", "?", "”")  # of a sentence; a list of countries or strengths is none


def paragraphs(page: Page) -> list[str]:
    """What is read as a sentence or more: the innermost of everything that holds words of its own."""
    main = page.document.find(".//main")
    assert main is not None
    found = [words_of(part) for part in main.iter() if part.tag in {"p", "li", "dd"} and not _holds_another(part)]
    return [text for text in found if len(text.split()) >= SHORT and text.endswith(ENDS)]


def _holds_another(part: Element) -> bool:
    return any(inner.tag in {"p", "li", "dd", "dl", "form"} for inner in part.iter() if inner is not part)


@pytest.mark.parametrize("address", PUBLIC + PAGES)
def test_pages_are_written_for_people_of_twelve(owner: Browser, nobody: Browser, address: str) -> None:
    page = (nobody if address in PUBLIC else owner).get(address)
    graded = {text: round(grade(text), 1) for text in paragraphs(page)}
    assert {text: years for text, years in graded.items() if years > AT_MOST} == {}
    assert not graded or grade(" ".join(graded)) <= ON_AVERAGE
