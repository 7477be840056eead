"""Emergency: the signs and what to do, for everybody, without the database."""

from dataclasses import replace

from flask import Flask

from journal.core.emergency import read_numbers
from journal.core.monograph import Monograph
from journal.store.database import Database
from tests.conftest import counted
from tests.web.client import Browser


def test_anybody_reads_the_signs_and_what_to_do(nobody: Browser, database: Database, clonazepam: Monograph) -> None:
    with counted(database) as statements:
        page = nobody.get("/emergency")
    assert statements == []
    for words in (*clonazepam.overdose.signs, *clonazepam.overdose.what_to_do):
        assert words in page.text
    assert page.link("Call 112") == "tel:112"
    assert "Signs of too much examplamine" in page.text


def test_thoughts_of_self_harm_and_a_long_seizure_find_help_here(nobody: Browser, clonazepam: Monograph) -> None:
    """The monograph sends people here with such thoughts: they stand first, with the number to call."""
    page = nobody.get("/emergency")
    text = page.text
    harm, seizure = text.index("You think of harming yourself"), text.index("A seizure that does not stop")
    assert harm < seizure < text.index("Signs of too much")
    assert "Call 112 now and say so. Do not stay alone. Ask somebody to come" in text[harm:seizure]
    assert "Call 112 now: when it lasts longer than 5 minutes" in text[seizure:]
    assert clonazepam.overdose.treatment not in text, "nobody needs it in an emergency"


def test_ones_own_medicine_comes_first(tester: Browser, owner: Browser) -> None:
    text = tester.get("/emergency").text.lower()
    assert text.index("too much examplamine") < text.index("too much clonazepam")
    text = owner.get("/emergency").text.lower()
    assert text.index("too much clonazepam") < text.index("too much examplamine")


def test_the_operator_sets_the_number(app: Flask, nobody: Browser) -> None:
    app.extensions["journal"] = replace(app.extensions["journal"], numbers=read_numbers("911", None, None))
    page = nobody.get("/emergency")
    assert page.link("Call 911") == "tel:911"
    assert "In danger, call 911." in page.html
    assert "Call 911 now and say so." in page.text
    assert "112" not in page.text


def test_it_stands_when_the_database_does_not(nobody: Browser, app: Flask) -> None:
    app.extensions["journal"] = replace(app.extensions["journal"], database=Database("sqlite:////nowhere/at/all.db"))
    assert nobody.get("/emergency").h1 == "Emergency"
    assert nobody.get("/about").h1 == "About this journal"
    assert nobody.get("/sessions/new").h1 == "Log in"
