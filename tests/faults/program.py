"""The real program on a folder or server of its own, with one patient who is logged in and forms to send again."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.record.history import Filter
from journal.store.accounts import accounts
from journal.store.database.database import Database
from journal.store.record import entries
from tests.conftest import PASSWORD, logged_in
from tests.web.client import YES, Browser, Page

NOTE = "after breakfast"


@dataclass(frozen=True)
class Program:
    """The running program and its patient."""

    app: Flask
    patient: Browser

    @property
    def database(self) -> Database:
        """What the program keeps the record in."""
        found: Database = self.app.extensions["journal"].database
        return found

    def form(self) -> Page:
        """A form to log a dose, as it stands in a window that was opened before the fault."""
        return self.patient.get("/doses/new")

    def save(self, form: Page, status: int = 303, note: str = NOTE) -> Page:
        """Send a form that was filled in."""
        return self.patient.send(form, "/doses", YES | {"amount": "0.5", "note": note}, status)

    def refuse(self, form: Page, note: str = NOTE) -> Page:
        """Send a form that cannot be saved now: everything typed is kept. Returns the page to send again."""
        return self.is_kept(form, self.save(form, 503, note), note)

    def try_to_save(self, form: Page, note: str) -> Page:
        """Send a form that may be saved or not."""
        fields = form.fields("/doses") | YES | {"amount": "0.5", "note": note}
        return Page(self.app, self.patient.client.post("/doses", data=fields))

    def is_kept(self, form: Page, kept: Page, note: str = NOTE) -> Page:
        """Hold the answer against the form that was sent."""
        assert kept.status == 503
        assert kept.h1 in {"Not saved yet", "Saved, or perhaps not"}
        assert kept.fields("/doses")["note"].strip() == note
        assert kept.fields("/doses")["id"] == form.fields("/doses")["id"]
        assert kept.headers["Retry-After"] == "5"
        return kept

    def cannot_read(self) -> None:
        """No page of the record can be shown; what needs no record is."""
        for address in ("/", "/history"):
            assert self.patient.get(address, 503).h1 == "The record cannot be read just now"
        for address in ("/emergency", "/about", "/sessions/new"):
            self.patient.get(address)

    def notes(self) -> list[str]:
        """The notes of everything that is recorded, newest first."""
        with self.database.reading() as session:
            found = entries.list_entries(session, self.patient.patient_id, Filter(), limit=10_000)
        return [entry.detail.note for entry in found]


@contextmanager
def running(instance: Path, patience: float | None = None, pool_size: int = 9, **settings: Any) -> Iterator[Program]:
    """Start the program; with another patience than its own five seconds when the test need not wait for them."""
    app = create_app({"INSTANCE": str(instance), **settings})
    parts = app.extensions["journal"]
    database = parts.database
    if patience is not None:
        url = database.url.render_as_string(hide_password=False)
        database.close()
        database = Database(url, pool_size=pool_size, patience=patience)
        app.extensions["journal"] = replace(parts, database=database)
    try:
        yield Program(app, logged_in(app, _patient(database), "Patient"))
    finally:
        database.close()


def _patient(database: Database) -> str:
    """The one patient, made when nobody is there yet."""
    with database.writing() as session:
        known = accounts.find_patient(session, "Patient")
        if known is not None:
            return known[0]
        patient_id = str(uuid.uuid4())
        account = NewAccount("Patient", PASSWORD, Settings("Europe/Berlin"), "clonazepam")
        accounts.add_patient(session, patient_id, account, "-", datetime.now(UTC))
    return patient_id
