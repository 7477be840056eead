"""Log in: the password, then the second step where one is on, and only then a device that is let in."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal.actions.accounts import passwords
from journal.actions.accounts.accounts import new_token, note_refusal, token_hash
from journal.actions.accounts.second_factors import use_code
from journal.actions.acting import Acting
from journal.actions.keys import Keys, keyed_hash
from journal.core.accounts.audit import Action
from journal.core.accounts.second_factors import STEP_LASTS, Typed
from journal.core.values.errors import JournalError
from journal.core.values.languages import _
from journal.store.accounts import accounts as store
from journal.store.accounts import devices, second_factors
from journal.store.accounts.audit import add_event
from journal.store.accounts.second_factors import Challenge


@dataclass(frozen=True, slots=True)
class Pending:
    """A log-in whose password was right and whose code is still to come. It opens nothing by itself."""

    patient_id: str
    at: datetime
    binding: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose name and password belong together; `pending` where a second step is asked for."""

    patient_id: str
    password_hash: str  # the one that was checked: a log-in is stale when it changes before the device is let in
    pending: Pending | None = None


class StaleLogIn(JournalError):
    """Password or second step were changed while somebody logged in with what was true before."""

    def __init__(self) -> None:
        super().__init__(_("Your log-in was changed in this very moment. Log in once more."))


def log_in(acting: Acting, name: str, password: str) -> Known | None:
    """Who it is when name and password belong together, else None, after the same time for unknown names.

    This alone opens nothing: `enter` does, after the second step where one is asked for.
    """
    with acting.database.reading() as session:
        found = store.find_patient(session, name)
    password_hash = found.password_hash if found else passwords.nobodys_hash()
    if not passwords.verify(password_hash, password) or found is None or _is_over(found, acting.now):
        note_refusal(acting, found.id if found else None)
        return None
    if passwords.is_outdated(password_hash):
        fresh = passwords.hash_password(password)
        with acting.database.writing() as session:
            replaced = store.replace_password_hash(session, found.id, password_hash, fresh)
        password_hash = fresh if replaced else password_hash
    pending = _begin_second_step(acting, found.id, password_hash) if found.has_second_factor else None
    return Known(found.id, password_hash, pending)


def find_challenge(acting: Acting, pending: Pending) -> Challenge | None:
    """Of whom a code is still to come; None when it took too long, the password changed or a code was used."""
    if abs(acting.now - pending.at) > STEP_LASTS:
        return None
    with acting.database.reading() as session:
        challenge = second_factors.find_challenge(session, pending.patient_id)
    if challenge is None:
        return None
    expected = _binding(acting.keys, pending.patient_id, pending.at, challenge)
    return challenge if secrets.compare_digest(expected, pending.binding) else None


def pass_second_step(acting: Acting, pending: Pending, typed: Typed) -> int | None:
    """Use the code up. Returns how many recovery codes are left when it was one of those. Raises InvalidEntry."""
    left: list[int] = []

    def note(session: Session) -> None:
        if typed.is_recovery:
            left.append(second_factors.get_status(session, pending.patient_id).codes_left)
            about = f"{left[0]} left"
            add_event(session, acting.keys.audit, Action.RECOVERY_CODE_USED, acting.origin, pending.patient_id, about)

    use_code(acting, pending.patient_id, typed, note)
    return left[0] if left else None


def enter(
    acting: Acting, patient_id: str, *, password_hash: str, remembered: bool = False, second_factor: bool = False
) -> str:
    """Log a device in and return its secret token, of which the database keeps only a hash.

    `password_hash` is the one the password was checked against. Raises StaleLogIn when it is not the present one any
    more, or a second step is asked for that was not passed, or was passed and is none any more.
    """
    token = new_token()
    with acting.database.writing() as session:
        present = store.lock_patient(session, patient_id)
        if present is None or password_hash != present.password_hash:
            raise StaleLogIn
        if present.has_second_factor != second_factor:
            raise StaleLogIn
        devices.delete_expired_login_sessions(session, acting.now)
        devices.add_login_session(
            session,
            patient_id,
            token_hash(token),
            acting.now,
            acting.origin.device,
            remembered=remembered,
            second_factor=second_factor,
        )
        add_event(session, acting.keys.audit, Action.LOGGED_IN, acting.origin, patient_id)
    return token


def _is_over(found: store.FoundPatient, now: datetime) -> bool:
    """Whether the password is one the operator gave, and its day is over."""
    return found.password_expires_at is not None and found.password_expires_at <= now


def _begin_second_step(acting: Acting, patient_id: str, password_hash: str) -> Pending | None:
    """The log-in that waits for its code, bound to the password that was checked; None where none is asked for now.

    Another password, changed since, does not fit the binding: then the log-in begins again.
    """
    with acting.database.reading() as session:
        challenge = second_factors.find_challenge(session, patient_id)
    if challenge is None:
        return None
    checked = replace(challenge, password_hash=password_hash)
    return Pending(patient_id, acting.now, _binding(acting.keys, patient_id, acting.now, checked))


def _binding(keys: Keys, patient_id: str, at: datetime, challenge: Challenge) -> str:
    """Binds a pending log-in to the password and to the codes used so far: a change of either ends it."""
    state = f"{challenge.last_step} {challenge.codes_left}"
    return keyed_hash(keys.device, "second step", patient_id, at.isoformat(), challenge.password_hash, state).hex()
