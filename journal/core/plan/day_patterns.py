"""How often a day: the usual patterns of a plan, each by the rows of the form that ask for its times."""

from collections.abc import Iterable, Mapping
from datetime import time

from journal.core.values.languages import N_

ROWS = 4  # times that have a row of their own in the form; further ones are typed one behind the other
USUAL_TIMES = (time(8), time(14), time(20), time(22))
OFTEN = "often"
OTHER_TIMES = "other"

# Which rows a pattern asks for, and what it is called.
PATTERNS: Mapping[str, tuple[frozenset[int], str]] = {
    "morning": (frozenset({1}), N_("Once, morning")),
    "night": (frozenset({4}), N_("Once, night")),
    "twice": (frozenset({1, 3}), N_("Twice")),
    "three": (frozenset({1, 2, 3}), N_("3 times")),
    OTHER_TIMES: (frozenset(range(1, ROWS + 1)), N_("Other times")),
}


def rows_of(often: str) -> frozenset[int]:
    """The rows a pattern asks for; without one, all of them may be filled."""
    return PATTERNS.get(often, PATTERNS[OTHER_TIMES])[0]


def asks_for_each(often: str) -> bool:
    """Whether every time of the pattern needs its amount: who chose twice a day has two."""
    return often in PATTERNS and often != OTHER_TIMES


def offers_patterns(fields: Mapping[str, str]) -> bool:
    """Whether a form offers them: its rows are the usual times, or one was chosen before a time was changed."""
    return OFTEN in fields or all(fields.get(f"time_{n}") == f"{at:%H:%M}" for n, at in enumerate(USUAL_TIMES, 1))


def with_usual_times(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields with the times of rows that were not shown, and so were not sent."""
    return {f"time_{n}": f"{at:%H:%M}" for n, at in enumerate(USUAL_TIMES, 1)} | dict(fields)


def pattern_of(filled: Iterable[int]) -> str:
    """The pattern of a plan at usual times, by the rows that have an amount; "" where none has one."""
    rows = frozenset(filled)
    found = (name for name, (of_pattern, _) in PATTERNS.items() if of_pattern == rows)
    return next(found, OTHER_TIMES) if rows else ""
