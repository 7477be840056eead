"""The charts of an archive of several medicines: those of each, under names that every machine can write."""

import io
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from zipfile import ZipFile

import pytest

from journal.actions import medicines, regimens
from journal.actions.exchange import pictures
from journal.actions.exchange.exports import Archive, Wanted, export_everything
from journal.actions.record.entries import log_entry
from journal.core.accounts.accounts import Patient
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.values.clock import moment
from journal.store.database.database import Database
from tests.acting import acting
from tests.conftest import NOW

SYRUP, DROPS, TEA = (
    Medicine("a-syrup", "Syrup 5 % (évening)", unit="ml"),
    Medicine("b-drops", "قطرات", unit="drops"),
    Medicine("c-tea", "Tea", unit="pieces"),
)
EFFECTS = (("drowsiness", "Drowsiness"),)
DAYS = 20


class Record:
    """A patient with several medicines, written through the same doors as everything else."""

    def __init__(self, database: Database, patient: Patient, monograph: Monograph) -> None:
        self.database, self.patient, self.monograph = database, patient, monograph

    def add(self, *taken: Medicine) -> None:
        for medicine in taken:
            medicines.add_medicine(acting(self.database, self.patient, NOW), medicine, {"clonazepam": self.monograph})
        self.patient = replace(self.patient, medicines=(*self.patient.medicines, *taken))

    def log(self, detail: Detail) -> None:
        log_entry(acting(self.database, self.patient, NOW), str(uuid.uuid4()), detail, b"f", self.monograph)

    def live(self, *medicine_ids: str, days: int = DAYS) -> None:
        for n in range(days):
            at = moment(NOW - timedelta(days=n), "Europe/Berlin")
            self.log(CheckIn(moment=at, day_on=at.on, ratings=(Rated(effect="drowsiness", severity=n % 3),)))
            for medicine_id in medicine_ids:
                self.log(Dose(moment=at, status="taken", amount=1_000_000, form="", medicine_id=medicine_id))

    def plan(self, medicine_id: str, starts_on: date, amount: int) -> None:
        step = Step.every_day(starts_on, None, (time(8),), amount, "")
        who = acting(self.database, self.patient, NOW - timedelta(days=DAYS))
        regimens.log_step(who, str(uuid.uuid4()), step, medicine_id=medicine_id)

    def draw(self) -> tuple[list[str], Sequence[str]]:
        """The names of the pictures, and which medicines were left out."""
        made = io.BytesIO()
        called = {"clonazepam": "Clonazepam"} | {each.id: each.name or "" for each in self.patient.medicines[1:]}
        with Archive(made, NOW, "all") as archive:
            drawn = pictures.Pictures(archive, called, ())
            pictures.add_charts(drawn, acting(self.database, self.patient, NOW), EFFECTS)
        assert drawn.missing == {}
        names = [name.removeprefix("all/charts/") for name in ZipFile(made).namelist() if "charts/" in name]
        return sorted(names), tuple(drawn.left_out)


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def doses_of(names: list[str]) -> list[str]:
    """Those of the doses charts."""
    return [name for name in names if name.startswith("doses")]


ALONE = ["calendar.svg", "charts.pdf", "doses.svg", "severity.svg"]


def test_each_medicine_with_doses_has_its_chart_under_a_safe_name(record: Record) -> None:
    record.add(SYRUP, DROPS, TEA)
    record.live("clonazepam", SYRUP.id, DROPS.id)
    names, left_out = record.draw()
    assert names == sorted([*ALONE, "doses-syrup-5-evening.svg", "doses-medicine-3.svg"])
    assert left_out == (), "tea was never taken"


def test_where_the_dose_of_another_changed_the_severities_stand_over_it_too(record: Record) -> None:
    record.add(SYRUP)
    record.plan(SYRUP.id, NOW.date() - timedelta(days=DAYS), 1_000_000)
    record.plan(SYRUP.id, NOW.date() - timedelta(days=DAYS // 2), 2_000_000)
    record.live("clonazepam", SYRUP.id)
    names, _left_out = record.draw()
    assert {"severity.svg", "severity-syrup-5-evening.svg"} <= set(names)


def test_of_many_medicines_those_without_a_lane_are_left_out(record: Record) -> None:
    many = [Medicine(f"m{n}", f"Pill {n}") for n in range(5)]
    record.add(*many)
    record.live("clonazepam", *(each.id for each in many), days=5)
    names, left_out = record.draw()
    assert doses_of(names) == ["doses-pill-0.svg", "doses-pill-1.svg", "doses-pill-2.svg", "doses.svg"]
    assert left_out == ("m3", "m4")


def test_what_would_take_too_long_is_left_out_and_the_readme_says_so(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_FURTHER", 2 * DAYS - 5)
    record.add(SYRUP, TEA)
    record.plan(SYRUP.id, NOW.date() - timedelta(days=DAYS * 5), 1_000_000)
    record.live("clonazepam", SYRUP.id, TEA.id)
    names, left_out = record.draw()
    assert (doses_of(names), left_out) == (["doses-tea.svg", "doses.svg"], ("a-syrup",))
    export = export_everything(acting(record.database, record.patient, NOW), Wanted(record.monograph, ()))
    with export.file as file:
        readme = ZipFile(file).read("side-effect-journal-2026-11-23/README.txt").decode()
    assert "No pictures of their own have: Syrup 5 % (évening)." in readme


def test_one_medicine_alone_keeps_the_names_it_had(record: Record) -> None:
    record.live("clonazepam")
    assert record.draw() == (ALONE, ())
