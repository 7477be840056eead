"""A person's mark: letters of the name, and a colour and a shape that stay."""

import pytest

from journal.web.site.marks_of_people import COLOURS, SHAPES, mark


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Owner", "O"),
        ("ann smith", "AS"),
        ("Ann van der Meer", "AM"),
        ("a\u0301da", "Á"),
        ("小 林", "小林"),
        ("ß", "SS"),
    ],
)
def test_the_letters_are_those_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert mark("p", name).letters == letters


def test_marks_differ_and_stay() -> None:
    made = {mark(str(n), "Ann") for n in range(500)}
    assert {each.colour for each in made} == set(range(1, COLOURS + 1))
    assert {each.shape for each in made} == set(SHAPES)
    assert len(made) == COLOURS * len(SHAPES)
    assert mark("p", "Ann") == mark("p", "Ann")
