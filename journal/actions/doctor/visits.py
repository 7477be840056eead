"""Plan a visit, change it, delete it and put it back: one transaction each, under an optimistic lock."""

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.core.doctor.visits import Appointment, Visit
from journal.core.values.errors import JournalError, NotFound
from journal.core.values.languages import _
from journal.store.accounts.accounts import touch_record
from journal.store.doctor import visits as store


class VisitExists(JournalError):
    """The form's id belongs to a visit that says something else. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("This form saved another visit before. Press Save once more to save this one too."))


class VisitChanged(JournalError):
    """The form is stale (optimistic lock): the visit changed since it was opened; `visit` is what it says now."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(_("This visit was changed in another window since you opened it. Nothing was changed now."))
        self.visit = visit


def log_visit(acting: ActingForPatient, visit_id: str, said: Appointment, fingerprint: bytes) -> None:
    """Record a visit under the id its form carried; twice is once. Raises VisitExists."""
    with acting.database.writing() as session:
        touch_record(session, acting.patient.id)
        added = store.add_visit(
            session,
            acting.patient.id,
            visit_id,
            said,
            fingerprint=fingerprint,
            recorded_by=acting.by_another,
            now=acting.now,
        )
        if not added and store.find_fingerprint(session, acting.patient.id, visit_id) != fingerprint:
            raise VisitExists


def edit_visit(acting: ActingForPatient, visit_id: str, version: int, said: Appointment) -> None:
    """Change what a visit says; what it says already changes nothing. Raises NotFound, and VisitChanged where it is not
    in that version any more."""
    with acting.database.writing() as session:
        touch_record(session, acting.patient.id)
        found = _get(acting, session, visit_id)
        if found.deleted_at is None and found.said == said:
            return
        if found.version != version or found.deleted_at is not None:
            raise VisitChanged(found)
        by = acting.actor.id
        store.change_visit(session, acting.patient.id, found, "edited", now=acting.now, changed_by=by, said=said)


def delete_visit(acting: ActingForPatient, visit_id: str, *, back: bool = False) -> None:
    """Delete a visit, or put it `back` as it was. Twice is once. Raises NotFound."""
    with acting.database.writing() as session:
        touch_record(session, acting.patient.id)
        found = _get(acting, session, visit_id)
        if (found.deleted_at is None) != back:
            change = "restored" if back else "deleted"
            store.change_visit(session, acting.patient.id, found, change, now=acting.now, changed_by=acting.actor.id)


def _get(acting: ActingForPatient, session: Session, visit_id: str) -> Visit:
    found = store.find_visit(session, acting.patient.id, visit_id)
    if found is None:
        raise NotFound
    return found
