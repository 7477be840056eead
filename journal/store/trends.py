"""What charts are computed from, read as columns: a fixed number of statements, whatever the journal holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from journal.core.adherence import TakenDose, taken_dose
from journal.core.clock import Moment
from journal.core.periods import Period
from journal.core.regimens import Step
from journal.store.entries import minute
from journal.store.models import EntryRow, RatingRow
from journal.store.regimens import list_steps

Part = Literal["ratings", "doses", "steps"]


# Rows are fetched a thousand at a time: a long record read at once would take memory the process then never gives back.
A_FEW = {"yield_per": 1000}


@dataclass(frozen=True, slots=True)
class Record:
    """The part of a record a chart is drawn from; what a chart does not need is empty.

    `ratings` are (day, effect, worst severity); `doses` reach one day beyond the period on both sides, since
    an evening dose may be taken after midnight; `entry_days` are the days with any entry.
    """

    ratings: tuple[tuple[date, str, int], ...] = ()
    doses: tuple[TakenDose, ...] = ()
    entry_days: Collection[date] = ()
    steps: tuple[Step, ...] = ()


def read_ratings(session: Session, patient_id: str, period: Period) -> tuple[tuple[date, str, int], ...]:
    """(day, effect, worst severity) of every rated day of the period."""
    query = (
        select(RatingRow.day_on, RatingRow.effect, func.max(RatingRow.severity))
        .where(RatingRow.patient_id == patient_id, RatingRow.day_on.between(period.first_on, period.last_on))
        .group_by(RatingRow.day_on, RatingRow.effect)
        .order_by(RatingRow.day_on, RatingRow.effect)
    )
    return tuple(session.execute(query, execution_options=A_FEW).all())


def read_record(session: Session, patient_id: str, period: Period, parts: Collection[Part]) -> Record:
    """The parts that are asked for; one statement each."""
    doses, entry_days = read_doses(session, patient_id, period) if "doses" in parts else ((), ())
    return Record(
        ratings=read_ratings(session, patient_id, period) if "ratings" in parts else (),
        doses=doses,
        entry_days=entry_days,
        steps=list_steps(session, patient_id) if "steps" in parts else (),
    )


def count_ratings(session: Session, patient_id: str, until: date) -> dict[str, tuple[int, int]]:
    """How many answers of at least "mild" each effect has in the whole record, and how many up to that day."""
    earlier = func.count(case((RatingRow.day_on <= until, 1)))
    query = (
        select(RatingRow.effect, func.count(), earlier)
        .where(RatingRow.patient_id == patient_id, RatingRow.severity > 0)
        .group_by(RatingRow.effect)
    )
    return {effect: (whole, before) for effect, whole, before in session.execute(query)}


def first_entry_on(session: Session, patient_id: str) -> date | None:
    """The day of the earliest moment that was lived, whenever it was written down; None in an empty journal."""
    return session.scalar(
        select(func.min(EntryRow.day_on)).where(EntryRow.patient_id == patient_id, EntryRow.deleted_at.is_(None))
    )


def read_doses(session: Session, patient_id: str, period: Period) -> tuple[tuple[TakenDose, ...], set[date]]:
    """The doses of the period and a day around it, in their order, and the days with any entry."""
    margin = timedelta(days=1)
    query = (
        select(
            EntryRow.day_on,
            EntryRow.kind,
            EntryRow.at,
            EntryRow.zone,
            EntryRow.offset_minutes,
            EntryRow.amount_ug,
            EntryRow.status,
        )
        .where(
            EntryRow.patient_id == patient_id,
            EntryRow.deleted_at.is_(None),
            EntryRow.day_on.between(period.first_on - margin, period.last_on + margin),
        )
        .order_by(minute(EntryRow.__table__.c.at), EntryRow.recorded_at, EntryRow.id)
    )
    days: set[date] = set()
    doses = []
    for day_on, kind, at, zone, offset, amount_ug, status in session.execute(query, execution_options=A_FEW):
        days.add(day_on)
        if kind == "dose":
            doses.append(taken_dose(Moment(at, zone, offset), amount_ug or 0, status or "taken"))
    return tuple(doses), days
