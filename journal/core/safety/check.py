"""Check an entry, or the record as it stands, against the safety rules. A new rule has its line in `RULES`."""

import logging
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from journal.core.medicine.monograph import Monograph
from journal.core.plan.reductions import falls
from journal.core.plan.regimens import Step
from journal.core.record.entries import Detail, Kind
from journal.core.safety import (
    alcohol,
    as_needed,
    circumstances,
    danger_signs,
    day_total_plan,
    day_total_range,
    double_dose,
    driving,
    drop,
    drove,
    fast_step,
    gap,
    interaction,
    large_amount,
    long_seizure,
    other_sedative,
    repeated_seizure,
    very_drowsy,
    very_low_mood,
    withdrawal,
)
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.values.errors import JournalError

RULES: tuple[Rule, ...] = (
    danger_signs.RULE,
    very_drowsy.RULE,
    very_low_mood.RULE,
    large_amount.RULE,
    double_dose.RULE,
    as_needed.RULE,
    day_total_plan.RULE,
    day_total_range.RULE,
    long_seizure.RULE,
    repeated_seizure.RULE,
    gap.RULE,
    drop.RULE,
    interaction.RULE,
    circumstances.RULE,
    withdrawal.RULE,
    fast_step.RULE,
    driving.RULE,
    drove.RULE,
    alcohol.RULE,
    other_sedative.RULE,
)

T = TypeVar("T", Notice, Question)

_logger = logging.getLogger("journal.safety")


class Found(NamedTuple):
    """What a rule found."""

    rule: Rule
    finding: Finding


class Unanswered(JournalError):
    """An entry was not saved, since these questions about it are not answered yet. A yes to each saves it."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(" ".join(question.sentence for question in questions))
        self.questions = tuple(questions)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys by which the questions are answered."""
        return tuple(question.rule for question in self.questions)


def find(detail: Detail | None, context: Context, rules: Iterable[Rule] | None = None) -> tuple[Found, ...]:
    """What the rules find in an entry; with None what they find in the record as it stands, or in a step of a plan.

    A rule that fails finds nothing: no mistake in a rule may keep somebody from saving what they took. It is logged.
    """
    found = []
    about: Kind | Literal["record", "step"]
    about = detail.kind if detail is not None else "record" if context.fall is None else "step"
    for rule in RULES if rules is None else rules:
        if rule.about and about not in rule.about:
            continue
        try:
            finding = rule.find(detail, context)
        except Exception as error:
            log_failure(rule.key, rule.version, error)
            continue
        if finding is not None:
            found.append(Found(rule, finding))
    return tuple(found)


def find_in_steps(steps: Sequence[Step], known: Context) -> Mapping[date, tuple[Found, ...]]:
    """What the rules find in the steps of a plan that counts, by the first day of each; `known` has the monograph."""
    if not about_steps(known.monograph):
        return {}
    found = {on: find(None, replace(known, fall=fall)) for on, fall in falls(steps).items()}
    return {on: of_step for on, of_step in found.items() if of_step}


def log_failure(key: str, version: int, error: Exception) -> None:
    """Write down the rule, the kind of the error and its place, never its words, which may repeat what was typed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    fields = {"event": "rule failed", "rule": key, "version": version, "kind": type(error).__name__}
    _logger.error("rule failed", extra={"fields": fields | {"line": place.lineno, "name": place.name}})


def notices(found: Iterable[Found], speaking: Speaking) -> tuple[Notice, ...]:
    """What is told of it; nothing where the words fail."""
    return tuple(_said(((rule, rule.words, finding) for rule, finding in found), speaking))


def questions(found: Iterable[Found], speaking: Speaking) -> tuple[Question, ...]:
    """What is asked about it before the entry is saved. A question whose words fail is not asked."""
    asked = ((rule, rule.question, finding) for rule, finding in found if rule.question and rule.asks(finding))
    return tuple(_said(asked, speaking))


def _said(found: Iterable[tuple[Rule, Callable[[Finding, Speaking], T], Finding]], speaking: Speaking) -> Iterator[T]:
    for rule, words, finding in found:
        try:
            yield words(finding, speaking)
        except Exception as error:
            log_failure(rule.key, rule.version, error)


def ask(found: Iterable[Found], speaking: Speaking, answered: Collection[str]) -> None:
    """Raise Unanswered where a rule asks and its key is not among those that were answered with yes."""
    if unanswered := questions([each for each in found if each.rule.key not in answered], speaking):
        raise Unanswered(unanswered)


def reads_day(detail: Detail, monograph: Monograph) -> bool:
    """Whether one of the rules looks at what else is recorded of the day of an entry."""
    return any(rule.reads_day(detail, monograph) for rule in RULES)


def about_steps(monograph: Monograph) -> bool:
    """Whether one of the rules speaks of the steps of a plan of a medicine of that monograph."""
    return any("step" in rule.about and rule.of_monographs(monograph) for rule in RULES)


def days_back(detail: Detail | None, context: Context) -> int:
    """At how many days before the one of an entry, or before today, the rules look; 0 where none does."""
    return max((look(detail, context) for rule in RULES if (look := rule.days_back) is not None), default=0)


def askable() -> frozenset[str]:
    """The keys of all the questions there are: who answers them all is asked about nothing."""
    return frozenset(rule.key for rule in RULES if rule.question)


def private() -> frozenset[str]:
    """The keys of the rules of which nobody but the patient reads what they found."""
    return frozenset(rule.key for rule in RULES if rule.is_private)


def reading(kind: Kind, monograph: Monograph) -> tuple[Rule, ...]:
    """The rules that look at the plan and the doses around an entry of that kind, of a medicine of that monograph."""
    return tuple(rule for rule in RULES if kind in rule.reads_record and rule.of_monographs(monograph))


def of_the_record(kind: Kind) -> frozenset[str]:
    """The keys of the rules that hold an entry of that kind against the record around it."""
    return frozenset(rule.key for rule in RULES if kind in rule.reads_record)
