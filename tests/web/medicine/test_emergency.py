"""Emergency: what to do and whom to call, for everybody, without the database, log-in, cookie or script."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from journal.core.medicine.emergency import read_numbers
from journal.core.medicine.monograph import Monograph
from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

HEADINGS = {
    "too-much": "Somebody took too much, or cannot be woken",
    "twice": "You took one dose twice and feel as usual",
    "seizure": "A seizure",
    "self-harm": "You think of harming yourself",
    "run-out": "You have run out, or you stopped",
    "elsewhere": "Where 112 is not the number",
}


def section(page: Page, name: str) -> str:
    """The words under a heading."""
    (found,) = (part for part in page.document.iter("section") if part.get("aria-labelledby") == name)
    return words_of(found)


def set_numbers(app: Flask, *settings: str | None) -> None:
    """As the operator would, by the settings for emergency, poison line and crisis line."""
    app.extensions["journal"] = replace(app.extensions["journal"], numbers=read_numbers(*settings))


def test_the_headings_come_first_as_a_list_of_links(nobody: Browser, database: Database) -> None:
    with counted(database) as statements:
        page = nobody.get("/emergency")
    assert statements == []
    assert "Set-Cookie" not in page.headers
    links = [(link.get("href"), words_of(link)) for link in page.document.iter("a") if link.get("href", "")[0] == "#"]
    assert links == [("#main", "Skip to the page"), *((f"#{name}", words) for name, words in HEADINGS.items())]
    headings = [(e.get("id"), words_of(e)) for e in page.document.iter("h2")]
    assert headings == list(HEADINGS.items())
    assert page.link("Call 112") == "tel:112"
    assert page.text.index("Call 112") < page.text.index(HEADINGS["run-out"]) < page.text.index("Severe drowsiness")


def test_too_much_or_cannot_be_woken(owner: Browser, clonazepam: Monograph) -> None:
    """The five steps first, then the four signs of the monograph, then two that are said to be ours."""
    text = section(owner.get("/emergency"), "too-much")
    signs = "Signs of too much clonazepam Severe drowsiness Confusion Slow breathing Loss of consciousness"
    places = [text.index(words) for words in (signs, clonazepam.overdose.about, "added by us", "Blue lips")]
    assert places == sorted(places)
    assert "added by us Blue lips The person cannot be woken" in text
    assert text.startswith("Somebody took too much, or cannot be woken What to do Call 112 now. Lay the person")
    for words in (
        "on their side",
        "watch the breathing. If it stops, say so on the phone",
        "Do not let them sleep it off. Do not make them vomit. Give them nothing to eat or drink.",
        "what was taken, how much, when and with what",
        "Show the packages.",
    ):
        assert words in text
    assert clonazepam.overdose.treatment not in text, "nobody needs it in an emergency"


def test_one_dose_twice_is_not_an_emergency(nobody: Browser, app: Flask, clonazepam: Monograph) -> None:
    """And the text beside Memory problems says the same."""
    text = section(nobody.get("/emergency"), "twice")
    assert "This is not an emergency while you feel as usual. Take no more of it now. Do not drive." in text
    assert "Call the poison line of your country, or ask a pharmacist." in text
    assert "Very sleepy, confused or hard to wake: call 112 now." in text
    (memory,) = (effect.about for effect in clonazepam.side_effects if effect.key == "memory")
    assert "One dose taken twice is not an emergency while you feel as usual: take no more now, do not drive" in memory
    assert "ask the poison line or a pharmacist" in memory
    assert "Call the emergency number if you are very sleepy, confused or hard to wake." in memory
    set_numbers(app, "144", "Tox Info 145", None)
    page = nobody.get("/emergency")
    assert "Call Tox Info 145, or ask a pharmacist." in section(page, "twice")
    assert page.link("Call Tox Info 145") == "tel:145"


def test_a_seizure(nobody: Browser) -> None:
    text = section(nobody.get("/emergency"), "seizure")
    assert text.startswith(
        "A seizure Call 112 when one of these is so. It lasts 5 minutes or more. A second one follows. "
        "Breathing is hard. The person is not awake after it. It is the first one ever. "
        "It came in water, or after a fall. The person is pregnant. Doses were missed."
    )
    for words in (
        "Look at the clock.",
        "Move hard things away. Put something soft under the head.",
        "Hold nobody down. Put nothing into the mouth.",
        "When the jerking ends, turn the person on their side.",
        "Stay until",
    ):
        assert words in text


def test_thoughts_of_self_harm(nobody: Browser, app: Flask) -> None:
    text = section(nobody.get("/emergency"), "self-harm")
    assert "You do not have to get through this alone. In danger now, or something taken: call 112 and say so." in text
    assert "Else call a crisis line, or tell somebody you trust. You can say: “" in text
    assert "Ask them to keep your tablets. Tell your prescriber today. The medicine can play a part" in text
    assert text.endswith("Do not stop it on your own.")
    set_numbers(app, None, None, "Samaritans 116 123")
    page = nobody.get("/emergency")
    assert "Else call Samaritans 116 123, or tell somebody you trust." in section(page, "self-harm")
    assert page.link("call Samaritans 116 123") == "tel:116123"


def test_run_out_or_stopped(nobody: Browser) -> None:
    text = section(nobody.get("/emergency"), "run-out")
    assert "Do not stop suddenly: seizures can follow." in text
    assert "Call your prescriber today. At night or at the weekend, call the out-of-hours service." in text
    assert text.endswith("Shaking, sweating, confusion, seeing things that are not there, or a seizure: call 112 now.")


def test_where_the_number_is_another_one(nobody: Browser, app: Flask) -> None:
    text = section(nobody.get("/emergency"), "elsewhere")
    assert "Nobody has chosen a number for this journal yet, so it says 112." in text
    for words in ("999 The United Kingdom", "911 The United States", "000 Australia", "Another country: its own"):
        assert words in text
    set_numbers(app, "112", None, None)
    assert "The person who runs this journal chose 112." in section(nobody.get("/emergency"), "elsewhere")


@pytest.fixture
def two_known(app: Flask) -> None:
    """The journal knows two medicines alone, however many are shipped."""
    parts = app.extensions["journal"]
    known = {key: parts.monographs[key] for key in ("clonazepam", "examplamine")}
    app.extensions["journal"] = replace(parts, monographs=known)


@pytest.mark.usefixtures("two_known")
def test_ones_own_medicine_is_there_and_the_others_are_folded(tester: Browser, owner: Browser) -> None:
    for person, own, other in ((tester, "examplamine", "clonazepam"), (owner, "clonazepam", "examplamine")):
        page = person.get("/emergency")
        (folded,) = page.document.iter("details")
        assert "open" not in folded.attrib
        assert words_of(folded).startswith(f"Too much of another medicine: {other} Call ")
        assert f" Signs of too much {other} " in words_of(folded)
        assert page.text.index(f"Signs of too much {own} ") < page.text.index("Too much of another medicine")


@pytest.mark.usefixtures("two_known")
def test_whoever_is_not_logged_in_finds_all_of_them_each_sign_with_whose_it_is(nobody: Browser) -> None:
    page = nobody.get("/emergency")
    assert list(page.document.iter("details")) == []
    text = section(page, "too-much")
    assert "Signs of too much clonazepam or examplamine Severe drowsiness (clonazepam) Confusion (clonazepam)" in text
    assert "Blue elbows (examplamine)" in text
    assert "Lay the person on their side. (clonazepam)" in text
    assert "in this record" not in text


def test_what_several_medicines_have_in_common_is_said_once(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    """Two of the person's medicines: a sign and a step of both, and one of each alone, in the order of their files."""
    steps = '["Call the emergency number now.", "Open the window.", "Stay there."]'
    known_too("examplol", ('["Hiccups that do not stop"]', '["Blue lips", "Hiccups that do not stop"]'))
    known_too("otherol", ('["Call the emergency number now."]', steps), ('["Hiccups', '["Yawning", "HICCUPS'))
    ann = log_in("Ann", medicine="examplol")
    assert section(ann.get("/emergency"), "too-much").count("Blue lips") == 1, "what the file says is not added by us"
    ann.add_medicine("The white ones", monograph="otherol", tablet_otherol_5000000="yes")
    ann.add_medicine("Vitamin D")
    text = section(ann.get("/emergency"), "too-much").split("Too much of another medicine")[0]
    assert "too much examplol or otherol Hiccups that do not stop Blue lips (examplol) Yawning (otherol)" in text
    assert text.count("Too much needs help at once.") == 1
    assert "What to do Call 112 now. Open the window. (otherol) Stay there. (otherol) Medicines in this record" in text
    assert "for whoever helps Examplol The white ones (Otherol) 5 mg Vitamin D" in text.replace("\u00a0", " ")


def test_a_person_of_whose_medicines_nothing_is_known_finds_those_of_all(
    owner: Browser, nobody: Browser, clock: time_machine.Traveller
) -> None:
    owner.add_medicine("Vitamin D")
    owner.submit("/medicines/clonazepam", "/medicines/clonazepam/end")
    clock.shift(timedelta(days=2))
    page = owner.get("/emergency")
    assert "Signs of too much clonazepam Severe" in page.text, "a box of what has ended may still be there"
    assert "for whoever helps Vitamin D" in page.text


def test_what_stopping_can_do_is_said_of_each_medicine_that_says_it(
    log_in: Callable[..., Browser], known_too: Callable[..., None]
) -> None:
    for key, about in (("examplol", "Hiccups can come back."), ("otherol", "You can yawn.")):
        known_too(key, ("[overdose]", f'[stopping]\nabout = "{about}"\n\n[overdose]'))
    ann = log_in("Ann", medicine="examplol")
    text = section(ann.get("/emergency"), "run-out")
    assert "Do not stop suddenly. Hiccups can come back. Call your prescriber today." in text
    ann.add_medicine("", monograph="otherol")
    text = section(ann.get("/emergency"), "run-out")
    assert "suddenly. Examplol: Hiccups can come back. Otherol: You can yawn. Call your prescriber" in text
    known_too("silent")
    ann.add_medicine("", monograph="silent")
    assert "Do not stop suddenly: seizures can follow. Examplol:" in section(ann.get("/emergency"), "run-out")


def test_the_operator_sets_the_number(app: Flask, nobody: Browser) -> None:
    set_numbers(app, "+44 (0)999", None, None)
    page = nobody.get("/emergency")
    assert page.link("Call +44 (0)999") == "tel:+44999"
    assert "In danger, call +44 (0)999." in page.html
    for name in ("too-much", "twice", "seizure", "self-harm", "run-out"):
        assert "all +44 (0)999" in section(page, name)
        assert "112" not in section(page, name)


def test_a_name_with_signs_of_html_stays_words(app: Flask, nobody: Browser) -> None:
    set_numbers(app, None, "<b>Tox & Info</b> 145", None)
    page = nobody.get("/emergency")
    assert "Call <b>Tox & Info</b> 145, or ask a pharmacist." in section(page, "twice")
    assert "<b>" not in page.html


def test_the_way_back_is_one_that_is_open(nobody: Browser, owner: Browser) -> None:
    page = nobody.get("/emergency")
    assert page.link("To the log-in") == "/sessions/new"
    assert "Back to Today" not in page.html
    assert owner.get("/emergency").link("Back to Today") == "/"


def test_it_says_that_no_clinician_has_reviewed_it(nobody: Browser) -> None:
    assert "No clinician has reviewed this page." in nobody.get("/emergency").text


@pytest.mark.parametrize("signs", ["style=", "<script>", "onclick"])
def test_it_works_without_script(nobody: Browser, signs: str) -> None:
    assert signs not in nobody.get("/emergency").html


def test_it_stands_when_the_database_does_not(nobody: Browser, app: Flask) -> None:
    app.extensions["journal"] = replace(app.extensions["journal"], database=Database("sqlite:////nowhere/at/all.db"))
    assert nobody.get("/emergency").h1 == "Emergency"
    assert nobody.get("/about").h1 == "About this journal"
    assert nobody.get("/sessions/new").h1 == "Log in"
