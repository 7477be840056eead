"""Sign up, log in, log out, confirm, change settings and password, log other devices out. Each act is audited."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from journal.actions.accounts import passwords
from journal.actions.keys import Keys
from journal.core.accounts.accounts import NewAccount, Patient, Settings
from journal.core.accounts.audit import Action, Origin
from journal.core.accounts.devices import device_name
from journal.core.values.errors import InvalidEntry, JournalError, NotFound
from journal.store.accounts import accounts as store
from journal.store.accounts.audit import add_event
from journal.store.database.database import Database


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose name and password belong together, and whether a second step is asked for."""

    patient_id: str
    needs_second_factor: bool
    password_hash: str  # the one that was checked: a log-in is void when it changes before the device is let in


class Overtaken(JournalError):
    """Password or second step were changed while somebody logged in with what was true before."""

    def __init__(self) -> None:
        super().__init__("Your log-in was changed in this very moment. Log in once more.")


def sign_up(
    database: Database, keys: Keys, account: NewAccount, origin: Origin, *, until: datetime | None = None
) -> str:
    """Create the account and return the patient's id. Raises InvalidEntry when the name is taken.

    `until` says that the password was given by the operator and opens the account for so long, to be replaced first.
    """
    patient_id = str(uuid.uuid4())
    password_hash = passwords.hash_password(account.password)
    try:
        with database.writing() as session:
            if store.is_taken_formerly(session, account.name):
                raise _taken()
            store.add_patient(session, patient_id, account, password_hash, origin.at)
            store.set_password_hash(session, patient_id, password_hash, until)
            add_event(session, keys.audit, Action.ACCOUNT_CREATED, origin, patient_id)
    except IntegrityError:
        raise _taken() from None
    return patient_id


def log_in(database: Database, keys: Keys, name: str, password: str, origin: Origin) -> Known | None:
    """Who it is when name and password belong together, else None, after the same time for unknown names.

    This alone opens nothing: `enter` does, after the second step where one is asked for.
    """
    with database.reading() as session:
        found = store.find_patient(session, name)
    password_hash = found.password_hash if found else passwords.nobodys_hash()
    if not passwords.verify(password_hash, password) or found is None or _is_over(found, origin):
        _note_refusal(database, keys, origin, found.id if found else None)
        return None
    if passwords.is_outdated(password_hash):
        fresh = passwords.hash_password(password)
        with database.writing() as session:
            replaced = store.replace_password_hash(session, found.id, password_hash, fresh)
        password_hash = fresh if replaced else password_hash
    return Known(found.id, found.has_second_factor, password_hash)


def enter(
    database: Database,
    keys: Keys,
    patient_id: str,
    origin: Origin,
    *,
    kept: bool = False,
    second_factor: bool = False,
    password_hash: str = "",
) -> str:
    """Log a device in and return its secret token, of which the database keeps only a hash.

    `password_hash` is the one the password was checked against. Raises Overtaken when it is not the present one any
    more, or a second step is asked for that was not passed, or was passed and is none any more.
    """
    token = new_token()
    with database.writing() as session:
        present = store.lock_patient(session, patient_id)
        if present is None or password_hash not in {"", present.password_hash}:
            raise Overtaken
        if present.has_second_factor != second_factor:
            raise Overtaken
        store.delete_expired_login_sessions(session, origin.at)
        store.add_login_session(
            session, patient_id, token_hash(token), origin.at, origin.device, kept=kept, second_factor=second_factor
        )
        add_event(session, keys.audit, Action.LOGGED_IN, origin, patient_id)
    return token


def create_login_session(
    database: Database, patient_id: str, device: str, now: datetime, *, kept: bool = False, second_factor: bool = False
) -> str:
    """A device that is logged in without anybody logging in, for benchmarks and tests. Returns its token."""
    token = new_token()
    with database.writing() as session:
        store.add_login_session(
            session, patient_id, token_hash(token), now, device, kept=kept, second_factor=second_factor
        )
    return token


def rotate_login_session(
    database: Database, patient: Patient, token: str, now: datetime, *, second_factor: bool | None = None
) -> str:
    """Give this device a new token and return it; the old one opens nothing any more.

    A device logged out meanwhile stays logged out. `second_factor` says that the second step was passed here, or that
    there is none any more; None leaves it as it was.
    """
    fresh = new_token()
    with database.writing() as session:
        store.rotate_login_session(
            session, patient.id, token_hash(token), token_hash(fresh), now, second_factor=second_factor
        )
    return fresh


def end_login_session(database: Database, keys: Keys, patient: Patient, token: str, origin: Origin) -> None:
    """Log the device out: whoever holds its cookie can do nothing with it any more."""
    with database.writing() as session:
        store.delete_login_session(session, token_hash(token))
        add_event(session, keys.audit, Action.LOGGED_OUT, origin, patient.id)


def mark_seen(database: Database, token: str, now: datetime, idle_until: datetime) -> None:
    """Note that the device was used, and until when it may rest now."""
    with database.writing() as session:
        store.mark_seen(session, token_hash(token), now, idle_until)


def revoke_device(database: Database, keys: Keys, patient: Patient, session_id: str, origin: Origin) -> None:
    """Log another device of this patient out. Raises NotFound."""
    with database.writing() as session:
        device = store.delete_device(session, patient.id, session_id)
        if device is None:
            raise NotFound
        add_event(session, keys.audit, Action.DEVICE_REVOKED, origin, patient.id, device_name(device))


def revoke_other_devices(database: Database, keys: Keys, patient: Patient, token: str, origin: Origin) -> int:
    """Log every other device of this patient out and return how many there were."""
    with database.writing() as session:
        number = store.delete_other_login_sessions(session, patient.id, token_hash(token))
        if number:
            add_event(session, keys.audit, Action.DEVICE_REVOKED, origin, patient.id, f"all others: {number}")
    return number


def confirm(database: Database, keys: Keys, patient: Patient, password: str, token: str, origin: Origin) -> str:
    """Note that the password was typed again on this device and return its new token. Raises InvalidEntry."""
    _check(database, keys, patient, password, origin, "password")
    fresh = new_token()
    with database.writing() as session:
        store.rotate_login_session(session, patient.id, token_hash(token), token_hash(fresh), origin.at, confirmed=True)
        add_event(session, keys.audit, Action.CONFIRMED, origin, patient.id)
    return fresh


def edit_settings(database: Database, patient: Patient, settings: Settings, now: datetime) -> None:
    """Change zone, day boundary or clock. What is recorded stays as it was lived, and what was planned as it was."""
    with database.writing() as session:
        store.touch_record(session, patient.id)
        store.set_settings(session, patient.id, settings, now)


def edit_password(
    database: Database, keys: Keys, patient: Patient, old: str, new: str, token: str, origin: Origin
) -> str:
    """Change the password, log every other device out and return this one's new token.

    Raises InvalidEntry when the old password is wrong.
    """
    present = _check(database, keys, patient, old, origin, "old_password")
    password_hash, fresh = passwords.hash_password(new), new_token()
    with database.writing() as session:
        if not store.replace_password_hash(session, patient.id, present, password_hash, chosen=True):
            raise _wrong("old_password")  # changed on another device in this very second
        store.delete_other_login_sessions(session, patient.id, token_hash(token))
        store.rotate_login_session(session, patient.id, token_hash(token), token_hash(fresh), origin.at, confirmed=True)
        add_event(session, keys.audit, Action.PASSWORD_CHANGED, origin, patient.id)
    return fresh


def new_token() -> str:
    """256 random bits for a device to carry."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database knows of a token. It is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _check(database: Database, keys: Keys, patient: Patient, password: str, origin: Origin, field: str) -> str:
    """The present hash when the password is right. Raises InvalidEntry."""
    with database.reading() as session:
        password_hash = store.get_password_hash(session, patient.id)
    if not passwords.verify(password_hash, password):
        _note_refusal(database, keys, origin, patient.id)
        raise _wrong(field)
    return password_hash


def _is_over(found: store.FoundPatient, origin: Origin) -> bool:
    """Whether the password is one the operator gave, and its day is over."""
    return found.password_expires_at is not None and found.password_expires_at <= origin.at


def _wrong(field: str) -> InvalidEntry:
    return InvalidEntry({field: "This is not your present password."})


def _taken() -> InvalidEntry:
    return InvalidEntry({"name": "This name is taken. Choose another one, or log in."})


def _note_refusal(database: Database, keys: Keys, origin: Origin, patient_id: str | None) -> None:
    with database.writing() as session:
        add_event(session, keys.audit, Action.LOG_IN_REFUSED, origin, patient_id)
