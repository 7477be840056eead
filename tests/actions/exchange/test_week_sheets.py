"""Typing a week sheet in: one transaction, nothing twice, nothing half."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from journal.actions.acting import ActingForPatient
from journal.actions.exchange.week_sheets import SheetChanged, delete_sheet, find_saved, log_sheet, read_week
from journal.actions.record.entries import EntryExists, log_entry
from journal.actions.regimens import log_step
from journal.core.accounts.accounts import Patient
from journal.core.exchange.sheet_forms import SheetContext, read_sheet
from journal.core.exchange.sheet_rows import Said
from journal.core.exchange.week_sheets import week_of
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.doses import Dose
from journal.core.record.history import Filter
from journal.core.safety.check import Unanswered
from journal.core.values.clock import moment
from journal.store.database.database import Database
from journal.store.record import entries as store
from tests.acting import acting
from tests.conftest import NOW

MONDAY = date(2026, 11, 16)
WEEK = week_of(MONDAY)
FORM, OTHER_FORM = (str(uuid.UUID(int=n, version=4)) for n in (1, 2))
DAY = {"all-2026-11-16": "yes", "rating-2026-11-16-drowsiness": "2", "note-2026-11-17": "tired"}


class Sheets:
    """A patient with a plan twice a day, who types sheets in."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph
        self.known = {"clonazepam": monograph, "": monograph}
        self.plan(500_000)

    @property
    def acting(self) -> ActingForPatient:
        return acting(self.database, self.patient, NOW)

    def plan(self, amount: int) -> None:
        step = Step.every_day(MONDAY - timedelta(days=7), None, (time(8), time(20)), amount, "tablet")
        log_step(acting(self.database, self.patient, NOW - timedelta(days=14)), "s1", step)

    def read(self, fields: dict[str, str], form_id: str = FORM) -> tuple[Said, ...]:
        week = read_week(self.acting, WEEK)
        contexts = {"clonazepam": self.patient.form_context(NOW, self.monograph)}
        context = SheetContext(
            NOW,
            self.patient.zones,
            contexts,
            time(4),
            {"drowsiness": "", "memory": ""},
            rated=week.rated,
            saved=find_saved(self.acting, form_id, week.days).keys(),
        )
        return read_sheet(fields, week.days, context)

    def save(self, fields: dict[str, str], form_id: str = FORM, answered: tuple[str, ...] = ()) -> None:
        log_sheet(self.acting, form_id, WEEK, self.read(fields, form_id), self.known, answered)

    def entries(self) -> list[tuple[str, str]]:
        with self.database.reading() as session:
            found = store.list_entries(session, self.patient.id, Filter(), limit=100)
        return sorted((entry.kind, f"{entry.moment.local:%d %H:%M}") for entry in found)


@pytest.fixture
def sheets(database: Database, patient: Patient, clonazepam: Monograph) -> Sheets:
    return Sheets(database, patient, clonazepam)


SAVED = [("check_in", "16 21:00"), ("check_in", "17 21:00"), ("dose", "16 08:00"), ("dose", "16 20:00")]


def test_all_of_a_sheet_is_recorded_at_once(sheets: Sheets) -> None:
    sheets.save(DAY)
    assert sheets.entries() == SAVED
    week = read_week(sheets.acting, WEEK)
    assert [each.is_recorded for each in week.days[0].times] == [True, True]
    assert week.rated == {MONDAY: {"drowsiness": 2}}
    assert sorted(find_saved(sheets.acting, FORM, week.days).values()) == ["check_in", "check_in", "dose", "dose"]


def test_the_same_form_sent_twice_is_recorded_once(sheets: Sheets) -> None:
    sheets.save(DAY)
    sheets.save(DAY)
    assert sheets.entries() == SAVED


def test_the_same_form_with_another_answer_changes_nothing(sheets: Sheets) -> None:
    sheets.save(DAY)
    with pytest.raises(EntryExists):
        sheets.save(DAY | {"dose-clonazepam.202611170700": "taken", "note-2026-11-17": "not so tired"})
    assert sheets.entries() == SAVED


def test_what_another_window_recorded_meanwhile_is_not_recorded_twice(sheets: Sheets) -> None:
    said = sheets.read(DAY)
    at = moment(NOW.replace(day=16, hour=7, minute=10), "Europe/Berlin")
    values = {"moment": at, "status": "taken", "amount": 500_000, "form": "tablet", "medicine_id": "clonazepam"}
    log_entry(sheets.acting, str(uuid.uuid4()), Dose.model_validate(values), b"1" * 32, sheets.monograph)
    with pytest.raises(SheetChanged, match="another window"):
        log_sheet(sheets.acting, FORM, WEEK, said, sheets.known)
    assert sheets.entries() == [("dose", "16 08:10")]


def test_two_windows_rate_a_day_once(sheets: Sheets) -> None:
    said = sheets.read(DAY)
    sheets.save({"rating-2026-11-16-drowsiness": "1"}, OTHER_FORM)
    with pytest.raises(SheetChanged):
        log_sheet(sheets.acting, FORM, WEEK, said, sheets.known)
    assert sheets.entries() == [("check_in", "16 21:00")]


def test_while_a_rule_asks_about_one_dose_nothing_is_saved(sheets: Sheets) -> None:
    large = replace(sheets.read(DAY)[0])
    many = [
        replace(said, detail=said.detail.model_copy(update={"amount": 90_000_000})) if said.key != large.key else said
        for said in sheets.read(DAY | {"all-2026-11-17": "yes"})
        if isinstance(said.detail, Dose)
    ]
    with pytest.raises(Unanswered) as error:
        log_sheet(sheets.acting, FORM, WEEK, many, sheets.known)
    (question,) = error.value.questions
    assert question.sentence.count("90 mg") == 1, "what is asked of three doses alike is asked once"
    assert sheets.entries() == []
    log_sheet(sheets.acting, FORM, WEEK, many, sheets.known, answered=error.value.keys)
    assert len(sheets.entries()) == 4


def test_what_a_form_saved_is_taken_back_in_one_go_and_nothing_else(sheets: Sheets) -> None:
    sheets.save({"note-2026-11-18": "another sheet"}, OTHER_FORM)
    sheets.save(DAY)
    assert delete_sheet(sheets.acting, FORM, WEEK) == 4
    assert sheets.entries() == [("check_in", "18 21:00")]
    assert find_saved(sheets.acting, FORM, read_week(sheets.acting, WEEK).days) == {}
    assert delete_sheet(sheets.acting, FORM, WEEK) == 0


def test_a_form_that_was_taken_back_stays_so_when_it_arrives_again(sheets: Sheets) -> None:
    sheets.save(DAY)
    delete_sheet(sheets.acting, FORM, WEEK)
    sheets.save(DAY)
    assert sheets.entries() == []
