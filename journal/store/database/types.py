"""Column types of our own: what SQLite would change silently is stored as a whole number."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """An instant as whole microseconds since 1970 in UTC: SQLite's DateTime would drop the zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """An aware datetime to microseconds; a naive one is a mistake of ours and raises."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must know its zone")
        return (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Microseconds to an aware datetime in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Times(TypeDecorator[tuple[time, ...]]):
    """Wall times of a day as "08:00 20:00"."""

    impl = String(150)
    cache_ok = True

    def process_bind_param(self, value: tuple[time, ...] | None, dialect: Dialect) -> str | None:
        """Times to text."""
        return None if value is None else " ".join(f"{at:%H:%M}" for at in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[time, ...] | None:
        """Text to times."""
        return None if value is None else tuple(time.fromisoformat(at) for at in value.split())


class WallTime(TypeDecorator[time]):
    """One wall time as "04:00"."""

    impl = String(5)
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        """A time to text."""
        return None if value is None else f"{value:%H:%M}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:
        """Text to a time."""
        return None if value is None else time.fromisoformat(value)
