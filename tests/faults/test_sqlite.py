"""SQLite's file, disk or folder fails under the running program: it says so, keeps what was typed, and goes on."""

import os
import pwd
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app import CannotStart, create_app
from journal.store.database.database import DatabaseUnusable
from tests.faults.program import NOTE, Program, running

pytestmark = pytest.mark.fault

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The folder of the record."""
    return tmp_path / "instance"


@pytest.fixture
def program(instance: Path) -> Iterator[Program]:
    """The program, a little impatient."""
    with running(instance, patience=0.3) as started:
        yield started


def file_of(program: Program) -> Path:
    return Path(str(program.database.url.database))


def is_sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        found: list[Any] = connection.execute("PRAGMA integrity_check").fetchall()
    return found == [("ok",)]


# The disk is full. Each way gives a folder for the record and two callables: fill the disk, make space again.


Way = tuple[Path, Callable[[Program], None], Callable[[Program], None]]


@contextmanager
def small_disk() -> Iterator[Way]:
    """A disk of 3 MiB, with something else on it."""
    with tempfile.TemporaryDirectory(prefix="journal-disk-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=True)
        other = Path(folder) / "other"

        def fill(_program: Program) -> None:
            other.write_bytes(b"x" * (shutil.disk_usage(folder).free - 100_000))

        try:
            yield Path(folder) / "instance", fill, lambda _: other.unlink()
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def files_that_may_not_grow() -> Iterator[Way]:
    """The system refuses to let a file grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(program: Program) -> None:
        most = max(Path(f"{file_of(program)}{ending}").stat().st_size for ending in ("", "-wal"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most + 100_000, hard))

    def make_space(_program: Program) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with tempfile.TemporaryDirectory(prefix="journal-limit-") as folder:
        try:
            yield Path(folder) / "instance", fill, make_space
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def pages_that_are_counted() -> Iterator[Way]:
    """SQLite itself refuses a further page."""
    most: list[int] = []

    def limit(connection: Any, _record: object, _fairy: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most[-1]}").close()

    def fill(program: Program) -> None:
        with program.database.engine.connect() as connection:
            most.append(connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 10)
        event.listen(program.database.engine, "checkout", limit)

    with tempfile.TemporaryDirectory(prefix="journal-pages-") as folder:
        yield Path(folder) / "instance", fill, lambda _: most.append(1_000_000)


def may_mount() -> bool:
    """Whether this user may mount a disk."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        return done.returncode == 0 and subprocess.run(["umount", folder], check=True).returncode == 0


WAYS = [pages_that_are_counted, files_that_may_not_grow, *([small_disk] if may_mount() else [])]


@pytest.mark.parametrize("way", WAYS)
def test_a_full_disk_keeps_the_form_and_everything_that_was_saved(way: Callable[[], Any]) -> None:
    with way() as (folder, fill, make_space), running(folder, patience=0.3) as program:
        program.save(program.form(), note="before")
        form = program.form()
        fill(program)
        saved = ["before"]
        kept = None
        while kept is None:
            note = f"{len(saved)} " + "x" * 4000
            answer = program.try_to_save(form, note)
            if answer.status == 303:
                saved.append(note)
                form = program.form()
                assert len(saved) < 2000
            else:
                kept = program.is_kept(form, answer, note)
        assert program.notes() == saved[::-1]
        program.patient.get("/history")
        make_space(program)
        program.patient.send(kept, "/doses")
        assert program.notes() == [note, *saved[::-1]]
        program.database.close()
        assert is_sound(file_of(program))


# Another process holds the lock


@contextmanager
def locked(file: Path) -> Iterator[Callable[[], None]]:
    """Another process writes, until it is told to stop."""
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        yield other.stdin.close
        other.stdin.close()


def test_a_short_lock_is_waited_for(instance: Path) -> None:
    with running(instance) as program:
        form = program.form()
        with locked(file_of(program)) as release:
            timer = threading.Timer(3, release)
            timer.start()
            program.save(form)
            timer.join()
        assert program.notes() == [NOTE]


def test_a_long_lock_keeps_the_form_and_reading_goes_on(program: Program) -> None:
    form = program.form()
    with locked(file_of(program)):
        kept = program.refuse(form)
        program.patient.get("/history")
        program.patient.get("/trends")
    program.save(kept)
    assert program.notes() == [NOTE]


def test_nobody_is_kept_waiting_longer_than_five_seconds(instance: Path) -> None:
    with running(instance) as program:
        form = program.form()
        with locked(file_of(program)):
            began = time.monotonic()
            kept = program.refuse(form)
            assert 4.9 < time.monotonic() - began < 8
        program.save(kept)


# The file and its folder


def test_a_file_that_is_gone_and_comes_back(program: Program) -> None:
    program.save(program.form(), note="before")
    form, file = program.form(), file_of(program)
    file.rename(file.with_name("elsewhere"))
    program.cannot_read()
    kept = program.refuse(form)
    assert not file.exists()
    file.with_name("elsewhere").rename(file)
    program.save(kept)
    assert program.notes() == [NOTE, "before"]


def test_a_folder_that_is_gone_and_comes_back(program: Program, instance: Path) -> None:
    form = program.form()
    instance.rename(instance.with_name("elsewhere"))
    program.cannot_read()
    kept = program.refuse(form)
    instance.with_name("elsewhere").rename(instance)
    program.save(kept)
    assert program.notes() == [NOTE]


def test_a_file_that_is_deleted_is_not_begun_anew(program: Program) -> None:
    form, file = program.form(), file_of(program)
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink()
    program.cannot_read()
    program.refuse(form)
    assert not file.exists()


def test_a_wal_that_is_deleted_takes_nothing_with_it(program: Program, instance: Path) -> None:
    program.save(program.form(), note="before")
    form = program.form()
    Path(f"{file_of(program)}-wal").unlink()
    program.save(form)
    program.database.close()
    with running(instance) as again:
        assert again.notes() == [NOTE, "before"]
    assert is_sound(file_of(program))


def test_a_damaged_header_is_a_page_and_is_read_anew_when_it_is_sound_again(program: Program) -> None:
    program.save(program.form(), note="before")
    form, file = program.form(), file_of(program)
    program.database.close()
    sound = damage(file)
    program.cannot_read()
    kept = program.refuse(form)
    file.write_bytes(sound)
    program.save(kept)
    assert program.notes() == [NOTE, "before"]


def test_a_header_damaged_while_it_is_in_use_is_never_a_traceback(program: Program) -> None:
    program.save(program.form(), note="before")
    damage(file_of(program))
    for address in ("/", "/history", "/trends", "/emergency"):
        assert program.patient.client.get(address).status_code in {200, 503}
    program.patient.get("/emergency")


def damage(file: Path) -> bytes:
    """Overwrite the header, and return what was there."""
    sound = file.read_bytes()
    with file.open("r+b") as open_file:
        open_file.write(b"x" * 100)
    return sound


@contextmanager
def read_only(instance: Path) -> Iterator[None]:
    """A folder in which nothing can be written; root becomes "nobody" for it, since no mode keeps root out."""
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    for path, mode in [(file, 0o400) for file in instance.iterdir()] + [(instance, 0o500)]:
        path.chmod(mode)
        os.chown(path, user, -1)
    before = os.geteuid()
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(before)
        for path in (instance, *instance.iterdir()):
            path.chmod(0o700)


def test_a_folder_that_becomes_read_only_keeps_the_form() -> None:
    with tempfile.TemporaryDirectory(prefix="journal-mode-") as folder:
        Path(folder).chmod(0o755)
        with running(Path(folder) / "instance", patience=0.3) as program:
            form = program.form()
            for name in program.app.jinja_env.list_templates(extensions=["html"]):
                program.app.jinja_env.get_template(name)  # another user may not be able to read them here
            program.database.close()
            with read_only(Path(folder) / "instance"):
                kept = program.refuse(form)
                program.patient.get("/history", 503)
                for address in ("/emergency", "/about", "/sessions/new"):
                    program.patient.get(address)
                with pytest.raises(CannotStart, match="cannot be written to"):
                    create_app({"INSTANCE": str(Path(folder) / "instance")})
            program.save(kept)
            assert program.notes() == [NOTE]


# At the start


def test_a_damaged_header_is_a_sentence_at_the_start_and_costs_nothing(instance: Path) -> None:
    with running(instance) as program:
        program.save(program.form())
    file = instance / "journal.db"
    sound = damage(file)
    with pytest.raises(DatabaseUnusable, match="not a database"):
        create_app({"INSTANCE": str(instance)})
    file.write_bytes(sound)
    with running(instance) as program:
        assert program.notes() == [NOTE]


def test_a_folder_in_place_of_the_file_is_a_sentence_at_the_start(instance: Path) -> None:
    (instance / "journal.db").mkdir(parents=True)
    with pytest.raises(DatabaseUnusable, match="cannot be used"):
        create_app({"INSTANCE": str(instance)})


TOGETHER = """
import sys, time
from journal.store.upkeep import migrations
from journal.store.database.database import Database
database = Database(sys.argv[1])
print("ready", flush=True)
at = float(sys.stdin.readline())
while time.time() < at:
    pass
migrations.upgrade(database)
"""


def test_six_workers_that_begin_a_new_record_at_once_all_get_in(tmp_path: Path) -> None:
    """One makes the file ready. SQLite tells the others that it is locked, without waiting as it was told to."""
    for number in range(3):
        command = [sys.executable, "-c", TOGETHER, f"sqlite:///{tmp_path / str(number)}.db"]
        workers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(6)]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"ready\n"
        at = f"{time.time() + 0.2}\n".encode()
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(at)
            worker.stdin.close()
        assert [worker.wait(30) for worker in workers] == [0] * 6
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.close()
