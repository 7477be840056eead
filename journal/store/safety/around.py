"""What the safety rules know of the record around an entry, read in the transaction that writes it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Plan
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.check import reading
from journal.core.safety.rules import Context
from journal.core.values.clock import MICROSECOND
from journal.store.plan.doses import Before, read_before
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
    plan: Plan | None = None,
    is_new: bool = False,
) -> Context:
    """What the rules know besides an entry recorded at that instant; a new one comes after all that are there.

    Nothing is read where none of the rules looks around an entry of its kind, and no doses where none looks at them
    with that plan. `plan` is that of the record where it is known already.
    """
    rules = reading(detail.kind, monograph)
    if not rules:
        return Context(monograph, recorded_at, zone)
    medicine_id = detail.medicine_id if isinstance(detail, Dose) else ""
    plan = (read_plan(session, patient_id) if plan is None else plan).of(medicine_id)
    known = Context(monograph, recorded_at, zone, plan=plan)
    if not any(rule.of_plans(plan) for rule in rules):
        return known
    before = Before(medicine_id, entry_id, detail.moment.at, None if is_new else recorded_at)
    doses, last_taken_at = read_before(session, patient_id, before, plan)
    now = max([recorded_at, *(dose.recorded_at + MICROSECOND for dose in doses)]) if is_new else recorded_at
    return replace(known, now=now, doses=doses, last_taken_at=last_taken_at)
