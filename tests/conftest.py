"""Three people on one installation: the owner of a record, a stranger with a record of her own, and nobody.

Every test gets a real SQLite file of its own, copied from one that was migrated once.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import event

from app import create_app
from journal.actions import accounts as actions
from journal.core.accounts import NewAccount, Settings, Viewer
from journal.core.monograph import Monograph
from journal.store import accounts as store
from journal.store import migrations
from journal.store.database import Database
from journal.web.cache import ChartCache
from journal.web.state import Journal
from tests.web.client import Browser

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)  # Monday noon in Berlin
DATA = Path(__file__).parent / "data"
MEMORY = Path("/dev/shm")
COMPILED: dict[Any, Any] = {}  # statements compiled once for all the databases
PEOPLE = {"owner": "clonazepam", "stranger": "clonazepam", "tester": "examplamine"}  # fixture and medicine

settings.register_profile("journal", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("journal")


@pytest.fixture(scope="session")
def quick_hasher() -> PasswordHasher:
    """Argon2 as the program uses it, at a thousandth of the cost."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(autouse=True)
def _quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hash is a cheap one, but in the tests that look at the hashes themselves."""
    if "real_hashes" not in request.fixturenames:
        hasher = request.getfixturevalue("quick_hasher")
        monkeypatch.setattr(actions, "_hasher", lambda: hasher)


@pytest.fixture
def real_hashes() -> Iterator[None]:
    """Hashes that cost what they cost."""
    actions._nobody.cache_clear()
    yield
    actions._nobody.cache_clear()


@pytest.fixture(scope="session")
def password_hash(quick_hasher: PasswordHasher) -> str:
    """The hash of PASSWORD."""
    return quick_hasher.hash(PASSWORD)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An up-to-date database without a row, to be copied."""
    file = tmp_path_factory.mktemp("template") / "journal.db"
    database = Database(f"sqlite:///{file}")
    migrations.upgrade(database)
    database.close()
    return file


@pytest.fixture
def database(request: pytest.FixtureRequest, empty_database: Path) -> Iterator[Database]:
    """A database of this test's own; in memory where the system has a folder there, since commits wait for the disk."""
    wanted = PEOPLE.keys() & set(request.fixturenames)
    template = request.getfixturevalue("people").file if wanted else empty_database
    with TemporaryDirectory(prefix="journal-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        file = Path(folder) / "journal.db"
        shutil.copyfile(template, file)
        opened = Database(f"sqlite:///{file}")
        opened.engine.update_execution_options(compiled_cache=COMPILED)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Flask]:
    """The program as `create_app` makes it, with the made-up second medicine."""
    instance = tmp_path_factory.mktemp("installation") / "instance"
    instance.mkdir(mode=0o700)
    shutil.copyfile(empty_database, instance / "journal.db")
    made = create_app({"INSTANCE": str(instance), "MONOGRAPHS": str(DATA)})
    yield made
    made.extensions["journal"].database.close()


@dataclass(frozen=True)
class People:
    """A database with the people of most tests in it, their ids and the cookies of their browsers, by fixture."""

    file: Path
    ids: dict[str, str]
    cookies: dict[str, str]


@pytest.fixture(scope="session")
def people(
    whole_app: Flask, empty_database: Path, password_hash: str, tmp_path_factory: pytest.TempPathFactory
) -> People:
    """Three accounts that are logged in, made once."""
    found = People(tmp_path_factory.mktemp("people") / "journal.db", {}, {})
    shutil.copyfile(empty_database, found.file)
    database = Database(f"sqlite:///{found.file}")
    with time_machine.travel(NOW, tick=False):
        for person, medicine in PEOPLE.items():
            found.ids[person] = str(uuid.uuid4())
            account = NewAccount(person.capitalize(), PASSWORD, Settings("Europe/Berlin"), medicine)
            with database.writing() as session:
                store.add_patient(session, found.ids[person], account, password_hash, NOW)
            client = whole_app.test_client()
            remember(client, actions.create_login_session(database, found.ids[person], "a test", NOW))
            cookie = client.get_cookie("journal")
            assert cookie is not None
            found.cookies[person] = cookie.value
    database.close()
    return found


@pytest.fixture
def app(whole_app: Flask, database: Database) -> Iterator[Flask]:
    """The program on this test's own database, with no chart drawn yet."""
    parts: Journal = whole_app.extensions["journal"]
    whole_app.extensions["journal"] = replace(parts, database=database, charts=ChartCache())
    yield whole_app
    whole_app.extensions["journal"] = parts


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time, standing still at NOW until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def make_patient(database: Database, password_hash: str) -> Callable[..., str]:
    """Makes an account without the tenth of a second a new hash costs; returns the patient's id."""

    def make(name: str, medicine: str = "clonazepam", zone: str = "Europe/Berlin", **settings: Any) -> str:
        patient_id = str(uuid.uuid4())
        account = NewAccount(name, PASSWORD, Settings(zone, **settings), medicine)
        with database.writing() as session:
            store.add_patient(session, patient_id, account, password_hash, NOW)
        return patient_id

    return make


@pytest.fixture
def log_in(app: Flask, clock: time_machine.Traveller, make_patient: Callable[..., str]) -> Callable[..., Browser]:
    """Makes an account and a browser that is logged in."""

    def enter(name: str, **account: Any) -> Browser:
        patient_id = make_patient(name, **account)
        return logged_in(app, patient_id, name)

    return enter


def logged_in(app: Flask, patient_id: str, name: str = "") -> Browser:
    """A browser in which this patient is logged in."""
    browser = Browser(app, patient_id, name)
    database = app.extensions["journal"].database
    remember(browser.client, actions.create_login_session(database, patient_id, "a test", datetime.now(UTC)))
    return browser


def remember(client: FlaskClient, token: str) -> None:
    """Give a browser the cookie of a device that is logged in."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
        cookie.permanent = True


@pytest.fixture
def browser_of(app: Flask, clock: time_machine.Traveller, people: People) -> Callable[[str], Browser]:
    """Opens the browser of one of the people."""

    def open_browser(person: str) -> Browser:
        browser = Browser(app, people.ids[person], person.capitalize())
        browser.client.set_cookie("journal", people.cookies[person])
        return browser

    return open_browser


@pytest.fixture
def owner(browser_of: Callable[[str], Browser]) -> Browser:
    """The patient whose record it is."""
    return browser_of("owner")


@pytest.fixture
def stranger(browser_of: Callable[[str], Browser]) -> Browser:
    """Another patient of the same installation."""
    return browser_of("stranger")


@pytest.fixture
def nobody(app: Flask, clock: time_machine.Traveller) -> Browser:
    """Somebody who is not logged in."""
    return Browser(app)


@pytest.fixture
def tester(browser_of: Callable[[str], Browser]) -> Browser:
    """A patient who takes the made-up medicine."""
    return browser_of("tester")


@pytest.fixture(scope="session")
def clonazepam(whole_app: Flask) -> Monograph:
    """The monograph the journal ships."""
    found: Monograph = whole_app.extensions["journal"].monographs["clonazepam"]
    return found


@pytest.fixture
def viewer(make_patient: Callable[..., str], database: Database) -> Viewer:
    """A patient as the actions know one."""
    return Viewer(make_patient("Viewer"), "Viewer", Settings("Europe/Berlin", time(4)), "clonazepam", 0)


class Statements(list[str]):
    """The statements a block sent to the database, and how often it committed."""

    commits = 0


@contextmanager
def counted(database: Database) -> Iterator[Statements]:
    """Counts what is sent to the database inside the block; BEGIN and PRAGMA are not counted."""
    found = Statements()

    def sent(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    def committed(_connection: Any) -> None:
        found.commits += 1

    event.listen(database.engine, "before_cursor_execute", sent)
    event.listen(database.engine, "commit", committed)
    yield found
    event.remove(database.engine, "before_cursor_execute", sent)
    event.remove(database.engine, "commit", committed)
