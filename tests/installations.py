"""Installations to start the program in: a folder and an empty record of the newest schema, as after a first start.

To bring a new record there takes a fifth of a second, and few tests are about that.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from journal.store.database.database import Database
from journal.store.upkeep import migrations


def begin(instance: Path) -> Path:
    """Make the folder, with the record in it, and name it."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = instance / "journal.db"
    file.touch(0o600)
    file.write_bytes(new_record())
    return instance


@cache
def new_record() -> bytes:
    """The file of a record that is up to date and empty."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "journal.db"
        database = Database(f"sqlite:///{file}")
        migrations.upgrade(database)
        database.close()
        return file.read_bytes()
