"""Interleaved measuring, and the rows of the table."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Sides:
    """The medians of both sides and of the rounds' ratios, which a slow moment of the machine leaves alone."""

    ours: float
    theirs: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `measured` and `goal` are ratios unless `unit` names something else."""

    what: str
    goal: float
    measured: float | None
    note: str
    unit: str = "×"

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        if self.measured is None:
            return "NOT MEASURED"
        return "met" if self.measured <= self.goal else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        measured = "" if self.measured is None else _number(self.measured, self.unit)
        return self.what, f"≤ {_number(self.goal, self.unit)}", measured, self.verdict, self.note


def each(*parts: tuple[str, Callable[[], Iterable[Row]]]) -> Iterator[Row]:
    """The rows of every part; one that fails stands in the table under its name, and the others are still measured."""
    for name, measure in parts:
        try:
            yield from measure()
        except Exception as error:  # whatever it was: a time-out, an answer that was none
            yield Row(name, float("nan"), None, f"{type(error).__name__}: {error}")


def ratio_row(what: str, goal: float, sides: Sides, unit: str = "ms", more: str = "") -> Row:
    """The line of a ratio; the note says the medians it comes from."""
    note = f"{sides.ours:.3g} to {sides.theirs:.3g} {unit}"
    return Row(what, goal, sides.ratio, f"{note}; {more}" if more else note)


class Rounds:
    """What rounds found, by name. A round that fails leaves a sentence; what was found counts all the same."""

    def __init__(self) -> None:
        self.tried = 0
        self.found: dict[str, list[tuple[float, float]]] = {}
        self.faults: list[str] = []

    def run(self, number: int, measure: Callable[[], Iterable[tuple[str, float, float]]]) -> None:
        """Run that many rounds; each gives names with both sides."""
        for _ in range(number):
            self.tried += 1
            try:
                for name, ours, theirs in measure():
                    self.found.setdefault(name, []).append((ours, theirs))
            except Exception as error:  # as in `each`
                self.faults.append(f"{type(error).__name__}: {error}")

    def row(self, name: str, what: str, goal: float, unit: str = "ms", more: str = "") -> Row:
        """The line of the ratio under that name; it says how many rounds it lacks, and why."""
        pairs = self.found.get(name, [])
        lacking = f"{len(pairs)} of {self.tried} rounds: {self.faults[0]}" if len(pairs) < self.tried else ""
        if not pairs:
            return Row(what, goal, None, lacking)
        return ratio_row(what, goal, sides(pairs), unit, "; ".join(filter(None, (more, lacking))))


def compare(ours: Work, theirs: Work, rounds: int, times: int = 1) -> Sides:
    """CPU milliseconds of one call of each, from `rounds` rounds of `times` calls, after some calls to warm up."""
    for side in (ours, theirs):
        for _ in range(times):
            side()
    return sides([(_cpu(ours, times), _cpu(theirs, times)) for _ in range(rounds)])


def sides(pairs: list[tuple[float, float]]) -> Sides:
    """The medians of measured rounds, each a pair (ours, theirs)."""
    return Sides(
        median(mine for mine, _ in pairs),
        median(other for _, other in pairs),
        median(mine / other for mine, other in pairs),
    )


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table, aligned for the terminal too."""
    cells = [("what", "goal", "measured", "", "medians"), *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
    padded = [[text.ljust(width) for text, width in zip(line, widths, strict=True)] for line in cells]
    lines = [f"| {' | '.join(line)} |" for line in padded]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cpu(work: Work, times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) * 1000 / times


def _number(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}" if unit != "×" else f"{value:.2f} ×"
