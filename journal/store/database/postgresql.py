"""PostgreSQL as the journal uses it: nothing waits for ever, and a commit that may be lost is never called saved."""

import threading
from typing import Any

from sqlalchemy import Connection, Engine, event, text

# A reader sees one state of the record from beginning to end, as on SQLite. A writer does not need that: its first
# statement takes the patient's row (`touch_record`), waits there for the writer before it and, since every statement of
# READ COMMITTED looks anew, reads what that one left. A stricter level would end in errors to be tried again instead.
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

STATEMENT_SECONDS = 30
IDLE_SECONDS = 60  # a transaction somebody forgot must not hold a patient's row
UPGRADE = 7_310_559_021  # the lock two starting programs meet at; any number that is nobody else's

_heard = threading.local()


def connect_options(patience: float) -> dict[str, Any]:
    """How connections are opened: a dead server is noticed, not waited for."""
    return {
        "connect_timeout": max(2, round(patience)),
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
        "fallback_application_name": "side-effect-journal",
    }


def make_mindful(engine: Engine, patience: float) -> None:
    """Have every connection of this engine wait so long and no longer, and listen for commits that may be lost."""
    limits = (
        f"SET statement_timeout = '{STATEMENT_SECONDS}s'; SET lock_timeout = '{round(patience * 1000)}ms';"
        f" SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
    )

    without_nul = _without_nul()

    def set_up(connection: Any, _record: object) -> None:
        connection.autocommit = True
        connection.execute(limits)
        connection.autocommit = False
        connection.add_notice_handler(hear)
        connection.adapters.register_dumper(str, without_nul)

    event.listen(engine, "connect", set_up)


def _without_nul() -> type:
    """PostgreSQL cannot keep the sign NUL, which anybody can send: the sign for "unreadable" is kept in its place."""
    from psycopg.adapt import Dumper  # noqa: PLC0415 - only where it is the database

    class WithoutNul(Dumper):
        def dump(self, obj: str) -> bytes:
            return obj.replace("\0", "\ufffd").encode()

    return WithoutNul


def hear(notice: Any) -> None:
    """Listen for the one notice that matters: a commit did not wait for the other machine as it was told to.

    The server then answers "committed", although the entry is lost when this machine dies. It is known by the place in
    the server's source, since its words are translated.
    """
    if notice.source_function == "SyncRepWaitForLSN" or "synchronous replication" in (notice.message_primary or ""):
        _heard.doubt = True


def forget_doubts() -> None:
    """Forget what this thread heard before: it was about another commit."""
    _heard.doubt = False


def is_doubted() -> bool:
    """Whether a commit of this thread may be lost, by what was heard since `forget_doubts`."""
    return getattr(_heard, "doubt", False)


def wait_for_upgrades(connection: Connection) -> None:
    """Wait until no other program changes the schema; until the end of this transaction nobody else does."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL lock_timeout = '10min'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": UPGRADE})
