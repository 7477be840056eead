"""The short list of other medicines: found by any word of a name, and no match says nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.interactions import matches, words_of
from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.medicine.together import pairs
from journal.core.values.errors import InvalidMonograph

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
MONOGRAPHS = {"clonazepam": CLONAZEPAM}
TODAY = date(2026, 11, 23)
LIST = DATA / "interactions" / "clonazepam.toml"


def found(*names: str) -> list[tuple[str, str]]:
    return [(match.group.key, match.medicine.name) for match in matches(names, CLONAZEPAM.listed)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("codeine", [("opioid", "codeine")]),
        ("CODEINE 30 mg", [("opioid", "codeine")]),
        ("Codéine", [("opioid", "codeine")]),
        ("Codeine30mg", [("opioid", "codeine")]),
        ("paracetamol/codeine", [("opioid", "codeine")]),
        ("Co-codamol", [("opioid", "codeine")]),
        ("Co\u2011Codamol 8/500", [("opioid", "codeine")]),
        ("cocodamol", [("opioid", "codeine")]),
        ("Tramadol and Amitriptyline", [("opioid", "tramadol"), ("tricyclic", "amitriptyline")]),
        ("Amitriptyline with tramadol", [("opioid", "tramadol"), ("tricyclic", "amitriptyline")]),
        ("St John\u2019s Wort", [("inducer", "st john's wort")]),
        ("sodium valproate", [("valproate", "valproic acid")]),
        ("ｄｉａｚｅｐａｍ", [("benzodiazepine", "diazepam")]),
        ("Codeinex", []),
        ("co codeinamol", []),
        ("acid valproic", []),
        ("Ibuprofen", []),
        ("Морфин", []),
        ("モルヒネ", []),
        ("\U0001f48a", []),
        ("", []),
        ("x" * 500, []),
        ("codeine " * 62 + "ab", [("opioid", "codeine")]),
    ],
)
def test_a_listed_medicine_is_found_by_whole_words(name: str, expected: list[tuple[str, str]]) -> None:
    assert found(name) == expected


def test_of_two_names_either_counts() -> None:
    assert found("Pain tablets", "Codeine") == [("opioid", "codeine")]


@given(st.text(max_size=500))
def test_no_name_breaks_it(name: str) -> None:
    assert words_of(name) == words_of(name.strip())
    assert len(found(name + " codeine")) >= 1


def test_every_group_has_a_text_and_every_text_its_groups() -> None:
    told = [group for each in CLONAZEPAM.interactions for group in each.others]
    assert sorted(told) == sorted(group.key for group in CLONAZEPAM.listed)
    assert all(CLONAZEPAM.told_of(group.key) for group in CLONAZEPAM.listed)
    assert CLONAZEPAM.told_of("sweets") == ""


# Ingredient codes that were checked (CPIC); docs/sources.md says so. No other code is shipped.
CHECKED = """
    21241 3322 6960 7781 7052 7804 2670 4337 10689 6813 448 704 7531 5691 3247 2597 3638 10834 8886 15996 42355 4493
    36437 32937 2556 321988 39786 72625 1455099 42347 11118 266856 8183 2002 28439 195085 121243 4053 61381 5093 2101
"""


def test_the_list_is_the_one_in_the_papers() -> None:
    listed = [medicine for group in CLONAZEPAM.listed for medicine in group.medicines]
    assert len(listed) == 106
    assert sorted(each.rxnorm for each in listed if each.rxnorm) == sorted(re.findall(r"[0-9]+", CHECKED))
    levels = {group.key: group.level for group in CLONAZEPAM.listed}
    assert [key for key, level in levels.items() if level == "urgent"] == [
        *("opioid", "alcohol", "oxybate", "benzodiazepine", "sleeping_pill", "gabapentinoid", "valproate"),
    ]
    assert [key for key, level in levels.items() if level == "note"] == ["antidepressant", "propantheline"]


def test_a_broken_list_is_named_with_its_key(tmp_path: Path) -> None:
    text, lists = LIST.read_text("utf-8"), tmp_path / "interactions"
    lists.mkdir()
    (tmp_path / "clonazepam.toml").write_text((DATA / "clonazepam.toml").read_text("utf-8"), "utf-8")
    for old, new, words in (
        ('level = "urgent"', 'level = "emergency"', "groups.0.level: Input should be"),
        ('name = "morphine"', 'name = "codeine"', "the file as a whole: the medicine 'codeine' stands twice"),
        ('key = "alcohol"', 'key = "opioid"', "the file as a whole: the group 'opioid' stands twice"),
        ('rxnorm = "7052"', 'rxnorm = "C7052"', "groups.0.medicines.0.rxnorm: String should match pattern"),
    ):
        (lists / "clonazepam.toml").write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(InvalidMonograph) as error:
            read_monograph(tmp_path / "clonazepam.toml")
        assert f"{lists / 'clonazepam.toml'}: {words}" in str(error.value)
    (lists / "clonazepam.toml").write_text(text.replace('key = "opioid"', 'key = "strong"'), "utf-8")
    with pytest.raises(InvalidMonograph, match="interactions: Opioids: with: the list beside the file has no 'opioid'"):
        read_monographs(tmp_path)
    (lists / "clonazepam.toml").unlink()
    assert read_monograph(tmp_path / "clonazepam.toml").listed == (), "a file without its list tells of no medicine"


def codeine(name: str = "Codeine", **more: object) -> Medicine:
    return Medicine("c", name, **more)  # type: ignore[arg-type]


def test_pairs_are_of_medicines_that_are_taken_each_once_the_most_serious_first() -> None:
    clonazepam = of_monograph("clonazepam")
    ssri, ended = Medicine("s", "Sertraline"), Medicine("e", "Morphine", ends_on=date(2026, 11, 22))
    found = pairs([ssri, ended, clonazepam, codeine()], MONOGRAPHS, TODAY)
    assert [(pair.known.id, pair.other.id, pair.match.group.level) for pair in found] == [
        ("clonazepam", "c", "urgent"),
        ("clonazepam", "s", "note"),
    ]
    assert found[0].about.startswith("Strong pain medicines")
    assert [pair.other.id for pair in pairs([ssri, clonazepam, codeine()], MONOGRAPHS, TODAY, "s")] == ["s"]
    assert pairs([codeine(), ssri], MONOGRAPHS, TODAY) == ()
    assert pairs([clonazepam], MONOGRAPHS, TODAY) == (), "not with itself"


def test_a_medicine_with_a_monograph_is_found_by_that_name_too_and_a_pair_of_two_lists_is_one() -> None:
    other = CLONAZEPAM.model_copy(update={"key": "diazepam", "name": "Diazepam", "brand_names": ()})
    listing = {**MONOGRAPHS, "diazepam": other}
    mine = Medicine("mine", "Rivotril", monograph="clonazepam")
    both = [mine, Medicine("d", "My evening tablet", monograph="diazepam")]
    (pair,) = pairs(both, listing, TODAY)
    assert (pair.known.id, pair.other.id, pair.match.medicine.name) == ("mine", "d", "diazepam")


def test_the_names_of_the_list_are_spelled_as_they_are_looked_for() -> None:
    for group in CLONAZEPAM.listed:
        for medicine in group.medicines:
            for name in (medicine.name, *medicine.also):
                assert (group.key, medicine.name) in found(name.upper())
