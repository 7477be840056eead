"""The linter sees what is wrong with a page, also when it has seen one that was right and looked nearly the same."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from tests.web import lint
from tests.web.client import Browser

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Doses – Side-effect journal</title></head>
<body><main><h1>Doses</h1>
<h2>By day</h2>
<form method="post" action="/doses"><input type="hidden" name="csrf_token" value="1a2b">
<fieldset><legend>Where</legend><label><input type="radio" name="at" value="1" checked> home</label>
<label><input type="radio" name="at" value="2"> away</label></fieldset>
<label for="note-1">Note</label><input id="note-1" name="note" value="two &amp; two" aria-describedby="note-hint">
<p id="note-hint">What you like</p><button>Save</button></form>
<table><caption>Days</caption><tr><td>1</td></tr></table>
<p><a href="/history?page=3#x">Older</a> <img src="/static/icon.svg" alt="a leaf"></p>
</main></body></html>"""
WRONG = {
    "a tag left open": ("</fieldset>", "", "not strict HTML5"),
    "a tag closed twice": ("</button>", "</button></button>", "not strict HTML5"),
    "a block inside of words": ("<p><a", "<p><a><p>", "not strict HTML5"),
    "an attribute twice": ('name="note"', 'name="note" name="note"', "not strict HTML5"),
    "a value that breaks out": ('value="two', 'value="two"two', "not strict HTML5"),
    "a value nobody escaped": ('alt="a leaf"', 'alt="a &leaf;"', "not strict HTML5"),
    "words that break out": ("What you like", "What<b you like", "not strict HTML5"),
    "a sign that is none": ("What you like", "\x00", "NUL"),
    "no doctype": ("<!doctype html>\n", "", "no doctype"),
    "no language": (' lang="en"', "", "no lang"),
    "no title": ("Doses –", "–", "no title"),
    "two headings of the first level": ("h2>", "h1>", "2 h1"),
    "a level left out": ("h2>", "h3>", "level 3 after one of level 1"),
    "a picture without words": (' alt="a leaf"', "", "without alt"),
    "a table without words": ("<caption>Days</caption>", "", "without caption"),
    "an id twice": ('id="note-hint"', 'id="note-1"', "stands 2 times"),
    "an empty id": ('id="note-hint"', 'id=""', "stands 1 times"),
    "an id that is not there": ('aria-describedby="note-hint"', 'aria-describedby="hint"', "names nothing"),
    "a field without a label": ('<label for="note-1">Note</label>', "", "has no label"),
    "a button without words": ("<button>Save", "<button>", "without words"),
    "a form without its token": ('value="1a2b"', 'value=""', "has no csrf_token"),
    "a form without a button": ("<button>Save</button>", "", "has no button"),
    "a group without words": ("<legend>Where</legend>", "", "without legend"),
    "two choices at once": ('value="2"', 'value="2" checked', "are checked"),
    "a script in the page": ("<p><a", "<script></script><p><a", "inline script"),
    "a style in an attribute": ("<button>", '<button style="x">', "inline style"),
    "a link to elsewhere": ("/history?page=3#x", "//elsewhere/", "out of the journal"),
    "a link to nothing": ("/history?page=3#x", "/nothing", "leads nowhere"),
    "a place that is not there": ("/history?page=3#x", "#x", "nothing on the page"),
    "a file that is not there": ("/static/icon.svg", "/static/no.svg", "no file"),
}


@pytest.fixture(autouse=True)
def _nothing_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linter as it is before the first page."""
    monkeypatch.setattr(lint, "shapes", lint.Shapes())
    monkeypatch.setattr(lint, "_pages", set())
    monkeypatch.setattr(lint, "_places", set())


@pytest.mark.parametrize("before", ["nothing", "the page without a mistake", "every other mistake"])
@pytest.mark.parametrize("wrong", WRONG)
def test_each_mistake_is_seen_whatever_was_seen_before(whole_app: Flask, wrong: str, before: str) -> None:
    if before != "nothing":
        assert lint.faults(whole_app, PAGE) == []
    if before == "every other mistake":
        for place, mistake, _ in WRONG.values():
            lint.faults(whole_app, PAGE.replace(place, mistake))
    place, mistake, words = WRONG[wrong]
    assert PAGE.count(place) >= 1
    for _ in range(2):
        found = lint.faults(whole_app, PAGE.replace(place, mistake))
        assert [fault for fault in found if words in fault], found


def test_a_page_with_other_words_and_numbers_is_not_read_again(
    whole_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lint.faults(whole_app, PAGE) == []
    monkeypatch.delattr(lint, "tree")
    monkeypatch.delattr(lint, "html5lib")
    other = (
        PAGE.replace("Older", "Later").replace("page=3", "page=14").replace("1a2b", "3c4d").replace("note-1", "note-7")
    )
    assert other != PAGE
    assert lint.faults(whole_app, other) == []


def test_tags_that_were_read_before_are_not_read_for_their_order_again(
    whole_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lint.faults(whole_app, PAGE) == []
    monkeypatch.delattr(lint, "html5lib")
    assert lint.faults(whole_app, PAGE.replace("note-hint", "hint")) == []


def test_a_worker_believes_what_another_one_found_right_and_nothing_else(whole_app: Flask, tmp_path) -> None:
    one, other = lint.Shapes(), lint.Shapes()
    for seen in (one, other):
        seen.share(tmp_path / "seen")
    one.add("right")
    assert "right" in other
    assert "wrong" not in other
    assert "right" not in lint.Shapes()


@pytest.mark.parametrize("address", ["/", "/doses/new", "/settings", "/medicine", "/history"])
def test_the_quick_tree_is_that_of_a_conforming_parser(owner: Browser, address: str) -> None:
    page = owner.get(address)
    conforming = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page.html)
    assert list(plain(page.document)) == list(plain(conforming))


def plain(tree: Element) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each element without the namespaces of pictures, and the words that follow its beginning and its end."""
    for element in (element for element in tree.iter() if isinstance(element.tag, str)):
        attributes = {name.split("}")[-1]: text for name, text in element.attrib.items()}
        words = f"{element.text or ''} {element.tail or ''}"
        yield element.tag.split("}")[-1], attributes, " ".join(words.split())
