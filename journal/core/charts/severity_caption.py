"""What is said with chart 1: a line for each effect, those that got worse before those that got better."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from journal.core.charts.points import (
    DAILY_UP_TO,
    FEWEST_RATED,
    FEWEST_USUAL,
    DoseLine,
    Panel,
    State,
    Words,
    middle_of,
    severity_words,
)
from journal.core.values.amounts import milligrams
from journal.core.values.periods import Period, day_words
from journal.core.values.sentences import counted, inside, opening

USUAL = "usual rating "
MOST_SPELLS = 4  # more dose periods than this make a sentence nobody reads


class _Spell(NamedTuple):
    """A dose period with the ratings of one effect; the amount is micrograms a day, None where no plan is known."""

    amount_ug: int | None
    first_on: date
    last_on: date
    rated: tuple[int, ...]

    @property
    def middle(self) -> float:
        return middle_of(self.rated) or 0

    @property
    def is_usual(self) -> bool:
        """Whether there are enough rated days to speak of a usual rating."""
        return len(self.rated) >= FEWEST_USUAL


def words(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date) -> Words:
    """The question, the answer and what the marks mean."""
    what = inside(panels[0].name) if len(panels) == 1 else ""
    question = f"How was {what} around each dose?" if what else "How were the side effects around each dose?"
    mark = "Lowest to highest rating of each week" if len(period) > DAILY_UP_TO else "Worst rating of each day"
    line = "the heavy line is the middle of each dose period" if dose.steps else "the heavy line is the middle rating"
    unrated = "weeks" if len(period) > DAILY_UP_TO else "days"
    rated_days = sum(any(value is not None for value in day) for day in zip(*(p.days for p in panels), strict=True))
    lines = _lines(period, panels, dose, today) if rated_days else (_unrated(dose),)
    return Words(
        question=question,
        answer="\n".join(lines),
        reading=f"{mark}; {line}, from {FEWEST_USUAL} rated days on; "
        f"shaded {unrated} have no rating or, beside the dose, no dose recorded.",
        state=_state(rated_days, dose),
    )


def _state(rated_days: int, dose: DoseLine) -> State:
    if rated_days >= FEWEST_RATED:
        return "chart"
    return "too_little" if rated_days or any(dose.taken_ug) else "empty"


def _unrated(dose: DoseLine) -> str:
    taken_days = sum(bool(ug) for ug in dose.taken_ug)
    if taken_days:
        return f"Nothing is rated in this period; doses were taken on {counted(taken_days, 'day')}."
    return "Nothing is rated in this period, and no dose is recorded as taken."


def _lines(period: Period, panels: Sequence[Panel], dose: DoseLine, today: date) -> tuple[str, ...]:
    told = [(panel, _spells(period, panel, dose)) for panel in panels]
    told.sort(key=lambda pair: _rank(*pair))
    return tuple(_line(period, panel, spells, today) for panel, spells in told)


def _spells(period: Period, panel: Panel, dose: DoseLine) -> Sequence[_Spell]:
    """The dose periods in which the effect was rated."""
    amounts: list[int | None] = [step.daily_ug for step in dose.steps] or [None]
    found = []
    for amount_ug, middle in zip(amounts, panel.middles, strict=True):
        first, last = ((on - period.first_on).days for on in (middle.first_on, middle.last_on))
        rated = tuple(value for value in panel.days[first : last + 1] if value is not None)
        if rated:
            found.append(_Spell(amount_ug, middle.first_on, middle.last_on, rated))
    return found


def _rank(panel: Panel, spells: Sequence[_Spell]) -> tuple[bool, float, int]:
    """What got worse comes first: since the dose period before, or since the first one. Then what weighed most; what
    was not rated comes last. Equal ones keep the order of the panels."""
    middles = [spell.middle for spell in spells]
    rise = middles[-1] - min(middles[0], middles[-2]) if len(middles) > 1 else 0.0
    return not spells, -rise, -sum(value or 0 for value in panel.days)


def _line(period: Period, panel: Panel, spells: Sequence[_Spell], today: date) -> str:
    completeness = f"rated on {panel.rated:,} of {counted(len(period), 'day')}"
    if not spells:
        return f"{opening(panel.name)}: {completeness}."
    if len(spells) > MOST_SPELLS:
        said = _ends(spells, period, today)
    else:
        said = ", ".join(_each(spells, period, today))
        said += _worst(period, panel, today) if len(spells) == 1 and spells[0].is_usual else ""
    return f"{opening(panel.name)}: {said}; {completeness}."


def _ends(spells: Sequence[_Spell], period: Period, today: date) -> str:
    first, last = (_each([spell], period, today)[0] for spell in (spells[0], spells[-1]))
    if first.startswith(USUAL):
        last = last.removeprefix(USUAL)
    since = day_words(spells[-1].first_on, spells[-1].first_on.year != today.year)
    return f"{first} at first, {last} from {since} on; {len(spells)} dose periods in all"


def _each(spells: Sequence[_Spell], period: Period, today: date) -> list[str]:
    """Each dose period in words; "usual rating" stands before the first of those that have one in a row."""
    found = []
    for n, spell in enumerate(spells):
        usual = "" if n and spells[n - 1].is_usual else USUAL
        tell = _usual if spell.is_usual else _few
        found.append((usual if spell.is_usual else "") + tell(spell, spells[:n], period, today))
    return found


def _usual(spell: _Spell, earlier: Sequence[_Spell], period: Period, today: date) -> str:
    """ "moderate at 1.5 mg"; where that amount was there before: "mild again since 27 October"."""
    word = severity_words(spell.middle)
    before = [other.middle for other in earlier if other.amount_ug == spell.amount_ug and other.is_usual]
    if not before:
        return word + _at(spell, earlier, period, today)
    # "mild again" would be untrue where the same amount had another rating the last time.
    said = f"{word} again" if before[-1] == spell.middle else f"{word}{_amount(spell.amount_ug)} again"
    return said + _dates(spell, period, today)


def _few(spell: _Spell, earlier: Sequence[_Spell], period: Period, today: date) -> str:
    """ "very severe on the one rated day at 2 mg": a few days show nothing usual."""
    low, high = min(spell.rated), max(spell.rated)
    said = severity_words(high) if low == high else f"{severity_words(low)} to {severity_words(high)}"
    days = "the one rated day" if len(spell.rated) == 1 else f"the {len(spell.rated)} rated days"
    return f"{said} on {days}{_at(spell, earlier, period, today)}"


def _at(spell: _Spell, earlier: Sequence[_Spell], period: Period, today: date) -> str:
    """The amount, with its days where it stands there for the second time."""
    again = any(other.amount_ug == spell.amount_ug for other in earlier)
    return _amount(spell.amount_ug) + (_dates(spell, period, today) if again else "")


def _amount(amount_ug: int | None) -> str:
    if amount_ug is None:
        return ""
    return f" at {milligrams(amount_ug)} mg" if amount_ug else " with nothing planned"


def _dates(spell: _Spell, period: Period, today: date) -> str:
    first, last = (day_words(on, on.year != today.year) for on in (spell.first_on, spell.last_on))
    return f" since {first}" if spell.last_on == period.last_on == today else f" from {first} to {last}"


def _worst(period: Period, panel: Panel, today: date) -> str:
    """The end of the sentence where there is one dose period only: the worst day."""
    worst = max(value for value in panel.days if value is not None)
    if not worst:
        return " throughout"
    found = [on for on, value in zip(period.days(), panel.days, strict=True) if value == worst]
    last = day_words(found[-1], found[-1].year != today.year)
    return f", worst {severity_words(worst)}{'' if len(found) == 1 else ', last'} on {last}"
