"""Lay out the plan as a small picture: the amount a day that was ordered as a line, what was taken as bars below it.

The numbers are those of the charts (`core.charts.dose_lines`); here they get their places, and the page draws them
inline. The list of steps beside it says the same in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.core.charts.dose_lines import Doses, dose_line
from journal.core.charts.severity_points import DoseStep
from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.core.values.amounts import write_amount, write_number
from journal.core.values.languages import _, day
from journal.core.values.periods import Period

WIDE, TOP, BASE = 360, 40, 112  # of a picture that is as wide as a phone; letters stand above TOP and below BASE
MOST_BACK = MOST_AHEAD = timedelta(days=182)
AFTER_LAST = timedelta(days=14)  # shown after the last change to come
LETTER = 9  # as wide as a letter is at most

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `is_last` ones end there."""

    x: int
    y: int
    words: str
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Paths of a picture: what was planned until `today_x`, what is `ahead`, and a bar for what was taken each day;
    `amounts` stand at the line, `months` below it."""

    planned: str
    ahead: str
    taken: str
    today_x: int
    amounts: tuple[Label, ...]
    months: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where days and amounts stand."""

    period: Period
    most: int

    def x(self, on: date) -> int:
        """Where a day begins."""
        return (on - self.period.first_on).days * WIDE // len(self.period)

    def y(self, amount: int) -> int:
        """How high an amount stands; one above the most stands at the top."""
        return BASE - min(amount, self.most) * (BASE - TOP) // self.most


def plan_line(plan: Plan, lived: Lived, today: date, unit: str) -> PlanLine | None:
    """The picture of the half year around today; None where the amount a day is one and the same all the time."""
    period = _period(plan, today)
    if period is None:
        return None
    taken: dict[date, int] = {}
    for dose in lived.doses:
        if dose.status == "taken":
            taken[dose.on] = taken.get(dose.on, 0) + dose.amount
    line = dose_line(period, Doses(plan.counting, taken.items()), plan.pauses)
    if len({step.daily_amount for step in line.steps}) < 2:
        return None
    most = max(step.daily_amount for step in line.steps)
    places = _Places(period, most=min(max([most, *taken.values()]), most * 3 // 2))
    pieces = [piece for piece in line.owed if piece.daily_amount]  # nothing is drawn in a pause
    bars = zip(period.days(), line.taken_amount, strict=True)
    return PlanLine(
        planned=_path((_cut(piece, last_on=today) for piece in pieces), places),
        ahead=_path((_cut(piece, first_on=today + _DAY) for piece in pieces), places),
        taken="".join(_bar(on, amount, places) for on, amount in bars if amount),
        today_x=places.x(today + _DAY),
        amounts=tuple(_amounts(pieces, places, unit)),
        months=tuple(_months(places)),
    )


def _period(plan: Plan, today: date) -> Period | None:
    """From half a year ago, or the first step, until shortly after the last change, half a year ahead at most."""
    steps = plan.counting
    if not steps or (steps[-1].ends_on is not None and steps[-1].ends_on < today):
        return None
    changes = [step.starts_on for step in steps] + [step.ends_on + _DAY for step in steps if step.ends_on is not None]
    first_on = max(min(steps[0].starts_on, today), today - MOST_BACK)
    return Period(first_on, min(max(*changes, today) + AFTER_LAST, today + MOST_AHEAD))


def _cut(piece: DoseStep, first_on: date = date.min, last_on: date = date.max) -> DoseStep:
    return DoseStep(max(piece.first_on, first_on), min(piece.last_on, last_on), piece.daily_amount)


def _path(pieces: Iterable[DoseStep], places: _Places) -> str:
    """The line over those pieces that have a day; days that follow each other are joined."""
    path, until = "", None
    for piece in pieces:
        if piece.first_on <= piece.last_on:
            y = places.y(piece.daily_amount)
            path += f"V{y}" if piece.first_on == until else f"M{places.x(piece.first_on)} {y}"
            path += f"H{places.x(piece.last_on + _DAY)}"
            until = piece.last_on + _DAY
    return path


def _bar(on: date, amount: int, places: _Places) -> str:
    return f"M{places.x(on)} {BASE}V{places.y(amount)}H{places.x(on + _DAY)}V{BASE}Z"


def _amounts(pieces: Sequence[DoseStep], places: _Places, unit: str) -> Iterator[Label]:
    """The amounts at the line where there is room, the first one with its unit."""
    free_from, before = 0, None
    for piece in pieces:
        words = write_number(piece.daily_amount) if before is not None else write_amount(piece.daily_amount, unit)
        x, wide = max(places.x(piece.first_on) + 4, 2), LETTER * len(words)
        if piece.daily_amount != before and x >= free_from:
            is_last = x + wide > WIDE
            yield Label(WIDE if is_last else x, places.y(piece.daily_amount) - 6, words, is_last)
            free_from, before = x + wide, piece.daily_amount


def _months(places: _Places) -> Iterator[Label]:
    """The names of the months below their first days."""
    free_from = 0
    for on in places.period.days():
        x = places.x(on)
        if on.day == 1 and x >= free_from and x + 3 * LETTER < WIDE:
            yield Label(x, BASE, day(on, _("LLL")))
            free_from = x + 5 * LETTER
