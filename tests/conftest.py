"""Three people on one installation: the owner of a record, a stranger with a record of her own, and nobody.

Every test gets a real database of its own, copied from one that was migrated once: an SQLite file, or with
`--database postgresql` a database on a server that is started for the run (or the one in JOURNAL_TEST_POSTGRESQL).
"""

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import Phase, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import create_app
from journal.actions.accounts import passwords
from journal.core.accounts.accounts import NewAccount, Patient, Settings
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import Monograph
from journal.store.accounts import accounts as store
from journal.store.database.database import Database
from tests.acting import NOW, acting
from tests.databases import Databases, in_files, migrated, on_server, opened
from tests.devices import create_login_session
from tests.people import People, Person, Prepared, using
from tests.postgres import Server
from tests.web import lint
from tests.web.client import Browser

PASSWORD = "plum lantern gravel otter"
DATA = Path(__file__).parent / "data"
PEOPLE = {"owner": "clonazepam", "stranger": "clonazepam", "tester": "examplamine"}  # fixture and medicine

SERVER = pytest.StashKey[Server]()
ADDRESS = pytest.StashKey[str]()
FOLDERS = {"browser": "browser", "fault": "faults", "trial": "trials"}  # of the tests with a mark
ON_REQUEST = ("fault", "trial")  # marks of tests that run only when asked for

# A busy machine is no fault of the code. While one works, half as many examples; `make test` asks for all of them.
settings.register_profile("journal", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None)
settings.register_profile(  # for scripts/mutants.py: a fault is found, and not made small
    "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("journal")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose the database."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the record lies in")


def pytest_configure(config: pytest.Config) -> None:
    """One server for all the workers of a run."""
    if config.getoption("--database") == "sqlite":
        return
    address = getattr(config, "workerinput", {}).get("postgresql") or os.environ.get("JOURNAL_TEST_POSTGRESQL")
    if address is None:
        config.stash[SERVER] = Server().start()
        address = config.stash[SERVER].address()
    config.stash[ADDRESS] = address


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the server is."""
    if ADDRESS in node.config.stash:
        node.workerinput["postgresql"] = node.config.stash[ADDRESS]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server."""
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def _not_asked_for(config: pytest.Config) -> set[str]:
    """The marks of tests that nobody asked for."""
    marks = {
        mark
        for mark in ON_REQUEST
        if mark not in config.option.markexpr and not any(f"tests/{FOLDERS[mark]}" in asked for asked in config.args)
    }
    return marks | ({"browser"} if config.option.markexpr == "not browser" else set())


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Load no file of a folder of which no test runs."""
    tests = Path(__file__).parent
    return collection_path in {tests / FOLDERS[mark] for mark in _not_asked_for(config)} or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not asked for, and on PostgreSQL what is about SQLite or asks no database."""
    unwanted = _not_asked_for(config)
    on_server = config.getoption("--database") == "postgresql"
    unwanted.add("sqlite" if on_server else "postgresql")

    def is_left_out(item: pytest.Item) -> bool:
        asks_none = on_server and "databases" not in getattr(item, "fixturenames", ())
        return asks_none or bool(unwanted & {mark.name for mark in item.iter_markers()})

    left_out = [item for item in items if is_left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_collection_finish() -> None:
    """What was loaded to get here stays: looking through it for garbage again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def quick_hasher() -> PasswordHasher:
    """Argon2 as the program uses it, at a thousandth of the cost."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(scope="session")
def nobodys_quick_hash(quick_hasher: PasswordHasher) -> str:
    """What unknown names are checked against: a hash carries its cost, and the program's own would be a real one."""
    return quick_hasher.hash("nobody's")


@pytest.fixture(autouse=True)
def _quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hash is a cheap one, but in the tests that look at the hashes themselves."""
    if "real_hashes" not in request.fixturenames:
        hasher, nobodys = request.getfixturevalue("quick_hasher"), request.getfixturevalue("nobodys_quick_hash")
        monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
        monkeypatch.setattr(passwords, "nobodys_hash", lambda: nobodys)


@pytest.fixture
def real_hashes() -> Iterator[None]:
    """Hashes that cost what they cost."""
    passwords.nobodys_hash.cache_clear()
    yield
    passwords.nobodys_hash.cache_clear()


@pytest.fixture(scope="session")
def password_hash(quick_hasher: PasswordHasher) -> str:
    """The hash of PASSWORD."""
    return quick_hasher.hash(PASSWORD)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where databases are made."""
    address = request.config.stash.get(ADDRESS, None)
    with in_files() if address is None else on_server(address) as made:
        yield made


@pytest.fixture(scope="session")
def empty_database(databases: Databases) -> str:
    """The address of an up-to-date database without a row, to be copied."""
    return migrated(databases)


@pytest.fixture
def template(request: pytest.FixtureRequest, empty_database: str) -> str:
    """The address of what this test's database is copied from.

    A file whose tests begin with the same record says in FILLED_BY, by the fixture they ask for, what the owner does
    before: that is done once.
    """
    fills = getattr(request.module, "FILLED_BY", {})
    for name in fills.keys() & set(request.fixturenames):
        return str(request.getfixturevalue("prepare")(fills[name]).address)
    wanted = PEOPLE.keys() & set(request.fixturenames)
    found: str = request.getfixturevalue("people").address if wanted else empty_database
    return found


@pytest.fixture
def database(databases: Databases, template: str) -> Iterator[Database]:
    """A database of this test's own."""
    with databases.copy(template) as address:
        made = opened(address)
        yield made
        made.close()


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder all the workers of this run look into, so that none does what another one did already."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session")
def whole_app(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, empty_database: str, of_the_run: Path
) -> Iterator[Flask]:
    """The program as `create_app` makes it, with the made-up second medicine."""
    instance = tmp_path_factory.mktemp("installation") / "instance"
    address = databases.keep(empty_database, "app")
    made = create_app({"INSTANCE": str(instance), "MONOGRAPHS": str(DATA), "DATABASE_URL": address})
    made.extensions["journal"].database.close()  # each test brings its own
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(of_the_run))
    lint.shapes.share(of_the_run / "shapes")
    yield made
    made.extensions["journal"].database.close()


@pytest.fixture(scope="session")
def people(whole_app: Flask, databases: Databases, empty_database: str, password_hash: str) -> People:
    """Three accounts that are logged in, made once."""
    found = People(databases.keep(empty_database, "people"), {})
    database = opened(found.address)
    with time_machine.travel(NOW, tick=False), using(whole_app, database):
        for fixture, medicine in PEOPLE.items():
            account = NewAccount(fixture.capitalize(), PASSWORD, Settings("Europe/Berlin"), medicine)
            browser = logged_in(whole_app, add_patient(database, password_hash, account), account.name)
            marks = browser.marks()
            cookie = browser.client.get_cookie("journal")
            assert cookie is not None
            found.by_fixture[fixture] = Person(account.name, browser.patient_id, cookie.value, marks)
    database.close()
    return found


@pytest.fixture(scope="session")
def prepare(whole_app: Flask, databases: Databases, people: People) -> Callable[[Callable[[Browser], Any]], Prepared]:
    """Has the owner do something at NOW, once, in a database that is copied for each test which begins with that."""
    made: dict[Callable[[Browser], Any], Prepared] = {}

    def once(fill: Callable[[Browser], Any]) -> Prepared:
        if fill not in made:
            address = databases.keep(people.address, fill.__name__)
            database = opened(address)
            with time_machine.travel(NOW, tick=False), using(whole_app, database):
                made[fill] = Prepared(address, fill(people.by_fixture["owner"].browser(whole_app)))
            database.close()
        return made[fill]

    return once


@pytest.fixture
def app(whole_app: Flask, database: Database) -> Iterator[Flask]:
    """The program on this test's own database, with no chart drawn yet."""
    with using(whole_app, database):
        yield whole_app


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time, standing still at NOW until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def make_patient(database: Database, password_hash: str) -> Callable[..., str]:
    """Makes an account without the tenth of a second a new hash costs; returns the patient's id."""

    def make(name: str, medicine: str = "clonazepam", zone: str = "Europe/Berlin", **settings: Any) -> str:
        return add_patient(database, password_hash, NewAccount(name, PASSWORD, Settings(zone, **settings), medicine))

    return make


def add_patient(database: Database, password_hash: str, account: NewAccount) -> str:
    """Adds an account; returns the patient's id."""
    patient_id = str(uuid.uuid4())
    with database.writing() as session:
        store.add_patient(session, patient_id, account, password_hash, NOW)
    return patient_id


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
    device = acting(database, at=datetime.now(UTC), device="a test")
    token = create_login_session(device, patient_id, remembered=True)
    remember(browser.client, token)
    return browser


def carried(browser: Browser) -> str:
    """The token a browser carries; "" when nobody is logged in there."""
    with browser.client.session_transaction() as cookie:
        return str(cookie.get("_user_id", ""))


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
        return people.by_fixture[person].browser(app)

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
def patient(make_patient: Callable[..., str], database: Database) -> Patient:
    """A patient as the actions know one."""
    return Patient(
        make_patient("Patient"), "Patient", Settings("Europe/Berlin", time(4)), (of_monograph("clonazepam"),), 0
    )


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
