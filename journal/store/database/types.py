"""Column types of our own: what SQLite would change silently is stored as a whole number."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from journal.core.plan.schedules import Days, PlannedDose

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

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Microseconds to an aware datetime in UTC: as one function, since a page has hundreds of them."""
        return _instant


def _instant(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(microseconds=value)


class PlannedDoses(TypeDecorator[tuple[PlannedDose, ...]]):
    """The doses of a day, each with its wall time and its amount: "08:00=500000 20:00=1000000"."""

    impl = String(600)
    cache_ok = True

    def process_bind_param(self, value: tuple[PlannedDose, ...] | None, dialect: Dialect) -> str | None:
        """Doses to text."""
        return None if value is None else " ".join(f"{dose.at:%H:%M}={dose.amount}" for dose in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[PlannedDose, ...] | None:
        """Text to doses."""
        return None if value is None else _planned_doses(value)


@lru_cache(maxsize=1000)
def _planned_doses(text: str) -> tuple[PlannedDose, ...]:
    pairs = (dose.split("=") for dose in text.split())
    return tuple(PlannedDose(time.fromisoformat(at), int(amount)) for at, amount in pairs)


class PlannedDays(TypeDecorator[Days]):
    """On which days doses are planned: "every 1", "mon wed fri"."""

    impl = String(30)
    cache_ok = True

    def process_bind_param(self, value: Days | None, dialect: Dialect) -> str | None:
        """Days to text."""
        return None if value is None else value.text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Days | None:
        """Text to days."""
        return None if value is None else Days.from_text(value)


class Keys(TypeDecorator[tuple[str, ...]]):
    """Keys of a monograph in their order: "confused hard_to_wake". None of them is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Keys to text."""
        return " ".join(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Text to keys."""
        return tuple(value.split()) if value else ()


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
