"""Alerts: what the rules find in an entry is kept with it, once; an edit strikes it, deleting hides it."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.actions.acting import ActingForPatient
from journal.actions.record import entries as actions
from journal.actions.record.recordings import recording
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import AsNeeded
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety import check, gap, large_amount, very_low_mood
from journal.core.safety.alerts import About, Alert
from journal.core.safety.check import Found
from journal.core.safety.rules import Finding, Question, Rule, Speaking
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.database.database import Database
from journal.store.record import entries as store
from journal.store.safety import alerts
from tests.acting import acting
from tests.conftest import counted

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)
LARGE, LARGER = 40_000_000, 50_000_000
BERLIN = "Europe/Berlin"


def dose(amount: int = 500_000, minutes_ago: int = 0, note: str = "") -> Dose:
    lived = moment(NOW - timedelta(minutes=minutes_ago), BERLIN)
    return Dose(moment=lived, status="taken", amount=amount, form="tablet", medicine_id="clonazepam", note=note)


def check_in(mood: int) -> CheckIn:
    return CheckIn(moment=moment(NOW, BERLIN), day_on=NOW.date(), mood=mood)


class Record:
    """One patient's record, and what is kept of the rules in it."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph
        self.passed = timedelta()

    def acting(self) -> ActingForPatient:
        return acting(self.database, self.patient, NOW + self.passed)

    def log(
        self, detail: Detail, answered: Collection[str] | None = (large_amount.KEY,), entry_id: str | None = None
    ) -> str:
        entry_id = entry_id or str(uuid.uuid4())
        actions.log_entry(self.acting(), entry_id, detail, b"f", self.monograph, answered)
        return entry_id

    def edit(self, entry_id: str, detail: Detail, answered: Collection[str] | None = (large_amount.KEY,)) -> None:
        with self.database.reading() as session:
            version = store.get_entry(session, self.patient.id, entry_id).version
        actions.edit_entry(self.acting(), entry_id, version, detail, self.monograph, answered)

    def of(self, entry_id: str) -> list[Alert]:
        with self.database.reading() as session:
            return alerts.list_about(session, self.patient.id, "entry", [entry_id])

    def shown(self, most: int = 100, **asked: object) -> list[Alert]:
        with self.database.reading() as session:
            return alerts.list_newest(session, self.patient.id, most, **asked)  # type: ignore[arg-type]


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def test_a_question_answered_with_yes_and_what_is_told_are_kept_with_the_entry(record: Record) -> None:
    entry_id = record.log(dose(LARGE))
    (kept,) = record.of(entry_id)
    assert (kept.rule, kept.rule_version, kept.came) == ("large_amount", 1, "answered")
    values: dict[str, int | str] = {"amount": LARGE, "status": "taken", "overdose_above": 20_000_000}
    assert kept.finding == Finding("urgent", values)
    assert kept.about == About("entry", entry_id, NOW.date(), 1, "clonazepam")
    assert (kept.raised_at, kept.raised_by) == (NOW, record.patient.id)
    assert (kept.acknowledged_at, kept.struck_at) == (None, None)
    (told,) = record.of(record.log(check_in(1)))
    assert (told.rule, told.came, told.about.medicine_id) == ("very_low_mood", "told", None)


def test_nothing_is_kept_where_nothing_is_found(record: Record) -> None:
    record.log(dose())
    record.log(check_in(3))
    assert record.shown() == []


def test_where_nobody_can_be_asked_it_is_recorded_and_marked_so(record: Record) -> None:
    entry_id = record.log(dose(LARGE), answered=None)
    assert [alert.came for alert in record.of(entry_id)] == ["not_asked"]
    other = record.log(dose(minutes_ago=180))
    record.edit(other, dose(LARGE, minutes_ago=180), answered=None)
    assert [(alert.came, alert.about.version) for alert in record.of(other)] == [("not_asked", 2)]


def test_the_same_form_twice_keeps_it_once(record: Record) -> None:
    entry_id = record.log(dose(LARGE))
    record.log(dose(LARGE), entry_id=entry_id)
    assert len(record.of(entry_id)) == 1


def test_an_edit_strikes_what_is_no_longer_true_and_leaves_what_is(record: Record) -> None:
    entry_id = record.log(dose(LARGE))
    record.passed = timedelta(hours=1)
    record.edit(entry_id, dose(LARGE, note="with water"))
    (kept,) = record.of(entry_id)
    assert (kept.struck_at, kept.about.version) == (None, 1)
    record.edit(entry_id, dose(500_000))
    (struck,) = record.of(entry_id)
    assert (struck.struck_at, struck.struck_version) == (NOW + record.passed, 3)
    assert struck.finding == kept.finding, "what was said then can still be read"


def test_another_amount_is_another_fact_and_the_first_again_is_the_first(record: Record) -> None:
    entry_id = record.log(dose(LARGE))
    first = record.of(entry_id)[0].id
    acknowledge(record, first)
    record.passed = timedelta(hours=1)
    record.edit(entry_id, dose(LARGER))
    assert [(alert.finding.values["amount"], alert.struck_at is None) for alert in record.of(entry_id)] == [
        (LARGE, False),
        (LARGER, True),
    ]
    record.edit(entry_id, dose(LARGE))
    assert [(alert.id == first, alert.struck_at is None) for alert in record.of(entry_id)] == [
        (True, True),
        (False, False),
    ]
    assert record.of(entry_id)[0].acknowledged_at == NOW, "it was read, and it is the same"


def test_an_entry_that_is_deleted_hides_its_alerts_until_it_is_put_back(record: Record) -> None:
    entry_id = record.log(dose(LARGE))
    week = Period(NOW.date() - timedelta(days=6), NOW.date())
    actions.delete_entry(record.acting(), entry_id)
    assert record.shown() == []
    assert _in_period(record, week) == _open(record) == []
    actions.restore_entry(record.acting(), entry_id)
    assert record.shown() == record.of(entry_id) == _in_period(record, week) == _open(record)
    assert len(record.shown()) == 1


def test_an_edit_that_says_the_same_or_fails_keeps_nothing_new(record: Record) -> None:
    entry_id = record.log(dose(LARGE))
    record.edit(entry_id, dose(LARGE))
    with pytest.raises(actions.EntryChanged):
        actions.edit_entry(record.acting(), entry_id, 9, dose(LARGER), record.monograph, [large_amount.KEY])
    assert len(record.of(entry_id)) == 1


def acknowledge(record: Record, alert_id: str) -> bool:
    with record.database.writing() as session:
        now = NOW + record.passed
        return alerts.acknowledge(session, record.patient.id, alert_id, now, record.patient.id)


def _in_period(record: Record, period: Period, most: int = 100) -> list[Alert]:
    with record.database.reading() as session:
        return alerts.list_in_period(session, record.patient.id, period, most)


def _open(record: Record, since: datetime = NOW) -> list[Alert]:
    with record.database.reading() as session:
        return alerts.list_open(session, record.patient.id, since, 10)


def test_an_alert_is_acknowledged_once(record: Record) -> None:
    (kept,) = record.of(record.log(check_in(1)))
    assert [alert.id for alert in _open(record)] == [kept.id]
    assert _open(record, NOW + timedelta(seconds=1)) == [], "too old to be held up"
    assert acknowledge(record, kept.id)
    record.passed = timedelta(hours=1)
    assert acknowledge(record, kept.id), "again is the same"
    (read,) = record.shown()
    assert (read.acknowledged_at, read.acknowledged_by) == (NOW, record.patient.id)
    assert _open(record) == []
    assert not acknowledge(record, "nobody's")


def test_they_are_read_back_newest_first_by_level_and_by_period(record: Record) -> None:
    low = record.log(check_in(1))
    record.passed = timedelta(minutes=1)
    large = record.log(dose(LARGE, minutes_ago=60 * 24 * 7))
    skipped = record.log(dose(LARGE).model_copy(update={"status": "skipped"}))
    ids = [alert.about.id for alert in record.shown()]
    assert (set(ids[:2]), ids[2]) == ({large, skipped}, low)
    assert [alert.about.id for alert in record.shown(level="note")] == [skipped]
    assert [alert.about.id for alert in record.shown(1)] == ids[:1]
    last = record.shown(1)[0]
    assert [alert.about.id for alert in record.shown(before=(last.raised_at, last.id))] == ids[1:]
    today = Period(NOW.date(), NOW.date())
    assert {alert.about.id for alert in _in_period(record, today)} == {low, skipped}
    assert [alert.about.id for alert in _in_period(record, today, 1)] == [skipped]


def test_what_is_about_no_entry_is_kept_and_struck_in_the_same_way(record: Record) -> None:
    about = About("medicine", "codeine", NOW.date(), medicine_id="codeine")
    found = [Found(very_low_mood.RULE, Finding("caution", {"with": "opioid"}))]
    for _ in range(2):
        _keep(record, about, found)
    (kept,) = record.shown()
    assert (kept.about, kept.came) == (about, "told")
    _keep(record, about, [])
    (struck,) = record.shown()
    assert (struck.struck_at, struck.struck_version) == (NOW, None)


def _keep(record: Record, about: About, found: Sequence[Found]) -> None:
    with record.database.writing() as session:
        alerts.keep(session, record.patient.id, about, found, answered=(), now=NOW, by=record.patient.id)


def test_nobody_reads_or_acknowledges_those_of_another(record: Record, make_patient: Callable[..., str]) -> None:
    entry_id = record.log(check_in(1))
    (kept,) = record.of(entry_id)
    other = replace(record.patient, id=make_patient("Other"))
    stranger = Record(record.database, other, record.monograph)
    assert stranger.of(entry_id) == stranger.shown() == _open(stranger) == []
    assert _in_period(stranger, Period(NOW.date(), NOW.date())) == []
    assert not acknowledge(stranger, kept.id)
    assert record.of(entry_id)[0].acknowledged_at is None


def _fail(*_: object) -> Question:
    raise ValueError("40 mg")


def test_a_rule_or_a_question_that_fails_loses_no_entry(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("caution", {})
    shared = {"version": 1, "source": "made up", "words": very_low_mood.words}
    broken = Rule(key="broken", find=_fail, **shared)  # type: ignore[arg-type]
    dumb = Rule(key="dumb", find=lambda detail, known: found, question=_fail, **shared)  # type: ignore[arg-type]
    monkeypatch.setattr(check, "RULES", (broken, dumb, *check.RULES))
    entry_id = record.log(dose(LARGE))
    assert [(alert.rule, alert.came) for alert in record.of(entry_id)] == [
        ("large_amount", "answered"),
        ("dumb", "not_asked"),
    ], "the more urgent first"


def test_a_gap_is_kept_with_the_dose_that_ends_it(record: Record) -> None:
    record.passed = -timedelta(days=8)
    step = Step.every_day(NOW.date() - timedelta(days=9), None, (time(8),), 500_000, "tablet")
    log_step(record.acting(), str(uuid.uuid4()), step)
    record.passed = timedelta()
    record.log(dose(minutes_ago=41 * 60))
    ends = record.log(dose())
    (kept,) = record.of(ends)
    said = gap.RULE.words(kept.finding, Speaking(record.monograph))
    assert (kept.rule, said.sentences[0]) == ("gap", "No dose was recorded for the 41 hours before this one.")
    again = record.of(record.log(dose(), answered=None))
    assert [alert.rule for alert in again] == ["double_dose"], "the one after it ends none"
    skipped = dose(minutes_ago=60 * 24 * 30).model_copy(update={"status": "skipped"})
    assert record.of(record.log(skipped)) == []


ORDER = AsNeeded(500_000, 1_500_000, 4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(later=st.lists(st.tuples(st.integers(0, 600), st.sampled_from([500_000, LARGE])), max_size=4))
def test_what_a_rule_says_of_an_entry_is_never_changed_by_one_lived_later(
    record: Record, later: list[tuple[int, int]]
) -> None:
    """Whether it was recorded before or after those that were lived after it: the rules find the same."""
    lived = 600
    plan = Step(NOW.date() - timedelta(days=9), None, (), "tablet", as_needed=ORDER)
    log_step(record.acting(), str(uuid.uuid4()), plan)
    with recording(record.acting()) as inside:
        found = inside.check("x", dose(LARGE, lived), record.monograph, None)
        ids = [str(uuid.uuid4()) for _ in later]
        for entry_id, (minutes, amount) in zip(ids, later, strict=True):
            detail = dose(amount, min(minutes, lived - 1))
            actions.log(inside, entry_id, detail, b"f", record.monograph, None)
        assert inside.check("x", dose(LARGE, lived), record.monograph, None) == found
        for entry_id in ids:
            actions.delete(inside, entry_id)


def test_an_edit_reads_the_alerts_once_and_writes_only_what_changes(record: Record, database: Database) -> None:
    entry_id = record.log(dose())
    with counted(database) as statements:
        record.edit(entry_id, dose(note="x"))
    assert len([s for s in statements if "alert" in s]) == 1, statements
