"""Compute the hours since the last dose: how strong each effect was, by how long ago the last dose was taken.

A rating is the worst since the check-in before and has no hour. What has one is the answer to "And right now?", and a
check-in whose whole time lies in one bin of hours. Nothing else is counted, however little that leaves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from journal.core.charts.points import ONLY_ONE, Caption, Chart, Of, State, Table, median_of, severity_words
from journal.core.plan.adherence import TakenDose
from journal.core.plan.dose_columns import columns_of
from journal.core.values.languages import _, in_a_row, ngettext, pgettext
from journal.core.values.periods import Period
from journal.core.values.sentences import inside, opening

ENDS = tuple(timedelta(hours=hours) for hours in (2, 4, 8, 12))  # of the bins, each in its own
BINS = len(ENDS) + 1  # the last one is open
FEWEST_IN_BIN = 3  # fewer answers show nothing usual
LOOK_BACK = timedelta(days=7)  # an answer longer after the last recorded dose is left out

NOT_NOW = -1  # what stands in a column of severities right now where that was not answered


class CheckIns(NamedTuple):
    """Check-ins, column by column: their minutes, as `clock.minute_number` counts them, and the days they rate, as
    `date.toordinal` numbers them. One without any answer ends the time before it all the same."""

    minutes: Sequence[int] = ()
    days: Sequence[int] = ()


class Answers(NamedTuple):
    """What check-ins said of one effect, column by column: which of the check-ins, the worst since the check-in before,
    and right now, or `NOT_NOW`. A record of ten years has tens of thousands of them."""

    check_ins: Sequence[int] = ()
    worst: Sequence[int] = ()
    now: Sequence[int] = ()


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
    check_ins: CheckIns,
    answers: Mapping[str, Answers],
    doses: Iterable[TakenDose],
    entry_days: Collection[date],
    of: Of = ONLY_ONE,
) -> HoursChart:
    """The points for `effects`, given as (key, name), after the doses of one medicine; those without an answer that has
    its hours get no panel.

    `check_ins`, in any order, and `doses` reach `LOOK_BACK` before the period, and so do `entry_days`, the days with
    any entry: a dose that a day without one lies behind may not have been the last. `answers` are those of each effect.
    """
    from journal.core.charts.hour_bins import Bins  # noqa: PLC0415 - it loads numpy

    bins = Bins.of(check_ins, period, columns_of(doses), entry_days)
    said = {key: answers.get(key, Answers()) for key, _name in effects}
    found = {key: bins.sort_in(own) for key, own in said.items()}
    has_now = any(bins.has_now(own) for own in said.values())
    panels = tuple(HoursPanel(key, name, tuple(map(bin_of, found[key]))) for key, name in effects if any(found[key]))
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


def bin_words(number: int) -> str:
    """The hours of a bin in words: "0 to 2 h", "over 12 h"."""
    low = round((ENDS[number - 1] if number else timedelta()) / timedelta(hours=1))
    if number == len(ENDS):
        return _("over %(hours)s\u00a0h", hours=low)
    return _("%(low)s to %(high)s\u00a0h", low=low, high=round(ENDS[number] / timedelta(hours=1)))


def bin_name(number: int) -> str:
    """The same where there is little room: "0–2 h"."""
    low = round((ENDS[number - 1] if number else timedelta()) / timedelta(hours=1))
    if number == len(ENDS):
        return bin_words(number)
    return _("%(low)s–%(high)s\u00a0h", low=low, high=round(ENDS[number] / timedelta(hours=1)))


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
