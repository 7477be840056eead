"""The charts of what was chosen as pictures in one archive: each as SVG and PNG of 300 dpi, and in words."""

import io
import struct
from dataclasses import replace
from datetime import date, timedelta
from zipfile import ZipFile

import pytest

from journal.actions.exchange.exports import export_file
from journal.core.accounts.accounts import Patient
from journal.core.exchange.choices import EVERYTHING, Choice
from journal.core.medicine.monograph import Monograph
from journal.core.values.periods import Period
from journal.render import images
from journal.store.database.database import Database
from journal.store.trends import first_entry_on
from tests.acting import acting
from tests.actions.exchange.test_medicine_pictures import DAYS, SYRUP, Record
from tests.conftest import NOW

FOLDER = "side-effect-journal-charts-2026-11-23"


@pytest.fixture
def record(database: Database, patient: Patient, clonazepam: Monograph) -> Record:
    return Record(database, patient, clonazepam)


def charts(record: Record, choice: Choice = EVERYTHING) -> dict[str, bytes]:
    known = {"clonazepam": record.monograph}
    asked = export_file(acting(record.database, record.patient, NOW), record.monograph, "charts.zip", known, choice)
    archive = ZipFile(io.BytesIO(b"".join(asked.chunks)))
    assert archive.testzip() is None
    return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


def dots_a_metre(png: bytes) -> int:
    place = png.index(b"pHYs") + 4
    found: int = struct.unpack(">I", png[place : place + 4])[0]
    return found


def test_each_chart_comes_as_both_pictures_and_in_words(record: Record) -> None:
    record.add(SYRUP)
    record.live("clonazepam", SYRUP.id)
    found = charts(record)
    names = {name for name in found if name.startswith("charts/")}
    stems = {"severity", "amount", "calendar", "doses", "doses-syrup-5-evening"}
    assert names == {f"charts/{stem}.{kind}" for stem in stems for kind in ("svg", "png")}
    words = found["README.txt"].decode()
    assert "4 November 2026 to 23 November 2026" in words
    for name in names:
        assert name in words
        if name.endswith(".png"):
            assert abs(dots_a_metre(found[name]) - 300 / 0.0254) < 1
        else:
            assert found[name].startswith(b"<svg")
    assert "Drowsiness" in words
    assert "The scale is not validated." in words


def test_days_and_a_medicine_that_were_chosen_are_drawn_alone(record: Record) -> None:
    record.add(SYRUP)
    record.live("clonazepam", SYRUP.id)
    days = Period(NOW.date() - timedelta(days=9), NOW.date())
    found = charts(record, Choice(days, SYRUP.id))
    assert "14 November 2026 to 23 November 2026" in found["README.txt"].decode()
    assert not any(b"Clonazepam" in content for name, content in found.items() if name.endswith(".svg"))
    assert "charts/doses.svg" in found


def test_an_empty_record_has_no_pictures_and_says_so(record: Record) -> None:
    found = charts(record)
    assert found.keys() == {"README.txt", "SHA256SUMS"}
    assert "There is nothing to draw in this period." in found["README.txt"].decode()


def test_of_more_than_ten_years_the_newest_ten_are_drawn(record: Record) -> None:
    record.live("clonazepam")
    with record.database.reading() as session:
        assert first_entry_on(session, record.patient.id) == NOW.date() - timedelta(days=DAYS - 1)
    words = charts(record, Choice(Period(date(1990, 1, 1), NOW.date())))["README.txt"].decode()
    assert "23 November 2016 to 23 November 2026" in words
    assert "These are the newest ten years of what was asked for." in words


def test_a_picture_that_fails_is_missed_by_name_and_the_others_come(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.live("clonazepam")
    draw = images.draw

    def fail_once(chart: images.Chart, kind: images.Format, *more: str) -> bytes:
        if (chart.name, kind) == ("calendar", "png"):
            raise MemoryError
        return draw(chart, kind, "print")

    monkeypatch.setattr(images, "draw", fail_once)
    found = charts(record)
    assert found["missing.txt"].decode() == "charts/calendar.png\n"
    assert "charts/calendar.svg" in found


def test_a_medicine_without_pictures_of_its_own_is_named(record: Record) -> None:
    many = [replace(SYRUP, id=f"m{n}", name=f"Pill {n}") for n in range(5)]
    record.add(*many)
    record.live("clonazepam", *(each.id for each in many), days=5)
    assert "No pictures of their own have: Pill 3 and Pill 4." in charts(record)["README.txt"].decode()
