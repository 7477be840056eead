"""Compute the hours since the last dose: how strong each effect was, by how long ago the last dose was taken.

A rating is the worst since the check-in before and has no hour. What has one is the answer to "And right now?", and a
check-in whose whole time lies in one bin of hours. Nothing else is counted, however little that leaves.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from journal.core.charts.points import ONLY_ONE, Caption, Chart, Of, State, Table, median_of, severity_words
from journal.core.plan.adherence import TakenDose
from journal.core.record.checkins import LONGEST_SPAN
from journal.core.values.clock import minute_of
from journal.core.values.languages import _, in_a_row, ngettext, pgettext
from journal.core.values.periods import Period
from journal.core.values.sentences import inside, opening

ENDS = tuple(timedelta(hours=hours) for hours in (2, 4, 8, 12))  # of the bins, each in its own
BINS = len(ENDS) + 1  # the last one is open
FEWEST_IN_BIN = 3  # fewer answers show nothing usual
LOOK_BACK = timedelta(days=7)  # an answer longer after the last recorded dose is left out

_DAY = timedelta(days=1)


class Answer(NamedTuple):
    """What one check-in said of one effect: the worst since the check-in before, and right now where that was answered.

    `on` is the day it rates. A check-in that rated nothing has the effect "": it ends the time before it all the same.
    """

    at: datetime
    on: date
    effect: str
    severity: int
    now_severity: int | None


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of one bin of hours: how many, their lowest, middle and highest, and where their middle half lies.

    Without any, and the median of fewer than `FEWEST_IN_BIN`, they are None. The ends of the middle half are answers
    that were given: at least half of all lie between them.
    """

    answers: int
    low: int | None = None
    quarter: int | None = None
    median: float | None = None
    three_quarters: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class HoursPanel:
    """One effect: its bins, those soon after a dose first."""

    effect: str
    name: str
    bins: tuple[Bin, ...]

    @property
    def answers(self) -> int:
        """The answers of all its bins."""
        return sum(each.answers for each in self.bins)


@dataclass(frozen=True, slots=True)
class HoursChart(Chart):
    """How strong each effect was by the hours since the last dose, one panel an effect."""

    name: ClassVar[str] = "hours"
    of_days: ClassVar[bool] = False
    panels: tuple[HoursPanel, ...]


def hours_chart(
    period: Period,
    effects: Sequence[tuple[str, str]],
    answers: Collection[Answer],
    doses: Iterable[TakenDose],
    entry_days: Collection[date],
    of: Of = ONLY_ONE,
) -> HoursChart:
    """The points for `effects`, given as (key, name), after the doses of one medicine; those without an answer that has
    its hours get no panel.

    `answers` and `doses` reach `LOOK_BACK` before the period, and so do `entry_days`, the days with any entry: a dose
    that a day without one lies behind may not have been the last.
    """
    chosen = dict(effects)
    asked = [answer for answer in answers if answer.effect in chosen and answer.on in period]
    found: dict[str, list[list[int]]] = {effect: [[] for _ in range(BINS)] for effect in chosen}
    bins = _bins(answers, period, _Doses(doses, entry_days))
    for answer in asked:
        right_now, since_before = bins[answer.at, answer.on]
        if answer.now_severity is not None:
            number, severity = right_now, answer.now_severity
        else:
            number, severity = since_before, answer.severity
        if number is not None:
            found[answer.effect][number].append(severity)
    panels = tuple(HoursPanel(key, name, tuple(map(bin_of, found[key]))) for key, name in effects if any(found[key]))
    has_now = any(answer.now_severity is not None for answer in asked)
    names = [panel.name for panel in panels] or [name for _, name in effects]
    return HoursChart(period, _caption(names, panels, of, has_now=has_now), _table(panels), panels)


def bin_of(severities: Sequence[int]) -> Bin:
    """The answers of one bin in short."""
    if not severities:
        return Bin(0)
    ordered = sorted(severities)
    quarter = (len(ordered) - 1) // 4
    is_usual = len(ordered) >= FEWEST_IN_BIN
    return Bin(
        answers=len(ordered),
        low=ordered[0],
        quarter=ordered[quarter],
        median=median_of(ordered) if is_usual else None,
        three_quarters=ordered[-1 - quarter],
        high=ordered[-1],
    )


def _bins(
    answers: Collection[Answer], period: Period, doses: "_Doses"
) -> Mapping[tuple[datetime, date], tuple[int | None, int | None]]:
    """For the moment of each check-in of the period, once for all its answers: the bin of that moment, and the bin of
    the whole time since the check-in before."""
    moments = {(answer.at, answer.on): minute_of(answer.at) for answer in answers}
    begins = _begins({*moments.values()})
    return {
        (at, on): (doses.bin_at(minute, on), doses.bin_of(begins[minute], minute, on))
        for (at, on), minute in moments.items()
        if on in period
    }


def _begins(instants: Collection[datetime]) -> Mapping[datetime, datetime]:
    """When the time begins a check-in of each instant stands for: at the one before, `LONGEST_SPAN` ago at most."""
    begins: dict[datetime, datetime] = {}
    before = None
    for at in sorted(instants):
        begins[at] = max(before, at - LONGEST_SPAN) if before else at - LONGEST_SPAN
        before = at
    return begins


class _Doses:
    """The taken doses of one medicine, to find the last one before an answer."""

    def __init__(self, doses: Iterable[TakenDose], entry_days: Collection[date]) -> None:
        taken = sorted({(minute_of(dose.at), dose.on) for dose in doses if dose.status == "taken"})
        self.instants = [at for at, _ in taken]
        self.days = [on for _, on in taken]
        self.entry_days = entry_days

    def bin_at(self, at: datetime, on: date) -> int | None:
        """The bin of an instant of that day; None where the last dose before it is not known."""
        n = bisect_right(self.instants, at) - 1
        if n < 0 or at - self.instants[n] > LOOK_BACK or not self._is_last(self.days[n], on):
            return None
        return bisect_left(ENDS, at - self.instants[n])

    def bin_of(self, begins: datetime, at: datetime, on: date) -> int | None:
        """The bin in which all of a time lies; None where there is no such one, or a dose within that time."""
        first, last = (bisect_right(self.instants, instant) for instant in (begins, at))
        if first != last:
            return None
        number = self.bin_at(begins, on)
        return number if number == self.bin_at(at, on) else None

    def _is_last(self, dosed_on: date, on: date) -> bool:
        """Whether no day without any entry lies between: one on such a day may have been taken and not recorded."""
        between = (dosed_on + n * _DAY for n in range(1, (on - dosed_on).days))
        return all(day in self.entry_days for day in between)


def bin_words(number: int) -> str:
    """The hours of a bin in words: "0 to 2 h", "over 12 h"."""
    low = round((ENDS[number - 1] if number else timedelta()) / timedelta(hours=1))
    if number == len(ENDS):
        return _("over %(hours)s\u00a0h", hours=low)
    return _("%(low)s to %(high)s\u00a0h", low=low, high=round(ENDS[number] / timedelta(hours=1)))


def _caption(names: Sequence[str], panels: Sequence[HoursPanel], of: Of, *, has_now: bool) -> Caption:
    state = _state(panels, has_now=has_now)
    return Caption(
        question=_question(names, of.name),
        answer=_missing(state) or "\n".join(map(_line, panels)),
        explanation=" ".join(_explanation()),
        state=state,
        medicine=of.name,
    )


def _explanation() -> Iterator[str]:
    """What is counted, and what the marks mean."""
    yield _("Counted from the last dose that is recorded.")
    yield _("The heavy line is the middle answer. The bar is the middle half of them.")
    yield _("The thin line goes from the lowest to the highest.")
    yield ngettext(
        "The number below says how many there are. Fewer than %(num)s is shaded.",
        "The number below says how many there are. Fewer than %(num)s are shaded.",
        FEWEST_IN_BIN,
    )
    yield _("Only answers to “And right now?” count, and check-ins whose whole time lies in one span of hours.")


def _state(panels: Sequence[HoursPanel], *, has_now: bool) -> State:
    if any(each.median is not None for panel in panels for each in panel.bins):
        return "chart"
    if panels:
        return "too_few_answers"
    return "too_few_doses" if has_now else "empty"


def _missing(state: State) -> str:
    """What there is to say where no answer has its hours."""
    if state == "empty":
        return _("No answer to “And right now?” in this period. It can be given in a check-in, below the first answer.")
    if state == "too_few_doses":
        return _("No dose is recorded in the days before these answers.")
    return ""


def _question(names: Sequence[str], medicine: str) -> str:
    if len(names) == 1:
        effect = inside(names[0])
        if medicine:
            return _("How was %(effect)s in the hours after a dose of %(medicine)s?", effect=effect, medicine=medicine)
        return _("How was %(effect)s in the hours after a dose?", effect=effect)
    if medicine:
        return _("How were the side effects in the hours after a dose of %(medicine)s?", medicine=medicine)
    return _("How were the side effects in the hours after a dose?")


def _line(panel: HoursPanel) -> str:
    """ "Drowsiness: moderate (2 to 4 h), mild (over 12 h); 14 answers." """
    said = [
        _("%(severity)s (%(hours)s)", severity=severity_words(each.median), hours=bin_words(number))
        for number, each in enumerate(panel.bins)
        if each.median is not None
    ]
    if not said:
        return ngettext(
            "%(effect)s: %(num)s answer, too few to compare.",
            "%(effect)s: %(num)s answers, too few to compare.",
            panel.answers,
            effect=opening(panel.name),
        )
    return ngettext(
        "%(effect)s: %(ratings)s. %(num)s answer.",
        "%(effect)s: %(ratings)s. %(num)s answers.",
        panel.answers,
        effect=opening(panel.name),
        ratings=in_a_row(said),
    )


def _table(panels: Sequence[HoursPanel]) -> Table:
    return Table(
        caption=_("How strong it was, by the hours since the last dose"),
        head=(pgettext("column", "Hours since the last dose"), *(opening(panel.name) for panel in panels)),
        rows=tuple((bin_words(n), *(_cell(panel.bins[n]) for panel in panels)) for n in range(BINS)),
    )


def _cell(found: Bin) -> str:
    """ "moderate, half of them mild to severe, all mild to very severe (12 answers)"."""
    if found.low is None or found.high is None or found.quarter is None or found.three_quarters is None:
        return _("no answer")
    whole = _range(found.low, found.high)
    if found.median is None:
        return ngettext("%(range)s (%(num)s answer)", "%(range)s (%(num)s answers)", found.answers, range=whole)
    if found.low == found.high:
        return ngettext(
            "%(severity)s (%(num)s answer)", "%(severity)s (%(num)s answers)", found.answers, severity=whole
        )
    return ngettext(
        "%(median)s; middle half %(half)s, all %(range)s (%(num)s answer)",
        "%(median)s; middle half %(half)s, all %(range)s (%(num)s answers)",
        found.answers,
        median=severity_words(found.median),
        half=_range(found.quarter, found.three_quarters),
        range=whole,
    )


def _range(low: int, high: int) -> str:
    if low == high:
        return severity_words(low)
    return _("%(low)s to %(high)s", low=severity_words(low), high=severity_words(high))
