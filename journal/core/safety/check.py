"""Check an entry, or the record as it stands, against the safety rules. A new rule has its line in `RULES`."""

import logging
import traceback
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from journal.core.record.entries import Detail, Kind
from journal.core.safety import as_needed, gap, large_amount, long_seizure, very_low_mood
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.values.errors import JournalError

RULES: tuple[Rule, ...] = (very_low_mood.RULE, large_amount.RULE, long_seizure.RULE, gap.RULE, as_needed.RULE)

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
    """What the rules find in an entry; with None what they find in the record as it stands.

    A rule that fails finds nothing: no mistake in a rule may keep somebody from saving what they took. It is logged.
    """
    found = []
    for rule in RULES if rules is None else rules:
        try:
            finding = rule.find(detail, context)
        except Exception as error:
            _log_failure(rule, error)
            continue
        if finding is not None:
            found.append(Found(rule, finding))
    return tuple(found)


def _log_failure(rule: Rule, error: Exception) -> None:
    """The rule, the kind of the error and its place, never its words, which may repeat what somebody typed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    fields = {"event": "rule failed", "rule": rule.key, "version": rule.version, "kind": type(error).__name__}
    _logger.error("rule failed", extra={"fields": fields | {"line": place.lineno, "name": place.name}})


def notices(found: Iterable[Found], speaking: Speaking) -> tuple[Notice, ...]:
    """What is told of it."""
    return tuple(rule.words(finding, speaking) for rule, finding in found)


def questions(found: Iterable[Found], speaking: Speaking) -> tuple[Question, ...]:
    """What is asked about it before the entry is saved."""
    return tuple(rule.question(finding, speaking) for rule, finding in found if rule.question)


def ask(found: Iterable[Found], speaking: Speaking, answered: Collection[str]) -> None:
    """Raise Unanswered where a rule asks and its key is not among those that were answered with yes."""
    if unanswered := questions([each for each in found if each.rule.key not in answered], speaking):
        raise Unanswered(unanswered)


def reading(kind: Kind, rules: Iterable[Rule] | None = None) -> tuple[Rule, ...]:
    """Those of the rules that look at the plan and the doses around an entry of that kind."""
    return tuple(rule for rule in (RULES if rules is None else rules) if kind in rule.reads_record)


def asking() -> tuple[Rule, ...]:
    """The rules that ask before an entry is saved."""
    return tuple(rule for rule in RULES if rule.question)
