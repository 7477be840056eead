"""What somebody who looks after a record waits for, beside the patient's own: Today, History, a dose to save."""

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine
from flask.testing import FlaskClient

from benchmarks import seed
from benchmarks.pages import TIMES, get
from benchmarks.rounds import Row, Work, compare, ratio_row, table
from benchmarks.seed import PATIENT, ZONE, World
from journal.actions.accounts import grants
from journal.actions.acting import Acting, ActingForPatient
from journal.core.accounts.accounts import Actor, NewAccount, Patient, Settings
from journal.core.accounts.audit import Origin
from journal.core.accounts.grants import Terms
from journal.store.accounts import accounts, devices
from journal.web.record.questions import FIELDS, YES
from journal.web.site.context import Journal
from tests.devices import create_login_session

GOAL, ROUNDS = 1.15, 30
MEDICINES = {"all medicines": None, "some medicines": ("clonazepam",)}
DOSE = {"when": "now", "status": "taken", "amount": "0.5", "form": "tablet", "note": ""} | dict.fromkeys(
    FIELDS.values(), YES
)


def measure(folder: Path) -> Iterator[Row]:
    """The rows of whoever cares for all medicines, and of whoever cares for some of them."""
    world, saving = (seed.make_world(folder / name, 1000) for name in ("caring", "caring-saving"))
    number = count()
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere), time_machine.travel(seed.NOW, tick=False):
        for which, medicines in MEDICINES.items():
            carer, there = let_in(world, medicines)
            for page, address in (("Today", "/"), ("History", "/history")):
                found = compare(get(carer, there + address), get(world.client(), address), ROUNDS, TIMES)
                yield ratio_row(f"{page} of whoever cares for {which} beside the patient", GOAL, found)
            carer, there = let_in(saving, medicines)
            found = compare(_save(carer, there, number), _save(saving.client(), "", number), ROUNDS, TIMES)
            yield ratio_row(f"save a dose, caring for {which}, beside the patient", GOAL, found)
    for each in (world, saving):
        each.close()


def let_in(world: World, medicines: tuple[str, ...] | None) -> tuple[FlaskClient, str]:
    """Somebody who looks after the record on those terms: the browser, and where the record is."""
    parts: Journal = world.app.extensions["journal"]
    origin, account_id = Origin(datetime.now(UTC), device="benchmarks"), str(uuid.uuid4())
    with parts.database.writing() as session:
        made = NewAccount(f"Carer {account_id[:8]}", "", Settings(ZONE.key), "clonazepam")
        accounts.add_patient(session, account_id, made, "", origin.at)
    with parts.database.reading() as session:
        owner, carer = (devices.get_patient(session, each) for each in (PATIENT, account_id))

    def acting(who: Patient) -> ActingForPatient:
        return ActingForPatient(parts.database, parts.keys, origin, Actor(who.id, who.name), who)

    invited = grants.invite(acting(owner), Terms("Carer", medicines))
    grants.accept(acting(carer), invited.code)
    token = create_login_session(Acting(parts.database, parts.keys, origin), account_id)
    return World(world.app, world.instance, token).client(), f"/for/{invited.grant_id}"


def _save(client: FlaskClient, there: str, number: Iterator[int]) -> Work:
    form = client.get(f"{there}/episodes/new", follow_redirects=True).get_data(as_text=True)
    marks = dict(re.findall(r'name="(csrf_token|whose)" value="([^"]+)"', form))

    def save() -> None:
        entry_id = str(uuid.UUID(int=next(number), version=4))
        response = client.post(f"{there}/doses", data=marks | DOSE | {"id": entry_id})
        assert response.status_code == 303, response.status

    return save


def main() -> None:
    """Print the rows."""
    with TemporaryDirectory(prefix="benchmarks-") as name:
        print(table(list(measure(Path(name)))))


if __name__ == "__main__":
    main()
