"""Pairs of medicines of which the monograph of one names the other: at its own level, once, from either side."""

from datetime import date
from pathlib import Path

import pytest

from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import DATA, Monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.medicine.together import Together, pairs
from tests.core.medicine.made_up import write

TODAY = date(2026, 11, 23)
EXAMPLOL, OTHEROL, CLONAZEPAM = (of_monograph(key) for key in ("examplol", "otherol", "clonazepam"))
OTHERS = 'name = "Others"'


@pytest.fixture
def known(tmp_path: Path) -> dict[str, Monograph]:
    """Examplol names two others; one of them names examplol too, at another level."""
    write(tmp_path, "examplol", (OTHERS, f'{OTHERS}\nwith = ["otherol", "clonazepam"]'))
    write(
        tmp_path,
        "otherol",
        (OTHERS, f'{OTHERS}\nwith = ["examplol"]\nlevel = "urgent"'),
        ("They add up.", "Otherol adds to examplol."),
        ('name = "Otherol"', 'name = "Otherol"\nbrand_names = ["Otherex"]'),
    )
    return read_monographs(DATA, tmp_path)


def told(found: tuple[Together, ...]) -> list[tuple[str, str, str, str]]:
    return [(pair.known.id, pair.other.id, pair.match.group.level, pair.about) for pair in found]


def test_a_pair_that_two_files_tell_of_is_one_at_the_more_serious_level(known: dict[str, Monograph]) -> None:
    expected = [("otherol", "examplol", "urgent", "Otherol adds to examplol.")]
    assert told(pairs([EXAMPLOL, OTHEROL], known, TODAY)) == expected
    assert told(pairs([OTHEROL, EXAMPLOL], known, TODAY)) == expected


def test_without_a_level_it_is_a_caution_and_comes_after_what_is_urgent(known: dict[str, Monograph]) -> None:
    found = told(pairs([EXAMPLOL, CLONAZEPAM, OTHEROL], known, TODAY))
    assert [level for _known, _other, level, _about in found] == ["urgent", "caution"]
    assert found[1] == ("examplol", "clonazepam", "caution", "They add up.")


def test_it_is_found_under_a_name_of_the_patients_own_and_by_a_brand(known: dict[str, Monograph]) -> None:
    renamed = Medicine("evening", "My evening tablet", monograph="otherol")
    assert [pair.other.id for pair in pairs([EXAMPLOL, renamed], known, TODAY)] == ["examplol"]
    typed = Medicine("typed", "OTHEREX 5 mg")
    assert told(pairs([EXAMPLOL, typed], known, TODAY)) == [("examplol", "typed", "caution", "They add up.")]


def test_a_medicine_that_has_ended_or_is_not_taken_makes_no_pair(known: dict[str, Monograph]) -> None:
    ended = Medicine("o", monograph="otherol", ends_on=date(2026, 11, 22))
    assert pairs([EXAMPLOL, ended], known, TODAY) == ()
    assert pairs([EXAMPLOL], known, TODAY) == ()


def test_it_is_told_with_a_dose_of_either_where_both_have_a_monograph(known: dict[str, Monograph]) -> None:
    (pair,) = pairs([EXAMPLOL, OTHEROL], known, TODAY)
    assert [pair.is_told_with(each) for each in ("examplol", "otherol", "clonazepam")] == [True, True, False]
    (pair,) = pairs([CLONAZEPAM, Medicine("c", "Codeine")], known, TODAY)
    assert [pair.is_told_with(each) for each in ("c", "clonazepam")] == [True, False], (
        "of a list: the one that is on it"
    )
