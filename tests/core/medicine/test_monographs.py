"""Monographs beside each other: what one says of another, and whether that one is there."""

from pathlib import Path

import pytest

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.values.errors import InvalidMonograph
from tests.core.medicine.made_up import write

OTHERS = 'name = "Others"'


def test_a_monograph_names_another_one_with_the_level_at_which_it_is_told(tmp_path: Path) -> None:
    write(tmp_path, "examplol", (OTHERS, f'{OTHERS}\nwith = ["otherol", "opioid"]\nlevel = "urgent"'))
    write(tmp_path, "otherol")
    known = read_monographs(DATA, tmp_path)["examplol"]
    assert known.interactions[0].level == "urgent"
    assert known.told_of("otherol") == known.told_of("opioid") == "They add up."
    assert known.told_of("clonazepam") == ""


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('with = ["otherl"]', "with: the list beside the file has no 'otherl', nor has a monograph that key"),
        ('with = ["Otherol"]', "String should match pattern"),
        ('with = ["examplol"]', "interactions: Others: with names this medicine itself"),
        ('level = "note"', "interactions.0: level: say in with which other monographs it is about"),
        (
            'with = ["otherol"]\nlevel = "emergency"',
            "interactions.0.level: Input should be 'note', 'caution' or 'urgent'",
        ),
        (
            'with = ["opioid"]\nlevel = "note"',
            "level: with names no other monograph, and the level of a group is the list's",
        ),
    ],
)
def test_what_names_no_medicine_is_refused(tmp_path: Path, said: str, reason: str) -> None:
    path = write(tmp_path, "examplol", (OTHERS, f"{OTHERS}\n{said}"))
    write(tmp_path, "otherol")
    with pytest.raises(InvalidMonograph) as refused:
        read_monographs(DATA, tmp_path)
    assert str(refused.value).startswith(f"{path}: ")
    assert reason in str(refused.value)


def test_a_file_alone_cannot_say_what_lies_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path, "examplol", (OTHERS, f'{OTHERS}\nwith = ["otherl"]'))
    assert read_monograph(path).interactions[0].others == ("otherl",)


def test_what_stopping_can_do_is_said_in_the_medicines_own_words(tmp_path: Path) -> None:
    stopping = '[stopping]\nabout = "Hiccups can come back."\n\n[overdose]'
    path = write(tmp_path, "examplol", ("[overdose]", stopping))
    known = read_monograph(path)
    assert known.stopping is not None
    assert known.stopping.about == "Hiccups can come back."
    assert read_monograph(write(tmp_path, "other")).stopping is None
    for said, reason in (
        ("[stopping]\n", "stopping.about: Field required"),
        ('[stopping]\nabout = ""\n', "stopping.about: String should have at least 1 character"),
        (f'[stopping]\nabout = "{"x" * 20_000}"\n', "stopping.about: String should have at most 600 characters"),
    ):
        broken = write(tmp_path, "broken", ("[overdose]", f"{said}\n[overdose]"))
        with pytest.raises(InvalidMonograph) as refused:
            read_monograph(broken)
        assert str(refused.value).startswith(f"{broken}: {reason}")
        assert len(str(refused.value)) < 300
