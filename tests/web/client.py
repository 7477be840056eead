"""A browser without a screen: loads pages, lints each one, and fills in the forms that stand there."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from journal.core.record.days import day_id
from journal.core.record.entries import Kind
from journal.web.record import questions
from tests.kinds import ADDRESSES
from tests.web import lint
from tests.web.lint import words_of

Fields = Mapping[str, Any]

# Tests that are about something else log many doses within a short time.
YES = {field: "yes" for rule, field in questions.FIELDS.items() if rule != "large_amount"}


class Page:
    """One answer of the journal, read as a person would."""

    def __init__(self, app: Flask, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location", "")
        self.is_html = response.mimetype == "text/html" and not 300 <= self.status < 400
        self.body = response.get_data()
        response.close()
        self.html = self.body.decode() if self.is_html else ""
        if self.is_html:
            faults = lint.faults(app, self.html)
            assert not faults, f"{response.request.path}: " + "\n".join(faults)

    @cached_property
    def document(self) -> Element:
        """The page as a tree."""
        return lint.tree(self.html)

    @property
    def text(self) -> str:
        """The words a person sees in the page, spaces made plain."""
        return words_of(self._main())

    @property
    def h1(self) -> str:
        """The heading."""
        return words_of(self.document.find(".//h1"))  # type: ignore[arg-type]

    @property
    def notice(self) -> str:
        """What happened just before."""
        found = self.all("notice")
        return words_of(found[0]) if found else ""

    def all(self, css_class: str) -> list[Element]:
        """The elements of a class, in order."""
        return [e for e in self.document.iter() if css_class in (e.get("class") or "").split()]

    def words(self, css_class: str) -> list[str]:
        """The text of the elements of a class."""
        return [words_of(element) for element in self.all(css_class)]

    @property
    def entries(self) -> list[str]:
        """The rows of the list of entries."""
        return self.words("entry")

    def errors(self) -> dict[str, str]:
        """Sentences of the error summary, by the field each leads to."""
        boxes = self.all("error-summary")
        if not boxes:
            return {}
        return {(link.get("href") or "#")[1:]: words_of(link) for link in boxes[0].iter("a")}

    def error_beside(self, name: str) -> str:
        """The sentence that stands beside a field; "" when there is none."""
        for element in self.document.iter():
            if element.get("id") == f"{name}-error":
                return words_of(element).removeprefix("Error: ")
        return ""

    def forms(self) -> Iterator[Element]:
        """Every form of the page."""
        return self.document.iter("form")

    def form(self, action: str) -> Element:
        """The form that posts to an address."""
        found = [form for form in self.forms() if (form.get("action") or "").split("?")[0] == action]
        assert found, f"no form to {action}; there are {[form.get('action') for form in self.forms()]}"
        return found[0]

    def fields(self, action: str) -> dict[str, str]:
        """What the form to an address would send as it stands, without pressing a named button."""
        return dict(_successful(self.form(action)))

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        found = [link.get("href") or "" for link in self.document.iter("a") if words_of(link) == words]
        assert found, f"no link {words!r}"
        return found[0]

    def _main(self) -> Element:
        found = self.document.find(".//main")
        assert found is not None
        return found


def _successful(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter():
        name = field.get("name")
        if not name:
            continue
        if field.tag == "textarea":
            yield name, "".join(field.itertext()).removeprefix("\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            yield from ((name, option.get("value") or "") for option in chosen)
        elif field.tag == "input" and (field.get("type") not in {"radio", "checkbox"} or "checked" in field.attrib):
            yield name, field.get("value") or ""


def _gives_an_id(address: str, location: str) -> bool:
    here, there = urlsplit(address), urlsplit(location)
    return here.path == there.path and "id=" in there.query and "id=" not in here.query


class Browser:
    """One person's browser, with its own cookies."""

    def __init__(
        self, app: Flask, patient_id: str = "", name: str = "", marks: Mapping[str, str] | None = None
    ) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.patient_id = patient_id
        self.name = name
        self._marks = dict(marks or {})

    def get(self, address: str, status: int = 200, **options: Any) -> Page:
        """Load a page and expect that status; a form of a new entry sends on to its address with an id."""
        response = self.client.get(address, **options)
        if status == 200 and response.status_code == 303 and _gives_an_id(address, response.location or ""):
            response = self.client.get(response.location)
        return self._page(response, status)

    def post(self, address: str, fields: Fields, status: int = 303, **options: Any) -> Page:
        """Send fields as they are, without loading a form first."""
        return self._page(self.client.post(address, data=dict(fields), **options), status)

    def submit(
        self, address: str, action: str = "", fields: Fields | None = None, status: int = 303, **more: Any
    ) -> Page:
        """Load the page at `address`, fill in its form to `action` and send it."""
        return self.send(self.get(address), action or address.split("?", maxsplit=1)[0], fields, status, **more)

    def send(self, page: Page, action: str, fields: Fields | None = None, status: int = 303, **more: Any) -> Page:
        """Fill in a form of a page that is loaded already; a field given as None is left out."""
        filled = page.fields(action) | dict(fields or {}) | more
        return self.post(action, {name: text for name, text in filled.items() if text is not None}, status)

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads."""
        assert page.location, f"no redirect: {page.status}"
        return self.get(page.location)

    def marks(self, address: str = "/symptoms", action: str = "") -> dict[str, str]:
        """What every form carries here: its token, and whose it is."""
        fields = self.get(address).fields(action or address)
        return {name: fields[name] for name in ("csrf_token", "whose")}

    def add_visit(self, **fields: Any) -> str:
        """Add a visit as its form would; returns its id."""
        return self.submit("/visits/new?past=1", "/visits", {"on": "2026-11-20", **fields}).location.rpartition("=")[2]

    def log_dose(self, **fields: Any) -> str:
        """Log a dose as its form would; returns its id."""
        return self.log("dose", {"amount": "0.5", **fields})

    def add_medicine(self, name: str, **fields: Any) -> str:
        """Add a medicine and return its id."""
        form = self.get("/medicines/new")
        self.send(form, "/medicines", {"name": name, **fields})
        return form.fields("/medicines")["id"]

    def check_in(self, ratings: Mapping[str, int] | None = None, **fields: Any) -> str:
        """Log a check-in as its form would; returns its id."""
        rated = {f"rating-{effect}": str(severity) for effect, severity in (ratings or {}).items()}
        return self.log("check_in", rated | fields)

    def log_episode(self, **fields: Any) -> str:
        """Log an episode as its form would; returns its id."""
        return self.log("episode", {"what": "panic_attack", **fields})

    def log_day(self, on: str = "2026-11-23", **answers: Any) -> str:
        """Answer what mattered on a day as its form would; returns the id of its entry."""
        self._marks = self._marks or self.marks()
        self.post(ADDRESSES["day"], {**self._marks, "on": on, **answers})
        return day_id(date.fromisoformat(on))

    def log(self, kind: Kind, fields: Fields) -> str:
        """Log an entry of any kind without loading its form, with the marks its forms carry; returns
        its id."""
        self._marks = self._marks or self.marks()
        entry_id = str(uuid.uuid4())
        self.post(ADDRESSES[kind], {**self._marks, "id": entry_id, "when": "now", **YES, **fields})
        return entry_id

    def forget_marks(self) -> None:
        """The session was renewed, and the forms of the next one carry another token."""
        self._marks = {}

    def _page(self, response: TestResponse, status: int) -> Page:
        page = Page(self.app, response)
        assert page.status == status, f"{response.request.path}: {page.status} {page.errors() if page.is_html else ''}"
        return page
