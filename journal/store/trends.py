"""Read what charts are computed from, as columns: a fixed number of statements, whatever the journal holds."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import and_, bindparam, case, func, outerjoin, select
from sqlalchemy.orm import Session

from journal.core.charts.amount_clock import LOOK_BACK as EARLIER
from journal.core.charts.hours import LOOK_BACK, Answer
from journal.core.charts.severity import compared_days
from journal.core.plan.adherence import Lived, around, taken_dose
from journal.core.plan.regimens import Plan
from journal.core.record.day_counts import Answer as DayAnswer
from journal.core.values.clock import Moment
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow, RatingRow
from journal.store.plan.regimens import read_plan
from journal.store.record.days import list_day_answers
from journal.store.record.entries import minute

# "earlier" are doses as long before the period as something may be left of them.
Column = Literal["ratings", "answers", "doses", "earlier", "episodes", "plan", "days"]


_DAY = timedelta(days=1)
NOTHING_LIVED, NO_PLAN = Lived((), ()), Plan()

# Columns of the tables, not attributes of their classes: of 40,000 rows that is a tenth of a second less.
_entry, _rating = EntryRow.__table__.c, RatingRow.__table__.c
_FIRST_ON = select(func.min(_entry.day_on)).where(
    _entry.patient_id == bindparam("patient_id"), _entry.deleted_at.is_(None)
)

# Rows are fetched a thousand at a time: a long record read at once would take memory the process then never gives back.
IN_BATCHES = {"yield_per": 1000}


@dataclass(frozen=True, slots=True)
class Record:
    """The part of a record a chart is drawn from; what a chart does not need is empty.

    `ratings` are (day, effect, worst severity), with those of some days before and after the period; `answers` are
    those of each check-in, with the ones shortly before it; `lived` reaches beyond the period on both sides, as far as
    a planned time and its dose, or a dose and an answer after it, may be apart; `entry_days` are the days with any
    entry, by the rules of each kind; `episodes` are (day, kind), `days` the answers about days.
    """

    ratings: tuple[tuple[date, str, int], ...] = ()
    answers: tuple[Answer, ...] = ()
    lived: Lived = NOTHING_LIVED
    entry_days: Collection[date] = ()
    plan: Plan = NO_PLAN
    episodes: tuple[tuple[date, str], ...] = ()
    days: tuple[DayAnswer, ...] = ()

    def of(self, medicine_id: str) -> "Record":
        """The same with the doses and the plan of one medicine."""
        return replace(self, lived=self.lived.of(medicine_id), plan=self.plan.of(medicine_id))


def read_ratings(session: Session, patient_id: str, period: Period) -> tuple[tuple[date, str, int], ...]:
    """(day, effect, worst severity) of every rated day of the period."""
    query = (
        select(_rating.day_on, _rating.effect, func.max(_rating.severity))
        .where(_rating.patient_id == patient_id, _rating.day_on.between(period.first_on, period.last_on))
        .group_by(_rating.day_on, _rating.effect)
        .order_by(_rating.day_on, _rating.effect)
    )
    return tuple(session.execute(query, execution_options=IN_BATCHES).all())


def read_answers(session: Session, patient_id: str, period: Period) -> tuple[Answer, ...]:
    """What each check-in of the period, and of the days just before it, said of each effect."""
    own = _rating.patient_id == _entry.patient_id, _rating.entry_id == _entry.id
    query = (
        select(
            _entry.at,
            _entry.day_on,
            func.coalesce(_rating.effect, ""),
            func.coalesce(_rating.severity, 0),
            _rating.now_severity,
        )
        .select_from(outerjoin(EntryRow.__table__, RatingRow.__table__, and_(*own)))
        .where(
            _entry.patient_id == patient_id,
            _entry.kind == "check_in",
            _entry.deleted_at.is_(None),
            _entry.day_on.between(period.first_on - 2 * _DAY, period.last_on),
        )
    )
    return tuple(map(Answer._make, session.execute(query, execution_options=IN_BATCHES)))


def read_record(session: Session, patient_id: str, period: Period, columns: Collection[Column]) -> Record:
    """The record with these columns; one statement each."""
    plan = read_plan(session, patient_id) if "plan" in columns else Plan()
    before = LOOK_BACK + _DAY if "answers" in columns else timedelta()
    before = EARLIER + _DAY if "earlier" in columns else before
    lived, entry_days = (
        read_lived(session, patient_id, period, plan, before) if "doses" in columns else (NOTHING_LIVED, ())
    )
    return Record(
        ratings=read_ratings(session, patient_id, compared_days(period)) if "ratings" in columns else (),
        answers=read_answers(session, patient_id, period) if "answers" in columns else (),
        lived=lived,
        entry_days=entry_days,
        plan=plan,
        episodes=read_episodes(session, patient_id, period) if "episodes" in columns else (),
        days=list_day_answers(session, patient_id, period) if "days" in columns else (),
    )


def read_episodes(session: Session, patient_id: str, period: Period) -> tuple[tuple[date, str], ...]:
    """(day, kind) of every episode of the period."""
    query = (
        select(_entry.day_on, _entry.what)
        .where(
            _entry.patient_id == patient_id,
            _entry.kind == "episode",
            _entry.deleted_at.is_(None),
            _entry.day_on.between(period.first_on, period.last_on),
        )
        .order_by(_entry.day_on, _entry.what)
    )
    return tuple(session.execute(query, execution_options=IN_BATCHES).all())


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
    first_on: date | None = session.scalar(_FIRST_ON, {"patient_id": patient_id})
    return first_on


def entry_span(session: Session, patient_id: str) -> Period | None:
    """From the day of the earliest moment that was lived to that of the latest; None in an empty journal."""
    own = EntryRow.patient_id == patient_id, EntryRow.deleted_at.is_(None)
    # Two questions in one statement: each is answered from one end of the index.
    first, last = (select(end(EntryRow.day_on)).where(*own).scalar_subquery() for end in (func.min, func.max))
    first_on, last_on = session.execute(select(first, last)).one()
    return None if first_on is None else Period(first_on, last_on)


def read_lived(
    session: Session, patient_id: str, period: Period, plan: Plan, before: timedelta = timedelta()
) -> tuple[Lived, set[date]]:
    """What was lived in the period and, as far as the plan asks for it, around it, and at least so long `before` it;
    and the days with any entry by the rules of each kind."""
    margin = 2 * around(plan) - timedelta(days=2)  # what is drawn on its own day may belong to a time of another
    query = (
        select(
            _entry.day_on,
            _entry.kind,
            _entry.at,
            _entry.zone,
            _entry.offset_minutes,
            _entry.amount,
            _entry.status,
            _entry.recorded_at,
            _entry.medicine_id,
        )
        .where(
            _entry.patient_id == patient_id,
            _entry.deleted_at.is_(None),
            _entry.day_on.between(period.first_on - max(margin, before), period.last_on + margin),
        )
        .order_by(minute(_entry.at), _entry.recorded_at, _entry.id)
    )
    days: set[date] = set()
    lived_on: set[date] = set()
    doses = []
    rows = session.execute(query, execution_options=IN_BATCHES)
    for day_on, kind, at, zone, offset, amount, status, recorded_at, medicine_id in rows:
        days.add(day_on)
        if kind == "dose":
            lived = Moment(at, zone, offset)
            doses.append(taken_dose(lived, amount or 0, status or "taken", recorded_at, medicine_id or ""))
            lived_on.add(doses[-1].on)
        else:
            lived_on.add((at + timedelta(minutes=offset)).date())
    return Lived(tuple(doses), lived_on), days
