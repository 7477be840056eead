"""Shared effects: named, spelled out in the same words, given other words, and how a broken one is refused.

Broken files are edits of the shipped file of effects and of the made-up medicine, which spells its effects out.
"""

from pathlib import Path

import pytest

from journal.core.medicine.monograph import DATA, SHARED_EFFECTS, read_monograph, read_shared
from journal.core.medicine.monographs import read_monographs
from journal.core.values.errors import InvalidMonograph
from tests.conftest import DATA as OURS

EFFECTS = (DATA / SHARED_EFFECTS).read_text(encoding="utf-8")
EXAMPLAMINE = (OURS / "examplamine.toml").read_text(encoding="utf-8")
SNEEZING = EXAMPLAMINE[EXAMPLAMINE.index('[[side_effects]]\nkey = "sneezing"') : EXAMPLAMINE.index("[[alerts]]")]
SLEEPY = 'name = "Drowsiness"\nshort = "Drowsiness"\nquestion = "How sleepy?"'
SHARED = read_shared().effects


def written(folder: Path, text: str, old: str = "", new: str = "", name: str | Path = "mine.toml") -> Path:
    """Write the text with the first `old` replaced."""
    assert old in text
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def other_effect(folder: Path, effect: str) -> Path:
    """Write the made-up medicine with another effect in place of sneezing."""
    return written(folder, EXAMPLAMINE, SNEEZING, f"[[side_effects]]\n{effect}\n\n")


def spelled_out(key: str, words: str) -> str:
    return f'key = "sleep"\nname = "Sleep"\nabout = "Sleepy."\n[[side_effects.ratings]]\nkey = "{key}"\n{words}'


# --- what is shipped ---------------------------------------------------------------------------------------------


def test_every_shared_effect_is_one_that_a_shipped_medicine_asks_about() -> None:
    asked = {rating.key: rating for monograph in read_monographs(DATA).values() for rating in monograph.ratings}
    assert asked == SHARED


# --- named, or spelled out -----------------------------------------------------------------------------------------


def test_a_medicine_names_an_effect_and_adds_its_own_text(tmp_path: Path) -> None:
    found = read_monograph(other_effect(tmp_path, 'key = "memory"\nabout = "Forgetful, in the tests."')).side_effects[
        -1
    ]
    assert (found.name, found.about) == ("Memory problems", "Forgetful, in the tests.")
    assert found.ratings == (SHARED["memory"],)


def test_a_heading_of_its_own_holds_shared_effects_beside_its_own(tmp_path: Path) -> None:
    own = '{ key = "yawning", name = "Yawning", short = "Yawning", question = "How often?" }'
    path = other_effect(tmp_path, f'key = "sleep"\nname = "Sleep"\nabout = "Sleepy."\nratings = ["drowsiness", {own}]')
    found = read_monograph(path).side_effects[-1]
    assert found.name == "Sleep"
    assert [rating.question for rating in found.ratings] == ["How sleepy?", "How often?"]
    assert found.ratings[0].asks_now
    assert found.ratings[0].codes == SHARED["drowsiness"].codes


def test_spelled_out_in_the_same_words_it_is_the_shared_one(tmp_path: Path) -> None:
    """Codes and "And right now?", which a file leaves out, come from the shared file: all medicines ask the same."""
    found = read_monograph(other_effect(tmp_path, spelled_out("drowsiness", SLEEPY)))
    assert found.ratings[-1] == SHARED["drowsiness"]


def test_an_effect_that_nobody_shares_keeps_its_own_words(tmp_path: Path) -> None:
    path = other_effect(tmp_path, spelled_out("sleepiness", SLEEPY))
    assert read_monograph(path).ratings[-1].question == "How sleepy?"
    assert read_monographs(DATA, tmp_path)["examplamine"].ratings[-1].key == "sleepiness"


def test_a_folder_gives_effects_its_own_words_for_every_medicine(tmp_path: Path) -> None:
    """A translation, and an effect that two medicines of the folder name: whole, as a later monograph replaces one."""
    german = '[[effects]]\nkey = "memory"\nname = "Gedächtnis"\nshort = "Gedächtnis"\nquestion = "Vergesslich?"\n'
    sneezing = german.replace("memory", "sneezing").replace("Gedächtnis", "Niesen").replace("Vergesslich", "Niesen")
    written(tmp_path, german + sneezing, name=SHARED_EFFECTS)
    path = other_effect(tmp_path, 'key = "sneezing"\nabout = "Niesen."')
    assert read_monograph(path).rating_names["sneezing"] == "Niesen"
    found = read_monographs(DATA, tmp_path)
    assert found["clonazepam"].rating_names["memory"] == "Gedächtnis"
    assert found["clonazepam"].rating_names["fatigue"] == "Fatigue"
    assert read_monographs(DATA)["clonazepam"].rating_names["memory"] == "Memory"


def test_a_delicate_effect_is_not_asked_of_itself_and_cannot_be_asked_at_first(tmp_path: Path) -> None:
    words = 'name = "Desire"\nshort = "Desire"\nquestion = "Less desire?"\ndelicate = true'
    path = other_effect(tmp_path, spelled_out("desire", words))
    read = read_monograph(path)
    assert read.ratings[-1].delicate
    assert read.asked == read.rating_names.keys() - {"desire"}
    first = ", ".join(f'"{key}"' for key in ("desire", *read.asked))
    path.write_text(path.read_text("utf-8") + f"\n[check_in]\nfirst = [{first}]\n", "utf-8")
    with pytest.raises(
        InvalidMonograph, match=r"check_in\.first: 'desire' is delicate: it is asked only of who chose it"
    ):
        read_monograph(path)


# --- other words for one key ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", SLEEPY.replace('name = "Drowsiness"', 'name = "Sleepiness"')),
        ("short", SLEEPY.replace('short = "Drowsiness"', 'short = "Sleepy"')),
        ("question", SLEEPY.replace("How sleepy?", "How drowsy?")),
        ("directions", SLEEPY + '\ndirections = [{ key = "less", name = "Less" }]\ndirection_question = "Which?"'),
        ("asks_now", SLEEPY + "\nasks_now = false"),
        ("codes", SLEEPY + '\n[[side_effects.ratings.codes]]\nsystem = "s"\ncode = "1"\ndisplay = "Drowsy"'),
    ],
)
def test_a_shared_effect_in_other_words_is_refused(tmp_path: Path, field: str, words: str) -> None:
    path = other_effect(tmp_path, spelled_out("drowsiness", words))
    with pytest.raises(InvalidMonograph) as refused:
        read_monographs(DATA, tmp_path)
    assert str(refused.value) == (
        f"{path}: side_effects.2.ratings.0: {field}: the shared effect 'drowsiness' says it otherwise: "
        "name it, or change shared/effects.toml"
    )


def test_two_files_that_give_one_key_other_words_are_refused(tmp_path: Path) -> None:
    one = written(tmp_path, EXAMPLAMINE, name="a.toml")
    text = EXAMPLAMINE.replace('key = "examplamine"', 'key = "other"')
    written(tmp_path, text, name="b.toml")
    assert set(read_monographs(tmp_path)) == {"examplamine", "other"}, "in the same words"
    other = written(tmp_path, text, "How bad was the sneezing?", "Sneezing?", "b.toml")
    with pytest.raises(InvalidMonograph) as refused:
        read_monographs(tmp_path)
    assert str(refused.value) == f"{other}: side_effects: sneezing: question: {one} says it otherwise"


def test_a_file_that_another_one_replaces_may_have_said_it_otherwise(tmp_path: Path) -> None:
    written(tmp_path, EXAMPLAMINE, name="a.toml")
    written(tmp_path, EXAMPLAMINE, "How bad was the sneezing?", "Sneezing?", "b.toml")
    assert read_monographs(tmp_path)["examplamine"].ratings[-1].question == "Sneezing?"


# --- broken files: each refusal names the file, the key and the reason ---------------------------------------------


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ('key = "yawning"\nabout = "Yawns."', "side_effects.2: there is no shared effect 'yawning': give it ratings"),
        (
            'key = "yawning"\nname = "Yawning"\nabout = "Yawns."\nratings = ["yawns"]',
            "side_effects.2.ratings.0: there is no shared effect 'yawns': spell it out here",
        ),
        ('key = "memory"', "side_effects.2.about: Field required"),
        ('about = "Yawns."', "side_effects.2.key: Field required"),
        ('key = "yawning"\nabout = "Yawns."\nratings = ["memory"]', "side_effects.2.name: Field required"),
        ('key = "memory"\nabout = "Forgetful."\nratings = []', "side_effects.2.name: Field required"),
        ('key = "memory"\nname = "M"\nabout = "F."\nratings = []', "side_effects.2.ratings: Tuple should have at"),
        ('key = "memory"\nname = "M"\nabout = "F."\nratings = [1]', "side_effects.2.ratings.0: Input should be a"),
    ],
)
def test_an_effect_that_is_not_there_or_half_named(tmp_path: Path, effect: str, said: str) -> None:
    path = other_effect(tmp_path, effect)
    with pytest.raises(InvalidMonograph) as refused:
        read_monograph(path)
    assert str(refused.value).startswith(f"{path}: {said}")


BROKEN = {
    "a missing key": ('short = "Fatigue"\n', "", ".1.short: Field required"),
    "an unknown key": ('short = "Fatigue"\n', 'short = "Fatigue"\nabout = "Tired."\n', ".1.about: Extra inputs"),
    "directions without a question": (
        'direction_question = "Was it less or more than usual?"\n',
        "",
        ".7: directions and direction_question belong together",
    ),
    "a question without directions": (
        'short = "Saliva"\n',
        'short = "Saliva"\ndirection_question = "More or less?"\n',
        ".6: directions and direction_question belong together",
    ),
    "a direction twice": ('key = "more"', 'key = "less"', ".7: directions: the key 'less' stands twice"),
    "a key twice": ('key = "mood_low"', 'key = "fatigue"', "effects: the key 'fatigue' stands twice"),
    "a key the form needs": ('key = "fatigue"', 'key = "new"', '.1: the keys "new" and "own_'),
    "a key for own symptoms": ('key = "fatigue"', 'key = "own_x"', '.1: the keys "new" and'),
    "a long short name": ('short = "Memory"', 'short = "Memory and recall"', ".4.short: String should have at most 16"),
    "no words": ('question = "How worn out?"', 'question = ""', ".1.question: String should have at least 1"),
    "not TOML": ("[[effects]]", "[[effects", "this is not a readable TOML file"),
    "no effect": (EFFECTS, "effects = []", ": Tuple should have at least 1 item"),
}


@pytest.mark.parametrize(("old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_shared_file_names_file_key_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = written(tmp_path, EFFECTS, old, new, SHARED_EFFECTS)
    with pytest.raises(InvalidMonograph) as refused:
        read_monographs(DATA, tmp_path)
    where = "effects" if said.startswith((".", ":")) else "the file as a whole: " if said.startswith("effects") else ""
    assert str(refused.value).startswith(f"{path}: {where}{said}")


def test_an_effect_spelled_out_keeps_the_rules_of_a_shared_one(tmp_path: Path) -> None:
    path = written(tmp_path, EXAMPLAMINE, 'short = "numbness"\n', "")
    with pytest.raises(InvalidMonograph) as refused:
        read_monograph(path)
    assert str(refused.value) == f"{path}: side_effects.0.ratings.1.short: Field required"
