"""Times that are pressed and not typed: the buttons a form offers, and what a pressed one means.

A button saves the clock time it shows. That of "1 h ago" was worked out when the page was made: pressed much later it
is an hour ago no more, so the form is shown again with new times and nothing is recorded in silence.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from journal.core.values.clock import FUTURE_TOLERANCE, Moment, minute_of, moment, zone_names

MINUTES_AGO = (0, 30, 60, 120)
GOOD_FOR = timedelta(minutes=10)

Kind = Literal["ago", "at", "skipped", "skipped_now"]

# The kind, how many minutes ago (of "ago" alone), the instant in UTC, and the zone it is lived in.
_VALUE = re.compile(r"(ago|at|skipped|skipped_now) (\d{1,3}) (\d{4}-\d\d-\d\dT\d\d:\d\dZ) (\S{1,60})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PressedTime:
    """A time to press: "ago" is counted from when its page was made, "at" is a time of the clock. "skipped" says that
    the dose for that time was not taken, "skipped_now" that it will not be, recorded when it is pressed."""

    kind: Kind
    lived: Moment
    minutes_ago: int = 0

    @property
    def is_skipped(self) -> bool:
        """Whether it says that a dose was skipped."""
        return self.kind in {"skipped", "skipped_now"}

    def __str__(self) -> str:
        """The value of its button."""
        return f"{self.kind} {self.minutes_ago} {self.lived.at:%Y-%m-%dT%H:%MZ} {self.lived.zone}"

    def is_too_old(self, pressed_at: datetime) -> bool:
        """Whether so much time has gone by since its page was made that it says another time than it said then."""
        if self.kind != "ago":
            return False
        made_at = self.lived.at + timedelta(minutes=self.minutes_ago)
        return abs(pressed_at - made_at) > GOOD_FOR

    def moment(self, pressed_at: datetime) -> Moment:
        """The moment to record when it is pressed then."""
        return moment(pressed_at, self.lived.zone) if self.kind == "skipped_now" else self.lived

    def settled(self) -> "PressedTime":
        """The same as a time of the clock: once it stands on a page as that, it is that however late it is sent."""
        return PressedTime("at", self.lived) if self.kind == "ago" else self


def times_ago(now: datetime, zone: str) -> tuple[PressedTime, ...]:
    """Just now and the times before it, by the minute."""
    return tuple(
        PressedTime("ago", moment(minute_of(now) - timedelta(minutes=minutes), zone), minutes)
        for minutes in MINUTES_AGO
    )


def read_pressed(text: str, now: datetime) -> PressedTime | None:
    """The time a button's value says; None for what no button of ours says, or a time to come."""
    found = _VALUE.fullmatch(text)
    if found is None or found[4] not in zone_names():
        return None
    try:
        at = datetime.strptime(found[3], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        lived = moment(at, found[4])
    except (ValueError, OverflowError):
        return None
    if lived.on.year < 1900 or at > now + FUTURE_TOLERANCE:
        return None
    kind: Kind = found[1]  # type: ignore[assignment]  # one of the four that the pattern takes
    return PressedTime(kind, lived, int(found[2]))
