"""Say the severity chart in sentences: a line for each effect, those that got worse before those that got better."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from journal.core.charts.dose_words import dose_words
from journal.core.charts.points import (
    DAILY_UP_TO,
    FEWEST_RATED,
    FEWEST_USUAL,
    Caption,
    State,
    completeness_words,
    median_of,
    rateable_days,
    severity_words,
)
from journal.core.charts.severity_points import NOTHING_BESIDE, Beside, DoseLine, Panel
from journal.core.record.forms import severity_word
from journal.core.values.amounts import write_amount
from journal.core.values.languages import N_, _, in_a_row, ngettext
from journal.core.values.periods import Period, day_words
from journal.core.values.sentences import inside, opening

MOST_DOSE_PERIODS = 4  # more dose periods than this make a sentence nobody reads

_BARS: Mapping[bool, str] = {  # in weeks
    False: N_("Each bar is the worst rating of a day."),
    True: N_("Each bar goes from the lowest to the highest rating of a week."),
}
_LINES: Mapping[bool, str] = {  # with a plan
    False: N_("The heavy line is the middle rating. It needs %(rated_days)s."),
    True: N_("The heavy line is the middle rating at each dose. It needs %(rated_days)s."),
}
_SHADES: Mapping[bool, str] = {  # in weeks
    False: N_("Days with no rating are shaded. Beside the dose, so are days with no dose recorded."),
    True: N_("Weeks with no rating are shaded. Beside the dose, so are days with no dose recorded."),
}

_Amount = Literal["planned", "nothing", "the same", "planned again", "nothing again"]
_Days = Literal["", "since", "between"]
_RATED_AT: Mapping[tuple[_Amount, _Days], str] = {  # what was rated at an amount, and when it was not there once only
    ("planned", ""): N_("%(rating)s at %(amount)s"),
    ("planned", "since"): N_("%(rating)s at %(amount)s since %(first)s"),
    ("planned", "between"): N_("%(rating)s at %(amount)s from %(first)s to %(last)s"),
    ("nothing", ""): N_("%(rating)s with nothing planned"),
    ("nothing", "since"): N_("%(rating)s with nothing planned since %(first)s"),
    ("nothing", "between"): N_("%(rating)s with nothing planned from %(first)s to %(last)s"),
    ("the same", "since"): N_("%(rating)s again since %(first)s"),
    ("the same", "between"): N_("%(rating)s again from %(first)s to %(last)s"),
    ("planned again", "since"): N_("%(rating)s at %(amount)s again since %(first)s"),
    ("planned again", "between"): N_("%(rating)s at %(amount)s again from %(first)s to %(last)s"),
    ("nothing again", "since"): N_("%(rating)s with nothing planned again since %(first)s"),
    ("nothing again", "between"): N_("%(rating)s with nothing planned again from %(first)s to %(last)s"),
}


class _DosePeriod(NamedTuple):
    """A dose period with the ratings of one effect; `amount` is for a day in `unit`, None where no plan is known."""

    amount: int | None
    first_on: date
    last_on: date
    rated: tuple[int, ...]
    unit: str

    @property
    def median(self) -> float:
        return median_of(self.rated) or 0

    @property
    def is_usual(self) -> bool:
        """Whether there are enough rated days to speak of a usual rating."""
        return len(self.rated) >= FEWEST_USUAL


def caption(
    period: Period,
    panels: Sequence[Panel],
    dose: DoseLine,
    today: date,
    beside: Beside = NOTHING_BESIDE,
    quiet_days: Sequence[date] = (),
    benefits: int = 0,
) -> Caption:
    """The question, the answer and what the marks mean; the last panels are of so many `benefits`."""
    rated_days = sum(any(value is not None for value in day) for day in zip(*(p.days for p in panels), strict=True))
    quiet = len(quiet_days)
    lines = _lines(period, panels, dose, today, quiet) if rated_days else (_unrated(dose, quiet),)
    weekly = len(period) > DAILY_UP_TO
    usual_from = ngettext("%(num)s rated day", "%(num)s rated days", FEWEST_USUAL)
    return Caption(
        question=_question(panels[: len(panels) - benefits] or panels, dose.of.name),
        answer="\n".join((*lines, *dose_words(period, dose, beside, today))),
        explanation=" ".join(
            (
                *(_(_BARS[weekly]), _(_LINES[bool(dose.steps)], rated_days=usual_from), _(_SHADES[weekly])),
                *([_("Days in a dashed frame are quiet: nothing was wrong, and nothing was rated.")] if quiet else []),
                *(
                    [_("What a medicine is for is answered once a day, and stands below the side effects.")]
                    if benefits
                    else []
                ),
            )
        ),
        state=_state(rated_days, dose),
        medicine=dose.of.name,
    )


def _question(panels: Sequence[Panel], medicine: str) -> str:
    if len(panels) == 1:
        effect = inside(panels[0].name)
        if medicine:
            return _("How was %(effect)s around each dose of %(medicine)s?", effect=effect, medicine=medicine)
        return _("How was %(effect)s around each dose?", effect=effect)
    if medicine:
        return _("How were the side effects around each dose of %(medicine)s?", medicine=medicine)
    return _("How were the side effects around each dose?")


def _state(rated_days: int, dose: DoseLine) -> State:
    if rated_days >= FEWEST_RATED:
        return "chart"
    return "too_few_ratings" if rated_days or any(dose.taken_amount) else "empty"


def _unrated(dose: DoseLine, quiet: int) -> str:
    if quiet:
        return ngettext(
            "Nothing is rated in this period. %(num)s day was quiet: nothing was wrong.",
            "Nothing is rated in this period. %(num)s days were quiet: nothing was wrong.",
            quiet,
        )
    taken_days = sum(bool(amount) for amount in dose.taken_amount)
    if not taken_days:
        return _("Nothing is rated in this period, and no dose is recorded as taken.")
    return ngettext(
        "Nothing is rated in this period; doses were taken on %(num)s day.",
        "Nothing is rated in this period; doses were taken on %(num)s days.",
        taken_days,
    )


def _lines(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date, quiet: int) -> tuple[str, ...]:
    told = [(panel, _dose_periods(period, panel, dose)) for panel in panels]
    told.sort(key=lambda pair: _rank(*pair))
    return tuple(_line(period, panel, dose_periods, today, quiet) for panel, dose_periods in told)


def _dose_periods(period: Period, panel: Panel, dose: DoseLine) -> Sequence[_DosePeriod]:
    """The dose periods in which the effect was rated; each is told from its first day on, also if that is not rated."""
    steps: list[tuple[int | None, date]] = [(step.daily_amount, step.first_on) for step in dose.steps]
    found = []
    for (amount, first_on), median in zip(steps or [(None, period.first_on)], panel.medians, strict=True):
        first, last = ((on - period.first_on).days for on in (median.first_on, median.last_on))
        rated = tuple(value for value in panel.days[first : last + 1] if value is not None)
        if rated:
            found.append(_DosePeriod(amount, first_on, median.last_on, rated, dose.of.unit))
    return found


def _rank(panel: Panel, dose_periods: Sequence[_DosePeriod]) -> tuple[bool, float, int]:
    """What got worse comes first: since the dose period before, or since the first one. Then what weighed most; what
    was not rated comes last. Equal ones keep the order of the panels."""
    medians = [dose_period.median for dose_period in dose_periods]
    rise = medians[-1] - min(medians[0], medians[-2]) if len(medians) > 1 else 0.0
    return not dose_periods, -rise, -sum(value or 0 for value in panel.days)


def _line(period: Period, panel: Panel, dose_periods: Sequence[_DosePeriod], today: date, quiet: int) -> str:
    effect, completeness = opening(panel.name), completeness_words(panel.rated, rateable_days(period, today), quiet)
    if not dose_periods:
        return _("%(effect)s: %(completeness)s.", effect=effect, completeness=inside(completeness))
    if len(dose_periods) > MOST_DOSE_PERIODS:
        ratings = _ends(dose_periods, period, today)
    elif len(dose_periods) == 1 and dose_periods[0].is_usual:
        ratings = _with_worst(_clause(dose_periods[0], (), period, today), period, panel, today)
    else:
        ratings = in_a_row([_clause(it, dose_periods[:n], period, today) for n, it in enumerate(dose_periods)])
    return _("%(effect)s: %(ratings)s. %(completeness)s.", effect=effect, ratings=ratings, completeness=completeness)


def _ends(dose_periods: Sequence[_DosePeriod], period: Period, today: date) -> str:
    first, last = dose_periods[0], dose_periods[-1]
    return ngettext(
        "%(first)s at first, %(last)s from %(day)s on; %(num)s dose period in all",
        "%(first)s at first, %(last)s from %(day)s on; %(num)s dose periods in all",
        len(dose_periods),
        first=_rated_at(_rating(first, follows_usual=False), first, (), period, today),
        last=_rated_at(_rating(last, follows_usual=first.is_usual), last, (), period, today),
        day=day_words(last.first_on, last.first_on.year != today.year),
    )


def _clause(dose_period: _DosePeriod, earlier: Sequence[_DosePeriod], period: Period, today: date) -> str:
    """A dose period after the earlier ones in words: "usual rating moderate at 1.5 mg", "mild again since 27 October".

    "Usual rating" stands before the first of those that have one in a row.
    """
    rating = _rating(dose_period, follows_usual=bool(earlier) and earlier[-1].is_usual)
    return _rated_at(rating, dose_period, earlier, period, today)


def _rating(dose_period: _DosePeriod, *, follows_usual: bool) -> str:
    """What was rated: "usual rating moderate", or "mild to severe on the 3 rated days": a few show nothing usual."""
    if dose_period.is_usual:
        severity = severity_words(dose_period.median)
        return severity if follows_usual else _("usual rating %(severity)s", severity=severity)
    low, high = (severity_word(end(dose_period.rated)) for end in (min, max))
    severity = high if low == high else _("%(low)s to %(high)s", low=low, high=high)
    return ngettext(
        "%(severity)s on the one rated day",
        "%(severity)s on the %(num)s rated days",
        len(dose_period.rated),
        severity=severity,
    )


def _rated_at(
    rating: str, dose_period: _DosePeriod, earlier: Sequence[_DosePeriod], period: Period, today: date
) -> str:
    """What was rated at which amount, with its days where that amount was there before."""
    if dose_period.amount is None:
        return rating
    same = [other for other in earlier if other.amount == dose_period.amount]
    first, last = (day_words(on, on.year != today.year) for on in (dose_period.first_on, dose_period.last_on))
    days: _Days = ""
    if same:
        days = "since" if dose_period.last_on == period.last_on >= today else "between"
    amount = write_amount(dose_period.amount, dose_period.unit)
    return _(_RATED_AT[_amount(dose_period, same), days], rating=rating, amount=amount, first=first, last=last)


def _amount(dose_period: _DosePeriod, same: Sequence[_DosePeriod]) -> _Amount:
    """How the amount is told after dose periods of the same one."""
    before = [other.median for other in same if other.is_usual] if dose_period.is_usual else []
    if not before:
        return "planned" if dose_period.amount else "nothing"
    if before[-1] == dose_period.median:
        return "the same"
    # "mild again" would be untrue where the same amount had another rating the last time.
    return "planned again" if dose_period.amount else "nothing again"


def _with_worst(rating: str, period: Period, panel: Panel, today: date) -> str:
    """The rating of the only dose period with its worst day."""
    worst = max(value for value in panel.days if value is not None)
    if not worst:
        return _("%(rating)s throughout", rating=rating)
    found = [on for on, value in zip(period.days(), panel.days, strict=True) if value == worst]
    last = day_words(found[-1], found[-1].year != today.year)
    if len(found) == 1:
        return _("%(rating)s, worst %(severity)s on %(day)s", rating=rating, severity=severity_word(worst), day=last)
    return _("%(rating)s, worst %(severity)s, last on %(day)s", rating=rating, severity=severity_word(worst), day=last)
