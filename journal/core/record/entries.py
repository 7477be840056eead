"""An entry of the record, of whichever kind, and what it said before it was changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode
from journal.core.record.forms import Kind
from journal.core.values.clock import Moment, minute_of

LATE_AFTER = timedelta(minutes=15)

Detail = Dose | CheckIn | Episode


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said before it was changed: `change` is "edited", "deleted" or "restored", `changed_by` whose
    log-in did it."""

    version: int
    change: str
    changed_at: datetime
    changed_by: str
    detail: Detail


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the record. `day_on` is the day it belongs to by the rules of its kind."""

    id: str
    moment: Moment
    day_on: date
    recorded_at: datetime
    version: int
    detail: Detail
    edited: bool = False
    deleted: bool = False

    @property
    def kind(self) -> Kind:
        """Which of the three kinds of entry this is."""
        return self.detail.kind

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """What entries are sorted by: the minute that was lived and then when it was recorded.

        Of two entries of one minute the one recorded later is the last. Pages and forms show no seconds.
        """
        return minute_of(self.moment.at), self.recorded_at, self.id

    @property
    def entered_later(self) -> timedelta | None:
        """How long after the moment it was recorded, when that is long enough to be worth saying."""
        delay = self.recorded_at - self.moment.at
        return delay if delay > LATE_AFTER else None
