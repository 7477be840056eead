"""What is said of too much of several medicines: each sign and each step once, with whose it is, in order."""

from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.medicine.parts import Stopping
from journal.core.medicine.too_much import Said, stopping, too_much

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")


def medicine(name: str, signs: tuple[str, ...] = ("A",), steps: tuple[str, ...] = ("A",), stop: str = "") -> Monograph:
    overdose = CLONAZEPAM.overdose.model_copy(update={"about": name, "signs": signs, "what_to_do": steps})
    said = Stopping(about=stop) if stop else None
    return CLONAZEPAM.model_copy(update={"name": name, "overdose": overdose, "stopping": said})


def test_one_medicine_is_said_as_its_file_says_it() -> None:
    known = too_much([CLONAZEPAM])
    assert known.names == ("Clonazepam",)
    assert known.signs == tuple(Said(words) for words in CLONAZEPAM.overdose.signs)
    assert known.steps == tuple(Said(words) for words in CLONAZEPAM.overdose.what_to_do)


def test_what_all_have_comes_first_and_names_nobody() -> None:
    known = too_much(
        [
            medicine("One", ("Sleepy", "Confused")),
            medicine("Two", ("Seizure", "CONFUSED ")),
            medicine("Three", ("Confused", "Seizure")),
        ]
    )
    assert known.signs == (Said("Confused"), Said("Seizure", ("Two", "Three")), Said("Sleepy", ("One",)))
    assert known.has_sign("sleepy")
    assert not known.has_sign("Blue lips")


def test_a_step_of_one_file_stands_where_that_file_has_it() -> None:
    one = medicine("One", steps=("Call", "Stay", "Show the packages"))
    two = medicine("Two", steps=("Call", "Open the window", "Stay"))
    assert [step.words for step in too_much([one, two]).steps] == [
        "Call",
        "Open the window",
        "Stay",
        "Show the packages",
    ]
    assert too_much([one, two]).steps[1] == Said("Open the window", ("Two",))


def test_stopping_is_said_of_those_that_say_it() -> None:
    one, two, three = medicine("One", stop="Shaking."), medicine("Two"), medicine("Three", stop="Shaking.")
    assert stopping([one, two, three]) == (Said("Shaking.", ("One", "Three")),)
    assert stopping([one, three]) == (Said("Shaking."),)
    assert stopping([two]) == ()


STEPS = st.lists(st.sampled_from("ABCDEFG"), min_size=1, unique=True).map(tuple)


@given(st.lists(STEPS, min_size=1, max_size=5))
def test_every_step_of_every_file_is_there_once_and_the_first_file_keeps_its_order(
    lists: list[tuple[str, ...]],
) -> None:
    steps = [step.words for step in too_much([medicine(f"M{n}", steps=each) for n, each in enumerate(lists)]).steps]
    assert sorted(steps) == sorted({word for each in lists for word in each})
    assert [step for step in steps if step in lists[0]] == list(lists[0])
