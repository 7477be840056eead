"""The program as a process of its own: start to first answer, the first chart, memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

from benchmarks.baseline import OWNER, create_baseline
from benchmarks.pages import chart_address
from benchmarks.rounds import Rounds, Row, sides
from benchmarks.seed import NOW, World, last_page

ROOT = Path(__file__).parents[1]
ROUNDS = 7
PATIENCE = 30  # seconds until a server that does not answer is given up
HZ = os.sysconf("SC_CLK_TCK")
YEAR = f"period=free&first={NOW.year - 1}-11-01&last={NOW.year}-10-31"


@dataclass(frozen=True, slots=True)
class Start:
    """What it took from the launch to the first answer, in seconds on the wall and of CPU."""

    wall: float
    cpu: float


class Server:
    """A running server, and whoever is logged in there."""

    start: Start

    def __init__(self, process: subprocess.Popen[bytes], port: int, cookie: str) -> None:
        self.process, self.port, self.cookie = process, port, cookie

    def get(self, address: str) -> bytes:
        """The answer's bytes; anything but success raises."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", address, headers={"Cookie": self.cookie} if self.cookie else {})
            answer = connection.getresponse()
            found = answer.read()
        if answer.status != 200:
            raise HTTPException(f"{address}: {answer.status}")
        return found

    def cpu(self) -> float:
        """Seconds of CPU so far, in steps of a hundredth."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / HZ

    def pss(self) -> float:
        """Megabytes of memory, what is shared with others counted by its share."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

    def wait_until_idle(self) -> None:
        """Wait until what the server does after its first answer is done: no CPU for a good while."""
        before, quiet_since = self.cpu(), time.monotonic()
        for _ in range(200):
            time.sleep(0.05)
            now = self.cpu()
            if now - before > 0.015:
                before, quiet_since = now, time.monotonic()
            elif time.monotonic() - quiet_since > 0.6:
                return


def measure(folder: Path, small: World, large: World) -> Iterator[Row]:
    """The rows of start, first chart and memory."""
    bare = folder / "served"
    bare.mkdir()
    app = create_baseline(bare)
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": str(OWNER)})  # type: ignore[attr-defined]
    rounds = Rounds()
    rounds.run(ROUNDS, lambda: _round(bare, f"session={signed}", small))
    yield rounds.row("cpu", "start to first answer, CPU", 1.2, "s")
    wall = rounds.found.get("wall", [])
    yield rounds.row("wall", "start to first answer, wall", 1.2, "s", _spread(wall))
    yield Row("start to first answer, in seconds", 2.0, sides(wall).ours if wall else None, "wall", "s")
    yield rounds.row("first", "first chart after warm-up beside a later one", 2.0, more="wall time")
    yield rounds.row("memory", "memory after charts", 1.2, "MB PSS")
    yield from _growth(small, large)


def _round(bare: Path, bare_cookie: str, small: World) -> Iterator[tuple[str, float, float]]:
    """Both programs started once, asked for their charts and weighed."""
    with _serve([sys.executable, "-m", "benchmarks.baseline", str(bare)], {}, "/open", bare_cookie) as other:
        theirs = other.start
        for days in (365, 364, 363, 28):
            other.get(f"/drawn.svg?days={days}")
        weight = other.pss()
    with _ours(small, f"journal={small.cookie()}") as server:
        yield "cpu", server.start.cpu, theirs.cpu
        yield "wall", server.start.wall, theirs.wall
        yield "first", *_first_chart(server)
        _use(server, small)
        yield "memory", server.pss(), weight


def _spread(wall: list[tuple[float, float]]) -> str:
    ratios = [ours / theirs for ours, theirs in wall]
    return f"{min(ratios):.2f} to {max(ratios):.2f} × by round" if ratios else ""


def _first_chart(server: Server) -> tuple[float, float]:
    """Milliseconds of the first chart, once the server is warm, and of those after it, none of them in the cache."""
    server.wait_until_idle()
    took = []
    for last in range(31, 26, -1):
        address = chart_address(server.get(f"/trends?{YEAR.replace('-10-31', f'-10-{last}')}").decode())
        start = time.monotonic()
        server.get(address)
        took.append((time.monotonic() - start) * 1000)
    return took[0], median(took[1:])


def _growth(small: World, large: World) -> Iterator[Row]:
    """Memory by the size of the record: after a year's charts, and after the charts of everything."""
    rounds = Rounds()
    rounds.run(3, lambda: _growth_round(small, large))
    yield rounds.row("year", "memory, a year's charts: 100,000 entries beside 1,000", 1.1, "MB PSS")
    yield rounds.row("whole", "memory, charts of everything: the same", 1.1, "MB PSS")


def _growth_round(small: World, large: World) -> Iterator[tuple[str, float, float]]:
    found = []
    for world in (large, small):
        with _ours(world, f"journal={world.cookie()}") as server:
            _use(server, world)
            year = server.pss()
            _draw(server, "period=all")
            found.append((year, server.pss()))
    (year, whole), (other_year, other_whole) = found
    yield "year", year, other_year
    yield "whole", whole, other_whole


def _use(server: Server, world: World) -> None:
    """Look at every list, and at the charts of a year."""
    for address in ("/", "/history", last_page(world, 50)):
        server.get(address)
    _draw(server, YEAR)


def _draw(server: Server, period: str) -> None:
    trends = server.get(f"/trends?{period}").decode()
    for name in ("severity", "calendar", "doses"):
        server.get(chart_address(trends, name))


def _ours(world: World, cookie: str) -> AbstractContextManager[Server]:
    return _serve([sys.executable, "app.py"], {"JOURNAL_INSTANCE": str(world.instance)}, "/emergency", cookie)


@contextmanager
def _serve(command: list[str], settings: dict[str, str], address: str, cookie: str) -> Iterator[Server]:
    """Start a server on a free port; gives it after its first answer. Ends it afterwards."""
    port = _free_port()
    program = [*command, str(port)] if command[1] == "-m" else command
    environment = os.environ | settings | {"JOURNAL_PORT": str(port), "JOURNAL_HOST": "127.0.0.1"}
    start = time.monotonic()
    process = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        server = Server(process, port, "")
        while not _answers(server, address):
            if time.monotonic() - start > PATIENCE or process.poll() is not None:
                raise TimeoutError(f"{command} gave no answer")
            time.sleep(0.005)
        server.start, server.cookie = Start(time.monotonic() - start, server.cpu()), cookie
        yield server
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()


def _answers(server: Server, address: str) -> bool:
    try:
        server.get(address)
    except (OSError, HTTPException):
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
