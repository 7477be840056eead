"""The points of the estimated amount in the body: a panel for each medicine whose numbers are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NamedTuple

from journal.core.charts.points import Chart, Of
from journal.core.medicine.kinetics import Kinetics

# Whether what was taken until then is known; "unsure" is what is recorded, and there may be more.
Certainty = Literal["sure", "unsure", "unknown"]


class AmountPoint(NamedTuple):
    """The amounts at a place along the days: `x` is how many days after the beginning of the first one, with parts.

    `low` and `high` are those of a typical person: one number at an instant, two for a day or a week. `least` and
    `most` are those of people whose body is quicker and slower.
    """

    x: float
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """A day, or a week of a long period: what is known of it, and the lowest and highest amounts (None: nothing).

    Of a week the amounts are those of its sure days; `recorded` says whether anything at all was written down.
    """

    first_on: date
    last_on: date
    certainty: Certainty
    recorded: bool
    amounts: AmountPoint | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points that follow each other without a break, all sure or all unsure."""

    is_sure: bool
    points: tuple[AmountPoint, ...]


@dataclass(frozen=True, slots=True)
class AmountPanel:
    """One medicine: every day or week, and the stretches that are drawn. `now` is what a typical person has at the end
    of today, where that is sure; in a picture of `is_line` the points are instants."""

    of: Of
    pk: Kinetics
    spans: tuple[AmountSpan, ...]
    stretches: tuple[Stretch, ...]
    is_line: bool
    now: float | None = None

    @property
    def sure(self) -> tuple[AmountPoint, ...]:
        """The amounts of the days or weeks that are sure."""
        return tuple(span.amounts for span in self.spans if span.amounts and span.certainty == "sure")

    @property
    def most(self) -> float:
        """The highest amount that is drawn."""
        return max((point.most for stretch in self.stretches for point in stretch.points), default=0.0)


@dataclass(frozen=True, slots=True)
class AmountChart(Chart):
    """The estimated amount in the body, one panel a medicine."""

    name: ClassVar[str] = "amount"
    panels: tuple[AmountPanel, ...]


def together(points: Iterable[AmountPoint], x: float) -> AmountPoint | None:
    """The lowest and highest of several; None of none."""
    found = list(points)
    if not found:
        return None
    return AmountPoint(
        x,
        min(point.low for point in found),
        max(point.high for point in found),
        min(point.least for point in found),
        max(point.most for point in found),
    )
