"""What the medicines are for, on the report: how strong each usually was in the period and at its last doses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journal.core.charts.balance_points import BalanceChart, Middle
from journal.core.charts.balance_words import daily_words, drawn
from journal.core.charts.points import severity_words
from journal.core.record.day_counts import Answer
from journal.core.values.amounts import Amount
from journal.core.values.languages import _, in_a_row, ngettext
from journal.core.values.periods import Period
from journal.core.values.sentences import opening

MOST_BENEFITS = 3  # told on the page, those with the most answers
MOST_DOSES = 2  # at which each is told, the last ones


@dataclass(frozen=True, slots=True)
class BenefitAtDose:
    """How a benefit was at one planned amount a day, 0 where nothing was planned."""

    amount: Amount
    middle: Middle


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One benefit: its middle in the whole period, with or without a plan, and at its last doses, oldest first."""

    name: str
    whole: Middle
    doses: tuple[BenefitAtDose, ...] = ()


def benefit_rows(
    period: Period, benefits: Sequence[tuple[str, str]], answers: Iterable[Answer], balance: BalanceChart
) -> tuple[BenefitRow, ...]:
    """The benefits of the period, given as (key, name) in the order of the chart `balance`; most answered first."""
    found: dict[str, list[int]] = {key: [] for key, _name in benefits}
    for on, key, value in answers:
        if key in found and on in period:
            found[key].append(value)
    levels = sorted(drawn(balance.levels), key=lambda level: level.days.first_on)
    rows = []
    for n, (key, name) in enumerate(benefits):
        doses = [BenefitAtDose(level.amount, level.benefits[n]) for level in levels]
        usual = tuple(each for each in doses if each.middle.median is not None)
        rows.append(BenefitRow(name, Middle.of(found[key]), usual[-MOST_DOSES:]))
    return tuple(sorted(rows, key=lambda row: -row.whole.known))


def benefit_lines(rows: Sequence[BenefitRow], unit: str) -> tuple[str, ...]:
    """A sentence for each benefit that is told, and how they are read; nothing where nothing was answered."""
    lines = [_line(row, unit) for row in rows[:MOST_BENEFITS]]
    if len(rows) > MOST_BENEFITS:
        left = len(rows) - MOST_BENEFITS
        lines.append(ngettext("%(num)s more stands in Trends.", "%(num)s more stand in Trends.", left))
    return (*lines, _("Asked once a day. Lower is better.")) if lines else ()


def _line(row: BenefitRow, unit: str) -> str:
    """ "Pain: usually severe at 150 mg a day, moderate at 300 mg a day; answered on 40 days." """
    name = opening(row.name)
    days = ngettext("answered on %(num)s day", "answered on %(num)s days", row.whole.known)
    if row.whole.median is None:
        return _("%(benefit)s: %(days)s, too few to say how it usually was.", benefit=name, days=days)
    is_told_by_dose = len(row.doses) == MOST_DOSES
    usual = in_a_row([_at(each, unit) for each in row.doses]) if is_told_by_dose else severity_words(row.whole.median)
    return _("%(benefit)s: usually %(usual)s; %(days)s.", benefit=name, usual=usual, days=days)


def _at(each: BenefitAtDose, unit: str) -> str:
    usual = severity_words(each.middle.median or 0)
    if not each.amount:
        return _("%(severity)s with nothing planned", severity=usual)
    return _("%(severity)s at %(dose)s", severity=usual, dose=daily_words(each.amount, unit))
