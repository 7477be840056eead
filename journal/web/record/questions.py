"""Show the questions of the safety rules as fields of a form, and read the ticked ones as answers by the rule's key."""

from collections.abc import Iterable, Mapping

from journal.core.safety.rules import Question

FIELDS: Mapping[str, str] = {  # of each rule that asks, by its key
    "large_amount": "confirmed",
    "double_dose": "confirmed_double_dose",
    "as_needed": "confirmed_as_needed",
    "day_total_range": "confirmed_day_total_range",
}
YES = "yes"


def answered(fields: Mapping[str, str]) -> frozenset[str]:
    """The keys of the questions that a form answers with yes."""
    return frozenset(rule for rule, field in FIELDS.items() if fields.get(field) == YES)


def errors(questions: Iterable[Question], fields: Mapping[str, str]) -> dict[str, str]:
    """The sentence beside each field whose question is not answered with yes."""
    open_ones = (question for question in questions if question.rule not in answered(fields))
    return {FIELDS[question.rule]: question.sentence for question in open_ones}
