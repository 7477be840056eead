"""The words of the pages: no paragraph needs more years of school than somebody of twelve has had."""

from xml.etree.ElementTree import Element

import pytest

from tests.pages import PAGES, Visit, fill
from tests.reading import AT_MOST, ON_AVERAGE, grade
from tests.web.client import Page
from tests.web.lint import words_of

pytestmark = pytest.mark.sqlite  # words need no second database

FILLED_BY = {"visit": fill}

PICTURES = {name for name in PAGES if name.startswith("picture")}  # their words are those of Trends
READ = [name for name in PAGES if name not in PICTURES]
FEW = 4  # paragraphs: below that two long names make the average
SHORT = 8  # words: below that the measure sees single words, not sentences
ENDS = (".", "?", "”")  # of a sentence; a list of countries or strengths is none


def paragraphs(page: Page) -> list[str]:
    """What is read as a sentence or more: the innermost of everything that holds words of its own, but for a list of
    links, whose words name what they lead to."""
    main = page.document.find(".//main")
    assert main is not None
    found = [words_of(part) for part in main.iter() if part.tag in {"p", "li", "dd"} and not _is_no_text(part)]
    return [text for text in found if len(text.split()) >= SHORT and text.endswith(ENDS)]


def _is_no_text(part: Element) -> bool:
    if part.tag == "li" and [child.tag for child in part] == ["a"]:
        return True
    return any(inner.tag in {"p", "li", "dd", "dl", "form"} for inner in part.iter() if inner is not part)


@pytest.mark.parametrize("name", READ)
def test_pages_are_written_for_people_of_twelve(visit: Visit, name: str) -> None:
    graded = {text: round(grade(text), 1) for text in paragraphs(PAGES[name](visit))}
    assert {text: years for text, years in graded.items() if years > AT_MOST} == {}
    assert len(graded) < FEW or grade(" ".join(graded)) <= ON_AVERAGE
