"""Sign up, log out, confirm, change settings and password, log other devices out. Each act is audited."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from journal.actions.accounts import passwords
from journal.actions.acting import Acting, ActingForPatient
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.accounts.audit import Action
from journal.core.accounts.devices import device_name
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import _
from journal.store.accounts import accounts as store
from journal.store.accounts import devices
from journal.store.accounts.audit import add_event


@dataclass(frozen=True, slots=True)
class SignedUp:
    """Whose account was made, and the hash of the password that opens it."""

    patient_id: str
    password_hash: str


def sign_up(acting: Acting, account: NewAccount, *, until: datetime | None = None) -> SignedUp:
    """Create the account. Raises InvalidEntry when the name is taken.

    `until` says that the password was given by the operator and opens the account for so long, to be replaced first.
    """
    patient_id = str(uuid.uuid4())
    if account.other is not None:
        account = replace(account, other=replace(account.other, id=str(uuid.uuid4())))
    password_hash = passwords.hash_password(account.password)
    try:
        with acting.database.writing() as session:
            if store.is_taken_formerly(session, account.name):
                raise _taken()
            store.add_patient(session, patient_id, account, password_hash, acting.now)
            store.set_password_hash(session, patient_id, password_hash, until)
            add_event(session, acting.keys.audit, Action.ACCOUNT_CREATED, acting.origin, patient_id)
    except IntegrityError:
        raise _taken() from None
    return SignedUp(patient_id, password_hash)


def end_login_session(acting: ActingForPatient, token: str) -> None:
    """Log the device out: whoever holds its cookie can do nothing with it any more."""
    with acting.database.writing() as session:
        devices.delete_login_session(session, token_hash(token))
        _note(session, acting, Action.LOGGED_OUT)


def touch_login_session(acting: Acting, token: str, idle_until: datetime) -> None:
    """Note that the device was used, and until when it may rest now."""
    with acting.database.writing() as session:
        devices.touch_login_session(session, token_hash(token), acting.now, idle_until)


def revoke_device(acting: ActingForPatient, session_id: str) -> None:
    """Log another device of this patient out. Raises NotFound."""
    with acting.database.writing() as session:
        device = devices.delete_device(session, acting.actor.id, session_id)
        if device is None:
            raise NotFound
        _note(session, acting, Action.DEVICE_REVOKED, device_name(device))


def revoke_other_devices(acting: ActingForPatient, token: str) -> int:
    """Log every other device of this patient out and return how many there were."""
    with acting.database.writing() as session:
        number = devices.delete_other_login_sessions(session, acting.actor.id, token_hash(token))
        if number:
            _note(session, acting, Action.DEVICE_REVOKED, f"all others: {number}")
    return number


def confirm(acting: ActingForPatient, password: str, token: str) -> str:
    """Note that the password was typed again on this device and return its new token. Raises InvalidEntry."""
    check_password(acting, password, "password")
    fresh = new_token()
    with acting.database.writing() as session:
        devices.rotate_login_session(
            session, acting.actor.id, token_hash(token), token_hash(fresh), acting.now, confirmed=True
        )
        _note(session, acting, Action.CONFIRMED)
    return fresh


def edit_settings(acting: ActingForPatient, settings: Settings) -> None:
    """Change zone, day boundary or clock. What is recorded stays as it was lived, and what was planned as it was."""
    with acting.database.writing() as session:
        store.touch_record(session, acting.patient.id)
        store.set_settings(session, acting.patient.id, settings, acting.now)


def edit_password(acting: ActingForPatient, old: str, new: str, token: str) -> str:
    """Change the password, log every other device out and return this one's new token.

    Raises InvalidEntry when the old password is wrong.
    """
    present = check_password(acting, old, "old_password")
    password_hash, fresh = passwords.hash_password(new), new_token()
    with acting.database.writing() as session:
        if not store.replace_password_hash(session, acting.actor.id, present, password_hash, chosen=True):
            raise _wrong("old_password")  # changed on another device in this very second
        devices.delete_other_login_sessions(session, acting.actor.id, token_hash(token))
        devices.rotate_login_session(
            session, acting.actor.id, token_hash(token), token_hash(fresh), acting.now, confirmed=True
        )
        _note(session, acting, Action.PASSWORD_CHANGED)
    return fresh


def note_refusal(acting: Acting, patient_id: str | None) -> None:
    """Write down that a password was refused; the account is None for a name nobody has."""
    with acting.database.writing() as session:
        add_event(session, acting.keys.audit, Action.LOG_IN_REFUSED, acting.origin, patient_id)


def check_password(acting: ActingForPatient, password: str, field: str) -> str:
    """The present hash when the password is right. Raises InvalidEntry for that field."""
    with acting.database.reading() as session:
        password_hash = store.get_password_hash(session, acting.actor.id)
    if not passwords.verify(password_hash, password):
        note_refusal(acting, acting.actor.id)
        raise _wrong(field)
    return password_hash


def new_token() -> str:
    """256 random bits for a device to carry."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database knows of a token. It is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _wrong(field: str) -> InvalidEntry:
    return InvalidEntry({field: _("This is not your present password.")})


def _taken() -> InvalidEntry:
    return InvalidEntry({"name": _("This name is taken. Choose another one, or log in.")})


def _note(session: Session, acting: ActingForPatient, action: Action, about: str = "") -> None:
    add_event(session, acting.keys.audit, action, acting.origin, acting.actor.id, about)
