"""What the safety rules know of the record around an entry, and what they tell of one that is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Plan
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail, Entry
from journal.core.safety.check import find, notices, reading
from journal.core.safety.rules import Context, Notice, Rule, Speaking
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
    plan: Plan | None = None,
    rules: Sequence[Rule] | None = None,
    is_new: bool = False,
) -> Context:
    """What the rules know besides an entry recorded at that instant; a new one comes after all that are there.

    Nothing is read where none of the rules looks around an entry of its kind, and no doses where none looks at them
    with that plan. `plan` is that of the record where it is known already.
    """
    rules = reading(detail.kind, rules)
    if not rules:
        return Context(monograph, recorded_at, zone)
    medicine_id = detail.medicine_id if isinstance(detail, Dose) else ""
    plan = (plan or read_plan(session, patient_id)).of(medicine_id)
    known = Context(monograph, recorded_at, zone, plan=plan)
    if not any(rule.of_plans(plan) for rule in rules):
        return known
    before = Before(medicine_id, entry_id, detail.moment.at, None if is_new else recorded_at)
    return replace(
        known,
        doses=list_doses_before(session, patient_id, before, plan),
        last_taken_at=find_last_taken_before(session, patient_id, before),
    )


def list_notices(
    session: Session,
    patient_id: str,
    entry: Entry,
    *,
    monograph: Monograph,
    zone: str,
    unit: str = "mg",
    plan: Plan | None = None,
) -> tuple[Notice, ...]:
    """What the rules tell of an entry. It is not stored: it follows from the entry and what was recorded before it.

    Of a deleted entry nothing is told.
    """
    if entry.deleted:
        return ()
    of_it = entry.id, entry.detail, entry.recorded_at
    known = read_context(session, patient_id, *of_it, monograph=monograph, zone=zone, plan=plan)
    return notices(find(entry.detail, known), Speaking(monograph, unit))
