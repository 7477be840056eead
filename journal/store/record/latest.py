"""The latest entry of a kind: what the next form begins with, and what a check-in is held against."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, exists, select, type_coerce
from sqlalchemy.orm import Session

from journal.core.record.entries import Entry, Kind
from journal.core.values.clock import MINUTE
from journal.store.database.models import EntryRow, RatingRow
from journal.store.record.entries import LISTED, minute, read_entries

_entry, _rating = EntryRow.__table__.c, RatingRow.__table__.c


def find_last(session: Session, patient_id: str, kind: Kind, medicine_id: str = "") -> Entry | None:
    """The latest entry of a kind (`Entry.order`); of doses the latest taken, of one medicine if given."""
    asked = {"medicine_id": medicine_id} if medicine_id else {}
    return _find(session, _last(kind, of_one=bool(medicine_id)), asked | {"patient_id": patient_id})


@cache
def _last(kind: Kind, *, of_one: bool) -> Select[Any]:
    wanted = [_entry.kind == kind]
    if of_one:
        wanted.append(_entry.medicine_id == bindparam("medicine_id"))
    if kind == "dose":
        wanted.append(_entry.status == "taken")
    if kind == "check_in":
        wanted.append(_entry.answer == "rated")
    return _latest(wanted)


def find_rated_before(
    session: Session, patient_id: str, until: datetime, since: datetime, but: str = ""
) -> Entry | None:
    """The latest check-in with ratings, but for that one, that was lived from `since` to `until`, both included."""
    asked = {"patient_id": patient_id, "since": since, "until": until, "but": but}
    return _find(session, _rated_before(), asked)


@cache
def _rated_before() -> Select[Any]:
    is_rated = exists().where(_rating.patient_id == _entry.patient_id, _rating.entry_id == _entry.id)
    between = _entry.at.between(bindparam("since"), bindparam("until"))
    return _latest([_entry.kind == "check_in", between, is_rated, _entry.id != bindparam("but")])


def _latest(wanted: Iterable[ColumnElement[bool]]) -> Select[Any]:
    """The question for the last of a patient's wanted entries. The index finds the latest instant, and only its minute
    is sorted."""
    own = *wanted, _entry.patient_id == bindparam("patient_id"), _entry.deleted_at.is_(None)
    latest = select(_entry.at).where(*own).order_by(_entry.at.desc()).limit(1).correlate(None).scalar_subquery()
    same_minute = type_coerce(_entry.at, BigInteger) >= minute(latest) * MINUTE
    last_first = _entry.recorded_at.desc(), _entry.id.desc()
    return LISTED.where(*own, same_minute).order_by(*last_first).limit(1)


def _find(session: Session, latest: Select[Any], asked: Mapping[str, Any]) -> Entry | None:
    row = session.execute(latest, asked).first()
    return None if row is None else read_entries(session, asked["patient_id"], [row])[0]
