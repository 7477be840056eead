"""Every shipped monograph, whatever it is about: a new file is held to all of this without a line of code here."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import DATA, Monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.medicine.parts import Code
from journal.core.medicine.together import pairs
from tests.core.test_reading import texts

SHIPPED = read_monographs(DATA)
SOURCES = Path(__file__).parents[3] / "docs" / "sources"

SYSTEMS = {
    "ATC": "http://www.whocc.no/atc",
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "SNOMED CT": "http://snomed.info/sct",
}


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Monograph:
    return SHIPPED[request.param]


def said(monograph: Monograph) -> str:
    """Every word of the file that a person can read; codes are none."""
    return monograph.model_dump_json(exclude={"codes": True, "thresholds": True, "pk": {"not_with"}})


def codes(monograph: Monograph) -> Iterator[Code]:
    for part in (monograph, *monograph.ratings, *monograph.episodes):
        yield from part.codes


def test_the_file_is_named_like_its_key(shipped: Monograph) -> None:
    assert (DATA / f"{shipped.key}.toml").is_file()


def test_it_says_that_no_clinician_has_reviewed_it(shipped: Monograph) -> None:
    assert re.search("No clinician has reviewed this (file|text)", shipped.source)
    assert shipped.pk is None or "No clinician has reviewed it." in shipped.pk.source


@pytest.mark.parametrize("word", ["significant", "caused", "proves", "safe", "flumazenil", "%", "percent", "per cent"])
def test_words_the_journal_does_not_use(shipped: Monograph, word: str) -> None:
    """A percentage is of a trial's people, and says nothing of the person who reads it."""
    assert word not in said(shipped).lower()


def test_no_dose_is_proposed(shipped: Monograph) -> None:
    """Amounts stand in the ranges, the strengths and the thresholds; a sentence has none but that of a liquid."""
    liquids = {form.name for form in shipped.forms}
    found = {place: re.findall(r"\d\s?mg\b", text) for place, text in texts(shipped).items() if place not in liquids}
    assert [place for place, amounts in found.items() if amounts] == []


@pytest.mark.parametrize("number", ["911", "112", "999", "000", "988"])
def test_emergency_numbers_are_left_to_the_settings(shipped: Monograph, number: str) -> None:
    assert not re.search(rf"(?<![\d.]){number}(?!\d)", said(shipped))


def test_every_question_fits_one_line_of_a_phone_beside_its_name_and_asks(shipped: Monograph) -> None:
    for rating in shipped.ratings:
        assert rating.question.endswith("?")
        assert len(rating.short) + len(rating.question) <= 32, rating.key


def test_every_alert_says_whom_to_call_and_its_tick_fits_two_lines(shipped: Monograph) -> None:
    for alert in shipped.alerts:
        assert len(alert.question) <= 70, alert.key
        assert re.search("call|Call|tell|Tell", alert.text)
        assert alert.level == "urgent" or "the emergency number" in alert.text


def test_one_key_of_an_alert_says_the_same_in_every_file() -> None:
    """Who takes two medicines is asked once, and the answer means one thing."""
    first: dict[str, tuple[str, str, str]] = {}
    for monograph in SHIPPED.values():
        for alert in monograph.alerts:
            words = (alert.name, alert.question, alert.text)
            assert first.setdefault(alert.key, words) == words, (monograph.key, alert.key)


def test_the_range_is_said_once(shipped: Monograph) -> None:
    """The page puts the amounts before the words."""
    assert not re.search(r"\d", shipped.daily_range.about)


def test_the_first_step_after_too_much_is_to_call(shipped: Monograph) -> None:
    assert shipped.overdose.what_to_do[0] == "Call the emergency number now."
    assert shipped.overdose.what_to_do == SHIPPED["clonazepam"].overdose.what_to_do, "said once for all of them"


def test_pregnancy_and_driving_are_told(shipped: Monograph) -> None:
    assert {"pregnancy", "driving"} <= {precaution.key for precaution in shipped.precautions}


def test_the_codes_that_are_shipped_are_those_of_the_table() -> None:
    """docs/sources.md says where each was seen. A new code needs its row there first, and a row has its code here."""
    table = (SOURCES.parent / "sources.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| (ATC|RxNorm|SNOMED CT) \| (\w+) \| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    found = {(code.system, code.code, code.display) for each in SHIPPED.values() for code in codes(each)}
    assert found == {(SYSTEMS[system], code, name) for system, code, name in rows}


def test_every_line_of_the_file_has_its_line_in_its_page_of_sources(shipped: Monograph) -> None:
    """That of clonazepam came first, and stands in docs/sources.md in a table of its own kind."""
    if shipped.key == "clonazepam":
        return
    rows = "\n".join(re.findall(r"^\| (.*?) \|", (SOURCES / f"{shipped.key}.md").read_text("utf-8"), re.MULTILINE))
    keys = ["brand_names", "drug_class", "mechanism", "daily_range", "thresholds", "overdose"]
    keys += [part.key for part in (*shipped.forms, *shipped.ratings, *shipped.episodes, *shipped.alerts)]
    keys += [name for name in ("pk", "no_curve", "codes") if getattr(shipped, name)]
    names = [part.name for part in (*shipped.uses, *shipped.precautions, *shipped.interactions)]
    assert [key for key in keys if f"`{key}`" not in rows] == []
    assert [name for name in names if f"{name}\n" not in f"{rows}\n"] == []


def test_a_group_of_two_lists_holds_the_same_medicines() -> None:
    """But for the medicine itself, which is in no list of its own."""
    listed = [(each, group) for each in SHIPPED.values() for group in each.listed]
    first: dict[str, set[str]] = {}
    for monograph, group in listed:
        names = {medicine.name for medicine in group.medicines}
        if group.key == "benzodiazepine" and monograph.drug_class == "Benzodiazepine":
            assert monograph.key not in names
            names.add(monograph.key)
        assert first.setdefault(group.key, names) == names, (monograph.key, group.key)


def test_every_group_of_a_list_has_its_text(shipped: Monograph) -> None:
    assert [group.key for group in shipped.listed if not shipped.told_of(group.key)] == []


def test_of_two_shipped_medicines_that_calm_each_is_told_beside_the_other() -> None:
    """Two benzodiazepines, or one and pregabalin: whichever list has it, the pair is found."""
    calming = [each for each in SHIPPED.values() if each.drug_class == "Benzodiazepine" or each.key == "pregabalin"]
    for one, other in combinations(calming, 2):
        there = (of_monograph(one.key), of_monograph(other.key))
        (pair,) = pairs(there, SHIPPED, date(2026, 11, 23))
        assert pair.about, (one.key, other.key)
