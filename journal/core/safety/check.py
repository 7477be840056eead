"""Check an entry, or the record as it stands, against the safety rules. A new rule has its line in `RULES`."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from journal.core.record.entries import Detail, Kind
from journal.core.safety import as_needed, gap, large_amount, long_seizure, very_low_mood
from journal.core.safety.rules import Context, Notice, Question, Rule
from journal.core.values.errors import JournalError

RULES: tuple[Rule, ...] = (very_low_mood.RULE, large_amount.RULE, long_seizure.RULE, gap.RULE, as_needed.RULE)


class Found(NamedTuple):
    """What is asked before saving, each question answered by its rule's key, and what is told afterwards."""

    questions: tuple[Question, ...]
    notices: tuple[Notice, ...]


class Unanswered(JournalError):
    """An entry was not saved, since these questions about it are not answered yet. A yes to each saves it."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(" ".join(question.sentence for question in questions))
        self.questions = tuple(questions)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys by which the questions are answered."""
        return tuple(question.rule for question in self.questions)


def check(detail: Detail | None, context: Context) -> Found:
    """What the rules ask and tell about an entry; with None what they tell about the record as it stands."""
    notices = (rule.tell(detail, context) for rule in RULES if rule.tell)
    return Found(_questions(detail, context), tuple(filter(None, notices)))


def ask(detail: Detail, context: Context, answered: Collection[str]) -> None:
    """Raise Unanswered where a rule asks about an entry and its key is not among those that were answered with yes."""
    unanswered = [question for question in _questions(detail, context) if question.rule not in answered]
    if unanswered:
        raise Unanswered(unanswered)


def _questions(detail: Detail | None, context: Context) -> tuple[Question, ...]:
    """What is asked, without what would be told: only a page that shows an entry tells it."""
    return tuple(filter(None, (rule.ask(detail, context) for rule in RULES if rule.ask)))


def reading(kind: Kind, *, asks: bool) -> tuple[Rule, ...]:
    """The rules that look at the plan and the doses around an entry of that kind: to ask about it, or to tell of it."""
    return tuple(rule for rule in RULES if kind in rule.reads_record and (rule.ask if asks else rule.tell))
