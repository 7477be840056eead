"""Seeded records: eight entries a day, newest first, so that the newest thousand of every record are the same ones."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from app import create_app
from journal.actions.acting import Acting
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.accounts.audit import Origin
from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import Step
from journal.core.values.clock import Moment, moment
from journal.store import medicines
from journal.store.accounts import accounts
from journal.store.database.models import EntryRow, RatingRow
from journal.store.plan import regimens
from journal.store.record import entries as store
from journal.web.record import history
from journal.web.site.context import Journal
from tests.devices import create_login_session

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 10, 31, 21, 30, tzinfo=ZONE).astimezone(UTC)  # the last evening of a long month: a full calendar
DOSES = (time(8), time(12), time(16), time(20))
CHECK_INS = (time(9), time(14), time(21))
EPISODE = time(18)
THREE_TIMES = (time(8), time(14), time(20))
TAKEN = {"kind": "dose", "status": "taken", "amount": 500_000, "form": "tablet"}
ANSWERS = 6
NOTES = ("after breakfast", "a short walk,", "slept badly;", "could not", "keep my", "eyes open", "at noon,", "better")
CHUNK = 5000
PATIENT = str(uuid.UUID(int=1, version=4))


@dataclass(frozen=True, slots=True)
class World:
    """An installation with one patient's record, and the token with which the patient is logged in."""

    app: Flask
    instance: Path
    token: str

    def cookie(self) -> str:
        """The cookie of the log-in, signed at this moment: a cookie from the future is refused."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return serializer.dumps({"_user_id": self.token, "_fresh": True, "_permanent": True})

    def client(self) -> FlaskClient:
        """A browser in which the patient is logged in."""
        client = self.app.test_client()
        client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self.cookie())
        return client

    def close(self) -> None:
        """Let go of the database."""
        self.app.extensions["journal"].database.close()


def make_world(instance: Path, entries: int) -> World:
    """An installation in that folder with so many entries up to NOW."""
    app = create_app({"INSTANCE": str(instance)})
    parts: Journal = app.extensions["journal"]
    account = NewAccount("Bench", "", Settings(ZONE.key), "clonazepam")
    first_on = NOW.date() - timedelta(days=entries // 8 + 1)
    with parts.database.writing() as session:
        accounts.add_patient(session, PATIENT, account, "", NOW)
        regimens.add_step(
            session,
            PATIENT,
            "clonazepam",
            str(uuid.uuid4()),
            Step.every_day(first_on, None, DOSES, 500_000, "tablet"),
            NOW,
        )
        effects = tuple(parts.monographs["clonazepam"].rating_names)
        made = _entries(entries, effects)
        while chunk := [pair for _, pair in zip(range(CHUNK), made, strict=False)]:
            session.execute(insert(EntryRow.__table__), [entry for entry, _ in chunk])
            session.execute(insert(RatingRow.__table__), [rating for _, ratings in chunk for rating in ratings])
    return World(app, instance, logged_in(parts))


def logged_in(parts: Journal) -> str:
    return create_login_session(
        Acting(parts.database, parts.keys, Origin(datetime.now(UTC), device="benchmarks")), PATIENT
    )


def make_taking(instance: Path, count: int) -> World:
    """An installation in that folder whose patient takes so many medicines three times a day. Until this morning all of
    it is recorded; since noon nothing is."""
    app = create_app({"INSTANCE": str(instance)})
    parts: Journal = app.extensions["journal"]
    account = NewAccount("Bench", "", Settings(ZONE.key), "clonazepam")
    first_on, chance = NOW.date() - timedelta(days=10), random.Random(1)
    with parts.database.writing() as session:
        accounts.add_patient(session, PATIENT, account, "", NOW)
        others = [Medicine(f"medicine-{n}", f"Medicine {n}", amounts=(500_000,)) for n in range(2, count + 1)]
        for position, medicine in enumerate(others, start=1):
            medicines.add_medicine(session, PATIENT, medicine, position, NOW)
        for medicine_id in ("clonazepam", *(medicine.id for medicine in others)):
            step = Step.every_day(first_on, None, THREE_TIMES, 500_000, "tablet" if medicine_id == "clonazepam" else "")
            regimens.add_step(session, PATIENT, medicine_id, str(uuid.uuid4()), step, NOW - timedelta(days=10))
            walls = [datetime.combine(first_on + timedelta(days=n), at, ZONE) for n in range(11) for at in THREE_TIMES]
            past = [wall for wall in walls if wall.date() < NOW.date() or wall.time() == THREE_TIMES[0]]
            doses = [shared(chance, moment(wall, ZONE.key), wall.date()) | TAKEN for wall in past]
            session.execute(insert(EntryRow.__table__), [dose | {"medicine_id": medicine_id} for dose in doses])
    return World(app, instance, logged_in(parts))


def last_page(world: World, size: int) -> str:
    """The address of the last page of History, with `size` rows."""
    columns = EntryRow.__table__.c
    oldest_first = select(columns.id).order_by(columns.day_on, columns.at, columns.id)
    with world.app.extensions["journal"].database.reading() as session:
        entry_id = session.scalars(oldest_first.offset(size).limit(1)).one()
        end = history._cursor(store.get_entry(session, PATIENT, entry_id))
    return f"/history?before={end}"


def _entries(count: int, effects: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    chance = random.Random(1)
    at_times = sorted((*DOSES, *CHECK_INS, EPISODE), reverse=True)
    for n in range(count):
        day, place = divmod(n, len(at_times))
        on, at = NOW.date() - timedelta(days=day), at_times[place]
        lived = moment(datetime.combine(on, at, ZONE) + timedelta(minutes=chance.randint(-20, 20)), ZONE.key)
        entry = shared(chance, lived, on)
        if at in DOSES:
            yield (
                entry
                | {"kind": "dose", "status": "taken", "amount": 500_000, "form": "tablet", "medicine_id": "clonazepam"},
                [],
            )
        elif at in CHECK_INS:
            mood = chance.randint(1, 5)
            yield entry | {"kind": "check_in", "answer": "rated", "mood": mood}, ratings(chance, entry, effects)
        else:
            severity = chance.randint(0, 4)
            yield entry | {"kind": "episode", "what": "panic_attack", "minutes": 15, "severity": severity}, []


def shared(chance: random.Random, lived: Moment, on: date) -> dict[str, Any]:
    note = " ".join(chance.choices(NOTES, k=5)) if chance.random() < 0.2 else ""
    own = dict.fromkeys(("medicine_id", "status", "amount", "form", "answer", "mood", "what", "minutes", "severity"))
    return own | {
        "patient_id": PATIENT,
        "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "at": lived.at,
        "zone": lived.zone,
        "offset_minutes": lived.offset_minutes,
        "day_on": on,
        "recorded_at": lived.at + timedelta(minutes=1),
        "version": 1,
        "fingerprint": bytes(32),
        "search_text": note,
        "note": note,
    }


def ratings(chance: random.Random, entry: dict[str, Any], effects: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "patient_id": PATIENT,
            "entry_id": entry["id"],
            "effect": effect,
            "position": position,
            "severity": max(0, chance.randint(-3, 4)),
            "direction": "",
            "day_on": entry["day_on"],
        }
        for position, effect in enumerate(chance.sample(effects, ANSWERS))
    ]
