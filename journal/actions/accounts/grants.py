"""Let somebody in: invite, change what a person may do, end it; and accept an invitation, or leave."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.actions.keys import keyed_hash
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.audit import Action, Origin
from journal.core.accounts.grants import CODE_LASTS, CODE_LENGTH, MOST_GRANTS, Caring, Grant, Terms
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry, JournalError, NotFound
from journal.core.values.languages import _, listed
from journal.store.accounts import accounts
from journal.store.accounts import grants as store
from journal.store.accounts.audit import add_event
from journal.store.accounts.grants import LookedAfter
from journal.store.database.database import Database


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code to be said aloud: it is shown once, works once, and until that instant. Only its keyed hash is kept."""

    grant_id: str
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CaringFor:
    """The terms on which somebody acts, and on whose record."""

    caring: Caring
    patient: Patient


class RightEnded(JournalError):
    """Somebody wants to write into a record and may not, or not any more."""

    def __init__(self) -> None:
        super().__init__(_("You have no access to this record, or not any more. Nothing was saved or changed."))


class LastCarer(JournalError):
    """Somebody is the last who cares for a record whose patient has no log-in: without that person nobody could open
    it."""

    def __init__(self, names: Sequence[str]) -> None:
        who = listed(names)
        gave_up = _("You are the last who cares for %(names)s, and they cannot log in themselves.", names=who)
        ask = _("Ask the person who runs this journal: that person can give the log-in back. Nothing was changed.")
        super().__init__(f"{gave_up} {ask}")


def invite(acting: ActingForPatient, terms: Terms) -> Invitation:
    """Make an invitation. Raises InvalidEntry where there are too many open ones."""
    made = Invitation(
        secrets.token_urlsafe(16),
        "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH)),
        acting.now + CODE_LASTS,
    )
    with acting.database.writing() as session:
        accounts.lock_patient(session, acting.patient.id)
        _check_log_in(session, acting.patient.id)
        if store.count_open(session, acting.patient.id) >= MOST_GRANTS:
            few = _("%(most)s people have access already, or are invited. End one first.", most=MOST_GRANTS)
            raise InvalidEntry({"grant_name": few})
        code_hash = _hash(acting, made.code)
        store.add_grant(session, acting.patient.id, made.grant_id, terms, code_hash, acting.now, made.until)
        add_event(session, acting.keys.audit, Action.ACCESS_OFFERED, acting.origin, acting.actor.id)
    return made


def change(acting: ActingForPatient, grant_id: str, terms: Terms) -> None:
    """Let that person do something else. Raises NotFound, also where it has ended."""
    with acting.database.writing() as session:
        present = store.lock_grant(session, acting.patient.id, grant_id)
        if present is None or present.ended_at is not None:
            raise NotFound
        _check_log_in(session, acting.patient.id)
        if present.terms == terms:
            return
        store.update_terms(session, acting.patient.id, grant_id, terms)
        add_event(session, acting.keys.audit, Action.ACCESS_CHANGED, acting.origin, acting.actor.id)


def end(acting: ActingForPatient, grant_id: str) -> None:
    """End what somebody may do, or take an invitation back: from this instant on. Twice is once. Raises NotFound."""
    with acting.database.writing() as session:
        present = store.lock_grant(session, acting.patient.id, grant_id)
        if present is None:
            raise NotFound
        _check_log_in(session, acting.patient.id)
        if present.ended_at is None:
            store.end_grant(session, acting.patient.id, grant_id, acting.now, acting.actor.id)
            add_event(session, acting.keys.audit, Action.ACCESS_ENDED, acting.origin, acting.actor.id)


def accept(acting: ActingForPatient, code: str) -> Grant:
    """Accept an invitation by its code, once. Raises InvalidEntry with a sentence that says nothing of whose it was."""
    with acting.database.writing() as session:
        found = store.find_code(session, _hash(acting, code))
        if found is None:
            raise _refused(_("No invitation has this code. Look at each digit, or ask for a new one."))
        accounts.lock_patient(session, acting.actor.id)
        _check_log_in(session, acting.actor.id)
        _check(acting, found)
        if any(_opens(each, found, acting.now) for each in store.list_looked_after(session, acting.actor.id)):
            raise _refused(_("You look after this record already: it stands in the list."))
        store.accept_grant(session, found, acting.actor.id, acting.now)
        _note_other(session, acting, Action.ACCESS_ACCEPTED, found.patient_id)
        add_event(session, acting.keys.audit, Action.LOOKS_AFTER, acting.origin, acting.actor.id)
    return found


def leave(acting: ActingForPatient, grant_id: str) -> None:
    """Look after somebody's record no longer. Twice is once. Raises NotFound, and LastCarer where nobody could open the
    record then."""
    with acting.database.writing() as session:
        mine = [each.grant for each in store.list_looked_after(session, acting.actor.id) if each.grant.id == grant_id]
        if not mine:
            raise NotFound
        check_others_care(session, acting.actor.id, acting.now, {mine[0].patient_id})
        end_looking_after(session, acting, mine[0])


def end_looking_after(session: Session, acting: ActingForPatient, grant: Grant) -> None:
    """Have whoever acts look after a record no longer, and write it down in both trails."""
    store.end_grant(session, grant.patient_id, grant.id, acting.now, acting.actor.id)
    _note_other(session, acting, Action.ACCESS_ENDED, grant.patient_id)
    add_event(session, acting.keys.audit, Action.LOOKS_AFTER_NO_MORE, acting.origin, acting.actor.id)


def list_last_cared_for(session: Session, account_id: str, now: datetime) -> list[LookedAfter]:
    """The records without a log-in for which this account is the last that cares in full."""
    alone = [each for each in store.list_looked_after(session, account_id) if each.without_log_in]
    there = store.list_open_of(session, {each.grant.patient_id for each in alone})
    return [each for each in alone if _carers(each, there[each.grant.patient_id], now) == {account_id}]


def check_others_care(session: Session, account_id: str, now: datetime, among: Collection[str] | None = None) -> None:
    """Raises LastCarer where `list_last_cared_for` names somebody; of the patients `among`, where some are named.

    Who cares for any of them stays as it is until this transaction ends.
    """
    store.lock_grants(session, {each.grant.patient_id for each in store.list_looked_after(session, account_id)})
    last = list_last_cared_for(session, account_id, now)
    names = [each.name for each in last if among is None or each.grant.patient_id in among]
    if names:
        raise LastCarer(names)


def find_caring(database: Database, grant_id: str, actor: Actor, own: Patient, now: datetime) -> CaringFor | None:
    """On whose record somebody acts under that grant at this instant; None where nothing of the kind holds.

    The record is as that person may see it: the medicines of the grant alone, times in the patient's zone, by the clock
    that whoever reads has chosen.
    """
    with database.reading_columns() as session:
        found = store.find_looked_after(session, grant_id, actor.id)
    if found is None or not found.terms.holds(moment(now, found.patient.settings.zone).on):
        return None
    terms, patient, without_log_in = found
    medicines = None if terms.medicines is None else frozenset(terms.medicines)
    seen = tuple(each for each in patient.medicines if medicines is None or each.id in medicines)
    if not seen:
        return None
    read_as = replace(patient.settings, hours=own.settings.hours, paper=own.settings.paper_size)
    caring = Caring(grant_id, patient.id, medicines, own.settings.zone, terms.kind, without_log_in)
    return CaringFor(caring, replace(patient, medicines=seen, settings=read_as))


def under(caring: Caring, database: Database) -> Database:
    """The database as somebody sees it under a grant. Nothing is written there once the grant has ended: RightEnded."""

    def check(session: Session) -> None:
        if not store.still_holds(session, caring.patient_id, caring.id):
            raise RightEnded

    return database.narrowed(frozenset() if caring.observes else caring.medicines, check)


def _carers(cared_for: LookedAfter, there: Iterable[Grant], now: datetime) -> set[str | None]:
    """The accounts that care for a record in full on this day, of those that have access."""
    today = moment(now, cared_for.zone).on
    return {each.other_id for each in there if each.is_full_care(today)}


def _check_log_in(session: Session, account_id: str) -> None:
    """Raises RightEnded where the log-in was given up while this request was on its way."""
    if accounts.has_no_log_in(session, account_id):
        raise RightEnded


def _check(acting: ActingForPatient, found: Grant) -> None:
    """Raises InvalidEntry where the code opens nothing to this person."""
    if found.patient_id == acting.actor.id:
        raise _refused(_("This code is for the person you invited. Say it to that person."))
    if found.accepted_at is not None and found.other_id == acting.actor.id:
        raise _refused(_("You have used this code already. A code works once."))
    if found.accepted_at is not None:
        raise _refused(_("This code was used already. A code works once: ask for a new one."))
    if found.ended_at is not None or found.code_expires_at <= acting.now:
        raise _refused(_("This code does not work any more. It worked for a day: ask for a new one."))


def _opens(known: LookedAfter, found: Grant, now: datetime) -> bool:
    """Whether somebody looks after that record already, now or from a day on."""
    today = moment(now, known.zone).on
    return known.grant.patient_id == found.patient_id and known.grant.state(now, today) != "over"


def _refused(sentence: str) -> InvalidEntry:
    return InvalidEntry({"code": sentence})


def _note_other(session: Session, acting: ActingForPatient, action: Action, patient_id: str) -> None:
    """Write into the trail of a patient what somebody else did; from where is that person's own."""
    add_event(session, acting.keys.audit, action, Origin(acting.now), patient_id, actor_id=acting.actor.id)


def _hash(acting: ActingForPatient, code: str) -> bytes:
    return keyed_hash(acting.keys.invitation, code)
