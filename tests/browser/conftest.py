"""The real program in a process of its own, and a real Chromium in front of it.

Whatever a page does that it should not (an error in the console, a refused style, a broken image, a request to another
machine) fails the test during which it happened.
"""

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from pyotp import TOTP

from journal.actions import medicines
from journal.actions.accounts import accounts, grants
from journal.actions.demo import fill_demo
from journal.actions.keys import Keys, derive
from journal.actions.record import entries
from journal.core.accounts.accounts import NewAccount, Patient, Settings
from journal.core.accounts.grants import Kind, Terms
from journal.core.demo.days import with_days
from journal.core.demo.story import story
from journal.core.demo.visits import with_visits
from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import DATA, Monograph
from journal.core.medicine.monographs import read_monographs
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import PlannedDose
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.record.forms import fingerprint
from journal.core.record.quiet_days import QuietDays
from journal.core.safety.check import askable
from journal.core.values.clock import moment
from journal.store.database.database import Database
from journal.store.plan import regimens as regimens_store
from journal.store.record.latest import find_last
from scripts.browser import find
from tests.acting import acting
from tests.browser.watch import Watch

ROOT = Path(__file__).parents[2]
PASSWORD = "four sleepy green teapots"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ZONES = ("Asia/Tokyo", "Asia/Dubai", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Pacific/Auckland")
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # milliseconds
expect.set_options(timeout=PATIENCE)  # a slow machine only takes longer


def where_it_is_afternoon() -> str:
    """A zone in which neither midnight nor the small hours are near, so that "today" stays today."""
    now = datetime.now(UTC)
    return min(ZONES, key=lambda zone: abs(now.astimezone(ZoneInfo(zone)).hour - 15))


@dataclass
class Installation:
    """The running program, and its record through the same actions the pages use."""

    address: str
    database: Database
    keys: Keys
    zone: str
    monograph: Monograph
    known: dict[str, Patient] = field(default_factory=dict)

    def patient(self, name: str) -> Patient:
        """A patient with an empty journal."""
        if name not in self.known:
            account = NewAccount(name, PASSWORD, Settings(self.zone), self.monograph.key)
            made = accounts.sign_up(acting(self.database, at=datetime.now(UTC), keys=self.keys), account)
            self.known[name] = self._patient(made.patient_id, account)
        return self.known[name]

    def full_patient(self, name: str) -> Patient:
        """A patient with 150 days of entries, one of them edited and one deleted, and a dose today."""
        now = datetime.now(UTC)
        account = NewAccount(name, PASSWORD, Settings(self.zone), self.monograph.key)
        told = with_days(story(1, now, self.zone, self.monograph, 150), 1, now, self.zone)
        told = with_visits(told, 1, now, self.zone)
        visitor = acting(self.database, None, now, keys=self.keys)
        patient = self._patient(fill_demo(visitor, told, account, self.monograph), account)
        dose = Dose(
            moment=moment(now, self.zone),
            status="taken",
            amount=500_000,
            form=self.forms[0],
            medicine_id=self.monograph.key,
            note="Edited",
        )
        first, second = self.log(patient, dose.model_copy(update={"note": ""})), self.log(patient, dose)
        entries.edit_entry(acting(self.database, patient, now), first, 1, dose, self.monograph)
        entries.delete_entry(acting(self.database, patient, now), second)
        calm = {"first_on": now.date() - timedelta(days=40), "last_on": now.date() - timedelta(days=36)}
        self.log(patient, QuietDays(moment=moment(now - timedelta(days=35), self.zone), **calm))
        self.known[name] = patient
        return patient

    def let_in(self, name: str, other: str, kind: Kind = "care") -> None:
        """Let somebody look after a record, or observe, and invite one more."""
        now = datetime.now(UTC)
        owner, carer = (acting(self.database, self.known[each], now, keys=self.keys) for each in (name, other))
        invited = [grants.invite(owner, Terms(called, kind=kind)) for called in (other, "Somebody invited")]
        grants.accept(carer, invited[0].code)

    @property
    def today(self) -> date:
        """The day where the patients are."""
        return datetime.now(ZoneInfo(self.zone)).date()

    @property
    def forms(self) -> list[str]:
        """The forms of the medicine."""
        return list(self.monograph.form_names)

    def log(self, patient: Patient, detail: Detail) -> str:
        """Record an entry and return its id."""
        entry_id = str(uuid.uuid4())
        now = datetime.now(UTC)
        mark = fingerprint({"test": entry_id})
        entries.log_entry(acting(self.database, patient, now), entry_id, detail, mark, self.monograph, askable())
        return entry_id

    def log_dose(self, patient: Patient, amount: int = 500_000) -> str:
        """Record a dose taken now."""
        return self._log_dose(patient, datetime.now(UTC), amount)

    def log_dose_ago(self, patient: Patient, ago: timedelta) -> str:
        """Record a dose taken so long ago."""
        return self._log_dose(patient, datetime.now(UTC) - ago, 500_000)

    def plan(self, patient: Patient, *times: str, medicine: str = "") -> None:
        """A plan of half a milligram at those times, saved ten days ago."""
        now = datetime.now(UTC) - timedelta(days=10)
        doses = tuple(PlannedDose(time.fromisoformat(text), 500_000) for text in times)
        step = Step(moment(now, self.zone).on, None, doses, "" if medicine else self.forms[0])
        with self.database.writing() as session:
            of = medicine or self.monograph.key
            regimens_store.add_step(session, patient.id, of, str(uuid.uuid4()), step, now)

    def add_medicine(self, patient: Patient, name: str) -> str:
        """One more medicine in mg; returns its id."""
        medicine = Medicine(str(uuid.uuid4()), name=name)
        doing = acting(self.database, patient, datetime.now(UTC))
        medicines.add_medicine(doing, medicine, {self.monograph.key: self.monograph})
        return medicine.id

    def log_usual_dose(self, patient: Patient) -> None:
        """Record a dose of three days ago and one of two: from then on one tap offers it, and nothing is asked."""
        now = datetime.now(UTC)
        for at in (now - timedelta(days=3), now - timedelta(days=2)):
            self._log_dose(patient, at, 500_000)

    def _log_dose(self, patient: Patient, taken_at: datetime, amount: int) -> str:
        at = moment(taken_at, self.zone)
        return self.log(
            patient, Dose(moment=at, status="taken", amount=amount, form=self.forms[0], medicine_id=self.monograph.key)
        )

    def last(self, name: str, kind: Any) -> str:
        """The id of the newest entry of a kind."""
        with self.database.reading() as session:
            found = find_last(session, self.known[name].id, kind)
        assert found is not None
        return found.id

    def _patient(self, patient_id: str, account: NewAccount) -> Patient:
        return Patient(patient_id, account.name, account.settings, (of_monograph(account.medicine),), revision=0)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The program as it is shipped."""
    with served(tmp_path_factory.mktemp("served") / "instance") as found:
        yield found


@contextmanager
def served(folder: Path, monographs: Path | None = None) -> Iterator[Installation]:
    """The program, served by `python app.py` on a port and a folder of its own, with the monographs of another one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JOURNAL_", "COVERAGE_"))}
    log = (folder.parent / "log").open("w")
    program = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=clean
        | ({"JOURNAL_MONOGRAPHS": str(monographs)} if monographs else {})
        | {"JOURNAL_INSTANCE": str(folder), "JOURNAL_PORT": str(port), "PYTHONWARNINGS": "default"},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert program.stdout is not None
    try:
        first_line = program.stdout.readline()
        assert "The journal is at" in first_line, Path(log.name).read_text()
        database = Database(f"sqlite:///{folder / 'journal.db'}")
        monograph = read_monographs(DATA, *([monographs] if monographs else []))["clonazepam"]
        keys = derive((folder / "secret_key").read_text().strip())
        yield Installation(f"http://127.0.0.1:{port}", database, keys, where_it_is_afternoon(), monograph)
        database.close()
        assert program.poll() is None, (
            f"the program ended by itself ({program.returncode})\n{Path(log.name).read_text()}"
        )
    finally:
        program.terminate()
        program.wait(10)
        program.stdout.close()
        log.close()
    faults = [line for line in Path(log.name).read_text().splitlines() if "ERROR" in line or "Traceback" in line]
    assert not faults, "the program complained:\n" + "\n".join(faults)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is. Without one these tests fail: they never pass by being left out."""
    path = find()
    assert path, "The browser tests need Chromium; `python scripts/browser.py` installs it or says how."
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browser."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def watching(installation: Installation) -> Watch:
    """What sees everything that goes wrong in any page."""
    return Watch(installation.address)


@pytest.fixture(autouse=True)
def watch(watching: Watch) -> Iterator[Watch]:
    """Fails the test when a page did what it should not; `watch.allowed` names the answers that are meant."""
    watching.start()
    yield watching
    watching.stop()


Open = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def open_context(chromium: Browser, installation: Installation, watching: Watch) -> Open:
    """Opens a watched window of a new person: no cookies, the size of a phone, in the zone of the tests."""

    def open_one(**options: Any) -> BrowserContext:
        defaults = {"base_url": installation.address, "timezone_id": installation.zone, "viewport": PHONE}
        context = chromium.new_context(**defaults | {"locale": "en-GB", "reduced_motion": "no-preference"} | options)
        context.set_default_timeout(PATIENCE)
        watching.follow(context)
        return context

    return open_one


@pytest.fixture(scope="session")
def logged_in(installation: Installation, open_context: Open) -> Callable[[str], Any]:
    """The cookies of a patient who logged in by the form, once for all tests."""
    known: dict[str, Any] = {}

    def cookies(name: str) -> Any:
        if name not in known:
            context = open_context()
            log_in(context.new_page(), name)
            known[name] = context.storage_state()
            context.close()
        return known[name]

    return cookies


@pytest.fixture
def window(installation: Installation, open_context: Open, logged_in: Callable[[str], Any]) -> Iterator[Any]:
    """Opens a window for this test: `window("Anna")` is logged in, `window()` is not; options are Playwright's."""
    contexts: list[BrowserContext] = []

    def new(name: str = "", **options: Any) -> Page:
        if name:
            installation.patient(name)
            options["storage_state"] = logged_in(name)
        contexts.append(open_context(**options))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def three_people(
    installation: Installation, open_context: Open, logged_in: Callable[[str], Any]
) -> Iterator[dict[str, BrowserContext]]:
    """One window each of nobody, of a patient who has just begun, of one with a long record, and of one with a second
    step. Nothing is saved."""
    installation.patient("Empty")
    installation.patient("Guarded")
    installation.full_patient("Full")
    installation.let_in("Full", "Empty")
    installation.let_in("Full", "Guarded", "observe")
    contexts = {"nobody": open_context()}
    contexts |= {name.lower(): open_context(storage_state=logged_in(name)) for name in ("Empty", "Full", "Guarded")}
    turn_on_second_step(contexts["guarded"].new_page())
    yield contexts
    for context in contexts.values():
        context.close()


def log_in(page: Page, name: str) -> None:
    """Log in by the form."""
    page.goto("/sessions/new")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/")


def turn_on_second_step(page: Page) -> None:
    """Set up the second step as somebody with an app would."""
    page.goto("/second-factors/new")
    page.get_by_text("Or type a key by hand").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Six digits").fill(TOTP(secret).now())
    page.get_by_role("button", name="Turn it on").click()
    page.locator(".codes").wait_for()
    page.close()
