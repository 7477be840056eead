"""Sign up, log in, log out, change settings and password."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError

from journal.core.accounts import LONGEST_PASSWORD, NewAccount, Settings, Viewer, read_password
from journal.core.errors import InvalidEntry
from journal.store import accounts as store
from journal.store.database import Database

LOGGED_IN_FOR = timedelta(days=30)
# One hash takes 64 MiB and a tenth of a second: more at once than the machine has cores only makes all of them slow.
_HASHING = BoundedSemaphore(2)


def sign_up(database: Database, account: NewAccount, now: datetime) -> str:
    """Create the account and return the patient's id. Raises InvalidEntry when the name is taken."""
    patient_id = str(uuid.uuid4())
    password_hash = _hash(account.password)
    try:
        with database.writing() as session:
            store.add_patient(session, patient_id, account, password_hash, now)
    except IntegrityError:
        raise InvalidEntry({"name": "This name is taken. Choose another one, or log in."}) from None
    return patient_id


def log_in(database: Database, name: str, password: str) -> str | None:
    """The patient's id when name and password belong together, else None, after the same time for unknown names."""
    with database.reading() as session:
        found = store.find_patient(session, name)
    patient_id, password_hash = found or (None, _nobody())
    if not _verify(password_hash, password) or patient_id is None:
        return None
    if _hasher().check_needs_rehash(password_hash):
        with database.writing() as session:
            store.set_password_hash(session, patient_id, _hash(read_password(password)))
    return patient_id


def create_login_session(database: Database, patient_id: str, device: str, now: datetime) -> str:
    """Log a device in and return its secret token, of which the database keeps only a hash."""
    token = secrets.token_urlsafe(32)
    with database.writing() as session:
        store.delete_expired_login_sessions(session, now)
        store.add_login_session(session, patient_id, token_hash(token), now, now + LOGGED_IN_FOR, device)
    return token


def delete_login_session(database: Database, token: str) -> None:
    """Log the device out: whoever holds its cookie can do nothing with it any more."""
    with database.writing() as session:
        store.delete_login_session(session, token_hash(token))


def mark_seen(database: Database, token: str, now: datetime) -> None:
    """Note that the device was used."""
    with database.writing() as session:
        store.mark_seen(session, token_hash(token), now)


def edit_settings(database: Database, viewer: Viewer, settings: Settings) -> None:
    """Change zone, day boundary or clock. What is recorded stays as it was lived."""
    with database.writing() as session:
        store.set_settings(session, viewer.id, settings)


def edit_password(database: Database, viewer: Viewer, old: str, new: str, token: str) -> None:
    """Change the password and log every other device out. Raises InvalidEntry when the old one is wrong."""
    with database.reading() as session:
        password_hash = store.get_password_hash(session, viewer.id)
    if not _verify(password_hash, old):
        raise InvalidEntry({"old_password": "This is not your present password."})
    password_hash = _hash(new)
    with database.writing() as session:
        store.set_password_hash(session, viewer.id, password_hash)
        store.delete_other_login_sessions(session, viewer.id, token_hash(token))


def token_hash(token: str) -> bytes:
    """What the database knows of a token. It is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash to check unknown names against, so that they take as long as known ones."""
    return _hash(secrets.token_urlsafe(16))


def _hash(password: str) -> str:
    with _HASHING:
        return _hasher().hash(password)


def _verify(password_hash: str, typed: str) -> bool:
    if len(typed) > LONGEST_PASSWORD:
        return False
    try:
        with _HASHING:
            return _hasher().verify(password_hash, read_password(typed))
    except (VerificationError, InvalidHashError):
        return False
