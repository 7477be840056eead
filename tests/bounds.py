"""What each address costs at its worst: `python -m tests.bounds` asks them all on a record of ten years, and
`python -m tests.bounds calendar.png` those with that in their address.

Every address is asked in a fork of one idle process, so that what one leaves behind helps no other. Memory is the
most the fork had, over what it had when it began. Linux only: it reads /proc.

Seconds are those of the quiet machine that `tests/reference_work.py` names, so that a slow machine or a busy one says
the same as that one: the fork does that work just before and just after it asks.
"""

import gc
import json
import logging
import os
import re
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from app import create_app
from journal.actions.accounts import passwords
from journal.actions.exchange.exports import STREAMED
from journal.actions.keys import keyed_hash
from journal.actions.trends import MOST_EFFECTS, SOURCES
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.accounts.grants import MOST_GRANTS
from journal.core.doctor.visits import Appointment, Visit
from journal.core.plan.schedules import MOST_TIMES, Days, PlannedDose
from journal.core.record.symptoms import MOST_SYMPTOMS
from journal.render import images
from journal.store.accounts import accounts
from journal.store.database.database import Database
from journal.store.database.models import (
    AccessGrant,
    AlertRow,
    AuditEvent,
    EntryRow,
    EntryVersion,
    LoginSession,
    Patient,
    RegimenStep,
    Share,
)
from journal.store.doctor import visits
from tests.acting import acting
from tests.devices import create_login_session
from tests.kinds import NAMES
from tests.long_records import ZONE, fill_years, one_entry
from tests.reference_work import Yardstick

NOW = datetime(2026, 11, 23, 21, 0, 30, tzinfo=UTC)
MOST_CPU_S, MOST_MB = 2.0, 150
# Seven large pictures, each sent before the next one is drawn: between two of them whoever waits to draw has a turn.
MOST_CPU_S_OF = {"/exports/charts.zip": 4.0}
EACH = 300  # devices, changes of one entry, deleted entries, events a year, steps ahead: more than any page lists

LONG, CENTURY, EMPTY = RECORDS = "ten years", "a century", "nothing"
EVERY_DAY = {"period": "free", "first": "1900-01-01", "width": "desk"}
# What each address can be asked for at its worst, and by whose record; "" is the address alone. A new one is added
# here, with the worst that it allows: `test_bounds` fails until it is.
EFFECTS = "all twelve"
PICTURES = [f"/charts/{name}.{kind}" for name in SOURCES for kind in ("svg", "png", "pdf")]
ALONE = [{}]
LISTED = [{}, {"before": "9" * 18}, {"page": 10**9}, {"x": "y" * 8000}]
PLANNED = ("GET /", "GET /bad-day", "GET /medicine", "GET /doses/new", "GET /history/<on>", "GET /week-sheets/<on>")
DRAWN = [{"effect": EFFECTS} | EVERY_DAY]
SEARCHES = [
    {"words": "nobody wrote this"},
    {"words": "%_" * 50, "severity": "4", "effect": "drowsiness"} | EVERY_DAY,
    {"before": "2017-01-01.1483228800000000.x"},
    {"month": "1900-01"},
]
SHOWN_BY_A_LINK = EVERY_DAY | {f"chart-{name}": "yes" for name in SOURCES} | {"show_notes": "yes", "show_typed": "yes"}
WORST: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "GET /": ALONE,
    "GET /about": ALONE,
    "GET /accounts/new": ALONE,
    "GET /alerts": [{}, {"level": "urgent"}, {"level": "emergency"}, {"before": "9" * 16 + ".x"}],
    "GET /audit-events": LISTED,
    "GET /bad-day": ALONE,
    "GET /charts/<name>.<extension>": DRAWN,
    "GET /charts/all.pdf": DRAWN,
    "GET /check-ins/<uuid:entry_id>": ALONE,
    "GET /check-ins/new": [{"id": str(uuid.UUID(int=1, version=4))}],
    "GET /circumstances": ALONE,
    "GET /confirmations/new": ALONE,
    "GET /days/<on>": [{"found": "9" * 3000}],
    "GET /days/<uuid:entry_id>": ALONE,
    "GET /days/new": ALONE,
    "GET /devices": LISTED,
    "GET /doses/<uuid:entry_id>": ALONE,
    "GET /doses/new": [{"id": str(uuid.UUID(int=1, version=4))}],
    "GET /effects": ALONE,
    "GET /emergency": ALONE,
    "GET /episodes/<uuid:entry_id>": ALONE,
    "GET /episodes/new": [{"id": str(uuid.UUID(int=1, version=4))}],
    "GET /erasures": ALONE,
    "GET /erasures/new": ALONE,
    "GET /exports/<part>.<extension>": ALONE,
    "GET /exports/new": ALONE,
    "GET /grants": ALONE,
    "GET /grants/<grant_id>": ALONE,
    "GET /grants/new": ALONE,
    "GET /healthz": ALONE,
    "GET /history": [*LISTED, *SEARCHES],
    "GET /history/<on>": ALONE,
    "GET /history/deleted": [*LISTED, SEARCHES[2]],
    "GET /medicine": [{}, {"before": "2020-01-01"}, {"after": "1900-01-01"}],
    "GET /labels/<medicine_id>": ALONE,
    "GET /labels/<medicine_id>/code.svg": ALONE,
    "GET /medicines": ALONE,
    "GET /medicines/<medicine_id>": ALONE,
    "GET /medicines/new": ALONE,
    "GET /observations": ALONE,
    "GET /observations/new": ALONE,
    "GET /no-log-in": ALONE,
    "GET /no-log-in/done": ALONE,
    "GET /no-log-in/new": ALONE,
    "GET /people": ALONE,
    "GET /quiet-days/<uuid:entry_id>": ALONE,
    "GET /quiet-days/new": [{"id": str(uuid.UUID(int=1, version=4))}],
    "GET /readyz": ALONE,
    "GET /regimens/end": ALONE,
    "GET /regimens/new": ALONE,
    "GET /regimens/pauses/new": ALONE,
    "GET /regimens/tapers/new": [
        {"first_on": "2026-12-01", "every": "1", "less": "0.000001", "at": "each"},
        {"first_on": "2026-12-01", "every": "9" * 3000, "less": "9" * 3000},
    ],
    "GET /second-factors": ALONE,
    "GET /second-factors/code.svg": ALONE,
    "GET /second-factors/log-in": ALONE,
    "GET /second-factors/new": ALONE,
    "GET /second-factors/recovery-codes": ALONE,
    "GET /sessions/new": ALONE,
    "GET /settings": ALONE,
    "GET /s/<token>": ALONE,
    "GET /shared/<share_id>": ALONE,
    "GET /shared/<share_id>/charts/<name>.svg": [{"width": "desk"}],
    "GET /shared/<share_id>/report.<extension>": ALONE,
    "GET /shares": ALONE,
    "GET /shares/new": [EVERY_DAY],
    "GET /shares/preview": [SHOWN_BY_A_LINK],
    "GET /shares/preview/charts/<name>.svg": [SHOWN_BY_A_LINK],
    "GET /shares/preview/report.<extension>": [SHOWN_BY_A_LINK],
    "GET /site.webmanifest": ALONE,
    "GET /static/<path:filename>": ALONE,
    "GET /supplies": ALONE,
    "GET /symptoms": LISTED,
    "GET /symptoms/<key>": ALONE,
    "GET /symptoms/<key>/merger": [{"into": f"own_{1:016x}"}],
    "GET /trends": [*DRAWN, {"period": "365"}],
    "GET /visit": [*DRAWN, {"period": "365"}],
    "GET /visit/details": [{}, {"period": "all", "notes": "yes"}],
    "GET /visit/reaction": [{}, {"effect": f"own_{1:016x}", "level": "4"}],
    "GET /visit/report.<extension>": [*DRAWN, {"period": "all", "details": "yes", "notes": "yes"}],
    "GET /visits": ALONE,
    "GET /visits/<uuid:visit_id>": ALONE,
    "GET /visits/new": ALONE,
    "GET /week-sheets": [{}, {"to": "type", "first_on": "9" * 3000}],
    "GET /week-sheets/<on>": [{}, {"saved": str(uuid.UUID(int=1, version=4))}],
    "GET /week-sheets/<on>/paper.pdf": [{"name": "yes"}],
    "POST /exports": ALONE,
}


@dataclass(frozen=True)
class Asked:
    """One request: the rule it belongs to, whose record it is about, the method and the address."""

    rule: str
    record: str
    method: str
    address: str


@dataclass(frozen=True)
class Cost:
    """What a request cost: the status of its answer, seconds of CPU of the quiet machine and those measured here,
    megabytes over the idle process, its length."""

    status: int
    cpu_s: float
    here_s: float
    mb: int
    kb: int


@dataclass
class World:
    """An installation with a record of ten years, one of a century with two entries, and an empty one with a plan of
    as many times a day as there is room for since 1900."""

    app: Flask
    browsers: dict[str, FlaskClient]
    ids: dict[str, str]
    effects: list[str]

    @property
    def database(self) -> Database:
        return self.app.extensions["journal"].database

    def requests(self) -> list[Asked]:
        """Every request of WORST, on each record where that is another one."""
        found = []
        for rule, queries in WORST.items():
            for query in queries:
                for record in RECORDS if query in DRAWN or rule in PLANNED else (LONG,):
                    found += [self._asked(rule, record, address, query) for address in self._filled(rule, record)]
        return found

    def _filled(self, rule: str, record: str) -> list[str]:
        path = rule.partition(" ")[2]
        if "/charts/<name>.svg" in path:
            filled = path.replace("<share_id>", self.ids.get("shares", ""))
            return [filled.replace("<name>", name) for name in SOURCES]
        if "/report." in path and not path.startswith("/visit"):
            filled = path.replace("<share_id>", self.ids.get("shares", ""))
            return [filled.replace("<extension>", kind) for kind in ("pdf", "svg")]
        if "<name>" in path:  # of the others the dearest: what holds for it holds for the rest
            return PICTURES if record == LONG else ["/charts/calendar.png", "/charts/doses.png"]
        if path.startswith("/visit/report"):
            return [path.replace("<extension>", kind) for kind in ("pdf", "svg")]
        if "<part>" in path:
            return [f"/exports/{name}" for name in STREAMED]
        kind = path.split("/")[1]
        parts = r"<(uuid:entry_id|uuid:visit_id|key|medicine_id|grant_id|share_id|token)>"
        filled = re.sub(parts, self.ids.get(kind, ""), path)
        return [filled.replace("<path:filename>", "theme.css").replace("<on>", str(NOW.date()))]

    def _asked(self, rule: str, record: str, path: str, query: Mapping[str, Any]) -> Asked:
        sent = dict(query)
        if sent.get("effect") == EFFECTS:
            sent["effect"] = self.effects
        asked = urlencode(sent, doseq=True)
        return Asked(rule, record, rule.partition(" ")[0], f"{path}?{asked}" if asked else path)

    def cost(self, asked: Asked) -> Cost:
        """What this request costs, in a fork of this process."""
        form = self._form(asked) if asked.method == "POST" else None
        self.database.close()
        gc.collect()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writing, json.dumps(asdict(self._measured(asked, form))).encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            said = answer.read()
        os.waitpid(child, 0)
        return Cost(**json.loads(said))

    def _measured(self, asked: Asked, form: Mapping[str, str] | None) -> Cost:
        gc.unfreeze()
        idle, yardstick = memory_mb("VmRSS"), Yardstick()
        began = time.process_time()
        response = self.browsers[asked.record].open(asked.address, method=asked.method, data=form, buffered=False)
        length = sum(len(part) for part in response.iter_encoded())
        here_s, mb = time.process_time() - began, memory_mb("VmHWM") - idle
        cpu_s = yardstick.quiet_s(here_s)
        return Cost(response.status_code, round(cpu_s, 3), round(here_s, 3), round(mb), round(length / 1024))

    def _form(self, asked: Asked) -> dict[str, str]:
        page = self.browsers[asked.record].get("/settings").get_data(as_text=True)
        marks = dict(re.findall(r'name="(csrf_token|whose)" value="([^"]+)"', page))
        return marks | dict(parse_qsl(urlsplit(asked.address).query))


def memory_mb(what: str) -> float:
    """A line of /proc/self/status in megabytes: VmRSS now, VmHWM the most there was."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def make_world(instance: Path) -> World:
    """The installation, idle and warmed up."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._hasher = lambda: quick  # type: ignore[assignment]
    logging.disable(logging.CRITICAL)
    app = create_app({"INSTANCE": str(instance)})
    journal = app.extensions["journal"]
    own = {f"own_{n:016x}": f"A symptom of one's own in sixty letters, and this is {n:8}" for n in range(MOST_SYMPTOMS)}
    with journal.database.writing() as session:
        for record in RECORDS:
            account = NewAccount(record, "", Settings(ZONE), "clonazepam")
            accounts.add_patient(session, record, account, quick.hash("four words are enough"), NOW)
            session.get_one(Patient, record).own_symptoms = own
    fill_years(journal.database, LONG, journal.monographs["clonazepam"], NOW)
    ids = _add_what_lists_show(journal.database)
    effects = [*journal.monographs["clonazepam"].rating_names, *own][:MOST_EFFECTS]
    ids |= {"grants": _add_grants(journal.database), "s": "x" * 43}
    ids |= {"visits": _add_visits(journal.database)}
    ids |= dict.fromkeys(("shares", "shared"), _add_shares(journal.database))
    ids |= {"medicines": "clonazepam", "labels": "clonazepam", "symptoms": next(iter(own))}
    world = World(app, {}, ids, effects)
    for record in RECORDS:
        world.browsers[record] = app.test_client()
        token = create_login_session(acting(journal.database, at=NOW, device="a test"), record, remembered=True)
        with world.browsers[record].session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
            cookie.permanent = True
    until = int((NOW + timedelta(hours=1)).timestamp())
    mark = keyed_hash(journal.keys.share, "cookie", ids["shares"], str(until)).hex()
    world.browsers[LONG].set_cookie("journal-link", f"{until}.{mark}")
    images.warm()
    for address in ("/", "/history", "/sessions/new"):
        world.browsers[EMPTY].get(address)
    gc.collect()
    gc.freeze()  # what is there stays: to look through it before each request took as long as the requests
    return world


def _add_grants(database: Database) -> str:
    """As many grants as a list shows, and as many people somebody looks after; returns the id of one."""
    open_ones = ((LONG, CENTURY, n, None) for n in range(MOST_GRANTS))
    ended = ((LONG, CENTURY, n, NOW) for n in range(MOST_GRANTS, EACH))
    looked_after = ((CENTURY, LONG, n, None) for n in range(EACH, 2 * EACH))
    rows = [
        {
            "patient_id": patient_id,
            "id": f"{n:022}",
            "other_id": other_id,
            "name": "A name of sixty letters, which is as many as there is room for",
            "kind": "care",
            "medicines": ["clonazepam"],
            "created_at": NOW,
            "code_hash": n.to_bytes(32),
            "code_expires_at": NOW,
            "accepted_at": NOW,
            "ended_at": ended_at,
        }
        for patient_id, other_id, n, ended_at in (*open_ones, *ended, *looked_after)
    ]
    with database.writing() as session:
        session.execute(insert(AccessGrant.__table__), rows)
    return f"{0:022}"


def _add_shares(database: Database) -> str:
    """As many links as a list shows, each opened a few times, to all of ten years; returns the id of one."""
    rows = [
        {
            "patient_id": LONG,
            "id": f"{n:022}",
            "token_hash": n.to_bytes(32),
            "name": "A name of sixty letters, which is as many as there is room for",
            "first_on": date(1900, 1, 1),
            "last_on": NOW.date(),
            "medicines": ["clonazepam"],
            "charts": list(SOURCES),
            "with_name": True,
            "with_notes": True,
            "with_typed": True,
            "created_at": NOW,
            "expires_at": NOW + timedelta(days=90),
            "most_views": 1000,
            "views": 7,
        }
        for n in range(EACH)
    ]
    opened = [
        {
            "number": 10_000_000 + n,
            "at": NOW,
            "patient_id": LONG,
            "action": "link opened",
            "about": f"{n % EACH:022}",
            "address": "",
            "device": "",
            "salt": b"",
            "content_hash": bytes(32),
            "digest": bytes(32),
        }
        for n in range(7 * EACH)
    ]
    with database.writing() as session:
        session.execute(insert(Share.__table__), rows)
        session.execute(insert(AuditEvent.__table__), opened)
    return f"{0:022}"


def _add_what_lists_show(database: Database) -> dict[str, str]:
    """Devices, events, versions of an entry, deleted entries and steps, `EACH` of them; a century with two entries."""
    with database.writing() as session:
        rows = [
            {
                "token_hash": n.to_bytes(32),
                "patient_id": LONG,
                "id": str(uuid.UUID(int=n, version=4)),
                "created_at": NOW,
                "last_seen_at": NOW,
                "idle_until": NOW + timedelta(days=7),
                "expires_at": NOW + timedelta(days=30),
                "kept": True,
                "confirmed_at": NOW,
                "device": "Mozilla/5.0 " * 16,
            }
            for n in range(EACH)
        ]
        session.execute(insert(LoginSession.__table__), rows)
        events = [
            {
                "number": n,
                "at": NOW - timedelta(hours=n),
                "patient_id": LONG,
                "action": "logged_in",
                "about": "",
                "address": "192.0.2.0/24",
                "device": "Firefox",
                "salt": b"",
                "content_hash": bytes(32),
                "digest": bytes(32),
            }
            for n in range(1000, 1000 + 10 * EACH)  # those before are left for the requests that write one
        ]
        session.execute(insert(AuditEvent.__table__), events)
        day = (NOW + timedelta(days=1)).date()
        steps = [
            {
                "patient_id": LONG,
                "id": f"ahead-{n}",
                "starts_on": day + timedelta(days=n),
                "ends_on": day + timedelta(days=n),
                "doses": (PlannedDose(time_of_day(8), 500_000), PlannedDose(time_of_day(20), 500_000)),
                "days": Days(),
                "form": "tablet",
                "medicine_id": "clonazepam",
                "created_at": NOW,
            }
            for n in range(EACH)
        ]
        since = {
            "starts_on": date(1900, 1, 1),
            "ends_on": None,
            "doses": [
                PlannedDose(time_of_day(*divmod(n * 1440 // MOST_TIMES, 60)), 500_000) for n in range(MOST_TIMES)
            ],
        }
        steps += [steps[0] | since | {"patient_id": record, "id": "old"} for record in (CENTURY, EMPTY)]
        session.execute(insert(RegimenStep.__table__), steps)
        lived = [one_entry(CENTURY, kind="dose", at=at) for at in (NOW - timedelta(days=36500), NOW)]
        deleted = [one_entry(LONG, kind="dose", at=NOW - timedelta(hours=n), deleted_at=NOW) for n in range(EACH)]
        episode = one_entry(LONG, kind="episode", at=NOW)
        session.execute(insert(EntryRow.__table__), [*lived, *deleted, episode])
        about_days = {"day": {}, "quiet": {"first_on": NOW.date(), "last_on": NOW.date()}}
        for kind, days in about_days.items():
            session.execute(insert(EntryRow.__table__), one_entry(LONG, kind=kind, at=NOW, what=None, **days))
        ids = {}
        for kind, name in NAMES.items():
            live = EntryRow.patient_id == LONG, EntryRow.kind == kind, EntryRow.deleted_at.is_(None)
            row = session.scalars(select(EntryRow).where(*live).limit(1)).one()
            ids[name], row.version = row.id, EACH + 1
        session.flush()
        _add_alerts(session)
        _add_versions(session, ids["check-ins"])
    return ids


def _add_visits(database: Database) -> str:
    """More visits than a list shows, with all there is room for, and one that was changed often; returns its id."""
    said = Appointment(NOW.date(), time_of_day(8), "x" * 80, "x" * 80, *("long " * 32,) * 3, decided="long " * 400)
    ids = [str(uuid.UUID(int=n, version=4)) for n in range(EACH)]
    with database.writing() as session:
        for n, visit_id in enumerate(ids):
            of_day = replace(said, day_on=NOW.date() - timedelta(days=n))
            visits.add_visit(session, LONG, visit_id, of_day, fingerprint=b"f", recorded_by=None, now=NOW)
        for version in range(1, EACH + 1):
            there = Visit(ids[0], said, version, NOW)
            visits.change_visit(session, LONG, there, "edited", now=NOW, changed_by=LONG, said=said)
    return ids[0]


def _add_alerts(session: Any) -> None:
    """One for every second entry of ten years, not one of them read."""
    live = select(EntryRow.id, EntryRow.day_on, EntryRow.recorded_at).where(EntryRow.patient_id == LONG)
    rows = [
        {
            "patient_id": LONG,
            "id": str(uuid.UUID(int=n, version=4)),
            "rule": "very_low_mood",
            "rule_version": 1,
            "level": "urgent",
            "found": {"mood": 1},
            "about": "entry",
            "about_id": row.id,
            "about_version": 1,
            "day_on": row.day_on,
            "came": "told",
            "raised_at": row.recorded_at,
            "raised_by": LONG,
        }
        for n, row in enumerate(session.execute(live).all()[::2])
    ]
    session.execute(insert(AlertRow.__table__), rows)


def _add_versions(session: Any, entry_id: str) -> None:
    ratings = [{"effect": f"own_{n}", "severity": 4, "direction": "", "symptom": "x" * 60} for n in range(12)]
    moment = {"at": NOW.isoformat(), "zone": ZONE, "offset_minutes": 60}
    content = {"kind": "check_in", "moment": moment, "day_on": "2026-11-23", "ratings": ratings, "note": "long " * 1000}
    rows = [
        {
            "patient_id": LONG,
            "entry_id": entry_id,
            "version": n,
            "change": "edited",
            "changed_at": NOW,
            "changed_by": LONG,
            "content": content,
        }
        for n in range(1, EACH + 1)
    ]
    session.execute(insert(EntryVersion.__table__), rows)


def is_too_much(asked: Asked, cost: Cost) -> bool:
    """Whether a request costs more than its address is allowed to."""
    most_s = MOST_CPU_S_OF.get(asked.address, MOST_CPU_S)
    return cost.cpu_s > most_s or cost.mb > MOST_MB


def measure(asked: Sequence[Asked], world: World, tries: int = 3) -> list[tuple[Asked, Cost]]:
    """The cost of each request; what seems too much is asked again, since a busy machine is no fault of the address."""
    found = []
    for each in asked:
        cost = world.cost(each)
        for _ in range(tries - 1):
            if not is_too_much(each, cost):
                break
            again = world.cost(each)
            cost = replace(min(cost, again, key=lambda each: each.cpu_s), mb=min(cost.mb, again.mb))
        found.append((each, cost))
    return found


def main() -> None:
    """Print what every address costs, one JSON object a line with --json, the dearest first without."""
    words = [word for word in sys.argv[1:] if word != "--json"]
    with TemporaryDirectory() as folder, time_machine.travel(NOW, tick=False):
        world = make_world(Path(folder) / "instance")
        asked = [each for each in world.requests() if all(word in each.address for word in words)]
        found = measure(asked, world)
    if "--json" in sys.argv:
        for asked, cost in found:
            sys.stdout.write(json.dumps([asdict(asked), asdict(cost)]) + "\n")
        return
    for asked, cost in sorted(found, key=lambda pair: -pair[1].cpu_s):
        address = asked.address if len(asked.address) < 90 else f"{asked.address[:90]}…"
        numbers = f"{cost.cpu_s:6.2f} s (here {cost.here_s:.2f})  {cost.mb:+5} MB  {cost.kb:6} kB  {cost.status}"
        sys.stdout.write(f"{numbers}  {asked.record:9}  {asked.method} {address}\n")


if __name__ == "__main__":
    main()
