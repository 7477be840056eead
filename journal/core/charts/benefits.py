"""What medicines are for, as charts show it: which of it was answered in a period, and that lower is better."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from journal.core.charts.worst_days import Worst
from journal.core.record.day_counts import Answer
from journal.core.record.days import BENEFIT
from journal.core.values.languages import _
from journal.core.values.periods import Period


def answered(period: Period, answers: Iterable[Answer], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The questions (key, name) about what medicines are for that were answered in the period, in the order of `names`,
    which has the short name of each by its key. Without its file the key of a benefit stands for its name."""
    found = {key.removeprefix(BENEFIT) for on, key, _value in answers if key.startswith(BENEFIT) and on in period}
    known = [key for key in names if key in found]
    return tuple((BENEFIT + key, names.get(key, key)) for key in (*known, *sorted(found.difference(known))))


def lower_is_better(name: str) -> str:
    """The name where it stands alone: nobody has to guess which end is the good one."""
    return _("%(benefit)s (lower is better)", benefit=name)


class BenefitDays(NamedTuple):
    """One benefit as it stands over a panel, with its answer on each day of a period; None where there is none."""

    key: str
    name: str
    days: Worst


def day_by_day(
    period: Period, benefits: Sequence[tuple[str, str]], answers: Iterable[Answer]
) -> tuple[BenefitDays, ...]:
    """The benefits, given as (key, name), on each day of the period."""
    found = {key: BenefitDays(key, lower_is_better(name), [None] * len(period)) for key, name in benefits}
    for on, key, value in answers:
        if key in found and on in period:
            found[key].days[(on - period.first_on).days] = value
    return tuple(found.values())
