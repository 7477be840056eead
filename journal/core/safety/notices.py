"""Safety notices: what a rule says once something is recorded, and where help is. A rule tells; it never blocks.

Each rule is a pure function. `docs/sources.md` says where its threshold comes from; no clinician has reviewed them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode

Level = Literal["note", "caution", "urgent", "emergency"]

LOW_MOOD, VERY_SEVERE = "mood_low", 4  # the rating's key in the monograph, and its worst answer
VERY_LOW = 1  # the lowest of the five moods
SEIZURE = "seizure"  # the episode's key in the monograph
LONG_SEIZURE_MINUTES = 5
LONGEST_GAP = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the rule of that name says: its sentences, and the words that lead to a heading of the Emergency page."""

    rule: str
    level: Level
    sentences: tuple[str, ...]
    link: str
    heading: str


VERY_LOW_MOOD = Notice(
    rule="very_low_mood",
    level="urgent",
    sentences=("You do not have to get through this alone.",),
    link="If you think of harming yourself: where to get help",
    heading="self-harm",
)
LARGE_AMOUNT = Notice(
    rule="large_amount",
    level="urgent",
    sentences=(),
    link="If this was more than ordered: what to do",
    heading="too-much",
)
LONG_SEIZURE = Notice(
    rule="long_seizure",
    level="emergency",
    sentences=(),
    link=f"A seizure of {LONG_SEIZURE_MINUTES} minutes or more: when to call, and what to do",
    heading="seizure",
)
GAP = Notice(
    rule="gap",
    level="caution",
    sentences=(
        "If you took it and did not log it, log it now.",
        "Do not stop suddenly: call your prescriber.",
    ),
    link="Run out, or stopped: what to do",
    heading="run-out",
)


def check_entry(detail: Detail, monograph: Monograph) -> tuple[Notice, ...]:
    """What the rules say of an entry that was saved."""
    found = (rule(detail, monograph) for rule in RULES)
    return tuple(notice for notice in found if notice is not None)


def very_low_mood(detail: Detail, _monograph: Monograph) -> Notice | None:
    """A check-in with the low mood very severe, or the mood as a whole very low."""
    if not isinstance(detail, CheckIn):
        return None
    worst = any(rated.effect == LOW_MOOD and rated.severity == VERY_SEVERE for rated in detail.ratings)
    return VERY_LOW_MOOD if worst or detail.mood == VERY_LOW else None


def large_amount(detail: Detail, monograph: Monograph) -> Notice | None:
    """A dose taken of more than the amount the journal asks about."""
    if not isinstance(detail, Dose):
        return None
    return LARGE_AMOUNT if detail.taken_ug > monograph.daily_range.ask_above_ug else None


def long_seizure(detail: Detail, _monograph: Monograph) -> Notice | None:
    """A seizure of five minutes or more."""
    if not isinstance(detail, Episode) or detail.what != SEIZURE:
        return None
    return LONG_SEIZURE if (detail.minutes or 0) >= LONG_SEIZURE_MINUTES else None


RULES: tuple[Callable[[Detail, Monograph], Notice | None], ...] = (very_low_mood, large_amount, long_seizure)


def gap(
    last_taken_at: datetime | None, closed_empty: Iterable[datetime], *, plan_goes_on: bool, now: datetime
) -> Notice | None:
    """36 hours since the last dose, with a planned time since then whose window ended with nothing recorded in it.

    `closed_empty` are the planned instants of such windows; those before the last dose do not count. Silent without a
    plan that goes on (none, a pause, as needed, or one that was ended), and while no dose was ever recorded.
    """
    if last_taken_at is None or not plan_goes_on or now - last_taken_at < LONGEST_GAP:
        return None
    return GAP if any(planned_at > last_taken_at for planned_at in closed_empty) else None
