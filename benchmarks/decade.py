"""Trends of ten years: a record of 100,000 entries of three medicines, and what its figures take.

`python -m benchmarks.decade` prints its rows alone. The seconds are those of the quiet machine that
`tests/reference_work.py` names.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import time_machine
from sqlalchemy import insert

from app import create_app
from benchmarks import seed
from benchmarks.rounds import Row, each, table
from benchmarks.seed import CHUNK, NOW, PATIENT, TAKEN, ZONE, World
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.charts.points import Chart
from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import Step
from journal.core.values.clock import moment
from journal.core.values.periods import MOST_DAYS
from journal.render import images
from journal.store import medicines
from journal.store.accounts import accounts
from journal.store.database.models import EntryRow, RatingRow
from journal.store.plan import regimens
from journal.web.charts.requests import find_charts, read_request
from journal.web.site.context import Journal
from tests.reference_work import Yardstick

ENTRIES = 100_000
GOAL_MS = 200
ROUNDS = 7
FIRST_ON = NOW.date() - timedelta(days=MOST_DAYS - 1)
MEDICINES = ("clonazepam", "medicine-2", "medicine-3")
STEP_DAYS = (91, 365, 730)  # how long a step of each medicine lasts
TIMES = tuple(time_of_day(hour) for hour in (4, 8, 12, 16, 20, 23))
CHECK_INS = tuple(time_of_day(hour, 30) for hour in (7, 10, 13, 16, 19, 22))
EPISODES = tuple(time_of_day(hour, 10) for hour in (9, 15, 18, 21))
SKIPPED, FORGOTTEN, LATE = 0.02, 0.04, 0.06

Values = dict[str, Any]


def make_decade(instance: Path) -> World:
    """An installation in that folder with ten years of three medicines six times a day, check-ins and episodes."""
    app = create_app({"INSTANCE": str(instance)})
    parts: Journal = app.extensions["journal"]
    account = NewAccount("Bench", "", Settings(ZONE.key), "clonazepam")
    effects = tuple(parts.monographs["clonazepam"].rating_names)
    with parts.database.writing() as session:
        accounts.add_patient(session, PATIENT, account, "", NOW)
        for position, medicine_id in enumerate(MEDICINES[1:], start=1):
            medicine = Medicine(medicine_id, medicine_id.capitalize(), amounts=(500_000,))
            medicines.add_medicine(session, PATIENT, medicine, position, NOW)
        for medicine_id, days in zip(MEDICINES, STEP_DAYS, strict=True):
            for n, start in enumerate(range(0, MOST_DAYS, days)):
                starts_on = FIRST_ON + timedelta(days=start)
                ends_on = starts_on + timedelta(days=days - 1) if start + days < MOST_DAYS else None
                step = Step.every_day(starts_on, ends_on, TIMES, _amount(n), "")
                saved_at = datetime.combine(starts_on, time_of_day(), ZONE)
                regimens.add_step(session, PATIENT, medicine_id, f"{medicine_id}-{n}", step, saved_at)
        made = _entries(effects)
        while chunk := [pair for _, pair in zip(range(CHUNK), made, strict=False)]:
            session.execute(insert(EntryRow.__table__), [entry for entry, _ in chunk])
            session.execute(insert(RatingRow.__table__), [rating for _, ratings in chunk for rating in ratings])
    return World(app, instance, seed.logged_in(parts))


def _entries(effects: tuple[str, ...]) -> Iterator[tuple[Values, list[Values]]]:
    """Entries, newest first, each with its ratings, until there are `ENTRIES` or ten years are full."""
    chance = random.Random(1)
    kinds = [(at, medicine) for at in TIMES for medicine in MEDICINES]
    kinds += [(at, "check_in") for at in CHECK_INS] + [(at, "episode") for at in EPISODES]
    left = ENTRIES
    for n in range(MOST_DAYS):
        on = NOW.date() - timedelta(days=n)
        for at, kind in sorted(kinds, reverse=True):
            wall = datetime.combine(on, at, ZONE) + timedelta(minutes=chance.randint(-5, 15))
            if chance.random() < LATE:
                wall += timedelta(minutes=chance.randint(60, 150))
            if wall > NOW or wall.date() != on or chance.random() < FORGOTTEN or not left:
                continue
            left -= 1
            yield _entry(chance, kind, wall, on, effects)


def _entry(
    chance: random.Random, kind: str, wall: datetime, on: date, effects: tuple[str, ...]
) -> tuple[Values, list[Values]]:
    entry = seed.shared(chance, moment(wall, ZONE.key), on)
    if kind == "check_in":
        ratings = seed.ratings(chance, entry, effects)
        for rating in ratings:
            rating["now_severity"] = chance.randint(0, rating["severity"]) if chance.random() < 0.3 else None
        return entry | {"kind": "check_in", "answer": "rated", "mood": chance.randint(1, 5)}, ratings
    if kind == "episode":
        return entry | {"kind": "episode", "what": "panic_attack", "minutes": 15, "severity": chance.randint(0, 4)}, []
    step = (MOST_DAYS - 1 - (NOW.date() - on).days) // STEP_DAYS[MEDICINES.index(kind)]
    status = "skipped" if chance.random() < SKIPPED else "taken"
    return entry | TAKEN | {"medicine_id": kind, "amount": _amount(step), "status": status}, []


def _amount(step: int) -> int:
    return 500_000 + 250_000 * (step % 4)


def measure(folder: Path) -> Iterator[Row]:
    """The rows of ten years: all figures as values, as pictures, and the page that shows them."""
    images.warm()
    world = make_decade(folder / "decade")
    with time_machine.travel(NOW, tick=False):
        yield from each(("Trends of ten years", lambda: _rows(world)))
    world.close()


def _rows(world: World) -> Iterator[Row]:
    charts = find(world)
    assert len(next(iter(charts.values())).period) == MOST_DAYS
    yield _row("ten years, 100,000 entries: all figures", lambda: find(world))
    yield _row("the same drawn", lambda: [images.draw(chart, "svg", caption=False) for chart in charts.values()])


def _row(what: str, work: Callable[[], object]) -> Row:
    took = []
    for _ in range(ROUNDS):
        yardstick, began = Yardstick(), time.process_time()
        work()
        here = time.process_time() - began
        took.append((1000 * yardstick.quiet_s(here), 1000 * here))
    return Row(
        what, GOAL_MS, median(quiet for quiet, _ in took), f"{median(here for _, here in took):.0f} ms here", "ms"
    )


def find(world: World) -> dict[str, Chart]:
    """All figures of everything, as one who opens Trends asks for them, with nothing kept from before."""
    parts: Journal = world.app.extensions["journal"]
    parts.charts.forget(PATIENT)
    cookie = {"Cookie": f"{world.app.config['SESSION_COOKIE_NAME']}={world.cookie()}"}
    with world.app.test_request_context("/trends?period=all", headers=cookie):
        return find_charts(read_request())


def main() -> None:
    """Print the rows."""
    with TemporaryDirectory(prefix="benchmarks-") as name:
        print(table(list(measure(Path(name)))))


if __name__ == "__main__":
    main()
