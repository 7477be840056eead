"""Say the severity chart in sentences: a line for each effect, those that got worse before those that got better."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from journal.core.charts.points import (
    DAILY_UP_TO,
    FEWEST_RATED,
    FEWEST_USUAL,
    Caption,
    State,
    median_of,
    rateable_days,
    severity_words,
)
from journal.core.charts.severity_points import DoseLine, Panel
from journal.core.values.amounts import milligrams
from journal.core.values.periods import Period, day_words
from journal.core.values.sentences import counted, inside, opening

USUAL = "usual rating "
MOST_DOSE_PERIODS = 4  # more dose periods than this make a sentence nobody reads


class _DosePeriod(NamedTuple):
    """A dose period with the ratings of one effect; the amount is micrograms a day, None where no plan is known."""

    amount_ug: int | None
    first_on: date
    last_on: date
    rated: tuple[int, ...]

    @property
    def median(self) -> float:
        return median_of(self.rated) or 0

    @property
    def is_usual(self) -> bool:
        """Whether there are enough rated days to speak of a usual rating."""
        return len(self.rated) >= FEWEST_USUAL


def caption(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date) -> Caption:
    """The question, the answer and what the marks mean."""
    what = inside(panels[0].name) if len(panels) == 1 else ""
    question = f"How was {what} around each dose?" if what else "How were the side effects around each dose?"
    mark = "Lowest to highest rating of each week" if len(period) > DAILY_UP_TO else "Worst rating of each day"
    line = "the heavy line is the middle of each dose period" if dose.steps else "the heavy line is the middle rating"
    unrated = "weeks" if len(period) > DAILY_UP_TO else "days"
    rated_days = sum(any(value is not None for value in day) for day in zip(*(p.days for p in panels), strict=True))
    lines = _lines(period, panels, dose, today) if rated_days else (_unrated(dose),)
    return Caption(
        question=question,
        answer="\n".join(lines),
        explanation=f"{mark}; {line}, from {FEWEST_USUAL} rated days on; "
        f"shaded {unrated} have no rating or, beside the dose, no dose recorded.",
        state=_state(rated_days, dose),
    )


def _state(rated_days: int, dose: DoseLine) -> State:
    if rated_days >= FEWEST_RATED:
        return "chart"
    return "too_few_ratings" if rated_days or any(dose.taken_ug) else "empty"


def _unrated(dose: DoseLine) -> str:
    taken_days = sum(bool(ug) for ug in dose.taken_ug)
    if taken_days:
        return f"Nothing is rated in this period; doses were taken on {counted(taken_days, 'day')}."
    return "Nothing is rated in this period, and no dose is recorded as taken."


def _lines(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date) -> tuple[str, ...]:
    told = [(panel, _dose_periods(period, panel, dose)) for panel in panels]
    told.sort(key=lambda pair: _rank(*pair))
    return tuple(_line(period, panel, dose_periods, today) for panel, dose_periods in told)


def _dose_periods(period: Period, panel: Panel, dose: DoseLine) -> Sequence[_DosePeriod]:
    """The dose periods in which the effect was rated."""
    amounts: list[int | None] = [step.daily_ug for step in dose.steps] or [None]
    found = []
    for amount_ug, median in zip(amounts, panel.medians, strict=True):
        first, last = ((on - period.first_on).days for on in (median.first_on, median.last_on))
        rated = tuple(value for value in panel.days[first : last + 1] if value is not None)
        if rated:
            found.append(_DosePeriod(amount_ug, median.first_on, median.last_on, rated))
    return found


def _rank(panel: Panel, dose_periods: Sequence[_DosePeriod]) -> tuple[bool, float, int]:
    """What got worse comes first: since the dose period before, or since the first one. Then what weighed most; what
    was not rated comes last. Equal ones keep the order of the panels."""
    medians = [dose_period.median for dose_period in dose_periods]
    rise = medians[-1] - min(medians[0], medians[-2]) if len(medians) > 1 else 0.0
    return not dose_periods, -rise, -sum(value or 0 for value in panel.days)


def _line(period: Period, panel: Panel, dose_periods: Sequence[_DosePeriod], today: date) -> str:
    completeness = f"rated on {panel.rated:,} of {counted(rateable_days(period, today), 'day')}"
    if not dose_periods:
        return f"{opening(panel.name)}: {completeness}."
    if len(dose_periods) > MOST_DOSE_PERIODS:
        said = _ends(dose_periods, period, today)
    else:
        said = ", ".join(_each(dose_periods, period, today))
        said += _worst(period, panel, today) if len(dose_periods) == 1 and dose_periods[0].is_usual else ""
    return f"{opening(panel.name)}: {said}; {completeness}."


def _ends(dose_periods: Sequence[_DosePeriod], period: Period, today: date) -> str:
    first, last = (_each([dose_period], period, today)[0] for dose_period in (dose_periods[0], dose_periods[-1]))
    if first.startswith(USUAL):
        last = last.removeprefix(USUAL)
    since = day_words(dose_periods[-1].first_on, dose_periods[-1].first_on.year != today.year)
    return f"{first} at first, {last} from {since} on; {len(dose_periods)} dose periods in all"


def _each(dose_periods: Sequence[_DosePeriod], period: Period, today: date) -> list[str]:
    """Each dose period in words; "usual rating" stands before the first of those that have one in a row."""
    found = []
    for n, dose_period in enumerate(dose_periods):
        usual = "" if n and dose_periods[n - 1].is_usual else USUAL
        tell = _usual if dose_period.is_usual else _few
        found.append((usual if dose_period.is_usual else "") + tell(dose_period, dose_periods[:n], period, today))
    return found


def _usual(dose_period: _DosePeriod, earlier: Sequence[_DosePeriod], period: Period, today: date) -> str:
    """ "moderate at 1.5 mg"; where that amount was there before: "mild again since 27 October"."""
    word = severity_words(dose_period.median)
    before = [other.median for other in earlier if other.amount_ug == dose_period.amount_ug and other.is_usual]
    if not before:
        return word + _at(dose_period, earlier, period, today)
    # "mild again" would be untrue where the same amount had another rating the last time.
    said = f"{word} again" if before[-1] == dose_period.median else f"{word}{_amount(dose_period.amount_ug)} again"
    return said + _dates(dose_period, period, today)


def _few(dose_period: _DosePeriod, earlier: Sequence[_DosePeriod], period: Period, today: date) -> str:
    """ "very severe on the one rated day at 2 mg": a few days show nothing usual."""
    low, high = min(dose_period.rated), max(dose_period.rated)
    said = severity_words(high) if low == high else f"{severity_words(low)} to {severity_words(high)}"
    days = "the one rated day" if len(dose_period.rated) == 1 else f"the {len(dose_period.rated)} rated days"
    return f"{said} on {days}{_at(dose_period, earlier, period, today)}"


def _at(dose_period: _DosePeriod, earlier: Sequence[_DosePeriod], period: Period, today: date) -> str:
    """The amount, with its days where it stands there for the second time."""
    again = any(other.amount_ug == dose_period.amount_ug for other in earlier)
    return _amount(dose_period.amount_ug) + (_dates(dose_period, period, today) if again else "")


def _amount(amount_ug: int | None) -> str:
    if amount_ug is None:
        return ""
    return f" at {milligrams(amount_ug)} mg" if amount_ug else " with nothing planned"


def _dates(dose_period: _DosePeriod, period: Period, today: date) -> str:
    first, last = (day_words(on, on.year != today.year) for on in (dose_period.first_on, dose_period.last_on))
    return f" since {first}" if dose_period.last_on == period.last_on >= today else f" from {first} to {last}"


def _worst(period: Period, panel: Panel, today: date) -> str:
    """The end of the sentence where there is one dose period only: the worst day."""
    worst = max(value for value in panel.days if value is not None)
    if not worst:
        return " throughout"
    found = [on for on, value in zip(period.days(), panel.days, strict=True) if value == worst]
    last = day_words(found[-1], found[-1].year != today.year)
    return f", worst {severity_words(worst)}{'' if len(found) == 1 else ', last'} on {last}"
