"""What is said of a form: how it gives the medicine off."""

import pytest

from journal.core.medicine.forms import release_words
from journal.core.medicine.monograph import DATA, read_monograph

TABLET = read_monograph(DATA / "clonazepam.toml").forms[0]


@pytest.mark.parametrize(
    ("release", "words"),
    [
        ("plain", ""),
        ("delayed", "It gives the medicine off later (delayed release)."),
        ("extended", "It gives the medicine off slowly (extended release)."),
    ],
)
def test_only_another_release_than_at_once_is_said(release: str, words: str) -> None:
    assert release_words(TABLET.model_copy(update={"release": release})) == words
