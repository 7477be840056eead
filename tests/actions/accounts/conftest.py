"""A patient whose second step is set up with an app, step by step."""

from datetime import UTC, datetime, timedelta

import pytest
from pyotp import TOTP

from journal.actions.accounts import second_factors as actions
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Origin
from journal.store.database.database import Database
from tests.acting import acting
from tests.devices import create_login_session

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def at(seconds: float = 0) -> Origin:
    return Origin(NOW + timedelta(seconds=seconds), "192.0.2.0/24", "a test")


def digits(secret: str, seconds: float = 0) -> str:
    return TOTP(secret).at(NOW + timedelta(seconds=seconds))


@pytest.fixture
def token(database: Database, patient: Patient) -> str:
    return create_login_session(acting(database, at=NOW, device="this device"), patient.id)


@pytest.fixture
def secret(database: Database, patient: Patient) -> str:
    """What the app of the patient holds, not in use yet."""
    return actions.begin_set_up(acting(database, patient, NOW))


@pytest.fixture
def codes(database: Database, patient: Patient, secret: str, token: str) -> list[str]:
    """The recovery codes of a patient whose second step is on; the code of NOW is used."""
    return actions.turn_on(acting(database, patient, at()), digits(secret), token)[1]
