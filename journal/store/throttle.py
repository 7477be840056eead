"""The buckets of the throttle: read and written under the row's own lock, so that parallel tries count one by one."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from journal.core.throttle import Bucket, empty
from journal.store.models import Throttle

PURGED = 50  # rows cleared away at a time: nobody waits for a long one


def lock_bucket(session: Session, name: bytes, now: datetime) -> Bucket:
    """The bucket of this name, made when there is none. Nobody else can count in it until the transaction ends."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Throttle) if on_sqlite else postgresql.insert(Throttle)
    new = insert.values(bucket=name, **asdict(empty(now)))
    locked = new.on_conflict_do_update(index_elements=["bucket"], set_={"attempts": Throttle.attempts})
    row = session.execute(
        locked.returning(
            Throttle.attempts, Throttle.started_at, Throttle.waits, Throttle.closed_until, Throttle.expires_at
        )
    ).one()
    return Bucket(*row)


def set_bucket(session: Session, name: bytes, bucket: Bucket) -> None:
    """Write down how often somebody tried."""
    session.execute(update(Throttle).where(Throttle.bucket == name).values(**asdict(bucket)))


def take_back(session: Session, name: bytes) -> None:
    """Count one try less, unless the bucket is closed."""
    counted = update(Throttle).where(Throttle.bucket == name, Throttle.attempts > 0, Throttle.closed_until.is_(None))
    session.execute(counted.values(attempts=Throttle.attempts - 1))


def delete_bucket(session: Session, name: bytes) -> None:
    """Forget a bucket."""
    session.execute(delete(Throttle).where(Throttle.bucket == name))


def delete_expired_buckets(session: Session, now: datetime) -> None:
    """Clear away some buckets that count nothing any more, but none that somebody is counting in just now."""
    expired = select(Throttle.bucket).where(Throttle.expires_at <= now).limit(PURGED)
    session.execute(delete(Throttle).where(Throttle.bucket.in_(expired.with_for_update(skip_locked=True))))
