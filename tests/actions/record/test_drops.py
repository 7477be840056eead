"""Much less than usual for two days, in a record: kept with one dose, whatever is written down late, and cheap to ask.

There are 1 mg at 08:00 and at 20:00 from the first to the fourteenth of November, and then a quarter of it.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest

from journal.actions.acting import ActingForPatient
from journal.actions.record import entries as actions
from journal.actions.record.recordings import recording
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import Patient
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.quiet_days import QuietDays
from journal.core.safety import drop
from journal.core.safety.alerts import Alert
from journal.core.safety.check import askable
from journal.core.safety.rules import DayTaken
from journal.core.values.clock import moment
from journal.store.database.database import Database
from journal.store.record import entries as store
from journal.store.safety import alerts
from journal.store.safety.days_before import DaysBefore, read_days_before
from tests.acting import acting
from tests.conftest import counted

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MG = 1_000_000
TAKEN = "clonazepam", "another one"


def at(on: int, hour: int) -> datetime:
    """That hour of a day of November in Berlin."""
    return datetime(2026, 11, on, hour - 1, tzinfo=UTC)


def dose(on: int, hour: int, amount: int = MG, status: str = "taken") -> Dose:
    said = {"status": status, "amount": amount, "form": "tablet", "medicine_id": "clonazepam"}
    return Dose.model_validate({"moment": moment(at(on, hour), BERLIN), **said})


class Record:
    """One patient's record of three weeks."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph

    def acting(self) -> ActingForPatient:
        return acting(self.database, self.patient, NOW)

    def log(self, detail: Dose | CheckIn | QuietDays) -> str:
        entry_id = str(uuid.uuid4())
        actions.log_entry(self.acting(), entry_id, detail, b"f", self.monograph, askable())
        return entry_id

    def log_days(self, first: int, last: int, amount: int) -> None:
        with recording(self.acting()) as inside:
            for on in range(first, last + 1):
                for hour in (8, 20):
                    detail = dose(on, hour, amount)
                    actions.log(inside, str(uuid.uuid4()), detail, b"f", self.monograph, None)

    def edit(self, entry_id: str, detail: Dose) -> None:
        with self.database.reading() as session:
            version = store.get_entry(session, self.patient.id, entry_id).version
        actions.edit_entry(self.acting(), entry_id, version, detail, self.monograph, askable())

    def drops(self) -> list[Alert]:
        with self.database.reading() as session:
            found = alerts.list_newest(session, self.patient.id, 50)
        return [each for each in found if each.rule == drop.KEY and each.struck_at is None]

    def days(self, on: int, days: int, until: datetime, but: str = "") -> DaysBefore:
        with self.database.reading() as session:
            return read_days_before(session, self.patient.id, TAKEN, date(2026, 11, on), days, until, but)


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    found = Record(database, patient, clonazepam)
    step = Step.every_day(date(2026, 11, 1), None, (time(8), time(20)), MG, "tablet")
    log_step(found.acting(), str(uuid.uuid4()), step)
    found.log_days(1, 14, MG)
    return found


def test_it_is_kept_once_with_the_first_dose_after_the_two_days(record: Record) -> None:
    record.log_days(15, 16, 250_000)
    assert record.drops() == []
    first = record.log(dose(17, 8, 250_000))
    (kept,) = record.drops()
    assert (kept.about.id, kept.about.day_on, kept.came) == (first, date(2026, 11, 17), "told")
    assert (kept.finding.number("total"), kept.finding.number("usual")) == (MG, 4 * MG)
    record.log(dose(17, 20, 250_000))
    record.log_days(18, 19, 250_000)
    assert record.drops() == [kept], "it lasts, and it is the same"


def test_a_dose_written_down_late_for_that_day_does_not_keep_it_once_more(record: Record) -> None:
    record.log_days(15, 16, 250_000)
    first = record.log(dose(17, 20, 250_000))
    late = record.log(dose(17, 8, 250_000))
    assert [each.about.id for each in record.drops()] == [first]
    record.edit(late, dose(17, 9, 250_000))
    assert [each.about.id for each in record.drops()] == [first]
    actions.delete_entry(record.acting(), first)
    record.edit(late, dose(17, 10, 250_000))
    assert [each.about.id for each in record.drops()] == [late], "what stood for it is gone"


def test_what_was_forgotten_and_is_logged_strikes_it_with_the_next_edit(record: Record) -> None:
    record.log_days(15, 16, 250_000)
    first = record.log(dose(17, 8, 250_000))
    record.log(dose(16, 21, 3 * MG))
    assert len(record.drops()) == 1, "it says what was there when it was told"
    record.edit(first, dose(17, 9, 250_000))
    assert record.drops() == []


def test_what_was_lived_later_changes_nothing_of_it(record: Record) -> None:
    record.log_days(15, 16, 250_000)
    with recording(record.acting()) as inside:
        found = inside.check("x", dose(17, 8, 250_000), record.monograph, None)
        for on, hour in ((17, 9), (17, 21), (18, 8)):
            actions.log(inside, str(uuid.uuid4()), dose(on, hour, 4 * MG), b"f", record.monograph, None)
        assert inside.check("x", dose(17, 8, 250_000), record.monograph, None) == found
    assert [each.rule.key for each in found] == [drop.KEY]


def test_days_have_what_was_taken_until_an_instant_and_an_entry_of_any_kind_makes_one(record: Record) -> None:
    record.log(CheckIn(moment=moment(at(15, 12), BERLIN), day_on=date(2026, 11, 15), mood=3))
    record.log(dose(16, 8, status="skipped"))
    record.log(QuietDays(moment=moment(at(17, 12), BERLIN), first_on=date(2026, 11, 17), last_on=date(2026, 11, 17)))
    gone = record.log(dose(18, 8))
    actions.delete_entry(record.acting(), gone)
    assert record.days(18, 5, at(19, 8)).of("clonazepam") == {
        date(2026, 11, 13): DayTaken(2 * MG, (at(13, 8), at(13, 20))),
        date(2026, 11, 14): DayTaken(2 * MG, (at(14, 8), at(14, 20))),
        date(2026, 11, 15): DayTaken(),
        date(2026, 11, 16): DayTaken(),
    }, "days that were said to be quiet, and a deleted dose, make none"
    assert record.days(14, 0, at(14, 20)) == DaysBefore(), "nothing is read"
    assert record.days(14, 1, at(14, 20)).of("clonazepam")[date(2026, 11, 14)] == DayTaken(MG, (at(14, 8), at(14, 8)))
    kept = record.log(dose(15, 13))
    assert record.days(15, 1, at(15, 14), kept).of("clonazepam")[date(2026, 11, 15)] == DayTaken()
    assert record.days(15, 1, at(15, 14)).of("another one")[date(2026, 11, 15)] == DayTaken()
    with record.database.reading() as session:
        of_none = read_days_before(session, record.patient.id, (), date(2026, 11, 14), 1, at(14, 20))
    assert of_none == DaysBefore({date(2026, 11, 13), date(2026, 11, 14)}, {}), "what nobody asks for is no total"


def test_it_is_one_statement_however_long_the_record_and_reads_its_days_alone(
    record: Record, database: Database
) -> None:
    with database.reading() as session, counted(database) as statements:
        read_days_before(session, record.patient.id, TAKEN, date(2026, 11, 14), 17, at(14, 20))
    assert len(statements) == 1
    if database.engine.dialect.name == "sqlite":
        with database.reading() as session:
            asked = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statements[0]}", (None,) * statements[0].count("?")
            )
            plan = " ".join(str(row) for row in asked)
        assert "day_on>? AND day_on<?" in plan, plan


def test_nobody_elses_doses_are_in_it(record: Record, make_patient: object) -> None:
    stranger = make_patient("Other")  # type: ignore[operator]
    with record.database.reading() as session:
        found = read_days_before(session, stranger, TAKEN, date(2026, 11, 14), 17, NOW + timedelta(days=1))
    assert found == DaysBefore(set(), {})
