"""The one door: log, edit, delete, put back. Once, whole, and never over what somebody else did meanwhile."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from journal.actions.acting import ActingForPatient
from journal.actions.record import entries as actions
from journal.actions.record.recordings import recording
from journal.core.accounts.accounts import Actor, Patient
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry, search_text
from journal.core.record.episodes import Episode
from journal.core.record.history import Filter
from journal.core.record.symptoms import own_key
from journal.core.values.clock import Moment, local_moment, moment
from journal.core.values.errors import NotFound
from journal.core.values.periods import Period
from journal.store import trends as trends_store
from journal.store.database.database import Database
from journal.store.database.models import Patient as PatientRow
from journal.store.record import entries as store
from journal.store.record.versions import list_versions
from tests.acting import acting
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)
HERE = moment(NOW - timedelta(minutes=1), "Europe/Berlin")
DOSE = Dose(moment=HERE, status="taken", amount=500_000, form="tablet", medicine_id="clonazepam", note="Breakfast")
CHECK_IN = CheckIn(
    moment=HERE,
    day_on=HERE.on,
    ratings=(Rated(effect="drowsiness", severity=3), Rated(effect="dizziness", severity=0)),
    mood=2,
    note="Fell ASLEEP",
)
EPISODE = Episode(moment=HERE, what="seizure", minutes=4, severity=2)


class Record:
    """One patient's record through the actions."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph

    def acting(self, at: datetime = NOW) -> ActingForPatient:
        return acting(self.database, self.patient, at)

    def log(self, detail: object, entry_id: str = "", fingerprint: bytes = b"f") -> str:
        logged = actions.log_entry(self.acting(), entry_id or str(uuid.uuid4()), detail, fingerprint, self.monograph)
        return logged.entry_id

    def edit(self, entry_id: str, version: int, detail: object, now: datetime = NOW) -> None:
        actions.edit_entry(self.acting(now), entry_id, version, detail, self.monograph)  # type: ignore[arg-type]

    def get(self, entry_id: str) -> Entry:
        with self.database.reading() as session:
            return store.get_entry(session, self.patient.id, entry_id)

    def entries(self, **wanted: object) -> list[Entry]:
        with self.database.reading() as session:
            return store.list_entries(session, self.patient.id, Filter(**wanted))  # type: ignore[arg-type]

    def versions(self, entry_id: str) -> list[str]:
        with self.database.reading() as session:
            return [version.change for version in list_versions(session, self.patient.id, entry_id)]

    def symptoms(self) -> dict[str, str]:
        with self.database.reading() as session:
            found = session.get_one(PatientRow, self.patient.id)
            return dict(found.own_symptoms)


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


@pytest.mark.parametrize("detail", [DOSE, CHECK_IN, EPISODE], ids=lambda detail: detail.kind)
def test_what_is_logged_comes_back_as_it_was(record: Record, detail: object) -> None:
    entry = record.get(record.log(detail))
    assert entry.detail == detail
    assert entry.moment == HERE
    assert entry.recorded_at == NOW
    assert (entry.version, entry.edited, entry.deleted) == (1, False, False)


@pytest.mark.parametrize("detail", [DOSE, CHECK_IN, EPISODE], ids=lambda detail: detail.kind)
def test_saving_is_seven_statements_at_most_and_one_commit(record: Record, database: Database, detail: object) -> None:
    with counted(database) as statements:
        record.log(detail)
    assert len(statements) <= 6  # and one more for the patient who asks
    assert statements.commits == 1


def test_the_same_submission_again_changes_nothing(record: Record) -> None:
    entry_id = record.log(DOSE)
    logged = actions.log_entry(record.acting(NOW + timedelta(hours=1)), entry_id, DOSE, b"f", record.monograph)
    assert logged == actions.Logged(entry_id, again=True)
    assert record.get(entry_id).recorded_at == NOW
    assert len(record.entries()) == 1


def test_the_same_id_with_another_content_is_refused_and_shown(record: Record) -> None:
    entry_id = record.log(DOSE)
    with pytest.raises(actions.EntryExists) as caught:
        record.log(EPISODE, entry_id, b"other")
    assert caught.value.entry.detail == DOSE
    assert "nothing was changed" in str(caught.value)
    assert len(record.entries()) == 1


def test_ten_at_once_are_one_entry(record: Record) -> None:
    entry_id = str(uuid.uuid4())

    def log(_: int) -> bool:
        return actions.log_entry(record.acting(), entry_id, CHECK_IN, b"f", record.monograph).again

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(log, range(10))) == [False] + [True] * 9
    assert len(record.entries()) == 1


def test_ten_other_contents_at_once_are_one_entry_and_nine_refusals(record: Record) -> None:
    entry_id = str(uuid.uuid4())

    def log(n: int) -> str:
        try:
            record.log(DOSE.model_copy(update={"amount": 100_000 + n}), entry_id, bytes([n]))
        except actions.EntryExists:
            return "refused"
        return "saved"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(log, range(10))) == ["refused"] * 9 + ["saved"]


def test_each_patient_has_ids_of_their_own(
    record: Record, make_patient: Callable[..., str], database: Database, clonazepam: Monograph
) -> None:
    entry_id = record.log(DOSE)
    other = Record(database, replace(record.patient, id=make_patient("Other")), clonazepam)
    other.log(EPISODE, entry_id, b"hers")
    assert record.get(entry_id).detail == DOSE
    assert other.get(entry_id).detail == EPISODE


def test_an_edit_keeps_what_was_said_before(record: Record) -> None:
    entry_id = record.log(CHECK_IN)
    changed = CHECK_IN.model_copy(update={"ratings": (Rated(effect="memory", severity=1),), "note": ""})
    record.edit(entry_id, 1, changed, NOW + timedelta(hours=1))
    entry = record.get(entry_id)
    assert entry.detail == changed
    assert (entry.version, entry.edited) == (2, True)
    with record.database.reading() as session:
        [before] = list_versions(session, record.patient.id, entry_id)
    assert before.detail == CHECK_IN
    assert (before.version, before.change, before.changed_at) == (1, "edited", NOW + timedelta(hours=1))


def test_saving_what_it_says_already_is_no_edit_whatever_the_version(record: Record) -> None:
    entry_id = record.log(CHECK_IN)
    shuffled = CHECK_IN.model_copy(update={"ratings": tuple(reversed(CHECK_IN.ratings))})
    record.edit(entry_id, 99, shuffled)
    assert record.get(entry_id).version == 1
    assert actions.says_the_same(record.get(entry_id), CHECK_IN)


def test_an_edit_of_the_same_minute_keeps_the_second(record: Record) -> None:
    entry_id = record.log(DOSE)
    minute = moment(HERE.at.replace(second=0), "Europe/Berlin")
    record.edit(entry_id, 1, DOSE.model_copy(update={"moment": minute, "note": "changed"}))
    assert record.get(entry_id).moment == HERE
    other_zone = moment(HERE.at.replace(second=0), "Europe/Paris")
    record.edit(entry_id, 2, DOSE.model_copy(update={"moment": other_zone}))
    assert record.get(entry_id).moment == other_zone


def test_an_edit_of_the_note_moves_nothing_though_the_rules_of_the_zone_changed_since(record: Record) -> None:
    then = Moment(datetime(2026, 11, 20, 6, 0, tzinfo=UTC), "Europe/Berlin", 120)  # 08:00 by the rules of then
    entry_id = record.log(DOSE.model_copy(update={"moment": then}))
    shown = local_moment(datetime(2026, 11, 20, 8, 0), "Europe/Berlin")  # noqa: DTZ001 - a wall time
    record.edit(entry_id, 1, DOSE.model_copy(update={"moment": shown, "note": "changed"}))
    assert record.get(entry_id).moment == then
    same_instant = moment(then.at, "Europe/Berlin")  # another time on the wall: somebody moved it
    record.edit(entry_id, 2, DOSE.model_copy(update={"moment": same_instant}))
    assert record.get(entry_id).moment == same_instant


def test_another_zone_and_the_other_half_past_two_are_moves(record: Record) -> None:
    night = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - a wall time
    first, second = local_moment(night, "Europe/Berlin", fold=False), local_moment(night, "Europe/Berlin", fold=True)
    entry_id = record.log(DOSE.model_copy(update={"moment": first}))
    for version, moved in enumerate((second, first, local_moment(night, "Europe/Paris", fold=False)), start=1):
        record.edit(entry_id, version, DOSE.model_copy(update={"moment": moved}))
        assert record.get(entry_id).moment == moved


def test_an_edit_of_the_same_minute_keeps_the_day_a_check_in_belongs_to(record: Record) -> None:
    day_before = HERE.on - timedelta(days=1)
    entry_id = record.log(CHECK_IN.model_copy(update={"day_on": day_before}))
    minute = moment(HERE.at.replace(second=0), "Europe/Berlin")
    record.edit(entry_id, 1, CHECK_IN.model_copy(update={"moment": minute, "note": "changed"}))
    assert record.get(entry_id).day_on == day_before


def test_an_edit_with_an_old_version_is_refused_and_shows_what_stands(record: Record) -> None:
    entry_id = record.log(DOSE)
    record.edit(entry_id, 1, DOSE.model_copy(update={"amount": 1_000_000}))
    with pytest.raises(actions.EntryChanged) as caught:
        record.edit(entry_id, 1, DOSE.model_copy(update={"amount": 2_000_000}))
    assert caught.value.entry.detail.amount == 1_000_000  # type: ignore[union-attr]


def test_ten_edits_of_one_version_at_once_are_one_edit(record: Record) -> None:
    entry_id = record.log(DOSE)

    def edit(n: int) -> str:
        try:
            record.edit(entry_id, 1, DOSE.model_copy(update={"amount": 1_000_000 + n}))
        except actions.EntryChanged:
            return "refused"
        return "saved"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(edit, range(10))) == ["refused"] * 9 + ["saved"]
    assert record.versions(entry_id) == ["edited"]


def test_editing_needs_the_entry_its_kind_and_its_owner(
    record: Record, make_patient: Callable[..., str], database: Database, clonazepam: Monograph
) -> None:
    entry_id = record.log(DOSE)
    other = Record(database, replace(record.patient, id=make_patient("Other")), clonazepam)
    for change in (
        lambda: record.edit(entry_id, 1, EPISODE),
        lambda: record.edit(str(uuid.uuid4()), 1, DOSE),
        lambda: other.edit(entry_id, 1, DOSE),
        lambda: actions.delete_entry(other.acting(), entry_id),
        lambda: actions.restore_entry(other.acting(), entry_id),
    ):
        with pytest.raises(NotFound):
            change()
    assert record.versions(entry_id) == []


def test_deleting_and_putting_back_happen_once_each(record: Record) -> None:
    entry_id = record.log(CHECK_IN)
    for _ in range(2):
        actions.delete_entry(record.acting(), entry_id)
    assert record.entries() == []
    assert record.get(entry_id).deleted
    with record.database.reading() as session:
        assert not trends_store.read_ratings(session, record.patient.id, Period(HERE.on, HERE.on))
    for _ in range(2):
        actions.restore_entry(record.acting(), entry_id)
    assert record.get(entry_id).detail == CHECK_IN
    assert record.versions(entry_id) == ["restored", "deleted"]


def test_a_deleted_entry_cannot_be_edited(record: Record) -> None:
    entry_id = record.log(DOSE)
    actions.delete_entry(record.acting(), entry_id)
    with pytest.raises(actions.EntryChanged):
        record.edit(entry_id, 2, DOSE)


def test_a_symptom_not_on_the_list_is_remembered_once(record: Record) -> None:
    key = own_key("Itch")
    itchy = CHECK_IN.model_copy(update={"ratings": (Rated(effect=key, severity=2, symptom="Itch"),)})
    entry_id = record.log(itchy)
    assert record.symptoms() == {key: "Itch"}
    record.log(itchy.model_copy(update={"ratings": (Rated(effect=key, severity=2, symptom="ITCH"),)}))
    assert record.symptoms() == {key: "Itch"}
    second = own_key("Ache")
    aching = itchy.model_copy(update={"ratings": (Rated(effect=second, severity=2, symptom="Ache"),)})
    record.edit(entry_id, 1, aching)
    assert record.symptoms() == {key: "Itch", second: "Ache"}
    record.patient = replace(record.patient, own_symptoms=record.symptoms())
    record.edit(entry_id, 2, itchy)
    record.log(aching)
    assert len(record.symptoms()) == 2


def test_two_new_symptoms_at_once_are_both_remembered(record: Record) -> None:
    def log(n: int) -> None:
        word = f"symptom {n}"
        record.log(CHECK_IN.model_copy(update={"ratings": (Rated(effect=own_key(word), severity=1, symptom=word),)}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(log, range(8)))
    assert len(record.symptoms()) == 8


def test_the_search_looks_through_notes_and_names(record: Record) -> None:
    assert search_text(DOSE) == "breakfast"
    assert search_text(EPISODE) == ""
    assert search_text(CHECK_IN) == "fell asleep"
    assert record.entries(search="asleep") == []
    record.log(CHECK_IN)
    record.log(EPISODE)
    assert len(record.entries(search="asleep")) == 1
    assert record.entries(search="schwindel", named=("dizziness",), episodes=("panic_attack",)) == []
    found = record.entries(search="schwindel", named=("drowsiness",), episodes=("seizure",))
    assert {entry.kind for entry in found} == {"check_in", "episode"}


def test_every_change_counts_in_the_revision(record: Record, database: Database) -> None:
    def revision() -> int:
        with database.reading() as session:
            found = session.connection().exec_driver_sql("SELECT revision FROM patient").scalar_one()
        return int(found)

    seen = [revision()]
    entry_id = record.log(DOSE)
    seen.append(revision())
    record.edit(entry_id, 1, DOSE.model_copy(update={"amount": 1_000_000}))
    seen.append(revision())
    actions.delete_entry(record.acting(), entry_id)
    seen.append(revision())
    actions.restore_entry(record.acting(), entry_id)
    seen.append(revision())
    assert seen == sorted(set(seen))


def test_a_change_names_who_made_it_and_stays_in_the_record_it_is_about(record: Record) -> None:
    carer = acting(record.database, record.patient, NOW, actor=Actor("a carer", "Carer"))
    entry_id = actions.log_entry(carer, str(uuid.uuid4()), DOSE, b"f", record.monograph).entry_id
    actions.edit_entry(carer, entry_id, 1, DOSE.model_copy(update={"amount": 1_000_000}), record.monograph)
    actions.delete_entry(carer, entry_id)
    actions.restore_entry(record.acting(), entry_id)
    with record.database.reading() as session:
        versions = list_versions(session, record.patient.id, entry_id)
    assert [(version.change, version.changed_by) for version in versions] == [
        ("restored", record.patient.id),
        ("deleted", "a carer"),
        ("edited", "a carer"),
    ]


def test_many_entries_are_recorded_in_one_transaction_each_knowing_those_before(
    record: Record, database: Database
) -> None:
    """As a file with thousands of them is taken in: one commit, and a symptom named once is known from then on."""
    itch = Rated(effect=own_key("itch"), severity=2, symptom="itch")
    rated = CHECK_IN.model_copy(update={"ratings": (itch,)})
    ids = [str(uuid.uuid4()) for _ in range(3)]
    with counted(database) as statements, recording(record.acting()) as inside:
        for entry_id, detail in zip(ids, (rated, rated, DOSE), strict=True):
            assert not actions.log(inside, entry_id, detail, b"f", record.monograph).again
        assert actions.log(inside, ids[0], rated, b"f", record.monograph).again
        actions.edit(inside, ids[2], 1, DOSE.model_copy(update={"amount": 250_000}), record.monograph)
        actions.delete(inside, ids[1])
    assert statements.commits == 1
    assert {entry.id for entry in record.entries()} == {ids[0], ids[2]}
    assert record.symptoms() == {own_key("itch"): "itch"}


def test_of_a_transaction_that_fails_nothing_is_recorded(record: Record) -> None:
    def log_and_fail() -> None:
        with recording(record.acting()) as inside:
            actions.log(inside, str(uuid.uuid4()), DOSE, b"f", record.monograph)
            actions.delete(inside, str(uuid.uuid4()))

    with pytest.raises(NotFound):
        log_and_fail()
    assert record.entries() == []
