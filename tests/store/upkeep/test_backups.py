"""Copies of the record: sound while it is written, refused when they are not, encrypted when asked."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import make_url

from journal.store.database.database import Database, DatabaseUnusable
from journal.store.database.models import Base
from journal.store.files import temporary_folders
from journal.store.upkeep import backups, encryption, manifests, migrations, rotations
from journal.store.upkeep.manifests import Damaged
from tests.store.upkeep.record import count, log, make_record, run

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "instance").mkdir()
    made = make_record(tmp_path / "instance" / "journal.db")
    yield made
    made.close()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """A key file as age-keygen writes it."""
    key = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026-03-01\n# public key: {key.to_public()}\n{key}\n")
    return file


def public_key(identity: Path) -> str:
    return identity.read_text().split("public key: ")[1].splitlines()[0]


def test_a_copy_holds_everything_and_says_so(database, tmp_path):
    made = backups.write_backup(database, tmp_path / "copies", NOW)
    manifest = json.loads(Path(f"{made}.json").read_text())
    assert made.name == "journal-20260301T120000Z.db"
    assert {table: rows for table, rows in manifest["rows"].items() if rows} == {
        "alembic_version": 1, "audit_head": 1, "entry": 3, "medicine": 1, "patient": 1,
    }  # fmt: skip
    assert (manifest["schema"], list(manifest["patients"])) == (migrations.HEAD, ["ann"])
    assert manifest["sha256"] == manifests.hash_of(made)
    assert (tmp_path / "copies").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "copies").iterdir()} == {0o600}


def test_every_table_is_counted_and_what_is_of_a_patient_is_in_the_digest(database, tmp_path):
    """A new table fails here until somebody decides whether it is part of a record."""
    made = manifests.inspect(tmp_path / "instance" / "journal.db")
    assert set(made.rows) == set(Base.metadata.tables) | {"alembic_version"}
    assert set(manifests.LEFT_OUT) <= set(made.rows)
    for table in Base.metadata.tables.values():
        if table.name not in manifests.LEFT_OUT:
            assert table.name == "patient" or "patient_id" in table.columns, table.name


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET note = 'x' WHERE id = 'id-1'",
        "DELETE FROM entry WHERE id = 'id-2'",
        "UPDATE patient SET zone = 'Europe/Berlin'",
        "INSERT INTO second_factor VALUES ('ann', x'01', 0, NULL, 0)",
    ],
)
def test_every_change_of_a_record_changes_its_digest_and_no_other(database, tmp_path, change):
    file = tmp_path / "instance" / "journal.db"
    from tests.store.upkeep.record import PATIENT

    run(database, PATIENT.format("bea"))
    before = manifests.inspect(file).patients
    assert manifests.inspect(file).patients == before
    statement = change if "WHERE" in change or "INSERT" in change else f"{change} WHERE id = 'ann'"
    run(database, statement)
    after = manifests.inspect(file).patients
    assert (after["ann"] != before["ann"], after["bea"]) == (True, before["bea"])


def test_twenty_copies_under_load_hold_every_row_that_was_saved_before_them(database, tmp_path):
    stop = threading.Event()
    saved = [3]

    def write() -> None:
        while not stop.is_set():
            log(database, 1, saved[0])
            saved[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(20):
            before = saved[0]
            made = backups.write_backup(database, tmp_path / "copies", NOW + timedelta(seconds=number))
            assert json.loads(Path(f"{made}.json").read_text())["rows"]["entry"] >= before
    finally:
        stop.set()
        writer.join()


def test_old_copies_leave_and_the_newest_stay(database, tmp_path, identity):
    recipients = encryption.read_recipients([public_key(identity)])
    made = [
        backups.write_backup(database, tmp_path / "c", NOW + timedelta(days=n), recipients if n % 2 else [])
        for n in range(4)
    ]
    assert rotations.delete_old_backups(made[3], 2) == rotations.Rotation([made[1], made[0]], [], [])
    assert rotations.list_backups(tmp_path / "c") == [made[3], made[2]]
    assert len(list((tmp_path / "c").iterdir())) == 4


def test_a_copy_from_the_future_neither_counts_nor_leaves(database, tmp_path):
    """The clock was wrong once: every later copy was the oldest then, and was deleted as soon as it was made."""
    future = backups.write_backup(database, tmp_path / "c", NOW + timedelta(days=900))
    first, second = (backups.write_backup(database, tmp_path / "c", NOW + timedelta(days=n)) for n in range(2))
    assert rotations.delete_old_backups(second, 1) == rotations.Rotation([first], [future], [])
    assert rotations.list_backups(tmp_path / "c") == [future, second]
    assert rotations.newest_by(tmp_path / "c", NOW + timedelta(days=2)) == second


def test_only_copies_of_the_same_record_take_each_others_place(database, tmp_path):
    c = tmp_path / "c"
    old = backups.write_backup(database, c, NOW, mark="ours")
    (tmp_path / "another").mkdir()
    other = make_record(tmp_path / "another" / "journal.db")
    foreign = backups.write_backup(other, c, NOW + timedelta(days=1), mark="theirs")
    other.close()
    lost = backups.write_backup(database, c, NOW + timedelta(days=2), mark="ours")
    Path(f"{lost}.json").unlink()
    made = backups.write_backup(database, c, NOW + timedelta(days=3), mark="ours")
    assert rotations.delete_old_backups(made, 1) == rotations.Rotation([old], [], [lost, foreign])


def test_an_empty_record_does_not_push_out_the_copies_of_a_filled_one(database, tmp_path):
    kept = backups.write_backup(database, tmp_path / "c", NOW, mark="ours")
    run(database, "DELETE FROM patient")
    with pytest.raises(backups.CannotBackUp, match=r"nobody in this record, but .* holds 1\. Nothing was copied"):
        backups.write_backup(database, tmp_path / "c", NOW + timedelta(days=1), mark="ours")
    assert rotations.list_backups(tmp_path / "c") == [kept]


def test_a_record_whose_account_was_erased_is_copied_on(database, tmp_path):
    """Else the copies of the erased account would stay for ever."""
    old = backups.write_backup(database, tmp_path / "c", NOW, mark="ours")
    run(database, "DELETE FROM patient")
    columns = [column.name for column in Base.metadata.tables["audit_event"].columns]
    values = ", ".join("NULL" if name == "patient_id" else "1" for name in columns)
    run(database, f"INSERT INTO audit_event ({', '.join(columns)}) VALUES ({values})")
    made = backups.write_backup(database, tmp_path / "c", NOW + timedelta(days=1), mark="ours")
    assert rotations.delete_old_backups(made, 1).deleted == [old]


# What a stopped process leaves


def test_what_a_stopped_process_left_is_deleted_and_what_is_held_stays(database, tmp_path):
    instance = tmp_path / "instance"
    left, new = instance / ".scratch-left", instance / ".scratch-new"
    left.mkdir()
    new.mkdir()
    (left / "copy.db").write_bytes((instance / "journal.db").read_bytes())
    with temporary_folders.scratch(instance) as held:
        (held / "copy.db").write_text("at work")
        backups.write_backup(database, tmp_path / "copies", NOW)
        assert (held / "copy.db").exists()
    assert list(instance.glob(".scratch-*")) == [new]  # somebody may have made it only now
    left.mkdir()
    (left / "copy.db").write_text("again")
    os.utime(new, (0, 0))
    migrations.upgrade(database)
    assert list(instance.glob(".scratch-*")) == []


def test_copies_made_before_an_upgrade_leave_after_a_month(database, tmp_path):
    file = tmp_path / "instance" / "journal.db"
    old = backups.write_upgrade_copy(file, "0002", NOW)
    new = backups.write_upgrade_copy(file, "0003", NOW)
    os.utime(old, (0, (NOW - timedelta(days=31)).timestamp()))
    os.utime(new, (0, (NOW - timedelta(days=29)).timestamp()))
    aside, fresh = (file.parent / f"before-restore-{day}T120000Z" for day in ("20260101", "20260228"))
    for folder, days in ((aside, 31), (fresh, 1)):
        folder.mkdir()
        (folder / "journal.db").write_text("set aside")
        os.utime(folder, (0, (NOW - timedelta(days=days)).timestamp()))
    assert rotations.delete_aside(file, NOW) == [old, aside]
    assert not aside.exists()
    assert fresh.exists()
    assert manifests.inspect(new).rows["entry"] == 3


def test_a_copy_before_an_upgrade_has_its_name_only_when_it_is_whole(database, tmp_path, monkeypatch):
    def stop(source: Path, copy: Path) -> None:
        copy.write_bytes(b"SQLite format 3\0")
        raise sqlite3.OperationalError("stopped")

    monkeypatch.setattr(backups, "_vacuum", stop)
    with pytest.raises(sqlite3.OperationalError):
        backups.write_upgrade_copy(tmp_path / "instance" / "journal.db", "0002", NOW)
    assert list((tmp_path / "instance").glob("before-*")) == []


# Encrypted


def test_an_encrypted_copy_shows_nothing_and_opens_with_its_key(database, tmp_path, identity):
    run(database, "UPDATE entry SET note = 'a private note'")
    recipients = encryption.read_recipients([public_key(identity)])
    made = backups.write_backup(database, tmp_path / "copies", NOW, recipients)
    assert made.name.endswith("Z.db.age")
    assert made.read_bytes().startswith(b"age-encryption.org/v1\n")
    for file in (tmp_path / "copies").iterdir():
        assert b"private" not in file.read_bytes()
        assert b"SQLite" not in file.read_bytes()
    encryption.open_file(made, tmp_path / "opened.db", encryption.read_identities(identity))
    manifest = manifests.read_manifest(Path(f"{made}.json"))
    assert manifest.sha256 == manifests.hash_of(tmp_path / "opened.db")
    assert manifest.sealed_sha256 == manifests.hash_of(made)


def test_the_open_text_of_an_encrypted_copy_never_lies_where_the_copy_lies(database, tmp_path, identity, monkeypatch):
    """The folder may be a disk others can read."""
    seen: list[str] = []
    seal = encryption.seal_file

    def look(source: Path, target: Path, recipients: list[object]) -> None:
        seen.extend(str(file) for file in (tmp_path / "copies").rglob("*") if file.is_file() and file.stat().st_size)
        seal(source, target, recipients)

    monkeypatch.setattr(encryption, "seal_file", look)
    backups.write_backup(database, tmp_path / "copies", NOW, encryption.read_recipients([public_key(identity)]))
    assert seen == []
    assert not list((tmp_path / "instance").glob(".scratch*"))


def test_the_secret_key_goes_along_only_encrypted(database, tmp_path, identity):
    key = tmp_path / "secret_key"
    key.write_text("s" * 64)
    with pytest.raises(backups.CannotBackUp, match="only in an encrypted copy"):
        backups.write_backup(database, tmp_path / "copies", NOW, key=key)
    assert not (tmp_path / "copies").exists()
    made = backups.write_backup(
        database, tmp_path / "copies", NOW, encryption.read_recipients([public_key(identity)]), key=key
    )
    encryption.open_file(Path(f"{made}.key.age"), tmp_path / "opened", encryption.read_identities(identity))
    assert (tmp_path / "opened").read_text() == "s" * 64


SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN alice@rust"  # age's own example


def test_a_key_of_ssh_will_do(database, tmp_path):
    made = backups.write_backup(database, tmp_path / "copies", NOW, encryption.read_recipients([SSH]))
    assert b"-> ssh-ed25519 " in made.read_bytes()


@pytest.mark.parametrize("text", ["", "age1nonsense", "AGE-SECRET-KEY-1", "ssh-ed25519 nonsense", "somebody"])
def test_what_is_no_public_key_is_named(text):
    with pytest.raises(encryption.CannotSeal, match="is no public key of age"):
        encryption.read_recipients([text])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no line that begins"),
        ("age1public", "no line that begins"),
        ("AGE-SECRET-KEY-1NONSENSE", "no key that can be used"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n", "no key that can be used"),
    ],
)
def test_what_is_no_private_key_is_named(tmp_path, content, words):
    (tmp_path / "key").write_text(content)
    with pytest.raises(encryption.CannotSeal, match=words):
        encryption.read_identities(tmp_path / "key")


def test_no_room_for_an_encrypted_copy_is_a_sentence(database, tmp_path, identity, monkeypatch):
    def full(*_: object) -> None:
        raise pyrage.EncryptError("No space left on device (os error 28)")

    monkeypatch.setattr(pyrage, "encrypt_io", full)
    with pytest.raises(encryption.CannotSeal, match=r"could not be written to .*No space left"):
        backups.write_backup(database, tmp_path / "copies", NOW, encryption.read_recipients([public_key(identity)]))
    assert list((tmp_path / "copies").iterdir()) == []


def test_another_key_or_a_changed_file_does_not_open(database, tmp_path, identity):
    made = backups.write_backup(database, tmp_path / "copies", NOW, encryption.read_recipients([public_key(identity)]))
    other = tmp_path / "other"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(encryption.CannotSeal, match="does not open with this key"):
        encryption.open_file(made, tmp_path / "a", encryption.read_identities(other))
    content = bytearray(made.read_bytes())
    content[-100] ^= 1
    made.write_bytes(content)
    with pytest.raises(encryption.CannotSeal, match="does not open with this key"):
        encryption.open_file(made, tmp_path / "b", encryption.read_identities(identity))


# What cannot be copied


@pytest.mark.parametrize("content", [b"not a database at all", b""])
def test_what_is_no_journal_is_not_sound(tmp_path, content):
    file = tmp_path / "x?%41.db"
    file.write_bytes(content)
    with pytest.raises(Damaged, match="cannot be read as a journal"):
        manifests.inspect(file)


def test_a_row_that_belongs_to_nobody_is_damage(database, tmp_path):
    with closing(sqlite3.connect(tmp_path / "instance" / "journal.db")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE entry SET patient_id='ghost' WHERE id='id-0'")
        connection.commit()
    with pytest.raises(Damaged, match="belong to nothing"):
        backups.write_backup(database, tmp_path / "copies", NOW)
    assert list((tmp_path / "copies").iterdir()) == []


def test_pages_that_were_swapped_are_damage(database, tmp_path):
    log(database, 300, 10)
    file = tmp_path / "instance" / "journal.db"
    database.close()
    with closing(sqlite3.connect(file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_entry_day'").fetchone()
        (other,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_entry_kind'").fetchone()
        connection.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(file.read_bytes())
    a, b = slice((root - 1) * 4096, root * 4096), slice((other - 1) * 4096, other * 4096)
    content[a], content[b] = content[b], content[a]
    file.write_bytes(content)
    with pytest.raises(Damaged, match=r"is damaged|cannot be read"):
        manifests.inspect(file)


def test_a_folder_that_cannot_be_written_to_and_a_record_that_is_gone(database, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(backups.CannotBackUp, match="could not be written"):
        backups.write_backup(database, tmp_path / "file" / "below", NOW)
    database.close()
    (tmp_path / "instance" / "journal.db").unlink()
    with pytest.raises(backups.CannotBackUp, match="cannot be copied"):
        backups.write_backup(database, tmp_path / "copies", NOW)


def test_a_disk_that_gives_back_something_else(database, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "hash_of", lambda file: "other")
    with pytest.raises(backups.CannotBackUp, match="something else than was written"):
        backups.write_backup(database, tmp_path / "copies", NOW)
    assert list((tmp_path / "copies").iterdir()) == []


def test_what_is_in_no_file_has_tools_of_its_own():
    for address in ("postgresql+psycopg://somebody@somewhere/journal", "sqlite://", "sqlite:///:memory:"):
        with pytest.raises(backups.CannotBackUp, match=r"pg_dump .* pg_restore"):
            backups.file_to_copy(make_url(address))


def test_any_database_can_be_read_through(database):
    schema, rows = manifests.read_through(database)
    assert (schema, rows["entry"], set(rows)) == (migrations.HEAD, 3, set(Base.metadata.tables))
    assert count(database) == 3
    run(database, "DROP TABLE throttle")
    with pytest.raises(DatabaseUnusable, match="throttle"):
        manifests.read_through(database)
