"""My medicine: the plan, and the whole monograph to be read."""

from datetime import date, time, timedelta

from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.store.database.database import Database
from journal.store.plan import regimens
from tests.conftest import NOW
from tests.web.client import Browser


def test_the_monograph_can_be_read_whole(owner: Browser, clonazepam: Monograph) -> None:
    text = owner.get("/medicine").text
    for part in (*clonazepam.side_effects, *clonazepam.uses, *clonazepam.precautions, *clonazepam.interactions):
        assert part.name in text
        assert part.about in text
    for words in (clonazepam.about, clonazepam.mechanism, clonazepam.drug_class, clonazepam.advice, clonazepam.source):
        assert words in text
    assert owner.get("/medicine").html.count("0.25\u00a0mg to 2\u00a0mg a day") == 1
    assert "Tablet 0.25 mg, 0.5 mg, 1 mg, 2 mg" in text
    assert "Another form In some countries there are drops." in text
    assert "off-label" in text
    assert clonazepam.overdose.treatment in text
    assert len(clonazepam.side_effects) == 8


def test_the_made_up_medicine_needs_no_line_of_code(tester: Browser) -> None:
    page = tester.get("/medicine")
    assert page.h1 == "Examplamine"
    for words in ("Madeupil", "Hiccups", "Placebamine", "Do not drive a made-up car", "5 mg to 40 mg a day"):
        assert words in page.text
    assert "lonazepam" not in page.html


def test_without_a_plan_the_page_says_so_and_proposes_nothing(owner: Browser) -> None:
    page = owner.get("/medicine")
    assert "No times are planned." in page.text
    assert page.link("Enter what is planned") == "/regimens/new"


def test_the_plan_stands_on_top_with_all_its_steps(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5"})
    later = {"starts_on": "2026-12-01", "often": "other", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}
    owner.submit("/regimens/new", "/regimens", later)
    page = owner.get("/medicine")
    assert "0.5 mg at 08:00" in page.text
    assert "until" in page.text
    assert "All steps (2)" in page.text
    assert "0.5 mg at 08:00 and 20:00" in page.text


def test_of_very_many_steps_the_newest_are_listed(owner: Browser, database: Database) -> None:
    with database.writing() as session:
        for n in range(101):
            step = Step.every_day(date(2026, 1, 1) + timedelta(days=n), None, (time(8),), 500_000 + n, "tablet")
            regimens.add_step(session, owner.patient_id, "clonazepam", f"step-{n}", step, NOW)
    page = owner.get("/medicine")
    assert "All steps (101)" in page.text
    assert "The newest 100 are shown." in page.text
    assert page.link("Download everything") == "/exports/new"
    assert "0.500001 mg" in page.text
    assert "0.5 mg at" not in page.text.partition("All steps")[2]
