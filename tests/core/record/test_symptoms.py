"""Own symptoms: names compared as people see them, and where a rating belongs after a name was changed or merged."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.checkins import CheckIn, Rated, repeatable
from journal.core.record.settled import settled
from journal.core.record.symptoms import (
    MOST_SYMPTOMS,
    Symptom,
    SymptomGone,
    Symptoms,
    as_typed,
    check_free,
    check_listed,
    check_room,
    find_by_name,
    key_of,
    own_key,
    read_name,
    renamed,
    unrated,
)
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry, NotFound

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
ITCH, RASH, ACHE = (Symptom(own_key(name), name) for name in ("Itch", "Rash", "Ache"))


def known(*symptoms: Symptom) -> Symptoms:
    found = Symptoms()
    for symptom in symptoms:
        found = found.with_(symptom)
    return found


def check_in(*ratings: Rated) -> CheckIn:
    return CheckIn(moment=moment(NOW, "UTC"), day_on=NOW.date(), ratings=ratings)


def rated(symptom: Symptom, severity: int, name: str = "") -> Rated:
    return Rated(effect=symptom.key, severity=severity, symptom=name or symptom.name)


def test_every_state_comes_back_from_how_it_is_stored() -> None:
    symptoms = known(
        replace(ITCH, hidden=True, added=True, former=(("Itsch", "2026-11-23T11:00:00Z"),)),
        replace(RASH, merged_into="drowsiness"),
        replace(ACHE, removed=True),
    )
    again = Symptoms(dict(symptoms), symptoms.states)
    assert again == symptoms
    assert hash(again) == hash(symptoms)
    assert symptoms.states[ACHE.key] == {"removed": True}
    assert symptoms.states[RASH.key] == {"merged_into": "drowsiness"}
    assert known(ITCH).states == {}
    assert known(ITCH) == {ITCH.key: "Itch"}
    assert known(ITCH) != known(replace(ITCH, hidden=True))


def test_the_living_come_first_and_only_they_can_be_chosen() -> None:
    symptoms = known(replace(ACHE, removed=True), replace(RASH, merged_into=ITCH.key), ITCH)
    assert list(symptoms) == [ITCH.key, ACHE.key, RASH.key]
    assert symptoms.choices == {ITCH.key: "Itch"}
    hidden = symptoms.with_(replace(ITCH, hidden=True))
    assert hidden.choices == {ITCH.key: "Itch"}
    assert hidden.rateable == {}
    assert len(hidden.without(ITCH.key)) == 2


def test_only_a_living_one_can_be_changed() -> None:
    symptoms = known(ITCH, replace(RASH, merged_into=ITCH.key), replace(ACHE, removed=True))
    assert symptoms.get_living(ITCH.key) == ITCH
    with pytest.raises(NotFound):
        symptoms.get_living("own_of_somebody_else")
    with pytest.raises(SymptomGone) as merged:
        symptoms.get_living(RASH.key)
    with pytest.raises(SymptomGone) as removed:
        symptoms.get_living(ACHE.key)
    assert (merged.value.into, removed.value.into) == (ITCH.key, "")


def test_a_merger_leads_on_to_the_last_and_a_circle_ends() -> None:
    symptoms = known(
        ITCH, replace(RASH, merged_into=ITCH.key), replace(ACHE, merged_into=RASH.key), Symptom("own_x", "x")
    )
    assert symptoms.present(ACHE.key) == ITCH.key
    assert symptoms.present("drowsiness") == "drowsiness"
    circle = known(replace(ITCH, merged_into=RASH.key), replace(RASH, merged_into=ITCH.key))
    assert circle.present(ITCH.key) in circle


def test_a_symptom_is_found_by_a_name_that_reads_the_same() -> None:
    names = {"own_1": "Can't sleep", "own_2": "Übelkeit"}
    assert find_by_name("can\u2019t  SLEEP", names) == "own_1"
    assert find_by_name("u\u0308belkeit\u200b", names) == "own_2"
    assert find_by_name("itch", names) is None


def test_a_new_name_gets_a_key_of_its_own_though_another_had_the_name_before() -> None:
    names = {own_key("Headache"): "Headache, left"}
    key = key_of("Headache", names)
    assert key not in names
    assert key_of("headache, LEFT", names) == own_key("Headache")
    assert key_of("Headache", {**names, key: "Headache"}) == key
    assert key_of("Nausea", names) == own_key("Nausea")


@pytest.mark.parametrize(
    ("typed", "kept"), [("  Itching \n skin ", "Itching skin"), ("i\u200btch", "i\u200btch"), ("\u200b\u202e", "")]
)
def test_a_name_is_kept_as_it_was_typed_if_it_shows_anything(typed: str, kept: str) -> None:
    assert as_typed(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "Drowsiness",
        "DIZZINESS ",
        "drowsiness and fatigue",
        "Memory",
        "memory problems",
        "Ataxia",
        "drowsy",
        "Low\u00a0mood",
    ],
)
def test_an_effect_of_the_list_is_no_symptom_of_ones_own(name: str) -> None:
    with pytest.raises(InvalidEntry, match="on the list already"):
        check_listed(name, CLONAZEPAM, "new_symptom")
    with pytest.raises(InvalidEntry) as error:
        read_name(name, CLONAZEPAM)
    assert error.value.errors.keys() == {"name"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "a word or two"), ("\u200b", "a word or two"), ("x" * 61, "61 characters"), ("a\x00", "stored")],
)
def test_what_is_no_name_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(InvalidEntry, match=sentence):
        read_name(name, CLONAZEPAM)


def test_a_name_is_read_with_single_spaces() -> None:
    assert read_name(" Itchy  skin ", CLONAZEPAM) == "Itchy skin"


def test_the_name_of_another_one_is_not_free_but_that_of_one_that_is_gone_is() -> None:
    check_free("itch", ITCH, known(ITCH, RASH))
    check_free("Rash", ITCH, known(ITCH, replace(RASH, removed=True)))
    with pytest.raises(InvalidEntry, match="You have “Rash” already"):
        check_free("RASH", ITCH, known(ITCH, RASH))


def test_there_is_room_for_a_hundred() -> None:
    many = known(*(Symptom(f"own_{n}", str(n)) for n in range(MOST_SYMPTOMS - 1)), replace(RASH, removed=True))
    check_room(many, "name")
    with pytest.raises(InvalidEntry, match="room for 100"):
        check_room(many.with_(ITCH), "name")
    with pytest.raises(InvalidEntry, match="room for 100"):
        settled(check_in(rated(ACHE, 1)), many.with_(ITCH), new=True)


def test_the_name_before_stays_readable_with_its_end() -> None:
    anew = renamed(renamed(ITCH, "Itching", NOW), "Itchy skin", NOW)
    assert (anew.key, anew.name) == (ITCH.key, "Itchy skin")
    assert anew.former == (("Itch", "2026-11-23T11:00:00Z"), ("Itching", "2026-11-23T11:00:00Z"))
    assert len({ITCH.version_tag, anew.version_tag, replace(ITCH, hidden=True).version_tag}) == 3


def test_what_came_with_a_check_in_goes_with_its_last_rating_and_what_was_added_stays() -> None:
    assert unrated(known(ITCH), ITCH.key).choices == {}
    stay = known(replace(ITCH, added=True), replace(RASH, merged_into=ITCH.key))
    assert unrated(unrated(unrated(stay, ITCH.key), RASH.key), "own_unknown") == stay


def test_a_new_symptom_is_added_and_its_rating_carries_its_name() -> None:
    found, symptoms = settled(check_in(Rated(effect="memory", severity=1), rated(ITCH, 2)), Symptoms(), new=True)
    assert symptoms == known(ITCH)
    assert found.ratings == (Rated(effect="memory", severity=1), rated(ITCH, 2))


def test_a_rating_without_a_name_gets_the_one_that_is_known() -> None:
    found, symptoms = settled(check_in(Rated(effect=ITCH.key, severity=2)), known(ITCH), new=True)
    assert found.ratings == (rated(ITCH, 2),)
    assert symptoms == known(ITCH)
    _, symptoms = settled(check_in(Rated(effect=ITCH.key, severity=2)), Symptoms(), new=True)
    assert symptoms == {ITCH.key: ITCH.key}


def test_one_that_was_added_meanwhile_under_another_key_is_the_same() -> None:
    other = Symptom("own_other", "ITCH")
    found, symptoms = settled(check_in(rated(ITCH, 2)), known(other), new=True)
    assert found.ratings == (rated(other, 2),)
    assert symptoms == known(other)


@pytest.mark.parametrize(("itch", "rash", "worse"), [(1, 3, 3), (3, 1, 3), (0, 0, 0)])
def test_what_was_merged_is_rated_under_the_other_one_and_the_worse_stands(itch: int, rash: int, worse: int) -> None:
    symptoms = known(ITCH, replace(RASH, merged_into=ITCH.key))
    found, after = settled(check_in(rated(RASH, rash), rated(ITCH, itch)), symptoms, new=True)
    assert found.ratings == (rated(ITCH, worse),)
    assert after == symptoms


def test_a_symptom_that_was_merged_into_the_list_is_rated_there() -> None:
    symptoms = known(replace(RASH, merged_into="drowsiness"))
    found, after = settled(check_in(rated(RASH, 3), Rated(effect="drowsiness", severity=1)), symptoms, new=True)
    assert found.ratings == (Rated(effect="drowsiness", severity=3),)
    assert after == symptoms


def test_rating_one_that_is_gone_brings_it_back_and_a_new_check_in_asks_again() -> None:
    gone = known(replace(ITCH, removed=True, hidden=True))
    assert settled(check_in(rated(ITCH, 1)), gone, new=True)[1] == known(ITCH)
    assert settled(check_in(rated(ITCH, 1)), gone, new=False)[1] == known(replace(ITCH, hidden=True))


def test_same_as_last_time_does_not_repeat_what_is_hidden() -> None:
    last = check_in(Rated(effect="memory", severity=1), rated(ITCH, 2), rated(RASH, 3))
    again = repeatable(last, known(replace(ITCH, hidden=True), RASH))
    assert again is not None
    assert [r.effect for r in again.ratings] == ["memory", RASH.key]
    assert repeatable(check_in(rated(ITCH, 2)), known(replace(ITCH, hidden=True))) is None
