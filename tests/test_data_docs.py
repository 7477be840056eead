"""docs/data.md says what the program writes: what of it follows from the program is made by it."""

import re

from hypothesis import given

from journal.formats.tables import guarded
from scripts import data_docs
from tests.formats.test_tables import CELLS


def test_the_page_about_data_is_as_the_program_has_it() -> None:
    assert data_docs.PAGE.read_text() == data_docs.page(), "run: python -m scripts.data_docs"
    for heading, content in data_docs.parts().items():
        assert f"\n{heading}\n{content}" in data_docs.PAGE.read_text()


def test_the_published_schema_is_the_one_of_the_program_in_its_version() -> None:
    assert data_docs.SCHEMA.read_text() == data_docs.schema_text(), "run: python -m scripts.data_docs"
    assert f"(schema/{data_docs.SCHEMA.name})" in data_docs.PAGE.read_text()


@given(CELLS)
def test_the_lines_that_take_apostrophes_away_give_back_what_was_typed(text: str) -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", data_docs.PAGE.read_text(), re.DOTALL)
    said: dict[str, object] = {}
    exec(lines, said)
    restored = said["restored"]
    assert callable(restored)
    for sign in (".", ","):
        assert restored(guarded(text, sign), sign) == text
