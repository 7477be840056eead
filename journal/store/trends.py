"""Read what charts are computed from, as columns: a fixed number of statements, whatever the journal holds.

A record of ten years has a hundred thousand entries, so that whatever can be added up over a day is added up by the
database, and what must be looked at one by one comes as whole numbers.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from journal.core.charts.amount_clock import LOOK_BACK as EARLIER
from journal.core.charts.hours import LOOK_BACK, Answers, CheckIns
from journal.core.charts.severity import compared_days
from journal.core.charts.worst_days import NOTHING_RATED, WorstDays
from journal.core.medicine.circumstances import NOTHING_NOTED, Circumstances
from journal.core.plan.adherence import Lived, around
from journal.core.plan.dose_columns import FIRST_DAY, DoseColumns, by_day
from journal.core.plan.regimens import Plan
from journal.core.record.day_counts import Answer as DayAnswer
from journal.core.values.clock import DAY, MINUTE
from journal.core.values.periods import Period
from journal.store.database.models import EntryRow, MedicineRow, RatingRow
from journal.store.database.packed import days, numbers, packed
from journal.store.plan.lived_doses import medicines_of, read_columns, read_doses
from journal.store.plan.regimens import read_plan
from journal.store.record.beside_doses import BesideDoses, beside_doses, read_beside_doses
from journal.store.record.days import list_day_answers
from journal.store.record.lived import lived_in, number_of, rows
from journal.store.record.quiet_days import list_quiet_days
from journal.store.record.ratings import RatingColumns, read_rating_columns, worst_days

# "taken" is what was taken each day, and the days with entries; "days" are the answers about days; "earlier" are doses
# as long before the period as something may be left of them.
Column = Literal["ratings", "answers", "taken", "doses", "earlier", "episodes", "plan", "days", "quiet"]

_DAY = timedelta(days=1)
NOTHING_LIVED, NO_PLAN, NO_DOSES, NO_CHECK_INS = Lived((), ()), Plan(), DoseColumns(), CheckIns()

# Columns of the tables, not attributes of their classes: of 40,000 rows that is a tenth of a second less.
_entry, _rating = EntryRow.__table__.c, RatingRow.__table__.c
_FIRST_ON = select(func.min(_entry.day_on)).where(
    _entry.patient_id == bindparam("patient_id"),
    _entry.deleted_at.is_(None),
    _entry.kind != "quiet",  # what is said of days afterwards does not make the record begin earlier
)


@dataclass(frozen=True, slots=True)
class Record:
    """The part of a record a chart is drawn from; what a chart does not need is empty.

    `ratings` are the worst of each day, with those of some days before and after the period; `check_ins`, and their
    `answers` by effect, are those of the period and shortly before it; `taken` is what was taken of each medicine
    on each day with a dose, 0 where all were skipped; `doses` are those of each medicine one by one, and `lived_on` the
    days on whose calendar anything was lived. They reach beyond the period on both sides, as far as a planned time and
    its dose, or a dose and an answer after it, may be apart, and so do `taken` and `entry_days`, the days with any
    entry by the rules of each kind. `episodes` are how many of each (day, kind); `days` are answered; `quiet_days` are
    those of the period of which was said that nothing was wrong, and that have no check-in.
    """

    ratings: WorstDays = NOTHING_RATED
    check_ins: CheckIns = NO_CHECK_INS
    answers: Mapping[str, Answers] = field(default_factory=dict)
    taken: Mapping[str, Sequence[tuple[date, int]]] = field(default_factory=dict)
    doses: Mapping[str, DoseColumns] = field(default_factory=dict)
    lived_on: Collection[date] = ()
    entry_days: Collection[date] = ()
    plan: Plan = NO_PLAN
    episodes: Mapping[tuple[date, str], int] = field(default_factory=dict)
    days: tuple[DayAnswer, ...] = ()
    quiet_days: Collection[date] = ()
    forms: Mapping[str, Collection[str]] = field(default_factory=dict)
    circumstances: Circumstances = NOTHING_NOTED

    def doses_of(self, medicine_id: str) -> DoseColumns:
        """The doses of one medicine."""
        return self.doses.get(medicine_id, NO_DOSES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read of a record: the days, the columns, the medicines whose doses are read one by one, and the effects
    whose ratings are. None: all there are. `forms_of` are the medicines of which is read in which forms they were
    taken."""

    period: Period
    columns: Collection[Column]
    medicines: Collection[str] | None = None
    effects: Collection[str] | None = None
    forms_of: Collection[str] = ()


def read_record(session: Session, patient_id: str, wanted: Wanted) -> Record:
    """The part of the record that is wanted."""
    period, needed = wanted.period, wanted.columns
    plan = read_plan(session, patient_id) if "plan" in needed else NO_PLAN
    before = EARLIER if "earlier" in needed else LOOK_BACK if "answers" in needed else timedelta()
    wide = _wide(period, plan, before + _DAY)
    doses = read_columns(session, patient_id, wide, wanted.medicines) if "doses" in needed else {}
    taken, beside = _read_days(session, patient_id, wide, needed, doses)
    check_ins, ids = beside.check_ins(_answered(period)) if "answers" in needed else (NO_CHECK_INS, [])
    rated = _read_rated(session, patient_id, wanted)
    numbers = dict(zip(ids, range(len(ids)), strict=True))
    dosed_on = {on for own in taken.values() for on, _amount in own}
    return Record(
        ratings=worst_days(rated, compared_days(period)) if "ratings" in needed else NOTHING_RATED,
        check_ins=check_ins,
        answers={effect: columns.answers(_answered(period), numbers) for effect, columns in rated.items()}
        if "answers" in needed
        else {},
        taken=taken,
        doses=doses,
        lived_on=beside.lived_on() | dosed_on if "taken" in needed else (),  # doses keep the calendar day
        entry_days=beside.entry_days() | dosed_on if "taken" in needed else (),
        plan=plan,
        episodes=beside.episodes(period) if "episodes" in needed else {},
        days=list_day_answers(session, patient_id, period) if "days" in needed else (),
        quiet_days=list_quiet_days(session, patient_id, period) if "quiet" in needed else (),
        forms=read_forms(session, patient_id, wide, wanted.forms_of) if wanted.forms_of else {},
    )


def _answered(period: Period) -> Period:
    """The days of which check-ins are read for their answers: the one before begins the time of the first."""
    return replace(period, first_on=period.first_on - 2 * _DAY)


def _read_rated(session: Session, patient_id: str, wanted: Wanted) -> Mapping[str, RatingColumns]:
    """The ratings for all that is made of them, in one statement."""
    with_answers = "answers" in wanted.columns
    if not with_answers and "ratings" not in wanted.columns:
        return {}
    days = compared_days(wanted.period)
    return read_rating_columns(session, patient_id, days, wanted.effects, with_answers=with_answers)


def read_forms(session: Session, patient_id: str, period: Period, of: Collection[str]) -> dict[str, set[str]]:
    """The forms in which these medicines were taken in the period."""
    own = *lived_in(patient_id, period), _entry.medicine_id.in_(of), _entry.status == "taken"
    found = defaultdict[str, set[str]](set)
    for medicine_id, form in rows(session, select(_entry.medicine_id, _entry.form).where(*own).distinct()):
        found[medicine_id].add(form)
    return found


def read_worst_days(session: Session, patient_id: str, period: Period, effects: Collection[str]) -> WorstDays:
    """The worst rating of each of these effects on each day of a period."""
    return worst_days(read_rating_columns(session, patient_id, period, effects, with_answers=False), period)


def read_ratings(session: Session, patient_id: str, period: Period) -> Sequence[tuple[date, str, int]]:
    """(day, effect, worst severity) of every rated day of the period, in the order the database finds them in."""
    query = (
        select(_rating.day_on, _rating.effect, func.max(_rating.severity))
        .where(_rating.patient_id == patient_id, _rating.day_on.between(period.first_on, period.last_on))
        .group_by(_rating.day_on, _rating.effect)
    )
    return [*rows(session, query)]


def _read_days(
    session: Session, patient_id: str, wide: Period, needed: Collection[Column], doses: Mapping[str, DoseColumns]
) -> tuple[dict[str, list[tuple[date, int]]], BesideDoses]:
    """What was taken of each medicine on each day, 0 where all doses were skipped, and what was lived beside doses, in
    one statement. Of the `doses` that are there one by one nothing is read again."""
    by_kind = bool({"answers", "episodes"} & set(needed))
    if not by_kind and "taken" not in needed:
        return {}, BesideDoses()
    of_doses = (
        select(_entry.medicine_id, packed(_entry.day_on), packed(_TAKEN_AMOUNT), null(), null(), null())
        .where(*lived_in(patient_id, wide), _entry.medicine_id.in_(_others(patient_id, doses)))
        .group_by(_entry.medicine_id)
    )
    beside = beside_doses(patient_id, wide, with_kinds=by_kind).subquery()
    taken = {medicine_id: columns.taken_by_day() for medicine_id, columns in doses.items()}
    found = BesideDoses()
    for medicine_id, *own in session.execute(union_all(of_doses, select(null(), *beside.c))):
        if medicine_id is None:
            found = read_beside_doses(own)
        else:
            taken[medicine_id] = by_day(days(own[0]), numbers(own[1]))
    return taken, found


def _others(patient_id: str, doses: Collection[str]) -> Select[tuple[str]]:
    """The medicines whose doses are not among those."""
    return medicines_of(patient_id).where(MedicineRow.id.not_in(doses))


def read_lived(session: Session, patient_id: str, period: Period, plan: Plan) -> tuple[Lived, set[date]]:
    """What was lived in the period and, as far as the plan asks for it, around it; and the days with any entry by the
    rules of each kind."""
    wide = _wide(period, plan)
    own = lived_in(patient_id, wide)
    of_doses = select(_entry.day_on, _NO_DAY).where(*own, _entry.medicine_id.in_(medicines_of(patient_id))).distinct()
    # Quiet days say nothing of doses, not even that somebody wrote on that day.
    others = select(_entry.day_on, _wall_day()).where(*own, _IS_NO_DOSE, _entry.kind != "quiet").distinct()
    entry_days, lived_on = set[date](), set[date]()
    for on, number in rows(session, union_all(of_doses, others)):
        entry_days.add(on)
        lived_on.add(on if number is None else date.fromordinal(number))  # doses keep the calendar day
    return Lived(read_doses(session, patient_id, wide), lived_on), entry_days


def _wide(period: Period, plan: Plan, before: timedelta = timedelta()) -> Period:
    """The period with the days around it that the plan asks for, and at least so long `before` it."""
    margin = 2 * around(plan) - timedelta(days=2)  # what is drawn on its own day may belong to a time of another
    return Period(period.first_on - max(margin, before), period.last_on + margin)


def _wall_day() -> ColumnElement[int]:
    """The number of the calendar day an entry was lived on."""
    return (number_of(_entry.at) + cast(_entry.offset_minutes, BigInteger) * MINUTE + FIRST_DAY * DAY) // DAY


_TAKEN_AMOUNT = case((_entry.status == "taken", _entry.amount), else_=0)
_IS_NO_DOSE, _NO_DAY = _entry.medicine_id.is_(None), cast(null(), BigInteger)


def count_ratings(
    session: Session, patient_id: str, effects: Collection[str], periods: Sequence[Period]
) -> list[dict[str, int]]:
    """How many answers of at least "mild" each of these effects has on the days of each period."""
    own = _rating.patient_id == patient_id, _rating.severity > 0, _rating.effect.in_(effects)
    counts = (
        select(literal(n), _rating.effect, func.count())
        .where(*own, _rating.day_on.between(period.first_on, period.last_on))
        .group_by(_rating.effect)
        for n, period in enumerate(periods)
    )
    found: list[dict[str, int]] = [{} for _period in periods]
    for n, effect, count in session.execute(union_all(*counts)):
        found[n][effect] = count
    return found


def first_entry_on(session: Session, patient_id: str) -> date | None:
    """The day of the earliest moment that was lived, whenever it was written down; None in an empty journal."""
    first_on: date | None = session.scalar(_FIRST_ON, {"patient_id": patient_id})
    return first_on


def entry_span(session: Session, patient_id: str) -> Period | None:
    """From the day of the earliest moment that was lived to that of the latest; None in an empty journal."""
    own = EntryRow.patient_id == patient_id, EntryRow.deleted_at.is_(None), EntryRow.kind != "quiet"
    # Two questions in one statement: each is answered from one end of the index.
    first, last = (select(end(EntryRow.day_on)).where(*own).scalar_subquery() for end in (func.min, func.max))
    first_on, last_on = session.execute(select(first, last)).one()
    return None if first_on is None else Period(first_on, last_on)
