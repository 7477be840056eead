"""The rows of Today: each planned time of the day around now, what became of it, and what one press there records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from journal.core.plan.adherence import Matched, Slot
from journal.core.plan.today import MORE_UNTIL, Answer, Tap
from journal.core.plan.windows import PlannedTime
from journal.core.record.forms import FormContext
from journal.core.values.clock import moment

# "due" has come and its window is open, "passed" has come and its window has ended; "early" is still to come while its
# window is open, "to_come" before that. These four are empty; "part" holds less than was planned, and is open.
State = Literal["taken", "part", "skipped", "due", "passed", "early", "to_come"]

FOLD_ABOVE = 4  # answered rows; more than these fold away


@dataclass(frozen=True, slots=True)
class TodayRow:
    """A planned time with its state. `tap` is what one press records now, where now lies in its window.

    `starts_in` is how long until it, negative once it has come.
    """

    slot: Slot
    state: State
    starts_in: timedelta
    tap: Tap | None = None

    @property
    def planned(self) -> PlannedTime:
        """The planned time."""
        return self.slot.planned

    @property
    def is_answered(self) -> bool:
        """Whether nothing is left to say for it."""
        return self.state in {"taken", "skipped"}

    @property
    def is_open(self) -> bool:
        """Whether it is empty, or partly so, and asks for an answer now."""
        return self.state in {"due", "passed", "early", "part"}

    @property
    def may_be_skipped(self) -> bool:
        """Whether one press says that it was skipped, or will be."""
        return self.state in {"due", "passed", "early"}

    @property
    def has_come(self) -> bool:
        """Whether its time has come, or it is answered already: the sentence over all medicines counts it."""
        return self.state not in {"early", "to_come"}

    @property
    def is_far_ahead(self) -> bool:
        """Whether a dose taken now is so early that the time it is for is named."""
        return self.starts_in > MORE_UNTIL

    def skipped_at(self, now: datetime) -> datetime:
        """When a press that says it was skipped is recorded: at its planned time, or now while that is to come."""
        return min(self.planned.at, now)


def today_rows(form_context: FormContext, matched: Matched, answer: Answer) -> tuple[TodayRow, ...]:
    """The rows of one medicine, ascending: the planned times of the local day, and those of the days beside it that
    the answer speaks of or whose window is open."""
    now, on = form_context.now, moment(form_context.now, form_context.zone).on
    return tuple(
        _row(slot, answer, now)
        for slot in matched.slots
        if slot.planned.on == on or slot is answer.slot or slot.window.holds(now)
    )


def as_needed_tap(answer: Answer) -> Tap | None:
    """What the button of doses as needed records now: nothing while a planned time is open, since a dose taken now
    would be the one for that time."""
    if answer.as_needed is None:
        return None
    tap = answer.tap
    if tap is not None and tap.kind == "as_needed":
        return tap
    is_for_a_time = tap is not None and (
        tap.kind != "more" or answer.slot is None or tap.planned != answer.slot.planned
    )
    if is_for_a_time:
        return None
    known = answer.as_needed
    return Tap("as_needed", known.order.amount, known.form, None, known.would_exceed)


def count_folded(rows: Sequence[TodayRow]) -> int:
    """How many of the rows that are answered fold away: none while they are few."""
    answered = sum(row.is_answered for row in rows)
    return answered if answered > FOLD_ABOVE else 0


def _row(slot: Slot, answer: Answer, now: datetime) -> TodayRow:
    holds = slot.window.holds(now)
    tap = answer.tap if holds and answer.tap is not None and answer.tap.planned == slot.planned else None
    return TodayRow(slot, _state(slot, tap, now, holds=holds), slot.planned.at - now, tap)


def _state(slot: Slot, tap: Tap | None, now: datetime, *, holds: bool) -> State:
    if slot.doses:
        return "part" if tap is not None and tap.kind == "rest" else "taken"
    if slot.skipped is not None:
        return "skipped"
    if slot.planned.at <= now:
        return "due" if holds else "passed"
    return "early" if holds else "to_come"
