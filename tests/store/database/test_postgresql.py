"""PostgreSQL as it is really used: one state for a reader, limits on waiting, no lost commit called saved."""

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError

from journal.core.accounts.accounts import Patient
from journal.core.record.history import Filter
from journal.store.database import postgresql
from journal.store.database.database import Database, SavedOrNot
from journal.store.record import entries


@pytest.fixture
def server(database: Database) -> Database:
    """The database of a run with `--database postgresql`."""
    return database


@pytest.mark.postgresql
class TestOnAServer:
    def setting(self, database: Database, name: str) -> str:
        with database.writing() as session:
            return str(session.execute(text(f"SHOW {name}")).scalar_one())

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("statement_timeout", "30s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "1min"),
            ("application_name", "side-effect-journal"),
            ("transaction_isolation", "read committed"),
        ],
    )
    def test_nothing_waits_for_ever(self, server: Database, name: str, value: str) -> None:
        assert self.setting(server, name) == value

    def test_an_address_may_say_otherwise(self, server: Database) -> None:
        named = server.url.update_query_dict({"application_name": "mine", "connect_timeout": "7"})
        other = Database(named.render_as_string(hide_password=False))
        assert self.setting(other, "application_name") == "mine"
        other.close()

    def test_a_reader_cannot_write(self, server: Database) -> None:
        with pytest.raises(DBAPIError, match="read-only"), server.reading() as session:
            session.execute(text("UPDATE patient SET name = 'x'"))
        with server.writing() as session:  # and leaves nothing of that to the next
            session.execute(text("UPDATE patient SET name = 'x'"))

    def test_a_lock_is_waited_for_so_long_and_no_longer(self, server: Database, patient: Patient) -> None:
        hasty = Database(server.url.render_as_string(hide_password=False), patience=0.05)
        with server.writing() as session:
            session.execute(text("UPDATE patient SET name = 'first'"))
            with pytest.raises(DBAPIError, match="lock timeout"), hasty.writing() as other:
                other.execute(text("UPDATE patient SET name = 'second'"))
        hasty.close()

    def test_the_sign_nul_is_kept_as_unreadable(self, server: Database, patient: Patient) -> None:
        with server.writing() as session:
            session.execute(text("UPDATE patient SET name = :name"), {"name": "a\0b"})
        with server.reading() as session:
            assert session.execute(text("SELECT name FROM patient")).scalar_one() == "a\ufffdb"
            assert entries.list_entries(session, patient.id, Filter(search="\0")) == []

    def test_a_notice_of_another_kind_is_no_doubt(self, server: Database, patient: Patient) -> None:
        with server.writing() as session:
            session.execute(text("DO $$ BEGIN RAISE WARNING 'hello'; END $$"))

    def test_a_commit_that_did_not_wait_for_the_standby_is_not_called_saved(self, server: Database) -> None:
        warning = "DO $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication due to user request'; END $$"

        def cancel(connection: Connection) -> None:
            connection.execute(text(warning))

        event.listen(server.engine, "commit", cancel)
        with pytest.raises(SavedOrNot, match="not known whether"), server.writing() as session:
            session.execute(text("SELECT 1"))
        event.remove(server.engine, "commit", cancel)
        with server.writing() as session:  # the next is its own
            session.execute(text("SELECT 1"))

    def test_a_lost_connection_during_the_commit_leaves_it_open_whether_it_was_saved(
        self, server: Database, patient: Patient
    ) -> None:
        def lose() -> None:
            with server.writing() as session:
                session.execute(text("UPDATE patient SET name = 'changed'"))
                pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
                with server.engine.begin() as other:
                    other.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": pid})

        with pytest.raises(SavedOrNot):
            lose()
        with server.reading() as session:
            assert session.execute(text("SELECT name FROM patient")).scalar_one() == patient.name


@pytest.mark.parametrize(
    "words", ["canceling wait for synchronous replication due to user request", "in another language"]
)
def test_the_notice_is_known_by_its_place_and_by_its_words(words: str) -> None:
    place = "SyncRepWaitForLSN" if "another" in words else None
    postgresql.forget_doubts()
    assert not postgresql.is_doubted()
    postgresql.hear(SimpleNamespace(source_function=place, message_primary=words))
    assert postgresql.is_doubted()
    assert postgresql.is_doubted()  # asking changes nothing
    postgresql.forget_doubts()
    assert not postgresql.is_doubted()


def test_a_doubt_belongs_to_the_thread_that_heard_it() -> None:
    notice = SimpleNamespace(source_function="SyncRepWaitForLSN", message_primary="")
    other = threading.Thread(target=postgresql.hear, args=[notice])
    other.start()
    other.join()
    assert not postgresql.is_doubted()
