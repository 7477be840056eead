"""Which part of a record somebody takes out: the days, and one medicine or all of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from journal.core.values.periods import Period


@dataclass(frozen=True, slots=True)
class Choice:
    """The days that are wanted (None: all there are) and the id of one medicine ("": all of them).

    What is said of no medicine, such as a check-in, goes out whichever is chosen. Tables are written with
    `decimal_sign` ("": as the settings have it). `is_named` puts the patient's name, and what names other people, into
    a file that goes without them by itself.
    """

    period: Period | None = None
    medicine_id: str = ""
    decimal_sign: str = ""
    is_named: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether no part of the record is left out."""
        return self.period is None and not self.medicine_id

    def has(self, on: date | None) -> bool:
        """Whether something of that day goes out; what has no day yet is in no days that were chosen."""
        return self.period is None or (on is not None and on in self.period)

    @property
    def value(self) -> dict[str, Any]:
        """What was chosen, as a file for programs says it of itself."""
        period = self.period
        return {
            "first_on": None if period is None else period.first_on.isoformat(),
            "last_on": None if period is None else period.last_on.isoformat(),
            "medicine": self.medicine_id or None,
        }


EVERYTHING = Choice()
