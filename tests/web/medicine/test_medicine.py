"""My medicine: the plan, and the whole monograph to be read."""

from collections.abc import Callable
from datetime import date, time, timedelta

from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.store.database.database import Database
from journal.store.plan import regimens
from tests.conftest import NOW, counted
from tests.core.medicine.test_daily_range import SEVERAL
from tests.web.client import Browser
from tests.web.lint import words_of


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


def test_a_medicine_can_have_a_range_for_each_of_several_people_or_none(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    known_too("several", daily_range=SEVERAL)
    known_too("none", daily_range="")
    text = log_in("Ann", medicine="several").get("/medicine").text
    assert (
        "Usual range It depends on what it is taken for. For worry: 5 mg to 20 mg a day "
        "For panic disorder: 10 mg to 60 mg a day For older people: 2.5 mg to 10 mg a day"
    ) in text
    assert "Usual range" not in log_in("Ben", medicine="none").get("/medicine").text


def test_what_holds_in_some_countries_alone_says_in_which(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    known_too(
        "examplol",
        ('about = "Hiccups that come back."', 'about = "Hiccups that come back."\nregions = ["EU", "UK"]'),
        ('strengths_mg = ["5", "10"]', 'strengths_mg = ["5", "10"]\nregions = ["CH"]'),
        ('about = "Stay on the ground."', 'about = "Stay on the ground."\nregions = ["US"]'),
    )
    text = log_in("Ann", medicine="examplol").get("/medicine").text
    assert "Hiccups in the EU and the UK Hiccups that come back." in text
    assert "Tablet in Switzerland 5 mg, 10 mg" in text
    assert "Ladders in the US Stay on the ground." in text


def test_how_a_form_gives_the_medicine_off_is_said(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    slowly = '\n\n[[forms]]\nkey = "slow"\nname = "Slow tablet"\nstrengths_mg = ["20"]\nrelease = "extended"'
    later = '\n\n[[forms]]\nkey = "capsule"\nname = "Capsule"\nstrengths_mg = ["20"]\nrelease = "delayed"'
    strengths = 'strengths_mg = ["5", "10"]'
    known_too("examplol", (strengths, strengths + slowly + later))
    text = log_in("Ann", medicine="examplol").get("/medicine").text
    assert "Tablet 5 mg, 10 mg Slow tablet 20 mg. It gives the medicine off slowly (extended release)." in text
    assert "Capsule 20 mg. It gives the medicine off later (delayed release)." in text


def test_without_a_plan_the_page_says_so_and_proposes_nothing(owner: Browser) -> None:
    page = owner.get("/medicine")
    assert "No times are planned." in page.text
    assert page.link("Enter what is planned") == "/regimens/new"


def test_the_plan_stands_on_top_with_all_its_steps(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5"})
    later = {"starts_on": "2026-12-01", "often": "other", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}
    owner.submit("/regimens/new", "/regimens", later)
    owner.log_dose(when="earlier", on="2026-11-20", at="08:00")
    page = owner.get("/medicine")
    assert page.text.index("0.5 mg a day since Sunday 1 November") < page.text.index("The steps of the plan")
    assert [words_of(step) for step in page.all("timeline")[0]] == [
        "Now, 1 November to 30 November 0.5 mg a day 0.5 mg at 08:00 "
        "1 planned dose recorded as taken.",  # what was planned when it was written down is asked of nobody
        "To come, from 1 December on 1 mg a day 0.5 mg at 08:00 and 20:00",
    ]
    assert "Line: planned. Filled: recorded as taken." in page.text
    assert "Replaced" not in page.text


def test_a_plan_of_one_amount_needs_no_picture_and_one_that_ends_says_what_comes_then(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"amount_1": "0.5", "ends_on": "2026-12-24"})
    assert "Filled: recorded as taken." in owner.get("/medicine").text  # it goes down to nothing
    assert "From 25 December on: nothing planned" in owner.get("/medicine").text
    owner.submit("/regimens/new", "/regimens", {"amount_1": "1", "ends_on": ""})
    page = owner.get("/medicine")
    assert "Filled" not in page.text
    assert "Now, since 23 November" in page.text


def test_what_the_monograph_says_is_closed_and_the_way_to_help_is_not(owner: Browser) -> None:
    page = owner.get("/medicine")
    parts = page.document.findall(".//details[@class='part']")
    assert len(parts) == 7
    assert not any("open" in part.attrib for part in parts)
    assert page.link("When to get help at once") == "/emergency"
    opened = [
        part
        for part in owner.get("/medicine?part=side-effects").document.findall(".//details")
        if "open" in part.attrib
    ]
    assert ["Mood changes" in words_of(part) for part in opened] == [True]


def test_each_of_several_medicines_has_its_page_and_only_what_there_is_of_it(owner: Browser) -> None:
    fields = {"name": "Valproate", "unit": "mg", "amounts": "500"}
    owner.submit("/medicines/new", "/medicines", fields)
    other = owner.get("/medicine").link("Valproate")
    page = owner.get(other)
    assert page.h1 == "Valproate"
    assert page.link("Clonazepam") == "/medicine?medicine=clonazepam"
    for words in ("The steps of the plan", "About", "Pauses", "Replaced", "Side effects"):
        assert words not in page.text
    owner.submit(page.link("Enter what is planned"), "/regimens", {"amount_1": "500"})
    shown = owner.get(other)
    assert "Now, since 23 November 500 mg a day 500 mg at 08:00" in shown.text
    assert "No times are planned." in owner.get("/medicine").text


def test_a_medicine_that_has_ended_is_no_choice_but_has_its_page(owner: Browser) -> None:
    owner.submit("/medicines/new", "/medicines", {"name": "Paracetamol", "unit": "mg"})
    other = owner.get("/medicine").link("Paracetamol")
    form = f"/medicines/{other.rpartition('=')[2]}"
    owner.submit(form, form, {"ends_on": "2026-11-22"})
    assert "Paracetamol" not in owner.get("/medicine").text
    assert owner.get(other).link("Paracetamol") == other


def test_of_very_many_steps_a_page_shows_twenty_and_leads_to_the_others(owner: Browser, database: Database) -> None:
    with database.writing() as session:
        for n in range(101):
            on = date(2026, 9, 1) + timedelta(days=n)
            step = Step.every_day(on, on, (time(8),), 500_000 + n, "tablet")
            regimens.add_step(session, owner.patient_id, "clonazepam", f"step-{n}", step, NOW)
    page = owner.get("/medicine")
    assert len(page.all("timeline")[0]) == 20
    earlier = owner.get(page.link("Earlier steps"))
    assert len(earlier.all("timeline")[0]) == 20
    assert earlier.link("The steps of now") == "/medicine#steps"
    later = owner.get(page.link("Later steps"))
    assert "0.5001 mg" in later.text
    assert "There are no steps on this page." in owner.get("/medicine?after=2027-01-01").text
    assert len(owner.get("/medicine?before=never&after=1").all("timeline")[0]) == 20


def test_forty_steps_cost_no_statement_more_than_one(owner: Browser, database: Database) -> None:
    def add(numbers: range) -> None:
        with database.writing() as session:
            for n in numbers:
                on = NOW.date() - timedelta(days=n)
                step = Step.every_day(on, on, (time(8),), 500_000 + n, "tablet")
                regimens.add_step(session, owner.patient_id, "clonazepam", f"step-{n}", step, NOW)

    def asked() -> int:
        with counted(database) as statements:
            owner.get("/medicine")
        return len(statements)

    owner.log_dose()
    add(range(1))
    alone = asked()
    add(range(1, 40))
    assert asked() == alone


def test_of_very_many_replaced_steps_the_newest_are_listed(owner: Browser, database: Database) -> None:
    with database.writing() as session:
        for n in range(101):
            step = Step.every_day(date(2027, 1, 1) + timedelta(days=n), None, (time(8),), 500_000 + n, "tablet")
            regimens.add_step(session, owner.patient_id, "clonazepam", f"step-{n}", step, NOW)
            regimens.supersede_steps(session, owner.patient_id, "clonazepam", [step], NOW)
    page = owner.get("/medicine")
    assert "Replaced by another plan (101)" in page.text
    assert "The newest 100 are shown." in page.text
    assert page.link("Download everything") == "/exports/new"
    assert "0.500001 mg" in page.text
    assert "0.5 mg at" not in page.text
