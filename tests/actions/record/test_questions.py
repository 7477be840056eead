"""The questions of the safety rules, met without a form: as values, answered by key, in the transaction that writes."""

import uuid
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest

from journal.actions.acting import ActingForPatient
from journal.actions.record import entries as actions
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail, Entry, Kind
from journal.core.record.history import Filter
from journal.core.safety import check, large_amount
from journal.core.safety.check import Unanswered
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.values.clock import moment
from journal.store.database.database import Database
from journal.store.record import entries as store
from journal.store.safety import alerts
from tests.acting import acting
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def dose(amount: int = 500_000, minutes_ago: int = 0, note: str = "") -> Dose:
    lived = moment(NOW - timedelta(minutes=minutes_ago), BERLIN)
    return Dose(moment=lived, status="taken", amount=amount, form="tablet", medicine_id="clonazepam", note=note)


class Record:
    """One patient's record through the actions, as an import or a program meets them."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph

    def acting(self) -> ActingForPatient:
        return acting(self.database, self.patient, NOW)

    def log(self, detail: Detail, answered: Collection[str] = ()) -> str:
        entry_id = str(uuid.uuid4())
        actions.log_entry(self.acting(), entry_id, detail, b"f", self.monograph, answered)
        return entry_id

    def edit(self, entry_id: str, detail: Detail, answered: Collection[str] = ()) -> None:
        version = self.get(entry_id).version
        actions.edit_entry(self.acting(), entry_id, version, detail, self.monograph, answered)

    def delete(self, entry_id: str) -> None:
        actions.delete_entry(self.acting(), entry_id)

    def get(self, entry_id: str) -> Entry:
        with self.database.reading() as session:
            return store.get_entry(session, self.patient.id, entry_id)

    def count(self) -> int:
        with self.database.reading() as session:
            return store.count_entries(session, self.patient.id, Filter(), 100)

    def told(self, entry_id: str) -> list[str]:
        if self.get(entry_id).deleted:
            return []
        with self.database.reading() as session:
            kept = alerts.list_about(session, self.patient.id, "entry", [entry_id])
        return sorted(alert.rule for alert in kept if alert.struck_at is None)


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def test_an_import_meets_a_question_as_a_value_and_answers_it_by_its_key(record: Record) -> None:
    with pytest.raises(Unanswered) as caught:
        record.log(dose(40_000_000))
    assert caught.value.keys == (large_amount.KEY,)
    assert record.count() == 0
    entry_id = record.log(dose(40_000_000), caught.value.keys)
    assert record.get(entry_id).detail == dose(40_000_000)
    assert record.told(entry_id) == [large_amount.KEY]


def test_an_edit_is_asked_about_as_saving_is(record: Record) -> None:
    entry_id = record.log(dose())
    with pytest.raises(Unanswered):
        record.edit(entry_id, dose(40_000_000))
    assert record.get(entry_id).detail == dose()
    record.edit(entry_id, dose(40_000_000), [large_amount.KEY])
    assert record.told(entry_id) == [large_amount.KEY]
    record.edit(entry_id, dose(2_000_000))
    assert record.told(entry_id) == []


def test_of_a_deleted_entry_nothing_is_told_until_it_is_put_back(record: Record) -> None:
    entry_id = record.log(dose(40_000_000), [large_amount.KEY])
    record.delete(entry_id)
    assert record.told(entry_id) == []
    actions.restore_entry(record.acting(), entry_id)
    assert record.told(entry_id) == [large_amount.KEY]


SOON = timedelta(hours=2)
BOTH = ["double_dose", "soon"]


def _find(detail: Detail | None, known: Context) -> Finding | None:
    last = known.last_taken_at
    if not isinstance(detail, Dose) or last is None or detail.moment.at - last >= SOON:
        return None
    return Finding("caution", {"doses": len(known.doses), "steps": len(known.plan.steps)})


def _words(found: Finding, speaking: Speaking) -> Notice:
    said = f"{found.values['doses']} before, {found.values['steps']} planned"
    return Notice("soon", found.level, (said,), "", "twice")


def _ask(found: Finding, speaking: Speaking) -> Question:
    return Question("soon", "Again?", _words(found, speaking).sentences[0], "No", "Yes")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule somebody adds: it asks about a dose less than two hours after the one before."""
    reads = frozenset[Kind]({"dose"})
    rule = Rule(key="soon", version=1, source="made up", find=_find, words=_words, question=_ask, reads_record=reads)  # type: ignore[arg-type]
    monkeypatch.setattr(check, "RULES", (*check.RULES, rule))


@pytest.mark.usefixtures("soon")
def test_a_rule_knows_the_doses_before_the_entry_and_the_plan(record: Record) -> None:
    times = (time(8),)
    log_step(record.acting(), str(uuid.uuid4()), Step.every_day(NOW.date(), None, times, 500_000, "tablet"))
    record.log(dose(minutes_ago=60 * 24 * 5))
    record.log(dose(minutes_ago=60 * 24))
    first = record.log(dose(minutes_ago=90))
    with pytest.raises(Unanswered, match="3 before, 1 planned"):
        record.log(dose(minutes_ago=10))
    second = record.log(dose(minutes_ago=10), ["soon", "double_dose"])
    assert [record.told(first), record.told(second)] == [[], ["double_dose", "soon"]], "what came later changes nothing"
    record.edit(first, dose(minutes_ago=90, note="with water"))
    record.delete(first)
    assert record.told(second) == ["double_dose", "soon"], "it was so when it was saved"
    record.edit(second, dose(minutes_ago=10, note="with water"))
    assert record.told(second) == [], "an edit asks again"


@pytest.mark.usefixtures("soon")
def test_an_entry_is_never_held_against_itself(record: Record) -> None:
    entry_id = record.log(dose(minutes_ago=90))
    record.edit(entry_id, dose(minutes_ago=10))
    assert record.told(entry_id) == []


@pytest.mark.usefixtures("soon")
def test_of_one_minute_those_recorded_before_count(record: Record) -> None:
    """The clock of the machine stands still: all are recorded at the same instant."""
    first = record.log(dose())
    second, third = (record.log(dose(), ["soon", "double_dose"]) for _ in range(2))
    with pytest.raises(Unanswered, match="3 before"):
        record.log(dose())
    assert [record.told(entry_id) for entry_id in (first, second, third)] == [[], BOTH, BOTH]


@pytest.mark.usefixtures("soon")
def test_of_eight_doses_at_once_the_first_is_saved_and_the_others_are_asked_about(record: Record) -> None:
    def log(_: int) -> bool:
        try:
            record.log(dose())
        except Unanswered:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(log, range(8))) == [False] * 7 + [True]
    assert record.count() == 1


@pytest.mark.usefixtures("soon")
def test_the_record_is_read_only_where_a_rule_looks_at_it_and_then_by_three_statements_at_most(
    record: Record, database: Database
) -> None:
    """What it costs that nothing is found: of a dose the plan, the doses before it and the answers about its day, and
    of the first one of a day what was taken on the days before it. The
    instant at which it was recorded is part of the statement that adds it."""
    check_in = CheckIn(moment=dose().moment, day_on=NOW.date(), mood=3)
    with counted(database) as statements:
        record.log(check_in)
    assert len(statements) == 2, statements
    with counted(database) as statements:
        record.log(dose(minutes_ago=60 * 28))
    assert len(statements) == 6, statements
    assert len([statement for statement in statements if "regimen_step" in statement]) == 1
    counts = []
    for hours_ago in (16, 9, 0):  # the second one is the first of its day, as that one was
        with counted(database) as statements:
            record.log(dose(minutes_ago=60 * hours_ago))
        counts.append(len(statements))
    assert counts == [5, 6, 5], "the first of a day reads what was taken on the days before it"
