"""How often somebody may try a password or a code. Asked before anything is hashed, for unknown names too."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from journal.actions.acting import Acting
from journal.actions.keys import Keys, keyed_hash
from journal.core.accounts.accounts import login_name
from journal.core.accounts.audit import Action
from journal.core.accounts.throttle import FORGIVEN, NOTHING, RULES, Kind, Verdict, attempt
from journal.core.values.errors import JournalError
from journal.core.values.languages import ngettext
from journal.store.accounts import accounts, audit
from journal.store.accounts import throttle as store


class Throttled(JournalError):
    """Too many tries. `retry_after` is the number of whole seconds to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = math.ceil(wait.total_seconds())
        minutes = math.ceil(self.retry_after / 60)
        super().__init__(
            ngettext(
                "Too many tries. Wait a minute, then try again. Nothing is lost.",
                "Too many tries. Wait %(num)s minutes, then try again. Nothing is lost.",
                minutes,
            )
        )


@dataclass(frozen=True, slots=True)
class Tries:
    """In which buckets a try counts: each a kind and whom it counts. `name` is the account it is for, if any.

    Those of a known device begin anew with another password. So its owner, to whom the operator gave a new one, need
    not wait; whoever has the device and not the password cannot make that happen.
    """

    counted: tuple[tuple[Kind, str], ...]
    name: str = ""
    from_known_device: bool = False


@dataclass(frozen=True, slots=True)
class _Judged:
    kind: Kind
    bucket: bytes
    verdict: Verdict


def account(name: str, network: str) -> Tries:
    """Tries of a password from a device nobody knows."""
    return Tries(((Kind.ACCOUNT, login_name(name)), (Kind.ADDRESS, network)), name)


def known_device(name: str, device_id: str) -> Tries:
    """Tries of a password from a device that was logged in under this name before: no stranger can use them up."""
    return Tries(((Kind.DEVICE, f"{device_id} {login_name(name)}"),), name, True)


def second_factor(name: str, device_id: str = "") -> Tries:
    """Tries of a code after the password, from a known device or (without an id) from all others together."""
    return Tries(((Kind.SECOND_FACTOR, f"{device_id} {login_name(name)}"),), name, bool(device_id))


def sign_up(network: str) -> Tries:
    """New accounts from one address."""
    return Tries(((Kind.SIGN_UP, network),))


def invitation(account_id: str, network: str) -> Tries:
    """Tries of a code that opens somebody's record, by an account and from an address. A success clears none of them:
    else codes of one's own would."""
    return Tries(((Kind.INVITATION, account_id), (Kind.INVITATION_ADDRESS, network)))


def share(token: str, network: str) -> Tries:
    """Tries of a link for a doctor, by the link and from an address. They count for no log-in: whoever guesses a PIN
    keeps no patient out."""
    return Tries(((Kind.SHARE, token), (Kind.SHARE_ADDRESS, network)))


def admit(acting: Acting, tries: Tries) -> None:
    """Count a try before it is made. Raises Throttled; then it is not counted anywhere, and nothing may be hashed."""
    with acting.database.writing() as session:
        store.delete_expired_buckets(session, acting.now)
        judged = list(_judge(session, acting, tries))
        wait = max(one.verdict.wait for one in judged)
        for one in judged:
            if wait == NOTHING or not one.verdict.admitted:
                store.set_bucket(session, one.bucket, one.verdict.bucket)
        _write_down(session, acting, tries, [one.kind for one in judged if one.verdict.closes])
    if wait != NOTHING:
        raise Throttled(wait)


def forgive(acting: Acting, tries: Tries) -> None:
    """Forget the tries before a success. An address gets back this one alone: else one's own account would clear it."""
    with acting.database.writing() as session:
        for bucket, kind in _buckets(session, acting.keys, tries):
            if kind in FORGIVEN:
                store.delete_bucket(session, bucket)
            else:
                store.take_back(session, bucket)


def forget_account(session: Session, keys: Keys, name: str) -> None:
    """Open what strangers have closed for an account: the buckets of its password and code on unknown devices.

    Those of known devices open by themselves, with another password.
    """
    for tries in (account(name, ""), second_factor(name)):
        for bucket, kind in _buckets(session, keys, tries):
            if kind in FORGIVEN:
                store.delete_bucket(session, bucket)


def _judge(session: Session, acting: Acting, tries: Tries) -> Iterator[_Judged]:
    """What each bucket says; locked in one order, so that nobody waits for somebody who waits for him."""
    for name, kind in _buckets(session, acting.keys, tries):
        present = store.lock_bucket(session, name, acting.now)
        yield _Judged(kind, name, attempt(present, RULES[kind], acting.now))


def _write_down(session: Session, acting: Acting, tries: Tries, closed: list[Kind]) -> None:
    """One event for each closing, not for each refused try."""
    found = accounts.find_patient(session, tries.name) if closed and tries.name else None
    for kind in closed:
        patient_id = found.id if found and kind != Kind.ADDRESS else None
        audit.add_event(session, acting.keys.audit, Action.LOG_IN_THROTTLED, acting.origin, patient_id, str(kind))


def _buckets(session: Session, keys: Keys, tries: Tries) -> list[tuple[bytes, Kind]]:
    found = accounts.find_patient(session, tries.name) if tries.from_known_device else None
    password = (found.password_hash,) if found else ()
    return sorted((keyed_hash(keys.throttle, str(kind), who, *password), kind) for kind, who in tries.counted)
