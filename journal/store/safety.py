"""What the safety rules know of the record around an entry, and what they tell of one that is kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.core.medicine.monograph import Monograph
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail, Entry
from journal.core.safety.check import check, reads_record
from journal.core.safety.rules import Context, Notice
from journal.store.plan.doses import Before, find_last_taken_before, list_doses_before
from journal.store.plan.regimens import read_plan


def read_context(
    session: Session,
    patient_id: str,
    entry_id: str,
    detail: Detail,
    recorded_at: datetime,
    *,
    monograph: Monograph,
    zone: str,
    is_new: bool = False,
) -> Context:
    """What the rules know besides an entry recorded at that instant; a new one comes after all that are there.

    Nothing is read where no rule looks around an entry of its kind.
    """
    if not reads_record(detail.kind):
        return Context(monograph, recorded_at, zone)
    medicine_id = detail.medicine_id if isinstance(detail, Dose) else ""
    before = Before(medicine_id, entry_id, detail.moment.at, None if is_new else recorded_at)
    plan = read_plan(session, patient_id).of(medicine_id)
    return Context(
        monograph,
        recorded_at,
        zone,
        plan=plan,
        doses=list_doses_before(session, patient_id, before, plan),
        last_taken_at=find_last_taken_before(session, patient_id, before),
    )


def list_notices(
    session: Session, patient_id: str, entry: Entry, *, monograph: Monograph, zone: str
) -> tuple[Notice, ...]:
    """What the rules tell of an entry. It is not stored: it follows from the entry and what was recorded before it.

    Of a deleted entry nothing is told.
    """
    if entry.deleted:
        return ()
    recorded_at = entry.recorded_at
    context = read_context(session, patient_id, entry.id, entry.detail, recorded_at, monograph=monograph, zone=zone)
    return check(entry.detail, context).notices
