"""docs/data.md says what the program writes: what of it follows from the program is made by it."""

from scripts import data_docs


def test_the_page_about_data_is_as_the_program_has_it() -> None:
    assert data_docs.PAGE.read_text() == data_docs.page(), "run: python -m scripts.data_docs"
    for heading, content in data_docs.parts().items():
        assert f"\n{heading}\n{content}" in data_docs.PAGE.read_text()
