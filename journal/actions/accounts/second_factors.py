"""Turn the second step of the log-in on and off, and pass it. A code opens once, even when it arrives twice at once."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from pyotp import TOTP, random_base32
from pyotp.exceptions import OTPVerificationError
from sqlalchemy.orm import Session

from journal.actions.accounts.accounts import new_token, token_hash
from journal.actions.acting import Acting, ActingForPatient
from journal.actions.keys import CannotUnseal, Keys, keyed_hash, seal, unseal
from journal.core.accounts.accounts import Actor
from journal.core.accounts.audit import Action
from journal.core.accounts.second_factors import (
    CODE_LENGTH,
    CODES,
    ISSUER,
    LETTERS,
    SET_UP_LASTS,
    AlreadyOn,
    Status,
    Typed,
)
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.store.accounts import accounts, devices
from journal.store.accounts import second_factors as store
from journal.store.accounts.audit import add_event

WRONG = N_("This code does not fit. Wait until your app shows the next one, and type that.")
USED = N_("This code was used already. Wait until your app shows the next one, and type that.")
WRONG_RECOVERY = N_("This recovery code does not fit, or it was used already. Try another one of your list.")
NO_LONGER = N_("This page was open for too long. Scan the code once more, then type the digits.")


def get_status(acting: ActingForPatient) -> Status:
    """Whether the second step is on, since when, and how many recovery codes are left."""
    with acting.database.reading() as session:
        return store.get_status(session, acting.actor.id)


def begin_set_up(acting: ActingForPatient) -> str:
    """The secret to be put into the app: the one shown before while it is fresh, else a new one. Raises AlreadyOn."""
    keys, patient_id, now = acting.keys, acting.actor.id, acting.now
    with acting.database.reading() as session:
        secret = _fresh_secret(keys, patient_id, store.find_second_factor(session, patient_id), now)
    if secret:
        return secret
    with acting.database.writing() as session:
        accounts.lock_patient(session, patient_id)
        secret = _fresh_secret(keys, patient_id, store.lock_second_factor(session, patient_id), now)
        if not secret:
            secret = random_base32()  # 160 bits
            store.add_second_factor(session, patient_id, seal(keys.sealing, secret.encode(), _place(patient_id)), now)
    return secret


def set_up_address(actor: Actor, secret: str) -> str:
    """What the picture says and the app understands: the secret, whose it is and of which journal."""
    return TOTP(secret, name=actor.name, issuer=ISSUER).provisioning_uri()


def turn_on(acting: ActingForPatient, digits: str, token: str) -> tuple[str, list[str]]:
    """Take the secret into use when the app shows the right digits; log every other device out.

    Returns this device's new token and the recovery codes, which nobody can read again. Raises InvalidEntry, AlreadyOn.
    """
    fresh, codes = new_token(), _new_codes()
    with acting.database.writing() as session:
        accounts.lock_patient(session, acting.actor.id)  # nobody logs in with the password alone from here on
        stored = store.lock_second_factor(session, acting.actor.id)
        if not _fresh_secret(acting.keys, acting.actor.id, stored, acting.now) or stored is None:
            raise InvalidEntry({"code": _(NO_LONGER)})
        step = _step(acting.keys, acting.actor.id, stored, digits, acting.now)
        if step is None:
            raise InvalidEntry({"code": _(WRONG)})
        store.confirm_second_factor(session, acting.actor.id, step, acting.now)
        _set_codes(session, acting.keys, acting.actor.id, codes)
        _renew_devices(session, acting.actor.id, token, fresh, acting.now, second_factor=True)
        add_event(session, acting.keys.audit, Action.SECOND_FACTOR_ON, acting.origin, acting.actor.id)
    return fresh, codes


def turn_off(acting: ActingForPatient, typed: Typed, token: str) -> str:
    """End the second step when the code is right; log every other device out and return this one's new token.

    Raises InvalidEntry.
    """
    fresh = new_token()

    def end(session: Session) -> None:
        store.delete_second_factor(session, acting.actor.id)
        _renew_devices(session, acting.actor.id, token, fresh, acting.now, second_factor=False)
        add_event(session, acting.keys.audit, Action.SECOND_FACTOR_OFF, acting.origin, acting.actor.id)

    use_code(acting, acting.actor.id, typed, end)
    return fresh


def renew_codes(acting: ActingForPatient, version: str) -> list[str]:
    """Ten new recovery codes; those before work no more.

    Empty when the second step is off, or when `version` is not that of the present set: the form was sent before, and
    whoever sends it again, by a reload, would lose the codes just printed.
    """
    codes = _new_codes()
    with acting.database.writing() as session:
        store.lock_second_factor(session, acting.actor.id)
        status = store.get_status(session, acting.actor.id)
        if status.on_since is None or status.codes_version != version:
            return []
        _set_codes(session, acting.keys, acting.actor.id, codes)
        add_event(session, acting.keys.audit, Action.RECOVERY_CODES_RENEWED, acting.origin, acting.actor.id)
    return codes


def use_code(
    acting: Acting,
    patient_id: str,
    typed: Typed,
    then: Callable[[Session], None],
) -> None:
    """Use a code up and do what it allows, in one transaction; or write the refusal down and raise InvalidEntry."""
    with acting.database.writing() as session:
        refused = _refusal(session, acting.keys, patient_id, typed, acting.now)
        if refused:
            add_event(session, acting.keys.audit, Action.SECOND_FACTOR_REFUSED, acting.origin, patient_id)
        else:
            then(session)
    if refused:
        raise InvalidEntry({"code": refused})


def _refusal(session: Session, keys: Keys, patient_id: str, typed: Typed, now: datetime) -> str:
    """Use a code up and return ""; or say why it cannot be used."""
    if typed.is_recovery:
        used = store.use_recovery_code(session, patient_id, _code_hash(keys, patient_id, typed.code), now)
        return "" if used else _(WRONG_RECOVERY)
    stored = store.find_second_factor(session, patient_id)
    step = _step(keys, patient_id, stored, typed.code, now) if stored and stored.confirmed_at else None
    if step is None:
        return _(WRONG)
    return "" if store.use_step(session, patient_id, step) else _(USED)


def _step(keys: Keys, patient_id: str, stored: store.Stored, digits: str, now: datetime) -> int | None:
    """The time step whose code this is, of the present one and its two neighbours."""
    try:
        secret = unseal(keys.sealing, stored.sealed, _place(patient_id)).decode()
        return TOTP(secret).verify_and_get_timecode(digits, for_time=now, valid_window=1)
    except (CannotUnseal, OTPVerificationError):
        return None


def _fresh_secret(keys: Keys, patient_id: str, stored: store.Stored | None, now: datetime) -> str:
    """The secret that was shown and may still be confirmed; "" when there is none. Raises AlreadyOn."""
    if stored is None:
        return ""
    if stored.confirmed_at is not None:
        raise AlreadyOn
    if not timedelta(0) <= now - stored.created_at < SET_UP_LASTS:
        return ""
    try:
        return unseal(keys.sealing, stored.sealed, _place(patient_id)).decode()
    except CannotUnseal:
        return ""


def _renew_devices(
    session: Session, patient_id: str, token: str, fresh: str, now: datetime, *, second_factor: bool
) -> None:
    devices.delete_other_login_sessions(session, patient_id, token_hash(token))
    devices.rotate_login_session(
        session, patient_id, token_hash(token), token_hash(fresh), now, second_factor=second_factor
    )


def _new_codes() -> list[str]:
    return ["".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]


def _set_codes(session: Session, keys: Keys, patient_id: str, codes: list[str]) -> None:
    store.replace_recovery_codes(session, patient_id, [_code_hash(keys, patient_id, code) for code in codes])


def _code_hash(keys: Keys, patient_id: str, code: str) -> bytes:
    return keyed_hash(keys.recovery, patient_id, code)


def _place(patient_id: str) -> str:
    return f"second_factor.sealed:{patient_id}"
