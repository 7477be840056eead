"""Own symptoms: added, renamed, hidden, merged and removed once, whatever happens at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from journal.actions.record import entries, symptoms
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.symptoms import SymptomChanged, SymptomGone, SymptomRated, Symptoms, own_key
from journal.core.values.errors import InvalidEntry, NotFound
from journal.store.database.database import Database
from journal.store.database.models import Patient
from journal.store.record import symptoms as store
from tests.actions.record.test_entries import CHECK_IN, NOW, Record

ITCH, RASH, ACHE = own_key("Itch"), own_key("Rash"), own_key("Ache")
LATER = NOW + timedelta(hours=1)


class Symptomatic(Record):
    """A record, and what is done to its symptoms."""

    def rate(self, *, fingerprint: bytes = b"f", **severities: int) -> str:
        ratings = tuple(
            Rated(effect=own_key(name), severity=severity, symptom=name)
            if name[0].isupper()
            else Rated(effect=name, severity=severity)
            for name, severity in severities.items()
        )
        return self.log(CHECK_IN.model_copy(update={"ratings": ratings}), fingerprint=fingerprint)

    def known(self) -> Symptoms:
        with self.database.reading() as session:
            row = session.get_one(Patient, self.patient.id)
            return Symptoms(row.own_symptoms, row.symptom_states)

    def seen(self) -> None:
        """Load a page: the patient knows what is there."""
        self.patient = replace(self.patient, own_symptoms=self.known())

    def add(self, name: str) -> str:
        return symptoms.add_symptom(self.acting(), name).key

    def rename(self, key: str, name: str, seen: str) -> None:
        symptoms.rename_symptom(self.acting(), key, name, seen)

    def hide(self, key: str, *, asked: bool = False) -> None:
        symptoms.ask_for_symptom(self.acting(), key, asked=asked)

    def merger(self, key: str, into: str) -> symptoms.Merger:
        self.seen()
        return symptoms.find_merger(self.acting(), self.monograph, key, into)

    def merge(self, key: str, into: str, seen: str = "") -> None:
        seen = seen or self.merger(key, into).version_tag
        symptoms.merge_symptoms(self.acting(LATER), self.monograph, key, into, seen)

    def remove(self, key: str) -> None:
        symptoms.remove_symptom(self.acting(), key)

    def delete(self, entry_id: str) -> None:
        entries.delete_entry(self.acting(), entry_id)

    def restore(self, entry_id: str) -> None:
        entries.restore_entry(self.acting(), entry_id)

    def rated(self, entry_id: str) -> dict[str, int]:
        detail = self.get(entry_id).detail
        assert isinstance(detail, CheckIn)
        return {rating.effect: rating.severity for rating in detail.ratings}


@pytest.fixture
def record(database: Database, patient, clonazepam: Monograph) -> Symptomatic:  # type: ignore[no-untyped-def]
    return Symptomatic(database, patient, clonazepam)


def version_tag(record: Symptomatic, key: str) -> str:
    return record.known().get_living(key).version_tag


# Undo


def test_undo_takes_the_symptom_away_that_came_with_the_entry_and_putting_back_brings_it_back(
    record: Symptomatic,
) -> None:
    entry_id = record.rate(Itch=2)
    assert record.known().rateable == {ITCH: "Itch"}
    record.delete(entry_id)
    assert record.known().choices == {}
    assert record.known() == {ITCH: "Itch"}  # the deleted entry is still told with its name
    record.restore(entry_id)
    assert record.known().rateable == {ITCH: "Itch"}
    assert record.rated(entry_id) == {ITCH: 2}


def test_a_symptom_another_check_in_rates_stays(record: Symptomatic) -> None:
    first, second = record.rate(Itch=2), record.rate(Itch=0)
    record.delete(first)
    assert record.known().rateable == {ITCH: "Itch"}
    record.delete(second)
    assert record.known().rateable == {}


def test_one_that_was_added_on_its_page_stays_when_a_rating_is_undone(record: Symptomatic) -> None:
    record.add("Itch")
    record.delete(record.rate(Itch=1))
    assert record.known().rateable == {ITCH: "Itch"}


def test_an_edit_that_takes_the_last_rating_takes_it_away_and_another_brings_it_back(record: Symptomatic) -> None:
    entry_id = record.rate(Itch=2, drowsiness=1)
    with_itch = record.get(entry_id).detail
    assert isinstance(with_itch, CheckIn)
    record.edit(entry_id, 1, with_itch.model_copy(update={"ratings": (Rated(effect="drowsiness", severity=1),)}))
    assert record.known().rateable == {}
    record.edit(entry_id, 2, with_itch)
    assert record.known().rateable == {ITCH: "Itch"}


def test_undo_after_a_rename_brings_it_back_under_the_new_name(record: Symptomatic) -> None:
    entry_id = record.rate(Itch=2)
    record.rename(ITCH, "Itchy skin", version_tag(record, ITCH))
    record.delete(entry_id)
    record.restore(entry_id)
    assert record.known().rateable == {ITCH: "Itchy skin"}


# Adding


def test_two_tabs_add_the_same_symptom_at_once(record: Symptomatic) -> None:
    def rate(n: int) -> str:
        return record.rate(fingerprint=b"%d" % n, **{("Itch", "ITCH", "Itch\u200b")[n % 3]: n % 5})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(rate, range(6)))
    assert list(record.known().rateable) == [ITCH]


def test_it_is_added_once_and_a_page_says_so(record: Symptomatic) -> None:
    assert record.add("Can\u2019t sleep") == own_key("can't sleep")
    with pytest.raises(InvalidEntry, match="“Can\u2019t sleep” is on your list already"):
        record.add("can't  SLEEP")
    assert len(record.known()) == 1


def test_adding_one_that_is_hidden_or_was_removed_asks_for_it_again(record: Symptomatic) -> None:
    record.rate(Itch=1)
    record.hide(ITCH)
    assert record.add("itch") == ITCH
    assert record.known().rateable == {ITCH: "Itch"}
    entry_id = record.rate(Rash=1)
    record.delete(entry_id)
    assert record.add("rash") == RASH
    assert record.known().rateable == {ITCH: "Itch", RASH: "Rash"}


def test_adding_what_was_merged_into_the_list_is_refused(record: Symptomatic) -> None:
    record.add("Sleepy")
    record.merge(own_key("Sleepy"), "drowsiness")
    with pytest.raises(InvalidEntry, match="on your list already"):
        record.add("sleepy")


# Renaming


def test_a_new_name_is_shown_and_found_everywhere_and_the_old_one_is_told(record: Symptomatic) -> None:
    record.rate(Itch=1)
    record.rename(ITCH, "Itchy skin", version_tag(record, ITCH))
    assert record.known().rateable == {ITCH: "Itchy skin"}
    assert record.known().get_living(ITCH).former[0][0] == "Itch"
    assert len(record.entries(search="itchy", named=(ITCH,))) == 1
    assert len(record.entries(search="rash", named=(RASH,))) == 0


def test_a_name_that_was_given_away_makes_a_symptom_of_its_own(record: Symptomatic) -> None:
    record.rate(Itch=1)
    record.rename(ITCH, "Itch, left", version_tag(record, ITCH))
    record.seen()
    key = record.add("Itch")
    assert key != ITCH
    assert record.known().rateable == {ITCH: "Itch, left", key: "Itch"}


def test_a_rename_over_another_one_is_refused_and_the_same_twice_is_once(record: Symptomatic) -> None:
    record.add("Itch")
    seen = version_tag(record, ITCH)
    record.rename(ITCH, "Itchy", seen)
    record.rename(ITCH, "Itchy", seen)
    assert len(record.known().get_living(ITCH).former) == 1
    with pytest.raises(SymptomChanged) as changed:
        record.rename(ITCH, "Itching", seen)
    assert changed.value.symptom.name == "Itchy"
    record.add("Rash")
    with pytest.raises(InvalidEntry, match="You have “Rash” already"):
        record.rename(ITCH, "RASH", version_tag(record, ITCH))
    with pytest.raises(NotFound):
        record.rename("own_0", "x", "")


def test_two_windows_rename_at_once_and_one_is_told(record: Symptomatic) -> None:
    record.add("Itch")
    seen = version_tag(record, ITCH)

    def rename(n: int) -> bool:
        try:
            record.rename(ITCH, f"Itch {n}", seen)
        except SymptomChanged:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(rename, range(4))) == [False, False, False, True]


# Hiding


def test_what_is_hidden_stays_in_the_record_and_a_new_check_in_that_rates_it_asks_again(record: Symptomatic) -> None:
    entry_id = record.rate(Itch=3)
    record.hide(ITCH)
    record.hide(ITCH)
    assert (record.known().rateable, record.known().choices) == ({}, {ITCH: "Itch"})
    assert record.rated(entry_id) == {ITCH: 3}
    record.rate(Itch=1)
    assert record.known().rateable == {ITCH: "Itch"}
    record.hide(ITCH)
    record.hide(ITCH, asked=True)
    assert record.known().rateable == {ITCH: "Itch"}


# Merging


def test_a_merger_says_first_what_it_would_do(record: Symptomatic) -> None:
    for severities in ({"Itch": 1}, {"Itch": 1, "Rash": 2}, {"Rash": 1}):
        record.rate(**severities)
    merger = record.merger(ITCH, RASH)
    assert (merger.symptom.name, merger.into_name, merger.check_ins, merger.both) == ("Itch", "Rash", 2, 1)
    assert record.merger(ITCH, "drowsiness").into_name == "Drowsiness"
    for into in (ITCH, "own_0", "levitation", ""):
        with pytest.raises(InvalidEntry, match="the same as"):
            record.merger(ITCH, into)
    with pytest.raises(NotFound):
        record.merger("own_0", RASH)


def test_two_become_one_the_worse_stands_and_versions_keep_what_was_said(record: Symptomatic) -> None:
    alone, milder, worse, other = (
        record.rate(Itch=1),
        record.rate(Itch=1, Rash=3),
        record.rate(Itch=4, Rash=0, drowsiness=1),
        record.rate(Rash=2),
    )
    record.merge(ITCH, RASH)
    assert [record.rated(entry_id) for entry_id in (alone, milder, worse, other)] == [
        {RASH: 1}, {RASH: 3}, {RASH: 4, "drowsiness": 1}, {RASH: 2},
    ]  # fmt: skip
    assert record.known().choices == {RASH: "Rash"}
    assert record.versions(worse) == ["merged"]
    assert record.versions(other) == []
    with record.database.reading() as session:
        from journal.store.record.versions import list_versions

        (version,) = list_versions(session, record.patient.id, worse)
    assert {r.effect: r.severity for r in version.detail.ratings} == {ITCH: 4, RASH: 0, "drowsiness": 1}  # type: ignore[union-attr]
    assert version.changed_at == LATER
    assert not record.get(worse).edited  # what was said was not changed by hand
    record.rate(Itch=2)
    assert record.known().choices == {RASH: "Rash"}


def test_the_same_merger_twice_is_one_and_a_merged_one_cannot_be_changed(record: Symptomatic) -> None:
    entry_id = record.rate(Itch=1)
    record.add("Rash")
    seen = record.merger(ITCH, RASH).version_tag
    record.merge(ITCH, RASH, seen)
    record.merge(ITCH, RASH, seen)
    assert record.versions(entry_id) == ["merged"]
    acts: list[Callable[[], None]] = [
        lambda: record.rename(ITCH, "x", ""),
        lambda: record.hide(ITCH),
        lambda: record.merge(ITCH, "memory", seen),
        lambda: record.remove(ITCH),
    ]
    for act in acts:
        with pytest.raises(SymptomGone):
            act()


def test_what_changed_meanwhile_is_asked_about_again(record: Symptomatic) -> None:
    record.rate(Itch=1)
    record.add("Rash")
    seen = record.merger(ITCH, RASH).version_tag
    record.rename(RASH, "Rash on the arm", version_tag(record, RASH))
    with pytest.raises(SymptomChanged):
        record.merge(ITCH, RASH, seen)
    assert len(record.known().choices) == 2


def test_a_form_opened_before_a_merger_is_saved_under_the_other_one(record: Symptomatic) -> None:
    entry_id = record.rate(Itch=1)
    record.rate(Rash=1)
    before = record.get(entry_id).detail
    assert isinstance(before, CheckIn)
    record.merge(ITCH, RASH)
    record.edit(entry_id, 1, before)  # nothing was changed in it: it says what the merged one says
    with pytest.raises(entries.EntryChanged):
        record.edit(entry_id, 1, before.model_copy(update={"note": "more"}))
    record.edit(entry_id, 2, before.model_copy(update={"note": "more"}))
    assert record.rated(entry_id) == {RASH: 1}
    again = record.log(before.model_copy(update={"ratings": (Rated(effect=ITCH, severity=3),)}), fingerprint=b"g")
    assert record.rated(again) == {RASH: 3}


def test_an_entry_deleted_before_a_merger_comes_back_under_the_other_one(record: Symptomatic) -> None:
    entry_id = record.rate(Itch=3, Rash=1)
    record.rate(Itch=1, Rash=1)
    record.delete(entry_id)
    record.merge(ITCH, RASH)
    record.restore(entry_id)
    assert record.rated(entry_id) == {RASH: 3}


def test_a_long_record_is_merged_in_batches(record: Symptomatic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "A_BATCH", 2)
    ids = [record.rate(Itch=n % 5, Rash=1) for n in range(5)]
    record.merge(ITCH, RASH)
    assert [record.rated(entry_id) for entry_id in ids] == [{RASH: max(1, n % 5)} for n in range(5)]
    assert [record.versions(entry_id) for entry_id in ids] == [["merged"]] * 5


# Removing


def test_only_what_no_check_in_rates_is_removed(record: Symptomatic) -> None:
    record.rate(Itch=0)
    with pytest.raises(SymptomRated, match="“Itch” is rated"):
        record.remove(ITCH)
    record.add("Ache")
    record.remove(ACHE)
    assert record.known() == {ITCH: "Itch"}  # nothing speaks of it, so nothing keeps its name
    with pytest.raises(NotFound):
        record.remove(ACHE)


def test_the_name_of_one_that_earlier_versions_speak_of_stays(record: Symptomatic) -> None:
    record.add("Itch")
    record.delete(record.rate(Itch=1))
    record.remove(ITCH)
    record.remove(ITCH)
    assert record.known() == {ITCH: "Itch"}
    assert record.known().choices == {}
    record.add("Ache")
    record.add("Rash")
    record.merge(RASH, ACHE)
    record.remove(ACHE)
    assert record.known().find(ACHE) is not None  # what was merged into it leads there
    record.rate(Rash=2)
    assert record.known().choices == {ACHE: "Ache"}


def test_nothing_of_another_patient_is_touched(
    record: Symptomatic, make_patient: Callable[..., str], clonazepam: Monograph
) -> None:
    other = Symptomatic(record.database, replace(record.patient, id=make_patient("Other")), clonazepam)
    theirs = other.rate(Itch=4, Rash=1)
    record.rate(Itch=1, Rash=2)
    record.merge(ITCH, RASH)
    assert other.rated(theirs) == {ITCH: 4, RASH: 1}
    assert other.versions(theirs) == []
    assert other.known().rateable == {ITCH: "Itch", RASH: "Rash"}
