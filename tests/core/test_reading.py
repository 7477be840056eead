"""The measure of plain words, and the words of every shipped monograph by it."""

import pytest

from journal.core.medicine.monograph import DATA, Monograph
from journal.core.medicine.monographs import read_monographs
from tests.reading import AT_MOST, ON_AVERAGE, grade, syllables

WORDS = """the 1 emergency 4 number 2 medicine 3 people 2 makes 1 doses 2 changes 2 muscles 2 anxiety 4 period 3 being 2
quiet 2 called 1 wanted 2 handled 2 worried 2 breathe 1 taken 2 used 1 suddenly 3 dependence 3 seizure 2 confused 2
coordination 5 fatigue 2 idea 3 area 3 react 2 special 2 electrical 4 somebody 3 everyone 3 consciousness 3 hours 1
glaucoma 3 healthcare 2 provider 3 tolerated 4 tablets 2 tension 2 medication 4 worn-out 2 opioids 2 2 1"""


def texts(monograph: Monograph) -> dict[str, str]:
    """Everything of a monograph that is read as sentences, by the place it stands in."""
    found = {
        "about": monograph.about,
        "mechanism": monograph.mechanism,
        "advice": monograph.advice,
        "source": monograph.source,
        "range": monograph.daily_range.about,
        "overdose": monograph.overdose.about,
        "treatment": monograph.overdose.treatment,
        "what to do": " ".join(monograph.overdose.what_to_do),
    }
    parts = (*monograph.uses, *monograph.side_effects, *monograph.precautions, *monograph.interactions)
    told = {alert.name: alert.text for alert in monograph.alerts}
    told |= {part.name: part.about for part in (*monograph.forms, *parts) if part.about}
    return {place: text for place, text in (found | told).items() if text}


SHIPPED = {key: texts(monograph) for key, monograph in read_monographs(DATA).items()}


def test_syllables_are_counted_as_they_are_spoken() -> None:
    pairs = WORDS.split()
    spoken = dict(zip(pairs[::2], map(int, pairs[1::2]), strict=True))
    assert {word: syllables(word) for word in spoken} == spoken


def test_a_known_text_has_its_known_grade() -> None:
    """Eleven words of one syllable in two sentences: 0.39 * 11 / 2 + 11.8 * 11 / 11 - 15.59."""
    assert grade("The cat sat on the mat. It did not want more.") == pytest.approx(-1.645)
    assert grade("Administration of antidotes necessitates continuous haemodynamic monitoring.") > 20


@pytest.mark.parametrize(("key", "place"), [(key, place) for key, said in SHIPPED.items() for place in said])
def test_each_text_of_a_monograph_reads_at_twelve(key: str, place: str) -> None:
    assert grade(SHIPPED[key][place]) <= AT_MOST


@pytest.mark.parametrize("key", SHIPPED)
def test_a_monograph_as_a_whole_reads_easier_still(key: str) -> None:
    assert grade(" ".join(SHIPPED[key].values())) <= ON_AVERAGE
