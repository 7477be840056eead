"""Step 0010: pauses come; the way back refuses to forget them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from journal.core.plan.regimens import Pause
from journal.core.values.errors import JournalError
from journal.store.database.database import Database
from journal.store.plan import pauses
from journal.store.upkeep import migrations
from tests.databases import Databases, migrated

PAUSE = Pause(date(2026, 3, 1), date(2026, 3, 9), "in hospital", datetime(2026, 3, 1, tzinfo=UTC), "p")


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    made = Database(databases.keep(migrated(databases), "pauses"))
    yield made
    made.close()


def test_a_pause_is_not_forgotten_on_the_way_back(database: Database) -> None:
    with database.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO patient (id, login_name, name, password_hash, created_at, zone, day_starts, hours,"
            " own_symptoms, past_zones, revision) VALUES ('ann', 'ann', 'Ann', '-', 0, 'UTC', '04:00', '24', '{}',"
            " '[]', 0)"
        )
        pauses.add_pause(session, "ann", PAUSE)
    with pytest.raises(JournalError, match=r"^There is 1 pause of a plan\. .* so nothing was changed\.$"):
        migrations.upgrade(database, "0009")
    with database.reading() as session:
        assert pauses.list_pauses(session, "ann") == (PAUSE,)
