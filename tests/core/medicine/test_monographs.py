"""Monographs beside each other: what one says of another, and whether that one is there."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.monographs import (
    LeftOut,
    Read,
    own_last,
    read_installation,
    read_monographs,
    refuse_what_is_taken,
)
from journal.core.medicine.toml_files import declared_key
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


# --- a folder of the operator's own -------------------------------------------------------------------------------


def left_out(folder: Path) -> list[str]:
    """The names of the files that were left out."""
    return [each.path.name for each in read_installation(folder).left_out]


def test_a_broken_file_of_ones_own_is_left_out_and_all_others_are_read(tmp_path: Path) -> None:
    write(tmp_path, "broken", ('name = "Broken"\n', ""))
    write(tmp_path, "examplol")
    read = read_installation(tmp_path)
    assert list(read.monographs) == [*read_monographs(DATA), "examplol"]
    (known,) = read.left_out
    assert (known.path, known.key) == (tmp_path / "broken.toml", "broken")
    assert known.reason == f"{tmp_path}/broken.toml: name: Field required"
    assert read_installation(None) == (read_monographs(DATA), ())


def test_what_names_a_file_that_is_left_out_is_left_out_with_it(tmp_path: Path) -> None:
    write(tmp_path, "first", (OTHERS, f'{OTHERS}\nwith = ["second"]'))
    write(tmp_path, "second", (OTHERS, f'{OTHERS}\nwith = ["third"]'))
    write(tmp_path, "third", ('name = "Third"\n', ""))
    write(tmp_path, "fourth")
    assert left_out(tmp_path) == ["third.toml", "second.toml", "first.toml"]


def test_it_is_ones_own_file_that_is_left_out_where_two_do_not_agree(tmp_path: Path) -> None:
    """Also where it stands in the place of a shipped one, before others that are shipped."""
    spelled = """key = "{key}"
name = "Thirst"
about = "Being thirsty."
[[side_effects.ratings]]
key = "thirst"
name = "Thirst"
short = "Thirst"
question = "{question}"
"""
    for key, question in (("one", "How thirsty?"), ("two", "Thirsty?")):
        text = ('key = "dizziness"\nabout = "Being light-headed."\n', spelled.format(key=key, question=question))
        write(tmp_path, key, text)
    assert left_out(tmp_path) == ["two.toml"]
    files = [(path, read_monograph(path)) for path in (DATA / "clonazepam.toml", tmp_path / "one.toml")]
    shipped_later = {known.key: (path, known) for path, known in reversed(files)}
    assert [path.name for path, _known in own_last(shipped_later, tmp_path)] == ["clonazepam.toml", "one.toml"]


@pytest.mark.parametrize(
    ("key", "taken", "known", "may_be"),
    [
        ("mine", {"mine"}, {"clonazepam"}, True),
        ("mine", {"clonazepam", "gone"}, {"clonazepam"}, False),
        (None, {"clonazepam"}, {"clonazepam"}, False),
        (None, {"clonazepam", "gone"}, {"clonazepam"}, True),
        (None, {"file"}, {"clonazepam", "file"}, True),
    ],
)
def test_a_file_may_be_what_somebody_takes(key: str | None, taken: set[str], known: set[str], may_be: bool) -> None:
    each = LeftOut(Path("file.toml"), key, "file.toml: it is broken.")
    assert each.may_be_taken(taken, known) is may_be
    read = Read(dict.fromkeys(known, read_monograph(DATA / "clonazepam.toml")), (each, replace(each, key="other")))
    if not may_be:
        return refuse_what_is_taken(read, taken)
    with pytest.raises(InvalidMonograph) as refused:
        refuse_what_is_taken(read, taken)
    assert str(refused.value) == (
        "file.toml: it is broken. Somebody may take this medicine, so the journal does not start without the file. "
        "Also broken: file.toml: it is broken."
    )
    return None


BAD_INPUT = {
    "an unknown key": ("[overdose]", "[overdose]\ncolour = 'red'", "overdose.colour: Extra inputs are not permitted"),
    "an effect without words": ('key = "dizziness"', 'key = "thirst"', "side_effects.0: there is no shared effect"),
    "a strength of zero": ('["5", "10"]', '["0", "10"]', "forms.0.strengths_mg.0: The amount must be more than 0"),
    "an alert without a text": (
        "[overdose]",
        '[[alerts]]\nkey = "rash"\nname = "Rash"\nquestion = "A rash"\nlevel = "urgent"\n[overdose]',
        "alerts.0.text: Field required",
    ),
    "an unknown region": ('["5", "10"]', '["5"]\nregions = ["Mars"]', "forms.0.regions.0: Input should be 'US'"),
    "a with that names no medicine": (OTHERS, f'{OTHERS}\nwith = ["gold"]', "interactions: Others: with: the list"),
    "20,000 characters": ("It does nothing.", "x" * 20_000, "mechanism: String should have at most 600 characters"),
    "a name of 20,000 characters": ("[overdose]", f"{'x' * 20_000} = 1\n[overdose]", "interactions.0."),
    "an effect of 20,000 characters": ('key = "dizziness"', f'key = "{"x" * 20_000}"', "side_effects.0: there is no"),
    "a number of 20,000 digits": ('["5", "10"]', f"[{'9' * 20_000}]", "this is not a readable TOML file: "),
    "20,000 brackets": ('["5", "10"]', f"{'[' * 20_000}{']' * 20_000}", "this is not a readable TOML file: too many"),
}


@pytest.mark.parametrize(("old", "new", "reason"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_is_one_line_with_file_and_key_and_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = write(tmp_path, "examplol", (old, new))
    (found,) = read_installation(tmp_path).left_out
    with pytest.raises(InvalidMonograph) as refused:
        read_monographs(DATA, tmp_path)
    assert found.reason == str(refused.value)
    assert found.reason.startswith(f"{path}: ")
    assert reason in found.reason
    assert len(found.reason.removeprefix(str(path)).splitlines()) == 1
    assert len(found.reason) < 800


@pytest.mark.parametrize(("encoding", "byte"), [("utf-16", 0), ("utf-32", 0), ("cp1252", 10)])
def test_another_encoding_is_said(tmp_path: Path, encoding: str, byte: int) -> None:
    path = tmp_path / "other.toml"
    path.write_bytes('name = "É"'.encode(encoding) if encoding != "cp1252" else 'key = "abcé"'.encode(encoding))
    (found,) = read_installation(tmp_path).left_out
    assert found.reason.startswith(
        f"{path}: this is not a readable TOML file: it is not in UTF-8 (byte {byte}): save it"
    )


def test_a_mark_before_the_first_letter_is_no_mistake(tmp_path: Path) -> None:
    """Some editors write one into every file in UTF-8."""
    path = write(tmp_path, "examplol")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_monograph(path).key == "examplol"


def test_the_key_of_a_form_is_not_that_of_the_file(tmp_path: Path) -> None:
    assert declared_key(write(tmp_path, "examplol", ('name = "', "name = "))) == "examplol"
    assert declared_key(write(tmp_path, "examplol", ('key = "examplol"', 'key = "No Key"'))) is None
    assert declared_key(tmp_path / "nowhere.toml") is None


@given(st.integers(0, 900), st.integers(0, 40), st.text(max_size=20))
def test_whatever_is_changed_in_a_file_it_is_read_or_refused_in_one_line(start: int, length: int, put: str) -> None:
    said = ""
    with TemporaryDirectory() as folder:
        path = write(Path(folder), "examplol")
        text = path.read_text(encoding="utf-8")
        path.write_bytes((text[:start] + put + text[start + length :]).encode("utf-8", "surrogatepass"))
        try:
            read_monograph(path)
        except InvalidMonograph as error:
            said = str(error)
    assert said == "" or said.startswith(f"{path}: ")
    assert said.isprintable()
