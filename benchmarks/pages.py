"""Pages in this process: CPU time through Flask's test client, the clock standing still at seed.NOW."""

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import date, timedelta
from html import unescape
from itertools import count
from pathlib import Path

import time_machine
from flask.testing import FlaskClient

from benchmarks import seed
from benchmarks.baseline import OWNER, create_baseline
from benchmarks.rounds import Row, Work, compare, each, ratio_row
from benchmarks.seed import World

ROUNDS, TIMES = 60, 5
A_DAY_BEFORE = date(2020, 1, 1)  # any record of seed
ZIPPED = {"Accept-Encoding": "gzip"}


def measure(folder: Path, small: World, large: World) -> Iterator[Row]:
    """The rows of History, Today, saving and the cache. `small` holds 1,000 entries, `large` 100,000."""
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere), time_machine.travel(seed.NOW, tick=False):
        # log lines are written as ever, where nobody reads them
        bare = _bare(folder, b"")
        page = get(bare, "/")
        client = small.client()
        yield from each(
            ("History, 50 rows", lambda: [_history(bare, client)]),
            ("Today", lambda: [ratio_row("Today", 1.8, compare(get(client, "/"), page, ROUNDS, TIMES))]),
            ("Today, five medicines", lambda: [_several(folder)]),
            ("History by the size of the record", lambda: _growth(small, large)),
            ("save a dose", lambda: [_saving(folder, bare)]),
            ("chart from the cache", lambda: [_cached(folder, client)]),
        )


def _history(bare: FlaskClient, client: FlaskClient) -> Row:
    sides = compare(get(client, "/history"), get(bare, "/"), ROUNDS, TIMES)
    size = f"{_size(client, '/history') / 1000:.0f} kB page, baseline {_size(bare, '/') / 1000:.0f} kB"
    return ratio_row("History, 50 rows", 1.8, sides, more=size)


def get(client: FlaskClient, address: str, headers: dict[str, str] | None = None) -> Work:
    """Asks for the address, and stops everything when the answer is not the page."""

    def ask() -> None:
        response = client.get(address, headers=headers)
        assert response.status_code == 200, f"{address}: {response.status}"

    return ask


def chart_address(trends: str, name: str = "severity") -> str:
    """Where the Trends page finds a chart for the screen."""
    found = re.search(rf'"(/charts/{name}\.svg\?[^"]+)"', trends)
    assert found is not None, "the Trends page shows no such chart"
    return unescape(found[1])


def _growth(small: World, large: World) -> Iterator[Row]:
    few, many = small.client(), large.client()
    sides = compare(get(many, "/history"), get(few, "/history"), ROUNDS, TIMES)
    yield ratio_row("History, first page: 100,000 entries beside 1,000", 1.3, sides)
    last, other = seed.last_page(large, 50), seed.last_page(small, 50)
    yield ratio_row("History, last page: the same", 1.3, compare(get(many, last), get(few, other), ROUNDS, TIMES))


def _several(folder: Path) -> Row:
    one, five = (seed.make_taking(folder / f"taking-{count}", count) for count in (1, 5))
    sides = compare(get(five.client(), "/"), get(one.client(), "/"), ROUNDS, TIMES)
    one.close()
    five.close()
    return ratio_row("Today, five medicines three times a day beside one", 1.5, sides)


def _saving(folder: Path, bare: FlaskClient) -> Row:
    world = seed.make_world(folder / "saving", 1000)
    client = world.client()
    form = client.get("/episodes/new", follow_redirects=True).get_data(as_text=True)
    marks = dict(re.findall(r'name="(csrf_token|whose)" value="([^"]+)"', form))
    fields = marks | {
        "when": "earlier",
        "at": "08:00",
        "status": "taken",
        "amount": "0.5",
        "form": "tablet",
        "note": "",
    }
    number = count()

    def ours() -> None:
        one = next(number)  # of a day each, long before the record: a second one of a day would be asked about
        on = (A_DAY_BEFORE + one * timedelta(days=1)).isoformat()
        response = client.post(
            "/doses", data=fields | {"on": on, "day_confirmed": on, "id": str(uuid.UUID(int=one, version=4))}
        )
        assert response.status_code == 303, response.status

    def theirs() -> None:
        assert bare.post("/items", data={"amount": "1"}).status_code == 303

    sides = compare(ours, theirs, ROUNDS, TIMES)
    world.close()
    return ratio_row("save a dose", 1.5, sides)


def _cached(folder: Path, client: FlaskClient) -> Row:
    chart = chart_address(client.get("/trends?period=90").get_data(as_text=True))
    answer = client.get(chart, headers=ZIPPED)
    bare = _bare(folder, answer.data)
    sides = compare(get(client, chart, ZIPPED), get(bare, "/chart.svg", ZIPPED), ROUNDS, TIMES)
    return ratio_row("chart from the cache", 1.5, sides, more=f"{len(answer.data) / 1000:.0f} kB compressed")


def _bare(folder: Path, chart: bytes) -> FlaskClient:
    place = folder / "baseline"
    place.mkdir(exist_ok=True)
    client = create_baseline(place, chart).test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = str(OWNER), True
    return client


def _size(client: FlaskClient, address: str) -> int:
    return len(client.get(address).data)
