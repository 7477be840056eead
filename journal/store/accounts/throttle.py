"""The buckets of the throttle: read and written under the row's own lock, so that parallel tries count one by one."""

from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from journal.core.accounts.throttle import Bucket, empty
from journal.store.database.inserts import insert_into
from journal.store.database.models import Throttle

PURGED = 50  # rows cleared away at a time: nobody waits for a long one
FIELDS = ("attempts", "started_at", "waits", "closed_until", "expires_at")

_table = cast("Table", Throttle.__table__)
_bucket = _table.c


# Every try of a password sends these: building them anew took longer than running them.
@cache
def _lock(dialect: str) -> Any:
    new = insert_into(_table, dialect)
    new = new.on_conflict_do_update(index_elements=["bucket"], set_={"attempts": _bucket.attempts})
    return new.returning(*(_bucket[field] for field in FIELDS))


_SET = update(_table).where(_bucket.bucket == bindparam("name")).values({field: bindparam(field) for field in FIELDS})
_TAKE_BACK = (
    update(_table)
    .where(_bucket.bucket == bindparam("name"), _bucket.attempts > 0, _bucket.closed_until.is_(None))
    .values(attempts=_bucket.attempts - 1)
)
_DELETE = delete(_table).where(_bucket.bucket == bindparam("name"))
_EXPIRED = select(_bucket.bucket).where(_bucket.expires_at <= bindparam("now")).limit(PURGED)
_PURGE = delete(_table).where(_bucket.bucket.in_(_EXPIRED.with_for_update(skip_locked=True)))


def lock_bucket(session: Session, name: bytes, now: datetime) -> Bucket:
    """The bucket of this name, made when there is none. Nobody else can count in it until the transaction ends."""
    locked = _lock(session.get_bind().dialect.name)
    return Bucket(*session.execute(locked, {"bucket": name} | _values(empty(now))).one())


def set_bucket(session: Session, name: bytes, bucket: Bucket) -> None:
    """Write down how often somebody tried."""
    session.execute(_SET, {"name": name} | _values(bucket))


def take_back(session: Session, name: bytes) -> None:
    """Count one try less, unless the bucket is closed."""
    session.execute(_TAKE_BACK, {"name": name})


def delete_bucket(session: Session, name: bytes) -> None:
    """Forget a bucket."""
    session.execute(_DELETE, {"name": name})


def delete_expired_buckets(session: Session, now: datetime) -> None:
    """Clear away some buckets that count nothing any more, but none that somebody is counting in just now."""
    session.execute(_PURGE, {"now": now})


def _values(bucket: Bucket) -> dict[str, Any]:
    return {field: getattr(bucket, field) for field in FIELDS}
