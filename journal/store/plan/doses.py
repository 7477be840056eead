"""What Today asks of the doses of a record, read as columns."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from journal.core.plan import today
from journal.core.plan.adherence import TakenDose, taken_dose
from journal.core.plan.regimens import Kept, counting, from_day
from journal.core.values.clock import Moment
from journal.store.database.models import EntryRow
from journal.store.database.types import Instant
from journal.store.plan.regimens import list_kept

MOST = 500  # of the days around now, of which Today reads no more than it would ever show

_entry = EntryRow.__table__.c
_since = bindparam("since", type_=Instant)
_DOSES = (
    _entry.patient_id == bindparam("patient_id"),
    _entry.kind == "dose",
    _entry.deleted_at.is_(None),
    _entry.at >= _since,
)
_RECENT = (
    select(_entry.at, _entry.zone, _entry.offset_minutes, _entry.amount_ug, _entry.status, _entry.recorded_at)
    .where(*_DOSES)
    .order_by(_entry.at.desc(), _entry.recorded_at.desc())
    .limit(MOST)
)
_AMOUNTS = (
    select(_entry.amount_ug, _entry.form, func.count())
    .where(*_DOSES, _entry.status == "taken")
    .group_by(_entry.amount_ug, _entry.form)
    .order_by(func.max(_entry.at).desc(), _entry.amount_ug)
)


class Recent(NamedTuple):
    """The plan, the doses of the days around now, and, where nothing is planned from today on, the amounts that were
    taken of late, see `count_amounts_since`."""

    plan: tuple[Kept, ...]
    doses: list[TakenDose]
    amounts: list[tuple[int, str, int]]


def read_recent(session: Session, patient_id: str, now: datetime, today_on: date) -> Recent:
    """What the answer of Today is made of; `today_on` is the local day."""
    plan = list_kept(session, patient_id)
    is_planned = bool(from_day(counting(plan), today_on))
    return Recent(
        plan,
        list_doses_since(session, patient_id, now - today.BACK),
        [] if is_planned else count_amounts_since(session, patient_id, now - today.SAME_WITHIN),
    )


def list_doses_since(session: Session, patient_id: str, since: datetime) -> list[TakenDose]:
    """The doses lived since that instant, taken or skipped, newest first; of more than `MOST` the newest."""
    rows = session.execute(_RECENT, {"patient_id": patient_id, "since": since})
    return [
        taken_dose(Moment(at, zone, offset), amount_ug, status, recorded_at)
        for at, zone, offset, amount_ug, status, recorded_at in rows
    ]


def count_amounts_since(session: Session, patient_id: str, since: datetime) -> list[tuple[int, str, int]]:
    """Amount in micrograms, form, and how often it was taken since that instant; the one taken last first."""
    rows = session.execute(_AMOUNTS, {"patient_id": patient_id, "since": since})
    return [(amount_ug, form, count) for amount_ug, form, count in rows]
