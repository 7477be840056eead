"""Entries in the database. Functions take (session, patient_id, ...): no query can forget whose record it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Table,
    Text,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session

from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.days import Day, from_answers
from journal.core.record.entries import KINDS, Detail, Entry, Kind
from journal.core.record.history import PAGE, Cursor, Filter
from journal.core.values.clock import MINUTE, Moment
from journal.core.values.errors import NotFound
from journal.core.values.periods import Period
from journal.core.values.text import DOTTED
from journal.store.database.models import EntryRow, RatingRow
from journal.store.database.types import EPOCH, Instant
from journal.store.record.days import answers_of, said_yes

# Lists are read as columns, and the parts of their statements that never change are built once: with fifty entries on
# a page, loading objects and building statements would cost more than the database does.
_ENTRY, _RATING = cast("Table", EntryRow.__table__), cast("Table", RatingRow.__table__)
_entry, _rating = _ENTRY.c, _RATING.c
LISTED = select(
    _entry.id,
    _entry.kind,
    _entry.at,
    _entry.zone,
    _entry.offset_minutes,
    _entry.day_on,
    _entry.recorded_at,
    _entry.version,
    _entry.edited_at,
    _entry.deleted_at,
    _entry.recorded_by,
    _entry.note,
    _entry.medicine_id,
    _entry.status,
    _entry.amount,
    _entry.form,
    _entry.answer,
    _entry.mood,
    _entry.signs,
    *(_entry.what, _entry.minutes, _entry.severity, _entry.first_on, _entry.last_on),
)
Listed = Row[*tuple[Any, ...]]


def minute(at: ColumnElement[Any]) -> ColumnElement[int]:
    """The minute of an instant as a whole number: what `Entry.order` begins with."""
    return type_coerce(at, BigInteger) // MINUTE


# The index gives the days in order; only the entries of one day are sorted.
_NEWEST_FIRST = (
    LISTED.where(_entry.patient_id == bindparam("patient_id"))
    .order_by(_entry.day_on.desc(), minute(_entry.at).desc(), _entry.recorded_at.desc(), _entry.id.desc())
    .limit(bindparam("most"))
)
_PRESENT = _NEWEST_FIRST.where(_entry.deleted_at.is_(None))
_DELETED = _NEWEST_FIRST.where(_entry.deleted_at.is_not(None))
_LATELY = _PRESENT.where(
    _entry.day_on.between(bindparam("first_on"), bindparam("last_on")),
    _entry.at >= bindparam("since"),
    or_(_entry.kind != "dose", _entry.day_on >= bindparam("day"), _entry.zone != bindparam("zone")),
)
RATINGS = (
    select(_rating.entry_id, _rating.effect, _rating.severity, _rating.direction, _rating.now_severity)
    .where(_rating.patient_id == bindparam("patient_id"))
    .where(_rating.entry_id.in_(bindparam("entry_ids", expanding=True)))
    .order_by(_rating.entry_id, _rating.position)
)

# The columns of each kind: the fields of its model that are no columns of every entry.
OWN_COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(name for name in each.model.model_fields if name in _entry and name not in {"day_on", "note"})
    for kind, each in KINDS.items()
}


def get_entry(session: Session, patient_id: str, entry_id: str, kind: Kind | None = None) -> Entry:
    """The entry, deleted or not. Raises NotFound when it is missing, of another kind or another patient's."""
    row = get_row(session, patient_id, entry_id)
    if kind is not None and row.kind != kind:
        raise NotFound
    return read_entries(session, patient_id, [row])[0]


def find_entry(session: Session, patient_id: str, entry_id: str) -> Entry | None:
    """The entry, deleted or not; None when this patient has none of that id."""
    row = session.scalars(select(EntryRow).where(*_is(patient_id, entry_id))).one_or_none()
    return None if row is None else read_entries(session, patient_id, [row])[0]


def list_entries(
    session: Session,
    patient_id: str,
    wanted: Filter,
    before: Cursor | None = None,
    limit: int = PAGE,
    deleted: bool = False,
) -> list[Entry]:
    """Entries by day and then in their order (`Entry.order`), newest first: at most `limit`, all before the cursor.
    Two statements, however many there are."""
    query = _DELETED if deleted else _PRESENT
    if wanted:
        query = query.where(*_conditions(patient_id, wanted))
    if before is not None:
        end = tuple_(before.on, _minutes(before.at), literal(before.recorded_at, Instant), before.id)
        query = query.where(tuple_(_entry.day_on, minute(_entry.at), _entry.recorded_at, _entry.id) < end)
        query = query.where(_entry.day_on <= before.on)  # the index is entered by the day
    rows = session.execute(query, {"patient_id": patient_id, "most": limit}).all()
    return read_entries(session, patient_id, rows)


class Lately(NamedTuple):
    """Which entries Today asks for: those of a period that were lived since an instant; of doses only those of `day`
    and later, since of the days before their columns say enough. One of another zone than `zone` may be of `day`
    there."""

    since: datetime
    period: Period
    day: date
    zone: str


def list_lately(session: Session, patient_id: str, wanted: Lately, limit: int) -> list[Entry]:
    """The same of those entries."""
    since, period, day, zone = wanted
    days = {"first_on": period.first_on, "last_on": period.last_on, "day": day}
    asked = {"patient_id": patient_id, "since": since, "zone": zone, "most": limit}
    return read_entries(session, patient_id, session.execute(_LATELY, asked | days).all())


def count_entries(session: Session, patient_id: str, wanted: Filter, most: int) -> int:
    """How many entries there are that `list_entries` would list; counting stops at `most`."""
    found = select(_entry.id).where(
        _entry.patient_id == patient_id, _entry.deleted_at.is_(None), *_conditions(patient_id, wanted)
    )
    return session.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0


def _minutes(at: datetime) -> int:
    """The same of an instant that is known. Databases divide towards zero, also before 1970."""
    minutes, rest = divmod(at - EPOCH, timedelta(minutes=1))
    return minutes + bool(minutes < 0 and rest)


def _is(patient_id: str, entry_id: str) -> tuple[ColumnElement[bool], ...]:
    return EntryRow.patient_id == patient_id, EntryRow.id == entry_id


def get_row(session: Session, patient_id: str, entry_id: str) -> EntryRow:
    row = session.scalars(select(EntryRow).where(*_is(patient_id, entry_id))).one_or_none()
    if row is None:
        raise NotFound
    return row


def _conditions(patient_id: str, wanted: Filter) -> Iterable[ColumnElement[bool]]:
    for column, asked in ((EntryRow.kind, wanted.kind), (EntryRow.medicine_id, wanted.medicine)):
        if asked:
            yield column == asked
    if wanted.search:
        said = func.replace(EntryRow.search_text, DOTTED, "i").contains(wanted.search, autoescape=True)
        yield or_(said, *_named(patient_id, wanted.named), *_called(patient_id, wanted))
    if wanted.period is not None:
        yield EntryRow.day_on.between(wanted.period.first_on, wanted.period.last_on)
    if wanted.effect:
        yield _rated(patient_id, wanted)
    elif wanted.severity is not None:
        yield or_(EntryRow.severity >= wanted.severity, _rated(patient_id, wanted))


def _named(patient_id: str, effects: Sequence[str]) -> Iterable[ColumnElement[bool]]:
    """Rated above "none" under a key whose present name is looked for, whatever the name was when it was rated."""
    if effects:
        query = exists().where(RatingRow.patient_id == patient_id, RatingRow.entry_id == EntryRow.id)
        yield query.where(RatingRow.effect.in_(effects), RatingRow.severity > 0)


def _called(patient_id: str, wanted: Filter) -> Iterable[ColumnElement[bool]]:
    for column, keys in ((EntryRow.what, wanted.episodes), (EntryRow.medicine_id, wanted.medicines)):
        if keys:
            yield column.in_(keys)
    for key in wanted.signs:
        yield (" " + type_coerce(EntryRow.signs, Text) + " ").contains(f" {key} ", autoescape=True)
    if wanted.answers:
        yield said_yes(patient_id, wanted.answers)


def _rated(patient_id: str, wanted: Filter) -> ColumnElement[bool]:
    query = exists().where(RatingRow.patient_id == patient_id, RatingRow.entry_id == EntryRow.id)
    if wanted.effect:
        query = query.where(RatingRow.effect == wanted.effect)
    return query.where(RatingRow.severity >= (wanted.severity or 0))


def read_entries(session: Session, patient_id: str, rows: Sequence[EntryRow] | Sequence[Listed]) -> list[Entry]:
    ratings = _ratings(session, patient_id, [row.id for row in rows if row.kind == "check_in"])
    answers = answers_of(session, patient_id, [row.id for row in rows if row.kind == "day"])
    return [
        Entry(
            id=row.id,
            moment=(moment := Moment(row.at, row.zone, row.offset_minutes)),
            day_on=row.day_on,
            recorded_at=row.recorded_at,
            version=row.version,
            detail=_detail(row, moment, ratings.get(row.id, ()), answers.get(row.id, {})),
            edited_at=row.edited_at,
            deleted_at=row.deleted_at,
            recorded_by=row.recorded_by,
        )
        for row in rows
    ]


def _ratings(session: Session, patient_id: str, entry_ids: Sequence[str]) -> dict[str, list[Rated]]:
    found: dict[str, list[Rated]] = {}
    if not entry_ids:
        return found
    asked = {"patient_id": patient_id, "entry_ids": entry_ids}
    for entry_id, *answer in session.execute(RATINGS, asked).all():
        found.setdefault(entry_id, []).append(_answer(*answer))
    return found


@lru_cache(maxsize=1000)
def _answer(effect: str, severity: int, direction: str, now_severity: int | None) -> Rated:
    """The answer, one value for all the check-ins that gave it: a record of ten years has thousands."""
    return Rated(effect=effect, severity=severity, direction=direction, now_severity=now_severity)


def _detail(row: EntryRow | Listed, moment: Moment, ratings: Iterable[Rated], answers: Mapping[str, int]) -> Detail:
    kind = cast("Kind", row.kind)
    model = KINDS[kind].model
    values = {name: getattr(row, name) for name in OWN_COLUMNS[kind]} | {"moment": moment, "note": row.note}
    if model is CheckIn:
        values |= {"day_on": row.day_on, "ratings": tuple(ratings)}
    if model is Day:
        values |= {"day_on": row.day_on, **from_answers(answers)}
    found: Detail = model.model_validate(values)
    return found
