"""Give up the log-in: the record stays, others care for it, and nobody opens it as the patient any more.

Only the operator gives a log-in back (`resets`), and does what nobody else can do for such a record.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal.actions.accounts import passwords
from journal.actions.accounts.grants import check_others_care, end_looking_after, list_last_cared_for
from journal.actions.accounts.resets import HasLogIn, NoSuchAccount
from journal.actions.accounts.second_factors import use_code
from journal.actions.acting import Acting, ActingForPatient
from journal.core.accounts.accounts import Actor
from journal.core.accounts.audit import Action
from journal.core.accounts.grants import Grant
from journal.core.accounts.second_factors import Typed
from journal.core.medicine.monograph import Monograph
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.store.accounts import accounts, devices, grants
from journal.store.accounts import second_factors as store
from journal.store.accounts.audit import add_event
from journal.store.doctor import shares


@dataclass(frozen=True, slots=True)
class Outlook:
    """What giving up the log-in would mean on this day: who has access or is invited, who of them cares in full, and
    whom the patient is the last to care for. `asks_code` says that the second step is on."""

    access: list[Grant]
    carers: list[Grant]
    last_for: list[str]
    asks_code: bool

    @property
    def is_possible(self) -> bool:
        """Whether somebody would care for the record, and nobody be left alone."""
        return bool(self.carers) and not self.last_for


def look_ahead(acting: ActingForPatient) -> Outlook:
    """What giving up the log-in would mean now."""
    with acting.database.reading() as session:
        access = [each for each in grants.list_grants(session, acting.actor.id) if each.ended_at is None]
        last_for = [each.name for each in list_last_cared_for(session, acting.actor.id, acting.now)]
        asks_code = store.get_status(session, acting.actor.id).on_since is not None
    carers = [each for each in access if each.is_full_care(acting.today)]
    return Outlook(access, carers, last_for, asks_code)


def give_up(acting: ActingForPatient, password_hash: str, typed: Typed | None) -> None:
    """Give up the log-in: password, second step, recovery codes and every device that is logged in end at once.

    `password_hash` is the one the password was checked against, `typed` the code, where the second step is on.
    Invitations nobody has used are taken back, links for a doctor end, and whoever gives up looks after nobody any
    more; who has access keeps it. Raises InvalidEntry, and LastCarer.
    """
    unknown = passwords.hash_password(secrets.token_urlsafe(32))  # as slow to refuse as any other

    def end(session: Session) -> None:
        grants.lock_grants(session, {acting.actor.id})
        found = accounts.lock_patient(session, acting.actor.id)
        if found is None or found.has_second_factor != (typed is not None):
            raise _changed()
        _check_somebody_cares(session, acting)
        check_others_care(session, acting.actor.id, acting.now)
        if not accounts.give_up_log_in(session, acting.actor.id, password_hash, unknown, acting.now):
            raise _changed()
        store.delete_second_factor(session, acting.actor.id)
        devices.delete_login_sessions(session, acting.actor.id)
        _end_what_needs_a_log_in(session, acting)
        add_event(session, acting.keys.audit, Action.LOG_IN_GIVEN_UP, acting.origin, acting.actor.id)

    if typed is not None:
        use_code(acting, acting.actor.id, typed, end)
        return
    with acting.database.writing() as session:
        end(session)


def record_of(acting: Acting, name: str, monographs: Mapping[str, Monograph]) -> ActingForPatient:
    """The operator, acting on a record whose patient gave up the log-in. Raises NoSuchAccount and HasLogIn."""
    with acting.database.reading() as session:
        found = accounts.find_patient(session, name)
        if found is None:
            raise NoSuchAccount(name)
        patient = devices.get_patient(session, found.id)
    if found.log_in_given_up_at is None:
        raise HasLogIn(patient.name)
    actor = Actor(patient.id, patient.name)
    return ActingForPatient(acting.database, acting.keys, acting.origin, actor, patient, monographs)


def _check_somebody_cares(session: Session, acting: ActingForPatient) -> None:
    """Raises InvalidEntry where nobody cares in full, or not any more."""
    if not any(each.is_full_care(acting.today) for each in grants.list_grants(session, acting.actor.id)):
        sentence = _("Nobody cares for your record in full just now. Your log-in is as it was.")
        raise InvalidEntry({"id": sentence})


def _end_what_needs_a_log_in(session: Session, acting: ActingForPatient) -> None:
    """Take back what waits for its code and end every link for a doctor, since nobody could do so later, and stop
    looking after others."""
    for share_id in shares.end_all(session, acting.actor.id, acting.now):
        add_event(session, acting.keys.audit, Action.SHARE_ENDED, acting.origin, acting.actor.id, share_id)
    for each in grants.list_grants(session, acting.actor.id):
        if each.accepted_at is None and each.ended_at is None:
            grants.end_grant(session, acting.actor.id, each.id, acting.now, acting.actor.id)
            add_event(session, acting.keys.audit, Action.ACCESS_ENDED, acting.origin, acting.actor.id)
    for looked_after in grants.list_looked_after(session, acting.actor.id):
        end_looking_after(session, acting, looked_after.grant)


def _changed() -> InvalidEntry:
    return InvalidEntry({"password": _("Your log-in was changed in this very moment. Type it once more.")})
