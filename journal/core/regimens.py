"""Regimens: what the prescriber ordered, as steps. Editing closes a step and opens a new one: the past stays."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the regimen, valid on the local days `starts_on` to `ends_on` (None: until further notice).

    `times` are the planned wall times, ascending; `amount_ug` is the amount of each.
    """

    starts_on: date
    ends_on: date | None
    times: tuple[time, ...]
    amount_ug: int
    form: str

    @property
    def daily_ug(self) -> int:
        """Micrograms a day."""
        return self.amount_ug * len(self.times)

    def covers(self, on: date) -> bool:
        """Whether this step is the plan on that day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
