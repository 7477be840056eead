"""The side-effect journal: `python app.py` serves it, `create_app()` makes it. The only file that knows every ring."""

import os
import secrets
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from journal import cli, web
from journal.actions import keys
from journal.core.accounts.passwords import Breached
from journal.core.hosting import read_hosting
from journal.core.medicine.emergency import read_numbers
from journal.core.medicine.monographs import Read, read_installation, refuse_what_is_taken
from journal.core.values.errors import CannotStart, JournalError
from journal.core.values.languages import read_languages
from journal.store.database.database import Database
from journal.store.files import interrupted_restores, locks
from journal.store.medicines import list_monographs
from journal.store.upkeep import migrations
from journal.store.upkeep.readiness import is_nearly_full
from journal.web.site.chart_cache import ChartCache
from journal.web.site.context import Journal

ROOT = Path(__file__).parent
THREADS = 8
KEY_PATIENCE = 1.0  # seconds for another worker of a first start to write the key it has just made the file of

_held = ExitStack()  # by `flask run`, until this process ends


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Make the journal. `settings` override the environment: INSTANCE, DATABASE_URL, MONOGRAPHS,
    EMERGENCY_NUMBER, POISON_NUMBER, CRISIS_NUMBER and others.

    Brings the database up to date. Raises CannotStart, InvalidMonograph, BreachedUnusable, DatabaseUnusable,
    SchemaTooNew or Held with a sentence. For a command of `flask` the sentence is the command's answer, and `restore`
    may be what helps.
    """
    if settings is None and cli.is_calling() and not cli.is_serving() and cli.is_help():
        return _explain()
    try:
        return _create_app(settings)
    except JournalError as error:
        if settings is None and cli.is_calling():
            raise cli.Refused(str(error)) from None
        raise


def _explain() -> Flask:
    """The commands alone, for their help: nothing is opened and nothing is made."""
    app = Flask("journal", root_path=str(ROOT))
    cli.register(app)
    return app


def _create_app(settings: Mapping[str, Any] | None) -> Flask:
    config = _from_environment() | dict(settings or {})
    hosting = config["HOSTING"]
    numbers = read_numbers(config["EMERGENCY_NUMBER"], config["POISON_NUMBER"], config["CRISIS_NUMBER"])
    app = Flask(
        "journal", root_path=str(ROOT), template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    instance = Path(config["INSTANCE"])
    _make_private(instance)
    app.config.update(
        INSTANCE=str(instance),
        SECRET_KEY=_secret_key(instance / "secret_key"),
        SESSION_COOKIE_NAME=hosting.cookie("journal"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=hosting.https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,  # a page left open all afternoon can still be saved
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer; journal.web.site.origins looks at better headers
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_PARTS=1000,  # a week sheet with five medicines thirteen times a day has as many
        TESTING=config.get("TESTING", False),
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    read = read_installation(_own_monographs(config["MONOGRAPHS"]))
    breached = Breached(Path(config["BREACHED_PASSWORDS"])) if config["BREACHED_PASSWORDS"] else None
    database = Database(config["DATABASE_URL"] or f"sqlite:///{instance / 'journal.db'}", pool_size=THREADS + 1)
    _bring_up_to_date(app, database, read)
    web.register(
        app,
        Journal(
            database,
            read.monographs,
            numbers,
            ChartCache(),
            keys.derive(app.config["SECRET_KEY"]),
            require_second_factor=config["REQUIRE_MFA"],
            sign_up=config["SIGN_UP"],
            hosting=hosting,
            breached=breached,
            languages=read_languages(ROOT / "translations"),
            left_out=tuple(each.sentence for each in read.left_out),
        ),
    )
    return app


def _bring_up_to_date(app: Flask, database: Database, read: Read) -> None:
    """Also puts the commands into the app: where the database cannot be opened, only those that can do without.

    Then it is known what somebody takes, and whether its monograph is among those that were left out.
    A command finds a record or says that there is none; it is a server, or `demo`, that begins one.
    """
    unusable = None
    try:
        file = locks.file_of(database.url)
        if file is not None and cli.is_calling() and not cli.is_serving():
            interrupted_restores.refuse_unfinished(file)
            interrupted_restores.refuse_nothing(file)
        migrations.upgrade(database)
        _refuse_what_is_taken(database, read)
        if cli.is_serving():
            _held.enter_context(locks.serving(database))
    except BaseException as error:
        database.close()
        if not (cli.is_calling() and isinstance(error, JournalError)):
            raise
        unusable = error
    cli.register(app, unusable, partial(migrations.upgrade, database))


def _refuse_what_is_taken(database: Database, read: Read) -> None:
    if read.left_out:
        with database.reading() as session:
            refuse_what_is_taken(read, list_monographs(session))


def _from_environment() -> dict[str, Any]:
    ask = os.environ.get
    return {
        "INSTANCE": ask("JOURNAL_INSTANCE") or str(ROOT / "instance"),
        "DATABASE_URL": ask("JOURNAL_DATABASE_URL"),
        "EMERGENCY_NUMBER": ask("JOURNAL_EMERGENCY_NUMBER"),
        "POISON_NUMBER": ask("JOURNAL_POISON_NUMBER"),
        "CRISIS_NUMBER": ask("JOURNAL_CRISIS_NUMBER"),
        "MONOGRAPHS": ask("JOURNAL_MONOGRAPHS"),
        "REQUIRE_MFA": ask("JOURNAL_REQUIRE_MFA") == "1",
        "SIGN_UP": ask("JOURNAL_SIGN_UP", "") in {"", "1"},
        "BREACHED_PASSWORDS": ask("JOURNAL_BREACHED_PASSWORDS"),
        "HOSTING": read_hosting(os.environ),
    }


def _own_monographs(folder: str | None) -> Path | None:
    if not folder:
        return None
    if not Path(folder).is_dir():
        raise CannotStart(f"There is no folder {folder}: JOURNAL_MONOGRAPHS must name a folder with *.toml files.")
    return Path(folder)


def _make_private(instance: Path) -> None:
    """Make the folder of the record, readable by its owner alone, and everything born in it likewise."""
    os.umask(0o077)
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = instance / f".probe-{os.getpid()}"
        probe.touch(0o600)
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The folder {instance} cannot be written to ({error.strerror}). "
            "Give this user the right to write there, or name another folder in JOURNAL_INSTANCE."
        ) from None


def _secret_key(file: Path) -> str:
    """The key that signs cookies, made on the first start."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_hex(32))
            new.flush()
            os.fsync(new.fileno())
    except FileExistsError:
        pass
    key, until = file.read_text().strip(), time.monotonic() + KEY_PATIENCE
    while len(key) < 64 and time.monotonic() < until:  # workers start together, and one of them is writing it
        time.sleep(0.01)
        key = file.read_text().strip()
    if len(key) < 64 or file.stat().st_mode & 0o077:
        raise CannotStart(
            f"{file} must hold at least 64 characters and be readable by its owner alone (chmod 600 {file})."
        )
    return key


def _listen(host: str, port: str) -> socket.socket:
    """A socket that takes connections from now on. Raises CannotStart."""
    if not (port.isascii() and port.isdigit() and int(port[:6]) < 65536):
        raise CannotStart("JOURNAL_PORT must be a number below 65536, for example 5001.")
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, int(port)))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise CannotStart(
            f"The journal cannot use {host}:{port} ({error.strerror}). Another program may be using it: "
            "stop that one, or choose another port with JOURNAL_PORT=5001."
        ) from None
    return listening


def warnings(app: Flask) -> list[str]:
    """What the person who runs the journal should know before people write into it, each as a line."""
    found = []
    parts: Journal = app.extensions["journal"]
    if not parts.numbers.is_set:
        found.append(
            f"WARNING: nobody has set the emergency number, so every page says {parts.emergency_number}. Set "
            "JOURNAL_EMERGENCY_NUMBER to the number of your country, also where it is that one; "
            "JOURNAL_POISON_NUMBER and JOURNAL_CRISIS_NUMBER name a poison line and a crisis line."
        )
    if parts.hosting.open_http:
        found.append("WARNING: others on the network can read along: this is HTTP without encryption.")
    found += [f"WARNING: {sentence}" for sentence in parts.left_out]
    if is_nearly_full(Path(app.config["INSTANCE"])):
        found.append("WARNING: the disk of the record is nearly full. Make room: soon nothing can be saved.")
    return found


def main() -> int:
    """Serve the journal until it is stopped. Returns the exit status."""
    host, port = os.environ.get("JOURNAL_HOST") or "127.0.0.1", os.environ.get("JOURNAL_PORT") or "5000"
    try:
        listening = _listen(host, port)
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with listening:
        try:
            _serve(create_app(), listening, host, port)
        except JournalError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


def _serve(app: Flask, listening: socket.socket, host: str, port: str) -> None:
    from journal.web.site.server import Server, stopped_by_signals  # noqa: PLC0415 - only when serving

    parts = app.extensions["journal"]
    # Waitress would take forwarded headers away; with proxies named, it is ProxyFix that knows which to believe.
    server = Server(app, listening, threads=THREADS, clear_untrusted_proxy_headers=parts.hosting.proxies == 0)
    with stopped_by_signals(server), locks.serving(parts.database):
        sys.stdout.write(f"The journal is at http://{host}:{port} - stop it with Ctrl+C.\n")
        sys.stdout.flush()
        sys.stderr.writelines(f"{warning}\n" for warning in warnings(app))
        server.run()
        parts.database.close()  # the last connection brings what stands in the -wal into the file


if __name__ == "__main__":
    sys.exit(main())
