"""A suspected side effect as a draft: what a form of a regulator asks for, filled in as far as the record knows it.

The record says what was rated and taken and when. Why, how serious it was and what became of it, it cannot know: these
stand in the draft as blanks. Nobody sends it but the person it is about. What the forms ask for: docs/sources.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.core.charts.points import Of, severity_words
from journal.core.charts.severity_points import SeverityChart
from journal.core.plan.order_words import ordered_words
from journal.core.plan.regimens import Step, planned_on
from journal.core.record.forms import severity_word
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, in_a_row, ngettext
from journal.core.values.periods import day_words
from journal.core.values.sentences import opening

OTHERS_BEFORE = timedelta(days=91)  # the forms ask for other medicines of the last three months
BLANK = "______"

Taken = Iterable[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the record knows of a suspected side effect.

    `began_on` is the first day it was rated at least at `level`, None where it never was. `doses` are the usual ratings
    at each planned amount a day, in the order in which they were. `amount` is what was planned on the day it began,
    None where nothing was; `others` are other medicines recorded in the three months before it, or up to today.
    """

    effect: str
    level: int
    of: Of
    forms: tuple[str, ...]
    ordered: str
    first_taken_on: date | None
    last_taken_on: date | None
    is_planned: bool
    began_on: date | None
    amount: int | None
    days_with: int
    rated: int
    worst: int | None
    worst_on: date | None
    doses: tuple[tuple[int, float], ...]
    others: tuple[str, ...]


def reaction(
    chart: SeverityChart,
    level: int,
    of: Of,
    steps: Sequence[Step],
    taken: Taken,
    others: Mapping[str, Taken],
    forms: Collection[str],
    today: date,
    hours: str = "24",
) -> Reaction:
    """What is known of the only effect of a severity chart over the whole record, and of one medicine beside it.

    `taken` are its amounts a day, `others` those of other medicines by their names.
    """
    (panel,) = chart.panels
    days = [(on, value) for on, value in zip(chart.period.days(), panel.days, strict=True) if value is not None]
    began_on = next((on for on, value in days if value >= level), None)
    worst = max((value for _on, value in days), default=None)
    taken_on = sorted(on for on, amount in taken if amount)
    step = planned_on(steps, today)
    at_onset = planned_on(steps, began_on) if began_on else None
    until = began_on or today
    spans = zip(panel.medians, chart.dose.steps, strict=False)  # each amount has its own median
    return Reaction(
        effect=panel.name,
        level=level,
        of=of,
        forms=tuple(forms),
        ordered=ordered_words(step, hours, of.unit) if step else "",
        first_taken_on=taken_on[0] if taken_on else None,
        last_taken_on=taken_on[-1] if taken_on else None,
        is_planned=step is not None,
        began_on=began_on,
        amount=at_onset.daily_amount if at_onset else None,
        days_with=sum(value > 0 for _on, value in days),
        rated=len(days),
        worst=worst,
        worst_on=max((on for on, value in days if value == worst), default=None),
        doses=tuple(
            (each.daily_amount, span.median) for span, each in spans if each.daily_amount and span.median is not None
        ),
        others=tuple(
            name
            for name, amounts in others.items()
            if any(until - OTHERS_BEFORE <= on <= until and amount for on, amount in amounts)
        ),
    )


def draft(found: Reaction, today: date) -> str:
    """The draft, a line for each question of the forms; a blank where only the person knows."""
    return "\n".join(
        (*_of_the_effect(found), "", *_of_the_medicine(found), "", *_of_the_person(), "", *_how_made(today))
    )


def _of_the_effect(found: Reaction) -> Iterable[str]:
    yield _("Suspected side effect: %(effect)s", effect=opening(found.effect))
    began = _on(found.began_on) if found.began_on else BLANK
    yield _("It began on: %(day)s (first rated %(level)s or worse)", day=began, level=severity_word(found.level))
    if found.rated:
        yield ngettext(
            "It was there on %(days)s of %(num)s rated day",
            "It was there on %(days)s of %(num)s rated days",
            found.rated,
            days=found.days_with,
        )
    if found.worst and found.worst_on:
        yield _(
            "At its worst: %(severity)s, last on %(day)s", severity=severity_word(found.worst), day=_on(found.worst_on)
        )
    yield _("What happened, in my own words: %(blank)s", blank=BLANK)
    yield _("How it is now (gone, better, the same, worse): %(blank)s", blank=BLANK)
    yield _("Was it serious (hospital, danger to life, lasting harm, an unborn child): %(blank)s", blank=BLANK)
    yield _("What was done about it: %(blank)s", blank=BLANK)


def _of_the_medicine(found: Reaction) -> Iterable[str]:
    yield _("Suspected medicine: %(medicine)s", medicine=found.of.name)
    yield _("Form: %(forms)s", forms=in_a_row(found.forms) or BLANK)
    yield _("Maker and batch number: %(blank)s", blank=BLANK)
    yield _("Planned now: %(order)s", order=found.ordered or _("nothing"))
    if found.began_on and found.amount:
        yield _("Planned on the day it began: %(amount)s a day", amount=write_amount(found.amount, found.of.unit))
    first, last = (_on(on) if on else BLANK for on in (found.first_taken_on, found.last_taken_on))
    yield _("First dose in this journal: %(day)s", day=first)
    yield _("Last dose in this journal: %(day)s", day=last)
    yield _("Taken for: %(blank)s", blank=BLANK)
    if len(found.doses) > 1:
        yield _("Usual rating at each planned dose, one after the other: %(doses)s", doses=in_a_row(_doses(found)))
    yield _("Did it go when the dose was less or stopped: %(blank)s", blank=BLANK)
    yield _("Did it come back when it was taken again: %(blank)s", blank=BLANK)
    others = in_a_row(found.others) or _("none in this journal")
    yield _("Other medicines in the three months before: %(medicines)s", medicines=others)


def _doses(found: Reaction) -> list[str]:
    return [
        _(
            "%(severity)s at %(amount)s a day",
            severity=severity_words(usual),
            amount=write_amount(amount, found.of.unit),
        )
        for amount, usual in found.doses
    ]


def _of_the_person() -> Iterable[str]:
    yield _("Initials: %(blank)s", blank=BLANK)
    yield _("Age, sex, weight: %(blank)s", blank=BLANK)
    yield _("Illnesses and allergies: %(blank)s", blank=BLANK)
    yield _("Who reports it, and how to be reached: %(blank)s", blank=BLANK)


def _how_made(today: date) -> Iterable[str]:
    yield _(
        "Drafted on %(day)s from a journal the patient keeps. Ratings are the patient’s own: none, mild, moderate, "
        "severe, very severe. It is a suspicion; nothing here says that the medicine is the reason.",
        day=_on(today),
    )


def _on(on: date) -> str:
    return day_words(on, with_year=True)
