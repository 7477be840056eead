"""The whole program with each shipped medicine, and with all of them at once: a new file is driven without a line here.

Some days of somebody who takes it: a plan, doses, check-ins with every answer and every danger sign, an episode. Then
what pages, pictures, paper and files make of it.
"""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine

from journal.core.medicine.monograph import DATA, Monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.values.amounts import write_number
from journal.core.values.sentences import inside
from tests.conftest import PASSWORD
from tests.web.client import Browser, Page
from tests.web.lint import words_of

SHIPPED = read_monographs(DATA)
CASES = {key: (key,) for key in SHIPPED} | {"all at once": tuple(SHIPPED)}

pytestmark = pytest.mark.sqlite  # what is recorded is the same whatever it is about


@pytest.mark.parametrize("keys", CASES.values(), ids=CASES)
def test_the_whole_program_with(
    keys: tuple[str, ...], log_in: Callable[..., Browser], clock: time_machine.Traveller
) -> None:
    known = [SHIPPED[key] for key in keys]
    browser = log_in("Ann", medicine=keys[0])
    taken = {keys[0]: known[0]} | {browser.add_medicine("", monograph=each.key): each for each in known[1:]}
    for medicine, each in taken.items():
        the_page_of_the_medicine_says_what_the_file_says(browser, medicine, each)
        plan = {"time_1": "08:00", "amount_1": write_number(each.strengths[0])}
        browser.submit(f"/regimens/new?medicine={medicine}", "/regimens", plan)
    choose_what_is_delicate(browser, known)
    for _day in range(2):
        for medicine, each in taken.items():
            browser.log_dose(amount=write_number(each.strengths[0]), medicine=medicine)
        browser.check_in({rating.key: 1 for each in known for rating in each.ratings})
        clock.shift(timedelta(days=1))
    every_danger_sign_is_told_at_once(check_in_with_everything(browser, known), known)
    an_unlikely_dose_is_asked_about(browser, taken)
    episodes_are_of_what_it_is_taken_against(browser, known)
    what_it_is_for_is_asked_of_who_chose_it(browser, known)
    every_picture_is_drawn_on_screen_and_on_paper(browser, known)
    everything_is_in_the_files(browser, known)
    the_emergency_page_has_the_signs(browser, known)


def the_page_of_the_medicine_says_what_the_file_says(browser: Browser, medicine: str, known: Monograph) -> None:
    page = browser.get(f"/medicine?medicine={medicine}")
    parts = (*known.uses, *known.side_effects, *known.precautions, *known.interactions)
    for text in (known.about, known.source, known.overdose.about, *(part.about for part in parts)):
        assert text in page.text
    assert [code.code for code in known.codes if code.code not in page.text] == []
    form = browser.get(f"/doses/new?medicine={medicine}").text
    assert [each.name for each in known.forms if each.name not in form] == []


def choose_what_is_delicate(browser: Browser, known: list[Monograph]) -> None:
    """It is asked of nobody who did not choose it."""
    form = browser.get("/check-ins/new").html
    for key in {rating.key for each in known for rating in each.ratings if rating.delicate}:
        assert f"rating-{key}" not in form
        browser.post("/effects", browser.marks() | {"choose": key})


def check_in_with_everything(browser: Browser, known: list[Monograph]) -> Page:
    """Each key is asked once, whoever brings it, and so is each sign; all of them are there and very severe."""
    form = browser.get("/check-ins/new")
    ratings = {rating.key for each in known for rating in each.ratings}
    signs = {alert.key for each in known for alert in each.alerts}
    rows = [str(group.get("aria-labelledby")) for group in form.document.iter() if group.get("role") == "group"]
    for key in ratings:
        assert rows.count(f"rating-{key}-label") == 1
    ticks = [tick.get("id") for tick in form.document.iter("input") if tick.get("type") == "checkbox"]
    for key in signs:
        assert ticks.count(f"sign-{key}") == 1
    answers = {f"rating-{key}": "4" for key in ratings} | {f"sign-{key}": "yes" for key in signs}
    return browser.follow(browser.send(form, "/check-ins", answers))


def every_danger_sign_is_told_at_once(page: Page, known: list[Monograph]) -> None:
    for alert in (alert for each in known for alert in each.alerts):
        for piece in alert.text.split("the emergency number"):
            assert piece.strip(" .,") in page.text


def an_unlikely_dose_is_asked_about(browser: Browser, taken: dict[str, Monograph]) -> None:
    for medicine, each in taken.items():
        above = each.daily_range.ask_above
        if above is not None:
            form = f"/doses/new?medicine={medicine}"
            asked = browser.submit(form, "/doses", {"amount": "", "other_amount": write_number(2 * above)}, 422)
            assert f"more than one dose of {each.name}" in asked.text


def episodes_are_of_what_it_is_taken_against(browser: Browser, known: list[Monograph]) -> None:
    kinds = {kind.key: kind for each in known for kind in each.episodes}
    for key, kind in kinds.items():
        browser.log_episode(what=key)
        assert kind.name in browser.get("/history").text
    if not kinds:
        assert "Log a" not in browser.get("/").text.replace("Log a dose", "")


def what_it_is_for_is_asked_of_who_chose_it(browser: Browser, known: list[Monograph]) -> None:
    """Each benefit once, whoever brings it, by one tap; then the charts and the page for the doctor have it."""
    benefits = {benefit.key: benefit for each in known for benefit in each.benefits}
    assert 'action="/days/' not in browser.get("/").html
    marks = browser.marks()
    for key in benefits:
        browser.post("/effects", marks | {"ease": key})
    asked = [str(form.get("action")) for form in browser.get("/").forms() if "/benefit-" in str(form.get("action"))]
    assert sorted(address.partition("/benefit-")[2] for address in asked) == sorted(benefits)
    for address in asked:
        browser.post(address, marks | {"answer": "1"})
    said, trends, report = (browser.get(address).text for address in ("/history", "/trends", "/visit"))
    for benefit in benefits.values():
        assert f"{inside(benefit.name)}: mild" in said
        assert f"{benefit.short} (lower is better)" in trends
    assert ("Asked once a day. Lower is better." in report) == bool(benefits)


def every_picture_is_drawn_on_screen_and_on_paper(browser: Browser, known: list[Monograph]) -> None:
    trends = browser.get("/trends").text
    for each in known:
        if each.no_curve:
            assert each.no_curve in trends
    assert browser.get("/charts/severity.svg").body.startswith(b"<svg")
    assert browser.get("/charts/all.pdf").body.startswith(b"%PDF")
    assert browser.get("/visit/report.pdf").body.startswith(b"%PDF")


def everything_is_in_the_files(browser: Browser, known: list[Monograph]) -> None:
    archive = ZipFile(io.BytesIO(browser.submit("/exports/new", "/exports", {"password": PASSWORD}, 200).body))
    (name,) = (name for name in archive.namelist() if name.endswith("journal.json"))
    journal = json.loads(archive.read(name))
    last = next(each for each in reversed(journal["entries"]) if each["kind"] == "check_in")
    assert {rating.key for each in known for rating in each.ratings} == {each["effect"] for each in last["ratings"]}
    answered = next((each["benefits"] for each in journal["entries"] if each["kind"] == "day"), {})
    assert answered == {benefit.key: 1 for each in known for benefit in each.benefits}
    said = archive.read(name).decode()
    for each in known:
        assert each.name in said


def the_emergency_page_has_the_signs(browser: Browser, known: list[Monograph]) -> None:
    """Each once, however many medicines have it; those of the others are folded below."""
    page = browser.get("/emergency")
    parts = [part for section in page.document.iter("section") for part in section]
    heading = next(n for n, part in enumerate(parts) if words_of(part).startswith("Signs of too much"))
    signs = [next(sign.itertext()).strip() for sign in parts[heading + 1]]
    assert sorted(signs) == sorted({sign for each in known for sign in each.overdose.signs})
    for each in known:
        assert each.stopping is None or each.stopping.about in page.text
