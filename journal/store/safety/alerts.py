"""Alerts in the database: added, struck, read back and acknowledged. They are hidden while their entry is deleted."""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from journal.core.record.entries import Entry
from journal.core.safety import check
from journal.core.safety.alerts import URGENT, About, Alert, AlertCount, RuleCount, came_of, changes
from journal.core.safety.check import Found
from journal.core.safety.rules import Finding
from journal.core.values.periods import Period
from journal.store.database.models import AlertRow, EntryRow
from journal.store.database.narrowing import ANOTHERS
from journal.store.record.entries import LISTED, read_entries

A_BATCH = 500

_ALERT, _entry = cast("Table", AlertRow.__table__), EntryRow.__table__.c
_alert = _ALERT.c
_ADD = insert(_ALERT)
_IS_DELETED = (
    select(_entry.id)
    .where(_entry.patient_id == _alert.patient_id, _entry.id == _alert.about_id, _entry.deleted_at.is_not(None))
    .exists()
)
_KEPT = select(_ALERT).where(_alert.patient_id == bindparam("patient_id"))
_NEWEST_FIRST = _alert.raised_at.desc(), _alert.id.desc()
_OF_SUBJECT = _KEPT.where(_alert.about == bindparam("about"), _alert.about_id.in_(bindparam("ids", expanding=True)))
_OF_STEPS = _KEPT.where(
    _alert.about == "step", _alert.medicine_id == bindparam("medicine_id"), _alert.day_on >= bindparam("since")
)
_ENTRIES = LISTED.where(_entry.patient_id == bindparam("patient_id"), _entry.id.in_(bindparam("ids", expanding=True)))
_SHOWN = _KEPT.where(or_(_alert.about != "entry", ~_IS_DELETED))
_OPEN = _SHOWN.where(
    _alert.raised_at >= bindparam("since"), _alert.acknowledged_at.is_(None), _alert.struck_at.is_(None)
)


def _to_whom(session: Session) -> list[ColumnElement[bool]]:
    """What a session may show of alerts: to somebody who looks after the record none that are the patient's alone."""
    return _but_private(ANOTHERS in session.info)


def _but_private(is_anothers: bool) -> list[ColumnElement[bool]]:
    return [_alert.rule.not_in(check.private())] if is_anothers else []


def keep(
    session: Session,
    patient_id: str,
    about: About,
    found: Collection[Found],
    *,
    answered: Collection[str],
    now: datetime,
    by: str,
    is_new: bool = False,
) -> None:
    """Keep what the rules found in something that was just saved, and strike what is no longer true of it.

    `answered` are the keys of the questions that were answered with yes; `by` is whose log-in saved it. Of what
    `is_new` nothing can be kept yet, and nothing is read. The same fact is never kept twice.
    """
    kept = [] if is_new else _about(session, patient_id, about.subject, [about.id])
    change = changes(kept, found)
    _strike(session, patient_id, change.struck, now, about.version)
    _strike(session, patient_id, change.again, None, None)
    if change.new:
        raised = {"patient_id": patient_id, "raised_at": now, "raised_by": by}
        session.execute(_ADD, [raised | _columns_of(about, each, answered) for each in change.new])


def keep_of_steps(
    session: Session,
    patient_id: str,
    medicine_id: str,
    since: date,
    found: Mapping[date, Collection[Found]],
    *,
    saved: Mapping[date, str],
    now: datetime,
    by: str,
) -> None:
    """Keep what the rules `found` in the steps of a plan, by their first day, after it was changed from a day on.

    Of the steps that were just saved, whose ids are in `saved`, what is new is kept. Of the others only what was kept
    of them is struck, or stands again. The same fact of the same day is not kept once more with a step that takes the
    place of another.
    """
    kept = defaultdict[date, list[Alert]](list)
    asked = {"patient_id": patient_id, "medicine_id": medicine_id, "since": since}
    for alert in map(_read, session.execute(_OF_STEPS, asked)):
        kept[alert.about.day_on].append(alert)
    changed = {on: changes(kept[on], found.get(on, ())) for on in {*kept, *saved}}
    _strike(session, patient_id, [alert for change in changed.values() for alert in change.struck], now, None)
    _strike(session, patient_id, [alert for change in changed.values() for alert in change.again], None, None)
    raised = {"patient_id": patient_id, "raised_at": now, "raised_by": by}
    new = [
        raised | _columns_of(About("step", step_id, on, None, medicine_id), each, ())
        for on, step_id in saved.items()
        for each in changed[on].new
    ]
    if new:
        session.execute(_ADD, new)


def _columns_of(about: About, found: Found, answered: Collection[str]) -> dict[str, Any]:
    """The id follows from the fact: the same one cannot be there twice, whatever else fails."""
    fact = [about.subject, about.id, found.rule.key, found.rule.version, found.finding.level]
    return {
        "about": about.subject,
        "about_id": about.id,
        "about_version": about.version,
        "medicine_id": about.medicine_id,
        "day_on": about.day_on,
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, json.dumps([*fact, sorted(found.finding.values.items())]))),
        "rule": found.rule.key,
        "rule_version": found.rule.version,
        "level": found.finding.level,
        "found": dict(found.finding.values),
        "came": came_of(found, answered),
    }


def _strike(
    session: Session, patient_id: str, alerts: Sequence[Alert], now: datetime | None, version: int | None
) -> None:
    if alerts:
        session.execute(
            update(_ALERT)
            .where(_alert.patient_id == patient_id, _alert.id.in_([alert.id for alert in alerts]))
            .values(struck_at=now, struck_version=version)
        )


def list_about(session: Session, patient_id: str, subject: str, ids: Iterable[str]) -> list[Alert]:
    """The alerts that speak of those entries, medicines, steps or days, struck ones too: oldest first, and of one
    instant the more urgent first."""
    return _about(session, patient_id, subject, ids, *_to_whom(session))


def _about(
    session: Session, patient_id: str, subject: str, ids: Iterable[str], *shown: ColumnElement[bool]
) -> list[Alert]:
    asked = {"patient_id": patient_id, "about": subject, "ids": list(ids)}
    rows = session.execute(_OF_SUBJECT.where(*shown) if shown else _OF_SUBJECT, asked)
    return sorted(map(_read, rows), key=lambda alert: (alert.raised_at, *alert.urgency))


def is_kept_of_day(session: Session, patient_id: str, about: About, found: Found) -> bool:
    """Whether the same is kept with another entry of that day, about the same medicine, and is true."""
    of_day = _SHOWN.where(_alert.day_on == about.day_on, _alert.rule == found.rule.key, _alert.struck_at.is_(None))
    others = of_day.where(_alert.medicine_id == about.medicine_id, _alert.about_id != about.id)
    return any(_read(row).states(found) for row in session.execute(others, {"patient_id": patient_id}))


def list_in_period(session: Session, patient_id: str, period: Period, most: int) -> list[Alert]:
    """The alerts of the days of a period, struck ones too, newest first: no more than `most`."""
    query = _SHOWN.where(_alert.day_on.between(period.first_on, period.last_on), *_to_whom(session)).order_by(
        _alert.day_on.desc(), *_NEWEST_FIRST
    )
    return [_read(row) for row in session.execute(query.limit(most), {"patient_id": patient_id})]


def count_in_period(session: Session, patient_id: str, period: Period) -> AlertCount:
    """The alerts of the days of a period that stand, counted."""
    query = _standing_in(session, period).with_only_columns(
        func.count(), func.count(case((_alert.level.in_(URGENT), 1))), func.max(_alert.day_on)
    )
    return AlertCount(*session.execute(query, {"patient_id": patient_id}).one())


def count_by_rule(session: Session, patient_id: str, period: Period) -> list[RuleCount]:
    """The same rule by rule: those that were urgent most often first."""
    urgent, standing = func.count(case((_alert.level.in_(URGENT), 1))), func.count()
    query = _standing_in(session, period).with_only_columns(_alert.rule, standing, urgent, func.max(_alert.day_on))
    order = urgent.desc(), standing.desc(), _alert.rule
    rows = session.execute(query.group_by(_alert.rule).order_by(*order), {"patient_id": patient_id})
    return [RuleCount(*row) for row in rows]


def _standing_in(session: Session, period: Period) -> Select[Any]:
    in_period = _alert.day_on.between(period.first_on, period.last_on)
    return _SHOWN.where(in_period, _alert.struck_at.is_(None), *_to_whom(session))


def list_newest(
    session: Session, patient_id: str, most: int, *, level: str = "", before: tuple[datetime, str] | None = None
) -> list[Alert]:
    """The alerts as they were raised, newest first, no more than `most`: those of a level, and those raised before
    another one, by its instant and id."""
    query = _SHOWN.where(*_to_whom(session))
    if level:
        query = query.where(_alert.level == level)
    if before is not None:
        at, alert_id = before
        query = query.where(or_(_alert.raised_at < at, and_(_alert.raised_at == at, _alert.id < alert_id)))
    query = query.order_by(*_NEWEST_FIRST).limit(most)
    return [_read(row) for row in session.execute(query, {"patient_id": patient_id})]


def list_all(session: Session, patient_id: str, *, shown: bool = False) -> Iterator[Alert]:
    """Every alert, oldest first, read a batch at a time; with those of deleted entries unless only `shown` ones.

    Nothing is asked of the database before the first one is: a list that is not wanted after all would leave a cursor
    open on PostgreSQL.
    """
    query = (_SHOWN if shown else _KEPT).order_by(_alert.raised_at, _alert.id)
    with session.execute(query, {"patient_id": patient_id}, execution_options={"yield_per": A_BATCH}) as rows:
        yield from map(_read, rows)


def list_open(session: Session, patient_id: str, since: datetime, most: int) -> list[Alert]:
    """The alerts raised since that instant which are true and nobody has acknowledged, newest first."""
    query = _OPEN.where(*_to_whom(session)).order_by(*_NEWEST_FIRST).limit(most)
    return [_read(row) for row in session.execute(query, {"patient_id": patient_id, "since": since})]


def count_open(session: Session, patient_id: str, since: datetime, most: int) -> int:
    """How many of these there are; counting stops at `most`."""
    asked = {"patient_id": patient_id, "since": since, "most": most}
    return session.scalar(_count_open(ANOTHERS in session.info), asked) or 0


@cache
def _count_open(is_anothers: bool) -> Select[int]:
    found = _OPEN.where(*_but_private(is_anothers)).with_only_columns(_alert.id).limit(bindparam("most"))
    return select(func.count()).select_from(found.subquery())


def list_entries_of(session: Session, patient_id: str, alerts: Iterable[Alert]) -> dict[str, Entry]:
    """The entries that alerts speak of, by their ids."""
    ids = [alert.about.id for alert in alerts if alert.about.subject == "entry"]
    rows = session.execute(_ENTRIES, {"patient_id": patient_id, "ids": ids}).all() if ids else []
    return {entry.id: entry for entry in read_entries(session, patient_id, rows)}


def acknowledge(session: Session, patient_id: str, alert_id: str, now: datetime, by: str) -> bool:
    """Mark that an alert was read, once: whether it is there. Reading it again changes nothing."""
    own = _alert.patient_id == patient_id, _alert.id == alert_id, *_to_whom(session)
    session.execute(
        update(_ALERT).where(*own, _alert.acknowledged_at.is_(None)).values(acknowledged_at=now, acknowledged_by=by)
    )
    return session.scalar(select(_alert.id).where(*own)) is not None


def _read(row: Any) -> Alert:
    return Alert(
        id=row.id,
        rule=row.rule,
        rule_version=row.rule_version,
        finding=Finding(row.level, row.found),
        about=About(row.about, row.about_id, row.day_on, row.about_version, row.medicine_id),
        came=row.came,
        raised_at=row.raised_at,
        raised_by=row.raised_by,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        struck_at=row.struck_at,
        struck_version=row.struck_version,
    )
