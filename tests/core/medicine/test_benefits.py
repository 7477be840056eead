"""Benefits: named or spelled out by a monograph, in one set of words, and how a broken one is refused.

Broken files are edits of the shipped file of benefits and of the made-up medicine, which spells its own out.
"""

from pathlib import Path

import pytest

from journal.core.medicine.medicines import Medicine, asked_about
from journal.core.medicine.monograph import DATA, SHARED_BENEFITS, read_monograph, read_shared
from journal.core.medicine.monographs import read_installation, read_monographs
from journal.core.values.errors import InvalidMonograph
from tests.conftest import DATA as OURS
from tests.core.medicine.test_effects import written

BENEFITS = (DATA / SHARED_BENEFITS).read_text(encoding="utf-8")
EXAMPLAMINE = (OURS / "examplamine.toml").read_text(encoding="utf-8")
ITCHING = EXAMPLAMINE[EXAMPLAMINE.index('key = "itching"') : EXAMPLAMINE.index("\n[[alerts]]")]
SPELLED = f"[[benefits]]\n{ITCHING}"
PAIN = 'key = "pain"\nname = "Pain"\nshort = "Pain"\nquestion = "How strong was your pain today?"\n'
SHARED = read_shared().benefits
SHIPPED = read_monographs(DATA)


def named(folder: Path, keys: str, name: str = "mine.toml") -> Path:
    """The made-up medicine with a list of keys in place of the benefit that it spells out."""
    text = EXAMPLAMINE.replace(SPELLED, "")
    return written(folder, text, 'key = "examplamine"\n', f'key = "examplamine"\nbenefits = {keys}\n', name)


def refused(path: Path) -> str:
    """What reading the folder of a file says, without that folder."""
    with pytest.raises(InvalidMonograph) as error:
        read_monographs(path.parent)
    return str(error.value).replace(f"{path.parent}/", "")


# --- what is shipped ---------------------------------------------------------------------------------------------


def test_every_shared_benefit_is_one_that_a_shipped_medicine_is_for() -> None:
    assert {each.key: each for known in SHIPPED.values() for each in known.benefits} == SHARED


def test_what_each_medicine_is_for_is_what_its_uses_say() -> None:
    """docs/sources.md says on which use each of them rests."""
    assert {key: [each.key for each in known.benefits] for key, known in SHIPPED.items()} == {
        "alprazolam": ["worry"],
        "clonazepam": ["worry"],
        "diazepam": ["worry", "spasms", "sleeping"],
        "levetiracetam": [],
        "lorazepam": ["worry", "sleeping"],
        "pregabalin": ["pain", "worry"],
        "sertraline": ["feeling_low", "worry"],
    }


@pytest.mark.parametrize("key", SHARED)
def test_a_question_fits_one_line_of_a_phone_and_is_no_effect_of_the_list(key: str) -> None:
    benefit, ratings = SHARED[key], [rating for known in SHIPPED.values() for rating in known.ratings]
    assert benefit.question.endswith("?")
    assert len(benefit.question) <= 31
    assert benefit.name not in {rating.name for rating in ratings}
    assert benefit.short not in {rating.short for rating in ratings}


def test_of_several_medicines_each_benefit_is_asked_once() -> None:
    known = asked_about([Medicine(key, monograph=key) for key in SHIPPED], SHIPPED)
    assert [each.key for each in known.benefits] == ["worry", "spasms", "sleeping", "pain", "feeling_low"]
    assert asked_about([Medicine("a", name="Tea")], SHIPPED).benefits == ()


# --- named, or spelled out -----------------------------------------------------------------------------------------


def test_a_monograph_names_shared_benefits_or_spells_out_its_own(tmp_path: Path) -> None:
    assert read_monograph(named(tmp_path, '["pain", "worry"]')).benefits == (SHARED["pain"], SHARED["worry"])
    (own,) = read_monograph(written(tmp_path, EXAMPLAMINE)).benefits
    assert (own.key, own.help_from) == ("itching", 4)
    assert read_monograph(written(tmp_path, EXAMPLAMINE, ITCHING, PAIN)).benefits == (SHARED["pain"],)


def test_a_file_from_before_loads_and_is_for_nothing_that_is_asked(tmp_path: Path) -> None:
    assert read_monograph(written(tmp_path, EXAMPLAMINE, SPELLED, "")).benefits == ()


def test_a_folder_of_ones_own_gives_other_words_to_every_medicine(tmp_path: Path) -> None:
    written(tmp_path, f"[[benefits]]\n{PAIN}", "Pain", "Schmerz", SHARED_BENEFITS)
    named(tmp_path, '["pain"]')
    read = read_installation(tmp_path).monographs
    assert {read[key].benefits[0].name for key in ("examplamine", "pregabalin")} == {"Schmerz"}
    assert read["lorazepam"].benefits == SHIPPED["lorazepam"].benefits


# --- refused, with the file, the key and the reason ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ('["thirst"]', "benefits.0: there is no shared benefit 'thirst': spell it out here"),
        ('["pain", "pain"]', "the file as a whole: benefits: the key 'pain' stands twice"),
        ('"pain"', "benefits: Input should be a valid tuple"),
        ("[4]", "benefits.0: Input should be a valid dictionary or instance of Benefit"),
    ],
)
def test_a_list_that_names_nothing_or_one_twice(tmp_path: Path, keys: str, reason: str) -> None:
    assert refused(named(tmp_path, keys)) == f"mine.toml: {reason}"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('question = "How strong was the itching?"\n', "", "benefits.0.question: Field required"),
        ('name = "Itching"', 'name = ""', "benefits.0.name: String should have at least 1 character"),
        ('short = "Itching"', f'short = "{"x" * 17}"', "benefits.0.short: String should have at most 16 characters"),
        ("help_from = 4", "help_from = 5", "benefits.0.help_from: Input should be less than or equal to 4"),
        ("help_from = 4", "help_from = 0", "benefits.0.help_from: Input should be greater than or equal to 1"),
        ("help_from = 4", 'scale = "0 to 10"', "benefits.0.scale: Extra inputs are not permitted"),
        (
            'key = "itching"',
            f'key = "{"x" * 31}"',
            "benefits.0.key: String should match pattern '^[a-z][a-z0-9_]{0,29}$'",
        ),
        (ITCHING, PAIN.replace("Pain", "Ache"), (
            "benefits.0: name: the shared benefit 'pain' says it otherwise: name it, or change shared/benefits.toml"
        )),
    ],
)  # fmt: skip
def test_one_that_is_spelled_out_and_broken(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert refused(written(tmp_path, EXAMPLAMINE, old, new)) == f"mine.toml: {reason}"


def test_two_files_that_give_one_key_other_words_do_not_load_together(tmp_path: Path) -> None:
    written(tmp_path, EXAMPLAMINE)
    other = EXAMPLAMINE.replace('key = "examplamine"', 'key = "another"')
    path = written(tmp_path, other, "the itching?", "your itching?", "yours.toml")
    assert refused(path) == f"yours.toml: benefits: itching: question: {tmp_path}/mine.toml says it otherwise".replace(
        f"{tmp_path}/", ""
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (BENEFITS, "benefits = 5", "benefits: Input should be a valid tuple"),
        (BENEFITS, "benefits = []", "benefits: Tuple should have at least 1 item after validation, not 0"),
        ('key = "worry"', 'key = "pain"', "the file as a whole: benefits: the key 'pain' stands twice"),
        ('short = "Worry"\n', "", "benefits.1.short: Field required"),
    ],
)
def test_a_broken_file_of_shared_benefits_stops_the_start(tmp_path: Path, old: str, new: str, reason: str) -> None:
    """Its words are those of every medicine."""
    path = written(tmp_path, BENEFITS, old, new, SHARED_BENEFITS)
    with pytest.raises(InvalidMonograph) as error:
        read_installation(tmp_path)
    assert str(error.value) == f"{path}: {reason}"
