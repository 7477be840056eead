"""What the safety rules know of the record around an entry, read in the transaction that writes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal.core.medicine.monograph import Monograph
from journal.core.medicine.together import Together
from journal.core.plan.regimens import Plan
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.safety.check import days_back, reading, reads_day
from journal.core.safety.placed_doses import looks_back
from journal.core.safety.rules import Context
from journal.core.values.clock import MICROSECOND
from journal.store.plan.doses import Before, read_before
from journal.store.plan.regimens import read_plan
from journal.store.record.episodes import list_episodes
from journal.store.safety.days_before import read_days_before
from journal.store.safety.of_day import read_of_day


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
    pairs: Sequence[Together] = (),
    is_new: bool = False,
) -> Context:
    """What the rules know besides an entry recorded at that instant; a new one comes after all that are there.

    Nothing is read where none of the rules looks around an entry of its kind, and no doses where none looks at them
    with that plan. `plan` is that of the record where it is known already, `pairs` what has the medicine of a dose on
    its list.
    """
    if isinstance(detail, Episode):
        return Context(
            monograph, recorded_at, zone, episodes=_episodes(session, patient_id, entry_id, detail, monograph)
        )
    rules = [rule for rule in reading(detail.kind, monograph) if pairs or not rule.of_pairs]
    alone = Context(monograph, recorded_at, zone)
    if reads_day(detail, monograph):
        before = None if is_new else recorded_at
        alone = replace(alone, day=read_of_day(session, patient_id, entry_id, detail, before))
    if not rules:
        return alone
    medicine_id = detail.medicine_id if isinstance(detail, Dose) else ""
    plan = (read_plan(session, patient_id) if plan is None else plan).of(medicine_id)
    known = replace(alone, plan=plan, pairs=pairs)
    if not any(rule.of_plans(plan) for rule in rules):
        return known
    around = Before(medicine_id, entry_id, detail.moment.at, None if is_new else recorded_at)
    doses, last_taken_at = read_before(session, patient_id, around, looks_back(plan, detail.moment.at, zone))
    now = max([recorded_at, *(dose.recorded_at + MICROSECOND for dose in doses)]) if is_new else recorded_at
    known = replace(known, now=now, doses=doses, last_taken_at=last_taken_at)
    if days := days_back(detail, known):
        lived = read_days_before(session, patient_id, [medicine_id], detail.moment.on, days, detail.moment.at, entry_id)
        known = replace(known, days=lived.of(medicine_id))
    return known


def _episodes(
    session: Session, patient_id: str, entry_id: str, detail: Episode, monograph: Monograph
) -> tuple[Episode, ...]:
    """The episodes that began in the hours before that one, as far back as a rule looks."""
    limit = monograph.thresholds.repeated_seizure
    if limit is None or detail.what != limit.episode:
        return ()
    since = detail.moment.at - timedelta(hours=limit.hours)
    return list_episodes(session, patient_id, since, detail.moment.at, but=entry_id)
